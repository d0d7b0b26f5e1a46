"""Tokens understood one by one: numbers, labels, dates, sites, countries, bands; the rest stays marked."""

from dataclasses import dataclass

from bot.reading.beside_figures import DEGREES, band_at, past_aside, past_clock
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
from bot.reading.meanings import GENDERS, Meaning
from bot.reading.normalise import folded
from bot.reading.said_dates import date_at
from bot.reading.site_names import Names, site_at
from bot.reading.tokens import HUGE, Sort, Token, is_letters_for_digits, is_number, tokens_of, word_at
from shelter.month_words import MONTH

WITH_THEIR_DOTS = {"å": Meaning.AND, "år": Meaning.THING, "års": Meaning.THING}
"""Words that without their dots and rings would be others: "a", "är"."""

WITHOUT_THEIR_DOTS = frozenset(folded(word) for word in WITH_THEIR_DOTS)
NO_WORDS = {Sort.LINE: Meaning.LINE, Sort.SIGN: Meaning.MARK, Sort.UNREADABLE: Meaning.UNREADABLE}
BEFORE_A_NUMBER = {"p": Meaning.STRANGE, "bed": Meaning.THING}
"""“P19 F9” is of boys and girls, "28p" of people; "bed 12 is broken", as "säng 12"."""

CLOSED_FOR = ("stangt", "stangd")
SPELT_OUT = {"ka": (Meaning.WOMEN, None), "em": (Meaning.MEN, Meaning.WOMEN)}
"""“ka nio em nitton”: the labels as they are dictated; without a "ka" before it "em" is the afternoon."""

RUN_TOGETHER = (6, 8)
"""The digits of 171012 and 20171012."""

NIGHTS_OR_DAYS = ("days", "day", "dagar", "dygn", "nights", "night", "natter")
GOES_ON = frozenset({*"+-:./", "am", "pm", "of", *NIGHTS_OR_DAYS, *DEGREES, *ORDINAL_ENDS, *MONTH})
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
    if WORDS.get(token.word) is Meaning.CLOCK and (after := past_clock(tokens, at)):
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
    if band := band_at(tokens, at):
        name, number, after = band
        items.append(Item(Meaning.BAND, name=name, value=number))
        return after
    if after := past_aside(tokens, at):
        items.append(Item(Meaning.CLOCK))
        return after
    if found := date_at(tokens, at):
        items.append(_date_item(tokens, at, *found))
        return found[1]
    if word_at(tokens, at + 1) in NIGHTS_OR_DAYS and word_at(tokens, at + 2) in ("ago", "sedan", "sen"):
        items.append(Item(Meaning.DATE, said=SaidDate(How.DAYS_AGO, day=min(tokens[at].value, 999))))
        return at + 3
    return 0


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
    if joined := _number_and_label(token):
        items += joined
        return at + 1
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


def _number_and_label(token: Token) -> list[Item]:
    """“niokvinnor”: the number and the label that were dictated in one breath; empty for any other word."""
    for end in range(2, len(token.word) - 2):
        value, label = NUMBERS.get(token.word[:end]), WORDS.get(token.word[end:])
        if value is not None and label in GENDERS:
            return [Item(Meaning.NUMBER, token.text[:end], value), Item(label, token.text[end:], glued=True)]
    return []


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
    if token.word in BEFORE_A_NUMBER and not token.glued and is_number(tokens, at + 1):
        return BEFORE_A_NUMBER[token.word]
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
