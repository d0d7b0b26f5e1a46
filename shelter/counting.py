"""From reports to sums: each report of a period laid beside the calendar of its site (C6, C10)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import TypedDict, Unpack

from shelter.figures import Count, Queue
from shelter.period import Period
from shelter.schedule import Stretch, begun_through, late_from, passed_through, stretches
from shelter.sites import Deadline, Kind, Site
from shelter.sums import (
    BedNights,
    Figures,
    HouseFigures,
    Overbooked,
    People,
    QueueRange,
    QueueSums,
    Report,
    Reports,
    SiteFigures,
    added,
)


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


def figures_of(
    sites: Sequence[Site],
    reports: Iterable[Report],
    period: Period,
    now: datetime,
    programme: str = "regular",
) -> Figures:
    """The sums of `period` as they are known at `now`, in one pass over the reports."""
    counted = sites_counted(sites, period, programme)
    by_site: dict[str, dict[date, Report]] = {site.short: {} for site in counted}
    first, last = period.first, period.last
    for report in reports:
        if first <= report.date <= last and report.site in by_site:
            by_site[report.site][report.date] = report
    books = [_Book(site, by_site[site.short], period) for site in counted]
    nights = [book for book in books if book.site.kind is Kind.NIGHT]
    free = _dates_with_free_beds(nights)
    limits: dict[tuple[Deadline, object], _Limits] = {}
    made = []
    for book in books:
        site = book.site
        limit = limits.setdefault((site.deadline, site.zone), _Limits(site))
        made.append(_site_figures(book, period, now, limit, free))
    return Figures(tuple(made), _house_figures(books, made))


class _Book:
    """The reports of one site, laid out by the stretches of its calendar."""

    __slots__ = ("pages", "reports", "site")

    def __init__(self, site: Site, reports: Mapping[date, Report], period: Period) -> None:
        self.site = site
        self.reports = reports
        self.pages: list[tuple[Stretch, list[Report]]] = [
            (
                stretch,
                list(reports.values())
                if (stretch.first, stretch.last) == (period.first, period.last)
                else [report for day, report in reports.items() if stretch.first <= day <= stretch.last],
            )
            for stretch in stretches(site, period)
        ]


class _Limits(dict[date, datetime]):
    """From when a report is late, by date; sites with the same deadline share it."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self._site = site

    def __missing__(self, day: date) -> datetime:
        limit = self[day] = late_from(self._site, day)
        return limit


def _counts(reports: Iterable[Report]) -> list[Count]:
    return [report.count for report in reports if report.count is not None and not report.closed]


def _dates_with_free_beds(books: Iterable[_Book]) -> set[date]:
    return {
        report.date
        for book in books
        for stretch, reports in book.pages
        if stretch.capacity is not None
        for report in reports
        if report.count is not None and not report.closed and report.count.total < stretch.capacity.beds
    }


@dataclass(frozen=True, slots=True)
class StretchSums:
    """What the reports of one stretch add up to: all that the calendar needs to know of them.

    `come` are the reports that came for weekdays with hours; of these are `on_time`, `corrected`, `closed`
    and `ahead`, for dates whose deadline has not passed. `counted` are the dates with a count, of which
    `counted_as_planned` are weekdays with hours; `stays` and `overbooked` are those of nights with beds.
    """

    come: int
    on_time: int
    corrected: int
    closed: int
    ahead: int
    counted: int
    counted_as_planned: int
    stays: int
    overbooked: Overbooked


def due_in(stretch: Stretch, sums: StretchSums, passed: date) -> Reports:
    """The reports of one stretch that were due and came (C10); closed by plan, none was due."""
    if stretch.closed:
        return Reports()
    due = stretch.with_hours(passed) + sums.ahead
    return Reports(due, sums.come, sums.on_time, sums.corrected)


def bed_nights_in(stretch: Stretch, sums: StretchSums, passed: date) -> BedNights:
    """The bed-nights of one stretch (C6). A night with a count was open, whatever the plan had said of it."""
    beds = stretch.capacity.beds if stretch.capacity else 0
    with_hours = stretch.with_hours(passed) + sums.ahead
    closed = with_hours - sums.counted_as_planned if stretch.closed else sums.closed
    agreed = with_hours + sums.counted - sums.counted_as_planned
    return BedNights(beds * agreed, beds * (agreed - closed), beds * sums.counted)


class Told(TypedDict):
    """The parts of SiteFigures that follow from the reports alone, or are lists of dates."""

    people: People
    counted: int
    queue: QueueSums
    queue_range: QueueRange
    missing_dates: tuple[date, ...]
    awaited_dates: tuple[date, ...]


