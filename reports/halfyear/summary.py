"""Section 1: what the board reads first."""

from collections.abc import Iterator
from fractions import Fraction

from reports.document import Block, Cell, Heading, Paragraph, Table
from reports.halfyear.night import overbooked_note
from reports.halfyear.scene import QUALITY_SECTION, Scene
from shelter.privacy import Shown
from shelter.rounding import half_up
from shelter.sites import Kind
from shelter.sums import People
from shelter.totals import Day, Night, has_much_outside_gender


def summary(scene: Scene) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("1. Summary"))
    yield Paragraph(" ".join(_sentences(scene)))
    yield _key_figures(scene)
    yield _further_figures(scene)


def _sentences(scene: Scene) -> Iterator[str]:
    say, whole = scene.words.say, scene.figures.whole
    if scene.of(Kind.NIGHT) and not whole.night.nights_counted:
        yield (
            say("All shelters were closed throughout the period.")
            if whole.night.reports.are_complete
            else say("No overnight stays have been reported.")
        )
    elif scene.of(Kind.NIGHT):
        yield _night_sentence(scene)
        yield say("Of these {split}.", split=scene.numerals.split(whole.night.people))
        yield from _outside(scene, scene.figures.night)
        rate = whole.night.occupancy(whole.night.bed_nights.reported)
        if rate is not None:
            yield say("Mean occupancy was about {rate}.", rate=scene.numerals.percent(rate))
            yield from _agreed(scene)
    if scene.of(Kind.DAY) and not whole.day.days_counted:
        yield (
            say("All day centres were closed throughout the period.")
            if whole.day.reports.are_complete
            else say("No visits have been reported.")
        )
    elif scene.of(Kind.DAY):
        yield _day_sentence(scene)
        yield say("Of these {split}.", split=scene.numerals.split(whole.day.people))
        yield from _outside(scene, scene.figures.day)
    yield say(
        "Completeness: night {night}, day {day}.",
        night=scene.completeness(whole.night.reports),
        day=scene.completeness(whole.day.reports),
    )


def _night_sentence(scene: Scene) -> str:
    night, shelters = scene.figures.whole.night, scene.shelters()
    stays = scene.numerals.whole(night.stays)
    if night.reports.are_complete:
        return scene.words.say(
            "Night services ran at {shelters} with {stays} overnight stays in all.",
            shelters=shelters,
            stays=stays,
        )
    return scene.words.say(
        "At least {stays} overnight stays took place at {shelters} (see section {section}).",
        shelters=shelters,
        stays=stays,
        section=QUALITY_SECTION,
    )


def _day_sentence(scene: Scene) -> str:
    day, centres = scene.figures.whole.day, scene.centres()
    visits = scene.numerals.whole(day.visits)
    if day.reports.are_complete:
        return scene.words.say(
            "Day services ran at {centres} with {visits} visits in all.", centres=centres, visits=visits
        )
    return scene.words.say(
        "At least {visits} visits were made to {centres} (see section {section}).",
        centres=centres,
        visits=visits,
        section=QUALITY_SECTION,
    )


def _outside(scene: Scene, shown: Shown) -> Iterator[str]:
    """Other and unknown are always told beside the share; above 5 % of all in words of their own (C7)."""
    if not shown.merged:
        return
    number = scene.numerals.whole(shown.merged)
    yield scene.words.say("Beside these, {number} with other or unknown gender.", number=number)
    people = People(shown.women, shown.men, shown.merged)
    if has_much_outside_gender(people):
        share = scene.numerals.percent(Fraction(shown.merged, people.total))
        yield scene.words.say(
            "That is {share} of all: the shares of women and men are uncertain.", share=share
        )


def _agreed(scene: Scene) -> Iterator[str]:
    """The rate over the agreed beds as well, where it reads otherwise; Table 1 tells both to one decimal (C6)."""
    night = scene.figures.whole.night
    rate, shown = night.occupancy(night.bed_nights.agreed), night.occupancy(night.bed_nights.reported)
    if rate is not None and shown is not None and half_up(100 * rate) != half_up(100 * shown):
        told = scene.numerals.percent(rate)
        yield (
            scene.words.say("Of all agreed beds, closed nights included, it was {rate}.", rate=told)
            if night.reports.are_complete
            else scene.words.say(
                "Of all agreed beds, closed nights included, it was at least {rate}.", rate=told
            )
        )


