"""The vocabulary as tables to look words up in: single words, phrases, typos, lost letters."""

from functools import lru_cache

from bot.reading.countries import IN_SMALL_LETTERS
from bot.reading.doubt_words import SAID
from bot.reading.meanings import LABELS, Meaning
from bot.reading.normalise import LOST, folded
from bot.reading.number_words import (
    BESIDE_A_NUMBER,
    HUNDREDS,
    ONES,
    ORDINALS_EN,
    ORDINALS_SV,
    TENS,
    UNITS,
    WEEKDAYS,
    WEEKDAYS_PAST,
)
from bot.reading.small_words import REPLIES, SMALL
from bot.reading.words import COUNTED, Rows

Phrases = dict[str, list[tuple[tuple[str, ...], Meaning]]]

LONG_ENOUGH = 6
"""Letters of a word for a date in which a slip is forgiven."""

FORGIVING = (*LABELS, Meaning.NO_SHOW, Meaning.AWAY, Meaning.CLOSED, Meaning.SUM)
"""The meanings in which a small typo is forgiven (R1)."""


def pieces(phrase: str) -> tuple[str, ...]:
    """A phrase as the tokeniser cuts it: "no-show" is two words, "don't" is one."""
    return tuple(folded(phrase).replace("-", " ").replace("'", "").replace(".", "").split())


def _lost(word: str) -> str | None:
    """The word with every dotted letter lost, or None when it has none: "män" is "m\ufffdn"."""
    lost = "".join(LOST if letter in "åäöÅÄÖ" else letter for letter in word)
    return None if lost == word else folded(lost)


def _tables(rows: Rows) -> tuple[dict[str, Meaning], Phrases]:
    words: dict[str, Meaning] = {}
    phrases: Phrases = {}
    for meaning, swedish, english in rows:
        for phrase in " ".join(", ".join(filter(None, (swedish, english))).split()).split(", "):
            for form in (phrase, _lost(phrase)):
                parts = pieces(form) if form else ()
                if len(parts) == 1:
                    words.setdefault(parts[0], meaning)
                elif parts:
                    phrases.setdefault(parts[0], []).append((parts, meaning))
    for found in phrases.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return words, phrases


def _by_two_words(*tables: Phrases) -> dict[str, dict[str, list[tuple[tuple[str, ...], Meaning]]]]:
    found: dict[str, dict[str, list[tuple[tuple[str, ...], Meaning]]]] = {}
    for table in tables:
        for first, entries in table.items():
            for parts, meaning in entries:
                found.setdefault(first, {}).setdefault(parts[1], []).append((parts, meaning))
    return found


WORDS, _PHRASES = _tables((*COUNTED, *SAID, *SMALL))
REPLY_WORDS, REPLY_PHRASES = _tables(REPLIES)
PHRASES = _by_two_words(
    _PHRASES,
    {
        first: [(parts, Meaning.HARMLESS) for parts, _ in entries]
        for first, entries in REPLY_PHRASES.items()
        if WORDS.get(first) not in LABELS  # "19 män först, sen 9 kvinnor"
    },
)
"""The phrases within a text by their first word and their second, the longest first."""


def _forms(words: str) -> list[str]:
    return [form for word in words.split() for form in (folded(word), _lost(word)) if form]


def _numbers() -> dict[str, int]:
    numbers = {form: value for value, words in UNITS.items() for form in _forms(words)}
    units = dict(numbers) | dict.fromkeys(_forms(ONES), 1)
    for ten, words in TENS.items():
        for form in _forms(words):
            numbers[form] = ten
            numbers.update((form + unit, ten + value) for unit, value in units.items() if 0 < value < 10)
    for form, value in {**units, **numbers}.items():
        for hundred in HUNDREDS:
            numbers[hundred + form] = 100 + value
    return numbers


