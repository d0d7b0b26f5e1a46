"""The data files: figures in long form, every site-night and site-day, and the codebook."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from reports.document import Cell, Document, Form, Table

BOM = "\ufeff"
"""Lets a spreadsheet program see that the file is UTF-8."""

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MARKS_OF_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a spreadsheet program begins to calculate at; the wide ones where it is set to an East Asian language."""


def figures(document: Document) -> bytes:
    """Every cell of every table, a row each: table, row, measure, value, unit and how it reads."""
    rows: list[Sequence[str]] = [("table", "row", "measure", "value", "unit", "shown")]
    for table in document.tables():
        for row in table.rows:
            for measure, cell in zip(table.measures, row[1:], strict=True):
                rows.append((table.name, row[0].text, measure, _value(cell), cell.form.value, cell.text))
    return csv_file(rows)


def data(table: Table) -> bytes:
    """A long table as it is: the first column is the date or name, dates are ISO, numbers plain."""
    first = "date" if table.rows and table.rows[0][0].form is Form.DATE else "name"
    rows: list[Sequence[str]] = [(first, *table.measures)]
    rows += [[_plain(cell) for cell in row] for row in table.rows]
    return csv_file(rows)


def files(document: Document) -> dict[str, bytes]:
    """All data files by the ending of their name; "" is the file of figures itself."""
    return {
        "": figures(document),
        **{f"-{table.name}": data(table) for table in document.annex},
        "-codebook": data(document.codebook),
    }


def checksum(table: Table) -> str:
    """SHA-256 of the table's data file, so that a reader can see that it is the one reported on."""
    return hashlib.sha256(data(table)).hexdigest()


def inert(text: str) -> str:
    """A text that a spreadsheet program takes for text: one that begins like a formula gets a quote first."""
    return f"'{text}" if text.startswith(MARKS_OF_FORMULAS) else text


def _value(cell: Cell) -> str:
    if cell.value is None:
        return ""
    return cell.value.isoformat() if isinstance(cell.value, date) else str(cell.value)


def _plain(cell: Cell) -> str:
    return _value(cell) or cell.text


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_inert_text(value) for value in row])
    return (BOM + written.getvalue()).encode()


def _inert_text(value: str) -> str:
    """Numbers below zero begin with a minus and stay numbers."""
    return value if NUMBER.fullmatch(value) else inert(value)
