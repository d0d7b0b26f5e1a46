"""Totals of a period in words: one SMS segment for a phone, a page of lines for a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from reports.wording import Wording, first_that_fits
from shelter.comparison import Comparison, Measure
from shelter.period import NameKind, Period, period_name
from shelter.periods import Fault, UnknownPeriod
from shelter.rounding import half_up, is_small_base, percentages
from shelter.sums import People, Reports
from shelter.totals import Day, Intake, Night, SiteTotals, Totals

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
    return wording.series(wording.days(first, last) for first, last in _ranges(days))


def _ranges(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    first = last = days[0]
    for day in days[1:]:
        if day - last > timedelta(days=1):
            yield first, last
            first = day
        last = day
    yield first, last


def whole_percent(wording: Wording, value: Fraction) -> str:
    return wording.percent(int(half_up(100 * value)))


def one_decimal(wording: Wording, value: Fraction) -> str:
    return wording.decimal(half_up(100 * value, 1))


# --- one segment -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Beside:
    """The totals beside those of the same period last year and the period before; None where there are none."""

    totals: Totals
    last_year: Comparison | None = None
    before: Comparison | None = None


class Place(Protocol):
    """A part of the house that totals are of: a site, or an organisation's."""

    @property
    def name(self) -> str: ...

    @property
    def short(self) -> str: ...


def in_one_segment(wording: Wording, beside: Beside, site: Place | None = None) -> str:
    """The whole answer to `/summary` in one SMS: completeness first, women and men side by side.

    What else there is to say follows as far as it fits: the change, night beside day, overbooking.
    """
    totals = beside.totals
    name = period_words(wording, totals.period)
    if site is not None:
        name = f"{site.name}, {name}"
    complete = _completeness(wording, totals)
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
    stays = _at_least(wording, totals.night.reports, totals.night.stays)
    visits = _at_least(wording, totals.day.reports, totals.day.visits)
    sums = wording.say("Night {stays}, day {visits}.", stays=stays, visits=visits)
    return f"{name}: {complete}. {sums}"


def _more(wording: Wording, beside: Beside) -> Iterator[str]:
    for told, sentence in (
        (beside.last_year, wording.say("Last year: {changes}.", changes="{changes}")),
        (beside.before, wording.say("Before: {changes}.", changes="{changes}")),
    ):
        changes = _changes(wording, told)
        if changes:
            yield sentence.replace("{changes}", changes)
            break
    points = points_between(beside.totals)
    if points is not None:
        signed = _signed(half_up(points))
        yield wording.say("Night-day {points} pp women.", points=signed)
    if beside.totals.night.overbooked.site_nights:
        yield wording.say("Overbooked {n}.", n=wording.number(beside.totals.night.overbooked.site_nights))


def points_between(totals: Totals) -> Fraction | None:
    """The share of women at night less that by day, in percentage points, from the exact values."""
    night, day = totals.night.share_women, totals.day.share_women
    return None if night is None or day is None else 100 * (night - day)


def _changes(wording: Wording, told: Comparison | None) -> str:
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


def _signed(number: Decimal) -> str:
    return f"+{number}" if number > 0 else str(number)


def _signed_percent(wording: Wording, number: Decimal) -> str:
    return ("+" if number > 0 else "") + wording.percent(int(number))


def _completeness(wording: Wording, totals: Totals) -> str:
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


def _at_least(wording: Wording, reports: Reports, number: int) -> str:
    """A number that is only a lower bound says so (C10)."""
    if reports.due and reports.are_complete:
        return wording.number(number)
    return wording.say("at least {number}", number=wording.number(number))


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
    stays = _at_least(wording, night.reports, night.stays)
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
    visits = _at_least(wording, day.reports, day.visits)
    if brief:
        return wording.say("Day {visits} ({split}).", visits=visits, split=_split(wording, day.people))
    return wording.say("Day {visits} visits ({split}).", visits=visits, split=_split(wording, day.people))


def _intake_part(wording: Wording, intake: Intake) -> str:
    applied = _at_least(wording, intake.reports, intake.applied or 0)
    if intake.placement_rate is None:
        return wording.say("Queue {applied}.", applied=applied)
    rate = whole_percent(wording, intake.placement_rate)
    return wording.say("Queue {applied}, {rate} placed.", applied=applied, rate=rate)


