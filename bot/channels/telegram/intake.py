"""The way in: every update settled or set aside, each chat's in order, before any is acknowledged."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.aside import put_aside
from bot.channels.telegram.groups import Anonymous, Me, Membership, note_membership, tell_anonymous
from bot.channels.telegram.updates import Meaning, Reachability, chat_of, digest, meaning
from bot.clock import Clock
from shelter.messages import Incoming, Settled
from storage.database import Database
from storage.telegram import (
    CHANNEL,
    Moved,
    bot_username,
    is_reachable_again,
    move_chat,
    note_unreachable,
    unreachable,
)

log = structlog.get_logger()


OF_THE_UPDATE = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError)
"""Faults that the same update would meet again; any other is of the memory, which may be well the next time."""


class Intake:
    """Takes updates by whichever road they come."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        receive: Callable[[Incoming], Awaitable[Settled]],
        default_language: str,
        wake: Callable[[], None],
        unreached: set[str],
        bot: Bot,
        me: Me,
    ) -> None:
        self._database = database
        self._clock = clock
        self._receive = receive
        self._default_language = default_language
        self._wake = wake
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """One for each chat: what comes from a chat is handled in its order, chats side by side."""
        self._bot = bot
        self._me = me
        self._answering: set[asyncio.Task[None]] = set()
        self._unreached = unreached
        """The chats that could not be reached last time; shared with the way out, which adds to it."""

    async def remember(self) -> None:
        """Recall which chats could not be reached, so that a text from one ends that, and the bot's own name."""
        username = await self._database.read(bot_username)
        self._me.username = username or ""
        self._unreached |= await self._database.read(unreachable)

    async def take(self, raw: Any) -> None:
        """Handle an update; when this returns, its effects are on disk. The same again changes nothing.

        Raises only when nothing could be stored: then it must not be acknowledged.
        """
        chat = chat_of(raw)
        async with self._lanes.setdefault(chat or "", asyncio.Lock()):
            try:
                said = meaning(raw, self._clock.ahead, self._me)
            except Exception as fault:  # noqa: BLE001 an update that cannot be parsed stops nothing (P3)
                await self._set_aside(raw, chat, fault)
                return
            try:
                await self._handle(said)
            except OF_THE_UPDATE as fault:  # so odd that its text cannot even be set aside
                await self._set_aside(raw, chat, fault)

    async def _handle(self, said: Meaning) -> None:
        match said:
            case Incoming():
                if said.group is None:
                    await self._reached(said.address)
                settled = await self._receive(said)
                if said.press is not None:
                    self._acknowledge_press(said.external_id.partition(":")[2], settled.toast)
            case Reachability(address, reachable=True):
                await self._reached(address)
            case Reachability(address):
                self._unreached.add(address)
                await self._database.write(note_unreachable, address, self._clock.now())
            case Membership():
                now = self._clock.now()
                await self._database.write(note_membership, said, now, self._default_language)
                self._wake()
            case Anonymous():
                await self._database.write(tell_anonymous, said, self._clock.now())
                self._wake()
            case Moved():
                await self._database.write(move_chat, said)
                self._wake()

    def _acknowledge_press(self, query: str, toast: str | None) -> None:
        """Let the button come up again, beside everything else: too late, it does it by itself."""
        task = asyncio.create_task(self._answer_press(query, toast))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer_press(self, query: str, toast: str | None) -> None:
        with contextlib.suppress(TelegramError):
            await self._bot.answer_callback_query(query, toast)

    async def _reached(self, address: str) -> None:
        if address in self._unreached:
            self._unreached.discard(address)
            await self._database.write(is_reachable_again, address)

    async def _set_aside(self, raw: Any, chat: str | None, fault: Exception) -> None:
        log.error("update set aside", fault=type(fault).__name__, exc_info=fault)
        text = raw_form(raw)
        number = raw.get("update_id") if isinstance(raw, dict) else None
        number = number if isinstance(number, int) else None
        incoming = Incoming(
            channel=CHANNEL,
            external_id=f"update:{number}:{digest(text)}",
            address=chat or "",
            text=text,
            moment=self._clock.now(),
        )
        # In a group nobody knows whose it was: whoever asks is told nothing of it there.
        private = chat is not None and not chat.startswith("-")
        name = type(fault).__name__
        settled = await self._database.write(
            put_aside, incoming, name, self._default_language, silent=not private
        )
        if settled.fresh:
            self._wake()


def raw_form(raw: Any) -> str:
    """The update as it came; with escapes where it has letters that cannot be kept."""
    try:
        text = json.dumps(raw, ensure_ascii=False, default=repr)
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(raw, default=repr)
    except RecursionError:  # read, and too deep to be written out again
        return f"nested too deep: {', '.join(raw) if isinstance(raw, dict) else type(raw).__name__}"
    return text
