"""The house as it is kept: sites with their capacities, hours and closed spans, and who reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from shelter.house import House
from shelter.people import Person
from shelter.sites import Capacity, Deadline, Hours, Kind, Site, Span
from storage.escalation import Reminding, save_reminding
from storage.outbox import withdraw_from_leavers
from storage.pages import make_pages, terms_of_sites
from storage.wishes import Row, Wish, sql


class SiteInUse(Exception):
    """A site with reports cannot be taken out of the house file. `site` is its name."""

    def __init__(self, site: str) -> None:
        super().__init__(site)
        self.site = site


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the house file names them, with their addresses as (channel, address)."""

    person: Person
    addresses: tuple[tuple[str, str], ...] = ()


def house_version() -> Wish[int]:
    rows = yield sql("SELECT version FROM house")
    return int(rows[0]["version"])


def load_house() -> Wish[House]:
    """The whole house. An empty one has no sites and version 0."""
    (head,) = yield sql("SELECT version, zone FROM house")
    capacities = yield sql("SELECT site, first, beds, women_only_beds FROM capacities ORDER BY site, first")
    hours = yield sql("SELECT site, opens, closes, weekdays, first, last FROM hours ORDER BY site, position")
    spans = yield sql("SELECT site, first, last, reason FROM closed_spans ORDER BY site, first")
    sites = yield sql("SELECT * FROM sites ORDER BY position")
    zone = ZoneInfo(head["zone"])
    return House(
        version=head["version"],
        zone=zone,
        sites=tuple(
            Site(
                name=row["name"],
                short=row["short"],
                kind=Kind(row["kind"]),
                organisation=row["organisation"],
                zone=zone,
                first=row["first"],
                last=row["last"],
                hours=tuple(_hours(other) for other in hours if other["site"] == row["short"]),
                capacities=tuple(
                    Capacity(other["first"], other["beds"], other["women_only_beds"])
                    for other in capacities
                    if other["site"] == row["short"]
                ),
                closed=tuple(
                    Span(other["first"], other["last"], other["reason"])
                    for other in spans
                    if other["site"] == row["short"]
                ),
                programme=row["programme"],
                usual=row["usual"],
                practice=row["practice"],
                cut_off=time.fromisoformat(row["cut_off"]),
                deadline=Deadline(row["deadline_days"], time.fromisoformat(row["deadline_at"])),
            )
            for row in sites
        ),
    )


def _hours(row: Row) -> Hours:
    return Hours(
        opens=time.fromisoformat(row["opens"]),
        closes=time.fromisoformat(row["closes"]),
        weekdays=frozenset(int(digit) for digit in row["weekdays"]),
        first=row["first"],
        last=row["last"],
    )


def save_house(
    zone: str, sites: Sequence[Site], members: Sequence[Member], reminding: Reminding | None = None
) -> Wish[int]:
    """Put this house in the place of the one that is kept; all counts stay. Returns the new version.

    A site is known by its short, or by its name when its short is new. Raises SiteInUse when a site with
    reports is no longer there: it needs an end date instead. People the file no longer names are out.
    """
    yield from _forget_and_rename(sites)
    before = yield from terms_of_sites()
    for position, site in enumerate(sites):
        yield from _save_site(position, site)
    yield from _save_members(members)
    if reminding is not None:
        yield from save_reminding(reminding, [site.short for site in sites])
    rows = yield sql("UPDATE house SET version = version + 1, zone = :zone RETURNING version", zone=zone)
    for short, terms in (yield from terms_of_sites()).items():
        if before.get(short, terms) != terms:
            yield from make_pages(short)
    return int(rows[0]["version"])


def _forget_and_rename(sites: Sequence[Site]) -> Wish[None]:
    shorts = {site.short for site in sites}
    new_short = {site.name: site.short for site in sites}
    kept = yield sql("SELECT short, name FROM sites")
    for row in kept:
        if row["short"] in shorts:
            # Names may change places between sites; until the new ones are written they must not clash.
            yield sql(
                "UPDATE sites SET name = :name WHERE short = :short",
                name=f"renamed {row['short']}",
                short=row["short"],
            )
            continue
        if row["name"] in new_short and new_short[row["name"]] not in {other["short"] for other in kept}:
            yield sql(
                "UPDATE sites SET short = :new WHERE short = :old",
                new=new_short[row["name"]],
                old=row["short"],
            )
            continue
        used = yield sql("SELECT 1 AS used FROM revisions WHERE site = :site LIMIT 1", site=row["short"])
        if used:
            raise SiteInUse(row["name"])
        yield sql("DELETE FROM sites WHERE short = :site", site=row["short"])


