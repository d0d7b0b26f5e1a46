"""Through the memory, minute by minute: the same as the pure rules say, over the nights when the clocks change."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.house_file import read_house_file
from bot.inbox import Inbox
from scheduler.remind import Reminders
from shelter.escalation import Escalation
from shelter.messages import Incoming
from shelter.nudges import Key
from shelter.reminders import Watch, owed
from storage.database import Database, open_database
from storage.house import load_house, save_house
from storage.reminders import done_since, staff
from storage.wishes import sql

ZONE = ZoneInfo("Europe/Stockholm")
HOUSE = Path(__file__).parents[1] / "stories" / "house.toml"
MINUTE = timedelta(minutes=1)
TEXTS = {"A": ("anna", "{day} k9 m19"), "B": ("eva", "B: {day} k10 m21"), "D1": ("dilan", "{day} k5 m40"),
         "I": ("ines", "{day} kö 34 plats 22")}  # fmt: skip
MONTHS = {3: "mars", 10: "okt"}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@dataclass
class Span:
    """Some days of the house: reports come by chance, the memory and the rules are asked each minute."""

    url: str
    database: Database = field(init=False)
    reported: set[tuple[str, date]] = field(default_factory=set)
    said: set[Key] = field(default_factory=set)
    ticks: int = 0
    restarts: int = 0

    async def load(self) -> None:
        self.database = await open_database(self.url)
        file = read_house_file(HOUSE, "Europe/Stockholm")
        await self.database.write(save_house, file.zone, file.sites, file.members)
        self.house = await self.database.read(load_house)
        self.people = await self.database.read(staff)
        self.watch = Watch(self.house.sites, self.people, Escalation())
        self.start()

    def start(self) -> None:
        self.remind = Reminders(self.database, "sv")
        self.inbox = Inbox(self.database, "sv", lambda: None)

    async def restart(self) -> None:
        """As a process that ends and begins: nothing is left but what is on disk."""
        await self.database.close()
        self.database = await open_database(self.url)
        self.start()
        self.restarts += 1

    async def report(self, short: str, day: date, now: datetime) -> None:
        address, text = TEXTS[short]
        text = text.format(day=f"{day.day} {MONTHS[day.month]}")
        settled = await self.inbox.receive(Incoming("phone", f"{short}-{day}", address, text, now))
        assert settled.kept, (text, settled.text)
        self.reported.add((short, day))

    async def live(self, first: str, last: str, seed: int, restarts: tuple[str, str] | None = None) -> None:
        chance = random.Random(seed)
        now, end = local(first), local(last)
        due = self._arrivals(chance, now, end)
        while now <= end:
            for short, day in due.pop(now, ()):
                await self.report(short, day, now)
            if restarts and local(restarts[0]) <= now < local(restarts[1]):
                await self.restart()
            await self.remind(now)
            found = owed(self.watch, now, lambda short, day: (short, day) in self.reported, self.said)
            self.said |= {nudge.key for ask in found.asks for nudge in ask.nudges}
            self.said |= {nudge.key for nudge in found.skipped}
            self.ticks += 1
            now += MINUTE

    def _arrivals(self, chance, now, end) -> dict[datetime, list[tuple[str, date]]]:
        found: dict[datetime, list[tuple[str, date]]] = {}
        for number in range((end - now).days + 3):
            day = now.astimezone(ZONE).date() + timedelta(days=number - 1)
            for site in self.house.sites:
                opens = datetime.combine(day, site.hours[0].opens, ZONE).astimezone(UTC)
                at = opens + timedelta(minutes=chance.randrange(18 * 60))
                if now <= at <= end and chance.random() < 0.7:
                    found.setdefault(at, []).append((site.short, day))
        return found

    async def compare(self) -> int:
        """What was kept is what the rules said, and nothing was said to who had reported; how many it was."""
        kept = await self.database.read(done_since, date(2017, 1, 1))
        assert kept == self.said
        assert await self.database.read(said_too_late) == []
        return len(kept)


def said_too_late():
    return (
        yield sql(
            """
            SELECT nudges.kind, nudges.site, nudges.date FROM nudges
            JOIN counts ON counts.site = nudges.site AND counts.date = nudges.date
            WHERE nudges.skipped IS NULL AND counts.received_at <= nudges.at
                AND (counts.women IS NOT NULL OR counts.applied IS NOT NULL)
            """
        )
    )


@pytest.fixture
async def span(database_url):
    lived = Span(database_url)
    await lived.load()
    yield lived
    await lived.database.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "last", "restarts", "count"),
    [
        ("2017-10-28 20:00", "2017-10-29 12:00", ("2017-10-29 00:00", "2017-10-29 06:00"), 7 * 60),
        ("2018-03-24 20:00", "2018-03-25 12:00", ("2018-03-25 00:00", "2018-03-25 06:00"), 5 * 60),
    ],
    ids=["autumn: 25 hours", "spring: 23 hours"],
)
async def test_a_restart_at_every_minute_of_a_night_when_the_clocks_change_says_nothing_twice(
    span, first, last, restarts, count
):
    await span.live(first, last, seed=29, restarts=restarts)

    assert span.restarts == count
    assert await span.compare() > 0


@pytest.mark.slow
async def test_a_plain_week_through_the_memory_is_as_the_rules_say(span):
    await span.live("2017-10-09 00:00", "2017-10-15 23:59", seed=41)

    assert span.ticks == 7 * 24 * 60
    assert await span.compare() > 20
