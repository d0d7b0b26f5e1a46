"""One cell: a whole number, a date, open or closed, a moment. What could mean two things is refused."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.importing.headings import plain
from bot.importing.sheets import Cell, NoValue
from bot.reading.countries import CODES
from shelter.history import Numbers
from shelter.importing import MOST, Why
from shelter.month_words import MONTH


class Unclear(Exception):
    """A cell that cannot be read for certain."""

    def __init__(self, why: Why, said: str) -> None:
        super().__init__(why, said)
        self.why = why
        self.said = said


NOT_AVAILABLE = ".."
CANNOT_OCCUR = "."
SILENT = frozenset({None, NOT_AVAILABLE, CANNOT_OCCUR})
"""What is said in a cell for nothing at all (C14). A dash is refused: some write it for none, some for unknown."""

GROUPED = re.compile(r"[1-9][0-9]{0,2}([ \u00a0\u202f][0-9]{3})+")
DECIMAL = re.compile(r"[-−+]?[0-9]+[.,][0-9]+")
NEGATIVE = re.compile(r"[-−][0-9]+")


def told(cell: Cell) -> str:
    """A cell as it is quoted back, short and on one line."""
    words = " ".join(str(cell).split())
    return words if len(words) <= 30 else f"{words[:29]}…"


def refuse_no_value(cell: Cell) -> None:
    if isinstance(cell, NoValue):
        raise Unclear(Why.AN_ERROR, cell.error) if cell.error else Unclear(Why.NO_VALUE, "")


def whole(cell: Cell) -> int | None:
    """A number of people from 0 up; None where nothing is said."""
    refuse_no_value(cell)
    if cell in SILENT:
        return None
    number = _number(cell)
    if number is None:
        raise Unclear(Why.NOT_A_NUMBER, told(cell))
    if number < 0:
        raise Unclear(Why.BELOW_ZERO, told(cell))
    if number > MOST:
        raise Unclear(Why.TOO_LARGE, told(cell))
    return number


def _number(cell: Cell) -> int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        if not cell.is_integer():
            raise Unclear(Why.NOT_WHOLE, told(cell))
        return int(cell)
    if isinstance(cell, int):
        return cell
    if not isinstance(cell, str):
        return None
    text = cell.strip("'")  # a text cell of a spreadsheet may begin with a quote
    if re.fullmatch("[0-9]+", text) or GROUPED.fullmatch(text):
        digits = re.sub("[^0-9]", "", text)
        return int(digits) if len(digits) < 10 else MOST + 1
    if DECIMAL.fullmatch(text):
        raise Unclear(Why.NOT_WHOLE, told(cell))
    if NEGATIVE.fullmatch(text):
        raise Unclear(Why.BELOW_ZERO, told(cell))
    return None


YES = frozenset(["ja", "yes", "x", "stängt", "stängd", "closed", "true", "sant", "1", "j", "y"])
NO = frozenset(["nej", "no", "öppet", "öppen", "open", "false", "falskt", "0", "n"])


def is_closed(cell: Cell) -> bool:
    refuse_no_value(cell)
    if cell in SILENT:
        return False
    words = plain(int(cell) if isinstance(cell, float) else cell)
    if words in YES or words in NO:
        return words in YES
    raise Unclear(Why.NOT_OPEN_OR_CLOSED, told(cell))


def says_closed(cell: Cell) -> bool:
    """`stängt` where a number could stand."""
    return isinstance(cell, str) and plain(cell) in ("stängt", "stängd", "closed")


STATES = {
    **dict.fromkeys(("reported", "rapporterad", "rapporterat", "öppet", "öppen", "open"), "open"),
    **dict.fromkeys(("closed", "stängt", "stängd"), "closed"),
    **dict.fromkeys(("missing", "saknas", "awaited", "väntas"), "silent"),
    **dict.fromkeys(("not scheduled", "ej schemalagd", "ej schemalagt"), "silent"),
}


def state(cell: Cell) -> str | None:
    """`open`, `closed`, or `silent` where no report came or was due; None where nothing is said."""
    refuse_no_value(cell)
    if cell in SILENT:
        return None
    if (found := STATES.get(plain(cell))) is None:
        raise Unclear(Why.NOT_OPEN_OR_CLOSED, told(cell))
    return found


YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
SWEDISH = re.compile(r"([0-9]{1,2})(?:/([0-9]{1,2}) +|\.([0-9]{1,2})\.)([0-9]{4})")
DAY_OR_MONTH = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})")
IN_WORDS = re.compile(r"([0-9]{1,2})\.? ([^\W\d]+)\.? ([0-9]{4})")
MONTH_FIRST = re.compile(r"([^\W\d]+)\.? ([0-9]{1,2}),? ([0-9]{4})")
LONGER = re.compile(
    r"(v|vecka|week|w)\.? ?[0-9]+.*|[0-9]{4}|[0-9]{4}[- ]?[wv][0-9]+|[0-9]{4}[-/][0-9]{1,2}|.*(–|\.\.|--).*"
)
SUM_WORDS = frozenset(
    ["summa", "sum", "totalt", "total", "tot", "alla", "all", "medel", "mean", "snitt", "average"]
)


def day(cell: Cell) -> date:
    """A reporting date as people and programs write it; 03/04/2017 is refused, being two dates."""
    refuse_no_value(cell)
    if isinstance(cell, datetime):
        if (cell.hour, cell.minute, cell.second) != (0, 0, 0):
            raise Unclear(Why.HAS_A_CLOCK, cell.isoformat(" ", "minutes"))
        return cell.date()
    if isinstance(cell, date):
        return cell
    if cell in SILENT:
        raise Unclear(Why.NO_DATE, "")
    # A number is the date of a compact text only: 43000 is a day by an unknown calendar.
    text = str(cell)
    try:
        found = _day(text)
    except ValueError as fault:  # 2017-02-30
        raise Unclear(Why.NOT_A_DATE, told(cell)) from fault
    if found is not None:
        return found
    words = plain(cell).split()
    if words and words[0] in SUM_WORDS:
        raise Unclear(Why.A_SUM, told(cell))
    if LONGER.fullmatch(text.casefold()) or (words and words[0] in MONTH):
        raise Unclear(Why.A_LONGER_TIME, told(cell))
    if re.search("[0-9]{1,2}[:.][0-9]{2}", text) and YEAR_FIRST.match(text):
        raise Unclear(Why.HAS_A_CLOCK, told(cell))
    raise Unclear(Why.NOT_A_DATE, told(cell))


def _day(text: str) -> date | None:
    if found := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        return date(*map(int, found.groups()))
    if found := SWEDISH.fullmatch(text):
        first, slashed, dotted, year = found.groups()
        return date(int(year), int(slashed or dotted), int(first))
    if found := DAY_OR_MONTH.fullmatch(text):
        first, second, year = map(int, found.groups())
        if first <= 12 and second <= 12 and first != second:
            raise Unclear(Why.EITHER_DATE, text)
        return date(year, *((second, first) if second <= 12 else (first, second)))
    if (found := IN_WORDS.fullmatch(text)) and (month := MONTH.get(found[2].casefold())):
        return date(int(found[3]), month, int(found[1]))
    if (found := MONTH_FIRST.fullmatch(text)) and (month := MONTH.get(found[1].casefold())):
        return date(int(found[3]), month, int(found[2]))
    return None


def moment(cell: Cell, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When a report came, not ahead of now; without an offset by the house's own clock."""
    refuse_no_value(cell)
    if cell in SILENT:
        return None
    try:
        found = cell if isinstance(cell, datetime) else datetime.fromisoformat(str(cell))
    except ValueError as fault:
        raise Unclear(Why.NOT_A_MOMENT, told(cell)) from fault
    aware = found if found.tzinfo else found.replace(tzinfo=zone)
    if aware > now:
        raise Unclear(Why.NOT_A_MOMENT, told(cell))
    return aware


