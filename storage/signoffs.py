"""Signed-off periods, version by version, and the texts that people write into the report."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from shelter.activity import Aspect, Said
from shelter.figures import Count, Queue
from shelter.period import Period
from shelter.sites import Kind, Site
from shelter.standing import Estimate, Written
from shelter.sums import Report
from storage.activity import Extract
from storage.estimates import estimates_now
from storage.wishes import Row, Wish, sql

SITES = TypeAdapter(tuple[Site, ...])


@dataclass(frozen=True, slots=True)
class Signed:
    """One version: the extract it rests on, what was accepted (check and reason), what was written by then.

    `sites` are those of the house on the day it was signed; None for a version older than their keeping.
    """

    version: int
    by: str
    at: datetime
    held: Extract
    accepted: tuple[tuple[str, str], ...]
    texts: Mapping[Written, str]
    estimates: tuple[Estimate, ...]
    sites: tuple[Site, ...] | None


def signed_versions(period: Period) -> Wish[list[Signed]]:
    """Every version of exactly this period, the first one first."""
    rows = yield sql(
        "SELECT * FROM signoffs WHERE first = :first AND last = :last ORDER BY version",
        first=period.first,
        last=period.last,
    )
    return [_signed(row) for row in rows]


def signed_periods() -> Wish[list[Period]]:
    """Every period that has been signed off, the earliest first."""
    rows = yield sql("SELECT DISTINCT first, last FROM signoffs ORDER BY first, last")
    return [Period(row["first"], row["last"]) for row in rows]


def signed_period(day: date) -> Wish[tuple[Period, int] | None]:
    """The period signed off last that `day` is in, with its latest version; None when it is in none."""
    rows = yield sql(
        """
        SELECT first, last, version FROM signoffs WHERE first <= :day AND last >= :day
        ORDER BY signed_at DESC, version DESC LIMIT 1
        """,
        day=day,
    )
    return (Period(rows[0]["first"], rows[0]["last"]), int(rows[0]["version"])) if rows else None


def is_signed(period: Period) -> Wish[bool]:
    """Whether exactly this period has been signed off."""
    rows = yield sql(
        "SELECT version FROM signoffs WHERE first = :first AND last = :last LIMIT 1",
        first=period.first,
        last=period.last,
    )
    return bool(rows)


def sign_off(
    period: Period,
    sites: tuple[Site, ...],
    held: Extract,
    accepted: Sequence[tuple[str, str]],
    by: str,
    at: datetime,
) -> Wish[int]:
    """Keep the next version of the period and return its number."""
    texts = yield from texts_now()
    estimates = yield from estimates_now()
    rows = yield sql(
        """
        INSERT INTO signoffs (first, last, version, signed_by, signed_at, extracted, accepted, reports, said, texts,
                              estimates, sites)
        VALUES (:first, :last,
                (SELECT COALESCE(MAX(version), 0) + 1 FROM signoffs WHERE first = :first AND last = :last),
                :by, :at, :extracted, :accepted, :reports, :said, :texts, :estimates, :sites)
        RETURNING version
        """,
        first=period.first,
        last=period.last,
        by=by,
        at=at,
        extracted=held.extracted,
        accepted=_json([list(pair) for pair in accepted]),
        reports=_json([_plain(report) for report in held.reports]),
        said=_json([[aspect, kind, dict(numbers)] for (aspect, kind), numbers in held.said.items()]),
        texts=_json({part.value: text for part, text in texts.items()}),
        estimates=_json([[one.what, one.figure, one.source, one.dated] for one in estimates]),
        sites=SITES.dump_json(sites).decode(),
    )
    return int(rows[0]["version"])


def texts_now() -> Wish[dict[Written, str]]:
    """What people last wrote in each part; a part taken back is empty and left out."""
    rows = yield sql(
        """
        SELECT part, text FROM report_texts AS held
        WHERE number = (SELECT MAX(number) FROM report_texts WHERE part = held.part)
        """
    )
    return {Written(row["part"]): row["text"] for row in rows if row["text"].strip()}


def write_text(part: Written, text: str, at: datetime) -> Wish[None]:
    yield sql(
        """
        INSERT INTO report_texts (part, number, text, written_at)
        VALUES (:part, (SELECT COALESCE(MAX(number), 0) + 1 FROM report_texts WHERE part = :part), :text, :at)
        """,
        part=part.value,
        text=text,
        at=at,
    )


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _plain(report: Report) -> list[Any]:
    count, queue = report.count, report.queue
    return [
        report.site,
        report.date.isoformat(),
        report.closed,
        [count.women, count.men, count.other, count.unknown] if count else None,
        [queue.applied, queue.offered, queue.no_show, queue.away] if queue else None,
        report.received_at.isoformat(),
        report.revision,
        report.unseen,
    ]


def _report(data: Sequence[Any]) -> Report:
    site, day, closed, count, queue, received_at, revision, *unseen = data
    return Report(
        site=site,
        date=date.fromisoformat(day),
        closed=closed,
        count=Count(*count) if count else None,
        queue=Queue(*queue) if queue else None,
        received_at=datetime.fromisoformat(received_at),
        revision=revision,
        unseen=unseen[0] if unseen else 0,
    )


def _signed(row: Row) -> Signed:
    said: Said = {(Aspect(aspect), Kind(kind)): numbers for aspect, kind, numbers in json.loads(row["said"])}
    return Signed(
        version=row["version"],
        by=row["signed_by"],
        at=row["signed_at"],
        held=Extract([_report(data) for data in json.loads(row["reports"])], said, row["extracted"]),
        accepted=tuple((check, reason) for check, reason in json.loads(row["accepted"])),
        texts={Written(part): text for part, text in json.loads(row["texts"]).items()},
        estimates=tuple(Estimate(*parts) for parts in json.loads(row["estimates"])),
        sites=None if row["sites"] is None else SITES.validate_json(row["sites"]),
    )
