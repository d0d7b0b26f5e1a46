"""All that a house holds as rows: what holds now, or every revision that led there; as CSV or a workbook.

The rows are for the house itself and hide nothing; what others may read is the report and its data files.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from reports.csv import csv_file
from shelter.figures import Count, Queue
from shelter.history import Aspect, Closed, Numbers, Revision
from shelter.house import House
from shelter.importing import Breakdowns
from shelter.sums import Report

Value = str | int | date | None

COUNTS = (
    *("date", "site", "short", "kind", "status", "women", "men", "other", "unknown", "total"),
    *("applied", "offered", "no_show", "turned_away", "origin", "age", "revision", "received_at"),
)
HISTORY = (
    *("date", "site", "short", "kind", "aspect", "number", "undoes", "status", "women", "men", "other"),
    *("unknown", "total", "applied", "offered", "no_show", "turned_away", "labels", "at", "by", "channel"),
)
UNKNOWN_TO_COUNT: tuple[Value, ...] = (None,) * 5
NO_QUEUE: tuple[Value, ...] = (None,) * 4


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of plain values under the names of its columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def counts(house: House, reports: Sequence[Report], breakdowns: Breakdowns) -> Rows:
    """What holds for each date and site, in house order; a part that was never said is empty (C13)."""
    return Rows(COUNTS, tuple(_count_rows(house, reports, breakdowns)))


def history(house: House, revisions: Sequence[tuple[Revision, str, str]]) -> Rows:
    """Every revision with who made it and over which channel; figures are empty where it took all back."""
    return Rows(HISTORY, tuple(_history_rows(house, revisions)))


def _count_rows(
    house: House, reports: Sequence[Report], breakdowns: Breakdowns
) -> Iterator[tuple[Value, ...]]:
    order = {site.short: place for place, site in enumerate(house.sites)}
    for report in sorted(reports, key=lambda one: (one.date, order[one.site])):
        site = house.site(report.site)
        numbers = [
            breakdowns.get((report.site, report.date, aspect), ()) for aspect in (Aspect.ORIGIN, Aspect.AGE)
        ]
        yield (
            *(report.date, site.name, site.short, site.kind.value),
            "closed" if report.closed else "reported",
            *_count(report.count),
            *_queue(report.queue),
            *(_labels(one) for one in numbers),
            report.revision,
            report.received_at.astimezone(site.zone).isoformat(),
        )


def _count(count: Count | None) -> tuple[Value, ...]:
    if count is None:
        return UNKNOWN_TO_COUNT
    return (count.women, count.men, count.other, count.unknown, count.total)


def _queue(queue: Queue | None) -> tuple[Value, ...]:
    return (queue.applied, queue.offered, queue.no_show, queue.away) if queue else NO_QUEUE


def _labels(numbers: Numbers) -> str | None:
    return "; ".join(f"{label} {number}" for label, number in numbers) or None


def _history_rows(
    house: House, revisions: Sequence[tuple[Revision, str, str]]
) -> Iterator[tuple[Value, ...]]:
    for revision, by, channel in revisions:
        site, figures = house.site(revision.site), revision.figures
        status = {Closed: "closed", type(None): "taken back"}.get(type(figures), "reported")
        yield (
            *(revision.date, site.name, site.short, site.kind.value, revision.aspect.value),
            *(revision.number, revision.undoes, status),
            *_count(figures if isinstance(figures, Count) else None),
            *_queue(figures if isinstance(figures, Queue) else None),
            _labels(figures) if isinstance(figures, tuple) else None,
            *(revision.at.astimezone(UTC).isoformat(), by or None, channel),
        )


def as_csv(table: Rows) -> bytes:
    rows = (["" if cell is None else str(cell) for cell in row] for row in table.rows)
    return csv_file([table.head, *rows])


def as_workbook(table: Rows) -> bytes:
    """Texts as texts and dates as dates, so that no cell is a formula; the same rows give the same bytes."""
    import xlsxwriter

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet("rows")
    sheet.freeze_panes(1, 3)
    bold = book.add_format({"bold": True})
    for column, name in enumerate(table.head):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, max(10, len(name) + 2))
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.head) - 1)
    book.close()
    return written.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Value) -> None:
    match cell:
        case None:
            return
        case str():
            sheet.write_string(row, column, cell)
        case date():
            sheet.write_datetime(row, column, cell)
        case _:
            sheet.write_number(row, column, cell)
