"""The pages of the year always say what the rows add up to, whatever was reported, taken back or planned anew."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shelter.figures import Count, Queue
from shelter.history import CLOSED, Aspect, Change, Figures
from shelter.period import Period
from shelter.privacy import Audience
from shelter.sites import DEADLINES, Capacity, Deadline, Hours, Kind, Site, Span
from shelter.totals import Totals, totals
from storage.counts import keep, reports_between
from storage.database import Database, open_database
from storage.house import save_house
from storage.pages import make_all_pages
from storage.totals import reports_for, totals_of_period, totals_of_periods
from storage.wishes import Wish, sql

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST = date(2016, 11, 20)
DAYS = 470  # three calendar years, a leap day not among them, both changes of the clock
NOW = datetime(2018, 2, 20, 9, 30, tzinfo=UTC)

PERIODS = (
    Period(date(2017, 5, 1), date(2017, 10, 31)),  # six whole months
    Period(date(2016, 11, 1), date(2018, 2, 28)),  # three years, the last day not begun
    Period(date(2017, 1, 1), date(2017, 12, 31)),
    Period(date(2016, 12, 17), date(2018, 1, 5)),  # whole months between two edges
    Period(date(2017, 3, 1), date(2017, 4, 12)),  # an edge after
    Period(date(2017, 3, 20), date(2017, 4, 30)),  # an edge before
    Period(date(2017, 10, 20), date(2017, 11, 10)),  # no whole month
    Period(date(2017, 2, 14), date(2017, 2, 14)),
    Period(date(2018, 2, 1), date(2018, 2, 28)),  # the month that runs
    Period(date(2015, 1, 1), date(2015, 12, 31)),  # before anything
)


def site(short: str, kind: Kind, **parts: object) -> Site:
    given: dict[str, object] = {
        "name": f"Site {short}",
        "short": short,
        "kind": kind,
        "organisation": "One",
        "zone": STOCKHOLM,
        "first": FIRST,
        "hours": (Hours(time(19), time(9)),),
        "capacities": (Capacity(FIRST, 10, 2), Capacity(date(2017, 6, 17), 14)) if kind is Kind.NIGHT else (),
        "deadline": DEADLINES[kind],
    }
    return Site(**(given | parts))  # type: ignore[arg-type]


HOUSE = (
    site("A", Kind.NIGHT),
    site("B", Kind.NIGHT, closed=(Span(date(2017, 7, 10), date(2017, 7, 30)),), last=date(2018, 1, 20)),
    site("D", Kind.DAY, hours=(Hours(time(9), time(16), frozenset({0, 2, 4})),)),
    site("P", Kind.NIGHT, practice=True),
    site("I", Kind.INTAKE),
)


async def kept(database: Database, changes: Sequence[tuple[Change, datetime]]) -> None:
    def wish() -> Wish[None]:
        rows = yield sql(
            "INSERT INTO messages (channel, external_id, address, received_at) "
            "SELECT 'phone', CAST(COUNT(*) AS text), 'Anna', :at FROM messages RETURNING id",
            at=NOW,
        )
        for change, at in changes:
            yield from keep(change, None, rows[0]["id"], at)

    await database.write(wish)


def figures_said(chance: random.Random, kind: Kind) -> tuple[Aspect, Figures | None]:
    """A count, a queue or a closing, or that what was said is taken back."""
    part = lambda: chance.choice([None, *range(12)])  # noqa: E731
    outside = chance.choice([0, 0, 0, 1])
    count = Count(chance.randint(0, 6), chance.randint(0, 9), outside * chance.randint(0, 3), outside)
    queue = Queue(part(), part(), part(), part())
    if queue == Queue():
        queue = Queue(no_show=3, away=1)
    choices: list[tuple[Aspect, Figures | None]] = [(Aspect.QUEUE, queue), (Aspect.COUNT, CLOSED)]
    if kind is not Kind.INTAKE:
        choices += [(Aspect.COUNT, count)] * 7
    else:
        choices += [(Aspect.QUEUE, queue)] * 5
    choices += [(Aspect.COUNT, None), (Aspect.QUEUE, None)]
    return chance.choice(choices)


def changes_at_random(
    chance: random.Random, sites: Sequence[Site], many: int
) -> list[tuple[Change, datetime]]:
    changes = []
    for _ in range(many):
        held = chance.choice(sites)
        day = FIRST + timedelta(days=chance.randrange(DAYS))
        aspect, figures = figures_said(chance, held.kind)
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(hours=chance.randint(0, 50))
        change = Change(held.short, day, aspect, figures, corrects=chance.random() < 0.3)
        changes.append((change, at))
    return changes


async def by_rows(database: Database, sites: Sequence[Site], period: Period, audience: Audience) -> Totals:
    return totals(sites, await database.read(reports_for, period, audience), period, NOW)


async def assert_pages_say_what_rows_do(database: Database, sites: Sequence[Site]) -> None:
    for audience in Audience:
        together = await database.read(totals_of_periods, sites, PERIODS, NOW, audience)
        for period, told in zip(PERIODS, together, strict=True):
            assert told == await by_rows(database, sites, period, audience)
        assert await database.read(totals_of_period, sites[:1], PERIODS[3], NOW, audience) == await by_rows(
            database, sites[:1], PERIODS[3], audience
        )


@pytest.mark.parametrize("seed", range(3))
async def test_after_reports_corrections_and_undos_at_random(database, seed):
    chance = random.Random(seed)
    await database.write(save_house, str(STOCKHOLM), HOUSE, ())
    for many in (1, 900, 300):
        await kept(database, changes_at_random(chance, HOUSE, many))
        await assert_pages_say_what_rows_do(database, HOUSE)


RELOADS = {
    "more beds from a date": {"A": {"capacities": (Capacity(FIRST, 10), Capacity(date(2017, 9, 5), 3))}},
    "no beds at first": {"A": {"capacities": (Capacity(date(2017, 2, 2), 12, 4),)}},
    "another deadline": {"D": {"deadline": Deadline(2, time(8))}, "I": {"deadline": Deadline(0, time(20))}},
    "in service later": {"A": {"first": date(2017, 3, 3)}},
    "in service no longer": {"A": {"last": date(2017, 11, 11)}},
    "another kind": {"D": {"kind": Kind.NIGHT, "capacities": (Capacity(FIRST, 5),)}},
    "other weekdays": {"D": {"hours": (Hours(time(9), time(16), frozenset({1, 5})),)}},
    "closed weeks": {"A": {"closed": (Span(date(2017, 12, 24), date(2018, 1, 6)),)}},
    "another short": {"A": {"short": "Z"}},
    "practice no longer": {"P": {"practice": False}},
}


@pytest.mark.parametrize("changed", [pytest.param(parts, id=name) for name, parts in RELOADS.items()])
async def test_after_the_house_was_loaded_anew(database, changed):
    await database.write(save_house, str(STOCKHOLM), HOUSE, ())
    await kept(database, changes_at_random(random.Random(7), HOUSE, 400))
    anew = [replace(held, **changed.get(held.short, {})) for held in HOUSE]

    await database.write(save_house, str(STOCKHOLM), anew, ())
    await assert_pages_say_what_rows_do(database, anew)
    await kept(database, changes_at_random(random.Random(8), anew, 50))
    await assert_pages_say_what_rows_do(database, anew)


async def test_after_the_house_moved_to_another_zone(database):
    await database.write(save_house, str(STOCKHOLM), HOUSE, ())
    await kept(database, changes_at_random(random.Random(9), HOUSE, 400))
    before = await database.read(totals_of_period, HOUSE, PERIODS[0], NOW)
    moved = [replace(held, zone=ZoneInfo("America/New_York")) for held in HOUSE]

    await database.write(save_house, "America/New_York", moved, ())

    await assert_pages_say_what_rows_do(database, moved)
    after = await database.read(totals_of_period, moved, PERIODS[0], NOW)
    assert after.reports.on_time > before.reports.on_time


async def test_no_shows_told_by_every_shelter_are_found_by_the_marks(database):
    shelters = [HOUSE[0], HOUSE[1], HOUSE[4]]
    days = [date(2017, 9, 1) + timedelta(days=number) for number in range(60)]
    await database.write(save_house, str(STOCKHOLM), shelters, ())
    said = [(Change("I", day, Aspect.QUEUE, Queue(applied=9, offered=5)), NOW) for day in days]
    for short in "AB":
        said += [(Change(short, day, Aspect.COUNT, Count(2, 3)), NOW) for day in days]
        said += [(Change(short, day, Aspect.QUEUE, Queue(no_show=1)), NOW) for day in days[: ord(short) - 40]]
    await kept(database, said)

    told = await database.read(totals_of_period, shelters, PERIODS[0], NOW)

    assert (told.intake.no_show, told.intake.from_shelters) == (50, {"no_show"})
    assert told == await by_rows(database, shelters, PERIODS[0], Audience.STAFF)


async def test_a_database_from_before_the_pages_gets_them_when_it_is_opened(database_url):
    old = await open_database(database_url)
    await old.write(save_house, str(STOCKHOLM), HOUSE, ())
    await kept(old, changes_at_random(random.Random(11), HOUSE, 400))

    def without_pages() -> Wish[None]:
        yield sql("DROP TABLE year_pages")
        yield sql("DELETE FROM migrations WHERE number = 13")

    await old.write(without_pages)
    await old.close()

    opened = await open_database(database_url)
    try:
        assert await opened.read(reports_between, FIRST, date(2018, 12, 31))
        await assert_pages_say_what_rows_do(opened, HOUSE)
    finally:
        await opened.close()


async def test_a_count_as_large_as_the_memory_holds_is_summed(database):
    await database.write(save_house, str(STOCKHOLM), HOUSE, ())
    most = Count(2**31 - 1, 2**31 - 1, 2**31 - 1, 2**31 - 1)
    days = [date(2017, 5, 1) + timedelta(days=number) for number in range(31)]
    await kept(database, [(Change("A", day, Aspect.COUNT, most), NOW) for day in days])

    told = await database.read(totals_of_period, HOUSE, PERIODS[0], NOW)

    assert told.night.stays == 31 * 4 * (2**31 - 1)


async def test_pages_made_anew_are_those_kept_one_by_one(database):
    def pages() -> Wish[list[tuple[str, int, bytes]]]:
        rows = yield sql("SELECT site, year, page FROM year_pages ORDER BY site, year")
        return [(row["site"], row["year"], bytes(row["page"])) for row in rows]

    await database.write(save_house, str(STOCKHOLM), HOUSE, ())
    await kept(database, changes_at_random(random.Random(13), HOUSE, 500))
    one_by_one = await database.read(pages)

    await database.write(make_all_pages)

    assert await database.read(pages) == one_by_one
