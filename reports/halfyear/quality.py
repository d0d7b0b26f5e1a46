"""Sections 7 and 8: how complete and certain the figures are, and where guests come from, as far as known."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from reports.document import Block, Bullets, Cell, Heading, Paragraph, Table, Voice
from reports.halfyear.scene import Scene
from reports.numerals import NOT_AVAILABLE
from shelter.activity import Aspect, Breakdown
from shelter.privacy import LIMIT, is_published_whole, suppressed
from shelter.rounding import half_up, is_small_base, percentages
from shelter.site_dates import State
from shelter.sites import Kind
from shelter.standing import Written
from shelter.sums import Reports
from shelter.totals import ratio

ENOUGH_KNOWN = Fraction(1, 2)
"""Below this share of known values only the order of the largest groups is told, in words."""
LARGEST_GROUPS = 3


def quality(scene: Scene) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("7. Quality and completeness"))
    yield Paragraph(_complete_sentence(scene))
    yield _reports_table(scene)
    missing = [
        say("{site}, missing: {dates}", site=site.name, dates=scene.dates(days))
        for site, days in scene.figures.totals.missing
    ]
    if missing:
        yield Bullets(tuple(missing))
    yield from _closed(scene)
    yield Heading(2, say("How the counts are made"))
    yield Paragraph(
        say(
            "Staff report women, men, other and unknown for each night or day by message; every correction is kept. A "
            "night belongs to the evening it began. Shares are worked out from sums, never as means of means, and "
            "rounded once."
        )
    )
    yield from scene.written(
        Written.COUNTING, say("Who counts, when, and has anything changed since the last report?")
    )
    yield Heading(2, say("Breaks, corrections and estimates"))
    yield from _corrections(scene)
    yield from scene.written(
        Written.BREAKS, say("Is there a break in the series, or a figure that is an estimate, and whose?")
    )


def _complete_sentence(scene: Scene) -> str:
    totals = scene.figures.totals
    if totals.complete:
        return scene.words.say("Every report that was due has come; the totals are complete.")
    reports = totals.reports
    if not reports.due:
        return scene.words.say("No report has been due in the period so far.")
    return scene.words.say(
        "{received} of {due} reports have come. Every total is at least what it says; nothing has been filled in.",
        received=scene.numerals.whole(reports.received),
        due=scene.numerals.whole(reports.due),
    )


def _reports_table(scene: Scene) -> Table:
    say, numerals = scene.words.say, scene.numerals

    def row(name: str, reports: Reports) -> tuple[Cell, ...]:
        numbers = (
            *(reports.due, reports.received, reports.on_time, reports.late),
            *(reports.corrected, reports.missing, reports.awaited),
        )
        return (Cell(name), *map(numerals.whole_cell, numbers), scene.completeness_cell(reports))

    return Table(
        name="table-6",
        caption=say("Table 6. Reports due and received"),
        measures=("due", "received", "on_time", "late", "corrected", "missing", "awaited", "completeness"),
        headers=(
            *(say("Site"), say("Due"), say("Received"), say("On time"), say("Late"), say("Corrected")),
            *(say("Missing dates"), say("Awaited"), say("Completeness")),
        ),
        rows=(
            *(row(held.site.name, held.figures.reports) for held in scene.figures.totals.sites),
            row(say("All night"), scene.figures.totals.night.reports),
            row(say("All day"), scene.figures.totals.day.reports),
            row(say("All intake"), scene.figures.totals.intake.reports),
        ),
        totals=3,
        notes=(say("Days on which a site is not scheduled to be open are not due."),),
    )


def _closed(scene: Scene) -> Iterator[Block]:
    """Nights and days reported as closed, by site."""
    told = []
    for site in scene.figures.sites:
        days = [row.date for row in scene.figures.rows if row.site is site and row.state is State.CLOSED]
        if days:
            told.append(scene.words.say("{site}, closed: {dates}", site=site.name, dates=scene.dates(days)))
    if told:
        yield Bullets(tuple(told))


def _corrections(scene: Scene) -> Iterator[Block]:
    say, revised = scene.words.say, scene.figures.totals.reports.corrected
    yield Paragraph(
        say("Reports that were corrected after they first came: {n}.", n=scene.numerals.whole(revised))
    )
    if changes := change_lines(scene):
        yield Paragraph(say("Changed since the last version:"))
        yield Bullets(changes)


def change_lines(scene: Scene) -> tuple[str, ...]:
    """What a new version changes, figure by figure."""
    placed = (
        scene.words.say(
            "{site}, {day}: {was} became {became}",
            site=change.site,
            day=scene.numerals.dated(change.date),
            was=change.was,
            became=change.became,
        )
        for change in scene.standing.changes
    )
    return (*placed, *scene.standing.unplaced)


def origin(scene: Scene) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("8. Origin and age"))
    yield Paragraph(
        say("Origin and age are voluntary and told as counts only, per period and kind of site."), Voice.NOTE
    )
    if scene.hides_rows and not is_published_whole(scene.figures.period):
        yield Paragraph(say("They are published for whole half-years only."))
        return
    for aspect, title in ((Aspect.ORIGIN, say("Country of origin")), (Aspect.AGE, say("Age"))):
        yield Heading(2, title)
        for kind, name in ((Kind.NIGHT, say("overnight stays")), (Kind.DAY, say("visits"))):
            told = scene.figures.breakdowns[aspect, kind]
            people = scene.figures.night if kind is Kind.NIGHT else scene.figures.day
            if people.merged is None and told.known > people.total:
                yield Paragraph(
                    say(
                        "{what}: not published, for a small number could be worked out.",
                        what=name.capitalize(),
                    )
                )
            else:
                yield from _breakdown(scene, aspect, name, told)


def _breakdown(scene: Scene, aspect: Aspect, name: str, told: Breakdown) -> Iterator[Block]:
    say, numerals = scene.words.say, scene.numerals
    known = ratio(told.known, told.all)
    if not known:
        yield Paragraph(
            say(
                "{what}: not available (known for 0 of {all}).",
                what=name.capitalize(),
                all=numerals.whole(told.all),
            )
        )
        return
    if known < ENOUGH_KNOWN:
        yield Paragraph(_order_only(scene, name, told))
        return
    numbers = [number for _, number in told.numbers]
    # Own staff and coordinators see all (C15).
    shown: Sequence[int | None] = suppressed(numbers) if scene.hides_rows else numbers
    yield _table(scene, aspect, name, told, shown)


def _order_only(scene: Scene, name: str, told: Breakdown) -> str:
    """No number is told, so that only groups that are small themselves are left out (C15)."""
    largest = [
        label_words(scene, label)
        for label, number in sorted(told.numbers, key=lambda pair: -pair[1])
        if number > LIMIT and label not in ("other", "unknown")
    ]
    return scene.words.say(
        "{what}: known for less than half. In order of size, approximate: {groups}.",
        what=name.capitalize(),
        groups=scene.words.series(largest[:LARGEST_GROUPS]) or NOT_AVAILABLE,
    )


def _table(scene: Scene, aspect: Aspect, name: str, told: Breakdown, shown: Sequence[int | None]) -> Table:
    say, numerals = scene.words.say, scene.numerals
    number = 7 if aspect is Aspect.ORIGIN else 8
    shares = _shares(told, shown)
    rows = [
        (
            Cell(label_words(scene, label)),
            numerals.whole_cell(cell),
            Cell("." if label == "unknown" else NOT_AVAILABLE)
            if share is None
            else numerals.rounded_cell(share),
        )
        for (label, _), cell, share in zip(told.numbers, shown, shares, strict=True)
    ]
    unknown_shown = shown[-1] is not None
    rows.append((Cell(say("Total")), numerals.whole_cell(told.all), Cell(".")))
    notes = []
    if scene.hides_rows:
        notes.append(
            say("Cells of 1–4 are hidden (..), and further cells where a hidden one could be worked out.")
        )
    if unknown_shown:
        known = Fraction(told.known, told.all)
        notes.append(say("Known for {share} of all.", share=numerals.percent(known, 1)))
    return Table(
        name=f"table-{number}-{'night' if told is scene.figures.breakdowns[aspect, Kind.NIGHT] else 'day'}",
        caption=(
            say("Table 7. Country of origin, {what}", what=name)
            if aspect is Aspect.ORIGIN
            else say("Table 8. Age, {what}", what=name)
        ),
        measures=("number", "share_of_known"),
        headers=(say("Group"), say("Number"), say("Share of known")),
        rows=tuple(rows),
        totals=1,
        notes=tuple(notes),
    )


def _shares(told: Breakdown, shown: Sequence[int | None]) -> list[Decimal | None]:
    """Percent of the known, adding to 100; none where the known could be a hidden number away.

    With any cell hidden each share is rounded by itself: a share that was lifted to make 100 would tell
    of the hidden remainders.
    """
    known = [number for label, number in told.numbers if label != "unknown"]
    if shown[-1] is None or is_small_base(told.known):
        return [None] * len(shown)
    if None not in shown:
        return [*(percentages(known, 1) or ()), None]
    return [
        None if number is None else half_up(Fraction(100 * number, told.known), 1) for number in shown[:-1]
    ] + [None]


def label_words(scene: Scene, label: str) -> str:
    """A country by its name, an age band as it is; `other` and `unknown` in words."""
    if label in ("other", "unknown"):
        return scene.words.say("Other") if label == "other" else scene.words.say("Unknown")
    return scene.numerals.country(label) or scene.words.say("{band} years", band=label.replace("-", "–"))
