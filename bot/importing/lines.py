"""Rows of cells to what each says of one site and date, with every row that cannot be read told of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.importing.headings import COUNTS, QUEUES, Column, Field, Layout, plain
from bot.importing.sheets import Cell, Row
from bot.importing.values import (
    NOT_AVAILABLE,
    SILENT,
    SUM_WORDS,
    Unclear,
    ages,
    day,
    is_closed,
    moment,
    origins,
    says_closed,
    state,
    told,
    whole,
)
from shelter.figures import Count, Queue
from shelter.history import CLOSED, Closed
from shelter.house import House
from shelter.importing import Line, Refused, Why


@dataclass(slots=True)
class Read:
    """The rows of a file: those that say something, those refused, and how many say nothing."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    silent: int = 0


Cells = Mapping[Field, Cell]


def read_lines(layout: Layout, house: House, site: str | None, now: datetime) -> Read:
    """Every row below the headings. `site` is the short of the site for a file without a column of sites."""
    read = Read()
    reader = _Reader(layout, house, site, now)
    for number, row in enumerate(layout.sheet.rows[layout.begins :], layout.begins + 1):
        if all(cell is None for cell in row):
            continue
        lines = []
        try:
            reader.refuse_cells_without_heading(row)
            lines = list(reader.lines(number, row))
        except Unclear as fault:
            read.refused.append(Refused(number, fault.why, fault.said, reader.column))
        read.lines += [line for line in lines if line is not None]
        read.silent += sum(line is None for line in lines)
    return read


