"""Long polling: updates are fetched, settled, and only then acknowledged by asking for those after them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.request import Request
from bot.channels.telegram.state import State
from bot.channels.telegram.updates import WANTED

log = structlog.get_logger()

ASK_SECONDS = 20
"""How long Telegram may hold a question that it has no update for."""

SILENT_SECONDS = 10.0
"""How much longer than that an answer may take before the connection counts as dead."""

AT_ONCE = 100

SAME_ROW = 10_000
"""Numbers of updates further apart than this, or going down, belong to two rows.

After a week without updates Telegram goes on at a random number, which may be lower.
"""


class Polling:
    """Fetches for ever. A fault waits longer each time and comes back by itself."""

    def __init__(
        self,
        bot: Bot,
        request: Request,
        take: Callable[[Any], Awaitable[None]],
        state: State,
    ) -> None:
        self._bot = bot
        self._request = request
        self._take = take
        self._state = state
        self._acknowledges: int | None = None

    async def run(self) -> None:
        while True:
            await self.round()

    async def round(self) -> None:
        """Ask once and handle what comes."""
        try:
            updates = await self._fetch()
            await asyncio.gather(*(self._take(update) for update in updates))
        except Exception as fault:  # whatever it is, the next question may be answered
            if not isinstance(fault, TelegramError):
                log.exception("updates not stored", fault=type(fault).__name__)
            await asyncio.sleep(self._state.failed(fault))
            return
        self._acknowledges = after(updates)
        if len(updates) < AT_ONCE:
            self._state.up_to_date.set()
        self._state.worked()

    async def _fetch(self) -> list[Any]:
        """The next updates. Those before the number asked from are acknowledged by it.

        Without news it is asked from nowhere: a number kept for a week could pass over a row that
        Telegram began anew below it.
        """
        held = 0 if self._state.is_new else ASK_SECONDS
        asked: dict[str, Any] = {"timeout": held, "limit": AT_ONCE, "allowed_updates": list(WANTED)}
        if self._acknowledges is not None:
            asked["offset"] = self._acknowledges
        # Not Bot.get_updates: that parses all at once, and one bad update would take the others with it.
        url = f"{self._bot.base_url}/getUpdates"
        answer: Any = await self._request.ask(url, asked, held + SILENT_SECONDS)
        if not isinstance(answer, list):
            raise TelegramError("updates are no list")
        return answer


def after(updates: Sequence[Any]) -> int | None:
    """The number to ask from, so that these are acknowledged and none that is yet to come.

    Never the highest of all: where two rows meet in one batch, only the first is acknowledged, and the
    rest comes again and changes nothing.
    """
    last: int | None = None
    for update in updates:
        number = update.get("update_id") if isinstance(update, dict) else None
        if not isinstance(number, int):
            continue
        if last is not None and not last < number < last + SAME_ROW:
            break
        last = number
    return None if last is None else last + 1
