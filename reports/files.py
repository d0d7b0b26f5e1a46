"""The forms of a report: one literal table, each a function from the document to its files."""

from collections.abc import Callable, Mapping

from reports.document import Document

Files = Mapping[str, bytes]
"""File contents by what is added to the stem of the chosen name; "" is the file itself."""


def _word(document: Document) -> Files:
    from reports.word import word

    return {"": word(document)}


def _pdf(document: Document) -> Files:
    from reports.pdf import pdf

    return {"": pdf(document)}


def _excel(document: Document) -> Files:
    from reports.excel import excel

    return {"": excel(document)}


def _csv(document: Document) -> Files:
    from reports import csv

    return csv.files(document)


def _html(document: Document) -> Files:
    from reports.html import html

    return {"": html(document)}


FORMATS: dict[str, Callable[[Document], Files]] = {
    "docx": _word,
    "pdf": _pdf,
    "xlsx": _excel,
    "csv": _csv,
    "html": _html,
}
