"""What reminding needs of the memory: who is asked, what they wish, and what was said or skipped already."""

from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime, time
from typing import NamedTuple

from shelter.enclosures import Enclosed
from shelter.escalation import Reset, Setting, SiteReset, Snooze, Staff, Wished
from shelter.messages import Button
from shelter.nudges import Key
from shelter.people import Person, Role
from storage.escalation import change_escalation, clock_text, keep_site_settings, time_in
from storage.outbox import enclose, queue
from storage.panels import keep_buttons
from storage.people import Reached
from storage.wishes import Row, Rows, Wish, sql

_OF_NEWS = "WHERE duties.person IN (SELECT person FROM reminder_wishes WHERE free_beds_at IS NOT NULL)"
_TOLD_NEWS = (
    "AND (role = 'coordinator' OR id IN (SELECT person FROM reminder_wishes WHERE free_beds_at IS NOT NULL))"
)


class StaffRows(NamedTuple):
    """The rows behind `Staff`: a large house's are compared with those of the minute before, not built anew."""

    duties: Rows
    people: Rows
    wishes: Rows
    out_of_reach: Rows
    """Those of the people with no address that takes what is sent; not asked for where only news is told."""


def staff() -> Wish[tuple[Staff, ...]]:
    """Everybody active, in the order of the house file, with what they have asked for."""
    rows = yield from staff_rows()
    sites = yield sql("SELECT short FROM sites ORDER BY position")
    return staff_in(rows, [row["short"] for row in sites])


def readers() -> Wish[tuple[Staff, ...]]:
    """Those who may be owed news of the whole house: coordinators, and who has asked for the free beds."""
    rows = yield from staff_rows(news_only=True)
    return staff_in(rows, ())


def staff_rows(*, news_only: bool = False) -> Wish[StaffRows]:
    """In the order of their keys, which costs nothing; nothing is joined that most people do not have."""
    duties = yield sql(
        f"SELECT person, site FROM duties {_OF_NEWS if news_only else ''} ORDER BY person, site"
    )
    people = yield sql(
        f"SELECT id, name, role, language FROM people WHERE active = :yes {_TOLD_NEWS if news_only else ''} "
        "ORDER BY id",
        yes=True,
    )
    wishes = yield sql("SELECT * FROM reminder_wishes ORDER BY person")
    out_of_reach: Rows = [] if news_only else (yield from _out_of_reach())
    return StaffRows(duties, people, wishes, out_of_reach)


def _out_of_reach() -> Wish[Rows]:
    return (
        yield sql(
            """
            SELECT id FROM people WHERE active = :yes AND NOT EXISTS (
                SELECT 1 FROM addresses WHERE addresses.person = people.id
                    AND NOT EXISTS (SELECT 1 FROM unreachable WHERE unreachable.channel = addresses.channel
                                    AND unreachable.address = addresses.address)
                    AND NOT (addresses.channel = 'sms' AND EXISTS (
                        SELECT 1 FROM sms_optouts WHERE sms_optouts.address = addresses.address)))
            ORDER BY id
            """,
            yes=True,
        )
    )


def staff_in(rows: StaffRows, order: Sequence[str]) -> tuple[Staff, ...]:
    """The people of the rows, each one's sites in the order of these shorts."""
    place = {short: number for number, short in enumerate(order)}
    sites: dict[int, list[str]] = {}
    for row in rows.duties:
        sites.setdefault(row["person"], []).append(row["site"])
    wishes = {row["person"]: row for row in rows.wishes}
    out_of_reach = {row["id"] for row in rows.out_of_reach}
    return tuple(
        _staff(
            row,
            sorted(sites.get(row["id"], ()), key=lambda short: place.get(short, 0)),
            wishes.get(row["id"]),
            reachable=row["id"] not in out_of_reach,
        )
        for row in rows.people
    )


def _staff(row: Row, sites: Sequence[str], wish: Row | None, *, reachable: bool) -> Staff:
    person = Person(row["id"], row["name"], Role(row["role"]), tuple(sites), row["language"])
    if wish is None:
        return Staff(person, reachable=reachable)
    snoozed = wish["snoozed_at"] is not None and wish["snoozed_until"] is not None
    return Staff(
        person=person,
        own_time=time_in(wish["own_time"]),
        snooze=Snooze(wish["snoozed_at"], wish["snoozed_until"]) if snoozed else None,
        summary_at=time_in(wish["summary_at"]),
        free_beds_at=time_in(wish["free_beds_at"]),
        reachable=reachable,
    )


def keep_setting(setting: Setting, person: int, at: datetime) -> Wish[None]:
    """Keep what a person set: for themselves, or for the house."""
    match setting:
        case Wished():
            yield from _keep_wish(person, setting)
        case Snooze():
            yield from snooze(person, setting.at, setting.until)
        case Reset():
            yield from change_escalation({setting.name: setting.value}, person, at)
        case SiteReset():
            yield from keep_site_settings(setting, person, at)


