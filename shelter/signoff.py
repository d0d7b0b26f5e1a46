"""Before a period is signed off: what must have been looked at, and what a new version changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from statistics import median_low

from shelter.activity import Activity
from shelter.period import Period
from shelter.site_dates import SiteDate, State
from shelter.sites import Kind, Site
from shelter.sums import Report
from shelter.totals import Day, Night

CROWDED = Fraction(120, 100)
"""Of the beds: a night above this is looked at."""
UNUSUAL_TIMES = 3
JUMP = Fraction(20, 100)
"""The share of women of a site from one month to the next: a larger step is looked at."""


class Check(StrEnum):
    """What the coordinator looks at; AWAITED alone cannot be accepted, for the report may still come."""

    AWAITED = "awaited"
    MISSING = "missing"
    CROWDED = "crowded"
    UNUSUAL = "unusual"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found at a site: the dates it concerns, for a jump the first date of the later month."""

    check: Check
    site: Site
    dates: tuple[date, ...]


def findings(figures: Activity) -> tuple[Finding, ...]:
    """All that must be accepted by the coordinator before the period is signed off, check by check."""
    by_site = [
        finding
        for site in figures.sites
        for finding in (*_by_state(figures, site), *_crowded(figures, site), *_unusual(figures, site))
    ]
    order = list(Check)
    return tuple(sorted([*by_site, *_jumps(figures)], key=lambda finding: order.index(finding.check)))


def _by_state(figures: Activity, site: Site) -> Iterator[Finding]:
    rows = [row for row in figures.rows if row.site is site]
    awaited = tuple(row.date for row in rows if row.state is State.AWAITED or _is_ahead(row))
    missing = tuple(row.date for row in rows if row.state is State.MISSING)
    for check, dates in ((Check.AWAITED, awaited), (Check.MISSING, missing)):
        if dates:
            yield Finding(check, site, dates)


def _is_ahead(row: SiteDate) -> bool:
    """Whether the site is yet to open on that date: a period is not over before its last night or day."""
    return row.state is State.NOT_SCHEDULED and row.site.is_scheduled(row.date)


def _crowded(figures: Activity, site: Site) -> Iterator[Finding]:
    dates = tuple(
        row.date
        for row in figures.rows
        if row.site is site and row.people and row.beds and row.people.total > CROWDED * row.beds
    )
    if dates:
        yield Finding(Check.CROWDED, site, dates)


def _unusual(figures: Activity, site: Site) -> Iterator[Finding]:
    """Days above three times the usual: the house's number or the median of the period's open days."""
    rows = [row for row in figures.rows if row.site is site and site.kind is Kind.DAY and row.people]
    if not rows:
        return
    usual = site.usual or median_low([row.people.total for row in rows if row.people])
    dates = tuple(row.date for row in rows if row.people and row.people.total > UNUSUAL_TIMES * usual)
    if dates:
        yield Finding(Check.UNUSUAL, site, dates)


def _jumps(figures: Activity) -> Iterator[Finding]:
    for site in figures.sites:
        earlier: Fraction | None = None
        for month in figures.months:
            block = next((held.block for held in month.sites if held.site is site), None)
            share = block.share_women if isinstance(block, Night | Day) else None
            if share is not None and earlier is not None and abs(share - earlier) > JUMP:
                yield Finding(Check.JUMP, site, (month.period.first,))
            earlier = share if share is not None else earlier


@dataclass(frozen=True, slots=True)
class Difference:
    """What holds for a site and date now and held in the earlier version; None is no report."""

    site: str
    date: date
    was: Report | None
    became: Report | None


def differences(earlier: Sequence[Report], later: Sequence[Report], period: Period) -> tuple[Difference, ...]:
    """The site-dates of `period` whose figures differ, by date; when a report came says nothing of it."""
    before, after = _by_place(earlier, period), _by_place(later, period)
    places = sorted({*before, *after}, key=lambda place: (place[1], place[0]))
    return tuple(
        Difference(short, day, before.get((short, day)), after.get((short, day)))
        for short, day in places
        if _figures(before.get((short, day))) != _figures(after.get((short, day)))
    )


def _by_place(reports: Sequence[Report], period: Period) -> Mapping[tuple[str, date], Report]:
    return {(report.site, report.date): report for report in reports if report.date in period}


def _figures(report: Report | None) -> object:
    return None if report is None else (report.closed, report.count, report.queue)


def site_changes(earlier: Sequence[Site], later: Sequence[Site], period: Period) -> tuple[Site, ...]:
    """The sites that the house says something else of in `period` than it did: a name, beds, hours, a deadline."""
    was = {site.short: site for site in earlier}
    now = {site.short: site for site in later}
    return tuple(
        site
        for short, site in (was | now).items()
        if _told_of(was.get(short), period) != _told_of(now.get(short), period)
    )


def _told_of(site: Site | None, period: Period) -> object:
    """What a report of the period takes from the house; None where the site was not in service."""
    if site is None or not any(site.in_service_on(day) for day in period):
        return None
    by_date = [(site.capacity_on(day), site.hours_on(day), site.is_closed_by_plan(day)) for day in period]
    return site.name, site.kind, site.organisation, site.programme, site.practice, site.deadline, by_date
