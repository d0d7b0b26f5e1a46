"""Tokens understood one by one: numbers, labels, dates, sites, countries, bands; the rest stays marked."""

from dataclasses import dataclass

from bot.reading.calendar_dates import ORDINAL_ENDS
from bot.reading.countries import country_of
from bot.reading.date_words import How, SaidDate
from bot.reading.lexicon import (
    NUMBERS,
    NUMBERS_OF_TEN,
    PHRASES,
    REPLY_WORDS,
    UNITS_AFTER_TEN,
    WEEKDAY_PAST,
    WORDS,
    forgiven,
    meaning_of,
    misspelt_date,
)
from bot.reading.meanings import Meaning
from bot.reading.normalise import folded
from bot.reading.said_dates import date_at
from bot.reading.site_names import Names, site_at
from bot.reading.tokens import HUGE, Sort, Token, is_letters_for_digits, is_number, tokens_of, word_at
from shelter.month_words import MONTH

BANDS = {(0, 17): "0-17", (18, 25): "18-25", (26, 40): "26-40", (41, 60): "41-60"}


WITH_THEIR_DOTS = {"å": Meaning.AND, "år": Meaning.THING, "års": Meaning.THING}
"""Words that without their dots and rings would be others: "a", "är"."""

WITHOUT_THEIR_DOTS = frozenset(folded(word) for word in WITH_THEIR_DOTS)
NO_WORDS = {Sort.LINE: Meaning.LINE, Sort.SIGN: Meaning.MARK, Sort.UNREADABLE: Meaning.UNREADABLE}
CLOSED_FOR = ("stangt", "stangd")
SPELT_OUT = {"ka": (Meaning.WOMEN, None), "em": (Meaning.MEN, Meaning.WOMEN)}
"""“ka nio em nitton”: the labels as they are dictated; without a "ka" before it "em" is the afternoon."""

RUN_TOGETHER = (6, 8)
"""The digits of 171012 and 20171012."""

DEGREES = ("grader", "grad", "degrees")
GOES_ON = frozenset({*"+-:./", "am", "pm", "day", "days", "dagar", "of", *DEGREES, *ORDINAL_ENDS, *MONTH})
"""What follows the first number of a time, a date, an age band or a temperature."""


@dataclass(slots=True)
class Item:
    """A piece of the text with its meaning."""

    meaning: Meaning
    text: str = ""
    value: int = 0
    glued: bool = False
    """Nothing stands between it and the item before."""
    name: str = ""
    """SITE: its short, "" for one that is not known; ORIGIN and BAND: the code or band."""
    said: SaidDate | None = None
    pair: tuple[int, int] = (0, 0)
    """DATE_OR_PAIR: the two numbers, and in `text` the sign between them."""
    typo: bool = False
    """A label only if a small slip is forgiven."""
    word: bool = True
    """Written as a whole word, not as one or two letters."""


def items_of(text: str, names: Names) -> list[Item]:
    """The items of a normalised text."""
    tokens = tokens_of(text, names.knows)
    _join_number_words(tokens)
    items: list[Item] = []
    at, end = 0, len(tokens)
    while at < end:
        at = _next(tokens, at, items, names)
    return items


def _join_number_words(tokens: list[Token]) -> None:
    """Number words become numbers in place: "tjugo fem" and "twenty-five" are one, 25 (R3)."""
    for at, token in enumerate(tokens):  # what is joined to a token stands after it
        if (value := NUMBERS.get(token.word)) is None:
            continue
        token.sort, token.value = Sort.NUMBER, value
        if token.word in NUMBERS_OF_TEN:
            step = at + 1
            if step + 1 < len(tokens) and tokens[step].text == "-":
                step += 1
            unit = UNITS_AFTER_TEN.get(tokens[step].word) if step < len(tokens) else None
            if unit is not None:
                token.value = value + unit
                token.text += tokens[step].text
                del tokens[at + 1 : step + 1]


def _next(tokens: list[Token], at: int, items: list[Item], names: Names) -> int:
    """Adds the item that begins at a token; gives where the next one begins."""
    token = tokens[at]
    if token.sort in NO_WORDS:
        items.append(Item(NO_WORDS[token.sort], token.text, 0, token.glued))
        return at + 1
    if (token.word or token.text) in names.begins and (named := site_at(tokens, at, names)):
        items.append(Item(Meaning.SITE, token.text, name=named[0]))
        return named[1]
    if token.sort is Sort.NUMBER:
        return _number(tokens, at, items)
    if WORDS.get(token.word) is Meaning.CLOCK and (after := _clock(tokens, at)):
        items.append(Item(Meaning.CLOCK))
        return after
    if found := date_at(tokens, at):
        items.append(_date_item(tokens, at, *found))
        return found[1]
    return _word(tokens, at, items)


