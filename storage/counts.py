"""Counts: what holds now for each site and date, and every revision that led there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from shelter.checks import USUAL_DAYS
from shelter.figures import Count, Queue
from shelter.history import Aspect, Change, Closed, Numbers, Revision, from_json, to_json
from shelter.privacy import unseen_corrections
from shelter.sums import Report
from storage.pages import turn_month
from storage.reports import report_of
from storage.wishes import Later, Row, Wish, sql


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who said a count last; `language` is None where the house's default holds."""

    person: int
    name: str
    language: str | None


def holding(site: str, day: date) -> Wish[Report | None]:
    """What is kept for one site and date; None when nothing is."""
    rows = yield sql("SELECT * FROM counts WHERE site = :site AND date = :date", site=site, date=day)
    return report_of(rows[0]) if rows else None


def reporter_of(site: str, day: date, aspect: Aspect) -> Wish[Reporter | None]:
    """Who changed an aspect of a site and date last; None when nobody of the house did."""
    rows = yield sql(
        """
        SELECT people.id, people.name, people.language FROM people WHERE people.id = (
            SELECT person FROM revisions WHERE site = :site AND date = :date AND aspect = :aspect
            ORDER BY number DESC LIMIT 1)
        """,
        site=site,
        date=day,
        aspect=aspect.value,
    )
    return Reporter(rows[0]["id"], rows[0]["name"], rows[0]["language"]) if rows else None


def reports_between(first: date, last: date, site: str | None = None) -> Wish[list[Report]]:
    """Everything that holds for the dates from `first` to `last`, both included, at all sites or at one."""
    if site is None:
        rows = yield sql(
            "SELECT * FROM counts WHERE date BETWEEN :first AND :last ORDER BY date, site",
            first=first,
            last=last,
        )
    else:
        rows = yield sql(
            "SELECT * FROM counts WHERE site = :site AND date BETWEEN :first AND :last ORDER BY date",
            site=site,
            first=first,
            last=last,
        )
    return [report_of(row) for row in rows]


def changes_between(first: date, last: date) -> Wish[tuple[int, int]]:
    """A mark that is another one whenever a report of these dates has changed: revisions are only ever added."""
    rows = yield sql(
        "SELECT COUNT(*) AS many, COALESCE(MAX(message), 0) AS latest FROM revisions "
        "WHERE date BETWEEN :first AND :last",
        first=first,
        last=last,
    )
    return int(rows[0]["many"]), int(rows[0]["latest"])


def latest_totals(site: str) -> Wish[list[int]]:
    """The totals of the last reported open days of a site, newest first: what its usual number rests on (R13)."""
    rows = yield sql(
        """
        SELECT women + men + other + unknown AS total FROM counts
        WHERE site = :site AND women IS NOT NULL ORDER BY date DESC LIMIT :days
        """,
        site=site,
        days=USUAL_DAYS,
    )
    return [int(row["total"]) for row in rows]


def breakdown(site: str, day: date, aspect: Aspect) -> Wish[Numbers]:
    """The origins or ages that hold for a site and date; () when none were said."""
    rows = yield sql(
        "SELECT label, number FROM breakdowns WHERE site = :site AND date = :date AND aspect = :aspect ORDER BY label",
        site=site,
        date=day,
        aspect=aspect.value,
    )
    return tuple((row["label"], int(row["number"])) for row in rows)


def history(site: str, day: date) -> Wish[list[Revision]]:
    """Every revision of a site and date, each aspect's in the order they were made."""
    rows = yield sql(
        """
        SELECT * FROM revisions WHERE site = :site AND date = :date ORDER BY message, aspect, number
        """,
        site=site,
        date=day,
    )
    return [revision_of(row) for row in rows]


def latest_date_by(person: int, site: str | None) -> Wish[tuple[str, date] | None]:
    """The site and date that a person changed last, at one site or at any (`site` is None)."""
    rows = yield sql(
        """
        SELECT site, date FROM revisions WHERE person = :person AND (:anywhere = 1 OR site = :site)
        ORDER BY at DESC, message DESC LIMIT 1
        """,
        person=person,
        site=site or "",
        anywhere=int(site is None),
    )
    return (rows[0]["site"], rows[0]["date"]) if rows else None


def every_revision() -> Wish[list[tuple[Revision, str, str]]]:
    """The whole history by date, with who said each revision and over which channel it came."""
    rows = yield sql(
        """
        SELECT revisions.*, messages.channel, messages.address, people.name
        FROM revisions JOIN messages ON messages.id = revisions.message
        LEFT JOIN people ON people.id = revisions.person
        ORDER BY revisions.date, revisions.site, revisions.message, revisions.aspect, revisions.number
        """
    )
    # An address is the name of who took a file in, or a number that no export tells.
    return [
        (
            revision_of(row),
            row["name"] or (row["address"] if row["channel"] == "import" else ""),
            row["channel"],
        )
        for row in rows
    ]


def with_unseen(reports: list[Report], first: date, last: date) -> Wish[list[Report]]:
    """The reports with how many of their corrections the public does not see, for the dates from `first` to `last`."""
    rows = yield sql(
        """
        SELECT site, date, figures, undoes FROM revisions
        WHERE aspect = :count AND date BETWEEN :first AND :last AND EXISTS (
            SELECT 1 FROM counts
            WHERE counts.site = revisions.site AND counts.date = revisions.date AND counts.revision > 1)
        ORDER BY site, date, number
        """,
        count=Aspect.COUNT.value,
        first=first,
        last=last,
    )
    unseen = {
        place: unseen_corrections(
            (from_json(Aspect.COUNT, one["figures"]), one["undoes"] is not None) for one in history
        )
        for place, history in groupby(rows, key=lambda row: (row["site"], row["date"]))
    }
    return [
        replace(report, unseen=number) if (number := unseen.get((report.site, report.date), 0)) else report
        for report in reports
    ]