def _save_site(position: int, site: Site) -> Wish[None]:
    yield sql(
        """
        INSERT INTO sites (short, name, position, kind, organisation, programme, practice, first, last, usual,
                           cut_off, deadline_days, deadline_at)
        VALUES (:short, :name, :position, :kind, :organisation, :programme, :practice, :first, :last, :usual,
                :cut_off, :deadline_days, :deadline_at)
        ON CONFLICT (short) DO UPDATE SET
            name = excluded.name, position = excluded.position, kind = excluded.kind,
            organisation = excluded.organisation, programme = excluded.programme, practice = excluded.practice,
            first = excluded.first, last = excluded.last, usual = excluded.usual, cut_off = excluded.cut_off,
            deadline_days = excluded.deadline_days, deadline_at = excluded.deadline_at
        """,
        short=site.short,
        name=site.name,
        position=position,
        kind=site.kind.value,
        organisation=site.organisation,
        programme=site.programme,
        practice=site.practice,
        first=site.first,
        last=site.last,
        usual=site.usual,
        cut_off=site.cut_off.isoformat("minutes"),
        deadline_days=site.deadline.days,
        deadline_at=site.deadline.at.isoformat("minutes"),
    )
    yield from _save_times(site)


def _save_times(site: Site) -> Wish[None]:
    """What holds of a site for a time: its beds, its hours, and when it is closed."""
    yield sql("DELETE FROM capacities WHERE site = :site", site=site.short)
    for capacity in site.capacities:
        yield sql(
            "INSERT INTO capacities (site, first, beds, women_only_beds) VALUES (:site, :first, :beds, :women_only)",
            site=site.short,
            first=capacity.first,
            beds=capacity.beds,
            women_only=capacity.women_only_beds,
        )
    yield sql("DELETE FROM hours WHERE site = :site", site=site.short)
    for place, hours in enumerate(site.hours):
        yield sql(
            """
            INSERT INTO hours (site, position, opens, closes, weekdays, first, last)
            VALUES (:site, :position, :opens, :closes, :weekdays, :first, :last)
            """,
            site=site.short,
            position=place,
            opens=hours.opens.isoformat("minutes"),
            closes=hours.closes.isoformat("minutes"),
            weekdays="".join(str(day) for day in sorted(hours.weekdays)),
            first=hours.first,
            last=hours.last,
        )
    yield sql("DELETE FROM closed_spans WHERE site = :site", site=site.short)
    for span in site.closed:
        yield sql(
            "INSERT INTO closed_spans (site, first, last, reason) VALUES (:site, :first, :last, :reason)",
            site=site.short,
            first=span.first,
            last=span.last,
            reason=span.reason,
        )


def _save_members(members: Sequence[Member]) -> Wish[None]:
    yield sql("UPDATE people SET active = :no WHERE from_file = :yes", no=False, yes=True)
    yield sql(
        "DELETE FROM addresses WHERE NOT joined AND person IN (SELECT id FROM people WHERE from_file = :yes)",
        yes=True,
    )
    for member in members:
        rows = yield sql(
            """
            INSERT INTO people (name, role, language, active, from_file)
            VALUES (:name, :role, :language, :yes, :yes)
            ON CONFLICT (name) DO UPDATE SET role = excluded.role, active = excluded.active,
                from_file = excluded.from_file, language = COALESCE(people.language, excluded.language)
            RETURNING id
            """,
            name=member.person.name,
            role=member.person.role.value,
            language=member.person.language,
            yes=True,
        )
        person = rows[0]["id"]
        yield sql("DELETE FROM duties WHERE person = :person", person=person)
        for site in member.person.sites:
            yield sql("INSERT INTO duties (person, site) VALUES (:person, :site)", person=person, site=site)
        for channel, address in member.addresses:
            yield sql(
                """
                INSERT INTO addresses (channel, address, person) VALUES (:channel, :address, :person)
                ON CONFLICT (channel, address) DO UPDATE SET person = excluded.person
                """,
                channel=channel,
                address=address,
                person=person,
            )
    yield from withdraw_from_leavers()
