"""Dates in a text: found here, turned into a reporting date in `which_date` (R15)."""

from dataclasses import replace
from datetime import date

from bot.reading.date_words import RELATIVE, How, SaidDate
from bot.reading.lexicon import MONTH, ORDINALS, WEEKDAY, WEEKDAY_PAST
from bot.reading.tokens import Sort, Token

SHORT_WEEKDAYS = {"lör": 6, "sön": 7}
SHORT_AT_START = {"mån": 1, "mon": 1, "wed": 3, "tor": 4, "sat": 6, "sun": 7, "lor": 6, "son": 7}
TO = frozenset(["till", "mot", "to", "til", "before", "into", "infor"])
NIGHTS = frozenset(["natt", "natten", "natt", "night", "nights", "kvallen", "kvall"])
ARTICLES = frozenset(["den", "d", "the", "of", "datum", "dat"])
AND = frozenset(["och", "o", "and", "to", "till", "-", "/", "\u00e5", "a"])
ORDINAL_ENDS = frozenset(["e", "de", "te", "a", "th", "st", "nd", "rd"])
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
Found = tuple[SaidDate, int]


def date_at(tokens: list[Token], at: int) -> Found | None:
    """The date that begins at a token, and where the text goes on; None when there is none."""
    token = tokens[at]
    if token.sort is Sort.NUMBER:
        return _number_first(tokens, at)
    if token.sort is not Sort.WORD:
        return None
    word = token.word
    if word in NIGHTS and (found := _night(tokens, at)):
        return found
    if word in ARTICLES:
        return _after_article(tokens, at)
    if word in ("i", "on", "pa", "last", "forra", "next", "nasta", "this", "nu", "kommande", "hela"):
        found = _weekday_after(tokens, at)
        if found:
            return found
    if found := _relative(tokens, at) or _weekday(tokens, at) or _week(tokens, at) or _ago(tokens, at):
        return found
    return _month_first(tokens, at)


def _relative(tokens: list[Token], at: int) -> Found | None:
    for words, said in RELATIVE.get(tokens[at].word, ()):
        if all(_is_word(tokens, at + step, word) for step, word in enumerate(words)):
            return _with_night(tokens, said, at + len(words))
    return None


def _with_night(tokens: list[Token], said: SaidDate, after: int) -> Found:
    """“igår natt”, “torsdag kväll”, “yesterday evening”: the second word says nothing new."""
    words = ("kvall", "kv\ufffdll", "natt", "night", "evening", "nights", "kvallen", "natten")
    if said.how in (How.YESTERDAY, How.WEEKDAY, How.DAYS_AGO, How.TOMORROW) and _word(tokens, after) in words:
        return replace(said, night=said.night or _word(tokens, after)[0] == "n"), after + 1
    return said, after


def _weekday(tokens: list[Token], at: int) -> Found | None:
    word = tokens[at].word
    if short := _short_weekday(tokens, at):
        return _with_night(tokens, SaidDate(How.WEEKDAY, weekday=short - 1), at + 1)
    if word in WEEKDAY_PAST:
        return _with_night(tokens, SaidDate(How.WEEKDAY, weekday=WEEKDAY_PAST[word], past=True), at + 1)
    stem = (
        word.removesuffix("ens")
        if word.endswith("agens")
        else word.removesuffix("kvall").removesuffix("natt")
    )
    if stem not in WEEKDAY:
        return None
    said, after = SaidDate(How.WEEKDAY, weekday=WEEKDAY[stem]), at + 1
    following = after + (1 if _sign(tokens, after) in (",", ".") else 0)
    following += 1 if _word(tokens, following) in ARTICLES else 0
    if (found := _number_first(tokens, following)) and found[0].how in (How.CALENDAR, How.DAY):
        return replace(found[0], weekday=said.weekday + 1, bare=False), found[1]
    return _with_night(tokens, said, after)


def _short_weekday(tokens: list[Token], at: int) -> int:
    """“lör” and “sön”; “mån”, “Sat” and the like only where a line begins, for they are other words too. 0 for none."""
    text = tokens[at].text.lower()
    begins = at == 0 or tokens[at - 1].sort is Sort.LINE
    return SHORT_WEEKDAYS.get(text, 0) or (SHORT_AT_START.get(text, 0) if begins else 0)


def _weekday_after(tokens: list[Token], at: int) -> Found | None:
    """“i tisdags”, “på fredag”, “on Friday”, “last Friday”, “nästa fredag”."""
    step = at + 1
    if _word(tokens, at) in ("nu", "on") and _word(tokens, step) in ("pa", "last", "the", "next"):
        return _weekday_after(tokens, step)
    if step >= len(tokens) or tokens[step].sort is not Sort.WORD:
        return None
    found = _weekday(tokens, step)
    if not found or found[0].how is not How.WEEKDAY:
        return found if found and _word(tokens, at) in ("on", "pa") else None
    said, after = found
    word = _word(tokens, at)
    past = said.past or word in ("last", "forra")
    coming = not said.past and word in ("on", "pa", "next", "nasta", "this", "nu", "kommande")
    if word == "on":
        return replace(said, past=said.past, coming=True, bare=True), after
    return replace(said, past=past, coming=coming), after


