"""What comes of a draft: acts, a question, or that a stored figure is needed to tell (R4-R22)."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.reading.circumstances import Circumstances
from bot.reading.date_words import How
from bot.reading.draft import Draft
from bot.reading.meanings import Meaning
from bot.reading.near import near_date
from bot.reading.which_date import closed_dates, which_date
from shelter.acts import Act, ReportAges, ReportClosed, ReportCount, ReportOrigins, ReportQueue, Topic, Undo
from shelter.dates import local, reporting_date
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
HIGHEST_APPLIED = 100
USUAL_TIMES = 3
ORDER_OF_DOUBTS = (
    Topic.PERSONAL,
    Topic.SITE,
    Topic.NUMBER,
    Topic.CLOSED,
    Topic.FINAL,
    Topic.EXACT,
    Topic.CONFIRM,
    Topic.ORDER,
    Topic.CHANGE,
    Topic.EXTRA,
    Topic.WOMEN,
    Topic.MEN,
    Topic.SUM,
    Topic.GENDER,
    Topic.DATEPAIR,
    Topic.BASE,
    Topic.HIGH,
    Topic.DATE,
)
"""Which question is asked first when a text raises several: what makes the others needless comes first."""


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
class Decision:
    """One draft in its circumstances."""

    draft: Draft
    site: Site
    around: Circumstances
    moment: datetime
    accepts_high: bool = False
    day: date | None = None
    outcome: Outcome = field(default_factory=Outcome)

    def made(self) -> Outcome:
        try:
            self._decide()
        except Ask as ask:
            self.outcome.acts.clear()
            self.outcome.question = self.question(ask.topic, ask.about, ask.known)
        except Wanted:
            self.outcome.acts.clear()
        if self.outcome.wants_counts or self.outcome.wants_usual:
            return Outcome(wants_counts=self.outcome.wants_counts, wants_usual=self.outcome.wants_usual)
        return self.outcome

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
            queue=self._queue(),
            pair=draft.pair or (),
            change=change,
            closed=draft.closed,
            about=about,
        )
        return replace(asked, **{**numbers, **(known or {})})

    def _queue(self) -> Queue:
        parts = {
            QUEUE_FIELD[part]: self.draft.numbers[part] for part in QUEUE_FIELD if part in self.draft.numbers
        }
        return Queue(**parts)

    def _decide(self) -> None:
        draft = self.draft
        self.try_date()
        if draft.closed:
            self._closed()
            return
        if draft.undo:
            self._undo()
            return
        self._ask_first_doubt()
        self._check_kind()
        if draft.moves or ((draft.sets or draft.olds) and self._is_partial()):
            self._change()
        else:
            self._count()
        self._breakdown(draft.origins, ReportOrigins)
        self._breakdown(draft.ages, ReportAges)
        self._queue_act()
        if self.day is None and self.outcome.acts:
            raise self._ask_date()

    # --- the date ---------------------------------------------------------------------------------------------

    def try_date(self) -> None:
        if self.draft.day is not None and self.draft.said is None:
            self.day = self.draft.day
        else:
            self.day = which_date(self.draft.said, self.site, self.moment).day

    def _ask_date(self) -> Ask:
        return Ask(Topic.DATE, dates=which_date(self.draft.said, self.site, self.moment).choices)

    def _date(self) -> date:
        """The date that an act is made with while it is still open; the question about it comes last."""
        return self.day or date.min

    # --- closed and undo --------------------------------------------------------------------------------------

    def _closed(self) -> None:
        draft = self.draft
        if (
            draft.numbers
            or draft.pair
            or draft.empty
            or draft.origins
            or draft.ages
            or draft.moves
            or draft.full
        ):
            raise Ask(Topic.CLOSED)
        for topic, about in draft.doubts:
            raise Ask(Topic.CLOSED if topic in (Topic.EXTRA, Topic.CHANGE, Topic.NUMBER) else topic, about)
        if draft.said and draft.said.how is How.VAGUE:
            raise Ask(Topic.DATE)
        if draft.day is not None and draft.said is None:
            self.outcome.acts.append(ReportClosed(self.site.short, draft.day))
            return
        days, choices = closed_dates(draft.said, self.site, self.moment)
        if not days:
            raise Ask(Topic.DATE, dates=choices)
        self.outcome.acts += [ReportClosed(self.site.short, day) for day in days]

    def _undo(self) -> None:
        draft = self.draft
        if draft.numbers or draft.pair or draft.moves or draft.origins or draft.ages or draft.doubts:
            raise Ask(Topic.CHANGE)
        day = self.day
        if day is None and draft.said is None:
            day = local(self.site, self.moment).date()
            if reporting_date(self.site, self.moment) is None:
                day = date.fromordinal(day.toordinal() - 1)
        if day is None:
            raise self._ask_date()
        self.outcome.acts.append(Undo(self.site.short, day, draft.said is not None))

    # --- doubts -----------------------------------------------------------------------------------------------

    def _ask_first_doubt(self) -> None:
        draft = self.draft
        for topic in ORDER_OF_DOUBTS:
            for found, about in draft.doubts:
                if found is topic:
                    raise Ask(topic, about, proposal=self._guess(topic))

    def _guess(self, topic: Topic) -> tuple[Act, ...]:
        """The count that a question may propose for a yes."""
        draft = self.draft
        if self.day is None:
            return ()
        if topic is Topic.CONFIRM:
            if draft.moves or any(other is not Topic.CONFIRM for other, _ in draft.doubts):
                return ()
            women, men = self._genders()
            if draft.pair and draft.pair[0] <= draft.pair[1] and draft.sign not in "-:.":
                women, men = draft.pair
            if women is None or men is None or self.site.kind is Kind.INTAKE or self._is_high(women + men):
                return ()
            total = draft.numbers.get(Meaning.SUM)
            count = Count(
                women, men, draft.numbers.get(Meaning.OTHER, 0), draft.numbers.get(Meaning.UNKNOWN, 0)
            )
            return (
                () if total not in (None, count.total) else (ReportCount(self.site.short, self.day, count),)
            )
        if draft.guess and topic in (Topic.MEN, Topic.WOMEN, Topic.ORDER, Topic.CHANGE):
            return (ReportCount(self.site.short, self.day, Count(*draft.guess)),)
        return ()

    def _check_kind(self) -> None:
        """A day centre has no night, the intake no guests, a shelter no queue (R19, R22)."""
        draft, kind = self.draft, self.site.kind
        genders = any(label in draft.numbers for label in FIELD) or draft.only or draft.rest
        if kind is Kind.DAY and (
            draft.kinds & {Meaning.NIGHT_SITE, Meaning.NIGHT_WORD} or (draft.said and draft.said.night)
        ):
            raise Ask(Topic.SITE)
        if kind is Kind.NIGHT and draft.kinds & {Meaning.DAY_SITE, Meaning.INTAKE_SITE}:
            raise Ask(Topic.SITE)
        if kind is Kind.INTAKE and (genders or draft.origins or draft.ages or draft.moves):
            raise Ask(Topic.SITE)
        if kind is not Kind.INTAKE and (Meaning.APPLIED in draft.numbers or Meaning.OFFERED in draft.numbers):
            raise Ask(Topic.SITE if Meaning.APPLIED in draft.numbers else Topic.EXTRA)
        if kind is Kind.DAY and any(part in draft.numbers for part in QUEUE_FIELD):
            raise Ask(Topic.EXTRA)

    # --- counts -----------------------------------------------------------------------------------------------

    def _genders(self) -> tuple[int | None, int | None]:
        """Women and men as they were said or as they follow from a total (R7, R8)."""
        draft = self.draft
        women, men = draft.numbers.get(Meaning.WOMEN), draft.numbers.get(Meaning.MEN)
        total = draft.numbers.get(Meaning.SUM)
        if draft.only and draft.only not in draft.numbers and total is not None:
            women, men = (total, men) if draft.only is Meaning.WOMEN else (women, total)
        if draft.only is Meaning.MEN and women is None and men is not None:
            women = 0
        if draft.only is Meaning.WOMEN and men is None and women is not None:
            men = 0
        if total is not None and (women is None) != (men is None):
            rest = (
                total
                - (women or 0)
                - (men or 0)
                - draft.numbers.get(Meaning.OTHER, 0)
                - draft.numbers.get(Meaning.UNKNOWN, 0)
            )
            if rest < 0:
                raise Ask(Topic.SUM)
            women, men = (rest, men) if women is None else (women, rest)
        return women, men

    def _count(self) -> None:
        draft = self.draft
        total = draft.numbers.get(Meaning.SUM)
        if draft.pair:
            if self.site.kind is Kind.INTAKE:
                raise Ask(Topic.EXTRA)
            self._store(self._pair_count(draft.pair))
            return
        women, men = self._genders()
        if draft.empty or (total == 0 and women is None and men is None and not draft.full):
            self._empty(women, men)
            return
        if women is None or men is None:
            self._ask_for_the_missing(women, men)
            return
        count = Count(women, men, draft.numbers.get(Meaning.OTHER, 0), draft.numbers.get(Meaning.UNKNOWN, 0))
        if total is not None and total != count.total:
            raise Ask(Topic.SUM)
        self._check_olds(count)
        self._store(count)

    def _empty(self, women: int | None, men: int | None) -> None:
        draft = self.draft
        if self.site.kind is Kind.INTAKE:
            raise Ask(Topic.EXTRA)
        if (
            women
            or men
            or any(draft.numbers.get(label) for label in (*FIELD, Meaning.SUM))
            or draft.full
            or draft.only
        ):
            raise Ask(Topic.SUM)
        self._store(Count(0, 0))

    def _ask_for_the_missing(self, women: int | None, men: int | None) -> None:
        draft = self.draft
        said = (
            any(label in draft.numbers for label in (*FIELD, Meaning.SUM))
            or draft.only
            or draft.rest
            or draft.full
            or draft.olds
        )
        if not said:
            return
        if self.site.kind is Kind.INTAKE:
            raise Ask(Topic.EXTRA)
        if women is None and men is None:
            raise Ask(Topic.GENDER)
        raise Ask(Topic.MEN if men is None else Topic.WOMEN)

    def _pair_count(self, pair: tuple[int, int]) -> Count:
        """Two bare numbers: women first, where nothing else can be meant (R4, R5)."""
        first, second = pair
        sign, total = self.draft.sign, self.draft.numbers.get(Meaning.SUM)
        today = local(self.site, self.moment).date()
        if sign in ("/", ".", "-") and near_date(first, second, today):
            raise Ask(Topic.DATEPAIR, proposal=self._proposed(first, second) if first <= second else ())
        if sign in (":", ".", "-"):
            raise Ask(Topic.ORDER)
        beds = self._beds()
        if first > second or second == beds:
            raise Ask(Topic.ORDER, proposal=self._proposed(min(pair), max(pair)))
        if sign not in (" ", "/", ",", "+", "&", ";") and sign.lower() not in (
            "och",
            "and",
            "o",
            "å",
            "samt",
            "n",
            "plus",
        ):
            raise Ask(Topic.ORDER)
        if total is not None and total != first + second:
            raise Ask(Topic.SUM)
        return Count(first, second)

    def _proposed(self, women: int, men: int) -> tuple[Act, ...]:
        return (
            (ReportCount(self.site.short, self.day, Count(women, men)),)
            if self.day and self.site.kind is not Kind.INTAKE
            else ()
        )

    def _store(self, count: Count) -> None:
        if self.site.kind is Kind.INTAKE:
            raise Ask(Topic.SITE)
        if self.day is None:
            raise self._ask_date()
        if self._is_high(count.total) and not self.accepts_high:
            raise Ask(
                Topic.HIGH,
                women=count.women,
                men=count.men,
                other=count.other or None,
                unknown=count.unknown or None,
                total=None,
                change="",
            )
        self.outcome.acts.append(ReportCount(self.site.short, self.day, count))

    def _beds(self) -> int | None:
        capacity = (
            self.site.capacity_on(self.day)
            if self.day
            else (self.site.capacities[-1] if self.site.capacities else None)
        )
        return capacity.beds if capacity else None

    def _is_high(self, total: int) -> bool:
        """More than a site can hold without being asked about (R13)."""
        if self.site.kind is Kind.NIGHT:
            beds = self._beds()
            return beds is not None and 10 * total > 12 * beds
        usual = self.site.usual
        if usual is None:
            if self.site.short not in self.around.usual:
                self.outcome.wants_usual.add(self.site.short)
                raise Wanted
            usual = self.around.usual[self.site.short]
        return total >= 10_000 if usual is None else total > USUAL_TIMES * usual

    # --- changes ----------------------------------------------------------------------------------------------

    def _is_partial(self) -> bool:
        """Whether a change sets only a part; both women and men are a new full count (R17)."""
        numbers = self.draft.numbers
        if (
            self.draft.pair
            or self.draft.empty
            or any(part in numbers for part in QUEUE_FIELD)
            or self.draft.origins
            or self.draft.ages
        ):
            return False
        return not (Meaning.WOMEN in numbers and Meaning.MEN in numbers)

    def _held(self) -> Count | None:
        """The stored count that a change is worked into; an open tally begins with nobody."""
        if self.day is None:
            raise self._ask_date()
        key = (self.site.short, self.day)
        if key not in self.around.stored:
            self.outcome.wants_counts.add(key)
            raise Wanted
        held = self.around.stored[key]
        if held is None and self.site.short in self.around.tallies:
            return Count(0, 0)
        return held if isinstance(held, Count) else None

    def _change(self) -> None:
        draft = self.draft
        if draft.moves and any(label in draft.numbers for label in (*FIELD, Meaning.SUM)):
            raise Ask(Topic.CHANGE)
        if any(label is None for label, _ in draft.moves):
            raise Ask(Topic.GENDER if len(draft.moves) == 1 else Topic.CHANGE)
        parts = {label: draft.numbers[label] for label in FIELD if label in draft.numbers}
        if not draft.moves and (not parts or draft.only or draft.rest or Meaning.SUM in draft.numbers):
            if Meaning.SUM in draft.numbers or draft.full or draft.only or draft.rest or draft.olds:
                raise Ask(Topic.CHANGE)
            return
        held = self._held()
        if held is None:
            raise Ask(Topic.BASE)
        values = {label: getattr(held, FIELD[label]) for label in FIELD}
        if any(old not in values.values() for old in draft.olds):
            raise Ask(Topic.CHANGE)
        values.update(parts)
        for label, move in draft.moves:
            if label is not None:
                values[label] += move
        if min(values.values()) < 0:
            raise Ask(Topic.CHANGE)
        self._store(Count(*(values[label] for label in FIELD)))

    def _check_olds(self, count: Count) -> None:
        """“k10 m19 inte 9”: the old number should be one that was stored."""
        draft = self.draft
        others = any(label in draft.numbers for label in (Meaning.OTHER, Meaning.UNKNOWN))
        if not draft.olds and not (draft.sets and not others):
            return
        if self.day is None:
            raise self._ask_date()
        held = self._held()
        if held is None:
            if draft.olds:
                raise Ask(Topic.CHANGE)
            return
        if draft.olds and any(
            old not in (held.women, held.men, held.other, held.unknown) for old in draft.olds
        ):
            raise Ask(Topic.CHANGE)
        if (held.other or held.unknown) and not others:
            raise Ask(Topic.CHANGE, proposal=self._proposed(count.women, count.men))

    # --- queue, origin, age -----------------------------------------------------------------------------------

    def _queue_act(self) -> None:
        queue = self._queue()
        if queue == Queue():
            if self.draft.says_something and not self.outcome.acts:
                raise Ask(Topic.EXTRA)
            return
        if self.day is None:
            raise self._ask_date()
        applied, offered, no_show, away = queue.applied, queue.offered, queue.no_show, queue.away
        if (applied is not None and offered is not None and offered > applied) or (
            offered is not None and no_show is not None and no_show > offered
        ):
            raise Ask(Topic.SUM)
        if (
            max(part for part in (applied, offered, no_show, away) if part is not None) > HIGHEST_APPLIED
            and not self.accepts_high
        ):
            raise Ask(Topic.HIGH)
        if self.site.kind is Kind.INTAKE and Meaning.SUM in self.draft.numbers:
            raise Ask(Topic.EXTRA)
        self.outcome.acts.append(ReportQueue(self.site.short, self.day, queue))

    def _breakdown(self, numbers: dict[str, int], act: type[ReportOrigins] | type[ReportAges]) -> None:
        """Origin or age: its sum is never above the count of that date, said here or stored (R20, R21, R29)."""
        if not numbers:
            return
        if self.day is None:
            raise self._ask_date()
        said = next((one.count.total for one in self.outcome.acts if isinstance(one, ReportCount)), None)
        if said is None:
            key = (self.site.short, self.day)
            if key not in self.around.stored:
                self.outcome.wants_counts.add(key)
                raise Wanted
            held = self.around.stored[key]
            said = held.total if isinstance(held, Count) else None
        if said is not None and sum(numbers.values()) > said:
            raise Ask(Topic.SUM)
        if said is None and self._is_high(sum(numbers.values())):
            raise Ask(Topic.HIGH)
        last = {"other": 1, "unknown": 2}
        ordered = tuple(sorted(numbers.items(), key=lambda pair: (last.get(pair[0], 0), pair[0])))
        self.outcome.acts.append(act(self.site.short, self.day, ordered))


def decide(
    draft: Draft, site: Site, around: Circumstances, moment: datetime, *, accepts_high: bool = False
) -> Outcome:
    """What comes of one draft at one site."""
    return Decision(draft, site, around, moment, accepts_high).made()
