"""A text read by itself, as if no question were open: cut, drafted, decided."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.reading.case import Outcome
from bot.reading.circumstances import Circumstances, Reading, Tells
from bot.reading.decide import decide
from bot.reading.draft import Draft
from bot.reading.drafting import fill
from bot.reading.items import Item, items_of
from bot.reading.meanings import FIGURES, LABELS, LABELS_AND_QUEUE, QUEUE, Meaning
from bot.reading.neighbours import settled
from bot.reading.parts import parts_of
from bot.reading.short_replies import reply_meaning
from bot.reading.site_names import Names, heads_another_site, names_of
from bot.reading.taught import taught
from shelter.acts import Act, ReportClosed, ReportCount, Topic
from shelter.questions import Question
from shelter.sites import Kind, Site

MOST_ITEMS = 250
"""A text of more words, numbers and signs than this is as little a count as one that is too long."""

FEW_WORDS = 6
A_PAIR = 2

SPEAKS_OF_GUESTS = QUEUE | {
    Meaning.WOMEN,
    Meaning.MEN,
    Meaning.GUESTS,
    Meaning.EXTRA,
    Meaning.EMPTY,
    Meaning.FULL,
    Meaning.TRAIT,
}


def read_afresh(clean: str, circumstances: Circumstances) -> Reading:
    """Reads a normalised text as if no question were open."""
    names = known_names(circumstances)
    draft = taught(clean, names)
    if draft is not None:
        reading = decided([draft], circumstances, circumstances.moment)
        return reading if reading.question is None else replace(reading, may_name_date=False)
    return read_piece_by_piece(clean, names, circumstances)


def read_piece_by_piece(clean: str, names: Names, circumstances: Circumstances) -> Reading:
    """Reads any normalised text, cut into its items."""
    items = items_of(clean, names)
    if len(items) > MOST_ITEMS:
        return too_long(clean, circumstances)
    items = settled(items, circumstances.language)
    drafts = drafts_of(items, circumstances)
    if not drafts:
        return told(clean, items, circumstances)
    reading = decided(drafts, circumstances, circumstances.moment)
    if reading.acts and heads_another_site(clean, circumstances.others):
        shorts = tuple(site.short for site in circumstances.sites)
        return Reading(question=Question(Topic.SITE, sites=shorts))
    if reading.question is not None and not any(item.said for item in items):
        return replace(reading, may_name_date=False)
    return reading


def known_names(circumstances: Circumstances) -> Names:
    """The names of all the house's sites, the sender's and the others'."""
    own = tuple([(site.name, site.short) for site in circumstances.sites])
    return names_of(own + circumstances.others)


def drafts_of(items: list[Item], circumstances: Circumstances) -> list[Draft]:
    """A draft for each part that says something; what is only talk gives none."""
    own = frozenset([site.short for site in circumstances.sites])
    drafts = []
    for draft, inside in parts_of(items, own):
        fill(draft, inside)
        if draft.says_something or _doubt_counts(draft, inside):
            if draft.strange:
                _unless_talk(draft, inside, asks=any(item.text == "?" for item in items))
            drafts.append(draft)
        elif draft.foreign and any(item.meaning in FIGURES for item in inside):
            drafts.append(draft)
        elif draft.sets:
            draft.doubt(Topic.CHANGE)
            drafts.append(draft)
    return [draft for draft in drafts if draft.says_something or draft.doubts or draft.foreign]


def _doubt_counts(draft: Draft, items: Sequence[Item]) -> bool:
    """Whether a doubt without a number in place is worth a question: "3 lediga platser", "kO m19"."""
    if not draft.doubts:
        return False
    numbers = any(
        item.meaning in (Meaning.NUMBER, Meaning.UNREADABLE, Meaning.NONE) or any(item.pair) for item in items
    )
    topics = {topic for topic, _ in draft.doubts}
    labels = any(item.meaning in LABELS_AND_QUEUE and item.word for item in items)
    return (
        numbers
        and (
            Topic.NUMBER in topics
            or any(item.meaning in SPEAKS_OF_GUESTS for item in items)
            or not draft.strange
        )
    ) or (labels and bool(topics & {Topic.EXACT, Topic.FINAL}))


