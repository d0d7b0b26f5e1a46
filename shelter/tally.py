"""The live tally: guests or visits counted one by one, by several people at once, until it becomes the date's count."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from shelter.acts import ReportCount, Topic
from shelter.dates import local, reporting_date
from shelter.figures import NO_MOVES, Count, Moves
from shelter.nudges import closing
from shelter.questions import Question
from shelter.sites import Site


@dataclass(frozen=True, slots=True)
class Step:
    """One press or text. `message` is what it came by; `undoes` the message of the step that it takes back.

    `opening`: somebody joined; the moves are what the date already had by then, and nobody's to undo.
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
    done: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def count(self) -> Count:
        """The sum; the order of the steps does not matter to it, nor does one that is there twice."""
        each = {step.message: step.moves for step in self.steps}
        return Count(*(sum(part) for part in zip(*each.values(), strict=True))) if each else Count(0, 0)

    @property
    def version(self) -> int:
        """How often the sum was moved: what was looked at is stored only while it is the same."""
        return sum(any(step.moves) for step in self.steps)

    @property
    def last(self) -> Step | None:
        """What was counted last; None while nobody has."""
        return next((step for step in reversed(self.steps) if not step.opening), None)

    def is_joined_by(self, person: int) -> bool:
        return any(step.person == person for step in self.steps)

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


AFTER_CLOSING = timedelta(hours=1)
"""Somebody who counts on after closing is left in peace for so long."""


def forgotten_at(site: Site, tally: Tally) -> datetime:
    """When an open tally should have been done: at closing, or a while after what was counted later still."""
    closes = closing(site, tally.date)
    latest = tally.steps[-1].at if tally.steps else closes
    return closes if latest <= closes else latest + AFTER_CLOSING


OF_A_TALLY = "tally"
"""What a question's `change` says when its numbers are the sum of a tally, which may move before the answer comes."""


def look_question(tally: Tally, now: datetime) -> Question:
    """Whether to store the sum as it stands; a yes does."""
    act = ReportCount(tally.site, tally.date, tally.count)
    return Question(
        Topic.CONFIRM, tally.site, tally.date, now.astimezone(UTC), proposal=(act,), change=OF_A_TALLY
    )


BUTTON = "t"
"""Stands behind the token in what the buttons of a tally say."""

COUNTING = {
    f"{part[0]}{by:+}": Moves(**{part: by}) for part in ("women", "men", "other") for by in (1, 5, -1)
}
"""What a counting button says, as `w+5`, and what its press does; in the order they are shown (C16)."""
