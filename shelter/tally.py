"""The live tally: guests or visits counted one by one, by several people at once, until it becomes the date's count."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shelter.dates import local, reporting_date
from shelter.figures import NO_MOVES, Count, Moves
from shelter.reminders import closing
from shelter.sites import Site


@dataclass(frozen=True, slots=True)
class Step:
    """One press or text. `message` is what it came by; `undoes` the message of the step that it takes back.

    `opening`: what the date already had when the tally was opened; nobody's to undo.
    """

    message: int
    person: int
    name: str
    at: datetime
    moves: Moves
    opening: bool = False
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """A site's tally of a date: every step that was made, in the order they were kept."""

    site: str
    date: date
    opened_by: int
    done: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def count(self) -> Count:
        """The sum; the order of the steps does not matter to it, nor does one that is there twice."""
        each = {step.message: step.moves for step in self.steps}
        return Count(*(sum(part) for part in zip(*each.values(), strict=True))) if each else Count(0, 0)

    @property
    def version(self) -> int:
        return len(self.steps)

    @property
    def last(self) -> Step | None:
        """What was counted last; None while nobody has."""
        return next((step for step in reversed(self.steps) if not step.opening), None)

    def is_joined_by(self, person: int) -> bool:
        return person == self.opened_by or any(step.person == person for step in self.steps)

    def undoable_by(self, person: int) -> Step | None:
        """A person's own latest step that has not been taken back."""
        gone = {step.undoes for step in self.steps}
        own = (step for step in reversed(self.steps) if step.person == person)
        return next(
            (one for one in own if not one.opening and one.undoes is None and one.message not in gone), None
        )

    def after(self, step: Step) -> "Tally":
        """The tally with one more step, which has no message yet."""
        unkept = max((one.message for one in self.steps), default=0) + 1
        return replace(self, done=False, steps=(*self.steps, replace(step, message=unkept)))


class Turn(StrEnum):
    """What a deed makes of the tally itself."""

    OPENED = "opened"
    MOVED = "moved"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class TallyDeed:
    """What a message does to a tally. Opening one with moves begins it at what the date already had."""

    site: str
    date: date
    turn: Turn
    moves: Moves = NO_MOVES
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class TallyPanel:
    """The message of a chat that shows a tally. `shown` is None for the answer to the message at hand."""

    site: str
    date: date
    token: str
    looks: bool = False
    shown: str | None = None


def tally_date(site: Site, moment: datetime) -> date:
    """The date that people who come in at `moment` are counted for.

    As of a report; where a report would be asked about (between the cut-off and opening) it is the service about to
    begin, since nobody is counted at the door after they have left.
    """
    return reporting_date(site, moment) or local(site, moment).date()


def is_live(site: Site, day: date, moment: datetime) -> bool:
    """Whether who comes in at `moment` belongs to the tally of `day`; yesterday's takes nobody more."""
    return tally_date(site, moment) == day


def is_forgotten(site: Site, day: date, moment: datetime) -> bool:
    """Whether an open tally of `day` should have been done: the site has closed."""
    return closing(site, day) <= moment


SAYS = {"w": "women", "m": "men", "o": "other"}
"""The letter by which a button names the part that it moves."""

PRESSES = tuple((letter, step) for letter in SAYS for step in (1, 5, -1))
"""The buttons that count, in the order they are shown (C16)."""


def pressed_moves(what: str) -> Moves | None:
    """What a counting button says, as `w+5`; None for any other."""
    if what not in {f"{letter}{step:+}" for letter, step in PRESSES}:
        return None
    return Moves(**{SAYS[what[0]]: int(what[1:])})