def _unless_talk(draft: Draft, items: Sequence[Item], *, asks: bool) -> None:
    """Numbers among words that are not understood are no count (R28): they are asked about, or no figures at all."""
    labelled = (
        any(label in draft.numbers for label in (*LABELS, *QUEUE))
        or draft.origins
        or draft.ages
        or draft.moves
    )
    asks = asks or (bool(items) and items[0].meaning is Meaning.ASKING)
    if asks and not labelled and not (draft.guests_said or draft.total_said or draft.closed):
        draft.pair = None
        draft.numbers.clear()
        draft.doubts.clear()
        return
    if not labelled and (draft.pair or Meaning.SUM in draft.numbers) and not draft.closed:
        draft.doubt(Topic.EXTRA)
    if draft.empty and not labelled:
        draft.doubt(Topic.CONFIRM)


def decided(drafts: Sequence[Draft], circumstances: Circumstances, moment: datetime) -> Reading:
    """The acts of all drafts together, or the first question among them; the clear acts travel along with it (R30)."""
    outcomes = [_decided(draft, circumstances, moment) for draft in drafts]
    if any(outcome.wants_counts or outcome.wants_usual for outcome in outcomes):
        return Reading(
            wants_counts=frozenset().union(*(outcome.wants_counts for outcome in outcomes)),
            wants_usual=frozenset().union(*(outcome.wants_usual for outcome in outcomes)),
        )
    questions = [outcome.question for outcome in outcomes if outcome.question is not None]
    acts: tuple[Act, ...] = tuple([act for outcome in outcomes for act in outcome.acts])
    if questions:
        question = questions[0]
        changes = any(draft.moves or draft.sets or draft.olds for draft in drafts)
        if acts and len(questions) == 1 and not changes and question.topic is not Topic.PERSONAL:
            question = replace(question, along=acts)
        return Reading(question=question)
    if not acts:
        return Reading(tells=Tells.NONSENSE)
    if len(acts) > 1 and _closed_and_counted(acts):
        return Reading(question=Question(Topic.CLOSED, acts[0].site, acts[0].date, closed=True))
    if len(acts) > 1 and len({(type(act), act.site, act.date) for act in acts}) < len(acts):
        return Reading(question=Question(Topic.CHANGE, acts[0].site, acts[0].date))
    return Reading(acts=acts)


def _closed_and_counted(acts: Sequence[Act]) -> bool:
    """A site that was closed has no guests that date (R16), whatever the text says beside it."""
    closed = {(act.site, act.date) for act in acts if isinstance(act, ReportClosed)}
    return any((act.site, act.date) in closed for act in acts if isinstance(act, ReportCount))


def decided_one(
    draft: Draft, site: Site, circumstances: Circumstances, question: Question, *, accepts_high: bool = False
) -> Reading:
    """The reading of an answer's draft; the acts that waited for the answer are stored with it."""
    moment = question.moment or circumstances.moment
    outcome = decide(draft, site, circumstances, moment, accepts_high=accepts_high)
    if outcome.wants_counts or outcome.wants_usual:
        return Reading(
            wants_counts=frozenset(outcome.wants_counts), wants_usual=frozenset(outcome.wants_usual)
        )
    if outcome.question is not None:
        return Reading(question=replace(outcome.question, along=question.along))
    if not outcome.acts:
        return Reading(question=question)
    return Reading(acts=(*question.along, *outcome.acts))


def _decided(draft: Draft, circumstances: Circumstances, moment: datetime) -> Outcome:
    sites = circumstances.sites
    if draft.foreign:
        return Outcome(
            question=Question(
                Topic.SITE, None, moment=moment.astimezone(UTC), sites=tuple(site.short for site in sites)
            )
        )
    site = next((site for site in sites if site.short == draft.site), None)
    question = circumstances.question
    if site is None and len(sites) > 1 and question is not None and question.site is not None:
        site = next((site for site in sites if site.short == question.site), None)
    if site is None and len(sites) > 1 and draft.moves:
        site = next((site for site in sites if site.short == circumstances.tallying), None)
    if site is None and len(sites) == 1:
        site = sites[0]
    if site is None:
        return _ask_which_site(draft, circumstances, moment)
    return decide(draft, site, circumstances, moment)