def _night(tokens: list[Token], at: int) -> Found | None:
    """“natten till fredag”, “natten mellan 12 och 13 okt”, “natten 12-13”, “night to Friday”."""
    after = at + 1
    if _word(tokens, after) in TO:
        inner = date_at(tokens, after + 1) if after + 1 < len(tokens) else None
        if inner is None and (number := _number(tokens, after + 1)) and number.value <= 31:
            inner = (SaidDate(How.DAY, day=number.value), after + 2)
        if inner:
            return replace(inner[0], shift=-1, night=True, bare=False, coming=False), inner[1]
        return None
    between = _word(tokens, after) in ("mellan", "between")
    after += 1 if between else 0
    while _word(tokens, after) in ARTICLES:
        after += 1
    return _two_nights(tokens, after, named=between or _word(tokens, at) != "") or _night_of(tokens, after)


def _night_of(tokens: list[Token], at: int) -> Found | None:
    if at >= len(tokens) or _word(tokens, at) in NIGHTS:
        return None
    found = _number_first(tokens, at) if tokens[at].sort is Sort.NUMBER else None
    if found is None and tokens[at].sort is Sort.WORD:
        found = _weekday(tokens, at) or _month_first(tokens, at)
    if found and found[0].how in (How.CALENDAR, How.DAY, How.WEEKDAY):
        return replace(found[0], night=True, bare=False), found[1]
    return None


def _two_nights(tokens: list[Token], at: int, *, named: bool) -> Found | None:
    """12-13 okt, 12 och 13, 12/10-13/10, torsdag och fredag: the first of two that follow each other."""
    first = _end_of_night(tokens, at)
    if not first:
        return None
    joint = first[1]
    if (_word(tokens, joint) or _sign(tokens, joint)) not in AND:
        return None
    step = joint + 1
    while _word(tokens, step) in ARTICLES:
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
    if not (one.month or two.month) and _sign(tokens, joint) == "/":
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
        weekday = WEEKDAY.get(tokens[at].word)
        return None if weekday is None else (SaidDate(How.WEEKDAY, weekday=weekday), at + 1)
    number = _number(tokens, at)
    if number is None:
        return None
    if number.value > 31:
        return _number_first(tokens, at)
    if (found := _number_first(tokens, at)) and found[0].how is How.CALENDAR and not found[0].through:
        return found
    after = _after_ordinal(tokens, at + 1)
    if 1 <= number.value <= 31:
        return SaidDate(How.DAY, day=number.value), after
    return None


def _after_article(tokens: list[Token], at: int) -> Found | None:
    """“den 12e”, “den 12 okt”, “den tolfte”, “the 12th”."""
    after = at + 1
    article = _word(tokens, at)
    while _word(tokens, after) in ARTICLES:
        article = _word(tokens, after)
        after += 1
    if after >= len(tokens):
        return None
    if tokens[after].sort is Sort.WORD:
        if tokens[after].word in ORDINALS:
            return _ordinal_word(tokens, after)
        return _weekday(tokens, after) if article in ("den", "the") else None
    found = _number_first(tokens, after)
    if found:
        return replace(found[0], bare=False), found[1]
    number = _number(tokens, after)
    if article == "den" and number and 1 <= number.value <= 31 and not _is_counted(tokens, after + 1):
        return SaidDate(How.DAY, day=number.value), after + 1
    return None


def _is_counted(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].sort is Sort.WORD and tokens[at].word not in NIGHTS


def _ordinal_word(tokens: list[Token], at: int) -> Found:
    after = at + 1
    after += 1 if _word(tokens, after) == "of" else 0
    month = MONTH.get(_word(tokens, after), 0)
    how = How.CALENDAR if month else How.DAY
    return SaidDate(how, day=ORDINALS[tokens[at].word], month=month), after + (1 if month else 0)


def _after_ordinal(tokens: list[Token], at: int) -> int:
    """Past the ":e" of "12:e" or the "th" of "12th"."""
    if _sign(tokens, at) == ":" and _word(tokens, at + 1) in ORDINAL_ENDS and tokens[at + 1].glued:
        return at + 2
    if _word(tokens, at) in ORDINAL_ENDS and tokens[at].glued:
        return at + 1
    return at


