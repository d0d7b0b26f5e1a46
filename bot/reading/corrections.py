"""A change worked into the stored count, and a new count held against it (R17, R28)."""

from bot.reading.case import FIELD, QUEUE_FIELD, Ask, Case
from bot.reading.meanings import Meaning
from shelter.acts import MoveTally, Topic
from shelter.figures import Count, difference
from shelter.questions import BELOW_ZERO

MOST_AT_ONCE = 50
"""By which one text may move a live tally: nobody lets more in at a time, so it is a slip of the finger."""


def is_partial(case: Case) -> bool:
    """Whether a change sets only a part; both women and men are a new full count (R17)."""
    numbers = case.draft.numbers
    if (
        case.draft.pair
        or case.draft.empty
        or any(part in numbers for part in QUEUE_FIELD)
        or case.draft.origins
        or case.draft.ages
    ):
        return False
    return not (Meaning.WOMEN in numbers and Meaning.MEN in numbers)


def change_stored(case: Case) -> None:
    draft = case.draft
    if draft.moves and any(label in draft.numbers for label in (*FIELD, Meaning.SUM)):
        raise Ask(Topic.CHANGE)
    if any(label is None for label, _ in draft.moves):
        raise Ask(Topic.GENDER if len(draft.moves) == 1 else Topic.CHANGE)
    parts = {label: draft.numbers[label] for label in FIELD if label in draft.numbers}
    if not draft.moves and (not parts or draft.only or draft.rest or Meaning.SUM in draft.numbers):
        if Meaning.SUM in draft.numbers or draft.full or draft.only or draft.rest or draft.olds:
            raise Ask(Topic.CHANGE)
        return
    tally = case.tally()
    held = case.held() if tally is None else tally
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
        raise Ask(Topic.CHANGE, BELOW_ZERO)
    count = Count(*(values[label] for label in FIELD))
    if tally is None:
        case.store(count)
    else:
        _move_tally(case, tally, count)


def _move_tally(case: Case, tally: Count, count: Count) -> None:
    """Counts on. More than the site can hold is asked about once, when it comes to that (R13)."""
    if case.day is None:
        raise case.ask_date()
    act = MoveTally(case.site.short, case.day, difference(tally, count), count)
    if case.is_high(count.total) and not case.is_high(tally.total):
        raise case.ask_high(count, proposal=(act,))
    if count.total - tally.total > MOST_AT_ONCE:
        raise Ask(Topic.CHANGE)
    case.outcome.acts.append(act)


def check_old_numbers(case: Case, count: Count) -> None:
    """“k10 m19 inte 9”: the old number should be one that was stored."""
    draft = case.draft
    others = any(label in draft.numbers for label in (Meaning.OTHER, Meaning.UNKNOWN))
    if not draft.olds and not (draft.sets and not others):
        return
    if case.day is None:
        raise case.ask_date()
    held = case.held()
    if held is None:
        if draft.olds:
            raise Ask(Topic.CHANGE)
        return
    if draft.olds and any(old not in (held.women, held.men, held.other, held.unknown) for old in draft.olds):
        raise Ask(Topic.CHANGE)
    if (held.other or held.unknown) and not others:
        raise Ask(Topic.CHANGE, proposal=case.proposed(count.women, count.men))
