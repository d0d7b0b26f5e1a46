"""All figures of the half-year report, each worked out once from the reports of the period.

`shelter.totals` sums; here the same sums are laid out by month, week, weekday and night, with what the
public may see (shelter/privacy.py). What the figures are called and how they are rounded is `reports`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from shelter.comparison import Comparison, comparison
from shelter.counting import has_come, sites_counted
from shelter.period import Period, month_end, period_before, same_period_last_year
from shelter.privacy import Audience, Shown, shown, without_outside_gender
from shelter.schedule import begun_through, passed_through
from shelter.sites import Kind, Site
from shelter.sums import People, Report
from shelter.totals import Totals, totals
from shelter.women import WomenNights, women_nights


class State(StrEnum):
    """What is known of a site and date; five different things (C13)."""

    REPORTED = "reported"
    CLOSED = "closed"
    MISSING = "missing"
    AWAITED = "awaited"
    NOT_SCHEDULED = "not_scheduled"


@dataclass(frozen=True, slots=True)
class SiteDate:
    """One row of the annex. `beds` is None for a site without beds that date."""

    date: date
    site: Site
    state: State
    report: Report | None
    beds: int | None

    @property
    def people(self) -> People | None:
        count = self.report.count if self.report and self.state is State.REPORTED else None
        return People(count.women, count.men, count.other, count.unknown) if count else None


@dataclass(frozen=True, slots=True)
class HouseNight:
    """One night of all shelters. `stays` is None while a report is missing: a gap, never a dip to 0."""

    date: date
    stays: int | None
    beds: int
    closed: int


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week, clipped to the period. A sum is None where a report of the week is missing.

    `slept` are new places that were slept in: offered less no-shows.
    """

    period: Period
    number: int
    visits: int | None
    applied: int | None
    offered: int | None
    slept: int | None


@dataclass(frozen=True, slots=True)
class Weekday:
    """The visits of all centres on one weekday (Monday = 0) and the open site-days that they came on."""

    weekday: int
    visits: int
    days: int


