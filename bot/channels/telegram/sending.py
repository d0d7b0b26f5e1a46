"""The way out: each message at its pace, and noted on its way (P8)."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.channels.telegram.files import carry
from bot.channels.telegram.groups import NO_SUCH_SPOT, spots
from bot.channels.telegram.pacing import Pace
from bot.channels.telegram.refusals import MOST_TRIES_OF_UNKNOWN_FATE, Refusals
from bot.channels.telegram.request import Request
from bot.channels.telegram.slate import PLACES, Fate, Place, Slate, UnderWay
from bot.channels.telegram.wire import OnWrite
from bot.clock import Clock, real_now
from shelter.messages import Outgoing
from storage.database import Database
from storage.groups import spot_of
from storage.outbox import Delivery
from storage.telegram import Moved, move_chat
from storage.telegram_sendings import Begun, Outcome, claimed, free_claims, postpone, turns

log = structlog.get_logger()

CLAIMED_FOR = timedelta(seconds=60)
"""Longer than a request can take; after that the process that began it is gone."""

ROUND = timedelta(seconds=1)
"""A round begins no further message after this, so that new ones and those due again are seen."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

INVITATION = "?start="

NO_PREVIEW = "&link_preview_options=" + quote_plus('{"is_disabled": true}')


Claimed = tuple[Begun | None, int]
"""A message that may be sent now, or None; and when its claim ends, in microseconds since 1970."""


