"""What a short text is as a whole: a yes, a no, thanks, a way out (R24, R26)."""

import re

from bot.reading.lexicon import REPLY_PHRASES, REPLY_WORDS
from bot.reading.meanings import Meaning
from bot.reading.tokens import words_of

LONGEST, LONGEST_LOOSE = 8, 5
"""Words of a text that is a reply as a whole; and where it is not in the very words."""

AROUND = frozenset(
    [
        "det",
        "detta",
        "de",
        "dom",
        "ar",
        "var",
        "blir",
        "vi",
        "ju",
        "sa",
        "it",
        "its",
        "is",
        "that",
        "thats",
        "the",
        "we",
    ]
)
"""“ja det är rätt”, “vi är öppna”, “it's the date”: what says nothing beside such a word."""

BEGINS_A_QUESTION = frozenset(["ar", "var", "blir", "is", "are"])
"""“är det rätt” asks, with or without its mark."""

SAYS_MORE = (
    Meaning.SWAPPED,
    Meaning.WOMEN_FIRST,
    Meaning.MEN_FIRST,
    Meaning.DATE_WORD,
    Meaning.COUNT_WORD,
)
DRAWN_OUT = re.compile(r"(.)\1+")
SIGNS = {**dict.fromkeys("👍👌✅✔☑🆗", Meaning.YES), **dict.fromkeys("👎❌✖", Meaning.NO)}
TONES = re.compile("[\U0001f3fb-\U0001f3ff\\s]+")
DIGIT = re.compile("[0-9]")


def reply_meaning(clean: str) -> Meaning | None:
    """What a normalised text is as a whole; None when it is more than that: "ja 9" is a number too."""
    if DIGIT.search(clean):
        return None
    words = tuple(words_of(clean))
    if not words:
        return _sign(clean)
    if len(words) > LONGEST:
        return None
    return _as_a_whole(words) or _as_a_whole(_bare(words))


def _sign(clean: str) -> Meaning | None:
    """A thumb up is a yes, as often as one is wanted."""
    found = {SIGNS.get(sign) for sign in TONES.sub("", clean)}
    return found.pop() if len(found) == 1 else None


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that say nothing, "jaaa" as "ja"; none of a question."""
    if words[0] in BEGINS_A_QUESTION or len(words) > LONGEST_LOOSE:
        return ()
    short = [plain if (plain := DRAWN_OUT.sub(r"\1", word)) in REPLY_WORDS else word for word in words]
    return tuple(word for word in short if word not in AROUND)


def _as_a_whole(words: tuple[str, ...]) -> Meaning | None:
    if not words:
        return None
    for phrase, meaning in REPLY_PHRASES.get(words[0], ()):
        if phrase == words:
            return meaning
    found = [REPLY_WORDS.get(word) for word in words]
    if found[0] is not None and all(one in (found[0], Meaning.THANKS) for one in found):
        return found[0]
    # "nej, tvärtom" is about the order, "ja tack" a yes.
    rest = _as_a_whole(words[1:]) if len(words) > 1 and found[0] in (Meaning.YES, Meaning.NO) else None
    return rest if rest in SAYS_MORE or rest is found[0] else None
