"""The pages of the year (shelter.pages): every change of a count turns its month in the same transaction."""

from collections.abc import Sequence
from datetime import date, time
from itertools import groupby
from zoneinfo import ZoneInfo

from shelter.marking import Terms
from shelter.pages import page_of, with_month
from shelter.period import month_end
from shelter.sites import Capacity, Deadline, Kind
from storage.reports import report_of
from storage.wishes import Due, Rows, Wish, sql


def turn_month(site: str, month: date) -> Wish[None]:
    """Write a month, named by its first date, anew on the site's page: what is summed stays what the rows add up to."""
    rows = yield sql(
        "SELECT * FROM counts WHERE site = :site AND date BETWEEN :first AND :last",
        site=site,
        first=month,
        last=month_end(month),
    )
    held = yield sql(
        f"""
        SELECT {TERMS}, year_pages.page FROM sites CROSS JOIN house
        LEFT JOIN capacities ON capacities.site = sites.short
        LEFT JOIN year_pages ON year_pages.site = sites.short AND year_pages.year = :year
        WHERE sites.short = :site
        """,
        site=site,
        year=month.year,
    )
    page = with_month(held[0]["page"] or b"", _terms(held), month, [report_of(row) for row in rows])
    yield from _keep(site, month.year, page)


def make_pages(site: str) -> Wish[None]:
    """Write all pages of a site anew from its rows: its terms have changed, or it has none yet."""
    held = yield sql(
        f"""
        SELECT {TERMS} FROM sites CROSS JOIN house LEFT JOIN capacities ON capacities.site = sites.short
        WHERE sites.short = :site
        """,
        site=site,
    )
    yield sql("DELETE FROM year_pages WHERE site = :site", site=site)
    rows = yield sql("SELECT * FROM counts WHERE site = :site ORDER BY date", site=site)
    for year, told in groupby(map(report_of, rows), key=lambda report: report.date.year):
        yield from _keep(site, year, page_of(_terms(held), year, list(told)))


def make_all_pages() -> Wish[None]:
    """Write the pages of the whole house anew, for rows that were not kept one by one."""
    for row in (yield sql("SELECT short FROM sites ORDER BY position")):
        yield from make_pages(row["short"])


TERMS = """
    sites.kind, house.zone, sites.first, sites.last, sites.deadline_days, sites.deadline_at,
    capacities.first AS beds_first, capacities.beds, capacities.women_only_beds
"""


def terms_of_sites() -> Wish[dict[str, Terms]]:
    """What the pages of each site were made by, by its short."""
    rows = yield sql(
        f"""
        SELECT sites.short, {TERMS} FROM sites CROSS JOIN house
        LEFT JOIN capacities ON capacities.site = sites.short ORDER BY sites.short
        """
    )
    return {short: _terms(list(held)) for short, held in groupby(rows, key=lambda row: row["short"])}


def _terms(rows: Rows) -> Terms:
    """A site's terms from its rows, one for each of its capacities."""
    site = rows[0]
    return Terms(
        kind=Kind(site["kind"]),
        zone=ZoneInfo(site["zone"]),
        deadline=Deadline(site["deadline_days"], time.fromisoformat(site["deadline_at"])),
        first=site["first"],
        last=site["last"],
        capacities=tuple(
            sorted(
                (
                    Capacity(row["beds_first"], row["beds"], row["women_only_beds"])
                    for row in rows
                    if row["beds_first"] is not None
                ),
                key=lambda capacity: capacity.first,
            )
        ),
    )


def _keep(site: str, year: int, page: bytes) -> Wish[None]:
    yield sql(
        """
        INSERT INTO year_pages (site, year, page) VALUES (:site, :year, :page)
        ON CONFLICT (year, site) DO UPDATE SET page = excluded.page
        """,
        site=site,
        year=year,
        page=page,
    )


def pages_of(sites: Sequence[str], first_year: int, last_year: int) -> Wish[dict[str, list[bytes]]]:
    """The pages of these sites for the years from `first_year` to `last_year`; a year nothing was told of is b""."""
    yield Due.NOW
    years = last_year - first_year + 1
    found = {site: [b""] * years for site in sites}
    if len(sites) == 1:
        rows = yield sql(
            "SELECT site, year, page FROM year_pages WHERE year BETWEEN :first AND :last AND site = :site",
            first=first_year,
            last=last_year,
            site=sites[0],
        )
    else:
        rows = yield sql(
            "SELECT site, year, page FROM year_pages WHERE year BETWEEN :first AND :last",
            first=first_year,
            last=last_year,
        )
    for row in rows:
        pages = found.get(row["site"])
        if pages is not None:
            pages[row["year"] - first_year] = row["page"]
    return found
