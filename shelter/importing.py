"""Figures that come in a file: what each row would add or change, and which rows are refused and why.

A file is taken in whole or not at all, so one refused row keeps the others out too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from shelter.dates import opening
from shelter.figures import Count, Queue
from shelter.history import CLOSED, Aspect, Change, Closed, Figures, Numbers, corrects
from shelter.house import House
from shelter.signoff import CROWDED, UNUSUAL_TIMES
from shelter.sites import Kind, Site
from shelter.sums import Report

MOST = 9999
"""No site has more guests or visits in a day; a larger number is several numbers run together, or a sum."""


class Why(StrEnum):
    """Why a row cannot be taken in."""

    NO_SITE = "no_site"
    UNKNOWN_SITE = "unknown_site"
    TWO_SITES = "two_sites"
    NO_DATE = "no_date"
    NOT_A_DATE = "not_a_date"
    EITHER_DATE = "either_date"
    A_LONGER_TIME = "a_longer_time"
    HAS_A_CLOCK = "has_a_clock"
    A_SUM = "a_sum"
    AHEAD = "ahead"
    NOT_IN_SERVICE = "not_in_service"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    BELOW_ZERO = "below_zero"
    TOO_LARGE = "too_large"
    NO_VALUE = "no_value"
    AN_ERROR = "an_error"
    HIDDEN = "hidden"
    GENDERS_MISSING = "genders_missing"
    ONE_GENDER = "one_gender"
    SUM_DIFFERS = "sum_differs"
    CLOSED_WITH_FIGURES = "closed_with_figures"
    NOT_OPEN_OR_CLOSED = "not_open_or_closed"
    SILENT_WITH_FIGURES = "silent_with_figures"
    NO_COUNTS_HERE = "no_counts_here"
    NO_QUEUE_HERE = "no_queue_here"
    CONTRADICTS = "contradicts"
    NOT_LABELLED = "not_labelled"
    MORE_THAN_COUNTED = "more_than_counted"
    NOT_A_MOMENT = "not_a_moment"
    NO_HEADING = "no_heading"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Refused:
    """A row by its number in the file; `column` is the heading concerned, `said` what stands in the way."""

    row: int
    why: Why
    said: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What one row says of one site and date; a part that it does not say is None.

    `received_at` and `revision` are those of a file that was exported from a house; a correction never
    takes them over.
    """

    row: int
    site: str
    date: date
    count: Count | Closed | None = None
    queue: Queue | None = None
    origin: Numbers | None = None
    age: Numbers | None = None
    received_at: datetime | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One change that a row brings; `before` is what held until then, None for what is new."""

    line: Line
    change: Change
    before: Figures | None


@dataclass(frozen=True, slots=True)
class Unusual:
    """A row to look at again: its total beside the beds or the usual number of visits."""

    line: Line
    total: int
    beside: int


Breakdowns = Mapping[tuple[str, date, Aspect], Numbers]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. `same` rows say what holds already, `silent` rows say nothing of their date."""

    steps: tuple[Step, ...] = ()
    same: int = 0
    silent: int = 0
    refused: tuple[Refused, ...] = ()
    unusual: tuple[Unusual, ...] = ()

    @property
    def added(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if not step.change.corrects)

    @property
    def changed(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.change.corrects)


@dataclass(frozen=True, slots=True)
class Taken:
    """The last file that was taken in and not back again: what its revisions would become once more.

    `overtaken` are the sites and dates at which somebody has changed a figure of it since.
    """

    message: int
    source: str
    by: str
    at: datetime
    changes: tuple[Change, ...]
    overtaken: tuple[tuple[str, date], ...]


