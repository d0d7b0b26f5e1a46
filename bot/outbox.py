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
    """Delivers what is queued for the channels it is given; each at its own pace, none waiting for another."""

    def __init__(
        self, database: Database, channels: Sequence[Channel], clock: Clock, at_once: int = AT_ONCE
    ) -> None:
        self._at_once = at_once
        self._database = database
        self._channels = channels
        self._clock = clock
        self._woken = {channel.name: asyncio.Event() for channel in channels}
        self.last_round: dict[str, datetime] = {}
        """The real time at which each channel's last round of deliveries ended."""

    def wake(self) -> None:
        for event in self._woken.values():
            event.set()

    async def run(self) -> None:
        """Deliver for ever on all channels."""
        await asyncio.gather(*(self._run(channel) for channel in self._channels))

    async def _run(self, channel: Channel) -> None:
        while True:
            try:
                while await self.deliver_waiting(channel):
                    self.last_round[channel.name] = real_now()
                self.last_round[channel.name] = real_now()
            except Exception as fault:  # a round that fails, as while the database is away, is tried again
                log.exception("delivery failed", channel=channel.name, fault=type(fault).__name__)
            woken = self._woken[channel.name]
            try:
                async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                    await woken.wait()
            except TimeoutError:
                pass
            woken.clear()

    async def deliver_all(self) -> None:
        """Deliver until nothing is waiting on any channel."""
        for channel in self._channels:
            while await self.deliver_waiting(channel):
                pass

    async def deliver_waiting(self, channel: Channel) -> int:
        """One round of a channel; returns how many messages were tried."""
        async with self._database.hold(waiting, channel.name, real_now(), self._at_once) as messages:
            if not messages:
                return 0
            now = self._clock.now()
            expired = [
                Delivery(one.id, "expired") for one in messages if one.expires_at and one.expires_at <= now
            ]
            late = {delivery.id for delivery in expired}
            deliveries = expired + await channel.deliver([one for one in messages if one.id not in late])
            if deliveries:  # a channel that records each by itself leaves none
                await self._database.write(record, deliveries, now)
            return len(messages)
