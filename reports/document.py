"""A document before it has a form: headings, sentences, tables and charts that every form shows alike.

A figure is put into words once, here; the forms (Word, PDF, page, workbook, CSV) only set it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Form(StrEnum):
    """What a cell holds, and so how a workbook shows its value. PERCENT values are in percent: 26.8."""

    TEXT = "text"
    WHOLE = "whole"
    PERCENT = "percent"
    DECIMAL = "decimal"
    DATE = "date"


Value = int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is read, and the rounded value behind it; None where there is no number to reckon with."""

    text: str
    value: Value = None
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is the same in every language and names the table in files. The first column heads its rows.

    `measures` name the columns for programs; the last `totals` rows sum up the others.
    """

    name: str
    caption: str
    measures: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: int = 0
    notes: tuple[str, ...] = ()


class Mark(StrEnum):
    LINE = "line"
    STEP = "step"
    BAR = "bar"


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one name along the chart; None is a gap."""

    name: str
    values: tuple[Decimal | int | None, ...]
    mark: Mark = Mark.LINE


@dataclass(frozen=True, slots=True)
class Flag:
    """Places along the chart that are marked on its axis, such as closed nights."""

    name: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing. `alt` says in words what it shows; `ticks` are the places that get a label."""

    name: str
    caption: str
    alt: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    ticks: tuple[int, ...] = ()
    reference: tuple[int, str] | None = None
    flag: Flag | None = None
    grouping: str = "\u00a0"
    """What stands between the thousands of the axis."""


class Voice(StrEnum):
    """Who speaks: the program, a fixed note, people, or a prompt where people have not written yet."""

    PROGRAM = "program"
    NOTE = "note"
    PEOPLE = "people"
    PROMPT = "prompt"


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    voice: Voice = Voice.PROGRAM


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]
    voice: Voice = Voice.PROGRAM


Block = Heading | Paragraph | Bullets | Table | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report. `extracted` is the moment of the last revision in it, never that of its making.

    `front` are the lines under the title; `annex` are tables too long to be read, kept for the data files
    and, in brief, for the documents.
    """

    language: str
    title: str
    subtitle: str
    front: tuple[str, ...]
    contents_heading: str
    blocks: tuple[Block, ...]
    annex: tuple[Table, ...]
    codebook: Table
    organisation: str
    keywords: str
    extracted: datetime

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    def charts(self) -> Iterator[Chart]:
        return (block for block in self.blocks if isinstance(block, Chart))


def cells(*each: Cell | Iterable[Cell]) -> tuple[Cell, ...]:
    """A row, from cells and lists of cells."""
    row: list[Cell] = []
    for one in each:
        if isinstance(one, Cell):
            row.append(one)
        else:
            row.extend(one)
    return tuple(row)


SIGNS = ("", "..", ".", "–")


def is_numeric(table: Table, place: int) -> bool:
    """Whether a column is set flush right: figures and their signs (C14), but not the names of rows."""
    return place > 0 and all(row[place].value is not None or row[place].text in SIGNS for row in table.rows)


LONG_WORD = 12
"""A longer word of a heading is divided rather than given a column of its own width."""


def _reach(word: str) -> int:
    """The letters of a bold word, those that are half as wide again counted so: "Women" is as wide as seven digits."""
    return len(word) + sum(letter in "MWmw" for letter in word)


def column_weights(table: Table) -> list[int]:
    """How wide the columns are beside each other: the longest word of the heading, or the longest cell."""
    weights = []
    for place, header in enumerate(table.headers):
        longest = max((len(row[place].text) for row in table.rows), default=0)
        if place == 0 or not is_numeric(table, place):
            longest = min(longest, 28)
        word = max(min(_reach(word), LONG_WORD) for word in (header or "-").split())
        weights.append(max(longest, word) + 3)
    return weights