class _Reader:
    """Reads rows by one layout; `column` is the heading of the cell that is being read."""

    def __init__(self, layout: Layout, house: House, site: str | None, now: datetime) -> None:
        self._layout, self._house, self._site, self._now = layout, house, site, now
        self._known = {plain(one.name): one.short for one in house.sites}
        self._shorts = {plain(one.short): one.short for one in house.sites}
        self._common = [column for column in layout.columns if column.site is None]
        self._wide: dict[str, list[Column]] = {}
        for column in layout.columns:
            if column.site is not None:
                self._wide.setdefault(column.site, []).append(column)
        heads = layout.sheet.rows[layout.begins - 1]
        above = layout.sheet.rows[layout.begins - 2] if layout.begins > 1 else ()
        self._headed = {place for row in (heads, above) for place, cell in enumerate(row) if cell is not None}
        self._headed |= {column.place for column in layout.columns}
        self.column = ""

    def refuse_cells_without_heading(self, row: Row) -> None:
        """A number that a decimal comma cut off stands in a column of its own."""
        self.column = ""
        for place, cell in enumerate(row):
            if cell is not None and place not in self._headed:
                raise Unclear(Why.NO_HEADING, told(cell))

    def lines(self, number: int, row: Row) -> Iterator[Line | None]:
        """What a row says: of one site, or of each site of a wide table; None where it says nothing."""
        common = {column.field: _at(row, column) for column in self._common}
        self._heads = {column.field: column.heading for column in self._common}
        if not self._wide:
            site = self._site_of(common)
            yield self._line(number, site, self._day(common), common)
            return
        if all(_at(row, column) in SILENT for columns in self._wide.values() for column in columns):
            yield None
            return
        reporting_date = self._day(common)
        parts = [
            self._part(number, site, columns, row, reporting_date) for site, columns in self._wide.items()
        ]
        self._check_sum(common.get(Field.TOTAL), parts)
        yield from parts

    def _part(
        self, number: int, site: str, columns: Iterable[Column], row: Row, reporting_date: date
    ) -> Line | None:
        self._heads = {column.field: column.heading for column in columns}
        return self._line(
            number, site, reporting_date, {column.field: _at(row, column) for column in columns}
        )

    def _check_sum(self, cell: Cell, parts: Iterable[Line | None]) -> None:
        """The sum over all sites that a wide table may end with."""
        self.column = ""
        given = whole(cell)
        counted = sum(part.count.total for part in parts if part and isinstance(part.count, Count))
        if given is not None and given != counted:
            raise Unclear(Why.SUM_DIFFERS, f"{given} ≠ {counted}")

    def _site_of(self, cells: Cells) -> str:
        found: list[str] = []
        for which in (Field.SITE, Field.SHORT):
            cell = self._cell(cells, which)
            if cell is None:
                continue
            words = plain(cell)
            short = self._known.get(words) or self._shorts.get(words)
            if short is None:
                is_sum = bool(words) and words.split()[0] in SUM_WORDS
                raise Unclear(Why.A_SUM if is_sum else Why.UNKNOWN_SITE, told(cell))
            found.append(short)
        if self._site is not None:
            found.append(self._site)
        if not found:
            raise Unclear(Why.NO_SITE, "")
        if len(set(found)) > 1:
            raise Unclear(Why.TWO_SITES, ", ".join(found))
        return found[0]

    def _day(self, cells: Cells) -> date:
        return day(self._cell(cells, Field.DATE))

    def _cell(self, cells: Cells, which: Field) -> Cell:
        self.column = self._heads.get(which, "")
        return cells.get(which)

    def _line(self, number: int, site: str, reporting_date: date, cells: Cells) -> Line | None:
        said = state(self._cell(cells, Field.STATUS))
        closed = is_closed(self._cell(cells, Field.CLOSED)) or said == "closed"
        figures = {which: cells.get(which) for which in (*COUNTS, *QUEUES)}
        if any(says_closed(cell) for cell in figures.values()):
            closed = True
            cells = {which: None if says_closed(cell) else cell for which, cell in cells.items()}
        queue = self._queue(cells)
        count: Count | Closed | None = self._count(cells)
        self.column = self._heads.get(Field.CLOSED) or self._heads.get(Field.STATUS) or ""
        if said == "silent" and (count is not None or queue is not None):
            raise Unclear(Why.SILENT_WITH_FIGURES, told(cells[Field.STATUS]))
        if closed:
            if (isinstance(count, Count) and count.total) or said == "open":
                raise Unclear(Why.CLOSED_WITH_FIGURES, "")
            count = CLOSED
        origin = origins(self._cell(cells, Field.ORIGIN))
        age = ages(self._cell(cells, Field.AGE))
        received_at = moment(self._cell(cells, Field.RECEIVED_AT), self._house.zone, self._now)
        revision = whole(self._cell(cells, Field.REVISION)) or 1
        self.column = ""
        if count is None and queue is None and origin is None and age is None:
            return None
        return Line(number, site, reporting_date, count, queue, origin, age, received_at, revision)

    def _count(self, cells: Cells) -> Count | None:
        parts = {which: whole(self._cell(cells, which)) for which in Field if which in COUNTS}
        women, men, total = parts[Field.WOMEN], parts[Field.MEN], parts[Field.TOTAL]
        other, unknown = parts[Field.OTHER], parts[Field.UNKNOWN]
        self.column = ""
        if women is None and men is None:
            if total or other or unknown:
                raise Unclear(Why.GENDERS_MISSING, "")
            return None
        if women is None or men is None:
            raise Unclear(Why.ONE_GENDER, "")
        for which in (Field.OTHER, Field.UNKNOWN):
            # An empty cell was not counted apart; ".." is a figure that there is, and that was held back.
            if cells.get(which) == NOT_AVAILABLE:
                raise Unclear(Why.HIDDEN, self._heads.get(which, ""))
        count = Count(women, men, other or 0, unknown or 0)
        if total is not None and total != count.total:
            raise Unclear(Why.SUM_DIFFERS, f"{women}+{men}+{other or 0}+{unknown or 0} ≠ {total}")
        return count

    def _queue(self, cells: Cells) -> Queue | None:
        applied, offered, no_show, away = (
            whole(self._cell(cells, which))
            for which in (Field.APPLIED, Field.OFFERED, Field.NO_SHOW, Field.AWAY)
        )
        queue = Queue(applied, offered, no_show, away)
        return None if queue == Queue() else queue


def _at(row: Row, column: Column) -> Cell:
    return row[column.place] if column.place < len(row) else None
