"""Each site and date of a period, and the nights, weeks and weekdays that are made of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shelter.counting import has_come
from shelter.period import Period
from shelter.schedule import begun_through, passed_through
from shelter.sites import Kind, Site
from shelter.sums import People, Report


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


def _weeks_in(period: Period) -> Iterator[Period]:
    """The ISO weeks of a period, the first and last cut to it."""
    first = period.first
    while first <= period.last:
        last = min(first + timedelta(days=6 - first.weekday()), period.last)
        yield Period(first, last)
        first = last + timedelta(days=1)


def site_dates(
    sites: Sequence[Site], reports: Mapping[tuple[str, date], Report], period: Period, now: datetime
) -> Iterator[SiteDate]:
    """Every date of the period with each of the sites that is in service on it."""
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
"""A report was due, or is, and has not come: a sum over it is not told."""


def nights_of(rows: Sequence[SiteDate], period: Period) -> Iterator[HouseNight]:
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


def weeks_of(rows: Sequence[SiteDate], period: Period) -> Iterator[Week]:
    for week in _weeks_in(period):
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


def weekdays_of(rows: Sequence[SiteDate]) -> tuple[Weekday, ...]:
    visits, days = [0] * 7, [0] * 7
    for row in rows:
        if row.site.kind is Kind.DAY and row.people is not None:
            visits[row.date.weekday()] += row.people.total
            days[row.date.weekday()] += 1
    return tuple(Weekday(number, visits[number], days[number]) for number in range(7))


def free_beds_of(rows: Sequence[SiteDate]) -> FreeBeds:
    """Free beds of all shelters on the dates on which the intake had too few places to offer."""
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
