"""Every form of the half-year report of 2017, opened with a program of its own and compared with the others."""

import asyncio
import csv
import io
import itertools
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pypdf
import pytest
from axe_core_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import sync_playwright

from bot.demo import PERIOD
from bot.reporting import document_of
from reports.document import Document, Form
from reports.files import FORMATS
from shelter.period import Period
from shelter.privacy import Audience
from storage.database import open_database
from storage.house import load_house

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2017, 11, 1, 12, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NBSP = "\u00a0"

Tables = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of the demonstration after its half-year."""
    folder = tmp_path_factory.mktemp("replayed")
    environment = os.environ | {"DATA_DIR": str(folder), "LOG_LEVEL": "error"}
    environment.pop("DATABASE_URL", None)
    subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--exit"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    return folder


def made(
    folder: Path, language: str, audience: Audience = Audience.PUBLIC, period: Period = PERIOD
) -> Document:
    async def read() -> Document:
        database = await open_database(f"sqlite:///{folder / 'shelterbot.db'}")
        house = await database.read(load_house)
        document = await database.read(document_of, house, period, NOON, language, audience)
        await database.close()
        return document

    return asyncio.run(read())


@pytest.fixture(scope="module", params=["sv", "en"])
def document(request: pytest.FixtureRequest, replayed: Path) -> Document:
    return made(replayed, request.param)


@pytest.fixture(scope="module")
def files(document: Document) -> dict[str, dict[str, bytes]]:
    return {form: dict(render(document)) for form, render in FORMATS.items()}


@dataclass(frozen=True)
class Readings:
    """What each form says, read once with a program that did not write it."""

    word: Tables
    page: Tables
    workbook: dict[str, list[list[object]]]
    figures: dict[tuple[str, str, str], str]
    pdf: str


@pytest.fixture(scope="module")
def readings(files: dict[str, dict[str, bytes]]) -> Readings:
    return Readings(
        word=from_word(files["docx"][""]),
        page=page(files["html"][""]).tables,
        workbook=from_workbook(files["xlsx"][""]),
        figures={
            (row["table"], row["row"], row["measure"]): row["shown"] for row in from_csv(files["csv"][""])
        },
        pdf=pdf_text(files["pdf"][""]),
    )


# --- independent readers -----------------------------------------------------------------------------------


def from_word(content: bytes) -> Tables:
    body = docx.Document(io.BytesIO(content)).element.body
    caption, found = "", {}
    for child in body:
        text = "".join(piece.text or "" for piece in child.iter(f"{W}t"))
        if child.tag == f"{W}tbl":
            found[caption] = [
                ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
                for row in child.iter(f"{W}tr")
            ]
        elif text:
            caption = text
    return found


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: Tables = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._into: list[str] | None = None
        self._rows: list[list[str]] = []
        self._caption: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self._rows, self._caption = [], []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td"):
            self._into = []
        elif tag == "caption":
            self._into = self._caption

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            assert self._into is not None
            self._rows[-1].append("".join(self._into))
        if tag in ("th", "td", "caption"):
            self._into = None
        if tag == "table":
            self.tables["".join(self._caption)] = self._rows

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)


def page(content: bytes) -> _Page:
    parser = _Page()
    parser.feed(content.decode())
    return parser


def from_workbook(content: bytes) -> dict[str, list[list[object]]]:
    """The values of each sheet that begins with the caption of a table, its heading row first."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {}
    for sheet in book.worksheets:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        found[str(rows[0][0])] = rows[2:]
    return found


