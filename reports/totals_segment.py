"""The totals of a period in one SMS segment."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reports.period_words import period_words
from reports.totals_words import (
    Beside,
    Place,
    at_least,
    changes_told,
    completeness,
    points_between,
    whole_percent,
)
from reports.wording import Wording, first_that_fits
from shelter.privacy import Audience
from shelter.rounding import half_up, is_small_base, percentages
from shelter.sums import People
from shelter.totals import Day, Intake, Night, Totals


def in_one_segment(wording: Wording, beside: Beside, site: Place | None = None) -> str:
    """The whole answer to `/summary` in one SMS: completeness first, women and men side by side.

    What else there is to say follows as far as it fits: the change, night beside day, overbooking.
    """
    totals = beside.totals
    name = period_words(wording, totals.period)
    if site is not None:
        name = f"{site.name}, {name}"
    complete = completeness(wording, totals)
    more = list(_more(wording, beside))
    variants = []
    for kept in range(len(more), -1, -1):
        for brief in (False, True):
            parts = [part for part in _parts(wording, totals, brief=brief) if part]
            parts = (parts or [wording.say("Nothing reported.")]) + more[:kept]
            variants.append(f"{name}: {complete}. " + " ".join(parts))
    return first_that_fits(*variants, _barest(wording, totals, site))


def _barest(wording: Wording, totals: Totals, site: Place | None) -> str:
    """For sums of so many millions that the shares no longer fit: completeness and the sums alone."""
    name = period_words(wording, totals.period)
    if site is not None:
        name = f"{site.short}, {name}"
    complete = wording.say(
        "{rate} of reports", rate=whole_percent(wording, totals.reports.completeness or Fraction(0))
    )
    stays = at_least(wording, totals.night.reports, totals.night.stays)
    visits = at_least(wording, totals.day.reports, totals.day.visits)
    sums = wording.say("Night {stays}, day {visits}.", stays=stays, visits=visits)
    return f"{name}: {complete}. {sums}"


def _more(wording: Wording, beside: Beside) -> Iterator[str]:
    if beside.audience is Audience.PUBLIC:
        yield wording.say("Women and men only.")
    for told, sentence in (
        (beside.last_year, wording.say("Last year: {changes}.", changes="{changes}")),
        (beside.before, wording.say("Before: {changes}.", changes="{changes}")),
    ):
        changes = changes_told(wording, told)
        if changes:
            yield sentence.replace("{changes}", changes)
            break
    points = points_between(beside.totals)
    if points is not None:
        signed = _signed(half_up(points))
        yield wording.say("Night-day {points} pp women.", points=signed)
    if beside.totals.night.overbooked.site_nights:
        yield wording.say("Overbooked {n}.", n=wording.number(beside.totals.night.overbooked.site_nights))


def _signed(number: Decimal) -> str:
    return f"+{number}" if number > 0 else str(number)


def _parts(wording: Wording, totals: Totals, *, brief: bool) -> Iterator[str]:
    night, day = totals.night, totals.day
    if night.nights_counted:
        yield _night_part(wording, night, brief=brief)
    elif night.reports.due:
        yield wording.say("Night: nothing reported.")
    if day.days_counted:
        yield _day_part(wording, day, brief=brief)
    elif day.reports.due:
        yield wording.say("Day: nothing reported.")
    if totals.intake.applied is not None:
        yield _intake_part(wording, totals.intake)


def _split(wording: Wording, people: People) -> str:
    """Women and men of women and men (C7): as percentages, or as numbers on a small base (C9)."""
    if is_small_base(people.women + people.men):
        said = wording.say("{women} w, {men} m", women=people.women, men=people.men)
    else:
        women, men = percentages((people.women, people.men)) or (0, 0)
        said = wording.say("{women}% w, {men}% m", women=women, men=men)
    if people.other or people.unknown:
        said += ", " + wording.say("{n} other/unknown", n=people.other + people.unknown)
    return said


def _night_part(wording: Wording, night: Night, *, brief: bool) -> str:
    stays = at_least(wording, night.reports, night.stays)
    said = wording.say("Night {stays} ({split})", stays=stays, split=_split(wording, night.people))
    rate = night.occupancy(night.bed_nights.reported)
    if rate is not None:
        shown = whole_percent(wording, rate)
        said += (
            wording.say(", occ. {rate}", rate=shown)
            if brief
            else wording.say(", occupancy {rate}", rate=shown)
        )
    return said + "."


def _day_part(wording: Wording, day: Day, *, brief: bool) -> str:
    visits = at_least(wording, day.reports, day.visits)
    if brief:
        return wording.say("Day {visits} ({split}).", visits=visits, split=_split(wording, day.people))
    return wording.say("Day {visits} visits ({split}).", visits=visits, split=_split(wording, day.people))


def _intake_part(wording: Wording, intake: Intake) -> str:
    applied = at_least(wording, intake.reports, intake.applied or 0)
    if intake.placement_rate is None:
        return wording.say("Queue {applied}.", applied=applied)
    rate = whole_percent(wording, intake.placement_rate)
    return wording.say("Queue {applied}, {rate} placed.", applied=applied, rate=rate)
