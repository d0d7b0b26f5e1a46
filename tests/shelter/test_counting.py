"""The figures, made by sets of dates, are those that one gets by going date by date through the rules."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shelter.counting import figures_of, has_come
from shelter.dates import opening
from shelter.figures import Count, Queue
from shelter.period import Period
from shelter.schedule import late_from
from shelter.sites import DEADLINES, Capacity, Hours, Kind, Site, Span
from shelter.sums import BedNights, Overbooked, Report, Reports

FIRST = date(2017, 10, 16)
PERIOD = Period(FIRST, FIRST + timedelta(days=20))  # the clocks change on the 29th
DATES = st.dates(FIRST - timedelta(days=3), FIRST + timedelta(days=23))
MAYBE = st.none() | DATES


def site(kind: Kind, short: str) -> st.SearchStrategy[Site]:
    return st.builds(
        Site,
        name=st.just(short),
        short=st.just(short),
        kind=st.just(kind),
        organisation=st.just("One"),
        zone=st.just(ZoneInfo("Europe/Stockholm")),
        first=st.just(FIRST) | DATES,
        last=MAYBE,
        hours=st.lists(
            st.builds(
                Hours, st.just(time(19)), st.just(time(9)), st.frozensets(st.integers(0, 6)), MAYBE, MAYBE
            ),
            min_size=1,
            max_size=2,
        ).map(tuple),
        closed=st.lists(st.builds(Span, DATES, DATES), max_size=2).map(tuple),
        capacities=st.lists(
            st.builds(Capacity, DATES, st.integers(0, 9)), max_size=2, unique_by=lambda held: held.first
        ).map(tuple),
        practice=st.just(False),
        programme=st.just("regular"),
        deadline=st.just(DEADLINES[kind]),
    )


HOUSES = st.tuples(site(Kind.NIGHT, "A"), site(Kind.NIGHT, "B"), site(Kind.DAY, "D"), site(Kind.INTAKE, "I"))
PARTS = st.none() | st.integers(0, 9)
REPORTS = st.lists(
    st.builds(
        Report,
        site=st.sampled_from("ABDI"),
        date=DATES,
        closed=st.booleans(),
        count=st.none() | st.builds(Count, st.integers(0, 6), st.integers(0, 6)),
        queue=st.none() | st.builds(Queue, PARTS, PARTS, PARTS, PARTS),
        received_at=st.datetimes(datetime(2017, 10, 16), datetime(2017, 11, 9), timezones=st.just(UTC)),
        revision=st.integers(1, 3),
    ),
    max_size=60,
    unique_by=lambda report: (report.site, report.date),
)
MOMENTS = st.datetimes(datetime(2017, 10, 10), datetime(2017, 11, 12), timezones=st.just(UTC))


class ByDate(NamedTuple):
    """What the calendar decides of a site's figures."""

    reports: Reports
    bed_nights: BedNights
    overbooked: Overbooked
    stays_in_beds: int
    closed: int
    missing: list[date]
    awaited: list[date]


def guests(held: Site, report: Report | None) -> tuple[int, int] | None:
    """The guests and the beds of a night that had both."""
    capacity = held.capacity_on(report.date) if report is not None and held.kind is Kind.NIGHT else None
    if report is None or report.closed or report.count is None or capacity is None:
        return None
    return report.count.total, capacity.beds


def by_the_rules(house: Sequence[Site], held: Site, reports: Sequence[Report], now: datetime) -> ByDate:
    """The figures of one site, one date after the other."""
    told = {(one.site, one.date): one for one in reports}
    due = received = on_time = corrected = closed = agreed = open_ = reported = stays = 0
    nights_over = guests_over = over_with_free = 0
    missing, awaited = [], []
    for day in PERIOD:
        report = told.get((held.short, day))
        come = report is not None and has_come(held.kind, report)
        counted = report is not None and report.count is not None and not report.closed
        passed = now >= late_from(held, day)
        if held.is_scheduled(day):
            due += passed or come
            if come and report is not None:
                received += 1
                on_time += report.received_at < late_from(held, day)
                corrected += report.revision > 1
                closed += report.closed
            elif passed:
                missing.append(day)
            elif opening(held, day) <= now:
                awaited.append(day)
        capacity = held.capacity_on(day)
        if held.kind is Kind.NIGHT and capacity is not None:
            in_agreement = counted or (held.hours_on(day) is not None and (passed or come))
            is_closed = not counted and (
                held.is_closed_by_plan(day) or (report is not None and report.closed)
            )
            agreed += capacity.beds * in_agreement
            open_ += capacity.beds * (in_agreement and not is_closed)
            reported += capacity.beds * counted
        if (night := guests(held, report)) is not None:
            people, beds = night
            stays += people
            if people > beds:
                others = (guests(other, told.get((other.short, day))) for other in house)
                nights_over += 1
                guests_over += people - beds
                over_with_free += any(one is not None and one[0] < one[1] for one in others)
    return ByDate(
        Reports(due, received, on_time, corrected, len(awaited)),
        BedNights(agreed, open_, reported),
        Overbooked(nights_over, guests_over, over_with_free),
        stays,
        closed,
        missing,
        awaited,
    )


@given(HOUSES, REPORTS, MOMENTS)
@settings(max_examples=300, deadline=None)
def test_figures_by_sets_of_dates_are_those_date_by_date(house, reports, now):
    for figures in figures_of(house, reports, PERIOD, now).sites:
        held = next(one for one in house if one.short == figures.site)
        expected = by_the_rules(house, held, reports, now)

        found = {name: getattr(figures, name) for name in ByDate._fields}
        dates = {"missing": list(figures.missing), "awaited": list(figures.awaited)}
        assert found | dates == expected._asdict()
        assert figures.reports.received <= figures.reports.due
        assert len(figures.missing) == figures.reports.missing
        beds = figures.bed_nights
        assert beds.reported <= beds.open <= beds.agreed
