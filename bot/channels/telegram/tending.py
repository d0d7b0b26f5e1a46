"""What is looked after while the bot runs: each bound group's board and its pin, and everybody's menu of commands.

Nothing calls for it: each look compares what Telegram shows with what it should show, so it does not matter by which
channel a report came, which process stored it, or what was missed while the bot was down.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram.groups import tell_of_group
from bot.channels.telegram.menus import Menus
from bot.clock import Clock
from bot.commands.guided import BEGIN
from bot.commands.tonight import current_date, standing
from reports import grouping, guided
from reports.wording import wording
from shelter.house import House
from shelter.messages import Button
from shelter.sites import Kind
from storage.counts import holding
from storage.database import Database
from storage.groups import Board, Group, groups, keep_pinned, release_group, show_board
from storage.house import house_version, load_house
from storage.telegram import Moved, move_chat
from storage.wishes import Wish

log = structlog.get_logger()

LOOK_EVERY = 1.0
"""Seconds after which a report is seen on its group's board, at the latest."""

LOOK_AGAIN_AFTER = 0.2
"""Seconds between two looks, however much is going on."""

LONGEST_PAUSE = 60.0
"""Seconds: after each fault twice as long, up to this."""


class Tending:
    """Looks for ever. A fault is logged and looked past: the next look tries again."""

    def __init__(
        self, bot: Bot, database: Database, clock: Clock, default_language: str, wake: Callable[[], None]
    ) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._default_language = default_language
        self._wake = wake
        self._menus = Menus(bot, database)
        self._house: House | None = None
        self._news = asyncio.Event()

    def look_soon(self) -> None:
        """Something has just been sent: an answer to what a board should show, or a board that is to be pinned."""
        self._news.set()

    async def run(self) -> None:
        boards = asyncio.create_task(_for_ever(self._boards, self._news))
        menus = asyncio.create_task(_for_ever(self._menus.look, asyncio.Event()))
        try:
            await asyncio.gather(boards, menus)
        finally:
            boards.cancel()
            menus.cancel()

    async def _boards(self) -> None:
        """Every group is looked at, whatever Telegram says of another; the first fault is raised afterwards."""
        now = self._clock.now()
        faults: list[TelegramError] = []
        for group, board in await self._database.read(self._as_it_is, now):
            try:
                await self._tend(group, board, now)
            except TelegramError as fault:
                faults.append(fault)
        if faults:
            raise faults[0]

    async def _tend(self, group: Group, board: Board, now: datetime) -> None:
        if group.ends:
            await self._release(group)
            return
        if group.says != board.text and await self._database.write(show_board, group.chat, board, now):
            self._wake()
        if group.board is not None and group.board != group.pinned:
            await self._pin(group, group.board)

    def _as_it_is(self, now: datetime) -> Wish[list[tuple[Group, Board]]]:
        """Each group with what its board should say of its site now."""
        found = yield from groups()
        if not found:
            return []
        version = yield from house_version()
        if self._house is None or self._house.version != version:
            self._house = yield from load_house()
        boards = []
        for group in found:
            site, words = self._house.site(group.site), wording(group.language)
            held = yield from holding(site.short, current_date(site, now))
            text = grouping.board(words, standing(site, now, held))
            begin = ((Button(guided.begin(words), BEGIN),),)
            boards.append((group, Board(text, () if site.kind is Kind.INTAKE else begin)))
        return boards

    async def _pin(self, group: Group, number: int) -> None:
        try:
            await self._bot.pin_chat_message(int(group.chat), number, disable_notification=True)
        except ChatMigrated as moved:
            await self._database.write(move_chat, Moved(group.chat, str(moved.new_chat_id)))
            return
        except (BadRequest, Forbidden):
            # Not allowed: the board works without the pin, and new rights are told to us.
            await self._database.write(self._not_pinned, group, number, self._clock.now())
            self._wake()
            return
        await self._database.write(keep_pinned, group.chat, number)

    def _not_pinned(self, group: Group, number: int, now: datetime) -> Wish[None]:
        yield from keep_pinned(group.chat, number)
        key = f"group-pin:{group.chat}:{number}"
        yield from tell_of_group(key, grouping.cannot_pin, group.site, now, self._default_language)

    async def _release(self, group: Group) -> None:
        if group.pinned is not None:
            try:
                await self._bot.unpin_chat_message(int(group.chat), message_id=group.pinned)
            except (BadRequest, Forbidden):
                log.info("not unpinned")  # it was by somebody else, or the bot is out
        await self._database.write(release_group, group.chat)


async def _for_ever(look: Callable[[], Awaitable[None]], news: asyncio.Event) -> None:
    """Look again and again, a fault or not; sooner where there is news."""
    pause = LOOK_EVERY
    while True:
        try:
            await look()
            pause = LOOK_EVERY
        except Exception as fault:  # whatever it is, the next look may go well
            pause = min(LONGEST_PAUSE, 2 * pause)
            if not isinstance(fault, TelegramError):
                log.exception("telegram not tended", fault=type(fault).__name__)
        await asyncio.sleep(LOOK_AGAIN_AFTER)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause - LOOK_AGAIN_AFTER):
                await news.wait()
        news.clear()