@dataclass(frozen=True, slots=True)
class FreeBeds:
    """Days on which applicants got no place though shelters had free beds that night, and how many."""

    days: int
    without_place: int
    beds: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Stays or visits of one kind by country or age band; `all` is every stay or visit of the kind that is shown."""

    numbers: tuple[tuple[str, int], ...]
    all: int

    @property
    def known(self) -> int:
        return sum(number for label, number in self.numbers if label != "unknown")


class Aspect(StrEnum):
    ORIGIN = "origin"
    AGE = "age"


Said = Mapping[tuple[Aspect, Kind], Mapping[str, int]]
"""What was told of origin and age in the period: guests or visits by label, of each kind of site."""


@dataclass(frozen=True, slots=True)
class Activity:
    """The figures of a period. `totals` is what rows of sites, months and nights are from.

    For the public those hold women and men only; `night` and `day` are what the last row of a kind
    shows (C15), and `whole` is the totals that agree with that row. `apart` are the totals of each other
    programme, such as extra winter beds, that has a site in the period.
    """

    period: Period
    audience: Audience
    totals: Totals
    whole: Totals
    night: Shown
    day: Shown
    months: tuple[Totals, ...]
    nights: tuple[HouseNight, ...]
    weeks: tuple[Week, ...]
    weekdays: tuple[Weekday, ...]
    free_beds: FreeBeds
    women_nights: WomenNights
    breakdowns: Mapping[tuple[Aspect, Kind], Breakdown]
    last_year: Comparison | None
    before: Comparison | None
    apart: tuple[Totals, ...]
    rows: tuple[SiteDate, ...]
    through: date
    sites: tuple[Site, ...] = field(repr=False)


def activity(
    sites: Sequence[Site],
    reports: Iterable[Report],
    period: Period,
    now: datetime,
    *,
    said: Said | None = None,
    audience: Audience = Audience.STAFF,
    programme: str = "regular",
) -> Activity:
    """Everything the report says of `period` as known at `now`.

    `reports` must also hold those of the two earlier periods that it is compared with (C12).
    """
    held = list(reports)
    true = totals(sites, held, period, now, programme)
    rows_from = without_outside_gender(held) if audience is Audience.PUBLIC else held
    told = totals(sites, rows_from, period, now, programme) if audience is Audience.PUBLIC else true
    night, day = shown(true.night.people, period, audience), shown(true.day.people, period, audience)
    counted = tuple(site_totals.site for site_totals in told.sites)
    inside = {(one.site, one.date): one for one in rows_from if one.date in period}
    rows = tuple(_site_dates(counted, inside, period, now))
    return Activity(
        period=period,
        audience=audience,
        totals=told,
        whole=replace(
            told,
            # Overbooked nights are told one by one: a sum that knew of more guests than they do would name the night.
            night=replace(true.night, overbooked=told.night.overbooked)
            if night.total == true.night.stays
            else told.night,
            day=true.day if day.total == true.day.visits else told.day,
        ),
        night=night,
        day=day,
        months=tuple(totals(sites, inside.values(), month, now, programme) for month in months_of(period)),
        nights=tuple(_nights(rows, period)),
        weeks=tuple(_weeks(rows, period)),
        weekdays=_weekdays(rows),
        free_beds=_free_beds(rows),
        women_nights=women_nights(
            counted, inside.values(), {held.site.short: held.figures.missing for held in told.sites}
        ),
        breakdowns=_breakdowns(said or {}, {Kind.NIGHT: night.total, Kind.DAY: day.total}),
        last_year=_compared(sites, rows_from, told, same_period_last_year(period), now),
        before=_compared(sites, rows_from, told, period_before(period), now),
        apart=tuple(
            totals(sites, rows_from, period, now, other)
            for other in sorted({site.programme for site in sites} - {programme})
            if sites_counted(sites, period, other)
        ),
        rows=rows,
        through=max((passed_through(site, period, now) for site in counted), default=period.last),
        sites=counted,
    )


def months_of(period: Period) -> Iterator[Period]:
    """The calendar months of a period, the first and last cut to it."""
    first = period.first
    while first <= period.last:
        last = min(month_end(first), period.last)
        yield Period(first, last)
        first = last + timedelta(days=1)


def weeks_of(period: Period) -> Iterator[Period]:
    """The ISO weeks of a period, the first and last cut to it."""
    first = period.first
    while first <= period.last:
        last = min(first + timedelta(days=6 - first.weekday()), period.last)
        yield Period(first, last)
        first = last + timedelta(days=1)


def _site_dates(
    sites: Sequence[Site], reports: Mapping[tuple[str, date], Report], period: Period, now: datetime
) -> Iterator[SiteDate]:
    ends = {
        site.short: (passed_through(site, period, now), begun_through(site, period, now)) for site in sites
    }
    for day in period:
        for site in sites:
            if not site.in_service_on(day):
                continue
            report = reports.get((site.short, day))
            capacity = site.capacity_on(day) if site.kind is Kind.NIGHT else None
            beds = capacity.beds if capacity else None
            yield SiteDate(day, site, _state(site, day, report, *ends[site.short]), report, beds)


def _state(site: Site, day: date, report: Report | None, passed: date, begun: date) -> State:
    if report is not None and has_come(site.kind, report):
        return State.CLOSED if report.closed else State.REPORTED
    if not site.is_scheduled(day) or day > max(passed, begun):
        return State.NOT_SCHEDULED
    return State.MISSING if day <= passed else State.AWAITED


SILENT = (State.MISSING, State.AWAITED)


def _nights(rows: Sequence[SiteDate], period: Period) -> Iterator[HouseNight]:
    by_date: dict[date, list[SiteDate]] = defaultdict(list)
    for row in rows:
        if row.site.kind is Kind.NIGHT:
            by_date[row.date].append(row)
    for day in period:
        night = by_date[day]
        people = [row.people for row in night if row.people is not None]
        is_told = bool(people) and not any(row.state in SILENT for row in night)
        yield HouseNight(
            day,
            sum(one.total for one in people) if is_told else None,
            sum(row.beds or 0 for row in night if row.state is not State.NOT_SCHEDULED),
            sum(row.state is State.CLOSED for row in night),
        )


def _weeks(rows: Sequence[SiteDate], period: Period) -> Iterator[Week]:
    for week in weeks_of(period):
        days = [row for row in rows if row.date in week and row.site.kind is Kind.DAY]
        queue = [row for row in rows if row.date in week and row.site.kind is Kind.INTAKE]
        offered, no_show = _part(queue, "offered"), _part(queue, "no_show")
        yield Week(
            week,
            week.first.isocalendar().week,
            None if any(row.state in SILENT for row in days) else _visits(days),
            _part(queue, "applied"),
            offered,
            None if offered is None or no_show is None else offered - no_show,
        )


def _visits(rows: Iterable[SiteDate]) -> int:
    return sum(row.people.total for row in rows if row.people is not None)


def _part(rows: Sequence[SiteDate], name: str) -> int | None:
    """The week's sum of one part of the queue; None when a day that was due did not tell it."""
    if any(row.state in SILENT for row in rows):
        return None
    told = [row.report.queue for row in rows if row.report is not None and row.state is State.REPORTED]
    parts = [getattr(queue, name) for queue in told if queue is not None]
    return sum(parts) if parts and None not in parts else None


