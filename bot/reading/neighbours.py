"""Small words settled by what stands beside them: "en", "inga", "men", "12/10", "till B"."""

from collections.abc import Iterable

from bot.reading.asides import without_reasons, without_signature
from bot.reading.date_words import How, SaidDate
from bot.reading.items import Item
from bot.reading.lexicon import REPLY_WORDS
from bot.reading.meanings import (
    COUNTED,
    FIGURES,
    GENDERS,
    LABELS,
    LABELS_AND_QUEUE,
    QUEUE,
    STANDS_ALONE,
    Meaning,
)
from bot.reading.normalise import folded
from bot.reading.tokens import PICTURES

DIRECTIONS = ("till", "to", "från", "from", "fran")
OF_NOW = (How.TODAY, How.EVENING, How.NIGHT)
"""These are the date of a text that says none."""

DATES = (Meaning.DATE, Meaning.DATE_OR_PAIR)
COMPARING = frozenset(["fler", "färre", "mer", "mindre", "än", "more", "fewer", "less", "than"])
"""Before a date these compare: "fler än i fredags"."""

COUNTED_IN_WORDS = COUNTED - {Meaning.SUM} | {
    Meaning.EXTRA,
    Meaning.MORE,
    Meaning.FEWER,
    Meaning.TRAIT,
}
"""“inga” and “en” before one of these are numbers."""

AFTER_ITS_NUMBER = LABELS_AND_QUEUE | {Meaning.LINE, Meaning.MARK, Meaning.AND}
LABELLED = QUEUE | {
    Meaning.WOMEN,
    Meaning.MEN,
    Meaning.ORIGIN,
    Meaning.BAND,
    Meaning.CLOSED,
    Meaning.UNDO,
    Meaning.EMPTY,
    Meaning.ALL_CAME,
    Meaning.ONLY,
}
"""With one of these in the text, "12/10" is a date."""


def settled(items: list[Item], language: str) -> list[Item]:
    """The items with signatures and reasons gone and the small words ("en", "inga", "men") decided."""
    items = without_signature(items)
    there = {item.meaning for item in items}
    if Meaning.REASON in there:
        items = without_reasons(items)
    if Meaning.SITE in there:
        _settle_directions(items)
    if not there.isdisjoint(DATES) and any(item.text.lower() in COMPARING for item in items):
        _settle_comparisons(items)
    if not there.isdisjoint(GENDERS) and any(item.text in PICTURES for item in items):
        items = _without_idle_pictures(items)
    if language == "en" and not there.isdisjoint((Meaning.NOT_FINAL, Meaning.OTHER)):
        items = _without_articles(items)
    if Meaning.MEN_OR_BUT in there:
        _settle_men(items, language)
    if Meaning.NONE in there or Meaning.ONE in there:
        _settle_small_numbers(items)
    if Meaning.DATE_OR_PAIR in there:
        items = _settle_pairs(items)
    if not (there.isdisjoint(DATES) or there.isdisjoint(STANDS_ALONE)):
        _settle_other_dates(items)
    return items


def _settle_comparisons(items: list[Item]) -> None:
    """“k9 m19, fler än i fredags” is no count of Friday; what it is held against makes it doubtful."""
    for at, item in enumerate(items[1:], 1):
        if item.meaning in DATES and items[at - 1].text.lower() in COMPARING:
            items[at] = Item(Meaning.DOUBTFUL, items[at - 1].text)


def _settle_other_dates(items: list[Item]) -> None:
    """“k9 m19, duschen gick sönder igår”: whose date it is, is not known; a date beside its figures is theirs."""
    for at, item in enumerate(items):
        if item.meaning is not Meaning.DATE or (item.said and item.said.how in OF_NOW):
            continue
        after = _clause(items[at + 1 :])
        if any(one.meaning in FIGURES for one in after):
            continue
        if any(_is_of_other_things(one) for one in (*_clause(reversed(items[:at])), *after)):
            item.said = SaidDate(How.VAGUE)


def _clause(items: Iterable[Item]) -> list[Item]:
    """The items up to the end of their clause, or to its first figure, which is the last of them."""
    found: list[Item] = []
    for item in items:
        if item.meaning is Meaning.LINE or (item.meaning is Meaning.MARK and item.text in ",.;!?"):
            break
        found.append(item)
        if item.meaning in FIGURES:
            break
    return found


def _is_of_other_things(item: Item) -> bool:
    """A thing, a place, or a word that is not understood and no name."""
    strange = item.meaning is Meaning.STRANGE and item.text[:1].islower()
    return strange or item.meaning in (Meaning.THING, Meaning.PLACE)


def _without_idle_pictures(items: list[Item]) -> list[Item]:
    """“9 kvinnor 👩”: beside a label in letters the picture says nothing."""
    in_letters = any(item.meaning in GENDERS and item.text not in PICTURES for item in items)
    return [item for item in items if not in_letters or item.text not in PICTURES]


def _without_articles(items: list[Item]) -> list[Item]:
    """“have a good night” is about nobody of another gender, and "an" no Swedish "än" that lost its dots."""
    kept = []
    for at, item in enumerate(items):
        beside = items[max(at - 1, 0) : at + 2]
        if item.text == "an" or (
            item.text == "a" and all(one.meaning is not Meaning.NUMBER for one in beside)
        ):
            continue
        kept.append(item)
    return kept


def _settle_directions(items: list[Item]) -> None:
    """“2 flyttade till B” tells where to, not whose count it is (R12)."""
    for at, item in enumerate(items[1:], 1):
        if item.meaning is Meaning.SITE and items[at - 1].text.lower() in DIRECTIONS:
            item.meaning = Meaning.EXTRA


