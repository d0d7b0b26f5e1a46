"""A whole demonstration: the shipped house in a SQLite file, its clock, the phone channel, and the pages."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.channels.phone import Phone
from bot.clock import Clock
from bot.enclosing import Maker
from bot.house_file import read_house_file
from shelter.messages import Answer, Incoming, Settled
from storage.database import Database, open_database
from storage.house import save_house
from storage.outbox import record, waiting
from storage.settle import settle
from web.app import build_app

HOUSE = Path(__file__).parents[2] / "bot" / "sample" / "house.toml"
HALF_PAST_SIX = datetime(2017, 11, 1, 5, 30, tzinfo=UTC)


@dataclass
class Demonstration:
    """The service with an inbox that repeats each text, so that these tests are about pages only."""

    database: Database
    clock: Clock
    phone: Phone = field(init=False)
    arrived: list[Incoming] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """The phone channel of a new process."""
        self.phone = Phone(self.database, self.clock, self.receive, Maker(self.database))

    async def receive(self, incoming: Incoming) -> Settled:
        self.arrived.append(incoming)
        settled = await self.database.write(settle, incoming, incoming.moment - timedelta(days=1), _repeat)
        await self.send_what_waits()
        return settled

    async def send_what_waits(self) -> None:
        now = self.clock.now()
        messages = await self.database.read(waiting, "phone", now, 100)
        await self.database.write(record, await self.phone.deliver(messages), now)

    def app(self) -> Starlette:
        return build_app(
            database=self.database, channel_routes=self.phone.routes, checks={}, demo=True, language="sv"
        )


def _repeat(_who, incoming):
    return Answer(f"Svar på: {incoming.text}")
    yield


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await open_database(f"sqlite:///{tmp_path / 'house.db'}")
    house = read_house_file(HOUSE, "Europe/Stockholm")
    await database.write(save_house, house.zone, house.sites, house.members)
    yield database
    await database.close()


@pytest.fixture
async def demonstration(database: Database) -> Demonstration:
    clock = Clock()
    await clock.set(database, HALF_PAST_SIX)
    return Demonstration(database, clock)


@asynccontextmanager
async def _served(demonstration: Demonstration, port: int = 0) -> AsyncIterator[str]:
    """Serve on `port` (a free one for 0), and stop as a process does: streams first, then the server."""
    listening = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(demonstration.app(), log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        demonstration.phone.close()
        server.should_exit = True
        await serving


@pytest.fixture
def served():
    return _served