def _key_figures(scene: Scene) -> Table:
    say, numerals, whole = scene.words.say, scene.numerals, scene.figures.whole
    rows: list[tuple[Cell, ...]] = []
    blocks: tuple[tuple[str, Shown, Night | Day], ...] = (
        (say("Overnight stays"), scene.figures.night, whole.night),
        (say("Visits"), scene.figures.day, whole.day),
    )
    for name, shown, block in blocks:
        numbers = (shown.women, shown.men, shown.merged, shown.total)
        told = numbers if scene.is_told(block) else (None,) * len(numbers)
        rows.append(
            (
                Cell(name),
                *map(numerals.whole_cell, told),
                *numerals.split_cells(block.people),
                scene.completeness_cell(block.reports),
            )
        )
    return Table(
        name="key",
        caption=say("Key figures of the period"),
        measures=("women", "men", "other_unknown", "total", "share_women", "share_men", "completeness"),
        headers=(
            "",
            say("Women"),
            say("Men"),
            say("Other and unknown"),
            say("Total"),
            say("Share of women"),
            say("Share of men"),
            say("Completeness"),
        ),
        rows=tuple(rows),
        notes=(say("Stays and visits are never added together. Visits are not unique people."),),
    )


def _further_figures(scene: Scene) -> Table:
    """The figures that are told in sentences, each once more as a number, so that the data files have them."""
    say, numerals, whole = scene.words.say, scene.numerals, scene.figures.whole
    night, queue, women = whole.night, whole.intake, scene.figures.women_nights
    beds, free = night.bed_nights, scene.figures.free_beds
    is_placed = night.nights_counted and queue.placement_rate is not None

    def of_nights(number: int) -> Cell:
        return numerals.whole_cell(number if night.nights_counted else None)

    named = (
        (say("Bed-nights, agreed"), numerals.whole_cell(beds.agreed)),
        (say("Bed-nights, open"), numerals.whole_cell(beds.open)),
        (say("Bed-nights, open and reported"), numerals.whole_cell(beds.reported)),
        (
            say("Occupancy of reported bed-nights"),
            numerals.percent_cell(night.occupancy(beds.reported), beds.reported),
        ),
        (say("Occupancy of open bed-nights"), numerals.percent_cell(night.occupancy(beds.open), beds.open)),
        (
            say("Occupancy of agreed bed-nights"),
            numerals.percent_cell(night.occupancy(beds.agreed), beds.agreed),
        ),
        (say("Closed nights"), numerals.whole_cell(night.closed if night.reports.received else None)),
        (say("Overbooked site-nights"), of_nights(night.overbooked.site_nights)),
        (say("Guests above the beds"), of_nights(night.overbooked.guests)),
        (say("Overbooked with free beds elsewhere"), of_nights(night.overbooked.with_free_beds_elsewhere)),
        (say("Women per night"), numerals.decimal_cell(women.per_night)),
        (say("Nights with more women than women-only beds"), of_nights(women.nights_over)),
        (say("Closed days"), numerals.whole_cell(whole.day.closed if whole.day.reports.received else None)),
        (say("Applied"), numerals.whole_cell(queue.applied)),
        (say("Offered"), numerals.whole_cell(queue.offered)),
        (say("No-show"), numerals.whole_cell(queue.no_show)),
        (say("Placement rate"), numerals.percent_cell(queue.placement_rate, queue.applied or 0)),
        (say("No-show rate"), numerals.percent_cell(queue.no_show_rate, queue.offered or 0)),
        (
            say("Applicants who got a place and came"),
            numerals.percent_cell(queue.used_rate, queue.applied or 0),
        ),
        (say("Days with a queue and free beds"), numerals.whole_cell(free.days if is_placed else None)),
    )
    return Table(
        name="further",
        caption=say("Further key figures"),
        measures=("value",),
        headers=(say("Measure"), say("Value")),
        rows=tuple((Cell(name), cell) for name, cell in named),
        notes=(*_at_least(scene), *overbooked_note(scene)),
    )


def _at_least(scene: Scene) -> tuple[str, ...]:
    """Open and agreed bed-nights keep those without a report, so the rates over them are lower bounds (C6)."""
    reports = scene.figures.whole.night.reports
    if reports.are_complete or not reports.due:
        return ()
    return (
        scene.words.say(
            "Reports are missing: occupancy of open and of agreed bed-nights is at least what it says."
        ),
    )