def from_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def pdf_text(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return plain(" ".join(page.extract_text() for page in reader.pages))


def plain(text: str) -> str:
    """Without spaces and soft hyphens, which a PDF sets as it likes."""
    return re.sub(r"[\s\u00a0\u00ad]+", "", text)


def expected(document: Document) -> Tables:
    return {
        table.caption: [list(table.headers), *([cell.text for cell in row] for row in table.rows)]
        for table in document.tables()
    }


# --- the same figures everywhere ----------------------------------------------------------------------------


def test_word_has_every_table_of_the_report(document: Document, readings: Readings) -> None:
    assert readings.word == expected(document)


def test_the_page_has_every_table_of_the_report(document: Document, readings: Readings) -> None:
    assert readings.page == expected(document)


def test_the_pdf_has_every_row_of_every_table(document: Document, files: dict[str, dict[str, bytes]]) -> None:
    text = pdf_text(files["pdf"][""])

    for table in document.tables():
        for row in table.rows:
            assert plain("".join(cell.text for cell in row)) in text, (
                table.name,
                [cell.text for cell in row],
            )


def test_the_workbook_has_every_value_as_a_number_that_rounds_to_what_is_read(
    document: Document, files: dict[str, dict[str, bytes]]
) -> None:
    sheets = from_workbook(files["xlsx"][""])

    for table in (*document.tables(), *document.annex, document.codebook):
        rows = sheets[table.caption]
        assert [value or "" for value in rows[0]] == list(table.headers)
        for row, held in zip(table.rows, rows[1:], strict=False):
            for cell, value in zip(row, held, strict=True):
                match cell.form, cell.value:
                    case _, None:
                        assert (value or "") == cell.text
                    case Form.DATE, day:
                        assert isinstance(value, datetime)
                        assert value.date() == day
                    case Form.PERCENT, Decimal() as percent:
                        assert Decimal(str(value)) * 100 == percent
                    case _, number:
                        assert Decimal(str(value)) == number


def test_the_file_of_figures_reads_as_the_report(
    document: Document, files: dict[str, dict[str, bytes]]
) -> None:
    held = {(row["table"], row["row"], row["measure"]): row["shown"] for row in from_csv(files["csv"][""])}

    for table in document.tables():
        for row in table.rows:
            for measure, cell in zip(table.measures, row[1:], strict=True):
                assert held[table.name, row[0].text, measure].removeprefix("'") == cell.text


RIGHT = {
    ("key", 0, "total"): "15 689",
    ("key", 0, "women"): "4 198",
    ("key", 0, "men"): "11 491",
    ("key", 0, "share_women"): "26,8 %",
    ("further", 3, "value"): "74,5 %",
    ("further", 5, "value"): "74,1 %",
    ("further", 2, "value"): "21 070",
    ("further", 0, "value"): "21 160",
    ("further", 6, "value"): "3",
    ("further", 7, "value"): "12",
    ("further", 8, "value"): "28",
    ("further", 9, "value"): "12",
    ("further", 10, "value"): "22,8",
    ("further", 11, "value"): "139",
    ("key", 1, "total"): "38 974",
    ("key", 1, "women"): "6 150",
    ("key", 1, "men"): "32 824",
    ("key", 1, "share_women"): "15,8 %",
    **{("table-1", row, "women"): told for row, told in enumerate(["1 918", "1 662", "618"])},
    **{("table-1", row, "men"): told for row, told in enumerate(["4 397", "3 809", "3 285"])},
    **{("table-1", row, "total"): told for row, told in enumerate(["6 315", "5 471", "3 903", "15 689"])},
    **{("table-1", row, "occupancy"): told for row, told in enumerate(["76,3 %", "74,3 %", "71,9 %", "74,5 %"])},
    **{("table-4", row, "total"): told for row, told in enumerate(["9 013", "9 420", "9 340", "5 807", "5 394"])},
    **{("table-2", row, "stays"): told for row, told in enumerate(["2 475", "2 452", "2 493", "2 635", "2 671", "2 963"])},
    **{("table-5", row, "visits"): told for row, told in enumerate(["6 881", "6 454", "5 741", "6 936", "6 583", "6 379"])},
    ("table-3", 6, "applied"): "5 619",
    ("table-3", 6, "offered"): "3 569",
    ("table-3", 6, "placement_rate"): "63,5 %",
    ("table-3", 6, "no_show"): "304",
    ("table-3", 6, "no_show_rate"): "8,5 %",
    ("table-6", 9, "due"): "552",
    ("table-6", 10, "due"): "695",
}  # fmt: skip
"""The right figures of the half-year (docs/report.md), by table, row and measure."""


@pytest.mark.parametrize(
    ("place", "told"),
    RIGHT.items(),
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, tuple) else None,
)
def test_the_figure_is_right_in_every_form(
    place: tuple[str, int, str], told: str, document: Document, readings: Readings
) -> None:
    name, number, measure = place
    if document.language == "en":
        told = told.replace(" %", "%").replace(",", ".").replace(" ", ",")
    told = told.replace(" ", NBSP)
    table = next(table for table in document.tables() if table.name == name)
    column = table.measures.index(measure) + 1
    label = table.rows[number][0].text

    assert readings.word[table.caption][number + 1][column] == told
    assert readings.page[table.caption][number + 1][column] == told
    assert readings.figures[name, label, measure] == told
    digits = re.sub(r"[^0-9]", "", told)
    scale = 1000 if "%" in told else 10 if re.search(r"[.,][0-9]$", told) else 1
    assert round(float(str(readings.workbook[table.caption][number + 1][column])) * scale) == int(digits)
    assert plain(told) in readings.pdf


