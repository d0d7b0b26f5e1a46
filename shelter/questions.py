"""The open question: what a text left in doubt, and what is already known, so that a short reply finishes it."""

import datetime
import json
from dataclasses import dataclass, fields
from typing import Any

from shelter.acts import (
    Act,
    MoveTally,
    ReportAges,
    ReportClosed,
    ReportCount,
    ReportOrigins,
    ReportQueue,
    Topic,
    Undo,
)
from shelter.figures import Count, Moves, Queue

NOTHING_QUEUED = Queue()

BELOW_ZERO = "<0"
"""What CHANGE is about where a change would leave fewer than nobody."""


@dataclass(frozen=True, slots=True)
class Question:
    """An open question. Numbers that are None were not said; `docs/reading.md` says what each topic carries."""

    topic: Topic
    site: str | None = None
    date: datetime.date | None = None
    moment: datetime.datetime | None = None
    """When the doubtful text came: its default date is decided by this, not by when the reply comes."""
    women: int | None = None
    men: int | None = None
    other: int | None = None
    unknown: int | None = None
    total: int | None = None
    queue: Queue = NOTHING_QUEUED
    pair: tuple[int, ...] = ()
    """ORDER and DATEPAIR: the two numbers as they were written."""
    change: str = ""
    """'set' when the numbers replace parts of the stored count, 'move' when they move them (R17).

    'tally' when they are the sum of a live tally, which may have changed before the answer comes.
    """
    sites: tuple[str, ...] = ()
    """SITE: the shorts to choose from; a reply 1 is the first."""
    dates: tuple[datetime.date, ...] = ()
    """DATE: the dates to choose from; a reply 1 is the first."""
    closed: bool = False
    """The text also said that the site was closed."""
    by_site: tuple[Act, ...] = ()
    """SITE: what the text would store at each of the sites; the reply picks those of its site."""
    then: Topic | None = None
    """SITE: what is still to be asked when the site is known."""
    along: tuple[Act, ...] = ()
    """What the text said clearly beside the doubt: stored together with the answer, never before (R30)."""
    proposal: tuple[Act, ...] = ()
    """The reading that a yes would store; () when there is none."""
    step: str = ""
    """GUIDED: which of its questions this is."""
    about: str = ""
    """The piece of text in doubt ('ml9'): at most 24 plain characters, never personal data."""
    only_in: str = ""
    """The one channel in which it can be answered, as what was said there is still to be proven (P9)."""

    @property
    def knows_something(self) -> bool:
        """Whether an answer would finish what was begun; else a whole report says it as well."""
        said = (self.women, self.men, self.other, self.unknown, self.total)
        kept = (
            self.pair,
            self.proposal,
            self.by_site,
            self.along,
            self.sites,
            self.dates,
            self.change,
            self.closed,
        )
        return any(number is not None for number in said) or any(kept) or self.queue != NOTHING_QUEUED

    def to_json(self) -> str:
        """The question as it is kept; what has no value is left out."""
        kept: dict[str, Any] = {"topic": self.topic.value}
        for field in fields(self)[1:]:
            value = getattr(self, field.name)
            if value == field.default:
                continue
            kept[field.name] = _plain(value)
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Question":
        """The question that `to_json` wrote."""
        kept = json.loads(text)
        made: dict[str, Any] = dict(kept)
        made["topic"] = Topic(kept["topic"])
        if "then" in kept:
            made["then"] = Topic(kept["then"])
        if "date" in kept:
            made["date"] = datetime.date.fromisoformat(kept["date"])
        if "moment" in kept:
            made["moment"] = datetime.datetime.fromisoformat(kept["moment"])
        if "queue" in kept:
            made["queue"] = Queue(**kept["queue"])
        for name in ("pair", "sites"):
            if name in kept:
                made[name] = tuple(kept[name])
        if "dates" in kept:
            made["dates"] = tuple(datetime.date.fromisoformat(day) for day in kept["dates"])
        for name in ("by_site", "along", "proposal"):
            if name in kept:
                made[name] = tuple(_act(one) for one in kept[name])
        return cls(**made)


def _plain(value: object) -> object:
    match value:
        case Queue():
            return {name: part for name in _QUEUE if (part := getattr(value, name)) is not None}
        case datetime.date():  # also a datetime, whose zone travels as its offset
            return value.isoformat()
        case tuple():
            return [_plain(one) for one in value]
        case (
            Undo()
            | ReportClosed()
            | ReportCount()
            | ReportQueue()
            | ReportOrigins()
            | ReportAges()
            | MoveTally()
        ):
            return _plain_act(value)
    return value


_QUEUE = ("applied", "offered", "no_show", "away")


def _plain_act(act: Act) -> dict[str, object]:
    plain: dict[str, object] = {"site": act.site, "date": act.date.isoformat()}
    match act:
        case ReportCount(count=count):
            plain["count"] = [count.women, count.men, count.other, count.unknown]
        case ReportQueue(queue=queue):
            plain["queue"] = _plain(queue)
        case ReportOrigins(numbers=numbers):
            plain["origins"] = [list(pair) for pair in numbers]
        case ReportAges(numbers=numbers):
            plain["ages"] = [list(pair) for pair in numbers]
        case MoveTally(moves=moves, count=count):
            plain["moves"] = list(moves)
            plain["count"] = [count.women, count.men, count.other, count.unknown]
        case Undo(said=said):
            plain["undo"] = said
        case ReportClosed():
            pass
    return plain


def _act(plain: dict[str, Any]) -> Act:
    site, day = plain["site"], datetime.date.fromisoformat(plain["date"])
    if "moves" in plain:
        return MoveTally(site, day, Moves(*plain["moves"]), Count(*plain["count"]))
    if "count" in plain:
        return ReportCount(site, day, Count(*plain["count"]))
    if "queue" in plain:
        return ReportQueue(site, day, Queue(**plain["queue"]))
    if "origins" in plain:
        return ReportOrigins(site, day, tuple((name, number) for name, number in plain["origins"]))
    if "ages" in plain:
        return ReportAges(site, day, tuple((name, number) for name, number in plain["ages"]))
    if "undo" in plain:
        return Undo(site, day, plain["undo"])
    return ReportClosed(site, day)
