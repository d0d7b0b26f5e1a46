"""A reply with numbers, laid over what the question knew, and decided again (R26)."""

from dataclasses import replace
from itertools import pairwise

from bot.reading.afresh import drafts_of
from bot.reading.case import FIELD
from bot.reading.circumstances import Circumstances, Reading
from bot.reading.date_words import How, SaidDate
from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.lexicon import REPLY_WORDS
from bot.reading.meanings import GENDERS, LABELS, STANDS_ALONE, Meaning
from bot.reading.normalise import folded
from bot.reading.open_question import draft_of, finished, site_of
from bot.reading.which_date import which_date
from shelter.acts import ReportCount, Topic
from shelter.figures import Count
from shelter.questions import Question

PART = {Topic.WOMEN: Meaning.WOMEN, Topic.MEN: Meaning.MEN}
"""The label that a question is about."""

WHOLE_COUNTS = (Topic.FINAL, Topic.CONFIRM, Topic.HIGH)
"""Topics that ask about a count with all its parts."""


def laid_over(items: list[Item], question: Question, around: Circumstances) -> Reading | None:
    """A number, with or without its label: laid over what was known, and decided again."""
    if any(item.meaning in STANDS_ALONE for item in items) or _is_no_number_of_guests(items):
        return None
    drafts = drafts_of(items, around)
    if len(drafts) != 1:
        return _bare_label(items, question, around) if not drafts else None
    reply = drafts[0]
    if question.topic is Topic.GENDER and REPLY_WORDS.get(folded(items[0].text)) is Meaning.NO:
        reply.total_said = True  # "nej 27": the total itself was wrong
    if reply.site is not None and reply.site != question.site:
        return None
    if reading := _moving(reply, question, around):
        return reading
    if reply.empty and question.topic in PART:  # nobody of these, or nobody at all?
        return Reading(question=question)
    if (
        _is_full(reply)
        or reply.foreign
        or reply.closed
        or reply.undo
        or reply.doubts
        or reply.moves
        or reply.origins
        or reply.ages
    ):
        return _full_for_the_same(reply, question, around)
    draft = draft_of(question)
    if question.topic is Topic.EXACT:
        _forget_what_was_about(draft, reply)
    if reply.said is not None:
        draft.said, draft.day = reply.said, None
    reading = finished(draft, question, around) if _lay_over(draft, reply, question) else None
    asks = reading is not None and reading.question is not None
    # "ändra m20" where the women are asked for is a change of what is stored.
    return None if asks and reply.sets and not question.change else reading


def _moving(reply: Draft, question: Question, around: Circumstances) -> Reading | None:
    """A reply to a change, or a change as a reply; None for any other."""
    if reply.said is not None:
        return None
    if question.change == "move" and (moves := _moves_meant(reply, question)):
        draft = draft_of(question)
        draft.moves = moves
        return finished(draft, question, around)
    moved = _moved(reply, question) if reply.moves else None
    return Reading(question=moved) if moved else None


def _moves_meant(reply: Draft, question: Question) -> list[tuple[Meaning | None, int]]:
    """“2 kvinnor”, or “1 k 1 m”, after “+2”: whose the two are, and no new count; empty for anything else."""
    total = question.total or 0
    labelled = [(label, value) for label, value in reply.numbers.items() if label in FIELD]
    if (
        reply.doubts
        or len(labelled) < len(reply.numbers)
        or sum(value for _, value in labelled) != abs(total)
    ):
        return []
    return [(label, value if total > 0 else -value) for label, value in labelled]


def _moved(reply: Draft, question: Question) -> Question | None:
    """“+1 m” while a whole count waits for its answer: the same question about the changed count (R17)."""
    said = next((act.count for act in question.proposal if isinstance(act, ReportCount)), question)
    known = {label: getattr(said, FIELD[label]) for label in FIELD}
    if question.topic not in WHOLE_COUNTS or question.change or None in (known[label] for label in GENDERS):
        return None
    for label, move in reply.moves:
        if label is None or (known[label] or 0) + move < 0:
            return None
        known[label] = (known[label] or 0) + move
    count = Count(*(known[label] or 0 for label in FIELD))
    site, day = question.site, question.date
    proposal = (ReportCount(site, day, count),) if site and day else ()
    changed = {FIELD[label]: value for label, value in known.items()}
    return replace(question, **changed, total=None, pair=(), proposal=proposal)


def _is_no_number_of_guests(items: list[Item]) -> bool:
    """“at 19” is a time of day; “19 andra” are 19 others as likely as a change (ändra) to 19 (R2)."""
    beside = [(one.meaning, two.meaning) for one, two in pairwise(items)]
    return (Meaning.CLOCK, Meaning.NUMBER) in beside or (Meaning.NUMBER, Meaning.CHANGE) in beside


def _forget_what_was_about(draft: Draft, reply: Draft) -> None:
    """“ca 28” makes up no part of an exact count (R9); a part that was said beside it is asked about once more."""
    draft.numbers.pop(Meaning.SUM, None)
    if any(label in FIELD and label not in reply.numbers for label in draft.numbers):
        draft.doubt(Topic.CONFIRM)


