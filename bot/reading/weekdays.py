"""Weekdays: "fredag", "i tisdags", "lör", "på fredag", "last Friday", "torsdag 12/10" (R15)."""

from dataclasses import replace

from bot.reading.calendar_dates import ARTICLES, number_first
from bot.reading.date_words import Found, How, SaidDate
from bot.reading.lexicon import WEEKDAY, WEEKDAY_PAST
from bot.reading.normalise import folded
from bot.reading.tokens import Sort, Token, sign_at, word_at

SHORT_WEEKDAYS = {"lör": 6, "sön": 7}
SHORT_AT_START = {"mån": 1, "mon": 1, "wed": 3, "tor": 4, "sat": 6, "sun": 7, "lor": 6, "son": 7}

SHORTEST = ("ma man mon mo", "ti tu", "on wed we", "to tor th", "fr", "lo lor sat sa", "so son sun su")
SHORT_IN_A_SPAN = {form: day for day, forms in enumerate(SHORTEST) for form in forms.split()} | WEEKDAY
"""“on-to”, “tor/fre”: a word this short is a weekday only beside the next one."""

NO_DAY_ALONE = frozenset(["ma", "man", "ti", "tu", "we", "to", "th", "fr", "lo", "sa", "so", "su"])

EVENINGS = ("", *(link + evening for link in ("", "s") for evening in ("kvall", "kvallen", "natt", "natten")))
WITH_AN_END = (
    {stem + end: day for stem, day in WEEKDAY.items() for end in EVENINGS}
    | {stem + "ens": day for stem, day in WEEKDAY.items() if stem.endswith("ag")}
    | {stem + "s": day for stem, day in WEEKDAY.items() if stem.endswith("day")}
)
"""“fredag”, “fredagkväll”, “fredagsnatten”, “fredagens”, “Friday's”; but “Sundays are quiet” is no date."""

WITH_AN_S = frozenset(stem + "s" for stem in WEEKDAY if stem.endswith("day"))

MORNINGS = frozenset(
    stem + end
    for stem in WEEKDAY
    if stem.endswith("dag")
    for end in ("morgon", "smorgon", "smorgonen", "morse", "smorse")
)
"""“torsdagsmorgon”: at a shelter the end of the night before, or that day; it is asked about."""

WEEKDAY_WORDS = frozenset(
    [
        *WITH_AN_END,
        *MORNINGS,
        *WEEKDAY_PAST,
        *SHORT_IN_A_SPAN,
        *map(folded, (*SHORT_WEEKDAYS, *SHORT_AT_START)),
    ]
)
NIGHT_OR_EVENING = frozenset(
    ["kvall", "kv\ufffdll", "natt", "night", "evening", "nights", "kvallen", "natten"]
)
NEXT_TO_EACH_OTHER = frozenset(["-", "/", ">"])


def two_weekdays(tokens: list[Token], at: int) -> Found | None:
    """“tor/fre”, “lö-sö” without a word for night: one night or two days, so no single date."""
    if sign_at(tokens, at + 1) not in NEXT_TO_EACH_OTHER:
        return None
    first, second = SHORT_IN_A_SPAN.get(tokens[at].word), SHORT_IN_A_SPAN.get(word_at(tokens, at + 2))
    if first is None or second is None:
        return None
    return (SaidDate(How.VAGUE), at + 3) if (first + 1) % 7 == second else None


def weekday_at(tokens: list[Token], at: int) -> Found | None:
    word = tokens[at].word
    if word in MORNINGS or (word in WITH_AN_S and "'" not in tokens[at].text):
        return SaidDate(How.VAGUE), at + 1
    if short := _short_weekday(tokens, at):
        return with_night(tokens, SaidDate(How.WEEKDAY, weekday=short - 1), at + 1)
    if word in WEEKDAY_PAST:
        return with_night(tokens, SaidDate(How.WEEKDAY, weekday=WEEKDAY_PAST[word], past=True), at + 1)
    if word not in WITH_AN_END:
        return None
    said, after = SaidDate(How.WEEKDAY, weekday=WITH_AN_END[word]), at + 1
    following = after + (1 if sign_at(tokens, after) in (",", ".") else 0)
    following += 1 if word_at(tokens, following) in ARTICLES else 0
    if (found := number_first(tokens, following)) and found[0].how in (How.CALENDAR, How.DAY):
        return replace(found[0], weekday=said.weekday + 1, bare=False), found[1]
    return with_night(tokens, said, after)


def _short_weekday(tokens: list[Token], at: int) -> int:
    """“lör” and “sön”; “mån”, “Sat” and the like, which are other words too, only where a line begins or with "natt".

    0 for none.
    """
    text = tokens[at].text.lower()
    alone = at == 0 or tokens[at - 1].sort is Sort.LINE or word_at(tokens, at + 1) in NIGHT_OR_EVENING
    return SHORT_WEEKDAYS.get(text, 0) or (SHORT_AT_START.get(text, 0) if alone else 0)


def weekday_after(tokens: list[Token], at: int) -> Found | None:
    """“i tisdags”, “på fredag”, “on Friday”, “last Friday”, “nästa fredag”."""
    step = at + 1
    if word_at(tokens, at) in ("nu", "on") and word_at(tokens, step) in ("pa", "last", "the", "next"):
        return weekday_after(tokens, step)
    if step >= len(tokens) or tokens[step].sort is not Sort.WORD:
        return None
    found = weekday_at(tokens, step)
    if not found or found[0].how is not How.WEEKDAY:
        return found if found and word_at(tokens, at) in ("on", "pa") else None
    said, after = found
    word = word_at(tokens, at)
    past = said.past or word in ("last", "forra")
    coming = not said.past and word in ("on", "pa", "next", "nasta", "this", "nu", "kommande")
    if word == "on":
        return replace(said, past=said.past, coming=True, bare=True), after
    return replace(said, past=past, coming=coming), after


def with_night(tokens: list[Token], said: SaidDate, after: int) -> Found:
    """“igår natt”, “torsdag kväll”, “yesterday evening”: the second word says nothing new."""
    of_a_day = said.how in (How.YESTERDAY, How.WEEKDAY, How.DAYS_AGO, How.TOMORROW)
    if of_a_day and word_at(tokens, after) in NIGHT_OR_EVENING:
        return replace(said, night=said.night or word_at(tokens, after)[0] == "n"), after + 1
    return said, after
