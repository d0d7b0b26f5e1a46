"""The annex: definitions, every site-night and site-day, the corrections, and what the columns mean."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from reports.csv import checksum
from reports.document import Block, Bullets, Cell, Form, Heading, Paragraph, Table, Voice
from reports.halfyear.scene import Scene
from reports.numerals import NOT_AVAILABLE
from shelter.figures import Queue
from shelter.site_dates import SiteDate, State
from shelter.sites import Kind

NO_QUEUE = Queue()


def annex(scene: Scene, daily: Table, corrections: Table) -> Iterator[Block]:
    say = scene.words.say
    yield Heading(1, say("Annex"))
    yield Heading(2, say("Definitions"))
    yield Bullets(
        (
            say(
                "Stay: one guest who sleeps one night at a shelter. Visit: one person at one day centre on one day."
            ),
            say(
                "Occupancy: stays / bed-nights of open nights with a report, pooled; above 100% when overbooked."
            ),
            say("Share of women: women / (women + men). Other and unknown stand beside it."),
            say(
                "Completeness: reports received / reports due up to the last date whose deadline has passed."
            ),
            say("Placement rate: offered / applied. No-show rate: no-show / offered."),
            say("Signs: – none; .. not available, hidden or too uncertain; . cannot occur."),
        )
    )
    yield Heading(2, say("Data"))
    yield Paragraph(
        say(
            "All {rows} site-nights and site-days are in the data annex (workbook and CSV). SHA-256 of the data file:",
            rows=scene.numerals.whole(len(daily.rows)),
        )
    )
    yield Paragraph(checksum(daily), Voice.NOTE)
    if corrections.rows:
        yield Heading(2, say("Corrections"))
        yield corrections


def daily_table(scene: Scene) -> Table:
    """One row for each site and date in service; what cannot be is ".", what is missing or hidden ".."."""
    say = scene.words.say
    return Table(
        name="daily",
        caption=say("All site-nights and site-days"),
        measures=(
            *("site", "short", "kind", "status", "women", "men", "other", "unknown", "total", "beds"),
            *("applied", "offered", "no_show", "turned_away", "revision", "received_at"),
        ),
        headers=(
            *(say("Date"), say("Site"), say("Short"), say("Kind"), say("Status"), say("Women"), say("Men")),
            *(say("Other"), say("Unknown"), say("Total"), say("Beds"), say("Applied"), say("Offered")),
            *(say("No-show"), say("Turned away"), say("Revision"), say("Received at")),
        ),
        rows=tuple(_daily(scene, row) for row in scene.figures.rows),
    )


def _daily(scene: Scene, row: SiteDate) -> tuple[Cell, ...]:
    people, report = row.people, row.report
    counts = row.site.kind is not Kind.INTAKE
    queue = (report.queue if report else None) or NO_QUEUE
    is_silent = row.state in (State.MISSING, State.AWAITED)

    def number(value: int | None, *, can_be: bool) -> Cell:
        if value is not None:
            return Cell(str(value), value, Form.WHOLE)
        return Cell(NOT_AVAILABLE if can_be and (is_silent or row.state is State.REPORTED) else ".")

    outside = scene.hides_rows
    return (
        scene.numerals.date_cell(row.date),
        Cell(row.site.name),
        Cell(row.site.short),
        Cell(row.site.kind.value),
        Cell(row.state.value),
        number(people.women if people else None, can_be=counts),
        number(people.men if people else None, can_be=counts),
        number(people.other if people and not outside else None, can_be=counts),
        number(people.unknown if people and not outside else None, can_be=counts),
        number(people.total if people else None, can_be=counts),
        number(row.beds, can_be=False),
        *(
            number(value, can_be=not counts)
            for value in (queue.applied, queue.offered, queue.no_show, queue.away)
        ),
        number(report.revision if report else None, can_be=False),
        Cell(_moment(row)),
    )


def _moment(row: SiteDate) -> str:
    """The moment a report first came, on the site's own clock, with its offset."""
    if row.report is None:
        return "."
    zone: ZoneInfo = row.site.zone
    return row.report.received_at.astimezone(zone).isoformat(timespec="seconds")


def corrections_table(scene: Scene) -> Table:
    say, numerals = scene.words.say, scene.numerals
    corrected = [row for row in scene.figures.rows if row.report is not None and row.report.revision > 1]
    return Table(
        name="corrections",
        caption=say("Reports that were corrected"),
        measures=("site", "women", "men", "revision"),
        headers=(say("Date"), say("Site"), say("Women"), say("Men"), say("Revision")),
        rows=tuple(
            (
                numerals.date_cell(row.date),
                Cell(row.site.name),
                numerals.whole_cell(row.people.women) if row.people else Cell("."),
                numerals.whole_cell(row.people.men) if row.people else Cell("."),
                numerals.whole_cell(row.report.revision if row.report else None),
            )
            for row in corrected
        ),
    )


def codebook(scene: Scene) -> Table:
    """What every column of the data files means."""
    say = scene.words.say
    meanings = {
        "date": say("Reporting date; a night is dated by the evening it began"),
        "site, short, kind": say("The site's name, its short and its kind: night, day or intake"),
        "status": say("reported, closed, missing, awaited or not_scheduled: five different things"),
        "women, men, other, unknown": say(
            "Guests or visits by gender; .. is hidden or missing, . cannot occur"
        ),
        "total": say("Sum of the genders shown"),
        "beds": say("Beds in the agreed capacity that night"),
        "applied, offered, no_show, turned_away": say("The common queue of the day"),
        "revision": say("1 was never corrected; each correction adds 1"),
        "received_at": say("When the first report came, local time with offset"),
        "table, row, measure": say("In the file of figures: the table, its row and its column"),
        "value": say("The rounded value as a number with a point; empty where there is none"),
        "unit": say("whole, percent, decimal, date or text"),
        "shown": say("As it reads in the report"),
    }
    return Table(
        name="codebook",
        caption=say("Codebook"),
        measures=("meaning",),
        headers=(say("Column"), say("Meaning")),
        rows=tuple((Cell(name), Cell(meaning)) for name, meaning in meanings.items()),
    )