def _is_full(draft: Draft) -> bool:
    both = Meaning.WOMEN in draft.numbers and Meaning.MEN in draft.numbers
    return (
        both
        or draft.pair is not None
        or draft.empty
        or (draft.only is not None and draft.only in draft.numbers)
    )


def _full_for_the_same(reply: Draft, question: Question, around: Circumstances) -> Reading | None:
    """A full count wins over the question. It keeps the question's date where it repeats what was known;
    where the question is about another date than the text would be, the date is asked for.
    """
    site = site_of(question, around)
    if (
        site is None
        or reply.foreign
        or reply.said is not None
        or question.date is None
        or not _is_full(reply)
    ):
        return None
    if which_date(None, site, around.moment).day == question.date:
        return None
    known = draft_of(question).numbers
    same = bool(known) and all(reply.numbers.get(label, value) == value for label, value in known.items())
    if same:
        reply.day = question.date
    else:
        reply.said = SaidDate(How.VAGUE)
    return finished(reply, replace(question, along=()), around)


def _lay_over(draft: Draft, reply: Draft, question: Question) -> bool:
    """Puts the reply's numbers in the draft; a bare number goes where one number was missing."""
    labelled: dict[Meaning, int] = {
        label: value for label, value in reply.numbers.items() if label is not Meaning.SUM
    }
    total = reply.numbers.get(Meaning.SUM)
    if question.topic in (Topic.ORDER, Topic.DATEPAIR):
        return total is None and _labels_one_of_two(draft, labelled, question)
    if question.change == "move" or (reply.full and not reply.numbers):
        return False
    draft.only, draft.rest = reply.only, reply.rest
    draft.numbers.update(labelled)
    if question.topic is Topic.GENDER and [question.total] == list(labelled.values()) and not reply.only:
        draft.numbers.pop(
            Meaning.SUM, None
        )  # "9" - "9 kvinnor": whose the 9 are, and no word of the others (R8)
    if total is None:
        return bool(labelled or reply.only or reply.rest)
    if reply.guests_said and not reply.total_said:
        return False
    missing = None if reply.total_said else _missing(draft, question)
    inexact = question.topic is Topic.EXACT and not (reply.total_said or labelled)
    if inexact and (nearest := _nearest(draft, total)):
        draft.numbers[nearest] = total  # "ca 9 kvinnor 19 män" - "10": confirmed before it is stored
        return True
    if missing is not None and missing not in labelled:
        draft.numbers[missing] = total
    elif _may_be_women(question, total) and not (reply.total_said or labelled):
        draft.guess = (total, (question.total or 0) - total)
        draft.doubt(Topic.WOMEN)
    else:
        draft.numbers[Meaning.SUM] = total
    return True


def _nearest(draft: Draft, number: int) -> Meaning | None:
    """Which of two numbers that were not exact a bare number puts right; None where they are as near, or not two."""
    known = [draft.numbers[label] for label in GENDERS if label in draft.numbers]
    far = [abs(one - number) for one in known]
    if len(far) < len(GENDERS) or far[0] == far[1] or number == sum(known):
        return None
    return GENDERS[far.index(min(far))]


def _labels_one_of_two(draft: Draft, labelled: dict[Meaning, int], question: Question) -> bool:
    """“9 är kvinnor” settles the order of 19 and 9: the other number is the men's."""
    known = (question.women, question.men)
    values = list(question.pair) or [number for number in known if number is not None]
    if len(values) != 2 or len(labelled) != 1:
        return False
    label, value = next(iter(labelled.items()))
    if label not in GENDERS or value not in values:
        return False
    values.remove(value)
    draft.numbers.update({label: value, GENDERS[1 - GENDERS.index(label)]: values[0]})
    return True


def _missing(draft: Draft, question: Question) -> Meaning | None:
    """The label that a bare number answers."""
    if question.topic in (Topic.NUMBER, Topic.EXACT, Topic.SUM):
        lacking = [label for label in GENDERS if label not in draft.numbers]
        return lacking[0] if len(lacking) == 1 and Meaning.SUM not in draft.numbers else None
    return PART.get(question.topic)


def _may_be_women(question: Question, number: int) -> bool:
    """Whether a bare “9” after “28 gäster” may be how many of them are women: proposed, never taken."""
    return question.topic is Topic.GENDER and question.total is not None and number < question.total


def _bare_label(items: list[Item], question: Question, around: Circumstances) -> Reading | None:
    """“kvinnor” after “+2” or “ändra 10”, “män” after “28”: what the number belongs to."""
    labels = [item for item in items if item.meaning in LABELS]
    rest = [
        item for item in items if item.meaning not in (*LABELS, Meaning.MARK, Meaning.LINE, Meaning.HARMLESS)
    ]
    if len(labels) != 1 or rest:
        return None
    label = labels[0].meaning
    draft = draft_of(question)
    if question.change == "move" and question.total is not None:
        draft.moves = [(label, question.total)]
        return finished(draft, question, around)
    if (question.change == "set" or question.topic is Topic.CHANGE) and question.total is not None:
        draft.numbers = {label: question.total}
        return finished(draft, question, around)
    return None
