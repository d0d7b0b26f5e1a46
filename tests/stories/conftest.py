"""A whole house told through the phone channel: real routes, a real database, a clock that the story sets."""

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.phone import Phone as PhoneChannel
from bot.clock import Clock
from bot.enclosing import Maker
from bot.house_file import read_house_file
from bot.inbox import Inbox
from bot.outbox import Outbox
from reports import gsm7
from scheduler.clockwork import wound_up
from shelter.figures import Count
from shelter.history import Revision
from storage.counts import history, holding
from storage.database import Database, open_database
from storage.house import save_house
from storage.phone import conversation

ZONE = ZoneInfo("Europe/Stockholm")
HOUSE = Path(__file__).parent / "house.toml"


class Store:
    """What is kept, in the words of a story."""

    def __init__(self, house: "House") -> None:
        self._house = house

    async def count(self, site: str, day: date) -> Count | None:
        held = await self._house.database.read(holding, site, day)
        return held.count if held else None

    async def is_closed(self, site: str, day: date) -> bool:
        held = await self._house.database.read(holding, site, day)
        return bool(held and held.closed)

    async def history(self, site: str, day: date) -> list[Revision]:
        return await self._house.database.read(history, site, day)


class Phone:
    """One person's phone."""

    def __init__(self, house: "House", address: str) -> None:
        self._house = house
        self._address = address

    async def text(self, text: str, at: str | None = None, message_id: str | None = None) -> str | None:
        """Send a text, at a local moment when one is given, and return the answer."""
        if at is not None:
            self._house.now = datetime.fromisoformat(at).replace(tzinfo=ZONE)
        body = {
            "address": self._address,
            "id": message_id or f"story-{next(self._house.numbers)}",
            "text": text,
        }
        response = await self._house.http.post("/phone/messages", json=body)
        assert response.status_code == 200, response.text
        answer: str | None = response.json()["answer"]
        return answer

    async def received(self) -> list[str]:
        """Everything that has come to this phone."""
        await self._house.outbox.deliver_all()
        lines = await self._house.database.read(conversation, self._address, 100)
        return [line.text or "" for line in lines if line.direction == "out" and line.state == "sent"]


class House:
    def __init__(self, url: str) -> None:
        self._url = url
        self.numbers = itertools.count(1)
        self.now = datetime(2017, 10, 12, 21, 40, tzinfo=ZONE)
        self.store = Store(self)

    async def start(self) -> None:
        self.database: Database = await open_database(self._url)
        clock = Clock(real=lambda: self.now.astimezone(UTC))
        inbox = Inbox(self.database, "sv", lambda: None)
        channel = PhoneChannel(self.database, clock, inbox.receive, Maker(self.database))
        self.outbox = Outbox(self.database, [channel], clock)
        app = Starlette(routes=list(channel.routes))
        self.unasked = await wound_up(self.database, clock.now, lambda: None, "sv")
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://house")

    async def stop(self) -> None:
        await self.http.aclose()
        await self.database.close()

    async def restart(self) -> None:
        """As after a power cut that came between two texts: everything is built anew from what is on disk."""
        await self.stop()
        await self.start()

    async def load(self) -> None:
        file = read_house_file(HOUSE, "Europe/Stockholm")
        await self.database.write(save_house, file.zone, file.sites, file.members)

    def phone(self, name: str) -> Phone:
        return Phone(self, name.casefold())

    async def at(self, moment: str) -> None:
        """The jobs run once at a local moment, as after a minute or after being down until then."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        await self.unasked.run_all()


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """The house of tests/stories/house.toml on an evening in October 2017, 21:40."""
    built = House(database_url)
    await built.start()
    await built.load()
    yield built
    await built.stop()


async def says(phone: Phone, *texts: str) -> list[str | None]:
    """Texts one after the other, and the answers, each of which fits one SMS."""
    answers = [await phone.text(text) for text in texts]
    assert all(answer is None or gsm7.fits(answer) for answer in answers)
    return answers