class Sending:
    """Carries messages of the outbox to Telegram. Every one is noted before it leaves and after it has ended."""

    def __init__(
        self,
        bot: Bot,
        slate: Slate,
        database: Database,
        clock: Clock,
        rate: float,
        default_language: str,
        wake: Callable[[], None],
        unreached: set[str],
    ) -> None:
        self._bot = bot
        assert isinstance(bot.request, Request)  # noqa: S101 made so beside it
        self._request = bot.request
        self._slate = slate
        self._database = database
        self._clock = clock
        self._pace = Pace(rate)
        self._gate = asyncio.Lock()
        # So few that each leaves well within its claim, however slow the pace is.
        within_a_claim = int(rate * CLAIMED_FOR.total_seconds() / 3) if rate else PLACES
        self._most = max(1, min(PLACES, within_a_claim))
        self._wake = wake
        self._refusals = Refusals(self._pace, database, clock, default_language, wake, unreached)
        self._now = real_now
        self._is_stopped = False
        self._sent = 0
        self._turns: list[tuple[Outcome | None, int | None, asyncio.Future[Claimed]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._workers: set[asyncio.Task[None]] = set()
        self._busy: set[str] = set()
        """The chats that a worker is at: until what became of its last message is kept, no other begins there."""
        self._fault: BaseException | None = None

    @property
    def failing_since(self) -> datetime | None:
        """Since when nothing has got through; None while messages do."""
        return self._refusals.failing_since

    async def send_round(self, messages: Sequence[Outgoing]) -> None:
        """Send what may leave within a second, oldest first and each chat's in order; the rest stays queued.

        What is still under way then goes on beside the next rounds, which leave its chat alone: a request that
        hangs keeps nobody else waiting.
        """
        by_chat: dict[str, deque[Outgoing]] = {}
        for message in messages:
            if message.address not in self._busy:
                by_chat.setdefault(message.address, deque()).append(message)
        chats = deque(by_chat.values())
        before = self._sent
        most = 1 if self._refusals.hold_all else self._most
        begun = {self._worker(chats) for _ in range(min(most - len(self._workers), len(chats)))}
        if begun:
            await asyncio.wait(begun, timeout=ROUND.total_seconds())
        elif self._workers:
            await asyncio.wait(
                self._workers, timeout=ROUND.total_seconds(), return_when=asyncio.FIRST_COMPLETED
            )
        if self._fault is not None:
            fault, self._fault = self._fault, None
            raise fault
        if self._refusals.hold_all:
            await asyncio.sleep(self._refusals.pause_seconds)
        elif self._sent == before and not self._refusals.in_a_row:
            await asyncio.sleep(0.05)  # all of them are with another process

    async def finish(self, seconds: float) -> None:
        """Begin no further message; those on their way have so long to arrive and be recorded."""
        self._is_stopped = True
        if self._workers:
            await asyncio.wait(self._workers, timeout=seconds)

    def _worker(self, chats: deque[deque[Outgoing]]) -> asyncio.Task[None]:
        worker = asyncio.create_task(self._work(chats, self._now() + ROUND))
        self._workers.add(worker)
        worker.add_done_callback(self._ended)
        return worker

    def _ended(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        if not worker.cancelled() and (fault := worker.exception()) is not None:
            self._fault = fault

    async def take_up(self, *, alone: bool) -> None:
        """End what the process before was killed over, as far as the slate tells."""
        ends = [one for found in self._slate.left_behind if (one := await self._end_of(found)) is not None]
        now = self._now()
        await self._database.write(turns, [(end, None) for end in ends], self._clock.now(), now, now)
        if alone:
            await self._database.write(free_claims, left=not self._slate.is_believed)

    async def _end_of(self, found: UnderWay) -> Outcome | None:
        until = EPOCH + timedelta(microseconds=found.claim)
        message = await self._database.read(claimed, found.message, until)
        if message is None:
            return None
        log.info("message under way at the end", fate=found.fate.name.lower(), outbox=message.id)
        match found.fate:
            case Fate.ARRIVED:
                return _arrived(message, found.sent_as)
            case Fate.LEFT:
                return _arrived(message, None)
            case Fate.ABOUT_TO_LEAVE:
                return Outcome(Delivery(message.id, "queued", "killed"), unknown=True)
        return Outcome(Delivery(message.id, "queued", "killed"))

    async def _work(self, chats: deque[deque[Outgoing]], ends: datetime) -> None:
        """Send the messages of one chat after the other, until none is left or the round ends."""
        ended: Outcome | None = None
        place: Place | None = None
        mine: set[str] = set()
        try:
            while chats and self._goes_on(ends):
                waiting = chats.popleft()
                chat = waiting[0].address
                self._busy.add(chat)
                mine.add(chat)
                while waiting and self._goes_on(ends):
                    now = self._now()
                    if self._pace.chat_is_free_at(chat, now) > now:
                        await self._postpone(waiting)
                        break
                    message = waiting.popleft()
                    begun, claim = await self._turn(ended, message.id)
                    ended = None
                    if place is not None:
                        place.free()
                        place = None
                    self._busy -= mine - {chat}
                    mine = {chat}
                    if begun is None:
                        continue
                    await self._wait_for_turn(message)
                    place = self._slate.place(message.id, claim)
                    ended = await self._send(message, begun, place)
                    if self._refusals.hold_all:
                        chats.clear()
                        break
            if ended is not None:
                await self._turn(ended, None)
        finally:
            self._busy -= mine
            if place is not None:
                place.free()

    def _goes_on(self, ends: datetime) -> bool:
        return not self._is_stopped and self._now() < ends

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
        """One after the other: places that were given out ahead would all be due at once after a busy second."""
        async with self._gate:
            now = self._now()
            if (leaves := self._pace.leave_at(message.address, now)) > now:
                await asyncio.sleep((leaves - now).total_seconds())

    async def _turn(self, ended: Outcome | None, begins: int | None) -> Claimed:
        """Keep how one sending ended and claim the next. Turns that come while others are written share a commit."""
        taken: asyncio.Future[Claimed] = asyncio.get_running_loop().create_future()
        self._turns.append((ended, begins, taken))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_turns())
        return await taken

    async def _write_turns(self) -> None:
        while self._turns:
            together, self._turns = self._turns, []
            now = self._now()
            until = now + CLAIMED_FOR
            claim = (until - EPOCH) // timedelta(microseconds=1)
            many = [(ended, begins) for ended, begins, _ in together]
            try:
                begun = await self._database.write(turns, many, self._clock.now(), now, until)
            except Exception as fault:  # noqa: BLE001 each waiting worker gets it raised
                for *_, taken in together:
                    if not taken.done():
                        taken.set_exception(fault)
                continue
            for (*_, taken), one in zip(together, begun, strict=True):
                if not taken.done():
                    taken.set_result((one, claim))
        self._writing = None

    async def _send(self, message: Outgoing, begun: Begun, place: Place) -> Outcome:
        """Try once. A group that has moved is followed at once, for one more try."""
        if begun.tries > MOST_TRIES_OF_UNKNOWN_FATE:
            return Outcome(Delivery(message.id, "failed", "unknown fate"), unknown=True)
        try:
            try:
                sent_as = await self._carry(message, begun, place)
            except ChatMigrated as moved:
                new = str(moved.new_chat_id)
                await self._database.write(move_chat, Moved(message.address, new))
                message = replace(message, address=new)
                sent_as = await self._carry(message, begun, place)
        except TelegramError as fault:
            outcome = await self._refusals.outcome(message, begun, fault)
            if not outcome.unknown:
                place.came_back()
            return outcome
        if sent_as is None:
            place.came_back()
        else:
            place.arrived(sent_as)
        self._sent += 1
        self._refusals.end()
        return _arrived(message, sent_as, anew=begun.edits and sent_as != begun.shown_as)

    async def _carry(self, message: Outgoing, begun: Begun, place: Place) -> int | None:
        """Send or edit; returns the message's id at Telegram, if it has any."""
        if message.file is not None:
            place.on_write(True)  # how far a file has left is not seen: after a kill its fate is unknown
            return await carry(self._bot, int(message.address), message, message.file)
        said: dict[str, object] = {
            "chat_id": message.address,
            "text": message.text,
        }
        if begun.buttons is not None:
            said["reply_markup"] = {"inline_keyboard": _keyboard(begun.buttons)}
        if begun.shown_as is not None:
            if begun.looks == (message.text, begun.buttons):
                return begun.shown_as
            try:
                await self._ask("editMessageText", said | {"message_id": begun.shown_as})
            except BadRequest as fault:
                if "not modified" in fault.message.lower():
                    return begun.shown_as
                # It is too old to edit, or has been deleted: then it is said anew.
            else:
                return begun.shown_as
        if begun.said_before:
            return None
        match await self._say(message, said, place):
            case {"message_id": int(number)}:
                return number
        raise TelegramError("an answer without the message")

    async def _ask(self, method: str, values: Mapping[str, object], on_write: OnWrite | None = None) -> Any:
        url = f"{self._bot.base_url}/{method}"
        return await self._request.ask(url, values, on_write=on_write, form=NO_PREVIEW)

    async def _say(self, message: Outgoing, said: Mapping[str, object], place: Place) -> Any:
        """In a group, below what it answers: with several people and topics it would not be plain otherwise."""
        if message.address.startswith("-"):
            for where in spots(await self._database.read(spot_of, message.id)):
                try:
                    return await self._ask("sendMessage", {**said, **where}, place.on_write)
                except BadRequest as fault:
                    if not any(sign in fault.message.lower() for sign in NO_SUCH_SPOT):
                        raise
        return await self._ask("sendMessage", said, place.on_write)


def _arrived(message: Outgoing, sent_as: int | None, *, anew: bool = False) -> Outcome:
    # The link of an invitation opens the house: it is kept nowhere once it has been passed on.
    secret = INVITATION in message.text
    return Outcome(
        Delivery(message.id, "sent"), chat=message.address, sent_as=sent_as, secret=secret, anew=anew
    )


def _keyboard(buttons: str) -> list[list[dict[str, str]]]:
    return [[{"text": words, "callback_data": says} for words, says in row] for row in json.loads(buttons)]
