"""What the half-year report is made from, read on one snapshot."""

from dataclasses import dataclass
from datetime import datetime

from shelter.activity import Aspect, Said
from shelter.period import Period, period_before, same_period_last_year
from shelter.sites import Kind
from shelter.standing import NEVER
from shelter.sums import Report
from storage.counts import reports_between, with_unseen
from storage.wishes import Wish, sql


@dataclass(frozen=True, slots=True)
class Extract:
    """The reports of a period and of the two it is compared with; `extracted` as in docs/report.md."""

    reports: list[Report]
    said: Said
    extracted: datetime


def extract(period: Period, programme: str = "regular") -> Wish[Extract]:
    reports: dict[tuple[str, object], Report] = {}
    for one in (period, same_period_last_year(period), period_before(period)):
        found = yield from reports_between(one.first, one.last)
        reports.update(((report.site, report.date), report) for report in found)
    held = yield from with_unseen(list(reports.values()), period.first, period.last)
    said = yield from breakdowns_in(period, programme)
    moment = yield from last_revision_in(period)
    return Extract(held, said, moment)


def breakdowns_in(period: Period, programme: str = "regular") -> Wish[Said]:
    """Origin and age summed over the sites of each kind; practice sites are never in them."""
    rows = yield sql(
        """
        SELECT breakdowns.aspect, sites.kind, breakdowns.label, SUM(breakdowns.number) AS number
        FROM breakdowns JOIN sites ON sites.short = breakdowns.site
        WHERE breakdowns.date BETWEEN :first AND :last AND sites.programme = :programme
            AND NOT sites.practice AND sites.kind IN ('night', 'day')
        GROUP BY breakdowns.aspect, sites.kind, breakdowns.label
        """,
        first=period.first,
        last=period.last,
        programme=programme,
    )
    said: dict[tuple[Aspect, Kind], dict[str, int]] = {}
    for row in rows:
        key = (Aspect(row["aspect"]), Kind(row["kind"]))
        said.setdefault(key, {})[row["label"]] = int(row["number"])
    return said


def last_revision_in(period: Period) -> Wish[datetime]:
    """When a date of the period was last reported or corrected: it stands for the moment of the extract."""
    rows = yield sql(
        "SELECT at FROM revisions WHERE date BETWEEN :first AND :last ORDER BY at DESC LIMIT 1",
        first=period.first,
        last=period.last,
    )
    return rows[0]["at"] if rows else NEVER