def _significant(items: list[Item], at: int, step: int) -> Item | None:
    """The nearest item before or after that is more than a small word or a colon."""
    at += step
    while 0 <= at < len(items):
        item = items[at]
        if item.meaning not in (Meaning.HARMLESS, Meaning.PIECES) and not (
            item.meaning is Meaning.MARK and item.text in ":=-"
        ):
            return item
        at += step
    return None


def _settle_men(items: list[Item], language: str) -> None:
    """“men” is the label beside a number that has no other, else Swedish for “but” (R1)."""
    for at, item in enumerate(items):
        if item.meaning is not Meaning.MEN_OR_BUT:
            continue
        if language == "sv" and _is_but(items, at):
            item.meaning = Meaning.HARMLESS
            continue
        before = items[at - 1] if at else None
        after = items[at + 1] if at + 1 < len(items) else None
        first_before = items[at - 2] if at > 1 else None
        free_before = (
            before is not None
            and before.meaning is Meaning.NUMBER
            and not (
                first_before is not None
                and first_before.meaning in LABELS
                and (before.glued or _label_first(items))
            )
        )
        free_after = after is not None and (
            after.meaning is Meaning.NUMBER or (after.meaning is Meaning.MARK and after.text in ":=")
        )
        beside = (
            before is not None
            and before.text in ("/", "+")
            and first_before is not None
            and first_before.meaning in LABELS
        )
        swapped = beside or (
            before is not None
            and before.meaning
            in (
                Meaning.ONLY,
                Meaning.REST,
                Meaning.ALL,
                Meaning.NONE,
            )
        )
        is_label = free_before or free_after or swapped or language == "en"
        item.meaning = Meaning.MEN if is_label else Meaning.HARMLESS


def _is_but(items: list[Item], at: int) -> bool:
    """“9 kvinnor men 19 män” has its men already; “ja men 8” goes on after a yes."""
    if any(item.meaning is Meaning.MEN for item in items):
        return True
    return 0 < at <= 2 and REPLY_WORDS.get(folded(items[0].text)) in (Meaning.YES, Meaning.NO)


def _label_first(items: list[Item]) -> bool:
    first = next((item for item in items if item.meaning in (*LABELS, Meaning.NUMBER)), None)
    return first is not None and first.meaning is not Meaning.NUMBER


def _settle_small_numbers(items: list[Item]) -> None:
    """“inga kvinnor” is 0 and “en man” is 1; elsewhere these words count nothing (R3)."""
    for at, item in enumerate(items):
        if item.meaning not in (Meaning.NONE, Meaning.ONE):
            continue
        after, before = _significant(items, at, 1), _significant(items, at, -1)
        counts = after is not None and after.meaning in COUNTED_IN_WORDS
        alone = all(other is item or other.meaning in (Meaning.MARK, Meaning.LINE) for other in items)
        counts = counts or (before is not None and before.meaning in (Meaning.PLUS, Meaning.MINUS))
        answers = (
            before is not None
            and before.meaning in LABELS_AND_QUEUE
            and (after is None or after.meaning in AFTER_ITS_NUMBER)
        )
        if item.meaning is Meaning.NONE and alone and item.text.lower() == "no":
            alone = False
        if counts or answers or alone:
            item.value = 0 if item.meaning is Meaning.NONE else 1
            item.meaning, item.word = Meaning.NUMBER, True
        else:
            item.meaning = Meaning.HARMLESS


def _settle_pairs(items: list[Item]) -> list[Item]:
    """Whether each "12/10" is a date or two numbers, by what else the text counts (R5, R29)."""
    pairs = [item for item in items if item.meaning is Meaning.DATE_OR_PAIR]
    labelled = any(item.meaning in LABELLED for item in items)
    others = [at for at, item in enumerate(items) if item.meaning is Meaning.NUMBER]
    kept: list[Item] = []
    for at, item in enumerate(items):
        if item.meaning is not Meaning.DATE_OR_PAIR:
            kept.append(item)
        elif _is_pair(items, at, labelled, others, pairs):
            one = Item(Meaning.NUMBER, str(item.pair[0]), item.pair[0])
            two = Item(Meaning.NUMBER, str(item.pair[1]), item.pair[1], glued=True)
            kept += [one, Item(Meaning.MARK, item.text, glued=True), two]
        else:
            item.meaning = Meaning.DATE
            kept.append(item)
    return kept


def _is_pair(items: list[Item], at: int, labelled: bool, others: list[int], pairs: list[Item]) -> bool:
    item = items[at]
    before = items[at - 1] if at else None
    after = items[at + 1] if at + 1 < len(items) else None
    if labelled:
        return _after_label_pair(items, at)
    if len(pairs) == 1 and not others:
        return True
    if 2 <= len(pairs) == len({one.name for one in items if one.meaning is Meaning.SITE}):
        return True  # "A: 9/19 B: 5/20"
    if len(pairs) == 1 and len(others) == 1:
        bracket = before is not None and before.text in "(:" and others[0] < at
        equals = after is not None and after.text == "=" and others[0] > at
        return (
            bracket
            or equals
            or any(one.meaning in (Meaning.SUM, Meaning.GUESTS, Meaning.PIECES) for one in items)
        )
    if len(pairs) % 2 == 0 and not others:  # "9/10 9/19": a date and its count, once or several times
        return any(item is pair for pair in pairs[1::2])
    return False


def _after_label_pair(items: list[Item], at: int) -> bool:
    """“k/m 9/10”: the two numbers belong to the two labels."""
    step = at - 1
    while step >= 0 and items[step].meaning is Meaning.MARK and items[step].text in ":=":
        step -= 1
    return (
        step >= 2
        and items[step].meaning in LABELS
        and items[step - 2].meaning in LABELS
        and items[step - 1].text in ("/", "+")
    )
