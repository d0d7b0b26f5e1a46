"""What no document may do: let a text become a formula, draw a gap as a fall, or tell series apart by colour alone."""

import csv
import io
import re
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

from reports.chart import png, svg
from reports.csv import data, figures
from reports.document import Cell, Chart, Document, Flag, Form, Heading, Mark, Series, Table
from reports.excel import excel

SVG = "{http://www.w3.org/2000/svg}"
FORMULAS = (
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＠SUM(A1)",
    '=HYPERLINK("http://x")',
)


def document(*names: str) -> Document:
    table = Table(
        name="table-1",
        caption="=caption",
        measures=("text", "number"),
        headers=("=head", "-head", "Number"),
        rows=tuple((Cell(name), Cell(name), Cell("−3", -3, Form.WHOLE)) for name in names),
    )
    return Document("en", "=title", "=subtitle", ("=front",), "Contents", (Heading(1, "=heading"), table), (table,), table, "=org", "k", datetime(2017, 11, 1, tzinfo=UTC))  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_never_becomes_a_formula_in_the_workbook(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(excel(document(text))))
    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]

    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert any(str(cell.value).endswith(text.strip()) for cell in cells)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_never_begins_like_a_formula_in_a_data_file(text: str) -> None:
    for content in (figures(document(text)), data(document(text).annex[0])):
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        texts = [value for row in rows for value in row if value != "-3"]
        assert not [value for value in texts if value[:1] in {*"=+-@＝＠", "\t", "\r", "\n"}]
        assert any("-3" in row for row in rows)


def chart(*series: Series, flag: Flag | None = None) -> Chart:
    return Chart(
        "diagram-1", "Caption & <more>", "What it shows", "Unit", ("a", "b", "c", "d", "e"), series, flag=flag
    )


def test_a_missing_value_is_a_gap_in_the_line_and_zero_is_not() -> None:
    drawn = etree.fromstring(svg(chart(Series("Stays", (1, 0, None, 4, 5)))))
    line = max((path.get("d") for path in drawn.iter(f"{SVG}path")), key=len)

    assert line.count("M") == 2
    assert len(re.findall(r"[ML]", line)) == 4


def test_closed_nights_are_marked_on_the_axis() -> None:
    plain = etree.fromstring(svg(chart(Series("Stays", (1, 2, 3, 4, 5)))))
    marked = etree.fromstring(svg(chart(Series("Stays", (1, 2, 3, 4, 5)), flag=Flag("Closed", (1, 3)))))

    assert (
        len(list(marked.iter(f"{SVG}path"))) - len(list(plain.iter(f"{SVG}path"))) == 3
    )  # two and the legend's
    assert "Closed" in [text.text for text in marked.iter(f"{SVG}text")]


@pytest.mark.parametrize("mark", list(Mark))
def test_series_differ_in_more_than_colour(mark: Mark) -> None:
    one = Series("One", (Decimal(1), Decimal(2), None, Decimal(4), Decimal(5)), mark)
    drawn = etree.fromstring(
        svg(chart(one, Series("Two", one.values, mark), Series("Three", one.values, mark)))
    )
    if mark is Mark.BAR:
        looks = {bar.get("fill") for bar in drawn.iter(f"{SVG}rect") if bar.get("stroke-width") == "0.6"}
        assert sum(fill.startswith("url(") for fill in looks) == 2
    else:
        looks = {
            path.get("stroke-dasharray")
            for path in drawn.iter(f"{SVG}path")
            if path.get("stroke-width") == "2.2"
        }
    assert len(looks) == 3


def test_a_drawing_says_what_it_shows_and_is_a_picture_too() -> None:
    one = chart(Series("Stays", (1, 2, 3, 4, 5)))
    drawn = etree.fromstring(svg(one))

    assert drawn.get("role") == "img"
    assert [drawn.findtext(f"{SVG}title"), drawn.findtext(f"{SVG}desc")] == [
        "Caption & <more>",
        "What it shows",
    ]
    assert drawn.get("aria-labelledby").split() == ["diagram-1-title", "diagram-1-text"]
    assert png(one).startswith(b"\x89PNG")
    assert png(one) == png(one)
