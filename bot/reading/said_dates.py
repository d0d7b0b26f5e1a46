"""Dates in a text: found here, turned into a reporting date in `which_date` (R15)."""

from dataclasses import replace

from bot.reading.calendar_dates import ARTICLES, NIGHTS, month_first, number_first, ordinal_word
from bot.reading.date_words import RELATIVE, Found, How, SaidDate
from bot.reading.lexicon import ORDINALS, WORDS
from bot.reading.meanings import GENDERS
from bot.reading.nights import night_of, two_nights
from bot.reading.tokens import Sort, Token, number_at, sign_at, word_at
from bot.reading.weekdays import (
    NO_DAY_ALONE,
    SHORT_AT_START,
    WEEKDAY_WORDS,
    two_weekdays,
    weekday_after,
    weekday_at,
    with_night,
)
from shelter.month_words import MONTH

TO = frozenset(["till", "mot", "to", "til", "before", "into", "infor"])

WEEKS = frozenset(["v", "vecka", "week", "wk"])
BEFORE_A_WEEKDAY = frozenset(
    ["i", "on", "pa", "last", "forra", "next", "nasta", "this", "nu", "kommande", "hela"]
)
BEGINS_A_DATE = (
    NIGHTS | ARTICLES | WEEKS | BEFORE_A_WEEKDAY | WEEKDAY_WORDS | {"for", *RELATIVE, *MONTH, *ORDINALS}
)
"""Most words begin no date: they are told by this one look."""


def date_at(tokens: list[Token], at: int) -> Found | None:
    """The date that begins at a token, and where the text goes on; None when there is none."""
    token = tokens[at]
    if token.sort is Sort.NUMBER:
        return number_first(tokens, at)
    word = token.word
    if word not in BEGINS_A_DATE:
        return None
    if (found := two_weekdays(tokens, at)) or (
        word in NO_DAY_ALONE and token.text.lower() not in SHORT_AT_START
    ):
        return found
    if word in NIGHTS and (found := _night(tokens, at)):
        return found
    if word in ARTICLES:
        return _after_article(tokens, at)
    if word in BEFORE_A_WEEKDAY and (found := weekday_after(tokens, at)):
        return found
    for way in (_relative, weekday_at, _week, _ago, _ordinal_of_a_month):
        if found := way(tokens, at):
            return found
    return month_first(tokens, at)


def _relative(tokens: list[Token], at: int) -> Found | None:
    for words, said in RELATIVE.get(tokens[at].word, ()):
        if all(_is_word(tokens, at + step, word) for step, word in enumerate(words)):
            return with_night(tokens, said, at + len(words))
    return None


def _night(tokens: list[Token], at: int) -> Found | None:
    """“natten till fredag”, “natten mellan 12 och 13 okt”, “natten 12-13”, “night to Friday”."""
    after = at + 1
    if word_at(tokens, after) in TO:
        inner = date_at(tokens, after + 1) if after + 1 < len(tokens) else None
        if inner is None and (number := number_at(tokens, after + 1)) and number.value <= 31:
            inner = (SaidDate(How.DAY, day=number.value), after + 2)
        if inner:
            return replace(inner[0], shift=-1, night=True, bare=False, coming=False), inner[1]
        return None
    between = word_at(tokens, after) in ("mellan", "between")
    after += 1 if between else 0
    while word_at(tokens, after) in ARTICLES:
        after += 1
    return two_nights(tokens, after, named=between or word_at(tokens, at) != "") or night_of(tokens, after)


def _after_article(tokens: list[Token], at: int) -> Found | None:
    """“den 12e”, “den 12 okt”, “den tolfte”, “the 12th”."""
    after = at + 1
    article = word_at(tokens, at)
    while word_at(tokens, after) in ARTICLES:
        article = word_at(tokens, after)
        after += 1
    if after >= len(tokens):
        return None
    if tokens[after].sort is Sort.WORD:
        if tokens[after].word in ORDINALS:
            return ordinal_word(tokens, after)
        return weekday_at(tokens, after) if article in ("den", "the") else None
    found = number_first(tokens, after)
    if found:
        return replace(found[0], bare=False), found[1]
    number = number_at(tokens, after)
    if article == "den" and number and 1 <= number.value <= 31 and not _is_counted(tokens, after + 1):
        return SaidDate(How.DAY, day=number.value), after + 1
    return None


def _is_counted(tokens: list[Token], at: int) -> bool:
    """Whether a number after "den" has what it counts behind it; in "den 11 k9" the label has its own number."""
    if at >= len(tokens) or tokens[at].sort is not Sort.WORD or tokens[at].word in NIGHTS:
        return False
    number = number_at(tokens, at + 1)
    return tokens[at].glued or number is None or not number.glued or WORDS.get(tokens[at].word) not in GENDERS


def _ordinal_of_a_month(tokens: list[Token], at: int) -> Found | None:
    """“nionde oktober”; "nionde" alone is a day only after "den"."""
    found = ordinal_word(tokens, at) if tokens[at].word in ORDINALS else None
    return found if found and found[0].month else None


def _week(tokens: list[Token], at: int) -> Found | None:
    """“v 41”, “v.41”, “vecka 41”, “week 41”."""
    word = tokens[at].word
    if word not in WEEKS:
        return None
    after = at + 1 + (1 if sign_at(tokens, at + 1) == "." else 0)
    number = number_at(tokens, after)
    return (SaidDate(How.VAGUE), after + 1) if number and 1 <= number.value <= 53 else None


def _ago(tokens: list[Token], at: int) -> Found | None:
    """“för två dagar sedan” (its number is a digit here); “2 days ago” begins with a number."""
    number = number_at(tokens, at + 1)
    if (
        tokens[at].word != "for"
        or not number
        or word_at(tokens, at + 2) not in ("dagar", "dag", "dygn", "natter")
    ):
        return None
    if word_at(tokens, at + 3) not in ("sedan", "sen"):
        return None
    return SaidDate(How.DAYS_AGO, day=min(number.value, 999)), at + 4


def _is_word(tokens: list[Token], at: int, word: str) -> bool:
    return at < len(tokens) and tokens[at].word == word
