"""Periods of reporting dates: what they are, what they are compared with and what they are called.

How the words of a period are read stands in shelter/periods.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

HALF_YEAR = 5
"""The month in which the first half of the partnership's year begins: May-October, November-April."""


@dataclass(frozen=True, slots=True)
class Period:
    """The reporting dates from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends on or after its first date: {self.first}..{self.last}")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def whole_months(self) -> int:
        """How many calendar months the period is exactly; 0 when it begins or ends within a month."""
        if self.first.day != 1 or self.last != month_end(self.last):
            return 0
        return 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1


def month_end(day: date) -> date:
    # The 28th plus four days is in the next month, save in the very last month there is.
    if (day.year, day.month) == (date.max.year, date.max.month):
        return date.max
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def months(year: int, month: int, count: int = 1) -> Period:
    """`count` calendar months from `month`, which may lie outside 1-12: month 0 is December before."""
    start = 12 * year + month - 1
    end = start + count - 1
    return Period(
        date(start // 12, start % 12 + 1, 1),
        month_end(date(end // 12, end % 12 + 1, 1)),
    )


def months_of(period: Period) -> Iterator[Period]:
    """The calendar months of a period, the first and last cut to it."""
    first, last = (12 * day.year + day.month - 1 for day in (period.first, period.last))
    for place in range(first, last + 1):
        month = months(place // 12, place % 12 + 1)
        yield Period(max(month.first, period.first), min(month.last, period.last))


def half_year_of(day: date, first_month: int = HALF_YEAR) -> Period:
    """The half-year of the partnership that holds `day`."""
    return months(day.year, day.month - (day.month - first_month) % 6, 6)


def same_period_last_year(period: Period) -> Period:
    """The same calendar dates one year earlier (C12); 29 February becomes the 28th."""
    return Period(_year_before(period.first), _year_before(period.last))


def period_before(period: Period) -> Period:
    """The period of the same kind before: as many whole months, otherwise as many days (C12)."""
    if count := period.whole_months:
        return months(period.first.year, period.first.month - count, count)
    return Period(period.first - timedelta(days=period.days), period.first - timedelta(days=1))


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


class NameKind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    MONTHS = "months"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YEARS = "years"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class PeriodName:
    """The shortest name of a period, to be worded elsewhere: `months` of May-Oct 2017 is "maj-okt 2017".

    `number` is that of the week, quarter or calendar half; `year` the year the name carries (for a
    week the ISO year), None for days and for months of two years, where `first` and `last` have theirs.
    """

    kind: NameKind
    first: date
    last: date
    number: int | None = None
    year: int | None = None


def period_name(period: Period) -> PeriodName:
    first, last = period.first, period.last
    count = period.whole_months

    def named(kind: NameKind, number: int | None = None, year: int | None = None) -> PeriodName:
        return PeriodName(kind, first, last, number, year)

    if count and count % 12 == 0 and first.month == 1:
        return named(NameKind.YEAR, year=first.year) if count == 12 else named(NameKind.YEARS)
    if count == 6 and first.month in (1, 7):
        return named(NameKind.HALF, 1 + first.month // 7, first.year)
    if count == 3 and first.month in (1, 4, 7, 10):
        return named(NameKind.QUARTER, 1 + first.month // 3, first.year)
    if count == 1:
        return named(NameKind.MONTH, year=first.year)
    if count:
        return named(NameKind.MONTHS, year=first.year if first.year == last.year else None)
    if period.days == 1:
        return named(NameKind.DAY)
    if period.days == 7 and first.isoweekday() == 1:
        return named(NameKind.WEEK, first.isocalendar().week, first.isocalendar().year)
    return named(NameKind.DAYS)
