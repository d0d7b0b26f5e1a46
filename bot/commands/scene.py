"""What a command is given: who says what, in which house, with which question open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from reports.wording import Wording
from shelter.dates import is_too_old
from shelter.house import House
from shelter.messages import Answer, Incoming
from shelter.people import Person
from shelter.questions import Question
from shelter.sites import Site
from storage.panels import OpenEntry
from storage.wishes import Wish


@dataclass(frozen=True, slots=True)
class Scene:
    person: Person
    house: House
    incoming: Incoming
    argument: str
    """What stood after the command's word; the whole text of a report."""
    question: Question | None
    wording: Wording
    """The sender's language."""
    default_wording: Wording
    """The language of people who have not chosen one."""
    about: tuple[str, date] | None = None
    """The site and date of the answer that the text replies to."""
    texts_to: tuple[str, ...] = ()
    """The country codes of numbers that can be invited by SMS."""
    tallying: bool = False
    """Whether a live tally is open anywhere in the house."""
    tallied: bool = False
    """Whether any message still shows a tally, open or done."""
    entry: OpenEntry | None = None
    """The guided entry that the sender's chat is in the middle of."""
    asked_at: datetime | None = None
    """When it is asked, where `incoming.moment` stands for another moment that the text is read at."""
    answers_its_question: bool = False
    """Whether the text replies to the very message that asks the open question."""

    def is_far_back(self, site: Site, day: date) -> bool:
        """Whether a date is told with its year: it is more than 35 days back (C3)."""
        return is_too_old(site, day, self.asked_at or self.incoming.moment)


Decide = Callable[[Scene], Wish[Answer | None]]