def not_a_period(wording: Wording, fault: UnknownPeriod) -> str:
    """What was wrong with the words of a period, and words that work."""
    words = fault.words[:20]
    reason = {
        Fault.NO_SUCH_DATE: wording.say("There is no such date: {words}.", words=words),
        Fault.BACKWARDS: wording.say("The period ends before it begins: {words}.", words=words),
        Fault.TOO_WIDE: wording.say("That is more than a hundred years: {words}.", words=words),
        Fault.AMBIGUOUS: wording.say("That can mean two periods: {words}.", words=words),
    }.get(fault.fault, wording.say("I do not know the period {words}.", words=words))
    example = wording.say("Write for example: summary may-oct 2017, week 44 or yesterday.")
    return f"{reason} {example}"


# --- a page of lines -------------------------------------------------------------------------------------


LONGEST_IN_CHAT = 3500
"""Characters; Telegram takes 4096."""


def in_chat(wording: Wording, beside: Beside, place: Place | None = None) -> str:
    """The whole summary for a channel with room: as in the terminal, up to what one message holds."""
    lines = list(_lines(wording, beside))
    if place is not None:
        lines[0] = f"{place.name}, {lines[0]}"
    kept, size = 0, 0
    while kept < len(lines) and size + len(lines[kept]) < LONGEST_IN_CHAT:
        size += len(lines[kept]) + 1
        kept += 1
    if kept < len(lines):
        more = wording.plural("... and {n} more line.", "... and {n} more lines.", len(lines) - kept)
        lines = [*lines[:kept], more + " " + wording.say("Ask for one site or a shorter period.")]
    return "\n".join(lines)


def in_lines(wording: Wording, beside: Beside) -> str:
    """The whole summary for a terminal: every kind, every site, the missing dates."""
    return "\n".join(_lines(wording, beside))


def _lines(wording: Wording, beside: Beside) -> Iterator[str]:
    totals = beside.totals
    nights = wording.plural("{n} night", "{n} nights", totals.period.days)
    yield f"{period_words(wording, totals.period)} ({totals.period.first}..{totals.period.last}, {nights})"
    yield wording.say("Completeness: {told}", told=_completeness(wording, totals))
    yield ""
    # A kind of which nothing has come is missing, never 0 (C13).
    if totals.night.nights_counted or totals.night.closed:
        yield from _night_lines(wording, totals)
    elif totals.night.reports.due:
        yield wording.say("Night: nothing reported.") + f" {_reports_line(wording, totals.night.reports)}"
    if totals.day.days_counted or totals.day.closed:
        yield from _day_lines(wording, totals)
    elif totals.day.reports.due:
        yield wording.say("Day: nothing reported.") + f" {_reports_line(wording, totals.day.reports)}"
    if totals.intake.reports.due or totals.intake.applied is not None:
        yield from _intake_lines(wording, totals.intake)
    yield from _beside_lines(wording, beside)
    for held in totals.sites:
        yield _site_line(wording, held)
    if totals.missing:
        yield ""
        yield wording.say("Missing:")
        for site, days in totals.missing:
            yield f"  {site.name}: {dates_words(wording, days)}"


def _beside_lines(wording: Wording, beside: Beside) -> Iterator[str]:
    """Night beside day, and the change since earlier periods."""
    night, day = beside.totals.night.share_women, beside.totals.day.share_women
    points = points_between(beside.totals)
    if night is not None and day is not None and points is not None:
        yield wording.say(
            "Share of women: night {night}, day {day}, {points} percentage points",
            night=one_decimal(wording, night),
            day=one_decimal(wording, day),
            points=wording.plain_decimal(half_up(points, 1)),
        )
    for told, name in (
        (beside.last_year, wording.say("Same period last year")),
        (beside.before, wording.say("The period before")),
    ):
        changes = _changes(wording, told) or wording.say("no comparison available")
        yield f"{name}: {changes}"
        if told is not None and told.left_out:
            sites = wording.series(site.name for site in told.left_out)
            yield "  " + wording.say("left out: {sites}", sites=sites)
        if told is not None and told.completeness_differs:
            yield "  " + wording.say("completeness differs by more than 5 percentage points")


