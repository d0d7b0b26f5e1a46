"""The doubts that words and marks raise, whatever the numbers are: "ca", "hittills", "?", "inte" (R9-R12)."""

from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.meanings import LABELS, LABELS_AND_QUEUE, THINGS, Meaning
from shelter.acts import Topic

TOPIC_OF_WORD = {
    Meaning.UNREADABLE: Topic.NUMBER,
    Meaning.ABOUT: Topic.EXACT,
    Meaning.NOT_FINAL: Topic.FINAL,
    Meaning.DOUBTFUL: Topic.CONFIRM,
    Meaning.NO_END: Topic.CLOSED,
    Meaning.NOT_CLOSED: Topic.CLOSED,
}
TOPIC_OF_MARK = {
    "%": Topic.EXACT,
    "~": Topic.EXACT,
    "<": Topic.EXACT,
    ">": Topic.EXACT,
    "±": Topic.EXACT,
    "≈": Topic.EXACT,
    "≤": Topic.EXACT,
    "≥": Topic.EXACT,
    "½": Topic.EXACT,
    "¼": Topic.EXACT,
    "?": Topic.CONFIRM,
}
IN_DOUBT: frozenset[Meaning | str] = frozenset(
    {
        *TOPIC_OF_MARK,
        "-",
        *TOPIC_OF_WORD,
        Meaning.ABOUT_BEFORE,
        Meaning.OR,
        Meaning.NOT,
        Meaning.INSTEAD,
        Meaning.MORE,
        Meaning.FEWER,
        Meaning.ASKING,
    }
)
"""A text without any of these words and marks raises no doubt here."""

ABOUT_THESE = frozenset({Meaning.NUMBER, Meaning.GUESTS, *LABELS})
OF_FIGURES = LABELS_AND_QUEUE | {
    Meaning.NUMBER,
    Meaning.RIGHT,
    Meaning.CLOSED,
    Meaning.EMPTY,
    Meaning.CHANGE,
    Meaning.SAME,
}
"""A question with one of these is about the count."""

CLOSE = 5
"""A span of more guests than this is no estimate: "1 a 9 k" is one of another gender and nine women."""

LOOSE_CHANGES = frozenset(["till", "fler", "mer", "more", "another", "färre", "fewer", "less", "mindre"])
"""Words of a change that found no number and label: "9 kvinnor 19 män till"."""


def doubts_of_words(draft: Draft, items: list[Item]) -> None:
    """The doubts that words and marks raise, whatever the numbers are (R9-R12)."""
    for at, item in enumerate(items):
        before, following = items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None
        beside = _is_number(before) or _is_number(following)
        if topic := TOPIC_OF_WORD.get(item.meaning):
            draft.doubt(topic, item.text)
            draft.no_end |= item.meaning is Meaning.NO_END
        elif item.meaning is Meaning.MARK:
            _doubt_of_mark(draft, items, at)
        elif (
            item.meaning is Meaning.ABOUT_BEFORE
            and following is not None
            and following.meaning in ABOUT_THESE
        ) or (item.meaning is Meaning.OR and beside):
            draft.doubt(Topic.EXACT, item.text)
        elif item.meaning in (Meaning.NOT, Meaning.INSTEAD):
            draft.doubt(Topic.CHANGE if draft.sets else Topic.CONFIRM, item.text)
        elif _is_loose_change(item, following) and draft.says_something and not draft.sets:
            draft.doubt(Topic.CHANGE, item.text)
    if items and items[0].meaning is Meaning.ASKING:
        draft.doubt(Topic.CONFIRM)


def _doubt_of_mark(draft: Draft, items: list[Item], at: int) -> None:
    mark = items[at].text
    if mark == "?" and _asks_of_other_things(items, at):
        return
    between = (
        mark == "-" and 0 < at < len(items) - 1 and _is_number(items[at - 1]) and _is_number(items[at + 1])
    )
    if topic := TOPIC_OF_MARK.get(mark, Topic.EXACT if between and not draft.pair else None):
        draft.doubt(topic)


def doubts_of_ranges(draft: Draft, items: list[Item]) -> list[Item]:
    """Takes out “9 à 10”, which is no 9 of another gender; a plain "a" may be either where the two are close."""
    for at in range(1, len(items) - 1):
        low, item, high = items[at - 1 : at + 2]
        if (
            item.meaning is Meaning.OTHER
            and not (item.word or item.glued)
            and _is_number(low)
            and _is_number(high)
        ):
            close = item.text in "aA" and 0 < high.value - low.value <= CLOSE
            if close or item.text in "àáÀÁ":
                draft.doubt(Topic.EXACT)
                return items[: at - 1] + items[at + 2 :]
    return items


def doubts_of_plus(draft: Draft, items: list[Item]) -> list[Item]:
    """“19+” is at least 19; in “28 gäster + 9 kvinnor” the 9 may be among the 28, or come to them."""
    for at, item in enumerate(items[1:], 1):
        if not (item.meaning is Meaning.PLUS or item.text == "+"):
            continue
        before, following = items[at - 1], items[at + 1] if at + 1 < len(items) else None
        ends = following is None or following.meaning is Meaning.LINE or following.text in (",", ".", ")")
        if item.glued and _is_number(before) and ends:
            draft.doubt(Topic.EXACT)
        elif at > 1 and before.meaning is Meaning.GUESTS and _is_number(items[at - 2]):
            draft.doubt(Topic.SUM)
    return items


def _asks_of_other_things(items: list[Item], at: int) -> bool:
    """“k9 m19. Kan ni skicka filtar?”: the question is a sentence of its own, about something else (R10)."""
    first = at
    while first and not (items[first - 1].meaning is Meaning.LINE or items[first - 1].text in (".", "!")):
        first -= 1
    meanings = {item.meaning for item in items[first:at]}
    return (
        first > 0
        and not meanings.isdisjoint((Meaning.STRANGE, Meaning.THING, Meaning.PLACE))
        and meanings.isdisjoint(OF_FIGURES)
    )


def _is_loose_change(item: Item, following: Item | None) -> bool:
    """“9 kvinnor 19 män till”: a word of change that found no number of its own."""
    if item.meaning not in (Meaning.MORE, Meaning.FEWER) or item.text.lower() not in LOOSE_CHANGES:
        return False
    if item.text.lower() in ("fler", "more"):
        return following is None or following.meaning not in THINGS
    return following is None or following.meaning in (Meaning.MARK, Meaning.LINE)


def _is_number(item: Item | None) -> bool:
    return item is not None and item.meaning is Meaning.NUMBER
