"""The history of a site and date: every change is kept, and the latest can be taken back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shelter.figures import Count, Queue


class Aspect(StrEnum):
    """The parts of a report that change independently of each other."""

    COUNT = "count"
    QUEUE = "queue"
    ORIGIN = "origin"
    AGE = "age"


class Closed:
    """The figure of a closed night or day: neither a zero nor missing (C13)."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Closed)

    def __hash__(self) -> int:
        return hash(Closed)

    def __repr__(self) -> str:
        return "CLOSED"


CLOSED = Closed()

Numbers = tuple[tuple[str, int], ...]
Figures = Count | Closed | Queue | Numbers


@dataclass(frozen=True, slots=True)
class Change:
    """What one aspect of a site and date is from now on; None takes it back to nothing reported."""

    site: str
    date: date
    aspect: Aspect
    figures: Figures | None
    corrects: bool = False
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A change as it was kept. `number` counts from 1 within the site, date and aspect."""

    site: str
    date: date
    aspect: Aspect
    number: int
    figures: Figures | None
    undoes: int | None
    person: int | None
    at: datetime


def corrects(before: Figures | None, figures: Figures) -> bool:
    """Whether a stated figure is replaced; a part of the queue that was still missing replaces none."""
    if isinstance(before, Queue):
        # Laid over each other, the stored queue and the new one differ only where a stated part changed.
        return isinstance(figures, Queue) and figures.updated(before) != figures
    return before is not None and before != figures


def standing(revisions: Iterable[Revision]) -> list[Revision]:
    """Of one aspect's revisions, oldest first, those that have not been taken back."""
    stack: list[Revision] = []
    for revision in revisions:
        if revision.undoes is None:
            stack.append(revision)
        elif stack:
            stack.pop()
    return stack


def undoing(stack: Sequence[Revision]) -> Change:
    """The change that takes back the latest of the revisions that stand: what the one before it said holds again."""
    latest = stack[-1]
    figures = stack[-2].figures if len(stack) > 1 else None
    return Change(latest.site, latest.date, latest.aspect, figures, undoes=latest.number)


def to_json(figures: Figures | None) -> str | None:
    match figures:
        case None:
            return None
        case Closed():
            return '{"closed":true}'
        case Count():
            data: dict[str, int | None] = {
                "women": figures.women,
                "men": figures.men,
                "other": figures.other,
                "unknown": figures.unknown,
            }
        case Queue():
            data = {
                "applied": figures.applied,
                "offered": figures.offered,
                "no_show": figures.no_show,
                "away": figures.away,
            }
        case _:
            data = dict(figures)
    return json.dumps(data, separators=(",", ":"))


def from_json(aspect: Aspect, text: str | None) -> Figures | None:
    """The figures that `to_json` wrote for this aspect."""
    if text is None:
        return None
    data = json.loads(text)
    if data == {"closed": True}:
        return CLOSED
    match aspect:
        case Aspect.COUNT:
            return Count(**data)
        case Aspect.QUEUE:
            return Queue(**data)
    return tuple(data.items())
