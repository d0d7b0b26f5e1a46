"""Changes in a text: signed numbers, "till" and "mindre", and the old number that was wrong (R17)."""

from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.meanings import LABELS, PEOPLE, QUEUE, TAKERS, Meaning
from shelter.acts import Topic

MOVING: frozenset[Meaning | str] = frozenset(
    {"+", "-", Meaning.PLUS, Meaning.MINUS, Meaning.MORE, Meaning.FEWER}
)
TURNED_ROUND: frozenset[Meaning | str] = frozenset({Meaning.NOT, Meaning.INSTEAD, Meaning.FROM})


def without_moves(draft: Draft, items: list[Item]) -> list[Item]:
    """Takes out the signed numbers: "+2k", "k+2", "-1 m", "minus 1 man", "2 kvinnor till" (R17)."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        step = _signed(draft, items, at, kept) or _more(draft, items, at, kept)
        if step:
            at = step
            continue
        kept.append(items[at])
        at += 1
    return kept


def _signed(draft: Draft, items: list[Item], at: int, kept: list[Item]) -> int:
    """Past a signed number and its label; 0 when the sign only separates, as in “k-9” and “9k+19m”."""
    item = items[at]
    plus = item.text == "+" or item.meaning is Meaning.PLUS
    if not (plus or item.text == "-" or item.meaning is Meaning.MINUS) or at + 1 >= len(items):
        return 0
    number, before = items[at + 1], kept[-1] if kept else None
    if plus and before is None and (after := _one_more(draft, items, at)):
        return after
    if number.meaning is not Meaning.NUMBER or (before is not None and before.meaning is Meaning.NUMBER):
        return 0
    if before is not None and before.meaning in TAKERS:
        return _after_label(draft, items, at, kept)
    if not (number.glued or plus or item.meaning is Meaning.MINUS):
        return 0  # "- 9 kvinnor": a list
    if before is not None and before.text in ("=", "/", "+", "-"):
        return 0
    counted = items[at + 2] if at + 2 < len(items) else None
    if before is None and counted is not None and counted.meaning in QUEUE:
        draft.doubt(Topic.CHANGE)  # "+2 kö": two more, and not two in all
    return _before_label(draft, items, at, number.value if plus else -number.value)


def _one_more(draft: Draft, items: list[Item], at: int) -> int:
    """“+k”: one more, as a live tally counts."""
    label, after = items[at + 1], items[at + 2] if at + 2 < len(items) else None
    if label.meaning not in LABELS or not label.glued or (after and after.meaning is Meaning.NUMBER):
        return 0
    draft.moves.append((label.meaning, 1))
    return at + 2


def _after_label(draft: Draft, items: list[Item], at: int, kept: list[Item]) -> int:
    """“k+2” moves the women; “k-9” is nine women, and “k -2” may be either."""
    item, number, label = items[at], items[at + 1], kept[-1]
    if len(kept) > 1 and kept[-2].meaning is Meaning.NUMBER:
        return 0  # "9k+19m"
    if item.text == "-":
        if number.glued and not item.glued:
            draft.doubt(Topic.CHANGE)
        return 0
    if label.meaning not in LABELS:
        return 0
    kept.pop()
    draft.moves.append((label.meaning, -number.value if item.meaning is Meaning.MINUS else number.value))
    return at + 2


def _before_label(draft: Draft, items: list[Item], at: int, move: int) -> int:
    """“+2k”, “-1 st man”; without a label it is asked whose number it is."""
    rest = items[at + 2 : at + 5]
    step = at + 2
    if rest and rest[0].meaning is Meaning.PIECES:
        rest, step = rest[1:], step + 1
    label = rest[0] if rest else None
    if label is None or label.meaning not in TAKERS:
        draft.moves.append((None, move))
        return at + 2
    chained = len(rest) > 1 and rest[1].meaning is Meaning.NUMBER and rest[1].glued
    if label.meaning not in LABELS or chained:
        return 0
    draft.moves.append((label.meaning, move))
    return step + 1


def _more(draft: Draft, items: list[Item], at: int, kept: list[Item]) -> int:
    """“3 män till”, “2 more men”, “ytterligare 2 kvinnor”, “en man mindre”."""
    window = [item for item in items[at : at + 3] if item.meaning is not Meaning.LINE]
    if len(window) < 3:
        return 0
    signs = [item for item in window if item.meaning in (Meaning.MORE, Meaning.FEWER)]
    numbers = [item for item in window if item.meaning is Meaning.NUMBER]
    labels = [item for item in window if item.meaning in LABELS]
    if not (len(signs) == len(numbers) == len(labels) == 1) or (
        kept and kept[-1].meaning in LABELS | {Meaning.CHANGE}
    ):
        return 0
    following = items[at + 3] if at + 3 < len(items) else None
    ends = (Meaning.MARK, Meaning.LINE, Meaning.AND, Meaning.HARMLESS)
    goes_on = following is not None and following.meaning not in ends
    if goes_on and signs[0].text.lower() == "till" and signs[0] is window[2]:
        draft.doubt(Topic.CHANGE)  # "2 män till B"
        return 0
    draft.moves.append(
        (labels[0].meaning, numbers[0].value * (1 if signs[0].meaning is Meaning.MORE else -1))
    )
    return at + 3


def without_old_numbers(draft: Draft, items: list[Item]) -> list[Item]:
    """Takes out the number that was wrong: "10 women not 9", "ändra k från 9 till 10"."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        item, rest = items[at], items[at + 1 : at + 4]
        if (
            item.meaning in (Meaning.NOT, Meaning.INSTEAD)
            and rest
            and rest[0].meaning is Meaning.NUMBER
            and item.text.lower() != "utan"
        ):
            followed = len(rest) > 1 and rest[1].meaning in PEOPLE
            said_before = any(one.meaning is Meaning.NUMBER for one in kept)
            if said_before and not followed:
                draft.olds.append(rest[0].value)
                at += 2
                continue
        if (
            item.meaning is Meaning.FROM
            and len(rest) > 2
            and rest[0].meaning is rest[2].meaning is Meaning.NUMBER
            and rest[1].text.lower() in ("till", "to")
        ):
            draft.olds.append(rest[0].value)
            draft.sets = True
            at += 3
            continue
        kept.append(item)
        at += 1
    return kept