def site_figures(
    site: Site, parts: Sequence[tuple[Stretch, StretchSums]], passed: date, **told: Unpack[Told]
) -> SiteFigures:
    """The sums of a site from those of its stretches and from what needs no calendar, `told`.

    `passed` is the last date whose deadline has passed (shelter.schedule.passed_through).
    """
    is_night = site.kind is Kind.NIGHT
    due = added(Reports, (due_in(stretch, sums, passed) for stretch, sums in parts))
    return SiteFigures(
        site=site.short,
        closed=sum(sums.closed for stretch, sums in parts if not stretch.closed),
        stays_in_beds=sum(sums.stays for _, sums in parts),
        bed_nights=added(BedNights, (bed_nights_in(*part, passed) for part in parts if is_night)),
        overbooked=added(Overbooked, (sums.overbooked for _, sums in parts)),
        reports=replace(due, awaited=len(told["awaited_dates"])),
        **told,
    )


def _site_figures(
    book: _Book, period: Period, now: datetime, limits: _Limits, free: set[date]
) -> SiteFigures:
    site = book.site
    passed = passed_through(site, period, now)
    parts = [
        (stretch, _stretch_sums(site.kind, stretch, inside, passed, limits, free))
        for stretch, inside in book.pages
    ]
    counts = _counts(book.reports.values())
    all_came = all(
        sums.come - sums.ahead == stretch.with_hours(passed) for stretch, sums in parts if not stretch.closed
    )
    missing, awaited = _silent_dates(book, period, now, passed, complete=all_came)
    queues = [report.queue for report in book.reports.values() if report.queue is not None]
    return site_figures(
        site,
        parts,
        passed,
        people=_people(counts),
        counted=len(counts),
        queue=_queue_sums(queues) if queues else QueueSums(),
        queue_range=_queue_range(queues) if queues else QueueRange(),
        missing_dates=missing,
        awaited_dates=awaited,
    )


def _stretch_sums(
    kind: Kind, stretch: Stretch, inside: Sequence[Report], passed: date, limits: _Limits, free: set[date]
) -> StretchSums:
    weekdays = stretch.weekdays
    come = [report for report in inside if has_come(kind, report) and report.date.weekday() in weekdays]
    counted = [
        (report.date, report.count.total)
        for report in inside
        if report.count is not None and not report.closed
    ]
    capacity = stretch.capacity if kind is Kind.NIGHT else None
    return StretchSums(
        come=len(come),
        on_time=sum([report.received_at < limits[report.date] for report in come]),
        corrected=sum([report.revision > 1 for report in come]),
        closed=sum([report.closed for report in come]),
        ahead=sum([report.date > passed for report in come]),
        counted=len(counted),
        counted_as_planned=sum([day.weekday() in weekdays for day, _ in counted]),
        stays=sum([total for _, total in counted]) if capacity else 0,
        overbooked=_overbooked(capacity.beds, counted, free) if capacity else Overbooked(),
    )


def _people(counts: Sequence[Count]) -> People:
    return People(
        sum([count.women for count in counts]),
        sum([count.men for count in counts]),
        sum([count.other for count in counts]),
        sum([count.unknown for count in counts]),
    )


def _overbooked(beds: int, counted: Iterable[tuple[date, int]], free: set[date]) -> Overbooked:
    over = [(day, total - beds) for day, total in counted if total > beds]
    return Overbooked(len(over), sum(guests for _, guests in over), sum(day in free for day, _ in over))