def _ask_which_site(draft: Draft, circumstances: Circumstances, moment: datetime) -> Outcome:
    """Asks for the site and keeps the rest, so that the reply "A" finishes it; only one kind of site may fit (R22)."""
    kinds = _kinds(draft)
    fitting = [site for site in circumstances.sites if site.kind in kinds]
    if len(fitting) == 1 and kinds != set(Kind):
        return decide(draft, fitting[0], circumstances, moment)

    changes = bool(draft.moves or draft.sets or draft.olds)
    outcomes = [] if changes else [decide(draft, site, circumstances, moment) for site in circumstances.sites]
    wanted = Outcome()
    for outcome in outcomes:
        wanted.wants_counts |= outcome.wants_counts
        wanted.wants_usual |= outcome.wants_usual
    if wanted.wants_counts or wanted.wants_usual:
        return wanted
    asked = [outcome.question for outcome in outcomes if outcome.question is not None]
    shorts = tuple(site.short for site in circumstances.sites)
    kept = Question(Topic.SITE, moment=moment.astimezone(UTC), sites=shorts, change="set" if changes else "")
    if asked:
        # The parts and the doubt are kept for when the site is known.
        kept = replace(asked[0], topic=Topic.SITE, then=asked[0].topic, site=None, sites=shorts)
    acts = tuple(act for outcome in outcomes for act in outcome.acts)
    return Outcome(question=replace(kept, by_site=acts))


def _kinds(draft: Draft) -> set[Kind]:
    if any(part in draft.numbers for part in (Meaning.APPLIED, Meaning.OFFERED)):
        return {Kind.INTAKE}
    return set(Kind)


def only_site(circumstances: Circumstances) -> str | None:
    return circumstances.sites[0].short if len(circumstances.sites) == 1 else None


def too_long(clean: str, circumstances: Circumstances) -> Reading:
    if any("0" <= character <= "9" for character in clean):
        return Reading(question=Question(Topic.EXTRA, only_site(circumstances)))
    return Reading(tells=Tells.NONSENSE)


def told(clean: str, items: Sequence[Item], circumstances: Circumstances) -> Reading:
    """What a text without any figures tells (R24); one that names both genders was meant as a count."""
    meanings = {reply_meaning(clean)} | {item.meaning for item in items}
    if not items and clean.strip():  # a heart, a smile
        return Reading(tells=Tells.THANKS)
    asks = "?" in clean or Meaning.ASKING in meanings
    topic = None if asks else _meant_as_a_report(meanings, items)
    if topic is not None:
        return Reading(question=Question(topic, only_site(circumstances)))
    for meaning, tells in TOLD_BY:
        if meaning in meanings and not (asks and tells is Tells.FAULT):
            return Reading(tells=tells)
    return Reading(tells=Tells.QUESTION if asks else Tells.NONSENSE)


TOLD_BY = (
    (Meaning.CANCEL, Tells.CANCELLED),
    (Meaning.THANKS, Tells.THANKS),
    (Meaning.YES, Tells.YES_NO),
    (Meaning.NO, Tells.YES_NO),
    (Meaning.GREETING, Tells.GREETING),
    (Meaning.THING, Tells.FAULT),
    (Meaning.PLACE, Tells.FAULT),
)


def _meant_as_a_report(meanings: set[Meaning | None], items: Sequence[Item]) -> Topic | None:
    """What to ask about a text that gives no figures though it was meant to."""
    if {Meaning.WOMEN, Meaning.MEN} <= meanings:
        return Topic.GENDER
    if Meaning.WRONG in meanings and len(items) <= FEW_WORDS:
        return Topic.CHANGE
    if sum(item.meaning is Meaning.NUMBER for item in items) == A_PAIR:
        # Two numbers among words of no language we know: better asked about than lost (R28).
        return Topic.EXTRA
    return None
