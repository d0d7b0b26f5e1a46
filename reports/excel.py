"""The report as a workbook: each table on its sheet, native charts, and every site-night as data.

Texts are written as texts and numbers as numbers, so no cell can become a formula.
"""

import io
from datetime import UTC, date
from decimal import Decimal
from typing import Any

import xlsxwriter

from reports.document import (
    Bullets,
    Cell,
    Chart,
    Document,
    Form,
    Heading,
    Paragraph,
    Table,
    is_numeric,
)
from reports.excel_charts import native
from reports.wording import wording

INK, HOUSE, SOFT = "#1b1b1b", "#14405f", "#eef2f5"

FORMATS = {
    Form.WHOLE: '#,##0;\u2212#,##0;"–"',
    Form.PERCENT: "0.0%",
    Form.DECIMAL: "#,##0.0",
    Form.DATE: "yyyy-mm-dd",
}
"""Number formats; the program shows them in the reader's own form (15 689 or 15,689)."""

WIDEST = 46
TEXT_COLUMN = 92
LINE_POINTS = 16


class _Book:
    """A workbook under way, with its formats made once."""

    def __init__(self, document: Document) -> None:
        self.bytes = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": FORMATS[Form.DATE],
            },
        )
        self.document = document
        self._formats: dict[tuple[object, ...], Any] = {}
        self.names: set[str] = set()

    def format(
        self, form: Form = Form.TEXT, *, bold: bool = False, head: bool = False, right: bool = False
    ) -> Any:
        key = (form, bold, head, right)
        if key not in self._formats:
            look: dict[str, Any] = {
                "font_name": "Calibri",
                "font_size": 11,
                "font_color": INK,
                "valign": "top",
            }
            if form in FORMATS:
                look["num_format"] = FORMATS[form]
            if bold or head:
                look["bold"] = True
            if right:
                look["align"] = "right"
            elif form is Form.DATE:
                look["align"] = "left"  # by itself a date would lean on the next column's text
            if head:
                look |= {
                    "bg_color": SOFT,
                    "text_wrap": True,
                    "bottom": 2,
                    "bottom_color": HOUSE,
                    "valign": "bottom",
                }
            if bold and not head:
                look |= {"top": 1, "top_color": HOUSE}
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def look(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"font_name": "Calibri", "font_color": INK} | look)
        return self._formats[key]

    def sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(self._free_name(name))
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def _free_name(self, name: str) -> str:
        plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:31].strip("' ")
        shown, number = plain, 2
        while shown.casefold() in self.names:
            shown = f"{plain[:28]} {number}"
            number += 1
        self.names.add(shown.casefold())
        return shown


def excel(document: Document) -> bytes:
    book = _Book(document)
    moment = document.extracted.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.book.set_properties(
        {
            "title": f"{document.title}, {document.subtitle}",
            "author": document.organisation,
            "keywords": document.keywords,
            "created": moment,
        }
    )
    _text_sheet(book)
    for table in document.tables():
        _table_sheet(book, table)
    _chart_sheets(book)
    for table in document.annex:
        _table_sheet(book, table, wording(document.language).say("Data"))
    _table_sheet(book, document.codebook)
    book.book.close()
    return book.bytes.getvalue()


