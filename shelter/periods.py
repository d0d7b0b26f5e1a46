"""Reads the words of a period in Swedish and English: `maj-okt 2017`, `2017 H2`, `v 44`, `last week`.

A text is made plain first (small letters, no dots over vowels, no marks). It is then one piece ("maj 2017")
or two pieces with a separator between ("maj - okt 2017"); a piece without a year takes it from the other
piece, otherwise it is the latest of its kind that has begun.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from shelter.period import (
    HALF_YEAR,
    NameKind,
    Period,
    PeriodName,
    half_year_of,
    months,
    period_before,
    period_name,
    same_period_last_year,
)

__all__ = [
    "HALF_YEAR",
    "Fault",
    "NameKind",
    "Period",
    "PeriodName",
    "UnknownPeriod",
    "parse_period",
    "period_before",
    "period_name",
    "same_period_last_year",
]

MOST_LETTERS = 100
MOST_DAYS = 36_600
"""A hundred years: more is a slip of the finger, and a sum over it would keep somebody waiting."""
YEARS = range(1900, 2200)


class Fault(StrEnum):
    EMPTY = "empty"
    UNKNOWN = "unknown"
    NO_SUCH_DATE = "no_such_date"
    AMBIGUOUS = "ambiguous"
    BACKWARDS = "backwards"
    TOO_WIDE = "too_wide"
    TOO_LONG = "too_long"


class UnknownPeriod(Exception):
    """`words` (cut short) could not be read as a period; `fault` says why. The wording is done elsewhere."""

    def __init__(self, words: str, fault: Fault) -> None:
        super().__init__(words, fault)
        self.words = words
        self.fault = fault


class _Impossible(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class _Yearly:
    """What comes once a year: a date, month, week, quarter or half, with its year where it was said.

    `again` makes another of the same kind, so that "1-15 maj" and "v 44-46" need say it only once.
    """

    in_year: Callable[[int], Period]
    year: int | None
    again: Callable[[int], Callable[[int], Period]] | None = None


@dataclass(frozen=True, slots=True)
class _Number:
    number: int
    year: int | None


_Piece = Period | _Yearly | _Number


def parse_period(words: str, today: date, half_year: int = HALF_YEAR) -> Period:
    """The period that `words` mean on the date `today`; raises UnknownPeriod and nothing else.

    `half_year` is the month in which the first half of the partnership's year begins.
    """
    if len(words) > MOST_LETTERS:
        raise UnknownPeriod(words[:MOST_LETTERS], Fault.TOO_LONG)
    text = _plain(words)
    try:
        if not text:
            raise _Impossible(Fault.EMPTY)
        period = _Reader(today, half_year).period(text)
        if period.days > MOST_DAYS:
            raise _Impossible(Fault.TOO_WIDE)
        return period
    except _Impossible as impossible:
        raise UnknownPeriod(words, impossible.fault) from None
    except (ValueError, OverflowError):
        # The last resort for dates before the year 1 or after 9999, when `today` itself is at the edge.
        raise UnknownPeriod(words, Fault.NO_SUCH_DATE) from None


# --- making plain --------------------------------------------------------------------------------------

_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−"} | {ord("…"): "..", ord("'"): "", ord("’"): ""}
_DOT_OF_ABBREVIATION = re.compile(r"(?<=[a-z])\.(?!\.)")


def _plain(words: str) -> str:
    decomposed = unicodedata.normalize("NFD", words.lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    dashed = _DOT_OF_ABBREVIATION.sub(" ", bare.translate(_DASHES))
    return " ".join(dashed.split()).strip(' .,;:!?"')


# --- pieces that hang on today -------------------------------------------------------------------------

_DAYS_AGO = {
    0: "idag|i dag|today|inatt|i natt|tonight|ikvall|i kvall|this evening",
    1: "igar|i gar|yesterday|igar natt|i gar natt|forra natten|last night",
    2: "i forrgar|iforrgar|forrgar|day before yesterday",
}
_DAY_WORDS = {word: ago for ago, phrases in _DAYS_AGO.items() for word in phrases.split("|")}

_THIS = "denna|detta|den har|det har|innevarande|nuvarande|this|current"
_BEFORE = "forra|foregaende|previous|last"
_LATEST = "senaste|past"
_UNITS = {
    "week": "vecka|veckan|week",
    "month": "manad|manaden|month",
    "quarter": "kvartal|kvartalet|quarter",
    "half": "halvar|halvaret|half-year|half year|halfyear|period|perioden",
    "year": "ar|aret|year",
}
_UNIT_WORDS = {word: unit for unit, phrases in _UNITS.items() for word in phrases.split("|")}
_UNIT = "|".join(sorted(_UNIT_WORDS, key=len, reverse=True))
_RELATIVE = re.compile(
    rf"(?:(?P<this>{_THIS})|(?P<before>{_BEFORE})|(?P<latest>{_LATEST})) "
    rf"(?P<unit>{_UNIT})"
)
_BARE = {"i ar": "this year", "i fjol": "last year", "ifjol": "last year"}
_LAST_DAYS = re.compile(
    r"(?:de )?(?:senaste|last|past) (?P<number>[0-9]{1,4}) "
    r"(?:(?P<days>dagar|dagarna|dygn|dygnen|natter|natterna|days|nights)|veckor|veckorna|weeks)"
)
_RUNNING_DAYS = {"week": 7, "month": 30, "year": 365}


# --- pieces with a name or a number --------------------------------------------------------------------

_MONTH_WORDS = (
    "jan januari january",
    "feb februari february",
    "mar mars march",
    "apr april",
    "maj may",
    "jun juni june",
    "jul juli july",
    "aug augusti august",
    "sep sept september",
    "okt oct oktober october",
    "nov november",
    "dec december",
)
_MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_ORDINAL_WORDS = (
    "forsta 1:a 1a first 1st",
    "andra 2:a 2a second 2nd",
    "tredje 3:e 3e third 3rd",
    "fjarde 4:e 4e fourth 4th",
)
_ORDINALS = {word: number for number, words in enumerate(_ORDINAL_WORDS, 1) for word in words.split()}

_Y = r"(?P<year>[0-9]{4})"
_THEN_YEAR = rf"(?:(?: of)?[ ,/-]{{0,2}}{_Y})?"
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_DAY = r"(?:den )?(?P<day>[0-9]{1,2})(?::?[ea]|st|nd|rd|th)?"
_N = r"(?P<number>[0-9]{1,2})"
_WEEK = r"(?:veckan|vecka|v|week|wk|w)"
_QUARTER = r"(?:kvartalet|kvartal|kv|quarter|q)"
_HALF = r"(?:halvaret|halvar|half-year|half year|half|h)"
_ORDINAL = rf"(?P<ordinal>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"


def _day(month: int) -> Callable[[int], Callable[[int], Period]]:
    def of_number(day: int) -> Callable[[int], Period]:
        return lambda year: Period(date(year, month, day), date(year, month, day))

    return of_number


def _month(number: int) -> Callable[[int], Period]:
    return lambda year: months(year, _among(number, 12))


def _quarter(number: int) -> Callable[[int], Period]:
    return lambda year: months(year, 3 * _among(number, 4) - 2, 3)


def _half(number: int) -> Callable[[int], Period]:
    return lambda year: months(year, 6 * _among(number, 2) - 5, 6)


def _week(number: int) -> Callable[[int], Period]:
    def of_year(year: int) -> Period:
        monday = date.fromisocalendar(year, number, 1)
        return Period(monday, monday + timedelta(days=6))

    return of_year


def _among(number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise ValueError(number)
    return number


def _year_of(found: re.Match[str]) -> int | None:
    said = found.groupdict().get("year")
    if said is None:
        return None
    if int(said) not in YEARS:
        raise _Impossible(Fault.NO_SUCH_DATE)
    return int(said)


def _a_date(found: re.Match[str]) -> _Piece:
    month = found["month"]
    of_number = _day(_MONTHS.get(month) or int(month))
    return _Yearly(of_number(int(found["day"])), _year_of(found), of_number)


def _a_month(found: re.Match[str]) -> _Piece:
    return _Yearly(_month(_MONTHS.get(found["month"]) or int(found["month"])), _year_of(found))


def _numbered(kind: Callable[[int], Callable[[int], Period]]) -> Callable[[re.Match[str]], _Piece]:
    def of_match(found: re.Match[str]) -> _Piece:
        parts = found.groupdict()
        number = _ORDINALS[parts["ordinal"]] if parts.get("ordinal") else int(parts["number"])
        return _Yearly(kind(number), _year_of(found), kind)

    return of_match


def _a_year(found: re.Match[str]) -> _Piece:
    return _Yearly(lambda year: months(year, 1, 12), _year_of(found))


def _a_number(found: re.Match[str]) -> _Piece:
    return _Number(int(found["day"]), _year_of(found))


def _ambiguous(found: re.Match[str]) -> _Piece:
    raise _Impossible(Fault.AMBIGUOUS)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Piece]], ...] = tuple(
    (re.compile(pattern), maker)
    for pattern, maker in (
        (rf"{_Y}-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})", _a_date),
        (rf"{_Y}[/.](?P<month>[0-9]{{1,2}})[/.](?P<day>[0-9]{{1,2}})", _a_date),
        (rf"{_Y}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})", _a_date),
        (rf"{_Y}-(?P<month>[0-9]{{1,2}})", _a_month),
        (r"[0-9]{1,2}/[0-9]{1,2} ?- ?[0-9]{1,2}", _ambiguous),  # '1/5-17': to the 17th, or in 2017?
        (rf"(?:den )?(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})(?:[ ,/-]{{1,2}}{_Y})?", _a_date),
        (rf"(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})[. ]{{1,2}}{_Y}", _a_date),
        (rf"(?P<month>[0-9]{{1,2}})/{_Y}", _a_month),
        (rf"{_DAY} (?:of )?{_MONTH}{_THEN_YEAR}", _a_date),
        (rf"{_MONTH} {_DAY}(?:(?: |, ?){_Y})?", _a_date),
        (rf"{_MONTH}{_THEN_YEAR}", _a_month),
        (rf"{_Y}[ -]?{_MONTH}", _a_month),
        (rf"{_WEEK} ?{_N}{_THEN_YEAR}", _numbered(_week)),
        (rf"{_Y}[ -]?{_WEEK} ?{_N}", _numbered(_week)),
        (rf"{_QUARTER} ?{_N}{_THEN_YEAR}", _numbered(_quarter)),
        (rf"{_Y}[ -]?{_QUARTER} ?{_N}", _numbered(_quarter)),
        (rf"{_ORDINAL} {_QUARTER}{_THEN_YEAR}", _numbered(_quarter)),
        (rf"{_HALF} ?{_N}{_THEN_YEAR}", _numbered(_half)),
        (rf"{_Y}[ -]?{_HALF} ?{_N}", _numbered(_half)),
        (rf"{_ORDINAL} {_HALF}{_THEN_YEAR}", _numbered(_half)),
        (rf"(?:ar )?{_Y}", _a_year),
        (rf"{_DAY}(?:(?: |, ?){_Y})?", _a_number),
    )
)

_FILLERS = re.compile(r"(?:(?:for|i|in|under|during|the|hela|whole|all of|period|perioden|manaden|of) )+")
_FROM = re.compile(r"(?:fran och med|fran|fr o m|from och med|from|mellan|between) ")
_SEPARATORS = tuple(
    re.compile(pattern)
    for pattern in (
        r" ?\.{2,3} ?",
        r" ?--+ ?",
        r" - ",
        r" (?:till och med|t o m|tom|tills|till|to|until|through|thru) ",
        r" ?- ?",
        r"/",
    )
)
_AND = re.compile(r" (?:och|and) ")
_YEAR_PAIR = re.compile(r"(?P<rest>.+) (?P<year>[0-9]{4})/(?P<next>[0-9]{4}|[0-9]{2})")


@dataclass(frozen=True, slots=True)
class _Reader:
    today: date
    half_year: int

    def period(self, text: str) -> Period:
        """Raises _Impossible, or what the calendar raises for a date that does not exist."""
        opened = _FROM.match(text)
        if not opened and (piece := self._piece(text)) is not None:
            if isinstance(piece, _Number):
                raise _Impossible(Fault.UNKNOWN)
            return self._alone(piece)
        return self._between(text[opened.end() :] if opened else text, with_and=bool(opened))

    def _between(self, text: str, with_and: bool) -> Period:
        years: tuple[int | None, int | None] = (None, None)
        if (pair := _YEAR_PAIR.fullmatch(text)) and int(pair["next"][-2:]) == (int(pair["year"]) + 1) % 100:
            text, years = pair["rest"], (int(pair["year"]), int(pair["year"]) + 1)
        fault = Fault.UNKNOWN
        for left, right in _splits(text, with_and):
            try:
                start, end = self._piece(left), self._piece(right)
                if start is not None and end is not None:
                    return self._from_to(_with_year(start, years[0]), _with_year(end, years[1]))
            except _Impossible as impossible:
                fault = impossible.fault
            except (ValueError, OverflowError):
                fault = Fault.NO_SUCH_DATE
        raise _Impossible(fault)

    def _piece(self, text: str) -> _Piece | None:
        bare = text
        if filled := _FILLERS.match(text):
            bare = text[filled.end() :]
        for words in (text, bare):
            relative = self._relative(words)
            if relative is not None:
                return relative
        for pattern, maker in _FORMS:
            if found := pattern.fullmatch(bare):
                return maker(found)
        return None

    def _relative(self, text: str) -> Period | None:
        text = _BARE.get(text, text)
        if text in _DAY_WORDS:
            day = self.today - timedelta(days=_DAY_WORDS[text])
            return Period(day, day)
        if text in _UNIT_WORDS:
            return self._unit(_UNIT_WORDS[text], self.today)
        if found := _LAST_DAYS.fullmatch(text):
            return self._days_to_yesterday(int(found["number"]) * (1 if found["days"] else 7))
        if not (found := _RELATIVE.fullmatch(text)):
            return None
        unit = _UNIT_WORDS[found["unit"]]
        running = found["latest"] or (found["before"] == "last" and unit == "week")
        if running and unit in _RUNNING_DAYS:
            return self._days_to_yesterday(_RUNNING_DAYS[unit])
        now = self._unit(unit, self.today)
        return now if found["this"] else self._unit(unit, now.first - timedelta(days=1))

    def _days_to_yesterday(self, days: int) -> Period:
        if days == 0:
            raise _Impossible(Fault.UNKNOWN)
        return Period(self.today - timedelta(days=days), self.today - timedelta(days=1))

    def _unit(self, unit: str, day: date) -> Period:
        if unit == "week":
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6))
        if unit == "half":
            return half_year_of(day, self.half_year)
        count = {"month": 1, "quarter": 3, "year": 12}[unit]
        return months(day.year, day.month - (day.month - 1) % count, count)

    def _alone(self, piece: Period | _Yearly, by: date | None = None) -> Period:
        """`piece` in the year it names, otherwise the latest that has begun `by` a date, today if none."""
        if isinstance(piece, Period):
            return piece
        if piece.year is not None:
            return piece.in_year(piece.year)
        day = by or self.today
        candidates = _in_years(piece, range(day.year + 1, day.year - 9, -1))
        return _found(next((period for period in candidates if period.first <= day), None))

    def _from_to(self, start: _Piece, end: _Piece) -> Period:
        begins, ends = _filled(start, end), _filled(end, start)
        if isinstance(ends, _Yearly) and ends.year is None:
            first = self._alone(begins)
            last = _next_ended(ends, first.first)
        else:
            last = self._alone(ends)
            first = self._alone(begins, by=last.last)
        if last.last < first.first:
            raise _Impossible(Fault.BACKWARDS)
        return Period(first.first, last.last)


def _splits(text: str, with_and: bool) -> Iterator[tuple[str, str]]:
    for separator in (*_SEPARATORS, _AND) if with_and else _SEPARATORS:
        for found in separator.finditer(text):
            yield text[: found.start()], text[found.end() :]


def _with_year(piece: _Piece, year: int | None) -> _Piece:
    if year is None:
        return piece
    if isinstance(piece, Period) or piece.year is not None:
        raise _Impossible(Fault.UNKNOWN)
    return replace(piece, year=year)


def _filled(piece: _Piece, other: _Piece) -> Period | _Yearly:
    """`piece`, a bare number made into what `other` is a number of."""
    if not isinstance(piece, _Number):
        return piece
    if not isinstance(other, _Yearly) or other.again is None:
        raise _Impossible(Fault.UNKNOWN)
    return _Yearly(other.again(piece.number), piece.year)


def _next_ended(piece: _Yearly, day: date) -> Period:
    candidates = _in_years(piece, range(day.year - 1, day.year + 10))
    return _found(next((period for period in candidates if period.last >= day), None))


def _in_years(piece: _Yearly, years: range) -> Iterator[Period]:
    # Nine years hold every 29 February and every week 53, also across a year 1900.
    for year in years:
        try:
            yield piece.in_year(year)
        except (ValueError, OverflowError):
            continue


def _found(period: Period | None) -> Period:
    if period is None:
        raise _Impossible(Fault.NO_SUCH_DATE)
    return period
