"""What the tables of nights and of days have alike: women, men, the rest, and their shares."""

from reports.document import Cell, cells
from reports.halfyear.scene import Scene
from reports.numerals import NOT_AVAILABLE
from shelter.privacy import Shown
from shelter.sums import People
from shelter.totals import Day, Night

PEOPLE = ("women", "men", "other", "unknown", "total", "share_women", "share_men")
"""The measures of `people_cells`."""


def people_headers(scene: Scene) -> tuple[str, ...]:
    say = scene.words.say
    return (
        *(say("Women"), say("Men"), say("Other"), say("Unknown"), say("Total")),
        *(say("Share of women"), say("Share of men")),
    )


def people_cells(scene: Scene, shown: Shown, block: Night | Day) -> tuple[Cell, ...]:
    """The numbers as they are shown, and the shares of women and men among all people of the row."""
    numerals = scene.numerals
    if not scene.is_told(block):
        return (Cell(NOT_AVAILABLE),) * len(PEOPLE)
    return cells(
        numerals.whole_cell(shown.women),
        numerals.whole_cell(shown.men),
        numerals.whole_cell(shown.other),
        numerals.whole_cell(shown.unknown),
        numerals.whole_cell(shown.total),
        numerals.split_cells(block.people),
    )


def month_cells(scene: Scene, people: People, counted: int) -> tuple[Cell, ...]:
    """All, women, men and the share of women; hidden where no day or night was `counted`."""
    numerals = scene.numerals
    told = (people.total, people.women, people.men) if counted else (None, None, None)
    return (*map(numerals.whole_cell, told), numerals.split_cells(people)[0])


def shown_in_row(scene: Scene, people: People) -> Shown:
    """A row that is not the last of its kind: other and unknown only for own staff (C15)."""
    hidden = scene.hides_rows
    return Shown(
        people.women,
        people.men,
        None if hidden else people.other,
        None if hidden else people.unknown,
        None,
        people.total,
    )


def merged_note(scene: Scene, shown: Shown) -> tuple[str, ...]:
    """Other and unknown as one number, where they are not shown apart."""
    if shown.are_apart or shown.merged is None:
        return ()
    number = scene.numerals.whole(shown.merged)
    return (scene.words.say("Other and unknown together: {number}.", number=number),)
