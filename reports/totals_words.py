"""What the summary says alike in one segment and on a page of lines."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from reports.wording import Wording
from shelter.comparison import Comparison, Measure
from shelter.privacy import Audience
from shelter.rounding import half_up
from shelter.sums import Reports
from shelter.totals import Totals


@dataclass(frozen=True, slots=True)
class Beside:
    """The totals beside those of the same period last year and the period before; None where there are none.

    For the public all of them are of women and men alone (C15), and the reader is told so.
    """

    totals: Totals
    last_year: Comparison | None = None
    before: Comparison | None = None
    audience: Audience = Audience.STAFF


class Place(Protocol):
    """A part of the house that totals are of: a site, or an organisation's."""

    @property
    def name(self) -> str: ...

    @property
    def short(self) -> str: ...


def completeness(wording: Wording, totals: Totals) -> str:
    reports = totals.reports
    if reports.due == 0:
        return wording.say("no report is due yet") if reports.awaited else wording.say("no report is due")
    if totals.complete:
        return wording.say("complete")
    told = wording.say(
        "{received} of {due} reports",
        received=wording.number(reports.received),
        due=wording.number(reports.due),
    )
    return told + (", " + wording.say("{n} awaited", n=reports.awaited) if reports.awaited else "")


def at_least(wording: Wording, reports: Reports, number: int) -> str:
    """A number that is only a lower bound says so (C10)."""
    return or_more(wording, reports, wording.number(number))


def or_more(wording: Wording, reports: Reports, shown: str) -> str:
    """The same of a number that is in words already, such as a rate."""
    return shown if reports.are_complete else wording.say("at least {number}", number=shown)


def points_between(totals: Totals) -> Fraction | None:
    """The share of women at night less that by day, in percentage points, from the exact values."""
    night, day = totals.night.share_women, totals.day.share_women
    return None if night is None or day is None else 100 * (night - day)


def changes_told(wording: Wording, told: Comparison | None) -> str:
    """The percent change of stays per night and visits per open day: periods are not equally long (C12)."""
    if told is None:
        return ""
    named = (
        (wording.say("per night"), Measure.STAYS_PER_NIGHT),
        (wording.say("per day"), Measure.VISITS_PER_OPEN_DAY),
    )
    changes = [(name, told.line(measure).percent_change) for name, measure in named]
    return wording.series(
        f"{name} {_signed_percent(wording, half_up(change))}"
        for name, change in changes
        if change is not None
    )


def _signed_percent(wording: Wording, number: Decimal) -> str:
    return ("+" if number > 0 else "") + wording.percent(int(number))


def whole_percent(wording: Wording, value: Fraction) -> str:
    return wording.percent(int(half_up(100 * value)))


def one_decimal(wording: Wording, value: Fraction) -> str:
    return wording.decimal(half_up(100 * value, 1))
