"""What staff can say: the acts a text is read as, and the question asked when it could mean two things."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shelter.figures import Count, Moves, Queue


@dataclass(frozen=True, slots=True)
class ReportCount:
    """The count of a site and reporting date as it is after the message, changes already worked in (R17)."""

    site: str
    date: date
    count: Count


@dataclass(frozen=True, slots=True)
class ReportClosed:
    """The site was or will be closed: neither a zero nor a missing report (C13)."""

    site: str
    date: date


@dataclass(frozen=True, slots=True)
class ReportQueue:
    """Only the parts that were said; they are laid over what is stored (R19)."""

    site: str
    date: date
    queue: Queue


@dataclass(frozen=True, slots=True)
class ReportOrigins:
    """ISO 3166 alpha-2 codes in alphabetical order, then `other` and `unknown`, each with a number (R20)."""

    site: str
    date: date
    numbers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ReportAges:
    """Bands 0-17, 18-25, 26-40, 41-60, 61+, then `unknown`, each with a number (R21)."""

    site: str
    date: date
    numbers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes the latest revision for `date` back; the history is kept.

    `said` is False when the sender named no date: then the sender's own latest revision is meant.
    """

    site: str
    date: date
    said: bool = True


@dataclass(frozen=True, slots=True)
class MoveTally:
    """Moves the open tally of a site and date; `count` is how it then stands (R17)."""

    site: str
    date: date
    moves: Moves
    count: Count


Act = ReportCount | ReportClosed | ReportQueue | ReportOrigins | ReportAges | MoveTally | Undo


class Topic(StrEnum):
    """Why nothing was stored and a question is asked (the topics of docs/reading.md)."""

    GENDER = "gender"
    WOMEN = "women"
    MEN = "men"
    ORDER = "order"
    DATEPAIR = "datepair"
    SUM = "sum"
    EXACT = "exact"
    CONFIRM = "confirm"
    FINAL = "final"
    EXTRA = "extra"
    HIGH = "high"
    NUMBER = "number"
    DATE = "date"
    SITE = "site"
    CLOSED = "closed"
    BASE = "base"
    CHANGE = "change"
    PERSONAL = "personal"
    GUIDED = "guided"
    """A step of guided entry in words: what the bot asks by itself, not because of a doubt."""
