"""PDF by typst: tagged, PDF/UA-1, the same bytes for the same document; and pictures of charts."""

import json
import tempfile
from datetime import UTC
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from reports.document import (
    Block,
    Bullets,
    Chart,
    Document,
    Heading,
    Paragraph,
    Table,
    column_weights,
    is_numeric,
)

HERE = Path(__file__).parent


def pdf(document: Document) -> bytes:
    """The report as PDF/UA-1; the layout is reports/typst/report.typ, the content travels as data."""
    from reports.chart import svg

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for chart in document.charts():
            (place / f"{chart.name}.svg").write_text(svg(chart), encoding="utf-8")
        (place / "report.json").write_text(json.dumps(_data(document), ensure_ascii=False), encoding="utf-8")
        (place / "report.typ").write_bytes((HERE / "typst" / "report.typ").read_bytes())
        made: bytes = typst.compile(
            place / "report.typ",
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(document.extracted.timestamp()),
            **_fonts(),
        )
    return made


def picture(drawing: str, width: int, height: int, pixels: int) -> bytes:
    """An SVG of `width` x `height` as a PNG that is `pixels` wide."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "chart.svg").write_text(drawing, encoding="utf-8")
        (place / "chart.typ").write_text(
            f'#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n#image("chart.svg", width: 100%)',
            encoding="utf-8",
        )
        made: bytes = typst.compile(place / "chart.typ", format="png", ppi=72 * pixels / width, **_fonts())
    return made


def _fonts() -> dict[str, Any]:
    """The font of the reports, from its package; the machine's own fonts would make other bytes elsewhere."""
    return {"font_paths": [str(files("font_source_sans_pro") / "files")], "ignore_system_fonts": True}


def _data(document: Document) -> dict[str, Any]:
    moment = document.extracted.astimezone(UTC)
    return {
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "front": list(document.front),
        "contents": document.contents_heading,
        "organisation": document.organisation,
        "keywords": document.keywords.split(", "),
        "date": [moment.year, moment.month, moment.day],
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"is": "paragraph", "voice": block.voice.value, "text": block.text}
        case Bullets():
            return {"is": "bullets", "voice": block.voice.value, "items": list(block.items)}
        case Chart():
            return {"is": "chart", "file": f"{block.name}.svg", "alt": block.alt, "caption": block.caption}
        case Table():
            return {
                "is": "table",
                "caption": block.caption,
                "headers": list(block.headers),
                "rows": [[cell.text for cell in row] for row in block.rows],
                "numeric": [is_numeric(block, place) for place in range(len(block.headers))],
                "weights": column_weights(block),
                "totals": block.totals,
                "notes": list(block.notes),
            }