def revision_of(row: Row) -> Revision:
    aspect = Aspect(row["aspect"])
    return Revision(
        site=row["site"],
        date=row["date"],
        aspect=aspect,
        number=row["number"],
        figures=from_json(aspect, row["figures"]),
        undoes=row["undoes"],
        person=row["person"],
        at=row["at"],
    )


def keep(change: Change, person: int | None, message: int, at: datetime) -> Wish[None]:
    """Add the change to the history, let it hold from now on and turn the page that sums it."""
    yield from let_hold(change, person, message, at)
    if change.aspect in (Aspect.COUNT, Aspect.QUEUE):
        yield Later(turn_month, (change.site, change.date.replace(day=1)))


def let_hold(change: Change, person: int | None, message: int, at: datetime) -> Wish[None]:
    """The rows alone. Whoever calls this and not `keep` turns the pages, which are wrong until then."""
    yield sql(
        """
        INSERT INTO revisions (site, date, aspect, number, figures, undoes, person, message, at)
        VALUES (:site, :date, :aspect,
                (SELECT COALESCE(MAX(number), 0) + 1 FROM revisions
                 WHERE site = :site AND date = :date AND aspect = :aspect),
                :figures, :undoes, :person, :message, :at)
        """,
        site=change.site,
        date=change.date,
        aspect=change.aspect.value,
        figures=to_json(change.figures),
        undoes=change.undoes,
        person=person,
        message=message,
        at=at,
    )
    match change.figures:
        case Count() as count:
            yield from _hold_count(change, at, False, (count.women, count.men, count.other, count.unknown))
        case Closed():
            yield from _hold_count(change, at, True, (None, None, None, None))
        case Queue() as queue:
            yield from _hold_queue(change, at, queue)
        case None:
            yield from _hold_nothing(change)
        case numbers:
            yield from _hold_breakdown(change, numbers)


def _hold_count(change: Change, at: datetime, closed: bool, numbers: tuple[int | None, ...]) -> Wish[None]:
    women, men, other, unknown = numbers
    # A row that only held no-shows was no report yet: the count that comes now is the first.
    yield sql(
        """
        INSERT INTO counts (site, date, closed, women, men, other, unknown, revision, received_at)
        VALUES (:site, :date, :closed, :women, :men, :other, :unknown, 1, :at)
        ON CONFLICT (site, date) DO UPDATE SET
            closed = excluded.closed, women = excluded.women, men = excluded.men,
            other = excluded.other, unknown = excluded.unknown, revision = counts.revision + :corrects,
            received_at = CASE WHEN counts.women IS NULL AND NOT counts.closed
                          THEN excluded.received_at ELSE counts.received_at END
        """,
        site=change.site,
        date=change.date,
        closed=closed,
        women=women,
        men=men,
        other=other,
        unknown=unknown,
        corrects=int(change.corrects),
        at=at,
    )


def _hold_queue(change: Change, at: datetime, queue: Queue) -> Wish[None]:
    yield sql(
        """
        INSERT INTO counts (site, date, closed, applied, offered, no_show, away, revision, received_at)
        VALUES (:site, :date, :open, :applied, :offered, :no_show, :away, 1, :at)
        ON CONFLICT (site, date) DO UPDATE SET
            applied = excluded.applied, offered = excluded.offered, no_show = excluded.no_show,
            away = excluded.away, revision = counts.revision + :corrects
        """,
        site=change.site,
        date=change.date,
        open=False,
        applied=queue.applied,
        offered=queue.offered,
        no_show=queue.no_show,
        away=queue.away,
        corrects=int(change.corrects),
        at=at,
    )


def _hold_breakdown(change: Change, numbers: Iterable[tuple[str, int]]) -> Wish[None]:
    key: dict[str, Any] = {"site": change.site, "date": change.date, "aspect": change.aspect.value}
    yield sql("DELETE FROM breakdowns WHERE site = :site AND date = :date AND aspect = :aspect", **key)
    for label, number in numbers:
        yield sql(
            """
            INSERT INTO breakdowns (site, date, aspect, label, number)
            VALUES (:site, :date, :aspect, :label, :number)
            """,
            label=label,
            number=number,
            **key,
        )


def _hold_nothing(change: Change) -> Wish[None]:
    key: dict[str, Any] = {"site": change.site, "date": change.date}
    match change.aspect:
        case Aspect.COUNT:
            yield sql(
                """
                UPDATE counts SET closed = :no, women = NULL, men = NULL, other = NULL, unknown = NULL, revision = 1
                WHERE site = :site AND date = :date
                """,
                no=False,
                **key,
            )
        case Aspect.QUEUE:
            yield sql(
                """
                UPDATE counts SET applied = NULL, offered = NULL, no_show = NULL, away = NULL
                WHERE site = :site AND date = :date
                """,
                **key,
            )
        case Aspect.ORIGIN | Aspect.AGE:
            yield from _hold_breakdown(change, ())
    yield sql(
        """
        DELETE FROM counts WHERE site = :site AND date = :date AND NOT closed AND women IS NULL
            AND applied IS NULL AND offered IS NULL AND no_show IS NULL AND away IS NULL
        """,
        **key,
    )
