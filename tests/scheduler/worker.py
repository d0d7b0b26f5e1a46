"""A process that does what happens unasked and delivers it, for tests that stop and kill it: `worker.py URL NOW OUT`.

Its channel's provider is a file: a line for each message it was given, written before the outbox records it.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.outbox import Outbox
from scheduler.clockwork import wound_up
from shelter.messages import Outgoing
from storage.database import open_database
from storage.outbox import Delivery

AT_ONCE = 10
SECONDS_EACH = 0.01
"""What a provider takes for a message."""


class Provider:
    """Writes down each message, unbuffered, one after the other."""

    name = "phone"
    routes = ()

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def deliver(self, messages: Sequence[Outgoing]) -> list[Delivery]:
        for message in messages:
            os.write(self._file, f"{message.id} {os.getpid()}\n".encode())
            await asyncio.sleep(SECONDS_EACH)
        return [Delivery(message.id, "sent") for message in messages]


async def main(url: str, now: str, out: str) -> None:
    database = await open_database(url)
    moment = datetime.fromisoformat(now)
    clock = Clock(real=lambda: moment)
    outbox = Outbox(database, [Provider(Path(out))], clock, at_once=AT_ONCE)
    clockwork = await wound_up(database, clock.now, outbox.wake, "sv")
    await asyncio.gather(clockwork.run(), outbox.run())


asyncio.run(main(*sys.argv[1:]))
