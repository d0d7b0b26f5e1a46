"""The totals of a period as a page of lines, for a terminal or a chat with room."""

from collections.abc import Iterator

from reports.period_words import dates_words, period_words
from reports.totals_words import (
    Beside,
    Place,
    at_least,
    changes_told,
    completeness,
    one_decimal,
    or_more,
    points_between,
)
from reports.wording import Wording
from shelter.privacy import Audience
from shelter.rounding import half_up, is_small_base, percentages
from shelter.sums import People, Reports
from shelter.totals import Day, Intake, Night, SiteTotals, Totals

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
    yield wording.say("Completeness: {told}", told=completeness(wording, totals))
    if beside.audience is Audience.PUBLIC:
        yield wording.say("Here women and men are counted, without other and unknown gender.")
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
        changes = changes_told(wording, told) or wording.say("no comparison available")
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
    yield wording.say("Overnight stays: {stays}", stays=at_least(wording, night.reports, night.stays))
    yield f"  {_people_line(wording, night.people)}"
    bases = [(wording.say("of open beds with a report"), night.bed_nights.reported)]
    if night.agreed_differs:
        bases.append((wording.say("of agreed beds"), night.bed_nights.agreed))
    for name, base in bases:
        rate = night.occupancy(base)
        if rate is not None:
            bed_nights = wording.plural("{n} bed-night", "{n} bed-nights", base)
            shown = one_decimal(wording, rate)
            if base != night.bed_nights.reported:
                # Beds of nights without a report are in the base, their guests are not counted (C6).
                shown = or_more(wording, night.reports, shown)
            told = wording.say("occupancy {rate} {of_beds}", rate=shown, of_beds=name)
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
    yield wording.say("Visits: {visits}", visits=at_least(wording, day.reports, day.visits))
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
    told = wording.series(
        f"{name} {at_least(wording, intake.reports, value)}" for name, value in named if value is not None
    )
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
            said = f"{at_least(wording, block.reports, block.stays)}: {_people_line(wording, block.people)}"
            if rate is not None:
                said += wording.say(", occupancy {rate}", rate=one_decimal(wording, rate))
        case Day():
            said = f"{at_least(wording, block.reports, block.visits)}: {_people_line(wording, block.people)}"
        case Intake():
            applied = at_least(wording, block.reports, block.applied or 0)
            said = wording.say("{applied} applied", applied=applied)
    return f"{held.site.name}  {said}"
