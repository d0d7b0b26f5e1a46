"""What a text is read with, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shelter.acts import Act
from shelter.figures import Count
from shelter.history import Closed
from shelter.questions import Question
from shelter.sites import Site


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who writes when, and what is known by then; `read` asks for more through its `wants_*`."""

    moment: datetime
    """When the message came, with a zone."""
    sites: tuple[Site, ...]
    """The sites the sender may report for."""
    others: tuple[tuple[str, str], ...] = ()
    """Name and short of the house's other sites."""
    language: str = "sv"
    """The person's. Both languages' words are always read; it only breaks ties ('men' is 'but' in Swedish)."""
    stored: Mapping[tuple[str, date], Count | Closed | None] = field(default_factory=dict)
    """The count by site and date. A key that is absent was not fetched; None is: nothing stored."""
    usual: Mapping[str, int | None] = field(default_factory=dict)
    """A day centre's usual visits where the house does not say (R13); None: no check yet, absent: not fetched."""
    question: Question | None = None
    """The sender's open question."""
    tallies: Mapping[tuple[str, date], Count] = field(default_factory=dict)
    """How the live tallies stand that are open at own sites for those who come now (R17)."""
    tallying: str | None = None
    """The short of the only one of them that the sender takes part in: a change without a site is for it."""
    any_age: bool = False
    """Whether dates more than 35 days back are read too: the coordinator may report them (C3)."""


class Tells(StrEnum):
    """Why a text is neither an act nor a question."""

    THANKS = "thanks"
    GREETING = "greeting"
    YES_NO = "yes_no"
    QUESTION = "question"
    FAULT = "fault"
    COMMAND = "command"
    NO_SITE = "no_site"
    CANCELLED = "cancelled"
    NONSENSE = "nonsense"


@dataclass(frozen=True, slots=True)
class Reading:
    """Acts, or a question, or what the text tells instead; never two of them (R30).

    When `wants_*` is not empty, nothing else is set: the caller fetches those and reads again.
    """

    acts: tuple[Act, ...] = ()
    question: Question | None = None
    tells: Tells | None = None
    wants_counts: frozenset[tuple[str, date]] = frozenset()
    wants_usual: frozenset[str] = frozenset()
    may_name_date: bool = True
    """False where nothing in the text is a date: then `Circumstances.any_age` makes no difference."""
