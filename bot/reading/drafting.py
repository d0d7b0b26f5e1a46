"""From the items of one part of a text to its draft: numbers in their places, and every doubt."""

from collections.abc import Callable
from typing import TypeVar

from bot.reading.changes import MOVING, TURNED_ROUND, without_moves, without_old_numbers
from bot.reading.doubts import IN_DOUBT, doubts_of_plus, doubts_of_ranges, doubts_of_words
from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.meanings import GENDERS, LABELS, NAMES, PEOPLE, STANDS_ALONE, THINGS, Meaning
from bot.reading.pairing import Paired, paired
from bot.reading.totals import (
    IN_FRONT,
    OF_ALL_THE_OTHERS,
    equals_total,
    gender_words,
    of_them,
    part_of,
    total_in_front,
    without_idle_guests,
    without_parts_in_brackets,
)
from bot.reading.whole_reports import WHOLE_REPORTS, whole_words
from shelter.acts import Topic

Key = TypeVar("Key")
Step = Callable[[Draft, list[Item]], list[Item]]
BROKEN_DOWN = frozenset({Meaning.ORIGIN, Meaning.BAND})
KINDS = frozenset({Meaning.NIGHT_SITE, Meaning.NIGHT_WORD, Meaning.DAY_SITE, Meaning.INTAKE_SITE})
VERBS = frozenset(["har", "hade", "är", "is", "did", "do"])
STEPS: tuple[tuple[frozenset[Meaning | str], Step], ...] = (
    (frozenset({Meaning.OTHER}), doubts_of_ranges),
    (frozenset({"+", Meaning.PLUS}), doubts_of_plus),
    (frozenset({Meaning.WHEREOF}), without_parts_in_brackets),
    (frozenset({Meaning.WHEREOF}), of_them),
    (MOVING, without_moves),
    (TURNED_ROUND, without_old_numbers),
    (frozenset({Meaning.OF}), part_of),
    (OF_ALL_THE_OTHERS, gender_words),
    (frozenset({"="}), equals_total),
    (IN_FRONT, total_in_front),
)
"""The steps in their order, each with the words and marks that it looks for: it is taken where one of them stands."""


def fill(draft: Draft, items: list[Item]) -> None:
    """Reads one part's items into its draft."""
    items = _told(items)
    there: set[Meaning | str] = {item.meaning for item in items}
    there.update([item.text for item in items if item.meaning is Meaning.MARK])
    draft.kinds = KINDS & there
    draft.strange = not STANDS_ALONE.isdisjoint(there)
    if not WHOLE_REPORTS.isdisjoint(there):
        whole_words(draft, items)
    for looks_for, step in STEPS:
        if not looks_for.isdisjoint(there):
            items = step(draft, items)
    _numbers(draft, without_idle_guests(items) if Meaning.GUESTS in there else items)
    if not IN_DOUBT.isdisjoint(there):
        doubts_of_words(draft, items)


def _told(items: list[Item]) -> list[Item]:
    """What is said of a site and date; “igår hade vi 9” tells, as “hade vi 9” alone does not (R10)."""
    told = [item for item in items if item.meaning not in NAMES]
    if told and told[0].meaning is Meaning.ASKING and items[0].meaning is Meaning.DATE:
        return told[1:] if told[0].text.lower() in VERBS else told
    return told


