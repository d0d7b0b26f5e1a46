"""What one part of a text says about one site and date, before it is decided what comes of it."""

from dataclasses import dataclass, field
from datetime import date

from bot.reading.date_words import SaidDate
from bot.reading.meanings import Meaning
from shelter.acts import Topic

PLAIN_LENGTH = 24


@dataclass(slots=True)
class Draft:
    """Everything said; a doubt is a topic and the piece of text it is about."""

    site: str | None = None
    foreign: bool = False
    said: SaidDate | None = None
    day: date | None = None
    """The date when it is already known, from an open question."""
    numbers: dict[Meaning, int] = field(default_factory=dict)
    """By label: women, men, other, unknown, the queue's parts, SUM for a total."""
    moves: list[tuple[Meaning | None, int]] = field(default_factory=list)
    sets: bool = False
    pair: tuple[int, int] | None = None
    sign: str = ""
    origins: dict[str, int] = field(default_factory=dict)
    ages: dict[str, int] = field(default_factory=dict)
    closed: bool = False
    no_end: bool = False
    """How long it is closed was not said, or longer than one date."""
    empty: bool = False
    undo: bool = False
    full: bool = False
    only: Meaning | None = None
    rest: Meaning | None = None
    olds: list[int] = field(default_factory=list)
    """Numbers said to be wrong: "10 kvinnor inte 9"."""
    doubts: list[tuple[Topic, str]] = field(default_factory=list)
    guess: tuple[int, int] | None = None
    """Women and men that a question may propose."""
    kinds: frozenset[Meaning] = frozenset()
    """Words for a kind of site: "natt", "dagverksamhet"."""
    guests_said: bool = False
    """A word for guests or visits stood there."""
    total_said: bool = False
    """A word for a total stood there."""
    strange: bool = False
    """A word stood there that is not understood, or is about something else than figures."""

    def doubt(self, topic: Topic, about: str = "") -> None:
        self.doubts.append((topic, plain(about)))

    @property
    def says_something(self) -> bool:
        return bool(
            self.numbers
            or self.moves
            or self.pair
            or self.origins
            or self.ages
            or self.closed
            or self.empty
            or self.undo
            or self.full
            or self.only
            or self.rest
            or self.olds
        )


def plain(text: str) -> str:
    """At most 24 letters, digits and spaces, no long number: what a question may repeat."""
    kept = "".join(character for character in text if character.isalnum() or character == " ")[
        :PLAIN_LENGTH
    ].strip()
    return "" if sum(character.isdigit() for character in kept) > 5 else kept
