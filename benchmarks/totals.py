"""The totals of many sites: made-up counts of a half-year and of ten years, beside a plain GROUP BY."""

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.results import Result, duration
from shelter.period import Period
from shelter.sites import Capacity, Hours, Kind, Site
from storage.database import Database, open_database
from storage.house import save_house
from storage.totals import totals_of_period

RUNS = 5
ZONE = ZoneInfo("Europe/Stockholm")
FIRST = date(2008, 1, 1)
HALF_YEAR = Period(date(2017, 5, 1), date(2017, 10, 31))
TEN_YEARS = Period(FIRST, date(2017, 12, 31))
NOW = datetime(2018, 1, 2, 12, 30, tzinfo=ZONE)

CASES = (
    ("totals.half_year.100_sites_ms", 100, HALF_YEAR),
    ("totals.half_year.1000_sites_ms", 1000, HALF_YEAR),
    ("totals.ten_years.100_sites_ms", 100, TEN_YEARS),
)

GROUP_BY = "a plain GROUP BY site over the same rows"


def run() -> list[Result]:
    return [asyncio.run(_measure(*case)) for case in CASES]


async def _measure(name: str, count: int, period: Period) -> Result:
    sites = [_site(number) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "house.db"
        database = await open_database(f"sqlite:///{path}")
        try:
            await database.write(save_house, str(ZONE), sites, ())
            _fill(path, sites, period)
            ours, plain = [], []
            for _ in range(RUNS):
                ours.append(await _ours(database, sites, period))
                plain.append(_plain(path, period))
        finally:
            await database.close()
    return duration(name, "ms", ours, GROUP_BY, plain)


def _site(number: int) -> Site:
    """Three of eight sites are shelters, as in the demonstration house."""
    kind = Kind.NIGHT if number % 8 < 3 else Kind.DAY
    beds = (Capacity(FIRST, 45, 10),) if kind is Kind.NIGHT else ()
    hours = (
        Hours(datetime(2008, 1, 1, 19, tzinfo=ZONE).time(), datetime(2008, 1, 1, 9, tzinfo=ZONE).time()),
    )
    return Site(f"Site {number}", f"S{number}", kind, "-", ZONE, FIRST, hours, beds)


def _fill(path: Path, sites: Sequence[Site], period: Period) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "INSERT INTO counts (site, date, closed, women, men, other, unknown, revision, received_at) "
            "VALUES (?, ?, 0, ?, ?, 0, 0, 1, ?)",
            _rows(sites, period),
        )
        connection.commit()


def _rows(sites: Sequence[Site], period: Period) -> Iterator[tuple[str, str, int, int, str]]:
    chance = random.Random(2017)
    for day in period:
        at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC) + timedelta(days=1)
        for site in sites:
            yield site.short, day.isoformat(), chance.randint(0, 14), chance.randint(5, 33), at.isoformat()


async def _ours(database: Database, sites: Sequence[Site], period: Period) -> float:
    began = time.perf_counter()
    await database.read(totals_of_period, sites, period, NOW)
    return 1000 * (time.perf_counter() - began)


def _plain(path: Path, period: Period) -> float:
    with closing(sqlite3.connect(path)) as connection:
        began = time.perf_counter()
        connection.execute(
            "SELECT site, SUM(women), SUM(men), SUM(other), SUM(unknown), COUNT(*) FROM counts "
            "WHERE date BETWEEN ? AND ? GROUP BY site",
            [period.first.isoformat(), period.last.isoformat()],
        ).fetchall()
        return 1000 * (time.perf_counter() - began)