def _text_sheet(book: _Book) -> None:
    """The sentences of the report, so that the workbook can be read by itself."""
    document = book.document
    sheet = book.sheet(
        _sheet_name(document.blocks[0].text if isinstance(document.blocks[0], Heading) else "1")
    )
    sheet.set_column(0, 0, TEXT_COLUMN)
    wrapped = {"text_wrap": True, "valign": "top", "font_size": 11}
    sheet.write_string(
        0, 0, document.title, book.look(bold=True, font_size=18, font_color=HOUSE, text_wrap=True)
    )
    sheet.set_row(0, 50)
    lines: list[tuple[str, Any]] = [(document.subtitle, book.look(font_size=13))]
    lines += [(line, book.look(**wrapped)) for line in document.front]
    for block in document.blocks:
        match block:
            case Heading():
                lines += [("", book.look(**wrapped)), (block.text, _heading(book, block.level))]
            case Paragraph():
                lines.append((block.text, book.look(**wrapped)))
            case Bullets():
                lines += [(f"• {item}", book.look(**wrapped)) for item in block.items]
    for row, (text, look) in enumerate(lines, 1):
        sheet.write_string(row, 0, text, look)
        sheet.set_row(row, LINE_POINTS * (1 + len(text) // TEXT_COLUMN))


def _heading(book: _Book, level: int) -> Any:
    return book.look(bold=True, font_color=HOUSE, font_size={1: 14, 2: 12}.get(level, 11))


def _sheet_name(caption: str) -> str:
    """`Tabell 1` of `Tabell 1. Övernattningar per härbärge`, `Sammanfattning` of `1. Sammanfattning`."""
    head, dot, rest = caption.partition(". ")
    return rest if dot and head.isdigit() else head


HEAD_ROW = 2


def _table_sheet(book: _Book, table: Table, tab: str = "") -> None:
    sheet = book.sheet(tab or _sheet_name(table.caption))
    if len(table.headers) > 8:
        sheet.set_landscape()
    sheet.write_string(0, 0, table.caption, book.look(bold=True, font_size=14, font_color=HOUSE))
    numeric = [is_numeric(table, place) for place in range(len(table.headers))]
    for column, name in enumerate(table.headers):
        sheet.write_string(HEAD_ROW, column, name, book.format(head=True, right=numeric[column]))
        sheet.set_column(column, column, _width(table, column))
    bold_from = len(table.rows) - table.totals
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            _write(
                book,
                sheet,
                (HEAD_ROW + 1 + number, column),
                cell,
                bold=number >= bold_from,
                right=numeric[column],
            )
    below = HEAD_ROW + 2 + len(table.rows)
    for number, note in enumerate(table.notes):
        sheet.write_string(below + number, 0, note, book.look(font_size=10, italic=True))
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.repeat_rows(HEAD_ROW)
    if table.rows and not table.totals:
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(table.rows), len(table.headers) - 1)


def _write(book: _Book, sheet: Any, at: tuple[int, int], cell: Cell, *, bold: bool, right: bool) -> None:
    look = book.format(cell.form, bold=bold, right=right)
    match cell.value:
        case None:
            sheet.write_string(*at, cell.text, look)
        case date():
            sheet.write_datetime(*at, cell.value, look)
        case value:
            sheet.write_number(*at, _number(value, cell.form), look)


def _number(value: Decimal | int, form: Form) -> float:
    """Percentages are stored as shares, as workbooks have them: 26.8 % is 0.268."""
    return float(value / 100 if form is Form.PERCENT else value)


def _width(table: Table, column: int) -> float:
    longest = max((len(row[column].text) for row in table.rows), default=4)
    word = max((len(word) for word in table.headers[column].split()), default=4)
    return min(WIDEST, max(longest + 2, word + 2, 9))


def _chart_sheets(book: _Book) -> None:
    """Each chart on a sheet with the values that it draws."""
    for chart in book.document.charts():
        sheet = book.sheet(_sheet_name(chart.caption))
        sheet.set_landscape()
        sheet.write_string(0, 0, chart.caption, book.look(bold=True, font_size=14, font_color=HOUSE))
        sheet.write_string(HEAD_ROW, 0, "", book.format(head=True))
        sheet.set_column(0, 0, 12)
        for column, series in enumerate(_columns(chart), 1):
            sheet.set_column(column, column, max(9, min(24, len(series[0]) + 2)))
            sheet.write_string(HEAD_ROW, column, series[0], book.format(head=True, right=True))
            form = Form.DECIMAL if any(isinstance(value, Decimal) for value in series[1]) else Form.WHOLE
            for row, value in enumerate(series[1], HEAD_ROW + 1):
                if value is None:
                    continue  # an empty cell is a gap in the line
                sheet.write_number(row, column, float(value), book.format(form))
        for row, label in enumerate(chart.labels, HEAD_ROW + 1):
            sheet.write_string(row, 0, label, book.format())
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        drawn = native(book.book, sheet.get_name(), chart, HEAD_ROW)
        sheet.insert_chart(
            HEAD_ROW, len(_columns(chart)) + 2, drawn, {"description": chart.alt, "object_position": 2}
        )


def _columns(chart: Chart) -> list[tuple[str, tuple[Decimal | int | None, ...]]]:
    columns: list[tuple[str, tuple[Decimal | int | None, ...]]] = [
        (series.name, series.values) for series in chart.series
    ]
    places = range(len(chart.labels))
    if chart.reference is not None:
        value, name = chart.reference
        columns.append((name, tuple(value for _ in places)))
    if chart.flag is not None:
        flagged = set(chart.flag.places)
        columns.append((chart.flag.name, tuple(0 if place in flagged else None for place in places)))
    return columns