def plan(
    house: House,
    lines: Sequence[Line],
    held: Iterable[Report],
    breakdowns: Breakdowns,
    now: datetime,
    *,
    refused: Iterable[Refused] = (),
    silent: int = 0,
) -> Plan:
    """Lay the rows beside what holds. `refused` and `silent` are those that were read no further."""
    reports = {(report.site, report.date): report for report in held}
    faults = [*refused, *_doubled(lines), *(fault for line in lines for fault in _faults(house, line, now))]
    kept: list[Step] = []
    same = 0
    for line in lines:
        steps = list(_steps(line, reports.get((line.site, line.date)), breakdowns))
        if any(_contradicts(step.change.figures) for step in steps):
            faults.append(Refused(line.row, Why.CONTRADICTS))
        same += not steps
        kept += steps
    rows = {fault.row for fault in faults}
    return Plan(
        steps=tuple(step for step in kept if step.line.row not in rows),
        same=same,
        silent=silent,
        refused=tuple(sorted(set(faults), key=lambda fault: (fault.row, list(Why).index(fault.why)))),
        unusual=tuple(_unusual(house, lines)),
    )


def _contradicts(figures: Figures | None) -> bool:
    return isinstance(figures, Queue) and figures.contradicts_itself


def _doubled(lines: Sequence[Line]) -> Iterator[Refused]:
    first: dict[tuple[str, date], int] = {}
    for line in lines:
        row = first.setdefault((line.site, line.date), line.row)
        if row != line.row:
            yield Refused(line.row, Why.TWICE, str(row))


def _faults(house: House, line: Line, now: datetime) -> Iterator[Refused]:
    site = house.site(line.site)
    if not site.in_service_on(line.date):
        yield Refused(line.row, Why.NOT_IN_SERVICE, f"{site.name}, {line.date}")
    elif opening(site, line.date) > now:
        yield Refused(line.row, Why.AHEAD, str(line.date))
    if site.kind is Kind.INTAKE and isinstance(line.count, Count):
        yield Refused(line.row, Why.NO_COUNTS_HERE, site.name)
    if line.queue is not None and not _takes(site, line.queue):
        yield Refused(line.row, Why.NO_QUEUE_HERE, site.name)
    for numbers in (line.origin, line.age):
        if numbers is not None and not _is_part_of(numbers, line.count):
            yield Refused(line.row, Why.MORE_THAN_COUNTED)


def _takes(site: Site, queue: Queue) -> bool:
    """The intake tells all of the queue, a shelter who came to its door or did not, a day centre nothing."""
    if site.kind is Kind.NIGHT:
        return queue.applied is None and queue.offered is None
    return site.kind is Kind.INTAKE


def _is_part_of(numbers: Numbers, count: Count | Closed | None) -> bool:
    return isinstance(count, Count) and sum(number for _, number in numbers) <= count.total


def _steps(line: Line, report: Report | None, breakdowns: Breakdowns) -> Iterator[Step]:
    for aspect, before, figures in _beside(line, report, breakdowns):
        if figures is not None and figures != before:
            change = Change(line.site, line.date, aspect, figures, corrects=corrects(before, figures))
            yield Step(line, change, before)


def _beside(
    line: Line, report: Report | None, breakdowns: Breakdowns
) -> Iterator[tuple[Aspect, Figures | None, Figures | None]]:
    """Each part of a row: what holds, and what would."""
    count: Figures | None = None
    if report is not None:
        count = CLOSED if report.closed else report.count
    yield Aspect.COUNT, count, line.count
    queue = report.queue if report else None
    yield Aspect.QUEUE, queue, line.queue and (queue or Queue()).updated(line.queue)
    for aspect, numbers in ((Aspect.ORIGIN, line.origin), (Aspect.AGE, line.age)):
        held = breakdowns.get((line.site, line.date, aspect), ())
        is_same = numbers is not None and sorted(numbers) == sorted(held)
        yield aspect, held or None, (held or None) if is_same else numbers


def _unusual(house: House, lines: Sequence[Line]) -> Iterator[Unusual]:
    """Nights above 120 % of the beds, days above three times the usual: what a sign-off asks about too."""
    for line in lines:
        if not isinstance(line.count, Count):
            continue
        site, total = house.site(line.site), line.count.total
        capacity = site.capacity_on(line.date)
        if site.kind is Kind.NIGHT and capacity is not None and total > CROWDED * capacity.beds:
            yield Unusual(line, total, capacity.beds)
        if site.kind is Kind.DAY and site.usual and Fraction(total) > UNUSUAL_TIMES * site.usual:
            yield Unusual(line, total, site.usual)