def _people_line(wording: Wording, people: People) -> str:
    shares = percentages((people.women, people.men))
    women, men = wording.number(people.women), wording.number(people.men)
    if shares is None or is_small_base(people.women + people.men):
        said = wording.say("{women} women, {men} men", women=women, men=men)
    else:
        said = wording.say(
            "{women} women ({share_women}%), {men} men ({share_men}%)",
            women=women,
            men=men,
            share_women=shares[0],
            share_men=shares[1],
        )
    if people.other or people.unknown:
        said += wording.say(", {other} other, {unknown} unknown", other=people.other, unknown=people.unknown)
    return said


def _reports_line(wording: Wording, reports: Reports) -> str:
    return wording.say(
        "{received} of {due} reports, {on_time} on time",
        received=wording.number(reports.received),
        due=wording.number(reports.due),
        on_time=wording.number(reports.on_time),
    )


def _night_lines(wording: Wording, totals: Totals) -> Iterator[str]:
    night = totals.night
    yield wording.say("Overnight stays: {stays}", stays=_at_least(wording, night.reports, night.stays))
    yield f"  {_people_line(wording, night.people)}"
    bases = [(wording.say("of open beds with a report"), night.bed_nights.reported)]
    if night.agreed_differs:
        bases.append((wording.say("of agreed beds"), night.bed_nights.agreed))
    for name, base in bases:
        rate = night.occupancy(base)
        if rate is not None:
            bed_nights = wording.plural("{n} bed-night", "{n} bed-nights", base)
            told = wording.say("occupancy {rate} {of_beds}", rate=one_decimal(wording, rate), of_beds=name)
            yield f"  {told} ({bed_nights})"
    over = night.overbooked
    if over.site_nights:
        yield "  " + wording.say(
            "overbooked: {nights} site-nights, {guests} guests above the beds, {free} with free beds elsewhere",
            nights=over.site_nights,
            guests=over.guests,
            free=over.with_free_beds_elsewhere,
        )
    if night.closed:
        yield "  " + wording.plural("{n} closed night", "{n} closed nights", night.closed)
    yield f"  {_reports_line(wording, night.reports)}"


def _day_lines(wording: Wording, totals: Totals) -> Iterator[str]:
    day = totals.day
    yield wording.say("Visits: {visits}", visits=_at_least(wording, day.reports, day.visits))
    yield f"  {_people_line(wording, day.people)}"
    if day.closed:
        yield "  " + wording.plural("{n} closed day", "{n} closed days", day.closed)
    yield f"  {_reports_line(wording, day.reports)}"
    yield "  " + wording.say("Visits are not unique people.")


def _intake_lines(wording: Wording, intake: Intake) -> Iterator[str]:
    named = (
        (wording.say("applied"), intake.applied),
        (wording.say("offered"), intake.offered),
        (wording.say("no-show"), intake.no_show),
        (wording.say("turned away"), intake.away),
    )
    told = wording.series(f"{name} {wording.number(value)}" for name, value in named if value is not None)
    yield wording.say("Queue: {told}", told=told or wording.say("nothing reported"))
    if intake.placement_rate is not None:
        yield "  " + wording.say("placement rate {rate}", rate=one_decimal(wording, intake.placement_rate))
    if intake.no_show_rate is not None:
        yield "  " + wording.say("no-show rate {rate}", rate=one_decimal(wording, intake.no_show_rate))
    yield f"  {_reports_line(wording, intake.reports)}"


def _site_line(wording: Wording, held: SiteTotals) -> str:
    block = held.block
    if not held.figures.reports.received and not held.figures.counted:
        return f"{held.site.name}  " + wording.say("nothing reported")
    match block:
        case Night():
            rate = block.occupancy(block.bed_nights.reported)
            said = f"{_at_least(wording, block.reports, block.stays)}: {_people_line(wording, block.people)}"
            if rate is not None:
                said += wording.say(", occupancy {rate}", rate=one_decimal(wording, rate))
        case Day():
            said = f"{_at_least(wording, block.reports, block.visits)}: {_people_line(wording, block.people)}"
        case Intake():
            applied = _at_least(wording, block.reports, block.applied or 0)
            said = wording.say("{applied} applied", applied=applied)
    return f"{held.site.name}  {said}"
