"""From marks and sums to figures: what was told of each site laid over its calendar (C6, C10).

Every rule is a few operations on sets of dates, so a period costs the same whether it has a week or ten years.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from shelter.calendar import NO_DATES, Calendar, Dates, calendar_over
from shelter.figures import Queue
from shelter.marking import Terms, marks_of, queue_sums, sums_of
from shelter.period import Period
from shelter.schedule import Plan, begun_through, last_passed, plan_of
from shelter.sites import Kind, Site
from shelter.sums import (
    BedNights,
    Door,
    Figures,
    Marks,
    Overbooked,
    Report,
    Reports,
    SiteFigures,
    Sums,
)

NO_BED_NIGHTS = BedNights()
NEVER_OVERBOOKED = Overbooked()


def has_come(kind: Kind, report: Report) -> bool:
    """Whether `report` is the report that was due: a count or "closed"; for the intake applied or offered.

    A shelter that has only told who did not come still owes its count.
    """
    if report.closed:
        return True
    if kind is not Kind.INTAKE:
        return report.count is not None
    queue = report.queue
    return queue is not None and (queue.applied is not None or queue.offered is not None)


def sites_counted(sites: Sequence[Site], period: Period, programme: str = "regular") -> tuple[Site, ...]:
    """The sites that enter the totals: in service in the period, of one programme, never practice."""
    return tuple(
        site
        for site in sites
        if not site.practice
        and site.programme == programme
        and site.first <= period.last
        and (site.last is None or period.first <= site.last)
    )


def programme_of(sites: Sequence[Site]) -> str:
    """The programme whose totals these sites are asked for: their own when they share one, else the regular one."""
    programmes = {site.programme for site in sites}
    return programmes.pop() if len(programmes) == 1 else "regular"


@dataclass(frozen=True, slots=True)
class Book:
    """What is known of one site at a moment, as sets of dates of a calendar, whatever the period.

    Of the dates with a planned report, `received` have it and `silent` have not; of these the deadline of
    `missing` has passed. `agreed` and `open` are the nights whose beds count as such (C6).
    """

    site: Site
    plan: Plan
    marks: Marks
    received: int
    on_time: int
    silent: int
    missing: int
    agreed: int
    open: int


def book_of(site: Site, calendar: Calendar, marks: Marks, now: datetime) -> Book:
    plan = plan_of(site, calendar)
    come = marks.closed | (marks.asked if site.kind is Kind.INTAKE else marks.counted)
    passed = calendar.through(last_passed(site.deadline, site.zone, now))
    received, silent = plan.scheduled & come, plan.scheduled & ~come
    # A night with a count was open, whatever the plan had said of it.
    agreed = (plan.hours & (passed | come)) | marks.counted
    closed = (plan.closed | marks.closed) & plan.hours & ~marks.counted
    return Book(
        site,
        plan,
        marks,
        received=received,
        on_time=received & ~marks.late,
        silent=silent,
        missing=silent & passed,
        agreed=agreed,
        open=agreed & ~closed,
    )


@dataclass(frozen=True, slots=True)
class DoorDates:
    """The nights of a period on which every open shelter told its no-shows, and its turned away."""

    no_show: int
    away: int


def figures_of(
    sites: Sequence[Site],
    reports: Iterable[Report],
    period: Period,
    now: datetime,
    programme: str = "regular",
) -> Figures:
    """The figures of `period` as they are known at `now`, in one pass over the reports."""
    counted = sites_counted(sites, period, programme)
    by_site: dict[str, dict[date, Report]] = {site.short: {} for site in counted}
    first, last = period.first, period.last
    for report in reports:
        if first <= report.date <= last and report.site in by_site:
            by_site[report.site][report.date] = report
    calendar = calendar_over(period)
    books, sums = [], []
    for site in counted:
        terms, told = Terms.of(site), list(by_site[site.short].values())
        books.append(book_of(site, calendar, marks_of(terms, told, calendar), now))
        sums.append(sums_of(terms, told))
    every = [report for reports in by_site.values() for report in reports.values()]
    door = door_told(books, every, door_dates(books, period, calendar), calendar)
    return figures(books, sums, calendar, period, now, door)


def figures(
    books: Sequence[Book], sums: Sequence[Sums], calendar: Calendar, period: Period, now: datetime, door: Door
) -> Figures:
    """The figures of the sites of `books`, all of which are counted in the period, with the `sums` of each."""
    inside = calendar.between(period.first, period.last)
    nights = [book.marks for book in books if book.site.kind is Kind.NIGHT]
    free = reduce(or_, (marks.free for marks in nights), 0)
    counted = reduce(or_, (marks.counted for marks in nights), 0)
    made = []
    for book, held in zip(books, sums, strict=True):
        ahead = book.silent & ~book.missing & inside
        awaited = ahead and ahead & calendar.through(begun_through(book.site, period, now))
        made.append(_site_figures(book, held, calendar, inside, awaited, free))
    return Figures(tuple(made), (counted & inside).bit_count(), door)


def _site_figures(
    book: Book, sums: Sums, calendar: Calendar, inside: int, awaited: int, free: int
) -> SiteFigures:
    marks, missing, over = book.marks, book.missing & inside, book.marks.over & inside
    received = book.received & inside
    arrived, counted = received.bit_count(), marks.counted & inside
    is_night = book.site.kind is Kind.NIGHT
    return SiteFigures(
        site=book.site.short,
        people=sums.people,
        counted=counted.bit_count(),
        closed=(received & marks.closed).bit_count(),
        stays_in_beds=sums.stays,
        bed_nights=_bed_nights(book, inside) if is_night else NO_BED_NIGHTS,
        overbooked=Overbooked(over.bit_count(), sums.guests, (over & free).bit_count())
        if over
        else NEVER_OVERBOOKED,
        reports=Reports(
            due=arrived + missing.bit_count(),
            received=arrived,
            on_time=(book.on_time & inside).bit_count(),
            corrected=(received & marks.corrected).bit_count(),
            awaited=awaited.bit_count(),
        ),
        queue=sums.queue,
        queue_range=sums.queue_range,
        nights=Dates(calendar, counted) if is_night and counted else NO_DATES,
        missing=Dates(calendar, missing) if missing else NO_DATES,
        awaited=Dates(calendar, awaited) if awaited else NO_DATES,
    )


def _bed_nights(book: Book, inside: int) -> BedNights:
    """Beds by the three denominators of C6."""
    agreed = open_ = reported = 0
    for beds, valid in book.plan.beds:
        nights = valid & inside
        if nights:
            agreed += beds * (book.agreed & nights).bit_count()
            open_ += beds * (book.open & nights).bit_count()
            reported += beds * (book.marks.counted & nights).bit_count()
    return BedNights(agreed, open_, reported)


# --- at the door (C11) ---------------------------------------------------------------------------------


def door_dates(books: Sequence[Book], period: Period, calendar: Calendar) -> DoorDates:
    """The nights with an open shelter on which every open one told who did not come, and who was turned away."""
    nights = [book for book in books if book.site.kind is Kind.NIGHT]
    told = reduce(or_, (book.marks.no_show | book.marks.away for book in nights), 0)
    told &= calendar.between(period.first, period.last)
    if not told:
        return DoorDates(0, 0)
    no_show = away = told
    some_no_show = some_away = 0
    for book in nights:
        marks = book.marks
        # Open is a shelter that told anything but closed, or should have told.
        told_anything = marks.counted | marks.asked | marks.no_show | marks.away
        is_open = (told_anything | book.plan.scheduled) & ~marks.closed
        no_show &= ~is_open | marks.no_show
        away &= ~is_open | marks.away
        some_no_show |= is_open & marks.no_show
        some_away |= is_open & marks.away
    return DoorDates(no_show & some_no_show, away & some_away)


def door_told(books: Sequence[Book], reports: Iterable[Report], on: DoorDates, calendar: Calendar) -> Door:
    """The sums of those nights, beside what the intake told of the same dates."""
    if not (on.no_show or on.away):
        return Door()
    kinds = {book.site.short: book.site.kind for book in books}
    no_show = dict.fromkeys(calendar.dates(on.no_show), 0)
    away = dict.fromkeys(calendar.dates(on.away), 0)
    asked: dict[tuple[str, date], Queue] = {}
    for report in reports:
        queue, day, kind = report.queue, report.date, kinds.get(report.site)
        if queue is None:
            continue
        if kind is Kind.INTAKE:
            asked[report.site, day] = queue
        elif kind is Kind.NIGHT and not report.closed:
            if day in no_show:
                no_show[day] += queue.no_show or 0
            if day in away:
                away[day] += queue.away or 0
    sums = queue_sums(
        [
            Queue(applied=queue.applied, offered=queue.offered, no_show=no_show[day])
            for (_, day), queue in asked.items()
            if day in no_show
        ]
    )
    return Door(
        sum(no_show.values()),
        len(no_show),
        sum(away.values()),
        len(away),
        sums.shown_of,
        sums.not_shown,
        sums.used_of,
        sums.used,
    )
