"""The sites that a text names: by name, by short, or by their kind and number (R12, R22)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.lexicon import KNOWN, WORDS
from bot.reading.meanings import Meaning
from bot.reading.normalise import folded
from bot.reading.said_dates import date_at
from bot.reading.tokens import Sort, Token, is_number, tokens_of


@dataclass(frozen=True, slots=True)
class Names:
    """The names and shorts of the house's sites, folded and cut as texts are."""

    words: Mapping[str, list[tuple[tuple[str, ...], str]]]
    """By first word: the words of a name, and the site's short."""
    shorts: Mapping[str, str]
    begins: frozenset[str]
    """The words with which a site may be named."""

    def knows(self, word: str) -> bool:
        """Whether a folded run ("d1"), or a part of one, is a word."""
        return word in KNOWN or word in self.shorts


@lru_cache(maxsize=256)  # as many sets of sites as a house's staff may have
def names_of(sites: tuple[tuple[str, str], ...]) -> Names:
    """The names to find sites by, from (name, short)."""
    words: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    shorts: dict[str, str] = {}
    for name, short in sites:
        shorts.setdefault(folded(short), short)
        parts = tuple(
            token.word or token.text for token in tokens_of(name, lambda word: False) if token.text != "\n"
        )
        if parts:
            words.setdefault(parts[0], []).append((parts, short))
            if len(parts) > 1 and parts[-1] == folded(short):
                # "härbärge B", "dagverksamheten 3" are told from the kind of house and the last word.
                for first in _KIND_WORDS.get(_KIND_OF.get(parts[0], ""), ()):
                    words.setdefault(first, []).append(((first, *parts[1:]), short))
    for found in words.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return Names(words, shorts, PLACE_WORDS.union(words, shorts))


_KIND_WORDS = {
    "night": ("natthärbärge", "natthärbärget", "härbärge", "härbärget", "shelter"),
    "day": ("dagverksamhet", "dagverksamheten", "dagcenter"),
}
_KIND_WORDS = {kind: tuple(folded(word) for word in words) for kind, words in _KIND_WORDS.items()}
_KIND_OF = {word: kind for kind, words in _KIND_WORDS.items() for word in words}
PLACE_KINDS = (Meaning.NIGHT_SITE, Meaning.DAY_SITE, Meaning.INTAKE_SITE)
PLACE_WORDS = frozenset(word for word, meaning in WORDS.items() if meaning in PLACE_KINDS)
WORDS_TOO = frozenset(["i", "a", "o", "x", "u", "w", "f", "k", "m", "p", "e", "d", "h"])
"""Shorts that are words or labels too: as a site they need a capital and a colon, or a place at the start."""


@lru_cache(maxsize=256)
def _headings(others: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    said = [
        name
        for both in others
        for name in both
        if folded(name) not in WORDS and folded(name) not in WORDS_TOO
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, said))})\s*:") if said else re.compile(r"(?!)")


def heads_another_site(text: str, others: tuple[tuple[str, str], ...]) -> bool:
    """Whether another site's name stands before a colon, as a heading: "hälsningar från C: 5k 20m" (R22)."""
    return ":" in text and _headings(others).search(text) is not None


def site_at(tokens: list[Token], at: int, names: Names) -> tuple[str, int] | None:
    """The short of the site that is named here ("" for one that is not known), and where the text goes on."""
    token = tokens[at]
    for words, short in names.words.get(token.word or token.text, ()):
        if all(
            at + step < len(tokens) and (tokens[at + step].word or tokens[at + step].text) == word
            for step, word in enumerate(words)
        ):
            return short, at + len(words)
    if token.sort is not Sort.WORD:
        return None
    if WORDS.get(token.word) in PLACE_KINDS and at + 1 < len(tokens):
        following = tokens[at + 1]
        letter = following.sort is Sort.WORD and len(following.text) == 1 and following.text.isupper()
        last = at + 2 == len(tokens) or tokens[at + 2].sort is not Sort.NUMBER
        if (letter and following.word not in WORDS and last) or (
            following.sort is Sort.NUMBER and _names_a_site(tokens, at)
        ):
            return "", at + 2
        return None
    own = names.shorts.get(token.word)
    if own is None or (token.glued and token.word in WORDS):
        return None
    sign = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if len(token.word) == 1:
        capital = token.text == own
        colon = sign == ":" and not (
            at + 2 < len(tokens) and token.word in WORDS_TOO and _begins_count(tokens, at + 2)
        )
        first = at == 0 or tokens[at - 1].sort is Sort.LINE
        dated = at + 1 < len(tokens) and date_at(tokens, at + 1) is not None
        plain = (dated or not is_number(tokens, at + 1)) and not (at + 1 < len(tokens) and sign in "=-+:")
        if token.word in WORDS_TOO and not colon and not (capital and token.word != "i" and plain):
            if not (capital and first and _is_pair(tokens, at + 1)):
                return None
        elif token.word not in WORDS_TOO and not (capital or colon or first):
            return None
    return own, at + 1


def _begins_count(tokens: list[Token], at: int) -> bool:
    """Whether a number stands at `at` that nothing else can claim: "a: 2", but not "A: 9 kvinnor" or "A: 9 19"."""
    if not is_number(tokens, at):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is None or following.sort is Sort.LINE or following.text in ",.;"


def _is_pair(tokens: list[Token], at: int) -> bool:
    """Two bare numbers up to the end: "A 9/19", "A 9 19"."""
    rest = tokens[at:]
    numbers = [token for token in rest if token.sort is Sort.NUMBER]
    return (
        len(numbers) == 2 and len(rest) <= 3 and all(token.sort in (Sort.NUMBER, Sort.SIGN) for token in rest)
    )


def _names_a_site(tokens: list[Token], at: int) -> bool:
    """“Dagverksamhet 7: k8 m34” names a site; in “dagverksamhet 8 kvinnor” the 8 is counted."""
    if tokens[at].word.endswith(("en", "et")):
        return False
    following = tokens[at + 2] if at + 2 < len(tokens) else None
    return (
        following is None
        or following.sort in (Sort.LINE, Sort.SIGN)
        or (not following.glued and (following.sort is Sort.WORD and is_number(tokens, at + 3)))
    )