SENTENCES = {
    "sv": (
        "Nattverksamheten har bedrivits vid tre härbärgen och genomfört sammanlagt 15 689 övernattningar. Av dessa är ca 27 % kvinnor och 73 % män. Den genomsnittliga beläggningen var ca 74 %.",
        "Dagverksamheten har bedrivits vid fem verksamheter som tagit emot sammanlagt 38 974 besök. Av dessa är ca 16 % kvinnor och 84 % män. Fullständighet: natt 100 %, dag 100 %.",
        "Mellan 20 och 40 personer vände sig till inskrivningen varje dag. 64 % fick en plats. 9 % av dem som fått plats kom inte. 58 % av de sökande fick en plats och kom.",
        "12 härbärgesnätter hade fler gäster än platser, sammanlagt 28 gäster över antalet platser.",
        "I genomsnitt sov 22,8 kvinnor på härbärgena per natt, mot 20 platser för kvinnor; 139 av 184 nätter var kvinnorna fler än dessa platser.",
        "Andelen kvinnor var 26,8 % på natten och 15,8 % på dagen, en skillnad på 11,0 procentenheter.",
        "20 av 115 platser, 17 %, enbart för kvinnor",
        "Besök är inte unika personer.",
        "Det saknas uppgifter om könsfördelningen bland dem som vistas i staden; skillnaderna kan därför inte jämföras med målgruppens sammansättning.",
        "Jämförelse saknas",
        "uppgift saknas (känt för 0 av 15 689)",
    ),
    "en": (
        "Night services ran at three shelters with 15,689 overnight stays in all. Of these about 27% were women and 73% men. Mean occupancy was about 74%.",
        "Day services ran at five centres with 38,974 visits in all. Of these about 16% were women and 84% men. Completeness: night 100%, day 100%.",
        "Between 20 and 40 people turned to the intake each day. 64% were offered a place. 9% of those offered a place did not come.",
        "a difference of 11.0 percentage points",
    ),
}  # fmt: skip


def texts(files: dict[str, dict[str, bytes]]) -> Iterator[tuple[str, str]]:
    yield "docx", " ".join(one.text for one in docx.Document(io.BytesIO(files["docx"][""])).paragraphs)
    yield "html", re.sub(r"<[^>]+>", " ", files["html"][""].decode())
    yield "pdf", pdf_text(files["pdf"][""])
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"][""]))
    yield "xlsx", " ".join(str(row[0].value) for row in book.worksheets[0].iter_rows())


def test_the_sentences_read_the_same_in_every_form(
    document: Document, files: dict[str, dict[str, bytes]]
) -> None:
    for form, text in texts(files):
        for sentence in SENTENCES[document.language]:
            assert plain(sentence) in plain(text), (form, sentence)


# --- what makes them readable for all, and safe --------------------------------------------------------------


def test_the_same_figures_give_the_same_bytes(
    replayed: Path, document: Document, files: dict[str, dict[str, bytes]]
) -> None:
    again = made(replayed, document.language)

    for form, render in FORMATS.items():
        assert dict(render(again)) == files[form], form


