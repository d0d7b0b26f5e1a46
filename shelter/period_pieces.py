"""What a period is named by: a date, a month, a week, a quarter, a half, a year; each on its own, in two languages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shelter.month_words import MONTH
from shelter.period import Period, months

YEARS = range(1900, 2200)


class Fault(StrEnum):
    EMPTY = "empty"
    UNKNOWN = "unknown"
    NO_SUCH_DATE = "no_such_date"
    AMBIGUOUS = "ambiguous"
    BACKWARDS = "backwards"
    AHEAD = "ahead"
    TOO_WIDE = "too_wide"
    TOO_LONG = "too_long"


class Impossible(Exception):
    """A piece that has the form of one, and cannot be."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Yearly:
    """What comes once a year: a date, month, week, quarter or half, with its year where it was said.

    `again` makes another of the same kind, so that "1-15 maj" and "v 44-46" need say it only once.
    """

    in_year: Callable[[int], Period]
    year: int | None
    again: Callable[[int], Callable[[int], Period]] | None = None


@dataclass(frozen=True, slots=True)
class Number:
    number: int
    year: int | None


Piece = Period | Yearly | Number
"""What one side of a period can be: whole, in need of a year, or a bare number that takes its kind from the other."""


_ORDINAL_WORDS = (
    "forsta 1:a 1a first 1st",
    "andra 2:a 2a second 2nd",
    "tredje 3:e 3e third 3rd",
    "fjarde 4:e 4e fourth 4th",
)
_ORDINALS = {word: number for number, words in enumerate(_ORDINAL_WORDS, 1) for word in words.split()}

_SEASON_WORDS = (
    (12, "vintern vinter vintras winter"),
    (3, "varen var varas spring"),
    (6, "sommaren sommar somras summer"),
    (9, "hosten host hostas autumn fall"),
)
_SEASONS = {word: first for first, words in _SEASON_WORDS for word in words.split()}
"""The first month of each by the Swedish calendar of statistics: winter is December to February."""

_Y = r"(?P<year>[0-9]{4})"
_THEN_YEAR = rf"(?:(?: of)?[ ,/-]{{0,2}}{_Y})?"
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTH, key=len, reverse=True))})"
_DAY = r"(?:den )?(?P<day>[0-9]{1,2})(?::?[ea]|st|nd|rd|th)?"
_N = r"(?P<number>[0-9]{1,2})"
_WEEK = r"(?:veckan|vecka|v|week|wk|w)"
_QUARTER = r"(?:kvartalet|kvartal|kv|quarter|q)"
_HALF = r"(?:halvaret|halvar|half-year|half year|half|h)"
_SEASON = rf"(?P<season>{'|'.join(sorted(_SEASONS, key=len, reverse=True))})"
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
        raise Impossible(Fault.NO_SUCH_DATE)
    return int(said)


def _a_date(found: re.Match[str]) -> Piece:
    month = found["month"]
    of_number = _day(MONTH.get(month) or int(month))
    return Yearly(of_number(int(found["day"])), _year_of(found), of_number)


def _a_month(found: re.Match[str]) -> Piece:
    return Yearly(_month(MONTH.get(found["month"]) or int(found["month"])), _year_of(found))


def _a_season(found: re.Match[str]) -> Piece:
    return Yearly(lambda year: months(year, _SEASONS[found["season"]], 3), _year_of(found))


def _numbered(kind: Callable[[int], Callable[[int], Period]]) -> Callable[[re.Match[str]], Piece]:
    def of_match(found: re.Match[str]) -> Piece:
        parts = found.groupdict()
        number = _ORDINALS[parts["ordinal"]] if parts.get("ordinal") else int(parts["number"])
        return Yearly(kind(number), _year_of(found), kind)

    return of_match


def _a_year(found: re.Match[str]) -> Piece:
    return Yearly(lambda year: months(year, 1, 12), _year_of(found))


def _a_number(found: re.Match[str]) -> Piece:
    return Number(int(found["day"]), _year_of(found))


def _ambiguous(found: re.Match[str]) -> Piece:
    raise Impossible(Fault.AMBIGUOUS)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Piece]], ...] = tuple(
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
        (rf"{_SEASON}{_THEN_YEAR}", _a_season),
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


def named_piece(text: str) -> Piece | None:
    """What a plain text names; None when it names nothing. Raises Impossible for what cannot be."""
    for pattern, maker in _FORMS:
        if found := pattern.fullmatch(text):
            return maker(found)
    return None
