"""Words that are a whole report: closed, empty, full, undo, and what they are said of (R6, R16-R18)."""

from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.meanings import LABELS, Meaning
from shelter.acts import Topic

WHOLE_REPORTS = frozenset(
    {
        Meaning.CLOSED,
        Meaning.EMPTY,
        Meaning.UNDO,
        Meaning.FULL,
        Meaning.SAME,
        Meaning.CHANGE,
        Meaning.ALL_CAME,
        Meaning.WRONG,
        Meaning.GUESTS,
        Meaning.SUM,
    }
)


def whole_words(draft: Draft, items: list[Item]) -> None:
    """What single words tell of the whole draft."""
    meanings = {item.meaning for item in items}
    draft.closed = Meaning.CLOSED in meanings
    draft.empty = Meaning.EMPTY in meanings
    draft.undo = Meaning.UNDO in meanings
    draft.full = Meaning.FULL in meanings or Meaning.SAME in meanings
    if Meaning.SAME in meanings and Meaning.NUMBER in meanings:
        draft.doubt(Topic.CONFIRM)
    draft.sets = Meaning.CHANGE in meanings
    if Meaning.ALL_CAME in meanings:
        draft.numbers[Meaning.NO_SHOW] = 0
    draft.guests_said = Meaning.GUESTS in meanings
    draft.total_said = Meaning.SUM in meanings
    if Meaning.WRONG in meanings and Meaning.NUMBER in meanings:
        first = next(item.meaning for item in items if item.meaning in (Meaning.WRONG, Meaning.NUMBER))
        if first is Meaning.WRONG:
            draft.sets = True
        elif not draft.sets:
            draft.doubt(Topic.CHANGE)
    if draft.closed:
        _closed_what(draft, items)


def _closed_what(draft: Draft, items: list[Item]) -> None:
    """Whether the site is closed, or "köket", "dörren", or the doors at ten (R16)."""
    small = (
        Meaning.IS,
        Meaning.HARMLESS,
        Meaning.NIGHT_WORD,
        Meaning.NIGHT_SITE,
        Meaning.DAY_SITE,
        Meaning.INTAKE_SITE,
    )
    at = next(step for step, item in enumerate(items) if item.meaning is Meaning.CLOSED)
    before = [item for item in items[:at] if item.meaning not in small]
    after = [item for item in items[at + 1 :] if item.meaning not in small]
    if any(item.meaning is Meaning.PLACE for item in items):
        draft.closed = False
        draft.doubt(Topic.CLOSED)
    elif before and before[-1].meaning in (Meaning.STRANGE, Meaning.THING, Meaning.ALL, Meaning.ONLY):
        draft.doubt(Topic.CLOSED)  # without the word: it may be a name
    elif after and after[0].meaning in (
        Meaning.CLOCK,
        Meaning.STRANGE,
        Meaning.THING,
        Meaning.ALL,
        Meaning.ONLY,
        *LABELS,
        Meaning.FROM,
    ):
        draft.doubt(Topic.CLOSED)