def _number_first(tokens: list[Token], at: int) -> Found | None:
    number = _number(tokens, at)
    if (
        number is None
        or not number.text.isdigit()
        or (number.glued and at and tokens[at - 1].sort is Sort.WORD)
    ):
        return None
    if len(number.text) in (6, 8) and (together := _run_together(number)):
        return together, at + 1
    sign, second = _sign(tokens, at + 1), _number(tokens, at + 2)
    tied = second and sign in ("/", ".", "-") and tokens[at + 1].glued and second.glued
    if tied and (found := _numeric(tokens, at, sign)):
        return found
    if not 1 <= number.value <= 31 or len(number.text) > 2:
        return None
    after = _after_ordinal(tokens, at + 1)
    ordinal = after > at + 1
    through = 0
    if not ordinal and sign == "-" and second and second.value <= 31 and _word(tokens, at + 3) in MONTH:
        through, after = second.value, at + 3
    after += 1 if _word(tokens, after) == "of" else 0
    month = MONTH.get(_word(tokens, after), 0)
    if month:
        year, after = _year(tokens, after + 1)
        return SaidDate(How.CALENDAR, number.value, month, year, through=through), after
    if ordinal and _word(tokens, at + 1) not in ("st", "a"):
        return SaidDate(How.DAY, day=number.value), _after_ordinal(tokens, at + 1)
    return None


def _numeric(tokens: list[Token], at: int, sign: str) -> Found | None:
    """“12/10”, “12.10”, “12/10-17”, “2017-10-12”, “12/10-13/10”; a bare pair is marked as one."""
    third = _number(tokens, at + 4)
    if _sign(tokens, at + 3) == sign and third and tokens[at + 3].glued and third.glued:
        said = _three_numbers(tokens[at], tokens[at + 2], third, sign)
        return (said, at + 5) if said else None
    one, two, after = tokens[at], tokens[at + 2], at + 3
    if sign == "-" or max(len(one.text), len(two.text)) > 2 or max(one.value, two.value) > 31:
        return None
    if _word(tokens, after) and tokens[after].glued:
        return None  # "9/19m"
    year, past_year = _year(tokens, after)
    dash = _sign(tokens, after) == "-" and tokens[after].glued and _sign(tokens, at + 5) != "/"
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
    number = _number(tokens, at)
    if number and len(number.text) == 4 and 2000 <= number.value < 2100:
        return number.value, at + 1
    number = _number(tokens, at + 1)
    if (
        number
        and number.glued
        and _sign(tokens, at) in ("-", "'")
        and not tokens[at].glued
        and len(number.text) == 2
    ):
        return 2000 + number.value, at + 2
    if number and _sign(tokens, at) == "," and len(number.text) == 4 and 2000 <= number.value < 2100:
        return number.value, at + 2
    return 0, at


def _run_together(number: Token) -> SaidDate | None:
    """171012, 20171012."""
    text = number.text if len(number.text) == 8 else "20" + number.text
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    try:
        date(year, month, day)
    except ValueError:
        return None
    return SaidDate(How.CALENDAR, day, month, year) if 2015 <= year < 2045 else None


def _month_first(tokens: list[Token], at: int) -> Found | None:
    """“Oct 12”, “October 12th, 2017”; a month without a day is vague."""
    word = tokens[at].word
    month = MONTH.get(word, 0)
    if not month:
        return None
    number = _number(tokens, at + 1)
    if number and not number.glued and 1 <= number.value <= 31:
        after = _after_ordinal(tokens, at + 2)
        year, past_year = _year(tokens, after)
        follows = _word(tokens, past_year)
        if after > at + 2 or year or not follows or follows in NIGHTS or _number(tokens, past_year + 1):
            return SaidDate(How.CALENDAR, number.value, month, year), past_year
    return (SaidDate(How.VAGUE), at + 1) if word in FULL_MONTHS else None


def _week(tokens: list[Token], at: int) -> Found | None:
    """“v 41”, “v.41”, “vecka 41”, “week 41”."""
    word = tokens[at].word
    if word not in ("v", "vecka", "week", "wk"):
        return None
    after = at + 1 + (1 if _sign(tokens, at + 1) == "." else 0)
    number = _number(tokens, after)
    return (SaidDate(How.VAGUE), after + 1) if number and 1 <= number.value <= 53 else None


def _ago(tokens: list[Token], at: int) -> Found | None:
    """“för två dagar sedan” (its number is a digit here); “2 days ago” begins with a number."""
    number = _number(tokens, at + 1)
    if tokens[at].word != "for" or not number or _word(tokens, at + 2) not in ("dagar", "dag", "dygn"):
        return None
    if _word(tokens, at + 3) not in ("sedan", "sen"):
        return None
    return SaidDate(How.DAYS_AGO, day=min(number.value, 999)), at + 4


def _is_word(tokens: list[Token], at: int, word: str) -> bool:
    return at < len(tokens) and tokens[at].word == word


def _word(tokens: list[Token], at: int) -> str:
    return tokens[at].word if at < len(tokens) else ""


def _sign(tokens: list[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) and tokens[at].sort is Sort.SIGN else ""


def _number(tokens: list[Token], at: int) -> Token | None:
    return tokens[at] if at < len(tokens) and tokens[at].sort is Sort.NUMBER else None
