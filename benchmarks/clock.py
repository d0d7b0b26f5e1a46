"""One tick of the clock over a large house, beside reading the same rows with plain SQL."""

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.results import Result, duration
from scheduler.remind import SEEN_DAYS, Reminders
from shelter.figures import Count
from shelter.history import Aspect, Change
from shelter.people import Person, Role
from shelter.reminders import LOOK_BACK_DAYS
from shelter.sites import Capacity, Hours, Kind, Site
from storage.counts import keep
from storage.database import open_database
from storage.house import Member, save_house
from storage.wishes import Wish, sql

RUNS = 7
SITES, PEOPLE_EACH = 1000, 5
ZONE = ZoneInfo("Europe/Stockholm")
TONIGHT = date(2017, 10, 12)
NOW = datetime(2017, 10, 12, 20, 31, tzinfo=UTC)
"""A minute after the first reminder, which half of the sites have been sent."""

PLAIN = "plain SELECTs of the same counts, nudges, people and duties"


def house() -> tuple[list[Site], list[Member]]:
    sites = [
        Site(
            name=f"Site {n}", short=f"S{n}", kind=Kind.NIGHT, organisation="-", zone=ZONE, first=date(2017, 5, 1),
            hours=(Hours(clock(19), clock(9)),), capacities=(Capacity(date(2017, 5, 1), 40),),
        )
        for n in range(SITES)
    ]  # fmt: skip
    members = [
        Member(Person(0, f"Person {n} {m}", Role.REPORTER, (f"S{n}",)), (("phone", f"phone-{n}-{m}"),))
        for n in range(SITES)
        for m in range(PEOPLE_EACH)
    ]
    return sites, members


def reported() -> Wish[None]:
    """Everybody reported the days before; tonight every other site has."""
    rows = yield sql(
        "INSERT INTO messages (channel, external_id, address, received_at) "
        "VALUES ('phone', 'bench', '-', :at) RETURNING id",
        at=NOW,
    )
    for n in range(SITES):
        for back in range(SEEN_DAYS + 1):
            if back or n % 2:
                day = TONIGHT - timedelta(days=back)
                at = datetime.combine(day, clock(20), ZONE)
                yield from keep(Change(f"S{n}", day, Aspect.COUNT, Count(9, 19)), None, rows[0]["id"], at)


async def measure() -> list[Result]:
    ours: list[float] = []
    plain: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "house.db"
        database = await open_database(f"sqlite:///{path}")
        sites, members = house()
        await database.write(save_house, "Europe/Stockholm", sites, members)
        await database.write(reported)
        remind = Reminders(database, "sv")
        await remind(NOW - timedelta(minutes=1))
        for run in range(RUNS):
            ours.append(await _tick(remind, NOW + timedelta(minutes=run)))
            plain.append(_plain(path))
        await database.close()
    return [duration("tick.1000_sites_ms", "ms", ours, PLAIN, plain)]


async def _tick(remind: Reminders, now: datetime) -> float:
    began = time.perf_counter()
    await remind(now)
    return 1000 * (time.perf_counter() - began)


def _plain(path: Path) -> float:
    first = (TONIGHT - timedelta(days=SEEN_DAYS)).isoformat()
    since = (TONIGHT - timedelta(days=LOOK_BACK_DAYS + 1)).isoformat()
    with closing(sqlite3.connect(path)) as connection:
        began = time.perf_counter()
        connection.execute("SELECT * FROM counts WHERE date >= ?", [first]).fetchall()
        connection.execute("SELECT kind, site, date, person FROM nudges WHERE date >= ?", [since]).fetchall()
        connection.execute("SELECT id, name, role, language FROM people WHERE active").fetchall()
        connection.execute("SELECT person, site FROM duties").fetchall()
        return 1000 * (time.perf_counter() - began)


def run() -> list[Result]:
    return asyncio.run(measure())