def _date_item(tokens: list[Token], at: int, said: SaidDate, after: int) -> Item:
    if said.bare and tokens[at].sort is Sort.NUMBER:
        pair = (tokens[at].value, tokens[at + 2].value)
        return Item(Meaning.DATE_OR_PAIR, tokens[at + 1].text, said=said, pair=pair)
    return Item(Meaning.DATE, said=said)


def _clock(tokens: list[Token], at: int) -> int:
    """Past "kl 22", "kl 22.30", "klockan 9", "at 22:30"; 0 when there is none."""
    if not is_number(tokens, at + 1):
        return 0
    hour = tokens[at + 1]
    after = at + 2
    minutes = (
        after + 1 < len(tokens)
        and tokens[after].text in ":."
        and tokens[after].glued
        and is_number(tokens, after + 1)
    )
    whole = tokens[at].word != "at" or (after < len(tokens) and tokens[after].word in ("am", "pm"))
    if hour.value > 24 and not (len(hour.text) == 4 and hour.value < 2400):
        return 0
    if minutes and tokens[after + 1].glued and tokens[after + 1].value < 60:
        after += 2
    elif not whole:
        return 0
    return after + (1 if after < len(tokens) and tokens[after].word in ("am", "pm") else 0)


def _number(tokens: list[Token], at: int, items: list[Item]) -> int:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    goes_on = following is not None and (following.word or following.text) in GOES_ON
    if (goes_on or len(token.text) in RUN_TOGETHER) and (after := _longer(tokens, at, items)):
        return after
    value = HUGE if len(token.text) > 7 and token.text.isdigit() else token.value
    items.append(Item(Meaning.NUMBER, token.text, value, token.glued, word=not token.text.isdigit()))
    return at + 1


def _longer(tokens: list[Token], at: int, items: list[Item]) -> int:
    """Past a time, a date or an age band that begins with a number; 0 when the number stands for itself."""
    token = tokens[at]
    if after := _band(tokens, at, items):
        return after
    if after := _half_day(tokens, at):
        items.append(Item(Meaning.CLOCK))
        return after
    if after := _time_of_day(tokens, at):
        if _has_other_numbers(tokens, at, after):
            items.append(Item(Meaning.CLOCK))
            return after
    elif found := date_at(tokens, at):
        items.append(_date_item(tokens, at, *found))
        return found[1]
    after = at + 1
    if word_at(tokens, after) in DEGREES:  # how cold it is: as little a count as the time
        items.append(Item(Meaning.CLOCK))
        return after + 1
    if (
        after + 2 < len(tokens)
        and tokens[after].word in ("days", "day", "dagar")
        and tokens[after + 1].word in ("ago", "sedan", "sen")
    ):
        items.append(Item(Meaning.DATE, said=SaidDate(How.DAYS_AGO, day=min(token.value, 999))))
        return after + 2
    return 0


def _half_day(tokens: list[Token], at: int) -> int:
    """Past "10 pm" and "10:30pm"; 0 when there is none."""
    for words in (1, 3):
        after = at + words
        half_day = after < len(tokens) and tokens[after].word in ("am", "pm") and tokens[at].value <= 12
        if half_day and (words == 1 or tokens[at + 1].text in ":."):
            return after + 1
    return 0


def _time_of_day(tokens: list[Token], at: int) -> int:
    """Past "22:30", "9:19"; 0 when it is no time. A point is a time only where it can be no date (R29)."""
    hour = tokens[at]
    if hour.glued and at and tokens[at - 1].sort is Sort.WORD:
        return 0
    if not (
        at + 2 < len(tokens) and is_number(tokens, at + 2) and tokens[at + 1].glued and tokens[at + 2].glued
    ):
        return 0
    minute = tokens[at + 2]
    if hour.value > 24 or minute.value > 59 or len(minute.text) != 2:
        return 0
    if tokens[at + 1].text == ":":
        return at + 3
    return at + 3 if tokens[at + 1].text == "." and minute.value > 31 else 0


def _has_other_numbers(tokens: list[Token], first: int, after: int) -> bool:
    return any(token.sort is Sort.NUMBER for at, token in enumerate(tokens) if not first <= at < after)


