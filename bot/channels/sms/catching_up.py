"""Texts that Twilio received while we were away: read from its list, each settled once, at its own moment.

Twilio does not repeat a request that failed, so its list is also read three times a minute while we run.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from bot.channels.sms.transport import FateUnknown, NeverSent, TooFast
from shelter.messages import Incoming
from storage import sms as memory
from storage.database import Database

log = structlog.get_logger()

EVERY = timedelta(seconds=20)

STILL_COMING = timedelta(seconds=20)
"""A text younger than this may still come by request: Twilio waits 15 seconds for the answer to one."""

OVERLAP = timedelta(hours=1)
"""What is read again each time, as Twilio's list may show a text later than its moment."""

FIRST_LOOK_BACK = timedelta(days=4)
"""How far the list is read the first time ever, and again where our clock was found to have been ahead."""

PAGE = 1000
"""Texts a page; Twilio's longest."""

HELD_AT_MOST = 5.0
"""Seconds that a request waits for the first reading; Twilio waits 15 for its answer."""

AWAY_AFTER = timedelta(seconds=60)
"""Without a whole reading for this long, what comes in cannot be relied on."""


class CatchingUp:
    """Reads Twilio's list, for ever or once. `number` or `messaging_service` is the one we answer for."""

    def __init__(
        self,
        database: Database,
        client: Client,
        *,
        number: str,
        messaging_service: str,
        take: Callable[[Incoming], Awaitable[Any]],
        real_now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._client = client
        self._number = number
        self._messaging_service = messaging_service
        self._take = take
        self._real_now = real_now
        self._wake = asyncio.Event()
        self._runs = False
        self.up_to_date = asyncio.Event()
        """Set once the list was read for the first time, or could not be."""
        self.last_done = real_now()
        """The real time of the last whole reading; at first that of the start."""

    def soon(self) -> None:
        """Read again as soon as what has just failed can be in the list for good."""
        self._wake.set()

    async def first_time(self) -> None:
        """Wait for what came while we were away: it is older, and what is settled last holds."""
        if self._runs and not self.up_to_date.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HELD_AT_MOST):
                    await self.up_to_date.wait()

    async def run(self) -> None:
        self._runs = True
        while True:
            pause = EVERY
            try:
                # No request to the process before this one is still under way: the first time, all are taken.
                if await self.once(youngest=STILL_COMING if self.up_to_date.is_set() else timedelta(0)):
                    pause = STILL_COMING
            except (NeverSent, FateUnknown, TooFast, TwilioException) as fault:
                log.warning("list of texts not read", fault=type(fault).__name__)
            except Exception as fault:  # as while the database is away: the next round reads it all again
                log.exception("catching up failed", fault=type(fault).__name__)
            self.up_to_date.set()
            try:
                async with asyncio.timeout(pause.total_seconds()):
                    await self._wake.wait()
                await asyncio.sleep(STILL_COMING.total_seconds())
            except TimeoutError:
                pass
            self._wake.clear()

    async def once(self, youngest: timedelta = STILL_COMING) -> int:
        """Settle what is new in the list, oldest first; returns how many were younger than `youngest`, and left.

        Raises what the transport raises where the list could not be read whole: nothing is then taken as read.
        """
        now = self._real_now()
        through = await self._database.read(memory.read_through)
        # Read through a moment that has not come: by a clock that was ahead, so what came meanwhile was passed over.
        since = through - OVERLAP if through and through <= now else now - FIRST_LOOK_BACK
        texts = await self._received_since(since)
        unseen = await self._database.read(memory.not_yet_seen, [sid for sid, _ in texts])
        new = [text for sid, text in texts if sid in unseen]
        old_enough = [text for text in new if text.moment <= now - youngest]
        for text in old_enough:
            await self._take(text)
        if old_enough:
            log.info("caught up", texts=len(old_enough))
        await self._database.write(memory.keep_read_through, now - STILL_COMING)
        self.last_done = now
        return len(new) - len(old_enough)

    async def _received_since(self, since: datetime) -> list[tuple[str, Incoming]]:
        """All pages of the list, as texts in the order they were sent. Twilio lists the newest first."""
        listed = await self._client.messages.list_async(
            date_sent_after=since.date(), page_size=PAGE, **({"to": self._number} if self._number else {})
        )
        texts = [
            (one.sid, _incoming(one))
            for one in reversed(listed)
            if self._is_ours(one) and _moment(one) >= since
        ]
        return sorted(texts, key=lambda text: text[1].moment)

    def _is_ours(self, one: Any) -> bool:
        theirs = one.messaging_service_sid
        return (
            one.direction == "inbound"
            and _moment(one) is not None
            and (self._number != "" or theirs is None or theirs == self._messaging_service)
        )

    def fault(self) -> str | None:
        if self._real_now() - self.last_done > AWAY_AFTER:
            return "Twilio's list of texts cannot be read"
        return None


def _moment(one: Any) -> Any:
    return one.date_sent or one.date_created


def _incoming(one: Any) -> Incoming:
    return Incoming(
        channel=memory.CHANNEL,
        external_id=one.sid,
        address=one.from_ or "",
        text=one.body or "",
        moment=_moment(one),
    )
