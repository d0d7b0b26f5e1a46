"""The figures that one report holds: guests or visits by gender, and the common queue."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Count:
    """Guests of one night or visits of one day, by gender (glossary: women before men, always both)."""

    women: int
    men: int
    other: int = 0
    unknown: int = 0

    def __post_init__(self) -> None:
        if min(self.women, self.men, self.other, self.unknown) < 0:
            raise ValueError(f"a count is never below zero: {self}")

    @property
    def total(self) -> int:
        return self.women + self.men + self.other + self.unknown


class Moves(NamedTuple):
    """By how many each part goes up or down."""

    women: int = 0
    men: int = 0
    other: int = 0
    unknown: int = 0

    @property
    def taken_back(self) -> "Moves":
        return Moves(*(-one for one in self))

    @property
    def counts_up(self) -> bool:
        return any(one > 0 for one in self)


NO_MOVES = Moves()


def moved(count: Count, moves: Moves) -> Count | None:
    """The count after a step; None where a part would go below zero."""
    after = [getattr(count, part) + move for part, move in zip(Moves._fields, moves, strict=True)]
    return Count(*after) if min(after) >= 0 else None


def difference(before: Count, after: Count) -> Moves:
    return Moves(*(getattr(after, part) - getattr(before, part) for part in Moves._fields))


@dataclass(frozen=True, slots=True)
class Queue:
    """The common queue of one day. A part that was not said is None: missing, never 0 (C13)."""

    applied: int | None = None
    offered: int | None = None
    no_show: int | None = None
    away: int | None = None

    def updated(self, later: "Queue") -> "Queue":
        """This queue with the parts that `later` says put in their place; the rest stays."""
        return Queue(
            applied=self.applied if later.applied is None else later.applied,
            offered=self.offered if later.offered is None else later.offered,
            no_show=self.no_show if later.no_show is None else later.no_show,
            away=self.away if later.away is None else later.away,
        )

    @property
    def contradicts_itself(self) -> bool:
        """More offered than applied, or more no-shows than offered (R19)."""
        applied, offered, no_show = self.applied, self.offered, self.no_show
        return (applied is not None and offered is not None and offered > applied) or (
            offered is not None and no_show is not None and no_show > offered
        )