AGES = ("0-17", "18-25", "26-40", "41-60", "61+")
BESIDE = ("other", "unknown")
PAIR = re.compile(r"(\S+) ([0-9]{1,4})")


def origins(cell: Cell) -> Numbers | None:
    """`RO 12; BG 8; other 1; unknown 3`: ISO codes in alphabetical order, then other and unknown (R20)."""
    numbers = _labelled(cell, frozenset({*CODES.values(), *BESIDE}))
    return numbers and tuple(
        sorted(numbers, key=lambda pair: (BESIDE.index(pair[0]) + 1 if pair[0] in BESIDE else 0, pair[0]))
    )


def ages(cell: Cell) -> Numbers | None:
    """`18-25 4; 26-40 9; unknown 1`, in the order of the bands (R21)."""
    order = (*AGES, "unknown")
    numbers = _labelled(cell, frozenset(order))
    return numbers and tuple(sorted(numbers, key=lambda pair: order.index(pair[0])))


def _labelled(cell: Cell, labels: frozenset[str]) -> Numbers | None:
    refuse_no_value(cell)
    if cell in SILENT:
        return None
    found: dict[str, int] = {}
    for part in str(cell).split(";"):
        pair = PAIR.fullmatch(part.strip())
        if pair is None or pair[1] not in labels or pair[1] in found:
            raise Unclear(Why.NOT_LABELLED, told(cell))
        found[pair[1]] = int(pair[2])
    return tuple(found.items())
