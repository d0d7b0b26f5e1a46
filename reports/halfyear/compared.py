"""Sections 9 and 10: beside earlier periods, and beside what others have estimated."""

from collections.abc import Iterator
from fractions import Fraction

from reports.document import Block, Cell, Heading, Paragraph, Table, Voice
from reports.halfyear.scene import Scene
from reports.numerals import NOT_AVAILABLE
from shelter.comparison import SHARES, Comparison, Line, Measure
from shelter.standing import Written

WHOLE = frozenset({Measure.STAYS, Measure.VISITS, Measure.APPLIED})


def comparisons(scene: Scene) -> Iterator[Block]:
    say, figures = scene.words.say, scene.figures
    yield Heading(1, say("9. Comparisons"))
    if figures.last_year is None and figures.before is None:
        yield Paragraph(say("No comparison available: there are no earlier data."))
        return
    yield _table(scene)
    for told, name in (
        (figures.last_year, say("the same period last year")),
        (figures.before, say("the period before")),
    ):
        yield from _remarks(scene, told, name)


def _table(scene: Scene) -> Table:
    say, figures = scene.words.say, scene.figures
    names = _names(scene)
    rows = []
    for measure in Measure:
        lines = [told.line(measure) if told else None for told in (figures.last_year, figures.before)]
        rows.append(
            (
                Cell(names[measure]),
                *_beside(scene, measure, lines[0]),
                *_beside(scene, measure, lines[1]),
            )
        )
    three = (say("now"), say("then"), say("change"), say("change in %"))
    return Table(
        name="table-9",
        caption=say("Table 9. Beside the same period last year and the period before"),
        measures=(
            *("now_of_last_year", "last_year", "last_year_difference", "last_year_percent"),
            *("now_of_before", "before", "before_difference", "before_percent"),
        ),
        headers=(
            say("Measure"),
            *(say("Beside last year: {what}", what=what) for what in three),
            *(say("Beside the period before: {what}", what=what) for what in three),
        ),
        rows=tuple(rows),
        notes=(
            say(
                "Differences of shares are percentage points. Only sites in service in both periods are compared."
            ),
            *scene.women_and_men_note(figures.night, figures.day),
        ),
    )


def _names(scene: Scene) -> dict[Measure, str]:
    say = scene.words.say
    return {
        Measure.STAYS: say("Overnight stays"),
        Measure.STAYS_PER_NIGHT: say("Stays per night"),
        Measure.SHARE_WOMEN_NIGHT: say("Share of women, night"),
        Measure.OCCUPANCY: say("Occupancy"),
        Measure.NIGHT_COMPLETENESS: say("Completeness, night"),
        Measure.VISITS: say("Visits"),
        Measure.VISITS_PER_OPEN_DAY: say("Visits per open day"),
        Measure.SHARE_WOMEN_DAY: say("Share of women, day"),
        Measure.DAY_COMPLETENESS: say("Completeness, day"),
        Measure.APPLIED: say("Applied"),
        Measure.APPLIED_PER_DAY: say("Applied per day"),
        Measure.PLACEMENT_RATE: say("Placement rate"),
        Measure.NO_SHOW_RATE: say("No-show rate"),
        Measure.INTAKE_COMPLETENESS: say("Completeness, intake"),
    }


def _beside(scene: Scene, measure: Measure, line: Line | None) -> tuple[Cell, ...]:
    numerals = scene.numerals
    if line is None:
        return (Cell(NOT_AVAILABLE),) * 4
    decimals = 0 if measure in WHOLE else 1
    return (
        _value(scene, measure, line.now),
        _value(scene, measure, line.before),
        numerals.change(line.difference, decimals),
        Cell(".") if measure in SHARES else numerals.change_percent(line.percent_change),
    )


def _value(scene: Scene, measure: Measure, value: Fraction | None) -> Cell:
    if measure in SHARES:
        return scene.numerals.percent_cell(value)
    if measure in WHOLE:
        return scene.numerals.whole_cell(None if value is None else int(value))
    return scene.numerals.decimal_cell(value)


def _remarks(scene: Scene, told: Comparison | None, name: str) -> Iterator[Block]:
    say = scene.words.say
    if told is None:
        yield Paragraph(say("No comparison available with {period}.", period=name), Voice.NOTE)
        return
    if told.left_out:
        sites = scene.words.series(site.name for site in told.left_out)
        yield Paragraph(
            say("Left out of the comparison with {period}: {sites}.", period=name, sites=sites), Voice.NOTE
        )
    if told.completeness_differs:
        yield Paragraph(
            say(
                "The completeness of the two differs by more than 5 percentage points ({period}): compare with care.",
                period=name,
            ),
            Voice.NOTE,
        )


def context(scene: Scene) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("10. Context"))
    yield Paragraph(
        say("Figures from outside stand apart from the counts and are never added to them."), Voice.NOTE
    )
    if scene.standing.estimates:
        yield Table(
            name="estimates",
            caption=say("Outside estimates"),
            measures=("estimate", "source", "date"),
            headers=(say("What"), say("Estimate"), say("Source"), say("Date")),
            rows=tuple(
                (Cell(one.what), Cell(one.figure), Cell(one.source), Cell(one.dated))
                for one in scene.standing.estimates
            ),
        )
    yield from scene.written(
        Written.CONTEXT,
        say("Which outside estimates are there, with source and date?"),
        say("Which other providers and events matter for the figures?"),
    )
