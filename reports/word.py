"""The report as a Word file: real headings, captions, header rows, alt texts, and the same bytes each time."""

import io
import zipfile
from datetime import UTC
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from reports import word_style
from reports.chart import png
from reports.document import (
    Block,
    Bullets,
    Chart,
    Document,
    Heading,
    Paragraph,
    Table,
    Voice,
    is_numeric,
)

ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every part inside the file; the real one would make other bytes each time."""

PICTURE_WIDTH = Cm(17)
KEPT_WHOLE = 24
"""A table with more rows than this may be divided between pages."""


def word(document: Document) -> bytes:
    made = docx.Document()
    word_style.house(made, document)
    _front_page(made, document)
    _contents(made, document)
    number = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            number += 1
            _bookmark(made.add_heading(block.text, block.level), number)
        else:
            _add(made, block)
    _properties(made, document)
    written = io.BytesIO()
    made.save(written)
    return _with_fixed_moments(written.getvalue())


def _front_page(made: Any, document: Document) -> None:
    made.add_paragraph(document.title, style="Title")
    made.add_paragraph(document.subtitle, style="Subtitle")
    for line in document.front:
        made.add_paragraph(line)
    made.add_page_break()


def _contents(made: Any, document: Document) -> None:
    """A table of contents that is right as it stands, and that Word can update with page numbers."""
    made.add_paragraph(document.contents_heading, style="TOC Heading")
    paragraph = None
    number = 0
    for block in document.blocks:
        if not isinstance(block, Heading):
            continue
        number += 1
        if block.level > 2:
            continue
        first = paragraph is None
        paragraph = made.add_paragraph(style=f"TOC {block.level}")
        if first:
            _field(paragraph, "begin")
            _field(paragraph, None, 'TOC \\o "1-2" \\h \\z \\u')
            _field(paragraph, "separate")
        _link(paragraph, block.text, f"section{number}")
    if paragraph is not None:
        _field(paragraph, "end")
    made.add_page_break()


def _field(paragraph: Any, kind: str | None, instruction: str = "") -> None:
    run = paragraph.add_run()._r
    if kind is None:
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = instruction
    else:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
    run.append(element)


def _link(paragraph: Any, text: str, anchor: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    run = paragraph.add_run(text)
    link.append(run._r)
    paragraph._p.append(link)


def _bookmark(paragraph: Any, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"section{number}")
    paragraph._p.insert(1, start)
    paragraph._p.append(end)


def _add(made: Any, block: Block) -> None:
    match block:
        case Paragraph():
            made.add_paragraph(block.text, style=word_style.PARAGRAPHS[block.voice])
        case Bullets():
            style = "Prompt" if block.voice is Voice.PROMPT else "List Bullet"
            for item in block.items:
                made.add_paragraph(item, style=style)
        case Chart():
            _picture(made, block)
        case Table():
            _table(made, block)


def _picture(made: Any, chart: Chart) -> None:
    caption = made.add_paragraph(chart.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    shape = made.add_picture(io.BytesIO(png(chart)), width=PICTURE_WIDTH)
    properties = shape._inline.docPr
    properties.set("descr", chart.alt)
    properties.set("title", chart.caption)
    properties.set("name", chart.name)


def _table(made: Any, table: Table) -> None:
    caption = made.add_paragraph(table.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    grid = made.add_table(rows=0, cols=len(table.headers), style=word_style.TABLE)
    _look(grid, table)
    size = word_style.table_size(len(table.headers))
    numeric = [is_numeric(table, place) for place in range(len(table.headers))]
    # A table that no page holds would leave its heading alone on one page and begin on the next.
    kept = len(table.rows) if len(table.rows) <= KEPT_WHOLE else 3
    widths = word_style.column_widths(table)
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    lines = [table.headers, *([cell.text for cell in row] for row in table.rows)]
    bold_from = len(lines) - table.totals
    for number, line in enumerate(lines):
        row = grid.add_row()
        _row_rules(row, is_header=number == 0)
        for place, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.keep_with_next = number < kept
            if numeric[place]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(text)
            run.font.size = size
            run.font.bold = number == 0 or number >= bold_from
    for note in table.notes:
        made.add_paragraph(note, style="Table note")
    if not table.notes:
        made.add_paragraph(style="Table note")


def _look(grid: Any, table: Table) -> None:
    """Say that the first row and the first column are headers, and describe the table for those who listen."""
    properties = grid._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    for name, value in (
        *(("val", "04A0"), ("firstRow", "1"), ("lastRow", "1" if table.totals == 1 else "0")),
        *(("firstColumn", "1"), ("lastColumn", "0"), ("noHBand", "1"), ("noVBand", "1")),
    ):
        look.set(qn(f"w:{name}"), value)
    if len(table.headers) > word_style.WIDE:
        look.addprevious(word_style.narrow_margins())
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), table.caption)
    properties.append(caption)


def _row_rules(row: Any, *, is_header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))


def _properties(made: Any, document: Document) -> None:
    moment = document.extracted.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core = made.core_properties
    core.title = f"{document.title}, {document.subtitle}"
    core.author = core.last_modified_by = document.organisation
    core.keywords = document.keywords
    core.language = word_style.LANGUAGES[document.language]
    core.created = core.modified = moment
    core.comments = ""
    core.revision = 1


def _with_fixed_moments(made: bytes) -> bytes:
    """The same parts in the same order, each with the same time stamp."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(written, "w") as target:
        for part in source.infolist():
            if part.filename == "docProps/thumbnail.jpeg":
                # The template's own picture of an empty page; its relation stands in _rels/.rels.
                continue
            held = source.read(part.filename)
            if part.filename == "_rels/.rels":
                held = _without_thumbnail(held)
            entry = zipfile.ZipInfo(part.filename, ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            target.writestr(entry, held)
    return written.getvalue()


def _without_thumbnail(relations: bytes) -> bytes:
    root = parse_xml(relations)
    for relation in list(root):
        if relation.get("Target", "").endswith("thumbnail.jpeg"):
            root.remove(relation)
    return bytes(serialize_part_xml(root))
