"""Section 2: what the period was, its sites and their beds, and what is counted apart."""

from collections.abc import Iterator
from datetime import date, timedelta

from reports.document import Block, Cell, Heading, Paragraph, Table, Voice
from reports.halfyear.scene import Scene
from shelter.sites import Kind, Site
from shelter.standing import Written
from shelter.totals import Intake, Night, SiteTotals


def background(scene: Scene) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("2. Background and period"))
    organisations = {site.organisation for site in scene.figures.sites if site.organisation != "-"}
    yield Paragraph(
        say(
            "The report covers {period}, {days} nights and days. Number of organisations: {organisations}; night "
            "shelters: {shelters}; day centres: {centres}; common intakes: {intakes}.",
            period=scene.period(),
            days=scene.numerals.whole(scene.figures.period.days),
            organisations=len(organisations),
            shelters=len(scene.of(Kind.NIGHT)),
            centres=len(scene.of(Kind.DAY)),
            intakes=len(scene.of(Kind.INTAKE)),
        )
    )
    yield Paragraph(
        say("The figures are those of the regular programme; extra winter beds are reported apart."),
        Voice.NOTE,
    )
    yield from _changes(scene)
    yield _capacities(scene)
    yield from _apart(scene)
    yield from scene.written(
        Written.BACKGROUND,
        say("What is the partnership, who takes part, and what was agreed for the period?"),
        say("What happened in the period that the reader must know of?"),
    )


def _changes(scene: Scene) -> Iterator[Block]:
    """Sites that opened or closed for good within the period."""
    say, period = scene.words.say, scene.figures.period
    for site in scene.figures.sites:
        if period.first < site.first:
            yield Paragraph(
                say("{site} opened on {day}.", site=site.name, day=scene.numerals.dated(site.first))
            )
        if site.last is not None and site.last < period.last:
            yield Paragraph(
                say("{site} closed on {day}.", site=site.name, day=scene.numerals.dated(site.last))
            )


def _last_day(scene: Scene, site: Site, following: date | None) -> Cell:
    """The last date on which a capacity holds, both ends included like everywhere; empty while it still does."""
    last = site.last if following is None else following - timedelta(days=1)
    return Cell("") if last is None or last > scene.figures.period.last else scene.numerals.date_cell(last)


def _apart(scene: Scene) -> Iterator[Table]:
    """The sites of other programmes, such as extra winter beds: never in any total, so they stand here."""
    say = scene.words.say
    rows = [
        _apart_row(scene, programme.programme, held)
        for programme in scene.figures.apart
        for held in programme.sites
    ]
    if rows:
        yield Table(
            name="apart",
            caption=say("Other programmes, in no total of this report"),
            measures=("programme", "women", "men", "total", "bed_nights_open", "occupancy", "completeness"),
            headers=(
                *(say("Site"), say("Programme"), say("Women"), say("Men"), say("Total")),
                *(say("Bed-nights (open)"), say("Occupancy"), say("Completeness")),
            ),
            rows=tuple(rows),
            notes=(say("Stays of shelters, visits of day centres."),),
        )


def _apart_row(scene: Scene, programme: str, held: SiteTotals) -> tuple[Cell, ...]:
    """A full stop stands where a site has no such figure."""
    numerals, block = scene.numerals, held.block
    none = Cell(".")
    people = (
        (none, none, none)
        if isinstance(block, Intake)
        else map(numerals.whole_cell, (block.people.women, block.people.men, block.people.total))
    )
    beds = (
        (
            numerals.whole_cell(block.bed_nights.open),
            numerals.percent_cell(block.occupancy(block.bed_nights.reported), block.bed_nights.reported),
        )
        if isinstance(block, Night)
        else (none, none)
    )
    return (Cell(held.site.name), Cell(programme), *people, *beds, scene.completeness_cell(block.reports))


def _capacities(scene: Scene) -> Table:
    say, numerals, period = scene.words.say, scene.numerals, scene.figures.period
    rows = []
    for site in scene.of(Kind.NIGHT):
        held = sorted(site.capacities, key=lambda capacity: capacity.first)
        for place, capacity in enumerate(held):
            following = held[place + 1].first if place + 1 < len(held) else None
            if capacity.first > period.last or (following is not None and following <= period.first):
                continue
            rows.append(
                (
                    Cell(site.name),
                    numerals.whole_cell(capacity.beds),
                    numerals.whole_cell(capacity.women_only_beds),
                    numerals.date_cell(capacity.first),
                    _last_day(scene, site, following),
                )
            )
    return Table(
        name="capacity",
        caption=say("Beds of the night shelters"),
        measures=("beds", "women_only_beds", "from", "until"),
        headers=(say("Site"), say("Beds"), say("Women-only beds"), say("From"), say("Until")),
        rows=tuple(rows),
    )
