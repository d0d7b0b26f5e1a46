"""The way out: each message at its pace, and what Telegram's refusals mean for it (P8)."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.files import carry
from bot.channels.telegram.pacing import Pace
from bot.channels.telegram.request import NotSent, ServerFault
from bot.channels.telegram.unreachable import tell_of_unreachable
from bot.clock import Clock, real_now
from shelter.messages import Outgoing
from storage.database import Database
from storage.outbox import Delivery
from storage.telegram import Begun, Moved, Outcome, move_chat, postpone, turn

log = structlog.get_logger()

CLAIMED_FOR = timedelta(seconds=60)
"""Longer than a request can take; after that the process that began it is gone."""

ROUND = timedelta(seconds=1)
"""A round begins no further message after this, so that new ones and those due again are seen."""

MOST_TRIES_OF_UNKNOWN_FATE = 2
"""A message that may have arrived is repeated once and no more."""

GIVE_UP_AFTER = 100
LONGEST_PAUSE = timedelta(minutes=5)
"""A message that cannot be sent waits twice as long each time, up to this: for about eight hours in all."""

ALONE_FOR, MORE_EVERY, MOST_AT_ONCE = 200, 100, 64
"""The first so many messages of a process leave one at a time, then twice as many after so many more.

Whatever is on its way when a process is killed has an unknown fate and is sent again: at most one
message for a process that is killed soon after it began, which is when processes are killed again.
"""

FAILING = 3
"""After so many failures in a row nothing is likely to get through: one message at a time tries the way."""

GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was kicked", "chat_write_forbidden")
"""Refusals as 400 that mean the same as 403: nobody can be reached there."""

INVITATION = "?start="

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sending:
    """Carries messages of the outbox to Telegram. Every one is noted before it leaves and after it has ended."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        clock: Clock,
        rate: float,
        default_language: str,
        wake: Callable[[], None],
        unreached: set[str],
        now: Callable[[], datetime] = real_now,
    ) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._pace = Pace(rate)
        self._default_language = default_language
        self._wake = wake
        self._unreached = unreached
        self._now = now
        self._ends = now()
        self._sent = 0
        self._failures = 0
        self.failing_since: datetime | None = None
        """Since when nothing has got through; None while messages do."""

    async def send_round(self, messages: Sequence[Outgoing]) -> None:
        """Send what may leave within a second, oldest first and each chat's in order; the rest stays queued."""
        by_chat: dict[str, deque[Outgoing]] = {}
        for message in messages:
            by_chat.setdefault(message.address, deque()).append(message)
        chats = deque(by_chat.values())
        self._ends = self._now() + ROUND
        before = self._sent
        workers = 1 if self._failures >= FAILING else min(self._at_once(), len(chats))
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(self._work(chats))
        if self._failures >= FAILING:
            await asyncio.sleep(min(0.25 * 2 ** min(self._failures - FAILING, 10), 5.0))
        elif self._sent == before and not self._failures:
            await asyncio.sleep(0.05)  # all of them are with another process

    def stop(self) -> None:
        """Begin no further message; those on their way are waited for and recorded."""
        self._ends = self._now()

    def _at_once(self) -> int:
        if self._sent < ALONE_FOR:
            return 1
        return min(MOST_AT_ONCE, 2 << min(10, (self._sent - ALONE_FOR) // MORE_EVERY))

    async def _work(self, chats: deque[deque[Outgoing]]) -> None:
        ended: Outcome | None = None
        while chats and self._now() < self._ends:
            waiting = chats.popleft()
            while waiting and self._now() < self._ends:
                if self._pace.chat_is_free_at(waiting[0].address, self._now()) > self._now():
                    await self._postpone(waiting)
                    break
                message = waiting.popleft()
                await self._wait_for_turn(message)
                begun = await self._turn(ended, message.id)
                ended = await self._send(message, begun) if begun else None
                if self._failures >= FAILING:
                    chats.clear()
                    break
        if ended is not None:
            await self._turn(ended, None)

    async def _postpone(self, waiting: Sequence[Outgoing]) -> None:
        """Let a chat's messages wait until it may have the next, in their order; the others go on."""
        until = self._pace.chat_is_free_at(waiting[0].address, self._now())
        step = timedelta(microseconds=1)
        await self._database.write(
            postpone, [(message.id, until + place * step) for place, message in enumerate(waiting)]
        )
        seconds = (until - self._now()).total_seconds()
        asyncio.get_running_loop().call_later(max(0.0, seconds), self._wake)

    async def _wait_for_turn(self, message: Outgoing) -> None:
        leaves = self._pace.leave_at(message.address, self._now())
        if (pause := (leaves - self._now()).total_seconds()) > 0:
            await asyncio.sleep(pause)

    async def _turn(self, ended: Outcome | None, begins: int | None) -> Begun | None:
        now = self._now()
        return await self._database.write(turn, ended, begins, self._clock.now(), now, now + CLAIMED_FOR)

    async def _send(self, message: Outgoing, begun: Begun) -> Outcome:
        """Try once. A group that has moved is followed at once, for one more try."""
        if begun.tries > MOST_TRIES_OF_UNKNOWN_FATE:
            return Outcome(Delivery(message.id, "failed", "unknown fate"), unknown=True)
        try:
            try:
                sent_as = await self._carry(message, begun)
            except ChatMigrated as moved:
                new = str(moved.new_chat_id)
                await self._database.write(move_chat, Moved(message.address, new))
                message = replace(message, address=new)
                sent_as = await self._carry(message, begun)
        except TelegramError as fault:
            return await self._refused(message, begun, fault)
        self._sent += 1
        self._failures = 0
        self.failing_since = None
        # The link of an invitation opens the house: it is kept nowhere once it has been passed on.
        secret = INVITATION in message.text
        return Outcome(Delivery(message.id, "sent"), chat=message.address, sent_as=sent_as, secret=secret)

    async def _carry(self, message: Outgoing, begun: Begun) -> int:
        """Send or edit; returns the message's id at Telegram."""
        chat = _chat_id(message.address)
        if message.file is not None:
            return await carry(self._bot, chat, message, message.file)
        if begun.shown_as is not None:
            try:
                await self._bot.edit_message_text(
                    message.text,
                    chat_id=chat,
                    message_id=begun.shown_as,
                    reply_markup=_keyboard(begun.buttons),
                )
            except BadRequest as fault:
                if "not modified" in fault.message.lower():
                    return begun.shown_as
                # It is too old to edit, or has been deleted: then it is said anew.
            else:
                return begun.shown_as
        sent: Message = await self._bot.send_message(
            chat, message.text, link_preview_options=NO_PREVIEW, reply_markup=_keyboard(begun.buttons)
        )
        return int(sent.message_id)

    async def _refused(self, message: Outgoing, begun: Begun, fault: TelegramError) -> Outcome:
        name = type(fault).__name__
        match fault:
            case RetryAfter():
                pause = timedelta(seconds=_seconds(fault))
                self._pace.hold(message.address, self._now(), pause)
                asyncio.get_running_loop().call_later(pause.total_seconds(), self._wake)
                return Outcome(Delivery(message.id, "queued", name, self._now() + pause))
            case Forbidden():
                return await self._not_reached(message, name)
            case BadRequest() if any(sign in fault.message.lower() for sign in GONE):
                return await self._not_reached(message, name)
            case BadRequest() | ChatMigrated():
                log.warning("message refused", channel="telegram", fault=name, outbox=message.id)
                return Outcome(Delivery(message.id, "failed", name))
            case NotSent() | ServerFault() | InvalidToken() | Conflict():
                return self._later(message, name)
        # The request left and no answer came: the message may have arrived.
        again = begun.tries < MOST_TRIES_OF_UNKNOWN_FATE
        log.warning("message of unknown fate", fault=name, outbox=message.id, again=again)
        at = self._now() + timedelta(seconds=1) if again else None
        return Outcome(Delivery(message.id, "queued" if again else "failed", name, at), unknown=True)

    def _later(self, message: Outgoing, fault: str) -> Outcome:
        self._failures += 1
        self.failing_since = self.failing_since or self._now()
        if message.attempts + 1 >= GIVE_UP_AFTER:
            return Outcome(Delivery(message.id, "failed", fault))
        pause = min(LONGEST_PAUSE, timedelta(seconds=0.25 * 2 ** min(message.attempts, 20)))
        return Outcome(Delivery(message.id, "queued", fault, self._now() + pause))

    async def _not_reached(self, message: Outgoing, fault: str) -> Outcome:
        self._unreached.add(message.address)
        await tell_of_unreachable(self._database, message, self._clock.now(), self._default_language)
        self._wake()
        return Outcome(Delivery(message.id, "failed", fault))


def _seconds(fault: RetryAfter) -> float:
    pause: Any = fault.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def _chat_id(address: str) -> int | str:
    return int(address) if address.lstrip("-").isdigit() else address


def _keyboard(buttons: str | None) -> InlineKeyboardMarkup | None:
    if buttons is None:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(words, callback_data=says) for words, says in row]
            for row in json.loads(buttons)
        ]
    )
