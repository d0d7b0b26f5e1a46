"""The report as one accessible page: no script, no outside file, the charts drawn inside."""

from html import escape

from reports.chart import svg
from reports.document import Block, Bullets, Chart, Document, Heading, Paragraph, Table, Voice, is_numeric
from reports.wording import wording

STYLE = """
:root { --ink: #1b1b1b; --house: #14405f; --soft: #eef2f5; --rule: #6b7785; }
* { box-sizing: border-box; }
html { font: 100%/1.55 "Source Sans Pro", "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; }
body { margin: 0; color: var(--ink); background: #fff; }
.skip { position: absolute; left: -9999px; }
.skip:focus { position: static; display: inline-block; padding: .5rem 1rem; }
header, nav, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; border-bottom: 3px solid var(--house); }
h1, h2, h3, h4 { color: var(--house); line-height: 1.25; margin: 2em 0 .5em; }
h1 { font-size: 2rem; margin: 0; } h2 { font-size: 1.5rem; } h3 { font-size: 1.2rem; } h4 { font-size: 1rem; }
.subtitle { font-size: 1.25rem; margin: .25rem 0 1rem; }
.front { list-style: none; padding: 0; margin: 0 0 1rem; }
a { color: #0b5394; } a:focus-visible, .scroll:focus-visible { outline: 3px solid #c2571a; outline-offset: 2px; }
p { max-width: 46rem; }
.note { border-left: 3px solid var(--house); padding-left: .75rem; overflow-wrap: anywhere; }
.prompt { border: 1px dashed var(--rule); padding: .5rem .75rem .5rem 2rem; font-style: italic; color: #444; }
.scroll { overflow-x: auto; margin: 1.25rem 0 .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
h1, h2, h3, h4, p, li { overflow-wrap: break-word; }
th, td { padding: .3rem .5rem; text-align: left; vertical-align: bottom; border-bottom: 1px solid #d5dbe1; }
thead th { background: var(--soft); border-bottom: 2px solid var(--house); font-weight: 600; }
tbody th { font-weight: 400; }
.figure { text-align: right; white-space: nowrap; } thead .figure { white-space: normal; }
tbody th { white-space: nowrap; } .wide table { font-size: .78rem; }
.wide th, .wide td { padding: .25rem .28rem; } .wide tbody th { white-space: normal; }
.narrow table { width: auto; min-width: min(100%, 30rem); }
.total > * { font-weight: 600; background: #f5f5f5; }
.total:first-of-type > *, tr:not(.total) + .total > * { border-top: 2px solid var(--house); }
.table-note { font-size: .85rem; color: #444; margin: .15rem 0; }
figure { margin: 1.5rem 0; } figcaption { font-weight: 600; margin-bottom: .25rem; }
figure svg { width: 100%; height: auto; display: block; }
@media screen and (max-width: 40rem) {
  h1 { font-size: 1.5rem; } figure svg { min-width: 38rem; }
  caption { max-width: calc(100vw - 2.5rem); } tbody th { white-space: normal; min-width: 8rem; }
}
details { font-size: .9rem; margin-top: .25rem; }
footer { padding-top: 2rem; padding-bottom: 3rem; color: #444; font-size: .85rem; }
@media print {
  nav, .skip { display: none; } header, main, footer { max-width: none; padding: 0; } .scroll { overflow: visible; }
  table { font-size: 7.5pt; } figure, tr { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
}
"""


def html(document: Document) -> bytes:
    """The page; beside each chart folds out what it shows in words."""
    in_words = wording(document.language).say("The chart in words")
    parts = [
        "<!doctype html>",
        f'<html lang="{document.language}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(document.title)}, {escape(document.subtitle)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        f'<a class="skip" href="#section-1">{escape(_first_heading(document))}</a>',
        "<header>",
        f"<h1>{escape(document.title)}</h1>",
        f'<p class="subtitle">{escape(document.subtitle)}</p>',
        '<ul class="front">',
        *(f"<li>{escape(line)}</li>" for line in document.front),
        "</ul>",
        "</header>",
        *_contents(document),
        "<main>",
        *_blocks(document, in_words),
        "</main>",
        f"<footer>{escape(document.organisation)}, {escape(document.subtitle)}</footer>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _first_heading(document: Document) -> str:
    return next(block.text for block in document.blocks if isinstance(block, Heading))


def _contents(document: Document) -> list[str]:
    lines = [
        f'<nav aria-labelledby="contents"><h2 id="contents">{escape(document.contents_heading)}</h2>',
        "<ul>",
    ]
    number = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            number += 1
            if block.level == 1:
                lines.append(f'<li><a href="#section-{number}">{escape(block.text)}</a></li>')
    return [*lines, "</ul></nav>"]


def _blocks(document: Document, in_words: str) -> list[str]:
    lines, number = [], 0
    for block in document.blocks:
        if isinstance(block, Heading):
            number += 1
            level = block.level + 1
            lines.append(f'<h{level} id="section-{number}">{escape(block.text)}</h{level}>')
        else:
            lines.append(_block(block, in_words))
    return lines


def _block(block: Block, in_words: str) -> str:
    match block:
        case Paragraph():
            kind = ' class="note"' if block.voice is Voice.NOTE else ""
            return f"<p{kind}>{escape(block.text)}</p>"
        case Bullets():
            kind = ' class="prompt"' if block.voice is Voice.PROMPT else ""
            return f"<ul{kind}>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
        case Chart():
            return (
                f'<figure><figcaption id="{block.name}">{escape(block.caption)}</figcaption>'
                f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{block.name}">{svg(block)}</div>'
                f"<details><summary>{escape(in_words)}</summary><p>{escape(block.alt)}</p></details></figure>"
            )
        case Table():
            return _table(block)
    raise AssertionError(block)


def _table(table: Table) -> str:
    kinds = [' class="figure"' if is_numeric(table, place) else "" for place in range(len(table.headers))]
    head = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>' if name else "<td></td>"
        for name, kind in zip(table.headers, kinds, strict=True)
    )
    rows = []
    for number, row in enumerate(table.rows):
        total = ' class="total"' if number >= len(table.rows) - table.totals else ""
        rest = "".join(
            f"<td{kind}>{escape(cell.text)}</td>" for kind, cell in zip(kinds[1:], row[1:], strict=True)
        )
        rows.append(f'<tr{total}><th scope="row">{escape(row[0].text)}</th>{rest}</tr>')
    scroll = "scroll" + (" wide" if len(table.headers) > 9 else " narrow" if len(table.headers) < 4 else "")
    notes = "".join(f'<p class="table-note">{escape(note)}</p>' for note in table.notes)
    return (
        f'<div class="{scroll}" tabindex="0" role="region" aria-labelledby="{table.name}">'
        f'<table><caption id="{table.name}">{escape(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{notes}"
    )
