"""What passes through the house: a message in, the answer decided for it, a message out."""

from dataclasses import dataclass
from datetime import datetime

from shelter.escalation import Setting
from shelter.history import Change
from shelter.questions import Question


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text as a channel received it. `external_id` is unique within the channel; `moment` is aware."""

    channel: str
    external_id: str
    address: str
    text: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A line to somebody else than the sender, because of what the sender did."""

    person: int
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command decided: nothing is stored or sent before `storage.settle` has carried it out."""

    text: str
    changes: tuple[Change, ...] = ()
    question: Question | None = None
    closes_question: bool = False
    keeps_text: bool = True
    notices: tuple[Notice, ...] = ()
    language: str | None = None
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """How a message ended: the answer it got, now or (`fresh` is False) the first time it came.

    `kept` says whether it changed what is stored; a message that came before changes nothing.
    """

    text: str | None
    fresh: bool
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is owed to an address, as the outbox hands it to a channel."""

    id: int
    channel: str
    address: str
    text: str
    attempts: int
    queued_at: datetime
    expires_at: datetime | None