def _numbers(draft: Draft, items: list[Item]) -> None:
    found = paired(items)
    positions = {id(item): at for at, item in enumerate(items)}
    first_origin = _first_origin(draft, items, found)
    for label, number in sorted(found.pairs, key=lambda pair: positions[id(pair[0])]):
        late = first_origin is not None and positions[id(label)] > first_origin
        if label.meaning is Meaning.ORIGIN:
            _put(draft, draft.origins, label.name, number.value)
        elif late and label.meaning in (Meaning.OTHER, Meaning.UNKNOWN):
            other = "other" if label.meaning is Meaning.OTHER else "unknown"
            _put(draft, draft.origins if draft.origins or not draft.ages else draft.ages, other, number.value)
        elif label.meaning in THINGS:
            draft.doubt(Topic.EXTRA, f"{number.text} {label.text}")
        else:
            place = Meaning.SUM if label.meaning is Meaning.GUESTS else label.meaning
            _put(draft, draft.numbers, place, number.value)
    for label in found.unclear:
        draft.doubt(Topic.EXTRA, label.text)
    for label in found.idle:
        if label.typo:
            continue
        if label.meaning in LABELS and not label.word:
            draft.doubt(Topic.CHANGE if draft.sets else Topic.EXTRA, label.text)
        elif label.meaning in PEOPLE or label.meaning is Meaning.EXTRA:
            draft.doubt(Topic.EXTRA, label.text)
    if found.alone:
        _alone(draft, items, [number for number in items if any(number is one for one in found.alone)])


def _first_origin(draft: Draft, items: list[Item], found: Paired) -> int | None:
    """Puts the ages in their places. Gives where origins or ages begin: "annat" and "okänt" after that are theirs."""
    begins = [at for at, item in enumerate(items) if item.meaning in BROKEN_DOWN]
    for at in begins:
        if items[at].meaning is Meaning.BAND:
            _put(draft, draft.ages, items[at].name, items[at].value)
    counted = draft.ages or any(label.meaning is Meaning.ORIGIN for label, _ in found.pairs)
    return begins[0] if begins and counted else None


def _put(draft: Draft, places: dict[Key, int], key: Key, value: int) -> None:
    if places.get(key, value) != value:
        draft.doubt(Topic.CHANGE)
    places[key] = value


def _alone(draft: Draft, items: list[Item], alone: list[Item]) -> None:
    """Numbers without a label: a pair, a total, the sum of the parts, or one too many."""
    gendered = [draft.numbers[label] for label in LABELS if label in draft.numbers]
    total = draft.numbers.get(Meaning.SUM)
    if (
        len(alone) == 3
        and not gendered
        and total is None
        and alone[0].value + alone[1].value == alone[2].value
    ):
        draft.numbers[Meaning.SUM] = total = alone.pop().value
    if len(alone) == 2 and not gendered and not draft.moves:
        at = [position for position, item in enumerate(items) if item is alone[0] or item is alone[1]]
        between = items[at[0] + 1 : at[1]]
        joints = [item for item in between if item.meaning not in (Meaning.LINE, Meaning.PIECES)]
        if len(joints) <= 1:
            draft.pair = (alone[0].value, alone[1].value)
            draft.sign = joints[0].text if joints else " "
            return
    if len(alone) == 1:
        value = alone[0].value
        if total is None and not gendered:
            draft.numbers[Meaning.SUM] = value
            return
        if len(gendered) >= 2 and total is None and value == sum(gendered):
            draft.numbers[Meaning.SUM] = value
            return
        if len(gendered) == 1 and total is None:
            _one_label_one_number(draft, items, value, alone[0])
            return
    for number in alone:
        draft.doubt(Topic.EXTRA, number.text)


def _one_label_one_number(draft: Draft, items: list[Item], value: int, number: Item) -> None:
    """“9k 19” is asked about; in “28 st, 9 kvinnor” the “st” says that 28 is the total (R7)."""
    at = next(position for position, item in enumerate(items) if item is number)
    counted = at + 1 < len(items) and items[at + 1].meaning is Meaning.PIECES
    if (counted and at < _first_label(items)) or draft.rest or draft.only:
        draft.numbers[Meaning.SUM] = value
        return
    women, men = draft.numbers.get(Meaning.WOMEN), draft.numbers.get(Meaning.MEN)
    if women is not None:
        draft.guess = (women, value)
        draft.doubt(Topic.MEN)
    elif men is not None:
        draft.guess = (value, men)
        draft.doubt(Topic.WOMEN)
    else:
        draft.doubt(Topic.EXTRA, number.text)


def _first_label(items: list[Item]) -> int:
    return next((at for at, item in enumerate(items) if item.meaning in GENDERS), len(items))