NUMBERS = _numbers()
NUMBERS_OF_TEN = frozenset(form for words in TENS.values() for form in _forms(words))
UNITS_AFTER_TEN = {
    form: value for value, words in UNITS.items() if 0 < value < 10 for form in _forms(words)
} | dict.fromkeys(_forms(ONES), 1)
ORDINALS = {
    folded(word): day for words in (ORDINALS_SV, ORDINALS_EN) for day, word in enumerate(words.split(), 1)
}
WEEKDAY = {form: number for number, words in enumerate(WEEKDAYS) for form in _forms(words)}
WEEKDAY_PAST = {form: number for number, word in enumerate(WEEKDAYS_PAST.split()) for form in _forms(word)}

KNOWN = frozenset({*WORDS, *WEEKDAY, *BESIDE_A_NUMBER.split(), *IN_SMALL_LETTERS})
"""The words that come apart from a number: "9kvinnor", "12okt", "8RO"."""

_BY_LENGTH: dict[int, list[tuple[str, Meaning]]] = {}
for _word, _meaning in WORDS.items():
    if (_meaning in FORGIVING and len(_word) >= 5) or _word in ("kvinna", "women", "herrar"):
        _BY_LENGTH.setdefault(len(_word), []).append((_word, _meaning))
_TRUE_WORDS = frozenset(
    [
        "annars",
        "annan",
        "annans",
        "antalet",
        "okänd",
        "bara",
        "killer",
        "kalle",
        "kalla",
        "kallar",
        "kallas",
        "damir",
        "damian",
        "danne",
        "hinna",
        "skickade",
        "stället",
        "platsen",
        "hinner",
        "kvinns",
        "vomen",
        "mannar",
    ]
)


def meaning_of(word: str) -> Meaning | None:
    """What a folded word means; a word in both tables has its meaning within a longer text."""
    meaning = WORDS.get(word)
    if meaning is None:
        return Meaning.HARMLESS if word in REPLY_WORDS else None
    return meaning


@lru_cache(maxsize=512)
def forgiven(word: str) -> Meaning | None:
    """The label that an unknown word is one slip away from: "kvinor", "kvinnnor", "mäbn"; None when there is none."""
    if word in _TRUE_WORDS:
        return None
    if word in ("mann", "maen", "maan", "maann", "mna"):
        return Meaning.MEN
    if len(word) < 5:
        return None
    for length in (len(word), len(word) - 1, len(word) + 1):
        for known, meaning in _BY_LENGTH.get(length, ()):
            if (known[0] == word[0] or known[1:3] == word[1:3]) and one_slip(known, word):
                return meaning
    return None


_DATES = frozenset(
    word for word in (*WEEKDAY, *WEEKDAY_PAST) if len(word) >= LONG_ENOUGH and LOST not in word
) | {"yesterday", "imorgon", "tomorrow"}
_NO_DATES = frozenset(["fridag", "fredad", "fredat", "mandat", "sundae", "igor", "igel", "igen"])
YESTERDAY = "igar"


@lru_cache(maxsize=512)
def misspelt_date(word: str) -> str:
    """The word of a date that an unknown word is one slip away from: "onsdsg", "igpr", "wensday"; else empty.

    A date that goes unseen would put the count on another night.
    """
    if word in _NO_DATES:
        return ""
    if word[:2] == YESTERDAY[:2] and len(word) <= len(YESTERDAY) + 1 and one_slip(YESTERDAY, word):
        return YESTERDAY
    if len(word) < LONG_ENOUGH - 1:
        return ""
    return next((known for known in _DATES if abs(len(known) - len(word)) <= 1 and one_slip(known, word)), "")


def one_slip(known: str, word: str) -> bool:
    """Whether one letter was left out, added, changed, or two neighbours swapped."""
    if len(known) > len(word):
        known, word = word, known
    first = next(
        (at for at, (one, two) in enumerate(zip(known, word, strict=False)) if one != two), len(known)
    )
    if len(known) < len(word):
        return len(word) - len(known) == 1 and known[first:] == word[first + 1 :]
    if known[first + 1 :] == word[first + 1 :]:
        return True
    return (
        known[first : first + 2] == word[first : first + 2][::-1] and known[first + 2 :] == word[first + 2 :]
    )
