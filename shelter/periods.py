"""Reads the words of a period in Swedish and English: `maj-okt 2017`, `2017 H2`, `v 44`, `last week`.

A text is made plain first (small letters, no dots over vowels, no marks). It is then one piece ("maj 2017")
or two pieces with a separator between ("maj - okt 2017"); a piece without a year takes it from the other
piece, otherwise it is the latest of its kind that has begun.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

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
from shelter.period_pieces import Fault, Impossible, Number, Piece, Yearly, named_piece

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
LEAP_YEAR = 2016
"""A year that has every date."""

MOST_DAYS = 36_600
"""A hundred years: more is a slip of the finger, and a sum over it would keep somebody waiting."""


class UnknownPeriod(Exception):
    """`words` (cut short) could not be read as a period; `fault` says why. The wording is done elsewhere."""

    def __init__(self, words: str, fault: Fault) -> None:
        super().__init__(words, fault)
        self.words = words
        self.fault = fault


def parse_period(words: str, today: date, half_year: int = HALF_YEAR) -> Period:
    """The period that `words` mean on the date `today`; raises UnknownPeriod and nothing else.

    `half_year` is the month in which the first half of the partnership's year begins.
    """
    if len(words) > MOST_LETTERS:
        raise UnknownPeriod(words[:MOST_LETTERS], Fault.TOO_LONG)
    text = _plain(words)
    try:
        if not text:
            raise Impossible(Fault.EMPTY)
        if _OPEN_ENDED.search(words):
            raise Impossible(Fault.UNKNOWN)
        period = _Reader(today, half_year).period(text)
        if period.days > MOST_DAYS:
            raise Impossible(Fault.TOO_WIDE)
        return period
    except Impossible as impossible:
        raise UnknownPeriod(words, impossible.fault) from None
    except (ValueError, OverflowError):
        # The last resort for dates before the year 1 or after 9999, when `today` itself is at the edge.
        raise UnknownPeriod(words, Fault.NO_SUCH_DATE) from None


# --- making plain --------------------------------------------------------------------------------------

_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−"} | {ord("…"): "..", ord("'"): "", ord("’"): ""}
_OPEN_ENDED = re.compile(r"^\s*\.\.(?!\.)|(?<!\.)\.\.\s*$")
"""`2017-05-01..` is not the first of May; three dots are a pause."""
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
_WEEKDAY_WORDS = (
    "mandag mandagen mandags monday",
    "tisdag tisdagen tisdags tuesday",
    "onsdag onsdagen onsdags wednesday",
    "torsdag torsdagen torsdags thursday",
    "fredag fredagen fredags friday",
    "lordag lordagen lordags saturday",
    "sondag sondagen sondags sunday",
)
_WEEKDAYS = {word: day for day, words in enumerate(_WEEKDAY_WORDS) for word in words.split()}
_A_WEEKDAY = re.compile(
    rf"(?:(?P<before>i|forra|last|senaste) |pa |on )?(?P<day>{'|'.join(_WEEKDAYS)})(?: natt| kvall| night)?"
)
_WEEKEND = re.compile(r"(?:(?:forra|last|senaste|past|denna|this|nu i) )?(?:helgen|helg|weekend|weekenden)")
_AHEAD = re.compile(
    r"(?:imorgon|i morgon|tomorrow|i ?overmorgon|(?:the )?day after tomorrow|(?:nasta|kommande|next|coming) .+)"
)
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


_FILLERS = re.compile(
    r"(?:(?:for|i|in|under|during|the|hela|whole|all of|period|perioden|manaden|of|hittills|so far) )+"
)
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
        """Raises Impossible, or what the calendar raises for a date that does not exist."""
        opened = _FROM.match(text)
        if not opened and (piece := self._piece(text)) is not None:
            if isinstance(piece, Number):
                raise Impossible(Fault.UNKNOWN)
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
            except Impossible as impossible:
                fault = fault if fault is Fault.BACKWARDS else impossible.fault
            except (ValueError, OverflowError):
                fault = Fault.NO_SUCH_DATE
        raise Impossible(fault)

    def _piece(self, text: str) -> Piece | None:
        bare = text
        if filled := _FILLERS.match(text):
            bare = text[filled.end() :]
        for words in (text, bare):
            relative = self._relative(words)
            if relative is not None:
                return relative
        return named_piece(bare)

    def _relative(self, text: str) -> Period | None:
        text = _BARE.get(text, text)
        if text in _DAY_WORDS:
            day = self.today - timedelta(days=_DAY_WORDS[text])
            return Period(day, day)
        if found := _A_WEEKDAY.fullmatch(text):
            return self._weekday(_WEEKDAYS[found["day"]], before=bool(found["before"]))
        if _WEEKEND.fullmatch(text):
            saturday = self._weekday(_WEEKDAYS["saturday"], before=False).first
            return Period(saturday, saturday + timedelta(days=1))
        if _AHEAD.fullmatch(text):
            raise Impossible(Fault.AHEAD)
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

    def _weekday(self, weekday: int, *, before: bool) -> Period:
        """The latest such day, today among them; "i fredags", said on a Friday, is the one a week ago."""
        ago = (self.today.weekday() - weekday) % 7 or (7 if before else 0)
        day = self.today - timedelta(days=ago)
        return Period(day, day)

    def _days_to_yesterday(self, days: int) -> Period:
        if days == 0:
            raise Impossible(Fault.UNKNOWN)
        return Period(self.today - timedelta(days=days), self.today - timedelta(days=1))

    def _unit(self, unit: str, day: date) -> Period:
        if unit == "week":
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6))
        if unit == "half":
            return half_year_of(day, self.half_year)
        count = {"month": 1, "quarter": 3, "year": 12}[unit]
        return months(day.year, day.month - (day.month - 1) % count, count)

    def _alone(self, piece: Period | Yearly, by: date | None = None) -> Period:
        """`piece` in the year it names, otherwise the latest that has begun `by` a date, today if none."""
        if isinstance(piece, Period):
            return piece
        if piece.year is not None:
            return piece.in_year(piece.year)
        day = by or self.today
        candidates = _in_years(piece, range(day.year + 1, day.year - 9, -1))
        return _found(next((period for period in candidates if period.first <= day), None))

    def _from_to(self, start: Piece, end: Piece) -> Period:
        begins, ends = _filled(start, end), _filled(end, start)
        if _is_turned_round(begins, ends):
            raise Impossible(Fault.BACKWARDS)
        if isinstance(ends, Yearly) and ends.year is None:
            first = self._alone(begins)
            last = _next_ended(ends, first.first)
        else:
            last = self._alone(ends)
            first = self._alone(begins, by=last.last)
        if last.last < first.first:
            raise Impossible(Fault.BACKWARDS)
        return Period(first.first, last.last)


def _splits(text: str, with_and: bool) -> Iterator[tuple[str, str]]:
    for separator in (*_SEPARATORS, _AND) if with_and else _SEPARATORS:
        for found in separator.finditer(text):
            yield text[: found.start()], text[found.end() :]


def _with_year(piece: Piece, year: int | None) -> Piece:
    if year is None:
        return piece
    if isinstance(piece, Period) or piece.year is not None:
        raise Impossible(Fault.UNKNOWN)
    return replace(piece, year=year)


def _filled(piece: Piece, other: Piece) -> Period | Yearly:
    """`piece`, a bare number made into what `other` is a number of."""
    if not isinstance(piece, Number):
        return piece
    if not isinstance(other, Yearly) or other.again is None:
        raise Impossible(Fault.UNKNOWN)
    return Yearly(other.again(piece.number), piece.year)


def _is_turned_round(start: Period | Yearly, end: Period | Yearly) -> bool:
    """“31/10-1/10” without a year: eleven months are hardly meant by two days of one month."""
    if not (isinstance(start, Yearly) and isinstance(end, Yearly)) or start.year or end.year:
        return False
    try:
        first, last = start.in_year(LEAP_YEAR), end.in_year(LEAP_YEAR)
    except ValueError:  # week 53
        return False
    return first.days == last.days == 1 and first.first.month == last.first.month and last.first < first.first


def _next_ended(piece: Yearly, day: date) -> Period:
    candidates = _in_years(piece, range(day.year - 1, day.year + 10))
    return _found(next((period for period in candidates if period.last >= day), None))


def _in_years(piece: Yearly, years: range) -> Iterator[Period]:
    # Nine years hold every 29 February and every week 53, also across a year 1900.
    for year in years:
        try:
            yield piece.in_year(year)
        except (ValueError, OverflowError):
            continue


def _found(period: Period | None) -> Period:
    if period is None:
        raise Impossible(Fault.NO_SUCH_DATE)
    return period
