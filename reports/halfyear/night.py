"""Section 3: the night shelters."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from reports.document import Block, Cell, Chart, Flag, Heading, Mark, Paragraph, Series, Table, cells
from reports.halfyear.people import (
    PEOPLE,
    merged_note,
    month_cells,
    people_cells,
    people_headers,
    shown_in_row,
)
from reports.halfyear.scene import Scene
from shelter.privacy import Shown
from shelter.rounding import half_up, is_small_base
from shelter.sites import Kind
from shelter.standing import Written
from shelter.totals import Night, SiteTotals, Totals


def night(scene: Scene) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("3. Night services"))
    if not scene.of(Kind.NIGHT):
        yield Paragraph(say("No night shelter was in service in the period."))
        return
    yield _by_site(scene)
    yield _by_month(scene)
    yield _per_night(scene)
    yield _occupancy_chart(scene)
    yield Heading(2, say("Overbooking"))
    yield Paragraph(" ".join((_overbooking(scene), *scene.women_and_men_note(scene.figures.night))))
    yield from scene.written(
        Written.OVERBOOKING,
        say(
            "Confirm: groups and families were kept together, and guests who had to be moved were given a place."
        ),
    )
    yield Heading(2, say("Women-only beds"))
    yield Paragraph(women_only(scene))


def _by_site(scene: Scene) -> Table:
    say = scene.words.say
    rows = [
        _row(scene, held.site.name, shown_in_row(scene, block.people), block)
        for held, block in _shelters(scene.figures.totals)
    ]
    rows.append(_row(scene, say("All shelters"), scene.figures.night, scene.figures.whole.night))
    return Table(
        name="table-1",
        caption=say("Table 1. Overnight stays by shelter"),
        measures=(
            *PEOPLE,
            *("bed_nights_open", "occupancy", "per_night"),
            *("overbooked_nights", "closed_nights", "completeness"),
        ),
        headers=(
            *(say("Shelter"), *people_headers(scene)),
            *(say("Bed-nights (open)"), say("Occupancy"), say("Per night")),
            *(say("Overbooked nights"), say("Closed nights"), say("Completeness")),
        ),
        rows=tuple(rows),
        totals=1,
        notes=(
            *merged_note(scene, scene.figures.night),
            *_agreed_note(scene),
            *scene.hidden_rows_note(),
            *overbooked_note(scene),
        ),
    )


def _row(scene: Scene, name: str, shown: Shown, block: Night) -> tuple[Cell, ...]:
    return cells(Cell(name), people_cells(scene, shown, block), _rates(scene, block))


def _shelters(totals: Totals) -> Iterator[tuple[SiteTotals, Night]]:
    for held in totals.sites:
        block = held.block
        if isinstance(block, Night):
            yield held, block


def _rates(scene: Scene, block: Night) -> tuple[Cell, ...]:
    numerals = scene.numerals
    per_night = block.stays_per_counted_night
    if block is scene.figures.whole.night:
        nights = scene.figures.women_nights.nights
        per_night = per_night and per_night * block.nights_counted / nights
    return (
        numerals.whole_cell(block.bed_nights.open),
        numerals.percent_cell(block.occupancy(block.bed_nights.reported), block.bed_nights.reported),
        numerals.decimal_cell(per_night),
        numerals.whole_cell(block.overbooked.site_nights if block.nights_counted else None),
        numerals.whole_cell(block.closed if block.reports.received else None),
        scene.completeness_cell(block.reports),
    )


def overbooked_note(scene: Scene) -> tuple[str, ...]:
    """Overbooked nights leave out other and unknown also where the row beside them does not (C15)."""
    if not scene.women_and_men_note(scene.figures.night):
        return ()
    return (scene.words.say("Overbooked nights are those with more women and men than beds."),)


def _agreed_note(scene: Scene) -> tuple[str, ...]:
    block = scene.figures.whole.night
    rate = block.occupancy(block.bed_nights.agreed)
    if not block.agreed_differs or rate is None:
        return ()
    told = {
        "reported": scene.numerals.whole(block.bed_nights.reported),
        "agreed": scene.numerals.whole(block.bed_nights.agreed),
        "rate": scene.numerals.percent(rate, 1),
    }
    if block.reports.are_complete:
        return (
            scene.words.say(
                "Occupancy is that of open bed-nights with a report ({reported}); of all agreed bed-nights ({agreed}) "
                "it is {rate}.",
                **told,
            ),
        )
    return (
        scene.words.say(
            "Occupancy is that of open bed-nights with a report ({reported}); of all agreed bed-nights ({agreed}) "
            "it is at least {rate}.",
            **told,
        ),
    )


def _by_month(scene: Scene) -> Table:
    say, numerals = scene.words.say, scene.numerals
    rows = [
        cells(Cell(numerals.month(month.period.first)), _month(scene, month.night, month.period.days))
        for month in scene.figures.months
    ]
    rows.append(
        cells(Cell(say("The period")), _month(scene, scene.figures.whole.night, scene.figures.period.days))
    )
    return Table(
        name="table-2",
        caption=say("Table 2. Overnight stays by month"),
        measures=("nights", "stays", "women", "men", "share_women", "occupancy", "completeness"),
        headers=(
            *(say("Month"), say("Nights"), say("Stays"), say("Women"), say("Men"), say("Share of women")),
            *(say("Occupancy"), say("Completeness")),
        ),
        rows=tuple(rows),
        totals=1,
        notes=scene.months_note(scene.figures.night),
    )


def _month(scene: Scene, block: Night, nights: int) -> tuple[Cell, ...]:
    numerals = scene.numerals
    return (
        numerals.whole_cell(nights),
        *month_cells(scene, block.people, block.nights_counted),
        numerals.percent_cell(block.occupancy(block.bed_nights.reported), block.bed_nights.reported),
        scene.completeness_cell(block.reports),
    )


def night_ticks(nights: Sequence[date]) -> tuple[int, ...]:
    """The first of each month; in a short period each Monday, in a shorter one every night."""
    firsts = tuple(place for place, day in enumerate(nights) if day.day == 1)
    if len(firsts) > 2:
        return firsts
    mondays = tuple(place for place, day in enumerate(nights) if day.weekday() == 0)
    return mondays if len(mondays) > 2 else tuple(range(len(nights)))


def _per_night(scene: Scene) -> Chart:
    say, nights, numerals = scene.words.say, scene.figures.nights, scene.numerals
    told = [(one.stays, one.date) for one in nights if one.stays is not None]
    gaps = sum(one.stays is None for one in nights)
    lowest, highest = min(told, default=(0, nights[0].date)), max(told, default=(0, nights[0].date))
    closed = tuple(place for place, one in enumerate(nights) if one.closed)
    return Chart(
        name="diagram-1",
        caption=say("Diagram 1. Overnight stays per night, and beds"),
        alt=say(
            "Line chart of the stays of all shelters night by night: fewest {lowest} ({lowest_day}), most {highest} "
            "({highest_day}), beside a stepped line of the beds. {gaps} nights without a full report are gaps; "
            "{closed} nights with a closed shelter are marked.",
            lowest=lowest[0],
            lowest_day=numerals.dated(lowest[1]),
            highest=highest[0],
            highest_day=numerals.dated(highest[1]),
            gaps=gaps,
            closed=len(closed),
        ),
        unit=say("Stays per night"),
        grouping=numerals.grouping,
        labels=tuple(numerals.short_day(one.date) for one in nights),
        ticks=night_ticks([one.date for one in nights]),
        series=(
            Series(say("Stays"), tuple(one.stays for one in nights)),
            Series(say("Beds"), tuple(one.beds or None for one in nights), Mark.STEP),
        ),
        flag=Flag(say("Night with a closed shelter"), closed) if closed else None,
    )


def _occupancy_chart(scene: Scene) -> Chart:
    say, numerals = scene.words.say, scene.numerals
    rates: dict[str, list[Decimal | None]] = {site.name: [] for site in scene.of(Kind.NIGHT)}
    for month in scene.figures.months:
        found = {held.site.name: block for held, block in _shelters(month)}
        for name, values in rates.items():
            block = found.get(name)
            base = block.bed_nights.reported if block else 0
            rate = block.occupancy(base) if block and not is_small_base(base) else None
            values.append(None if rate is None else half_up(100 * rate, 1))
    told = "; ".join(
        f"{name}: "
        + ", ".join(".." if value is None else numerals.rounded_cell(value).text for value in values)
        for name, values in rates.items()
    )
    months = [numerals.short_month(month.period.first) for month in scene.figures.months]
    return Chart(
        name="diagram-2",
        caption=say("Diagram 2. Occupancy by month and shelter"),
        alt=say(
            "Bar chart of the occupancy of each shelter, {first} to {last}. {told}.",
            first=months[0],
            last=months[-1],
            told=told,
        ),
        unit=say("Occupancy, %"),
        labels=tuple(months),
        ticks=tuple(range(len(months))),
        series=tuple(Series(name, tuple(values), Mark.BAR) for name, values in rates.items()),
        reference=(100, say("All beds taken")),
    )


def _overbooking(scene: Scene) -> str:
    over, numerals, say = scene.figures.whole.night.overbooked, scene.numerals, scene.words.say
    if not scene.figures.whole.night.nights_counted:
        return say("Overbooking: not available.")
    if not over.site_nights:
        return say("No night had more guests than beds.")
    if over.site_nights == 1:
        one = say("One site-night had more guests than beds, {guests} above them.", guests=over.guests)
        free = over.with_free_beds_elsewhere
        return f"{one} " + (
            say("Another shelter had free beds that night.")
            if free
            else say("No other shelter had free beds that night.")
        )
    return say(
        "{nights} site-nights had more guests than beds, {guests} guests above the beds in all. On {free} of these "
        "nights there were free beds at another shelter.",
        nights=numerals.whole(over.site_nights),
        guests=numerals.whole(over.guests),
        free=numerals.whole(over.with_free_beds_elsewhere),
    )


def women_only(scene: Scene) -> str:
    """Women per night beside the women-only beds: such beds have no rate of their own (C6)."""
    held, numerals = scene.figures.women_nights, scene.numerals
    if held.per_night is None or held.beds_per_night is None:
        return scene.words.say("Women per night: not available.")
    if held.nights == 1:
        return scene.words.say(
            "{women} women slept in the shelters that night, beside {beds} women-only beds. It is not counted who "
            "sleeps in which bed.",
            women=numerals.whole(held.women),
            beds=_beds(scene),
        )
    return scene.words.say(
        "On average {women} women slept in the shelters per night, beside {beds} women-only beds; on {over} of "
        "{nights} nights there were more women than such beds. It is not counted who sleeps in which bed.",
        women=numerals.decimal(held.per_night),
        beds=_beds(scene),
        over=numerals.whole(held.nights_over),
        nights=numerals.whole(held.nights),
    )


def _beds(scene: Scene) -> str:
    """The women-only beds: as agreed where they were the same all the time, otherwise their mean."""
    first, last = scene.figures.period.first, scene.figures.period.last
    held = [
        {
            capacity.women_only_beds
            for day in (first, last, *(one.first for one in site.capacities if first <= one.first <= last))
            if (capacity := site.capacity_on(day)) is not None
        }
        for site in scene.of(Kind.NIGHT)
    ]
    if all(len(values) == 1 for values in held):
        return scene.numerals.whole(sum(next(iter(values)) for values in held))
    mean = scene.figures.women_nights.beds_per_night
    return scene.numerals.decimal(mean) if mean is not None else ".."
