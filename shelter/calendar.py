"""Sets of dates as whole numbers, a bit a date: a rule over ten years is a handful of operations, exact to the day."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from operator import or_

from shelter.period import Period

MONTH_BITS = 32
"""Every month has as many bits, so that the bits of a month are four bytes and those of a year forty-eight."""
YEAR_BITS = 12 * MONTH_BITS


class Calendar:
    """The dates of the years from `first_year` to `last_year`, each with its place in a whole number."""

    __slots__ = ("_size", "_weekdays", "first_year", "last_year")

    def __init__(self, first_year: int, last_year: int) -> None:
        self.first_year = first_year
        self.last_year = last_year
        self._size = (last_year - first_year + 1) * YEAR_BITS
        self._weekdays: dict[Set[int], int] = {}

    def place(self, day: date) -> int:
        """Where the bit of `day` stands; outside the calendar below zero or beyond its end."""
        return self.month(day) * MONTH_BITS + day.day - 1

    def month(self, day: date) -> int:
        """The month of `day`, counted from the calendar's first."""
        return 12 * (day.year - self.first_year) + day.month - 1

    def through(self, day: date) -> int:
        """The dates up to and including `day`."""
        return (1 << min(max(self.place(day) + 1, 0), self._size)) - 1

    def between(self, first: date | None, last: date | None) -> int:
        """The dates from `first` to `last`, both included; an end that is None has no bound."""
        ends = (1 << self._size) - 1 if last is None else self.through(last)
        if first is None:
            return ends
        before = max(self.place(first), 0)
        return ends >> before << before

    def on(self, weekdays: Set[int]) -> int:
        """The dates on these weekdays (Monday = 0); bits that are no date are in none."""
        found = self._weekdays.get(weekdays)
        if found is None:
            found = self._weekdays[weekdays] = self._found_on(weekdays)
        return found

    def _found_on(self, weekdays: Set[int]) -> int:
        begin, end = date(self.first_year, 1, 1).toordinal(), date(self.last_year, 12, 31).toordinal()
        found = bytearray(self._size // 8)
        for ordinal in range(begin, end + 1):
            day = date.fromordinal(ordinal)
            if day.weekday() in weekdays:
                place = self.place(day)
                found[place // 8] |= 1 << place % 8
        return int.from_bytes(found, "little")

    def dates(self, bits: int) -> Iterator[date]:
        """The dates of `bits`, in order."""
        while bits:
            lowest = bits & -bits
            month, day = divmod(lowest.bit_length() - 1, MONTH_BITS)
            yield date(self.first_year + month // 12, month % 12 + 1, day + 1)
            bits ^= lowest


@lru_cache(maxsize=64)
def calendar_of(first_year: int, last_year: int) -> Calendar:
    return Calendar(first_year, last_year)


def calendar_over(*periods: Period) -> Calendar:
    """The calendar of all the years that the periods touch."""
    return calendar_of(min(one.first.year for one in periods), max(one.last.year for one in periods))


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """Some dates, which are worked out only when they are looked at: of a thousand sites few are."""

    calendar: Calendar
    bits: int

    def __iter__(self) -> Iterator[date]:
        return self.calendar.dates(self.bits)

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dates) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def number_of_any(some: Iterable[Dates]) -> int:
    """How many dates are among one or another of these, which share a calendar."""
    return reduce(or_, (dates.bits for dates in some), 0).bit_count()


NO_DATES = Dates(calendar_of(1970, 1970), 0)
