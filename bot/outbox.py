"""Every message out: delivered by its channel after the commit that called for it, then marked."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.channels import Channel
from bot.clock import Clock, real_now
from storage.database import Database
from storage.outbox import Delivery, record, waiting

log = structlog.get_logger()

AT_ONCE = 500
"""How many messages a channel is handed at a time."""

LOOK_AGAIN_SECONDS = 1.0
"""How long a message queued by another process, or due for another try, may wait to be seen."""


class Outbox:
    """Delivers what is queued for the channels it is given, and nothing else."""

    def __init__(self, database: Database, channels: Sequence[Channel], clock: Clock) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._something = asyncio.Event()
        self.last_round: datetime | None = None
        """The real time at which the last round of deliveries ended."""

    def wake(self) -> None:
        self._something.set()

    async def run(self) -> None:
        """Deliver for ever; a fault of one round is logged and the next one tries again."""
        while True:
            try:
                await self.deliver_all()
                self.last_round = real_now()
            except Exception as fault:  # delivery must outlive a database that is away
                log.exception("delivery failed", fault=type(fault).__name__)
            try:
                async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                    await self._something.wait()
            except TimeoutError:
                pass
            self._something.clear()

    async def deliver_all(self) -> None:
        """Deliver until nothing is waiting."""
        while await self.deliver_waiting():
            pass

    async def deliver_waiting(self) -> int:
        """One round over all channels; returns how many messages were tried."""
        tried = 0
        for channel in self._channels:
            messages = await self._database.read(waiting, channel.name, real_now(), AT_ONCE)
            now = self._clock.now()
            expired = [
                Delivery(one.id, "expired") for one in messages if one.expires_at and one.expires_at <= now
            ]
            late = {delivery.id for delivery in expired}
            deliveries = expired + await channel.deliver([one for one in messages if one.id not in late])
            if deliveries:
                await self._database.write(record, deliveries, now)
            tried += len(messages)
        return tried
