"""Which column holds what, by its heading in Swedish or English; long (a row per site and date) or wide."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.importing.sheets import CannotRead, Cell, Fault, File, Row, Sheet
from shelter.house import House

SEARCHED = 20
"""Titles and notes may stand above the headings, in this many rows at most."""


class Field(StrEnum):
    """What a column holds. IGNORED is known and not read; PERIOD is a week, month or year."""

    SITE = "site"
    SHORT = "short"
    DATE = "date"
    WOMEN = "women"
    MEN = "men"
    OTHER = "other"
    UNKNOWN = "unknown"
    TOTAL = "total"
    CLOSED = "closed"
    STATUS = "status"
    APPLIED = "applied"
    OFFERED = "offered"
    NO_SHOW = "no_show"
    AWAY = "turned_away"
    ORIGIN = "origin"
    AGE = "age"
    RECEIVED_AT = "received_at"
    REVISION = "revision"
    PERIOD = "period"
    HISTORY = "history"
    IGNORED = "ignored"


NAMES = {
    Field.SITE: "site boende verksamhet enhet namn name härbärge natthärbärge dagverksamhet shelter centre center",
    Field.SHORT: "short kort kortnamn förkortning",
    Field.DATE: "date datum natt night rapportdatum rapportnatt reporting_date reporting_night",
    Field.WOMEN: "women kvinnor kvinna woman female females damer k w",
    Field.MEN: "men män man male males herrar m",
    Field.OTHER: "other annat annan annat_kön övriga other_gender",
    Field.UNKNOWN: "unknown okänt okänd okänt_kön unknown_gender ej_angivet",
    Field.TOTAL: "total totalt summa sum alla gäster besök besökare övernattningar stays visits guests visitors",
    Field.CLOSED: "closed stängt stängd",
    Field.STATUS: "status läge",
    Field.APPLIED: "applied sökande sökte kö queue applicants",
    Field.OFFERED: "offered fått_plats fick_plats placerade erbjudna placed",
    Field.NO_SHOW: "no_show noshow uteblev uteblivna no_shows",
    Field.AWAY: "turned_away away avvisade avvisad nekade nekad",
    Field.ORIGIN: "origin ursprung ursprungsland",
    Field.AGE: "age ålder ages",
    Field.RECEIVED_AT: "received_at inkom mottagen",
    Field.REVISION: "revision version rättelse",
    Field.PERIOD: "week vecka v month månad mån year år quarter kvartal period half_year halvår",
    Field.HISTORY: "aspect undoes",
    Field.IGNORED: (
        "kind typ slag organisation programme program beds platser bäddar bädd kapacitet capacity "
        "women_only_beds platser_för_kvinnor weekday veckodag dag day comment kommentar anmärkning note notes"
    ),
}
"""Headings as `_plain` makes them, with _ for a space."""
FIELDS = {name.replace("_", " "): field for field, names in NAMES.items() for name in names.split()}

COUNTS = frozenset({Field.WOMEN, Field.MEN, Field.OTHER, Field.UNKNOWN, Field.TOTAL})
QUEUES = frozenset({Field.APPLIED, Field.OFFERED, Field.NO_SHOW, Field.AWAY})
FIGURES = COUNTS | QUEUES | {Field.CLOSED, Field.STATUS}
"""What says something of a site and date; in a wide table each column holds one of these of one site."""


@dataclass(frozen=True, slots=True)
class Column:
    """`site` is the short of the site that the whole column is about, in a wide table."""

    place: int
    heading: str
    field: Field
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the figures are: the first row below the headings, the columns, and headings not read."""

    sheet: Sheet
    begins: int
    columns: tuple[Column, ...]
    unread: tuple[str, ...]
    beside: tuple[str, ...] = ()


def find_layout(file: File, house: House, site: str | None = None) -> Layout:
    """The one sheet with headings that can be read. Raises CannotRead; `site` stands for a column of sites."""
    found: list[Layout] = []
    faults: list[CannotRead] = []
    for sheet in file.sheets:
        try:
            found.append(_layout(sheet, house, site))
        except CannotRead as fault:
            faults.append(fault)
    if not found:
        told = [fault for fault in faults if fault.fault is not Fault.NO_HEADINGS]
        raise (told or faults or [CannotRead(Fault.NO_HEADINGS)])[0]
    best = max(found, key=lambda layout: len(layout.columns))
    others = [layout for layout in found if layout is not best]
    is_workbook = best.sheet.name not in (";", ",", "\t")
    if others and is_workbook:
        raise CannotRead(Fault.WHICH_SHEET, ", ".join(layout.sheet.name for layout in found))
    beside = [sheet.name for sheet in file.sheets if sheet is not best.sheet] if is_workbook else []
    return Layout(best.sheet, best.begins, best.columns, best.unread, (*beside, *file.hidden))