def _keep_wish(person: int, wished: Wished) -> Wish[None]:
    column = wished.own.value
    yield sql(
        f"""
        INSERT INTO reminder_wishes (person, {column}) VALUES (:person, :clock)
        ON CONFLICT (person) DO UPDATE SET {column} = excluded.{column}
        """,
        person=person,
        clock=clock_text(wished.clock),
    )


def snooze(person: int, at: datetime, until: datetime) -> Wish[None]:
    yield sql(
        """
        INSERT INTO reminder_wishes (person, snoozed_at, snoozed_until) VALUES (:person, :at, :until)
        ON CONFLICT (person) DO UPDATE SET snoozed_at = excluded.snoozed_at, snoozed_until = excluded.snoozed_until
        """,
        person=person,
        at=at,
        until=until,
    )


def wishes_of(person: int) -> Wish[tuple[time | None, time | None, time | None]]:
    """A person's own times: of the reminder, the summary and the free beds; None where the house's hold."""
    rows = yield sql(
        "SELECT own_time, summary_at, free_beds_at FROM reminder_wishes WHERE person = :person", person=person
    )
    if not rows:
        return None, None, None
    return time_in(rows[0]["own_time"]), time_in(rows[0]["summary_at"]), time_in(rows[0]["free_beds_at"])


def done_since(first: date) -> Wish[set[Key]]:
    """The keys of all that was said or skipped for dates from `first` on."""
    rows = yield sql("SELECT kind, site, date, person FROM nudges WHERE date >= :first", first=first)
    return {(row["kind"], row["site"], row["date"], row["person"]) for row in rows}


def outbox_key(key: Key) -> str:
    """The key under which the outbox has what was said for this one."""
    return "nudge:" + ":".join(str(part) for part in key)


def done_on(day: date) -> Wish[set[Key]]:
    """The keys of all that was said or skipped for one date."""
    rows = yield sql("SELECT kind, site, date, person FROM nudges WHERE date = :day", day=day)
    return {(row["kind"], row["site"], row["date"], row["person"]) for row in rows}


def say(
    keys: Sequence[Key],
    to: Reached,
    text: str,
    now: datetime,
    expires_at: datetime,
    buttons: Sequence[Sequence[Button]] = (),
    enclosed: Enclosed | None = None,
) -> Wish[bool]:
    """Queue one message for all of the keys, which are one person's; False when all were said before."""
    outbox = outbox_key(keys[0])
    new = 0
    for key in keys:
        new += yield from _keep(key, now, outbox, None)
    if not new:
        return False
    yield from queue(
        key=outbox,
        channel=to.channel,
        address=to.address,
        text=text,
        now=now,
        person=to.person,
        message=None,
        expires_at=expires_at,
    )
    if buttons:
        yield from keep_buttons(outbox, buttons)
    if enclosed is not None:
        yield from enclose(outbox, enclosed)
    return True


def reminded_by_hand(day: date, since: datetime) -> Wish[dict[tuple[str, int], datetime]]:
    """Whom a coordinator has had reminded of this date after `since`: by site and person, and when."""
    rows = yield sql(
        """
        SELECT site, person, at FROM nudges
        WHERE date = :date AND kind LIKE :by_hand AND at > :since ORDER BY at
        """,
        date=day,
        since=since,
        by_hand="by-hand-%",
    )
    return {(row["site"], row["person"]): row["at"] for row in rows}


def keep_skipped(keys: Iterable[Key], why: str, now: datetime) -> Wish[int]:
    """Record what came too late to be said; returns how many were new."""
    count = 0
    for key in keys:
        count += yield from _keep(key, now, None, why)
    return count


def _keep(key: Key, now: datetime, outbox: str | None, skipped: str | None) -> Wish[int]:
    kind, site, day, person = key
    rows = yield sql(
        """
        INSERT INTO nudges (kind, site, date, person, at, outbox, skipped, seen)
        VALUES (:kind, :site, :date, :person, :now, :outbox, :skipped, (SELECT COALESCE(MAX(id), 0) FROM messages))
        ON CONFLICT (kind, site, date, person) DO NOTHING RETURNING kind
        """,
        kind=kind,
        site=site,
        date=day,
        person=person,
        now=now,
        outbox=outbox,
        skipped=skipped,
    )
    return len(rows)


def withdraw(has_come: Set[tuple[str, date]], now: datetime, *, look: bool = False) -> Wish[int]:
    """Take back what still waits in the outbox about reports that have come; returns how many messages.

    `look` only counts them.
    """
    rows = yield sql(
        """
        SELECT outbox.id, nudges.site, nudges.date FROM outbox JOIN nudges ON nudges.outbox = outbox.key
        WHERE outbox.state = 'queued' AND nudges.site <> '' AND nudges.kind NOT LIKE :news
            AND outbox.expires_at > :now
        """,
        now=now,
        news="changed-%",  # what is told because a report has come
    )
    about: dict[int, list[bool]] = {}
    for row in rows:
        about.setdefault(row["id"], []).append((row["site"], row["date"]) in has_come)
    over = [identity for identity, reported in about.items() if all(reported)]
    for identity in over if not look else ():
        yield sql(
            "UPDATE outbox SET state = 'expired', fault = 'reported' WHERE id = :id AND state = 'queued'",
            id=identity,
        )
    return len(over)
