"""A period beside an earlier one (C12): differences, percent change, percentage points, warnings."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from shelter.calendar import number_of_any
from shelter.rounding import is_small_base
from shelter.sites import Kind, Site
from shelter.sums import SiteFigures
from shelter.totals import Totals, day_of, intake_of, night_of, ratio

COMPLETENESS_GAP = Fraction(5, 100)
"""Periods whose completeness differs by more than this are compared with a warning."""


class Measure(StrEnum):
    """What is compared, in the order of the report's table."""

    STAYS = "stays"
    STAYS_PER_NIGHT = "stays_per_night"
    SHARE_WOMEN_NIGHT = "share_women_night"
    OCCUPANCY = "occupancy"
    NIGHT_COMPLETENESS = "night_completeness"
    VISITS = "visits"
    VISITS_PER_OPEN_DAY = "visits_per_open_day"
    SHARE_WOMEN_DAY = "share_women_day"
    DAY_COMPLETENESS = "day_completeness"
    APPLIED = "applied"
    APPLIED_PER_DAY = "applied_per_day"
    PLACEMENT_RATE = "placement_rate"
    NO_SHOW_RATE = "no_show_rate"
    INTAKE_COMPLETENESS = "intake_completeness"


SHARES = frozenset(
    {
        Measure.SHARE_WOMEN_NIGHT,
        Measure.OCCUPANCY,
        Measure.NIGHT_COMPLETENESS,
        Measure.SHARE_WOMEN_DAY,
        Measure.DAY_COMPLETENESS,
        Measure.PLACEMENT_RATE,
        Measure.NO_SHOW_RATE,
        Measure.INTAKE_COMPLETENESS,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One measure in both periods. None is "no comparison available", never 0 and never 100 %."""

    measure: Measure
    now: Fraction | None
    before: Fraction | None

    @property
    def is_share(self) -> bool:
        return self.measure in SHARES

    @property
    def difference(self) -> Fraction | None:
        """Now less before; of shares in percentage points, from the exact values."""
        if self.now is None or self.before is None:
            return None
        return (self.now - self.before) * (100 if self.is_share else 1)

    @property
    def percent_change(self) -> Fraction | None:
        """In percent of before; None for shares and from 0."""
        if self.is_share or self.now is None or not self.before:
            return None
        return 100 * (self.now - self.before) / self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """`sites` are in service in both periods and alone in the lines; `left_out` are in one of them only."""

    lines: tuple[Line, ...]
    sites: tuple[Site, ...]
    left_out: tuple[Site, ...]
    completeness_differs: frozenset[Kind]

    def line(self, measure: Measure) -> Line:
        return next(line for line in self.lines if line.measure is measure)


def comparison(now: Totals, before: Totals) -> Comparison:
    """`now` beside an earlier period of the same house and programme."""
    earlier = {held.site.short for held in before.sites}
    later = {held.site.short for held in now.sites}
    both = earlier & later
    left_out = {
        held.site.short: held.site for held in (*now.sites, *before.sites) if held.site.short not in both
    }
    values_now, values_before = _values(now, both), _values(before, both)
    lines = tuple(Line(measure, values_now[measure], values_before[measure]) for measure in Measure)
    told = {line.measure: line for line in lines}
    return Comparison(
        lines=lines,
        sites=tuple(held.site for held in now.sites if held.site.short in both),
        left_out=tuple(left_out.values()),
        completeness_differs=frozenset(
            kind for kind in Kind if _differs(told[Measure(f"{kind.value}_completeness")])
        ),
    )


def _values(totals: Totals, shorts: set[str]) -> dict[Measure, Fraction | None]:
    def of(kind: Kind) -> list[SiteFigures]:
        return [held.figures for held in totals.sites if held.site.short in shorts and held.site.kind is kind]

    night, day, intake = totals.night, totals.day, intake_of(of(Kind.INTAKE))
    nights = totals.nights
    if len(shorts) < len(totals.sites):
        night, day = night_of(of(Kind.NIGHT)), day_of(of(Kind.DAY))
        # A night that only a shelter left out has told is none of those compared.
        nights = number_of_any(one.nights for one in of(Kind.NIGHT))
    if totals.intake.from_shelters and of(Kind.INTAKE):
        # The shelters' own figures are known for the house as a whole only.
        intake = totals.intake
    days = sum(one.queue.applied_days for one in of(Kind.INTAKE))
    stays = night.stays if night.nights_counted else None
    return {
        Measure.STAYS: _whole(stays),
        Measure.STAYS_PER_NIGHT: None if stays is None else ratio(stays, nights),
        Measure.SHARE_WOMEN_NIGHT: _certain(night.share_women, night.people.women + night.people.men),
        Measure.OCCUPANCY: _certain(night.occupancy(night.bed_nights.reported), night.bed_nights.reported),
        Measure.NIGHT_COMPLETENESS: night.reports.completeness,
        Measure.VISITS: _whole(day.visits if day.days_counted else None),
        Measure.VISITS_PER_OPEN_DAY: day.visits_per_open_day,
        Measure.SHARE_WOMEN_DAY: _certain(day.share_women, day.people.women + day.people.men),
        Measure.DAY_COMPLETENESS: day.reports.completeness,
        Measure.APPLIED: _whole(intake.applied),
        Measure.APPLIED_PER_DAY: None if intake.applied is None else ratio(intake.applied, days),
        Measure.PLACEMENT_RATE: _certain(intake.placement_rate, intake.applied or 0),
        Measure.NO_SHOW_RATE: _certain(intake.no_show_rate, intake.offered or 0),
        Measure.INTAKE_COMPLETENESS: intake.reports.completeness,
    }


def _certain(share: Fraction | None, base: int) -> Fraction | None:
    """A share of so few that it is never shown is not compared either (C9)."""
    return None if is_small_base(base) else share


def _whole(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _differs(completeness: Line) -> bool:
    if completeness.now is None or completeness.before is None:
        return False
    return abs(completeness.now - completeness.before) > COMPLETENESS_GAP