def _layout(sheet: Sheet, house: House, site: str | None) -> Layout:
    names = _site_names(house)
    for place, row in enumerate(sheet.rows[:SEARCHED]):
        below = sheet.rows[place + 1] if place + 1 < len(sheet.rows) else ()
        two = _two_lines(row, below, names)
        columns = two or [
            column for at, cell in enumerate(row) if (column := _column(at, cell, names)) is not None
        ]
        known = {column.field for column in columns}
        if len(known - {Field.IGNORED}) < 2 or not known & (FIGURES | {Field.PERIOD}):
            continue
        kept = tuple(column for column in columns if column.field is not Field.IGNORED)
        _check(kept, site)
        headings = below if two else row
        places = {column.place for column in columns}
        unread = [str(cell) for at, cell in enumerate(headings) if cell is not None and at not in places]
        unread += [column.heading for column in columns if column.field is Field.IGNORED]
        read = tuple(column for column in kept if column.field is not Field.PERIOD)
        return Layout(sheet, place + (2 if two else 1), read, tuple(unread))
    raise CannotRead(Fault.NO_HEADINGS)


def _check(columns: Sequence[Column], site: str | None) -> None:
    """Raises CannotRead for headings that leave a doubt."""
    fields = {column.field for column in columns}
    if Field.HISTORY in fields:
        raise CannotRead(Fault.HISTORY)
    if Field.DATE not in fields:
        raise CannotRead(Fault.SUMS if Field.PERIOD in fields else Fault.NO_DATES)
    seen: dict[tuple[Field, str | None], str] = {}
    for column in columns:
        key = (column.field, column.site)
        if key in seen and column.field is not Field.PERIOD:
            raise CannotRead(Fault.DOUBLE_HEADING, f"{seen[key]}, {column.heading}")
        seen[key] = column.heading
    wide = {column.field for column in columns if column.site is not None}
    long = {column.field for column in columns if column.site is None} & FIGURES
    has_sites = bool(fields & {Field.SITE, Field.SHORT}) or site is not None
    if wide and (long - {Field.TOTAL} or has_sites):
        raise CannotRead(Fault.EITHER_HEADING, ", ".join(column.heading for column in columns))
    if not wide and not has_sites:
        raise CannotRead(Fault.NO_SITES)
    if not (wide or long) & (FIGURES - {Field.TOTAL}):
        raise CannotRead(Fault.NO_FIGURES)


def plain(cell: Cell) -> str:
    """A heading or word for comparing: one case and form, single spaces, no colon or brackets."""
    text = unicodedata.normalize("NFC", str(cell)).casefold()
    for sign in "_-:()[],/|–.*":
        text = text.replace(sign, " ")
    return " ".join(text.split())


def field_of(cell: Cell) -> Field | None:
    words = plain(cell)
    return FIELDS.get(words) or FIELDS.get(words.removeprefix("antal ").removeprefix("number of "))


def _site_names(house: House) -> dict[str, str]:
    """Every name and short of a site, plain, to its short."""
    named = {plain(site.short): site.short for site in house.sites}
    return named | {plain(site.name): site.short for site in house.sites}


def _column(place: int, cell: Cell, names: dict[str, str]) -> Column | None:
    if not isinstance(cell, str):
        return None
    heading = " ".join(cell.split())
    field = field_of(cell)
    told = set(_of_one_site(plain(cell), names))
    if field is not None and not told:
        return Column(place, heading, field)
    if len(told) + (field is not None) > 1:
        raise CannotRead(Fault.EITHER_HEADING, heading)
    for site, what in told:
        return Column(place, heading, what, site)
    if site_named := names.get(plain(cell)):
        # A number under a site's name alone has no gender; it is read as a total, and refused as one.
        return Column(place, heading, Field.TOTAL, site_named)
    return None


def _of_one_site(words: str, names: dict[str, str]) -> Iterator[tuple[str, Field]]:
    """`natthärbärge a kvinnor`, `kvinnor natthärbärge a`: each way in which it names a site and a figure."""
    parts = words.split()
    for cut in range(1, len(parts)):
        head, tail = " ".join(parts[:cut]), " ".join(parts[cut:])
        for name, rest in ((head, tail), (tail, head)):
            what = field_of(rest)
            if name in names and what in FIGURES:
                yield names[name], what


def _two_lines(row: Row, below: Row, names: dict[str, str]) -> list[Column]:
    """Sites in one row, often merged over their columns, with what the columns hold in the next."""
    above: str | None = None
    columns = []
    sites = 0
    for place, cell in enumerate(below):
        over = row[place] if place < len(row) else None
        if over is not None:
            above = names.get(plain(over))
            sites += above is not None
            if above is None and field_of(over) is None:
                return []
        field = None if cell is None else field_of(cell)
        if over is not None and above is None and field_of(over) is Field.DATE and cell is None:
            field = Field.DATE  # the heading of dates, merged over both rows
        if field is None:
            continue
        heading = str(cell or over)
        if above is not None and field in FIGURES:
            columns.append(Column(place, f"{above} {heading}", field, above))
        else:
            columns.append(Column(place, heading, field))
    return columns if sites and any(column.site for column in columns) else []
