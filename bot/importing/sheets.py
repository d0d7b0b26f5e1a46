"""A CSV file or workbook as rows of cells, with everything refused that could be read in two ways."""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from reports.csv import MARKS_OF_FORMULAS

MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 512 * 1024 * 1024
"""A workbook's parts unpack to at most this much: more is no spreadsheet of counts."""
MOST_COLUMNS = 500
DELIMITERS = ";,\t"


class Fault(StrEnum):
    """Why a file cannot be read at all."""

    NO_FILE = "no_file"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OLD_OR_LOCKED = "old_or_locked"
    BROKEN = "broken"
    LETTERS = "letters"
    NO_SUCH_SHEET = "no_such_sheet"
    WHICH_SHEET = "which_sheet"
    NO_SHEETS_IN_TEXT = "no_sheets_in_text"
    NO_HEADINGS = "no_headings"
    NO_DATES = "no_dates"
    SUMS = "sums"
    NO_SITES = "no_sites"
    NO_FIGURES = "no_figures"
    DOUBLE_HEADING = "double_heading"
    EITHER_HEADING = "either_heading"
    HISTORY = "history"
    UNKNOWN_SITE = "unknown_site"


class CannotRead(Exception):
    """`fault` says why, `said` names the sheet, heading or letters concerned."""

    def __init__(self, fault: Fault, said: str = "") -> None:
        super().__init__(fault, said)
        self.fault = fault
        self.said = said


@dataclass(frozen=True, slots=True)
class NoValue:
    """A formula that was saved without its result, or an error such as #REF! (`error`)."""

    error: str = ""


Cell = str | int | float | bool | date | datetime | time | NoValue | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` from the first on, so that a row's place + 1 is its number in the file."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class File:
    """The sheets that may hold the figures (a CSV file once for each way of cutting it), and its SHA-256."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...]
    digest: str


def read_file(path: Path, sheet: str | None) -> File:
    """Raises CannotRead. `sheet` names the one to read, also a hidden one; else all that are shown."""
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as fault:
        raise CannotRead(Fault.NO_FILE, fault.strerror or "") from fault
    if len(content) > MOST_BYTES:
        raise CannotRead(Fault.TOO_LARGE)
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content, sheet, digest)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead(Fault.OLD_OR_LOCKED)
    if sheet is not None:
        raise CannotRead(Fault.NO_SHEETS_IN_TEXT)
    return File(tuple(_cut(_text(content))), (), digest)


# --- text files --------------------------------------------------------------------------------------------

SWEDISH = frozenset("åäöÅÄÖéÉèáàüÜ–\u00a0")
"""The letters past ASCII that Windows-1252 is believed to mean; others come of reading another encoding by it."""


def _text(content: bytes) -> str:
    text = _in_letters(content)
    if "\0" in text or "\ufffd" in text:
        raise CannotRead(Fault.LETTERS)
    if not text.strip():
        raise CannotRead(Fault.EMPTY)
    return text


def _in_letters(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(content, "cp1252")
    if strange := sorted({sign for sign in text if sign > "\x7f"} - SWEDISH):
        raise CannotRead(Fault.LETTERS, " ".join(strange[:5]))
    return text


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise CannotRead(Fault.LETTERS) from fault


def _cut(text: str) -> list[Sheet]:
    """The file cut by each sign that it may be cut by; find_layout sees which of them makes sense."""
    sheets = []
    broken = False
    for delimiter in DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            rows = tuple(tuple(_unquoted(cell.strip()) or None for cell in row) for row in reader)
        except csv.Error:
            broken = True
            continue
        if 1 < max(map(len, rows), default=0) <= MOST_COLUMNS:
            sheets.append(Sheet(delimiter, rows))
    if broken and not sheets:
        raise CannotRead(Fault.BROKEN)
    return sheets


def _unquoted(cell: str) -> str:
    """The text behind the quote that keeps a spreadsheet program from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(MARKS_OF_FORMULAS) else cell


# --- workbooks ---------------------------------------------------------------------------------------------

DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)")
FORMULA = re.compile(rb"<(\w+:)?f[ >]")


def _workbook(content: bytes, wanted: str | None, digest: str) -> File:
    import openpyxl

    formulas = _checked(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        hidden = tuple(sheet.title for sheet in sheets if sheet.sheet_state != "visible")
        chosen = _chosen(sheets, wanted)
        wrote = (
            openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False) if formulas else None
        )
        read = tuple(Sheet(one.title, tuple(_rows(one, wrote and wrote[one.title]))) for one in chosen)
    except CannotRead:
        raise
    except Exception as fault:  # openpyxl has no error of its own for a file that is not what it says
        raise CannotRead(Fault.BROKEN) from fault
    return File(read, tuple(name for name in hidden if name != wanted), digest)


def _chosen(sheets: list[Any], wanted: str | None) -> list[Any]:
    if wanted is None:
        return [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    chosen = [sheet for sheet in sheets if sheet.title.casefold() == wanted.casefold()]
    if not chosen:
        raise CannotRead(Fault.NO_SUCH_SHEET, ", ".join(sheet.title for sheet in sheets))
    return chosen


def _checked(content: bytes) -> bool:
    """Look at the parts before they are read for good; True when a sheet holds formulas.

    zipfile never unpacks more of a part than its entry says, so the sum of the entries is a bound. A part
    with a document type could define entities that grow without one: no spreadsheet program writes it.
    """
    formulas = False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise CannotRead(Fault.TOO_LARGE)
            if "xl/workbook.xml" not in parts.namelist():
                raise CannotRead(Fault.BROKEN)
            for part in parts.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    with parts.open(part) as opened:
                        found = _search(opened.read, part.filename.startswith("xl/worksheets/"))
                    formulas |= found
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError) as fault:
        raise CannotRead(Fault.BROKEN) from fault
    return formulas


PIECE = 1 << 20


def _search(read: Callable[[int], bytes], is_sheet: bool) -> bool:
    """Whether a part has formulas, read piece by piece with what could be cut in two carried over."""
    tail, formulas = b"", False
    while piece := read(PIECE):
        held = tail + piece
        if DECLARATION.search(held) or b"\0" in held:  # a NUL: an encoding in which it would not be found
            raise CannotRead(Fault.BROKEN)
        formulas |= is_sheet and FORMULA.search(held) is not None
        tail = held[-16:]
    return formulas


def _rows(sheet: Any, wrote: Any) -> Iterator[Row]:
    """The rows of a sheet; where a formula stands without a value it is said so, never taken for empty."""
    for one in (sheet, wrote):
        if one is not None:
            one.reset_dimensions()  # a sheet may claim a million columns
    formulas = wrote.iter_rows() if wrote is not None else None
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
        beside = next(formulas, ()) if formulas is not None else ()
        row = [_cell(cell) for cell in cells]
        for place, cell in enumerate(beside):
            if place < len(row) and row[place] is None and cell.data_type == "f":
                row[place] = NoValue()
        yield tuple(row)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if getattr(cell, "data_type", "n") == "e":
        return NoValue(str(value))
    if isinstance(value, str):
        return value.strip() or None
    if value is None or isinstance(value, (int, float, bool, date, datetime, time)):
        return value
    return str(value)