def _silent_dates(
    book: _Book, period: Period, now: datetime, passed: date, *, complete: bool
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The dates that are missing and those that are awaited; a date not begun is neither."""
    begun = begun_through(book.site, period, now)
    if complete and begun <= passed:
        return (), ()
    silent = [
        day
        for stretch, _ in book.pages
        for day in stretch.scheduled(max(passed, begun))
        if day not in book.reports or not has_come(book.site.kind, book.reports[day])
    ]
    return tuple(day for day in silent if day <= passed), tuple(day for day in silent if day > passed)


def _queue_sums(queues: Sequence[Queue]) -> QueueSums:
    applied = [queue.applied for queue in queues if queue.applied is not None]
    offered = [queue.offered for queue in queues if queue.offered is not None]
    no_show = [queue.no_show for queue in queues if queue.no_show is not None]
    away = [queue.away for queue in queues if queue.away is not None]
    placed = [(q.applied, q.offered) for q in queues if q.applied is not None and q.offered is not None]
    shown = [(q.offered, q.no_show) for q in queues if q.offered is not None and q.no_show is not None]
    used = [
        (queue.applied, queue.offered - queue.no_show)
        for queue in queues
        if queue.applied is not None and queue.offered is not None and queue.no_show is not None
    ]
    return QueueSums(
        applied=sum(applied),
        applied_days=len(applied),
        offered=sum(offered),
        offered_days=len(offered),
        no_show=sum(no_show),
        no_show_days=len(no_show),
        away=sum(away),
        away_days=len(away),
        placed_of=sum(base for base, _ in placed),
        placed=sum(part for _, part in placed),
        shown_of=sum(base for base, _ in shown),
        not_shown=sum(part for _, part in shown),
        used_of=sum(base for base, _ in used),
        used=sum(part for _, part in used),
    )


def _queue_range(queues: Sequence[Queue]) -> QueueRange:
    applied = [queue.applied for queue in queues if queue.applied is not None]
    placed = [
        (queue.offered, queue.applied) for queue in queues if queue.applied and queue.offered is not None
    ]
    by_rate = sorted(placed, key=lambda pair: pair[0] / pair[1])
    return QueueRange(
        applied_lowest=min(applied, default=None),
        applied_highest=max(applied, default=None),
        placement_lowest=Fraction(*by_rate[0]) if by_rate else None,
        placement_highest=Fraction(*by_rate[-1]) if by_rate else None,
    )


def _house_figures(books: Sequence[_Book], made: Sequence[SiteFigures]) -> HouseFigures:
    nights = [
        (book, figures) for book, figures in zip(books, made, strict=True) if book.site.kind is Kind.NIGHT
    ]
    women: dict[date, int] = {}
    for book, _ in nights:
        for day, report in book.reports.items():
            if report.count is not None and not report.closed:
                women[day] = women.get(day, 0) + report.count.women
    beds = _women_only_beds(nights, women)
    return HouseFigures(
        len(women),
        sum(women[day] > held for day, held in beds.items()),
        sum(beds.values()),
        *_at_the_door(books),
    )


def _women_only_beds(
    nights: Iterable[tuple[_Book, SiteFigures]], counted: Mapping[date, int]
) -> dict[date, int]:
    """Women-only beds of the open shelters on each counted night, whether they told or should have."""
    beds: dict[date, int] = {}
    for book, figures in nights:
        for stretch, inside in book.pages:
            held = stretch.capacity.women_only_beds if stretch.capacity else 0
            if not held:
                continue
            told = [report.date for report in inside if report.count is not None and not report.closed]
            silent = [day for day in figures.missing_dates if stretch.first <= day <= stretch.last]
            for day in (*told, *silent):
                if day in counted:
                    beds[day] = beds.get(day, 0) + held
    return beds


def _at_the_door(books: Sequence[_Book]) -> tuple[int, ...]:
    """No-shows and turned away as the shelters told them, on nights that all open shelters did (C11)."""
    told = [
        report
        for book in books
        if book.site.kind is Kind.NIGHT
        for report in book.reports.values()
        if report.queue is not None and not (report.queue.no_show is None and report.queue.away is None)
    ]
    if not told:
        return (0,) * 8
    shelters = [book for book in books if book.site.kind is Kind.NIGHT]
    no_show: dict[date, int] = {}
    away: dict[date, int] = {}
    for day in sorted({report.date for report in told}):
        queues = [_queue_on(book, day) for book in shelters if _is_open(book, day)]
        parts = [queue.no_show for queue in queues if queue.no_show is not None]
        if len(parts) == len(queues):
            no_show[day] = sum(parts)
        parts = [queue.away for queue in queues if queue.away is not None]
        if len(parts) == len(queues):
            away[day] = sum(parts)
    asked = [_queue_on(book, day) for book in books if book.site.kind is Kind.INTAKE for day in no_show]
    missed = [missing for book in books if book.site.kind is Kind.INTAKE for missing in no_show.values()]
    sums = _queue_sums(
        [
            Queue(applied=queue.applied, offered=queue.offered, no_show=missing)
            for queue, missing in zip(asked, missed, strict=True)
        ]
    )
    return (
        sum(no_show.values()),
        len(no_show),
        sum(away.values()),
        len(away),
        sums.shown_of,
        sums.not_shown,
        sums.used_of,
        sums.used,
    )


def _queue_on(book: _Book, day: date) -> Queue:
    report = book.reports.get(day)
    return report.queue if report is not None and report.queue is not None else Queue()


def _is_open(book: _Book, day: date) -> bool:
    """Whether the shelter was open: it told so, or it should have told and did not say closed."""
    report = book.reports.get(day)
    if report is not None:
        return not report.closed
    return book.site.is_scheduled(day)
