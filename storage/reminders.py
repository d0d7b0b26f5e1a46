"""What reminding needs of the memory: who is asked, what they wish, and what was said or skipped already."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from shelter.enclosures import Enclosed
from shelter.escalation import Escalation, Reset, Rule, Setting, Snooze, Staff, When, Wished
from shelter.people import Person, Role
from shelter.reminders import Key
from storage.outbox import enclose, queue
from storage.people import Reached
from storage.wishes import Row, Rows, Wish, sql

_NEWS_ONLY = "AND (people.role = 'coordinator' OR wishes.free_beds_at IS NOT NULL)"
_NEWS_DUTIES = "WHERE duties.person IN (SELECT person FROM reminder_wishes WHERE free_beds_at IS NOT NULL)"


def staff() -> Wish[tuple[Staff, ...]]:
    """Everybody active, in the order of the house file, with what they have asked for."""
    return staff_in((yield from staff_rows()))


def staff_rows(*, news_only: bool = False) -> Wish[tuple[Rows, Rows]]:
    """The rows behind `staff`: a large house's are compared with those of the minute before, not built anew."""
    duties = yield sql(
        "SELECT duties.person, duties.site FROM duties JOIN sites ON sites.short = duties.site "
        f"{_NEWS_DUTIES if news_only else ''} ORDER BY duties.person, sites.position"
    )
    people = yield sql(
        f"""
        SELECT people.id, people.name, people.role, people.language, wishes.own_time, wishes.snoozed_at,
               wishes.snoozed_until, wishes.summary_at, wishes.free_beds_at
        FROM people LEFT JOIN reminder_wishes AS wishes ON wishes.person = people.id
        WHERE people.active = :yes {_NEWS_ONLY if news_only else ""} ORDER BY people.id
        """,
        yes=True,
    )
    return duties, people


def readers() -> Wish[tuple[Staff, ...]]:
    """Those who may be owed news of the whole house: coordinators, and who has asked for the free beds."""
    rows = yield from staff_rows(news_only=True)
    return staff_in(rows)


def staff_in(rows: tuple[Rows, Rows]) -> tuple[Staff, ...]:
    duties, people = rows
    sites: dict[int, list[str]] = {}
    for row in duties:
        sites.setdefault(row["person"], []).append(row["site"])
    return tuple(_staff(row, tuple(sites.get(row["id"], ()))) for row in people)


def _staff(row: Row, sites: tuple[str, ...]) -> Staff:
    snoozed = row["snoozed_at"] is not None and row["snoozed_until"] is not None
    return Staff(
        person=Person(row["id"], row["name"], Role(row["role"]), sites, row["language"]),
        own_time=_time(row["own_time"]),
        snooze=Snooze(row["snoozed_at"], row["snoozed_until"]) if snoozed else None,
        summary_at=_time(row["summary_at"]),
        free_beds_at=_time(row["free_beds_at"]),
    )


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


def _text(clock: time | None) -> str | None:
    return None if clock is None else clock.isoformat("minutes")


def escalation() -> Wish[Escalation]:
    (row,) = yield sql("SELECT * FROM escalation")
    return Escalation(
        colleague=row["colleague"],
        site_lead=row["site_lead"],
        coordinator=row["coordinator"],
        quiet_from=time.fromisoformat(row["quiet_from"]),
        quiet_to=time.fromisoformat(row["quiet_to"]),
        summary_at=time.fromisoformat(row["summary_at"]),
        digest_at=time.fromisoformat(row["digest_at"]),
    )


def reminder_rules() -> Wish[dict[str, tuple[Rule, ...]]]:
    rows = yield sql("SELECT * FROM reminder_rules ORDER BY site, position")
    found: dict[str, tuple[Rule, ...]] = {}
    for row in rows:
        rule = Rule(
            reminders=tuple(_when(part) for part in row["times"].split(",") if part),
            escalate_at=_time(row["escalate_at"]),
            weekdays=frozenset(int(digit) for digit in row["weekdays"]),
            first=row["first"],
            last=row["last"],
        )
        found[row["site"]] = (*found.get(row["site"], ()), rule)
    return found


def _when(text: str) -> When:
    return timedelta(minutes=int(text)) if text.startswith("+") else time.fromisoformat(text)