def test_word_has_headings_captions_header_rows_and_alt_texts(
    document: Document, files: dict[str, dict[str, bytes]]
) -> None:
    with zipfile.ZipFile(io.BytesIO(files["docx"][""])) as parts:
        tree = etree.fromstring(parts.read("word/document.xml"))
        styles = etree.fromstring(parts.read("word/styles.xml"))
        moments = {part.date_time for part in parts.infolist()}
    used = [style.get(f"{W}val") for style in tree.iter(f"{W}pStyle")]
    tables = list(tree.iter(f"{W}tbl"))
    pictures = list(
        tree.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    )

    assert used.count("Heading1") == 11
    assert {"Title", "Caption", "Heading2", "Heading3"} <= set(used)
    assert used.count("Caption") == len(tables) + len(pictures)
    assert all(table.find(f".//{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables)
    assert [picture.get("descr") for picture in pictures] == [chart.alt for chart in document.charts()]
    assert styles.find(f".//{W}lang").get(f"{W}val") == {"sv": "sv-SE", "en": "en-GB"}[document.language]
    assert moments == {(1980, 1, 1, 0, 0, 0)}


def test_the_pdf_is_tagged_and_says_that_it_is_pdf_ua(
    document: Document, files: dict[str, dict[str, bytes]]
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(files["pdf"][""]))
    catalogue: Any = reader.trailer["/Root"]
    metadata = catalogue["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith(document.language)
    assert reader.metadata is not None
    assert document.title in str(reader.metadata.title)
    assert kinds(catalogue["/StructTreeRoot"]) >= {
        "/H1",
        "/H2",
        "/Table",
        "/TH",
        "/TD",
        "/Figure",
        "/Caption",
    }


def kinds(node: Any) -> set[str]:
    """Every kind of element in the tree of tags."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set().union(*map(kinds, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    return ({str(node["/S"])} if "/S" in node else set()) | kinds(node.get("/K", []))


def test_the_page_has_one_h1_headings_in_order_scopes_and_described_drawings(
    document: Document, files: dict[str, dict[str, bytes]]
) -> None:
    tags = page(files["html"][""]).tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    drawings = [attributes for tag, attributes in tags if tag == "svg"]
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]

    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in tags if tag == "th")
    assert len(drawings) == 6
    assert all(drawing["role"] == "img" and drawing["aria-labelledby"] for drawing in drawings)
    assert len(ids) == len(set(ids))
    assert not any(tag in ("script", "link", "img") for tag, _ in tags)


def test_the_workbook_has_native_charts_frozen_panes_and_number_formats(
    files: dict[str, dict[str, bytes]],
) -> None:
    content = files["xlsx"][""]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        charts = [name for name in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        drawings = b"".join(
            parts.read(name) for name in parts.namelist() if name.startswith("xl/drawings/drawing")
        )
    book = openpyxl.load_workbook(io.BytesIO(content))
    shares = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.number_format == "0.0%"
    ]

    assert len(charts) == 6
    assert drawings.count(b"descr=") >= 6
    assert all(sheet.freeze_panes == "B4" for sheet in book.worksheets[1:])
    assert book.sheetnames[-2] == "Data"
    assert len(shares) > 50


def test_no_cell_of_the_workbook_is_a_formula(files: dict[str, dict[str, bytes]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"][""]))

    assert all(
        cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    )


def test_the_daily_data_add_up_to_the_totals(files: dict[str, dict[str, bytes]]) -> None:
    rows = from_csv(files["csv"]["-daily"])

    def total(kind: str, column: str) -> int:
        return sum(int(row[column]) for row in rows if row["kind"] == kind and row[column].isdigit())

    assert (total("night", "women"), total("night", "men"), total("night", "total")) == (4198, 11491, 15689)
    assert (total("day", "women"), total("day", "men"), total("day", "total")) == (6150, 32824, 38974)
    assert (total("intake", "applied"), total("intake", "offered"), total("intake", "no_show")) == (
        5619,
        3569,
        304,
    )
    assert len(rows) == 184 * 9
    assert sum(row["status"] == "not_scheduled" for row in rows) == 225
    assert sum(row["status"] == "closed" and row["kind"] == "night" for row in rows) == 3


def test_own_staff_see_other_and_unknown_in_every_row_and_others_do_not(replayed: Path) -> None:
    for audience, told in ((Audience.STAFF, "–"), (Audience.PUBLIC, "..")):
        table = next(one for one in made(replayed, "sv", audience).tables() if one.name == "table-1")
        assert [row[4].text for row in table.rows] == [told, told, told, "–"]


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs the system's chromium")
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_barrier_in_the_page_and_nothing_sticks_out_of_it(
    document: Document, files: dict[str, dict[str, bytes]], tmp_path: Path, width: int
) -> None:
    place = tmp_path / "report.html"
    place.write_bytes(files["html"][""])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": width, "height": 800})
        opened.goto(place.as_uri())
        widest = opened.evaluate("document.documentElement.scrollWidth")
        found = Axe().run(opened)
        browser.close()

    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 30
    assert widest == width


def test_a_period_with_reports_still_awaited_says_at_least(replayed: Path) -> None:
    later = Period(PERIOD.first, NOON.date())
    document = made(replayed, "sv", period=later)
    content = FORMATS["html"](document)[""].decode()

    assert "Minst 38\u00a0974 besök" in content
    assert "2017-11-01" in content
    assert "Alla rapporter som skulle komma har kommit" not in content
