"""Section 4: the common queue."""

from collections.abc import Iterator
from fractions import Fraction

from reports.document import Block, Cell, Chart, Heading, Paragraph, Series, Table, Voice, cells
from reports.halfyear.scene import QUALITY_SECTION, Scene
from shelter.rounding import is_small_base
from shelter.sites import Kind
from shelter.totals import Intake


def intake(scene: Scene) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("4. Common intake"))
    if not scene.of(Kind.INTAKE):
        yield Paragraph(say("There was no common intake in the period."))
        return
    yield Paragraph(" ".join(_sentences(scene)))
    yield _by_month(scene)
    yield scene.by_week(_by_week(scene))
    yield Heading(2, say("Free beds despite a queue"))
    yield Paragraph(" ".join((_free_beds(scene), *scene.women_and_men_note(scene.figures.night))))
    yield Paragraph(
        say("The data do not say why: no-shows, women-only beds and moved guests are possible reasons."),
        Voice.NOTE,
    )


def _sentences(scene: Scene) -> Iterator[str]:
    words, numerals, queue = scene.words, scene.numerals, scene.figures.totals.intake
    say = words.say
    if queue.applied is None:
        yield say("The queue was not reported.")
        return
    lowest, highest = queue.range.applied_lowest, queue.range.applied_highest
    if lowest is not None and lowest == highest:
        yield words.plural(
            "{n} person turned to the intake each day.", "{n} people turned to the intake each day.", lowest
        )
    elif lowest is not None and highest is not None:
        yield say(
            "Between {lowest} and {highest} people turned to the intake each day.",
            lowest=lowest,
            highest=highest,
        )
    if queue.placement_rate is not None and not is_small_base(queue.applied):
        yield say("{rate} were offered a place.", rate=numerals.percent(queue.placement_rate))
    if queue.no_show_rate is not None and not is_small_base(queue.offered or 0):
        yield say("{rate} of those offered a place did not come.", rate=numerals.percent(queue.no_show_rate))
    if queue.used_rate is not None and not is_small_base(queue.applied):
        yield say("{rate} of the applicants got a place and came.", rate=numerals.percent(queue.used_rate))
    least, most = queue.range.placement_lowest, queue.range.placement_highest
    if least is not None and most is not None and least != most:
        yield say(
            "From day to day {lowest} to {highest} of the applicants were offered a place.",
            lowest=numerals.percent(least),
            highest=numerals.percent(most),
        )
    if queue.from_shelters:
        yield say("No-shows and turned away are the shelters' own figures.")
    if not queue.reports.are_complete:
        yield say("All numbers are at least; see section {section}.", section=QUALITY_SECTION)
    yield say("Someone who asks on two days has applied twice.")


def _by_month(scene: Scene) -> Table:
    say = scene.words.say
    rows = [
        cells(Cell(scene.numerals.month(month.period.first)), _row(scene, month.intake))
        for month in scene.figures.months
    ]
    rows.append(cells(Cell(say("The period")), _row(scene, scene.figures.totals.intake)))
    return Table(
        name="table-3",
        caption=say("Table 3. The common intake by month"),
        measures=(
            *("applied", "offered", "placement_rate", "no_show", "no_show_rate", "turned_away"),
            *("lowest_per_day", "highest_per_day", "days_reported", "days_due"),
        ),
        headers=(
            *(say("Month"), say("Applied"), say("Offered"), say("Placement rate"), say("No-show")),
            *(say("No-show rate"), say("Turned away"), say("Fewest a day"), say("Most a day")),
            *(say("Days reported"), say("Days due")),
        ),
        rows=tuple(rows),
        totals=1,
    )


def _row(scene: Scene, queue: Intake) -> tuple[Cell, ...]:
    numerals = scene.numerals
    return (
        numerals.whole_cell(queue.applied),
        numerals.whole_cell(queue.offered),
        numerals.percent_cell(queue.placement_rate, queue.applied or 0),
        numerals.whole_cell(queue.no_show),
        numerals.percent_cell(queue.no_show_rate, queue.offered or 0),
        numerals.whole_cell(queue.away),
        numerals.whole_cell(queue.range.applied_lowest),
        numerals.whole_cell(queue.range.applied_highest),
        numerals.whole_cell(queue.reports.received),
        numerals.whole_cell(queue.reports.due),
    )


def _by_week(scene: Scene) -> Chart:
    say, weeks, numerals = scene.words.say, scene.whole_weeks, scene.numerals
    lines = [[getattr(week, part) for week in weeks] for part in ("applied", "offered", "slept")]
    drawn = [[value for value in line if value is not None] for line in lines]
    told = [numerals.whole(sum(values)) if values else ".." for values in drawn]
    return Chart(
        name="diagram-3",
        caption=say("Diagram 3. The queue per week"),
        alt=say(
            "Line chart with three lines per week: applied ({applied} in all), offered ({offered}) and new places "
            "slept in ({slept}). Whole weeks only; a week with a missing report is a gap.",
            applied=told[0],
            offered=told[1],
            slept=told[2],
        ),
        unit=say("Per week (whole weeks)"),
        grouping=numerals.grouping,
        labels=tuple(say("w {number}", number=week.number) for week in weeks),
        ticks=tuple(range(0, len(weeks), max(1, len(weeks) // 13))),
        series=(
            *(
                Series(name, tuple(line))
                for name, line in zip((say("Applied"), say("Offered"), say("Slept in")), lines, strict=True)
            ),
        ),
    )


def _free_beds(scene: Scene) -> str:
    held, numerals = scene.figures.free_beds, scene.numerals
    totals = scene.figures.totals
    if totals.intake.placement_rate is None or not totals.night.nights_counted:
        return scene.words.say("Free beds despite a queue: not available.")
    if not held.days:
        return scene.words.say("On no day did applicants go without a place while a shelter had free beds.")
    if held.days == 1:
        return scene.words.say(
            "On one day applicants got no place though shelters had free beds that night: {people} without a place, "
            "beside {beds} free beds.",
            people=numerals.whole(held.without_place),
            beds=numerals.whole(held.beds),
        )
    return scene.words.say(
        "On {days} days applicants got no place though shelters had free beds that night: {people} applicants in all "
        "without a place, beside {beds} free beds, on average {mean} a night.",
        days=numerals.whole(held.days),
        people=numerals.whole(held.without_place),
        beds=numerals.whole(held.beds),
        mean=numerals.decimal(Fraction(held.beds, held.days)),
    )
