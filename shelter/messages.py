"""What passes through the house: a message in, the answer decided for it, a message out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from shelter.enclosures import Enclosed, Enclosure, File
from shelter.escalation import Setting
from shelter.history import Change
from shelter.nudges import Key
from shelter.questions import Question
from shelter.tally import TallyDeed, TallyPanel

ROOMY = frozenset({"telegram"})
"""Channels on which a long thing is told whole; on the others it is one SMS segment."""


class NoNumber(Enum):
    """Why the number of a contact that somebody shares is not taken."""

    OF_ANOTHER = auto()
    """It is not the sender's own: not theirs to give."""
    NOT_ONE = auto()
    """No phone number looks like that."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text as a channel received it. `external_id` is unique within the channel; `moment` is aware."""

    channel: str
    external_id: str
    address: str
    text: str
    moment: datetime
    edits: str | None = None
    """The external id of the message that this is the new wording of."""
    written_at: datetime | None = None
    """When the text that is edited or forwarded was first written."""
    album: str | None = None
    """Another id that it takes, of the album that its picture is in: the rest of that, without words, adds nothing."""
    replies_to: int | None = None
    """The channel's own number of the message of ours that this replies to."""
    replies_to_text: str | None = None
    """The external id of the text of one's own, or of a colleague's, that this replies to."""
    language: str | None = None
    """The language of the sender's device, a first guess at theirs."""
    own_number: str | None = None
    """The phone number that the sender shares as their own, and the channel vouches for: +46701234567."""
    no_number: NoNumber | None = None
    """Why a contact that the sender shares adds no number."""
    press: str | None = None
    """What a pressed button says."""
    group: str | None = None
    """The group that it was said in, in the channel's own name; `address` is its sender's all the same."""
    topic: int | None = None
    """The channel's own number of the group's topic that it was said in, where the group has topics."""

    @property
    def is_of_earlier(self) -> bool:
        """Whether it is about something that was said before: passed on, edited or replied to."""
        return (self.written_at, self.replies_to, self.replies_to_text) != (None, None, None)

    @property
    def place(self) -> str:
        """Where it was said, and where its answer goes."""
        return self.group or self.address


@dataclass(frozen=True, slots=True)
class Button:
    """Words on a button, and what a press of it says to us: at most 64 bytes."""

    words: str
    says: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A message with buttons that somebody goes through, known by a token nobody can guess."""

    token: str
    state: str
    is_entry: bool = False
    """Whether it is a guided entry that goes on: the only one of its chat."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A line to somebody else than the sender, because of what the sender did."""

    person: int
    text: str
    about: tuple[Key, ...] = ()
    """What it reminds of; each is said once, and taken back when the report comes before it is sent."""
    until: datetime | None = None
    """When a reminder is of no use any more."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    panel: Panel | None = None
    """What its buttons are about; theirs to press who is told."""


@dataclass(frozen=True, slots=True)
class Repaint:
    """A message that was sent before, `shown` by its key in the outbox, as it is to look from now on."""

    shown: str
    channel: str
    address: str
    person: int
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command decided: nothing is stored or sent before `storage.settle` has carried it out."""

    text: str
    changes: tuple[Change, ...] = ()
    question: Question | None = None
    closes_question: bool = False
    answers_for: tuple[int, str] | None = None
    """The person whose question is answered, where it is not the sender's own, and its site."""
    keeps_text: bool = True
    understood: bool = True
    """False where the sender is told that nothing was made of their text."""
    notices: tuple[Notice, ...] = ()
    language: str | None = None
    settings: tuple[Setting, ...] = ()
    shown_in_answer_to: int | None = None
    """The stored message whose answer is edited to show this text, where the channel can do that."""
    privately: bool = False
    """Whether it goes to the sender alone, though it was asked for in a group."""
    shown_in: str | None = None
    """The key in the outbox of another message of ours that is edited so instead."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    panel: Panel | None = None
    toast: str | None = None
    """What a press is answered with beside the message, for a moment; nothing is kept of it."""
    tallies: tuple[TallyDeed, ...] = ()
    tally_panel: TallyPanel | None = None
    repaints: tuple[Repaint, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    """Files that follow the answer, each a message of its own."""
    told: tuple[tuple[str, date], ...] = ()
    """The sites and dates that the sender's figures are for, also where they were stored before."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a message ended: the answer it got, now or (`fresh` is False) the first time it came.

    `kept` says whether it changed what is stored; a message that came before changes nothing.
    """

    text: str | None
    fresh: bool
    kept: bool = False
    repainted: bool = False
    """Whether messages elsewhere are to be edited."""
    toast: str | None = None
    encloses: bool = False
    """Files follow, whether or not anything is said."""


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
    enclosure: Enclosure | None = None
    """The file that is to be sent with the text below it."""
    file: File | None = None
    """That file, once it is made."""
