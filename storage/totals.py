"""The totals of periods as a reader may see them: whole months from the pages of the year, the rest from the rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shelter.calendar import Calendar, calendar_over
from shelter.counting import Book, book_of, door_dates, door_told, figures, programme_of, sites_counted
from shelter.marking import Terms, added_sums, sums_of
from shelter.pages import Ledger, whole_months
from shelter.period import Period
from shelter.privacy import Audience, without_outside_gender
from shelter.sites import Site
from shelter.sums import Door, Report, Sums
from shelter.totals import Totals, totals_of
from storage.counts import reports_between, with_unseen
from storage.pages import pages_of
from storage.wishes import Wish


def reports_for(
    period: Period, audience: Audience = Audience.STAFF, site: str | None = None
) -> Wish[list[Report]]:
    """The reports of a period; for the public with women and men alone, so that no rate tells more (C15)."""
    reports = yield from reports_between(period.first, period.last, site)
    return without_outside_gender(reports) if audience is Audience.PUBLIC else reports


def daily_reports(period: Period, audience: Audience) -> Wish[list[Report]]:
    """The same one by one, with revisions that tell the public of no correction of other and unknown alone."""
    reports = yield from reports_between(period.first, period.last)
    if audience is Audience.STAFF:
        return reports
    return without_outside_gender((yield from with_unseen(reports, period.first, period.last)))


def totals_of_period(
    sites: Sequence[Site], period: Period, now: datetime, audience: Audience = Audience.STAFF
) -> Wish[Totals]:
    (told,) = yield from totals_of_periods(sites, [period], now, audience)
    return told


def totals_of_periods(
    sites: Sequence[Site], periods: Sequence[Period], now: datetime, audience: Audience = Audience.STAFF
) -> Wish[list[Totals]]:
    """The totals of each period, as known at `now`; each page is read and unpacked once for all of them.

    They are those of the sites' own programme: asked for the extra winter beds alone, a reader is told of them.
    """
    calendar, programme = calendar_over(*periods), programme_of(sites)
    counted = {site.short: site for period in periods for site in sites_counted(sites, period, programme)}
    pages = yield from pages_of(list(counted), calendar.first_year, calendar.last_year)
    ledgers = {short: Ledger(pages[short], audience) for short in counted}
    books = {short: book_of(site, calendar, ledgers[short].marks, now) for short, site in counted.items()}
    made = []
    for period in periods:
        shelf = [books[site.short] for site in sites_counted(sites, period, programme)]
        sums = yield from _sums(shelf, ledgers, calendar, period, audience)
        door = yield from _door(shelf, calendar, period)
        held = figures(shelf, sums, calendar, period, now, door)
        made.append(totals_of(sites, held, period, programme))
    return made


def _sums(
    books: Sequence[Book],
    ledgers: Mapping[str, Ledger],
    calendar: Calendar,
    period: Period,
    audience: Audience,
) -> Wish[list[Sums]]:
    """What was told of each site in the period. Only the dates outside its whole months are read row by row."""
    months, edges = whole_months(period)
    rows: dict[str, list[Report]] = {}
    for edge in edges:
        only = books[0].site.short if len(books) == 1 else None
        for report in (yield from reports_for(edge, audience, only)):
            rows.setdefault(report.site, []).append(report)
    made = []
    for book in books:
        site = book.site
        parts = []
        if months is not None:
            first, last = calendar.month(months.first), calendar.month(months.last)
            parts.append(ledgers[site.short].sums(first, last + 1))
        if site.short in rows:
            parts.append(sums_of(Terms.of(site), rows[site.short]))
        made.append(added_sums(parts))
    return made


def _door(books: Sequence[Book], calendar: Calendar, period: Period) -> Wish[Door]:
    """What the shelters told at the door: rarely anything, so its rows are read when the marks say so."""
    on = door_dates(books, period, calendar)
    if not (on.no_show or on.away):
        return Door()
    reports = yield from reports_between(period.first, period.last)
    return door_told(books, reports, on, calendar)
