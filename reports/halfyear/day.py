"""Section 5: the day centres."""

from collections.abc import Iterator
from fractions import Fraction

from reports.document import Block, Cell, Chart, Heading, Mark, Paragraph, Series, Table, Voice, cells
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
from shelter.rounding import half_up
from shelter.sites import Kind
from shelter.totals import Day, ratio


def day(scene: Scene) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("5. Day services"))
    if not scene.of(Kind.DAY):
        yield Paragraph(say("No day centre was in service in the period."))
        return
    yield Paragraph(say("Visits are not unique people."), Voice.NOTE)
    yield _by_site(scene)
    yield _by_month(scene)
    yield scene.by_week(_by_week(scene))
    yield _by_weekday(scene)


def _by_site(scene: Scene) -> Table:
    say = scene.words.say
    rows = [
        _row(scene, held.site.name, shown_in_row(scene, held.block.people), held.block)
        for held in scene.figures.totals.sites
        if isinstance(held.block, Day)
    ]
    rows.append(_row(scene, say("All centres"), scene.figures.day, scene.figures.whole.day))
    return Table(
        name="table-4",
        caption=say("Table 4. Visits by day centre"),
        measures=(*PEOPLE, "open_days", "visits_per_open_day", "completeness"),
        headers=(
            *(say("Day centre"), *people_headers(scene)),
            *(say("Open days"), say("Visits per open day"), say("Completeness")),
        ),
        rows=tuple(rows),
        totals=1,
        notes=(
            *merged_note(scene, scene.figures.day),
            say("Open days are those with a count; of all centres together, the days of each added up."),
            *scene.hidden_rows_note(),
        ),
    )


def _row(scene: Scene, name: str, shown: Shown, block: Day) -> tuple[Cell, ...]:
    return cells(
        Cell(name),
        people_cells(scene, shown, block),
        scene.numerals.whole_cell(block.days_counted),
        scene.numerals.decimal_cell(block.visits_per_open_day),
        scene.completeness_cell(block.reports),
    )


def _by_month(scene: Scene) -> Table:
    say, numerals = scene.words.say, scene.numerals
    blocks = [(numerals.month(month.period.first), month.day) for month in scene.figures.months]
    blocks.append((say("The period"), scene.figures.whole.day))
    return Table(
        name="table-5",
        caption=say("Table 5. Visits by month"),
        measures=(
            *("visits", "women", "men", "share_women"),
            *("open_days", "visits_per_open_day", "completeness"),
        ),
        headers=(
            *(say("Month"), say("Visits"), say("Women"), say("Men"), say("Share of women")),
            *(say("Open days"), say("Visits per open day"), say("Completeness")),
        ),
        rows=tuple(
            (
                Cell(name),
                *month_cells(scene, block.people, block.days_counted),
                numerals.whole_cell(block.days_counted),
                numerals.decimal_cell(block.visits_per_open_day),
                scene.completeness_cell(block.reports),
            )
            for name, block in blocks
        ),
        totals=1,
        notes=scene.months_note(scene.figures.day),
    )


def _by_week(scene: Scene) -> Chart:
    say, weeks, numerals = scene.words.say, scene.whole_weeks, scene.numerals
    whole = [week for week in weeks if week.visits is not None]
    fewest = min(whole, key=lambda week: week.visits or 0, default=None)
    most = max(whole, key=lambda week: week.visits or 0, default=None)
    return Chart(
        name="diagram-4",
        caption=say("Diagram 4. Visits per week"),
        alt=say(
            "Bar chart of the visits to all day centres per week: fewest in week {fewest_week} ({fewest}), most in "
            "week {most_week} ({most}). Whole weeks only; a week with a missing report is a gap.",
            fewest_week=fewest.number if fewest else "..",
            fewest=numerals.whole(fewest.visits or 0) if fewest else "..",
            most_week=most.number if most else "..",
            most=numerals.whole(most.visits or 0) if most else "..",
        ),
        unit=say("Visits per week (whole weeks)"),
        grouping=numerals.grouping,
        labels=tuple(say("w {number}", number=week.number) for week in weeks),
        ticks=tuple(range(0, len(weeks), max(1, len(weeks) // 13))),
        series=(Series(say("Visits"), tuple(week.visits for week in weeks), Mark.BAR),),
    )


def _by_weekday(scene: Scene) -> Chart:
    say, numerals = scene.words.say, scene.numerals
    means: list[Fraction | None] = [ratio(one.visits, one.days) for one in scene.figures.weekdays]
    names = [numerals.weekday(one.weekday) for one in scene.figures.weekdays]
    told = ", ".join(
        f"{name} {'..' if mean is None else numerals.decimal(mean)}"
        for name, mean in zip(names, means, strict=True)
    )
    return Chart(
        name="diagram-5",
        caption=say("Diagram 5. Mean visits per open day, by weekday"),
        alt=say("Bar chart of the mean visits per open day of a centre: {told}.", told=told),
        unit=say("Visits per open day"),
        labels=tuple(names),
        ticks=tuple(range(7)),
        series=(
            Series(
                say("Visits per open day"),
                tuple(None if mean is None else half_up(mean, 1) for mean in means),
                Mark.BAR,
            ),
        ),
    )
