"""Nights told by their two days: "natten mellan 12 och 13 okt", "natten 12-13", "natt torsdag" (R15)."""

from dataclasses import replace

from bot.reading.calendar_dates import ARTICLES, NIGHTS, after_ordinal, month_first, number_first
from bot.reading.date_words import Found, How, SaidDate
from bot.reading.tokens import Sort, Token, number_at, sign_at, word_at
from bot.reading.weekdays import SHORT_IN_A_SPAN, weekday_at

AND = frozenset(["och", "o", "and", "to", "till", "-", "/", ">", "\u00e5", "a"])


def night_of(tokens: list[Token], at: int) -> Found | None:
    if at >= len(tokens) or word_at(tokens, at) in NIGHTS:
        return None
    found = number_first(tokens, at) if tokens[at].sort is Sort.NUMBER else None
    if found is None and tokens[at].sort is Sort.WORD:
        found = weekday_at(tokens, at) or month_first(tokens, at)
    if found and found[0].how in (How.CALENDAR, How.DAY, How.WEEKDAY):
        return replace(found[0], night=True, bare=False), found[1]
    return None


def two_nights(tokens: list[Token], at: int, *, named: bool) -> Found | None:
    """12-13 okt, 12 och 13, 12/10-13/10, torsdag och fredag: the first of two that follow each other."""
    first = _end_of_night(tokens, at)
    if not first:
        return None
    joint = first[1]
    if (word_at(tokens, joint) or sign_at(tokens, joint)) not in AND:
        return None
    step = joint + 1
    while word_at(tokens, step) in ARTICLES:
        step += 1
    second = _end_of_night(tokens, step)
    if not second:
        return None
    one, two = first[0], second[0]
    if one.how is How.WEEKDAY and two.how is How.WEEKDAY:
        good = (one.weekday + 1) % 7 == two.weekday
        return (replace(one, night=True) if good else SaidDate(How.VAGUE), second[1])
    if How.WEEKDAY in (one.how, two.how):
        return None
    if not (one.month or two.month) and sign_at(tokens, joint) == "/":
        return None  # "natt 12/10" is a date
    month = one.month or (two.month if two.day != 1 else (two.month - 2) % 12 + 1)
    follows = two.day == one.day + 1 or (two.day == 1 and one.day >= 28)
    if not named or not follows:
        return SaidDate(How.VAGUE, day=one.day, month=month, night=True), second[1]
    how = How.CALENDAR if month else How.DAY
    return SaidDate(how, one.day, month, one.year or two.year, night=True), second[1]


def _end_of_night(tokens: list[Token], at: int) -> Found | None:
    if at >= len(tokens):
        return None
    if tokens[at].sort is Sort.WORD:
        weekday = SHORT_IN_A_SPAN.get(tokens[at].word)
        return None if weekday is None else (SaidDate(How.WEEKDAY, weekday=weekday), at + 1)
    number = number_at(tokens, at)
    if number is None:
        return None
    if number.value > 31:
        return number_first(tokens, at)
    if (found := number_first(tokens, at)) and found[0].how is How.CALENDAR and not found[0].through:
        return found
    after = after_ordinal(tokens, at + 1)
    if 1 <= number.value <= 31:
        return SaidDate(How.DAY, day=number.value), after
    return None
