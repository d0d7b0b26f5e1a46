"""Dates told by the calendar: "12/10", "2017-10-12", "12:e", "12 okt", "den tolfte", "Oct 12" (R15)."""

from datetime import date

from bot.reading.date_words import Found, How, SaidDate
from bot.reading.lexicon import ORDINALS, WORDS
from bot.reading.meanings import Meaning
from bot.reading.tokens import Sort, Token, number_at, sign_at, word_at
from shelter.month_words import MONTH

NIGHTS = frozenset(["natt", "natten", "natt", "night", "nights", "kvallen", "kvall"])
ARTICLES = frozenset(["den", "d", "the", "of", "datum", "dat"])
ORDINAL_ENDS = frozenset(["e", "de", "te", "a", "th", "st", "nd", "rd"])
NTH = frozenset(
    [
        "pass",
        "passet",
        "gangen",
        "ronden",
        "rundan",
        "skiftet",
        "rakningen",
        "shift",
        "time",
        "round",
        "floor",
        "count",
    ]
)
"""“3:e passet”, “2nd floor”: what is numbered and is no day; also a thing or a place."""

FULL_MONTHS = frozenset(
    [
        "januari",
        "january",
        "februari",
        "february",
        "april",
        "juni",
        "june",
        "juli",
        "july",
        "augusti",
        "september",
        "oktober",
        "october",
        "november",
        "december",
    ]
)


def number_first(tokens: list[Token], at: int) -> Found | None:
    number = number_at(tokens, at)
    if (
        number is None
        or not number.text.isdigit()
        or (number.glued and at and tokens[at - 1].sort is Sort.WORD)
    ):
        return None
    if len(number.text) in (6, 8) and (together := _run_together(number)):
        return together, at + 1
    sign, second = sign_at(tokens, at + 1), number_at(tokens, at + 2)
    tied = second and sign in ("/", ".", "-") and tokens[at + 1].glued and second.glued
    if tied and (found := _numeric(tokens, at, sign)):
        return found
    if not 1 <= number.value <= 31 or len(number.text) > 2:
        return None
    after = after_ordinal(tokens, at + 1)
    ordinal = after > at + 1
    through = 0
    if not ordinal and sign == "-" and second and second.value <= 31 and word_at(tokens, at + 3) in MONTH:
        through, after = second.value, at + 3
    after += 1 if word_at(tokens, after) == "of" else 0
    month = MONTH.get(word_at(tokens, after), 0)
    if month:
        year, after = _year(tokens, after + 1)
        return SaidDate(How.CALENDAR, number.value, month, year, through=through), after
    if ordinal and word_at(tokens, at + 1) not in ("st", "a") and not _is_numbered(word_at(tokens, after)):
        return SaidDate(How.DAY, day=number.value), after
    return None


def _numeric(tokens: list[Token], at: int, sign: str) -> Found | None:
    """“12/10”, “12.10”, “12/10-17”, “2017-10-12”, “12/10-13/10”; a bare pair is marked as one."""
    third = number_at(tokens, at + 4)
    if sign_at(tokens, at + 3) == sign and third and tokens[at + 3].glued and third.glued:
        said = _three_numbers(tokens[at], tokens[at + 2], third, sign)
        return (said, at + 5) if said else None
    one, two, after = tokens[at], tokens[at + 2], at + 3
    if sign == "-" or max(len(one.text), len(two.text)) > 2 or max(one.value, two.value) > 31:
        return None
    if word_at(tokens, after) and tokens[after].glued:
        return None  # "9/19m"
    year, past_year = _year(tokens, after)
    dash = sign_at(tokens, after) == "-" and tokens[after].glued and sign_at(tokens, at + 5) != "/"
    if dash and third and third.glued and len(third.text) in (2, 4):
        year, past_year = third.value % 2000 + 2000, at + 5
    return SaidDate(How.CALENDAR, one.value, two.value, year, bare=not year), past_year


def _three_numbers(one: Token, two: Token, three: Token, sign: str) -> SaidDate | None:
    """“2017-10-12”, “12.10.2017”, “12/10/17”, “17-10-12”; “12-10-17” may be two dates and is none."""
    if len(one.text) == 4:
        return SaidDate(How.CALENDAR, three.value, two.value, one.value)
    if len(three.text) == 4 or (sign != "-" and len(three.text) == 2):
        return SaidDate(How.CALENDAR, one.value, two.value, three.value % 2000 + 2000)
    if sign == "-" and 15 <= one.value <= 40 and three.value < 15:
        return SaidDate(How.CALENDAR, three.value, two.value, 2000 + one.value)
    return None


def _year(tokens: list[Token], at: int) -> tuple[int, int]:
    """A year that follows a day and a month: "2017", "-17", "'17"; 0 when there is none."""
    number = number_at(tokens, at)
    if number and len(number.text) == 4 and 2000 <= number.value < 2100:
        return number.value, at + 1
    number = number_at(tokens, at + 1)
    if (
        number
        and number.glued
        and sign_at(tokens, at) in ("-", "'")
        and not tokens[at].glued
        and len(number.text) == 2
    ):
        return 2000 + number.value, at + 2
    if number and sign_at(tokens, at) == "," and len(number.text) == 4 and 2000 <= number.value < 2100:
        return number.value, at + 2
    return 0, at


def _is_numbered(word: str) -> bool:
    return word in NTH or WORDS.get(word) in (Meaning.THING, Meaning.PLACE)


def _run_together(number: Token) -> SaidDate | None:
    """171012, 20171012."""
    text = number.text if len(number.text) == 8 else "20" + number.text
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    try:
        date(year, month, day)
    except ValueError:
        return None
    return SaidDate(How.CALENDAR, day, month, year) if 2015 <= year < 2045 else None


def after_ordinal(tokens: list[Token], at: int) -> int:
    """Past the ":e" of "12:e" or the "th" of "12th"."""
    if sign_at(tokens, at) == ":" and word_at(tokens, at + 1) in ORDINAL_ENDS and tokens[at + 1].glued:
        return at + 2
    if word_at(tokens, at) in ORDINAL_ENDS and tokens[at].glued:
        return at + 1
    return at


def ordinal_word(tokens: list[Token], at: int) -> Found:
    after = at + 1
    after += 1 if word_at(tokens, after) == "of" else 0
    month = MONTH.get(word_at(tokens, after), 0)
    how = How.CALENDAR if month else How.DAY
    return SaidDate(how, day=ORDINALS[tokens[at].word], month=month), after + (1 if month else 0)


def month_first(tokens: list[Token], at: int) -> Found | None:
    """“Oct 12”, “October 12th, 2017”; a month without a day is vague."""
    word = tokens[at].word
    month = MONTH.get(word, 0)
    if not month:
        return None
    number = number_at(tokens, at + 1)
    if number and not number.glued and 1 <= number.value <= 31:
        after = after_ordinal(tokens, at + 2)
        year, past_year = _year(tokens, after)
        follows = word_at(tokens, past_year)
        if after > at + 2 or year or not follows or follows in NIGHTS or number_at(tokens, past_year + 1):
            return SaidDate(How.CALENDAR, number.value, month, year), past_year
    return (SaidDate(How.VAGUE), at + 1) if word in FULL_MONTHS else None
