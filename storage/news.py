"""What the nightly summary, its corrections and the digest need of the memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from shelter.nudges import Key
from shelter.sums import Report
from storage.counts import reports_between
from storage.wishes import Wish, sql


def reports_on(dates: Iterable[date]) -> Wish[dict[tuple[str, date], Report]]:
    """Everything that holds for these dates, at all sites."""
    found = {}
    for day in dates:
        for report in (yield from reports_between(day, day)):
            found[report.site, report.date] = report
    return found


def channels_on(day: date) -> Wish[dict[str, str]]:
    """The channel by which the figures that hold for this date came, by site."""
    rows = yield sql(
        """
        SELECT revisions.site, revisions.aspect, revisions.undoes, messages.channel
        FROM revisions JOIN messages ON messages.id = revisions.message
        WHERE revisions.date = :date AND revisions.aspect IN ('queue', 'count')
        ORDER BY revisions.aspect DESC, revisions.number
        """,
        date=day,
    )
    standing: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        stack = standing.setdefault((row["site"], row["aspect"]), [])
        if row["undoes"] is None:
            stack.append(row["channel"])
        elif stack:
            stack.pop()
    # Where a site has both, that of the count is told: it comes after the queue's.
    return {site: stack[-1] for (site, _), stack in standing.items() if stack}


def last_summary(person: int) -> Wish[datetime | None]:
    """When this person was last sent a nightly summary."""
    rows = yield sql(
        "SELECT MAX(at) AS at FROM nudges WHERE kind = 'summary' AND person = :person AND skipped IS NULL",
        person=person,
    )
    at = rows[0]["at"]
    # SQLite gives the type of a column, not that of a MAX over it.
    return datetime.fromisoformat(at) if isinstance(at, str) else at


def corrected_since(since: datetime, first: date) -> Wish[list[tuple[str, date]]]:
    """The sites and dates from `first` on whose count was changed after `since`, having been told before."""
    rows = yield sql(
        """
        SELECT DISTINCT date, site FROM revisions
        WHERE date >= :first AND at > :since AND aspect = 'count' AND number > 1 ORDER BY date, site
        """,
        first=first,
        since=since,
    )
    return [(row["site"], row["date"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Changed:
    """A revision that came after the summary of its date was sent to `person`, who has not been told of it."""

    kind: str
    site: str
    date: date
    person: int
    at: datetime

    @property
    def key(self) -> Key:
        return (self.kind, self.site, self.date, self.person)


def changed_since_summary(first: date) -> Wish[list[Changed]]:
    """Late reports and corrections for dates from `first` on, for each coordinator but the one who made them.

    A text that was read late may be older than the summary that could not know of it.
    """
    rows = yield sql(
        """
        SELECT person, site, date, kind, at FROM (
            SELECT nudges.person, revisions.site, revisions.date, revisions.at, revisions.number,
                'changed-' || CASE revisions.aspect WHEN 'queue' THEN 'queue-' ELSE '' END
                    || CAST(revisions.number AS text) AS kind
            FROM nudges JOIN revisions
                ON revisions.date = nudges.date AND revisions.aspect IN ('count', 'queue')
                AND (revisions.at > nudges.at OR revisions.message > nudges.seen)
                AND (revisions.person IS NULL OR revisions.person <> nudges.person)
            WHERE nudges.kind = 'summary' AND nudges.date >= :first AND nudges.skipped IS NULL) AS changed
        WHERE NOT EXISTS (
            SELECT 1 FROM nudges AS told
            WHERE told.kind = changed.kind AND told.site = changed.site AND told.date = changed.date
                AND told.person = changed.person)
        ORDER BY person, date, site, kind, number
        """,
        first=first,
    )
    return [Changed(row["kind"], row["site"], row["date"], row["person"], row["at"]) for row in rows]