def save_reminder_rules(site: str, rules: Sequence[Rule]) -> Wish[None]:
    yield sql("DELETE FROM reminder_rules WHERE site = :site", site=site)
    for position, rule in enumerate(rules):
        yield sql(
            """
            INSERT INTO reminder_rules (site, position, times, escalate_at, weekdays, first, last)
            VALUES (:site, :position, :times, :escalate_at, :weekdays, :first, :last)
            """,
            site=site,
            position=position,
            times=",".join(
                f"+{int(when.total_seconds()) // 60}" if isinstance(when, timedelta) else f"{when:%H:%M}"
                for when in rule.reminders
            ),
            escalate_at=_text(rule.escalate_at),
            weekdays="".join(str(day) for day in sorted(rule.weekdays)),
            first=rule.first,
            last=rule.last,
        )


SETTINGS = ("colleague", "site_lead", "coordinator", "quiet_from", "quiet_to", "summary_at", "digest_at")
"""The columns of the house's settings; each is changed by itself and its change is kept."""


def change_escalation(changes: Mapping[str, Any], person: int | None, at: datetime) -> Wish[int]:
    """Change the settings named in `changes`, and keep who did it (None: the house file). Returns how many."""
    (row,) = yield sql("SELECT * FROM escalation")
    changed = 0
    for name in SETTINGS:
        after = _text(changes[name]) if isinstance(changes.get(name), time) else changes.get(name)
        if name not in changes or row[name] == after:
            continue
        yield sql(f"UPDATE escalation SET {name} = :after", after=after)
        yield sql(
            """
            INSERT INTO setting_changes (at, person, setting, before, after)
            VALUES (:at, :person, :setting, :before, :after)
            """,
            at=at,
            person=person,
            setting=f"escalation.{name}",
            before=None if row[name] is None else str(row[name]),
            after=None if after is None else str(after),
        )
        changed += 1
    return changed


def setting_changes() -> Wish[list[tuple[str, str | None, str | None, str | None]]]:
    """The audit trail of the settings, oldest first: setting, before, after, and who (None: the house file)."""
    rows = yield sql(
        """
        SELECT setting, before, after, people.name FROM setting_changes
        LEFT JOIN people ON people.id = setting_changes.person ORDER BY setting_changes.id
        """
    )
    return [(row["setting"], row["before"], row["after"], row["name"]) for row in rows]


def keep_setting(setting: Setting, person: int, at: datetime) -> Wish[None]:
    """Keep what a person set: for themselves, or for the house."""
    match setting:
        case Wished():
            yield from _keep_wish(person, setting)
        case Snooze():
            yield from snooze(person, setting.at, setting.until)
        case Reset():
            yield from change_escalation({setting.name: setting.value}, person, at)


def _keep_wish(person: int, wished: Wished) -> Wish[None]:
    column = wished.own.value
    yield sql(
        f"""
        INSERT INTO reminder_wishes (person, {column}) VALUES (:person, :clock)
        ON CONFLICT (person) DO UPDATE SET {column} = excluded.{column}
        """,
        person=person,
        clock=_text(wished.clock),
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
    return _time(rows[0]["own_time"]), _time(rows[0]["summary_at"]), _time(rows[0]["free_beds_at"])


def done_since(first: date) -> Wish[set[Key]]:
    """The keys of all that was said or skipped for dates from `first` on."""
    rows = yield sql("SELECT kind, site, date, person FROM nudges WHERE date >= :first", first=first)
    return {(row["kind"], row["site"], row["date"], row["person"]) for row in rows}


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
    enclosed: Enclosed | None = None,
) -> Wish[bool]:
    """Queue one message for all of the keys, which are one person's; False when all were said before."""
    outbox = "nudge:" + ":".join(str(part) for part in keys[0])
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
    if enclosed is not None:
        yield from enclose(outbox, enclosed)
    return True


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
        INSERT INTO nudges (kind, site, date, person, at, outbox, skipped)
        VALUES (:kind, :site, :date, :person, :now, :outbox, :skipped)
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


@dataclass(frozen=True, slots=True)
class Reminding:
    """What a house file says of reminding: the settings it names, and the rules of sites that have their own."""

    changes: Mapping[str, Any]
    rules: Mapping[str, Sequence[Rule]]
    at: datetime


def save_reminding(reminding: Reminding, sites: Iterable[str]) -> Wish[None]:
    """Settings that the file does not name stay as they are; a site's rules are those of the file."""
    yield from change_escalation(reminding.changes, None, reminding.at)
    for site in sites:
        yield from save_reminder_rules(site, reminding.rules.get(site, ()))


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
