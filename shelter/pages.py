"""A year of one site on one page: the marks of its dates and the sums of its months, packed for the memory.

A page holds only what follows from the reports and the site's terms (shelter.marking), never what is due: so
a report changes one month of one page, and a new plan changes none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
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

QUEUE = tuple(f"queue_{field.name}" for field in fields(QueueSums))
RANGE = ("applied_lowest", "applied_highest", "lowest_part", "lowest_base", "highest_part", "highest_base")

PARTS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (MARK_BYTES, ("closed", "counted", "late", "corrected")),
    (SUM_BYTES, ("women", "men", "other", "unknown")),
    (MARK_BYTES, ("over", "free", "public_over", "public_free")),
    (SUM_BYTES, ("stays", "guests", "public_stays", "public_guests")),
    (MARK_BYTES, ("asked", "no_show", "away")),
    (SUM_BYTES, (*QUEUE, *RANGE)),
)
"""What follows what on a page. Zeros at its end are left out: a day centre needs neither beds nor a queue.

Pages are kept: whoever changes this, or what is written by it, adds a migration that fills them anew.
"""


def _places() -> Iterator[tuple[str, int]]:
    at = 0
    for size, names in PARTS:
        for name in names:
            yield name, at
            at += size


PLACES = dict(_places())
BEDS_AT, QUEUE_AT = PLACES["over"], PLACES["asked"]
WHOLE = sum(size * len(names) for size, names in PARTS)


# --- writing -------------------------------------------------------------------------------------------


def with_month(page: bytes, terms: Terms, month: date, reports: Sequence[Report]) -> bytes:
    """The page with the month that begins on `month` as its reports, all of them, say it is."""
    place = month.month - 1
    numbers = _month(terms, month.year, place, reports)
    written = bytearray(page.ljust(WHOLE, b"\0"))
    for size, names in PARTS:
        cell = MARK if size == MARK_BYTES else SUM
        for name in names:
            cell.pack_into(written, PLACES[name] + place * cell.size, numbers[name])
    return bytes(written).rstrip(b"\0")


def _month(terms: Terms, year: int, place: int, reports: Sequence[Report]) -> dict[str, int]:
    """Everything a page says of a month. The public sees its beds by women and men alone (C15)."""
    calendar = calendar_of(year, year)
    marks, sums = marks_of(terms, reports, calendar), sums_of(terms, reports)
    public_marks, public_sums = marks, sums
    if terms.capacities and (sums.people.other or sums.people.unknown):
        public = without_outside_gender(reports)
        public_marks, public_sums = marks_of(terms, public, calendar), sums_of(terms, public)
    numbers = {name: getattr(marks, name) for name in MARKS}
    numbers |= {"public_over": public_marks.over, "public_free": public_marks.free}
    numbers = {name: bits >> place * MONTH_BITS for name, bits in numbers.items()}
    people = sums.people
    numbers |= {"women": people.women, "men": people.men, "other": people.other, "unknown": people.unknown}
    numbers |= {"stays": sums.stays, "guests": sums.guests}
    numbers |= {"public_stays": public_sums.stays, "public_guests": public_sums.guests}
    numbers |= zip(QUEUE, QUEUE_VALUES(sums.queue), strict=True)
    return numbers | dict(zip(RANGE, _range_numbers(sums.queue_range), strict=True))


MARKS = tuple(field.name for field in fields(Marks))
QUEUE_VALUES = attrgetter(*(field.name for field in fields(QueueSums)))


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

    __slots__ = ("_beds", "_pages", "_people", "_prefix", "_size")

    def __init__(self, pages: Sequence[bytes], audience: Audience) -> None:
        longest = max(map(len, pages))
        self._size = BEDS_AT if longest <= BEDS_AT else QUEUE_AT if longest <= QUEUE_AT else WHOLE
        self._pages = [page.ljust(self._size, b"\0") for page in pages]
        self._prefix = "public_" if audience is Audience.PUBLIC else ""
        people = ("women", "men") if self._prefix else ("women", "men", "other", "unknown")
        self._people = self._columns(people)
        self._beds: list[tuple[int, ...]] = []
        if self._size > BEDS_AT:
            self._beds = self._columns([f"{self._prefix}stays", f"{self._prefix}guests"])

    @property
    def marks(self) -> Marks:
        names = ["closed", "counted", "late", "corrected"]
        if self._size > BEDS_AT:
            names += [f"{self._prefix}over", f"{self._prefix}free"]
        if self._size > QUEUE_AT:
            names += ["asked", "no_show", "away"]
        return Marks(*[int.from_bytes(self._packed(name, MARK_BYTES), "little") for name in names])

    def sums(self, first: int, end: int) -> Sums:
        """The sums of the months from `first` up to and without `end`, counted from the calendar's first."""
        people = People(*[sum(column[first:end]) for column in self._people])
        stays, guests = [sum(column[first:end]) for column in self._beds] or (0, 0)
        if self._size <= QUEUE_AT:
            return Sums(people, stays, guests)
        queue = QueueSums(*[sum(column[first:end]) for column in self._columns(QUEUE)])
        return Sums(people, stays, guests, queue, range_over(self._ranges(first, end)))

    def _columns(self, names: Sequence[str]) -> list[tuple[int, ...]]:
        """The sums of these names, month after month through all years."""
        unpack = _months_in(len(self._pages)).unpack
        return [unpack(self._packed(name, SUM_BYTES)) for name in names]

    def _packed(self, name: str, size: int) -> bytes:
        at = PLACES[name]
        return b"".join([page[at : at + size] for page in self._pages])

    def _ranges(self, first: int, end: int) -> Iterator[QueueRange]:
        columns = self._columns(("queue_applied_days", *RANGE))
        for days, lowest, highest, part, base, other_part, other_base in zip(
            *(column[first:end] for column in columns), strict=True
        ):
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
    if last < month_end(first):
        return None, (period,)
    if first.day != 1:
        if last == month_end(first):
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