def _band(tokens: list[Token], at: int, items: list[Item]) -> int:
    """An age band that a number follows (R21): "18-25 4", "61+: 3"; 0 when there is none."""
    token = tokens[at]
    if token.glued and at and tokens[at - 1].sort is Sort.WORD:
        return 0
    sign = tokens[at + 1] if at + 1 < len(tokens) else None
    if sign is None or not sign.glued or sign.text not in "+-":
        return 0
    band, after = None, at + 2
    if token.value == 61 and not (is_number(tokens, after) and tokens[after].glued):
        band = "61+"
    elif sign.text == "-" and is_number(tokens, after) and tokens[after].glued:
        band, after = BANDS.get((token.value, tokens[after].value)), after + 1
    if band is None:
        return 0
    step = after
    while step < len(tokens) and (
        tokens[step].text in ":=" or tokens[step].word in ("ar", "a", "years", "yrs", "ars")
    ):
        step += 1
    if not is_number(tokens, step):
        return 0
    items.append(Item(Meaning.BAND, name=band, value=tokens[step].value))
    return step + 1


def _word(tokens: list[Token], at: int, items: list[Item]) -> int:
    token = tokens[at]
    if token.word in PHRASES and (phrase := _phrase(tokens, at)):
        items.append(Item(phrase[0], token.text, 0, token.glued))
        return phrase[1]
    meaning = _single(tokens, at)
    if meaning is Meaning.STRANGE and (after := _not_so_strange(tokens, at, items)):
        return after
    if meaning is Meaning.ORIGIN:
        items.append(Item(Meaning.ORIGIN, token.text, glued=token.glued, name=country_of(token.text) or ""))
        return at + 1
    typo = meaning is not Meaning.STRANGE and meaning_of(token.word) is None
    items.append(Item(meaning, token.text, 0, token.glued, typo=typo, word=len(token.word) > 2))
    return at + 1


def _not_so_strange(tokens: list[Token], at: int, items: list[Item]) -> int:
    """Past a misspelt date, "semesterstängt" or a dictated "ka"; 0 when the word stays strange."""
    token = tokens[at]
    if meant := misspelt_date(token.word):
        token.word = meant
        if found := date_at(tokens, at):
            items.append(_date_item(tokens, at, *found))
            return found[1]
    if token.word.endswith(CLOSED_FOR):
        # For how long is not said (R16).
        items += [Item(Meaning.CLOSED, token.text), Item(Meaning.NO_END, token.text)]
        return at + 1
    if token.word in SPELT_OUT and is_number(tokens, at + 1):
        label, only_after = SPELT_OUT[token.word]
        if only_after is None or any(item.meaning is only_after for item in items):
            items.append(Item(label, token.text, 0, token.glued))
            return at + 1
    return 0


def _phrase(tokens: list[Token], at: int) -> tuple[Meaning, int] | None:
    """The longest phrase that begins here, and where the text goes on."""
    second = at + 1
    while second < len(tokens) and tokens[second].text == "-":
        second += 1
    if second == len(tokens):
        return None
    for words, meaning in PHRASES[tokens[at].word].get(tokens[second].word, ()):
        step, matched = second + 1, 2
        while step < len(tokens) and matched < len(words):
            if tokens[step].word == words[matched]:
                matched += 1
            elif tokens[step].text != "-":
                break
            step += 1
        if matched == len(words):
            return meaning, step
    return None


def _single(tokens: list[Token], at: int) -> Meaning:
    token = tokens[at]
    known = WORDS.get(token.word)
    if token.word in WITHOUT_THEIR_DOTS and (meaning := WITH_THEIR_DOTS.get(token.text.lower())):
        return meaning
    if (
        len(token.text) > 1
        and (known is None or token.text.isupper())
        and country_of(token.text)
        and (len(token.text) > 2 or _number_beside(tokens, at))
    ):
        return Meaning.ORIGIN
    if token.word == "bed" and is_number(tokens, at + 1):
        return Meaning.THING  # "bed 12 is broken", as "säng 12"
    if is_letters_for_digits(token) and (known is None or any(c in "OI" for c in token.text[1:])):
        return Meaning.UNREADABLE
    if token.text in ("O", "l"):
        return Meaning.UNREADABLE if _label_beside(tokens, at) else Meaning.AND
    if known is not None:
        return known
    if token.word in REPLY_WORDS or token.word in WEEKDAY_PAST:
        return Meaning.HARMLESS
    return forgiven(token.word) or Meaning.STRANGE


def _label_beside(tokens: list[Token], at: int) -> bool:
    """“k O m 19”: a letter where the number of a label should be; “k9 O m19” has an “och”."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    known = (Meaning.WOMEN, Meaning.MEN)
    return (before is not None and WORDS.get(before.word) in known and not is_number(tokens, at - 2)) or (
        before is None and after is not None and WORDS.get(after.word) in known
    )


def _number_beside(tokens: list[Token], at: int) -> bool:
    after = at + 1
    while after < len(tokens) and tokens[after].text in ":=-":
        after += 1
    return is_number(tokens, after) or (at > 0 and is_number(tokens, at - 1))
