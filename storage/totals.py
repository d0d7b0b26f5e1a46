"""The totals of periods as a reader may see them: whole months from the pages of the year, the rest from the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shelter.calendar import Calendar, calendar_over
from shelter.counting import Book, door_dates, door_told, figures, sites_counted
from shelter.marking import Terms, added_sums, sums_of
from shelter.pages import Ledger, whole_months
from shelter.period import Period
from shelter.privacy import Audience, without_outside_gender
from shelter.schedule import Plan, plan_of
from shelter.sites import Site
from shelter.sums import Door, Marks, Report, Sums
from shelter.totals import Totals, totals_of
from storage.counts import reports_between
from storage.pages import pages_of
from storage.wishes import Wish


def reports_for(
    period: Period, audience: Audience = Audience.STAFF, site: str | None = None
) -> Wish[list[Report]]:
    """The reports of a period; for the public with women and men alone, so that no rate tells more (C15)."""
    reports = yield from reports_between(period.first, period.last, site)
    return without_outside_gender(reports) if audience is Audience.PUBLIC else reports


def totals_of_period(
    sites: Sequence[Site], period: Period, now: datetime, audience: Audience = Audience.STAFF
) -> Wish[Totals]:
    (told,) = yield from totals_of_periods(sites, [period], now, audience)
    return told


def totals_of_periods(
    sites: Sequence[Site], periods: Sequence[Period], now: datetime, audience: Audience = Audience.STAFF
) -> Wish[list[Totals]]:
    """The totals of each period, as known at `now`; each page is read and unpacked once for all of them."""
    calendar = calendar_over(*periods)
    counted = {site.short: site for period in periods for site in sites_counted(sites, period)}
    pages = yield from pages_of(list(counted), calendar.first_year, calendar.last_year)
    known = {short: _known(site, pages[short], calendar, audience) for short, site in counted.items()}
    made = []
    for period in periods:
        books = yield from _books(sites_counted(sites, period), known, calendar, period, audience)
        door = yield from _door(books, calendar, period)
        made.append(totals_of(sites, figures(books, calendar, period, now, door), period))
    return made


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a site whatever the period."""

    plan: Plan
    marks: Marks
    ledger: Ledger


def _known(site: Site, pages: Sequence[bytes], calendar: Calendar, audience: Audience) -> _Known:
    ledger = Ledger(pages, audience)
    return _Known(plan_of(site, calendar), ledger.marks, ledger)


def _books(
    sites: Sequence[Site], known: Mapping[str, _Known], calendar: Calendar, period: Period, audience: Audience
) -> Wish[list[Book]]:
    """What was told of each site in the period. Only the dates outside its whole months are read row by row."""
    months, edges = whole_months(period)
    rows: dict[str, list[Report]] = {}
    for edge in edges:
        only = sites[0].short if len(sites) == 1 else None
        for report in (yield from reports_for(edge, audience, only)):
            rows.setdefault(report.site, []).append(report)
    books = []
    for site in sites:
        one = known[site.short]
        parts = [] if months is None else [_summed(one.ledger, calendar, months)]
        if site.short in rows:
            parts.append(sums_of(Terms.of(site), rows[site.short]))
        books.append(Book(site, one.plan, one.marks, added_sums(parts)))
    return books


def _summed(ledger: Ledger, calendar: Calendar, months: Period) -> Sums:
    return ledger.sums(calendar.month(months.first), calendar.month(months.last) + 1)


def _door(books: Sequence[Book], calendar: Calendar, period: Period) -> Wish[Door]:
    """What the shelters told at the door: rarely anything, so its rows are read when the marks say so."""
    on = door_dates(books, period, calendar)
    if not (on.no_show or on.away):
        return Door()
    reports = yield from reports_between(period.first, period.last)
    return door_told(books, reports, on, calendar)
