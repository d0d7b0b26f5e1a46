"""A year of one site on one page: the marks of its dates and the sums of its months, packed for the memory.

A page holds only what follows from the reports and the site's terms (shelter.marking), never what is due: so
a report changes one month of one page, and a new plan changes none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from struct import Struct

from shelter.calendar import MONTH_BITS, YEAR_BITS, calendar_of
from shelter.marking import Terms, marks_of, sums_of
from shelter.period import Period, month_end
from shelter.privacy import Audience, without_outside_gender
from shelter.sums import Marks, People, QueueRange, QueueSums, Report, Sums, range_over

MARK = Struct("<I")
"""The dates of one month."""
SUM = Struct("<q")
"""One month's sum, in eight bytes, so that none is too large; places used are below zero where more stayed away
than were offered one."""

MARK_BYTES = YEAR_BITS // 8
SUM_BYTES = 12 * SUM.size

PEOPLE = ("women", "men", "other", "unknown")
QUEUE = tuple(f"queue_{field.name}" for field in fields(QueueSums))
RANGE = ("applied_lowest", "applied_highest", "lowest_part", "lowest_base", "highest_part", "highest_base")

PARTS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (MARK_BYTES, ("told", "closed", "counted", "asked", "late", "corrected")),
    (SUM_BYTES, PEOPLE),
    (MARK_BYTES, ("over", "free", "public_over", "public_free")),
    (SUM_BYTES, ("stays", "guests", "public_stays", "public_guests")),
    (MARK_BYTES, ("no_show", "away")),
    (SUM_BYTES, (*QUEUE, *RANGE)),
)
"""What follows what on a page. Zeros at its end are left out: a day centre needs neither beds nor a queue."""


def _places() -> Iterator[tuple[str, int]]:
    at = 0
    for size, names in PARTS:
        for name in names:
            yield name, at
            at += size


PLACES = dict(_places())
BLANK = b"\0" * sum(size * len(names) for size, names in PARTS)
BEDS_AT, QUEUE_AT = PLACES["over"], PLACES["no_show"]


# --- writing -------------------------------------------------------------------------------------------


def with_month(page: bytes, terms: Terms, month: date, reports: Sequence[Report]) -> bytes:
    """The page with the month that begins on `month` as its reports, all of them, say it is."""
    calendar = calendar_of(month.year, month.year)
    place = month.month - 1
    public = without_outside_gender(reports)
    marks, sums = marks_of(terms, reports, calendar), sums_of(terms, reports)
    public_marks, public_sums = marks_of(terms, public, calendar), sums_of(terms, public)
    numbers = {name: getattr(marks, name) for name in Marks.__slots__}
    numbers |= {"public_over": public_marks.over, "public_free": public_marks.free}
    for name in numbers:
        numbers[name] = numbers[name] >> place * MONTH_BITS
    numbers |= {name: getattr(sums.people, name) for name in PEOPLE}
    numbers |= {"stays": sums.stays, "guests": sums.guests}
    numbers |= {"public_stays": public_sums.stays, "public_guests": public_sums.guests}
    numbers |= zip(QUEUE, astuple(sums.queue), strict=True)
    numbers |= zip(RANGE, _range_numbers(sums.queue_range), strict=True)
    written = bytearray(page.ljust(len(BLANK), b"\0"))
    for size, names in PARTS:
        cell = MARK if size == MARK_BYTES else SUM
        for name in names:
            cell.pack_into(written, PLACES[name] + place * cell.size, numbers[name])
    return bytes(written).rstrip(b"\0")


def page_of(terms: Terms, year: int, reports: Sequence[Report]) -> bytes:
    """The page of a year from all its reports."""
    page = b""
    for number in range(1, 13):
        told = [report for report in reports if report.date.month == number]
        if told:
            page = with_month(page, terms, date(year, number, 1), told)
    return page


def _range_numbers(held: QueueRange) -> tuple[int, ...]:
    """A range as whole numbers; a base of 0 stands for none, and so do no days that told of applicants."""
    lowest, highest = held.placement_lowest, held.placement_highest
    return (
        held.applied_lowest or 0,
        held.applied_highest or 0,
        *(lowest.as_integer_ratio() if lowest is not None else (0, 0)),
        *(highest.as_integer_ratio() if highest is not None else (0, 0)),
    )


# --- reading -------------------------------------------------------------------------------------------


class Ledger:
    """The pages of one site, one for each year of a calendar, as one reader may see them."""

    __slots__ = ("_months", "_pages", "_prefix", "_size")

    def __init__(self, pages: Sequence[bytes], audience: Audience) -> None:
        self._size = max(map(len, pages))
        self._pages = pages if len(pages) == 1 else [page.ljust(len(BLANK), b"\0") for page in pages]
        self._prefix = "public_" if audience is Audience.PUBLIC else ""
        self._months: dict[str, tuple[int, ...]] = {}

    @property
    def marks(self) -> Marks:
        told, closed, counted, asked, late, corrected = map(self._mark, PARTS[0][1])
        if self._size <= BEDS_AT:
            return Marks(told, closed, counted, asked, late, corrected)
        over, free = self._mark(f"{self._prefix}over"), self._mark(f"{self._prefix}free")
        no_show, away = self._mark("no_show"), self._mark("away")
        return Marks(told, closed, counted, asked, late, corrected, over, free, no_show, away)

    def _mark(self, name: str) -> int:
        at = PLACES[name]
        return int.from_bytes(b"".join([page[at : at + MARK_BYTES] for page in self._pages]), "little")

    def sums(self, first: int, end: int) -> Sums:
        """The sums of the months from `first` up to and without `end`, counted from the calendar's first."""
        women, men = self._sum("women", first, end), self._sum("men", first, end)
        if self._prefix:
            people = People(women, men)
        else:
            people = People(women, men, self._sum("other", first, end), self._sum("unknown", first, end))
        if self._size <= BEDS_AT:
            return Sums(people)
        stays = self._sum(f"{self._prefix}stays", first, end)
        guests = self._sum(f"{self._prefix}guests", first, end)
        if self._size <= QUEUE_AT:
            return Sums(people, stays, guests)
        queue = QueueSums(*(self._sum(name, first, end) for name in QUEUE))
        return Sums(people, stays, guests, queue, range_over(self._ranges(first, end)))

    def _sum(self, name: str, first: int, end: int) -> int:
        return sum(self._column(name)[first:end])

    def _column(self, name: str) -> tuple[int, ...]:
        column = self._months.get(name)
        if column is None:
            at = PLACES[name]
            packed = b"".join([page[at : at + SUM_BYTES].ljust(SUM_BYTES, b"\0") for page in self._pages])
            column = self._months[name] = _months_in(len(self._pages)).unpack(packed)
        return column

    def _ranges(self, first: int, end: int) -> Iterator[QueueRange]:
        held = zip(*(self._column(name)[first:end] for name in ("queue_applied_days", *RANGE)), strict=True)
        for days, lowest, highest, part, base, other_part, other_base in held:
            if days:
                yield QueueRange(
                    lowest,
                    highest,
                    Fraction(part, base) if base else None,
                    Fraction(other_part, other_base) if other_base else None,
                )


@lru_cache
def _months_in(years: int) -> Struct:
    return Struct(f"<{12 * years}q")


def whole_months(period: Period) -> tuple[Period | None, tuple[Period, ...]]:
    """The whole months of a period, if any, and what remains of it before and after them."""
    first, last = period.first, period.last
    if first.day != 1:
        if last <= month_end(first):
            return None, (period,)
        first = month_end(first) + timedelta(days=1)
    if last != month_end(last):
        last = last.replace(day=1) - timedelta(days=1)
    if last < first:
        return None, (period,)
    edges = []
    if period.first < first:
        edges.append(Period(period.first, first - timedelta(days=1)))
    if last < period.last:
        edges.append(Period(last + timedelta(days=1), period.last))
    return Period(first, last), tuple(edges)
