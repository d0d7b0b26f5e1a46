"""One draft at one site: what the steps of deciding share, and how they end early."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.reading.circumstances import Circumstances
from bot.reading.draft import Draft
from bot.reading.meanings import Meaning
from bot.reading.which_date import which_date
from shelter.acts import Act, ReportCount, Topic
from shelter.figures import Count, Queue
from shelter.questions import Question
from shelter.sites import Kind, Site

FIELD = {Meaning.WOMEN: "women", Meaning.MEN: "men", Meaning.OTHER: "other", Meaning.UNKNOWN: "unknown"}
QUEUE_FIELD = {
    Meaning.APPLIED: "applied",
    Meaning.OFFERED: "offered",
    Meaning.NO_SHOW: "no_show",
    Meaning.AWAY: "away",
}
USUAL_TIMES = 3


@dataclass(slots=True)
class Outcome:
    """Acts, or a question, or what must be fetched first; nothing at all when the draft says nothing."""

    acts: list[Act] = field(default_factory=list)
    question: Question | None = None
    wants_counts: set[tuple[str, date]] = field(default_factory=set)
    wants_usual: set[str] = field(default_factory=set)


class Ask(Exception):
    """A doubt that ends the reading of a draft: raised where it is found, caught in `decide`."""

    def __init__(self, topic: Topic, about: str = "", **known: Any) -> None:
        super().__init__(topic)
        self.topic, self.about, self.known = topic, about, known


class Wanted(Exception):
    """A stored figure is needed."""


@dataclass(slots=True)
class Case:
    """One draft in its circumstances; `outcome` grows while it is decided."""

    draft: Draft
    site: Site
    around: Circumstances
    moment: datetime
    accepts_high: bool = False
    day: date | None = None
    outcome: Outcome = field(default_factory=Outcome)

    def question(self, topic: Topic, about: str = "", known: dict[str, Any] | None = None) -> Question:
        """A question with everything that is known; a personal one holds nothing of the text (R23)."""
        if topic is Topic.PERSONAL:
            return Question(topic, self.site.short)
        draft = self.draft
        numbers: dict[str, Any] = {
            FIELD[label]: draft.numbers[label] for label in FIELD if label in draft.numbers
        }
        if draft.only and draft.numbers.get(draft.only) is not None:
            numbers.setdefault("men" if draft.only is Meaning.WOMEN else "women", 0)
        change = "move" if draft.moves else "set" if draft.sets else ""
        if draft.moves:
            numbers, total = {}, draft.moves[0][1]
            known_total: int | None = total
        else:
            known_total = draft.numbers.get(Meaning.SUM)
        asked = Question(
            topic,
            self.site.short,
            self.day,
            self.moment.astimezone(UTC),
            total=known_total,
            queue=self.queue(),
            pair=draft.pair or (),
            change=change,
            closed=draft.closed,
            about=about,
        )
        return replace(asked, **{**numbers, **(known or {})})

    def queue(self) -> Queue:
        parts = {
            QUEUE_FIELD[part]: self.draft.numbers[part] for part in QUEUE_FIELD if part in self.draft.numbers
        }
        return Queue(**parts)

    def ask_date(self) -> Ask:
        which = which_date(self.draft.said, self.site, self.moment, any_age=self.around.any_age)
        return Ask(Topic.DATE, dates=which.choices)

    def beds(self) -> int | None:
        capacity = (
            self.site.capacity_on(self.day)
            if self.day
            else (self.site.capacities[-1] if self.site.capacities else None)
        )
        return capacity.beds if capacity else None

    def is_high(self, total: int) -> bool:
        """More than a site can hold without being asked about (R13)."""
        if self.site.kind is Kind.NIGHT:
            beds = self.beds()
            return beds is not None and 10 * total > 12 * beds
        usual = self.site.usual
        if usual is None:
            if self.site.short not in self.around.usual:
                self.outcome.wants_usual.add(self.site.short)
                raise Wanted
            usual = self.around.usual[self.site.short]
        return total >= 10_000 if usual is None else total > USUAL_TIMES * usual

    def held(self) -> Count | None:
        """The stored count that a change is worked into."""
        if self.day is None:
            raise self.ask_date()
        key = (self.site.short, self.day)
        if key not in self.around.stored:
            self.outcome.wants_counts.add(key)
            raise Wanted
        held = self.around.stored[key]
        return held if isinstance(held, Count) else None

    def tally(self) -> Count | None:
        """How the tally stands that a change is for; without a date said, it is for the open one's."""
        if self.day is None and self.draft.said is None:
            self.day = next((day for short, day in self.around.tallies if short == self.site.short), None)
        return self.around.tallies.get((self.site.short, self.day)) if self.day else None

    def proposed(self, women: int, men: int) -> tuple[Act, ...]:
        return (
            (ReportCount(self.site.short, self.day, Count(women, men)),)
            if self.day and self.site.kind is not Kind.INTAKE
            else ()
        )

    @staticmethod
    def ask_high(count: Count, proposal: tuple[Act, ...] = ()) -> Ask:
        return Ask(
            Topic.HIGH,
            women=count.women,
            men=count.men,
            other=count.other or None,
            unknown=count.unknown or None,
            total=None,
            change="",
            proposal=proposal,
        )

    def store(self, count: Count) -> None:
        if self.site.kind is Kind.INTAKE:
            raise Ask(Topic.SITE)
        if self.day is None:
            raise self.ask_date()
        if self.is_high(count.total) and not self.accepts_high:
            raise self.ask_high(count)
        self.outcome.acts.append(ReportCount(self.site.short, self.day, count))
