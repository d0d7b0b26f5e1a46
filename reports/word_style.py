"""The house style of the Word report, made in code: page, fonts, headings, captions and one table style."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from reports.document import Document, Table, Voice, column_weights

FONT = "Calibri"
INK, HOUSE, SOFT = "1B1B1B", "14405F", "EEF2F5"
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
TABLE = "House table"
PARAGRAPHS = {
    Voice.PROGRAM: "Normal",
    Voice.PEOPLE: "Normal",
    Voice.NOTE: "Note",
    Voice.PROMPT: "Prompt",
}
TEXT_WIDTH = 17.0
"""Centimetres between the margins of an A4 page."""

HEADINGS = (("Heading 1", 18, 20, 6), ("Heading 2", 14, 14, 4), ("Heading 3", 12, 10, 3))


def house(made: Any, document: Document) -> None:
    """Give an empty document the page, the styles and the footer of the house."""
    _page(made)
    _language(made, LANGUAGES[document.language])
    _text(made.styles["Normal"], 11, after=6)
    for name, size, before, after in HEADINGS:
        _text(made.styles[name], size, bold=True, colour=HOUSE, before=before, after=after)
        made.styles[name].paragraph_format.keep_with_next = True
    _text(made.styles["Title"], 28, bold=True, colour=HOUSE, before=120, after=10)
    _no_border(made.styles["Title"])
    _text(made.styles["Subtitle"], 16, after=24)
    _text(made.styles["Caption"], 10, bold=True, before=10, after=4)
    _text(made.styles["List Bullet"], 11, after=3)
    _text(_style(made, "TOC Heading"), 18, bold=True, colour=HOUSE, after=8)
    _text(_style(made, "TOC 1"), 11, after=2)
    _text(_style(made, "TOC 2"), 11, after=1)
    made.styles["TOC 2"].paragraph_format.left_indent = Cm(0.6)
    _text(_style(made, "Note"), 10, after=6)
    _left_rule(made.styles["Note"])
    _text(_style(made, "Prompt"), 11, after=3, italic=True, colour="444444")
    _left_rule(made.styles["Prompt"], dashed=True)
    _text(_style(made, "Table note"), 9, after=6, colour="444444")
    _table_style(made)
    _footer(made, document)


WIDE = 9
"""A table with more columns is set smaller and closer."""


def table_size(columns: int) -> Pt:
    if columns > 12:
        return Pt(7)
    return Pt(7.5) if columns > WIDE else Pt(9)


def narrow_margins() -> Any:
    """Cells of a wide table stand 2.2 points from each other's rules: with more, headings break within words."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "44")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins


def column_widths(table: Table) -> list[Cm]:
    weights = column_weights(table)
    return [Cm(TEXT_WIDTH * weight / sum(weights)) for weight in weights]


def _style(made: Any, name: str) -> Any:
    try:
        return made.styles[name]
    except KeyError:
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles["Normal"]
        return style


def _text(
    style: Any,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    colour: str = INK,
    before: int = 0,
    after: int = 0,
) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _page(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)


def _language(made: Any, code: str) -> None:
    defaults = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), code)
    # Long Swedish words in narrow columns are divided by the language's own rules.
    settings = made.settings.element
    settings.insert_element_before(
        OxmlElement("w:autoHyphenation"), "w:defaultTabStop", "w:characterSpacingControl", "w:compat"
    )


def _no_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _left_rule(style: Any, *, dashed: bool = False) -> None:
    kind = "dashed" if dashed else "single"
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="{kind}" w:sz="12" w:space="8" w:color="{HOUSE}"/></w:pBdr>'
    )
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
    style.paragraph_format.left_indent = Cm(0.5)


def _table_style(made: Any) -> None:
    style = made.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>"
            f'<w:top w:val="single" w:sz="6" w:color="{HOUSE}"/>'
            f'<w:bottom w:val="single" w:sz="6" w:color="{HOUSE}"/>'
            '<w:insideH w:val="single" w:sz="4" w:color="D5DBE1"/></w:tblBorders>'
            '<w:tblCellMar><w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    for part, border in (("firstRow", "bottom"), ("lastRow", "top")):
        style.element.append(
            parse_xml(
                f'<w:tblStylePr {nsdecls("w")} w:type="{part}"><w:tcPr><w:tcBorders>'
                f'<w:{border} w:val="single" w:sz="8" w:color="{HOUSE}"/></w:tcBorders>'
                f'<w:shd w:val="clear" w:color="auto" w:fill="{SOFT}"/></w:tcPr></w:tblStylePr>'
            )
        )


def _footer(made: Any, document: Document) -> None:
    """The period at the left, the page number at the right."""
    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.text = f"{document.subtitle}\t\t"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()._r
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run.append(element)