def _weekdays(rows: Sequence[SiteDate]) -> tuple[Weekday, ...]:
    visits, days = [0] * 7, [0] * 7
    for row in rows:
        if row.site.kind is Kind.DAY and row.people is not None:
            visits[row.date.weekday()] += row.people.total
            days[row.date.weekday()] += 1
    return tuple(Weekday(number, visits[number], days[number]) for number in range(7))


def _free_beds(rows: Sequence[SiteDate]) -> FreeBeds:
    free: dict[date, int] = defaultdict(int)
    for row in rows:
        if row.people is not None and row.beds is not None:
            free[row.date] += max(0, row.beds - row.people.total)
    days = []
    for row in rows:
        queue = row.report.queue if row.report and row.site.kind is Kind.INTAKE else None
        if queue is None or queue.applied is None or queue.offered is None:
            continue
        without = queue.applied - queue.offered
        if without > 0 and free[row.date] > 0:
            days.append((without, free[row.date]))
    return FreeBeds(len(days), sum(without for without, _ in days), sum(beds for _, beds in days))


def _breakdowns(said: Said, every: Mapping[Kind, int]) -> dict[tuple[Aspect, Kind], Breakdown]:
    return {
        (aspect, kind): _breakdown(aspect, said.get((aspect, kind), {}), every[kind])
        for aspect in Aspect
        for kind in every
    }


def _breakdown(aspect: Aspect, numbers: Mapping[str, int], every: int) -> Breakdown:
    """Countries by size with `other` after them, ages by age; `unknown` last, with what nobody told of."""
    named = {label: number for label, number in numbers.items() if label not in ("other", "unknown")}
    known = sum(named.values()) + numbers.get("other", 0)
    by_size = aspect is Aspect.ORIGIN
    ordered = sorted(named.items(), key=lambda pair: (-pair[1] if by_size else 0, pair[0]))
    if known and by_size:
        ordered.append(("other", numbers.get("other", 0)))
    return Breakdown((*ordered, ("unknown", max(0, every - known))), every)


def _compared(
    sites: Sequence[Site], reports: Sequence[Report], told: Totals, earlier: Period, now: datetime
) -> Comparison | None:
    """None when nothing was reported in the earlier period: no comparison is available (C12)."""
    then = totals(sites, (one for one in reports if one.date in earlier), earlier, now, told.programme)
    if not then.reports.received:
        return None
    return comparison(told, then)
