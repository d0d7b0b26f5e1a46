"""The whole answer to `/summary` over ten years of many sites on both databases, beside a plain GROUP BY.

The answer is what a person reads: the period with its two comparisons (C12), in words.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.databases import Bench, PostgresBench, SQLiteBench, Values, postgres_server
from benchmarks.results import Result, duration
from bot.commands.beside import totals_beside
from reports.totals_segment import in_one_segment
from reports.wording import wording
from shelter.figures import Count
from shelter.history import Aspect, Change
from shelter.period import Period
from shelter.sites import DEADLINES, Capacity, Hours, Kind, Site
from storage.counts import keep, let_hold
from storage.database import Database, open_database
from storage.house import save_house
from storage.pages import make_all_pages
from storage.wishes import Wish, sql

RUNS = 5
CORRECTIONS = 100
ZONE = ZoneInfo("Europe/Stockholm")
FIRST = date(2008, 1, 1)
HALF_YEAR = Period(date(2017, 5, 1), date(2017, 10, 31))
TEN_YEARS = Period(FIRST, date(2017, 12, 31))
NOW = datetime(2018, 1, 2, 12, 30, tzinfo=ZONE)

HOUSES = (8, 100, 1000)
PERIODS = (("half_year", HALF_YEAR), ("ten_years", TEN_YEARS))

GROUP_BY = "a plain GROUP BY site over the same rows"
PLAIN = "the same correction without what totals are read from"


def run() -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with postgres_server(folder) as server:
            return [
                result
                for sites in HOUSES
                for bench in (SQLiteBench(folder / f"{sites}.db"), PostgresBench(server, f"house_{sites}"))
                for result in asyncio.run(_measure(bench, sites))
            ]


async def _measure(bench: Bench, many: int) -> list[Result]:
    """The results of SQLite have the plain names; those of the other database end in its own."""
    sites = [_site(number) for number in range(many)]
    end = "" if bench.name == "sqlite" else f".{bench.name}"
    database = await open_database(bench.url)
    try:
        await database.write(save_house, str(ZONE), sites, ())
        bench.fill(_rows(sites))
        await database.write(make_all_pages)
        results = []
        for name, period in PERIODS:
            ours, plain = [], []
            for _ in range(RUNS):
                ours.append(await _answer(database, sites, period))
                plain.append(_group_by(bench, period))
            results.append(duration(f"totals.{name}.{many}_sites_ms{end}", "ms", ours, GROUP_BY, plain))
        if many == HOUSES[0]:
            results.append(await _corrections(database, f"totals.correction_ms{end}"))
        return results
    finally:
        await database.close()


async def _answer(database: Database, sites: Sequence[Site], period: Period) -> float:
    began = time.perf_counter()
    beside = await database.read(totals_beside, sites, period, NOW)
    in_one_segment(wording("sv"), beside)
    return 1000 * (time.perf_counter() - began)


def _group_by(bench: Bench, period: Period) -> float:
    began = time.perf_counter()
    bench.select(
        "SELECT site, SUM(women), SUM(men), SUM(other), SUM(unknown), COUNT(*) FROM counts "
        "WHERE date BETWEEN ? AND ? GROUP BY site",
        [period.first.isoformat(), period.last.isoformat()],
    )
    return 1000 * (time.perf_counter() - began)


async def _corrections(database: Database, name: str) -> Result:
    """Corrections one by one, each its own commit, with what totals are read from and without."""
    with_pages, without = [], []
    numbers = count()
    for _ in range(RUNS):
        with_pages.append(await _correct(database, keep, numbers))
        without.append(await _correct(database, let_hold, numbers))
    return duration(name, "ms", with_pages, PLAIN, without)


async def _correct(database: Database, way: Callable[..., Wish[None]], numbers: Iterator[int]) -> float:
    def corrected(number: int) -> Wish[None]:
        rows = yield sql(
            "INSERT INTO messages (channel, external_id, address, received_at) "
            "VALUES ('bench', :number, 'Anna', :at) RETURNING id",
            number=str(number),
            at=NOW,
        )
        day = date(2017, 10, 1) + timedelta(days=number % 31)
        yield from way(Change("S0", day, Aspect.COUNT, Count(9, 19), True), None, rows[0]["id"], NOW)

    began = time.perf_counter()
    for _ in range(CORRECTIONS):
        await database.write(corrected, next(numbers))
    return 1000 * (time.perf_counter() - began) / CORRECTIONS


# --- a made-up house and its reports -------------------------------------------------------------------


def _site(number: int) -> Site:
    """Three of eight sites are shelters, as in the demonstration house; the last of the first eight is the intake."""
    kind = Kind.INTAKE if number == 7 else Kind.NIGHT if number % 8 < 3 else Kind.DAY
    beds = (Capacity(FIRST, 45, 10), Capacity(date(2015, 9, 15), 40, 10)) if kind is Kind.NIGHT else ()
    hours = (Hours(clock(19), clock(9)),)
    return Site(f"Site {number}", f"S{number}", kind, "-", ZONE, FIRST, hours, beds, deadline=DEADLINES[kind])


def _rows(sites: Sequence[Site]) -> Iterator[Values]:
    """One report in fifty never came, one in twenty came late; some were closed, some corrected."""
    chance = random.Random(2017)
    for site in sites:
        for day, early, late in _arrivals(site.kind):
            luck = chance.random()
            if luck < 0.02:
                continue
            revision = 2 if 0.5 < luck < 0.51 else 1
            said = CLOSED if luck > 0.995 else _said(site, int(luck * 1e6))
            yield (site.short, day, *said, revision, late if luck < 0.07 else early)


@cache
def _arrivals(kind: Kind) -> list[tuple[str, str, str]]:
    """Each date with the moments at which a report for it comes in time and late."""

    def moment(day: date, hours: int) -> str:
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours)
        return at.isoformat(timespec="microseconds")

    early, late = (18, 32) if kind is Kind.DAY else (30, 38)
    return [(day.isoformat(), moment(day, early), moment(day, late)) for day in TEN_YEARS]


CLOSED: Values = (True, *[None] * 8)


def _said(site: Site, luck: int) -> Values:
    if site.kind is Kind.INTAKE:
        applied = 20 + luck % 21
        return (False, None, None, None, None, applied, applied - 5 - luck % 11, luck % 5, None)
    return (False, luck % 15, 5 + luck % 29, int(luck % 10 == 0), 0, None, None, None, None)
