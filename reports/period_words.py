"""Periods and dates in words, and what to say of words that name none."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from reports.wording import Wording
from shelter.period import NameKind, Period, period_name
from shelter.periods import Fault, UnknownPeriod

LISTED_DATES = 10
"""Missing dates are listed one by one up to this many, then as ranges (docs/report.md)."""


def period_words(wording: Wording, period: Period) -> str:
    """The shortest name of a period: `maj-okt 2017`, `okt 2017`, `v 44 2017`, `1-15 maj 2017`."""
    name = period_name(period)
    first, last = name.first, name.last
    match name.kind:
        case NameKind.YEAR:
            return str(name.year)
        case NameKind.YEARS:
            return f"{first.year}-{last.year}"
        case NameKind.WEEK:
            return wording.say("week {number} {year}", number=name.number, year=name.year)
        case NameKind.MONTH:
            return f"{wording.month(first.month)} {first.year}"
        case NameKind.MONTHS | NameKind.QUARTER | NameKind.HALF:
            head = wording.month(first.month)
            if first.year != last.year:
                head += f" {first.year}"
            return f"{head}-{wording.month(last.month)} {last.year}"
    return wording.days(first, last, year=True)


def dates_words(wording: Wording, days: Sequence[date]) -> str:
    """Dates one by one up to ten, then as ranges: `3 okt, 5 okt` or `1-14 okt, 20 okt`."""
    if len(days) <= LISTED_DATES:
        return wording.series(wording.day(day) for day in days)
    return wording.series(wording.days(first, last) for first, last in ranges(days))


def ranges(days: Iterable[date]) -> list[tuple[date, date]]:
    """Dates in order, those in a row as their first and last."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def not_a_period(wording: Wording, fault: UnknownPeriod) -> str:
    """What was wrong with the words of a period, and words that work."""
    words = fault.words[:22]  # as long as two dates with their dots
    reason = {
        Fault.NO_SUCH_DATE: wording.say("There is no such date: {words}.", words=words),
        Fault.BACKWARDS: wording.say("The period ends before it begins: {words}.", words=words),
        Fault.AHEAD: wording.say("That is still ahead: {words}.", words=words),
        Fault.TOO_WIDE: wording.say("That is more than a hundred years: {words}.", words=words),
        Fault.AMBIGUOUS: wording.say("That can mean two periods: {words}.", words=words),
    }.get(fault.fault, wording.say("I do not know the period {words}.", words=words))
    example = wording.say("Write for example: summary may-oct 2017, week 44 or yesterday.")
    return f"{reason} {example}"
