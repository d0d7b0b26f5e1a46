"""Who writes: a sender by channel and address, with sites, language and open question in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from shelter.enclosures import CARRY_FILES
from shelter.people import Person, Role
from shelter.questions import Question
from storage.outbox import withdraw_from_leavers
from storage.panels import OpenEntry
from storage.wishes import Row, Wish, sql


@dataclass(frozen=True, slots=True)
class Sender:
    """The person behind an address, and what was going on with them when the message came."""

    person: Person
    question: Question | None
    house_version: int
    tallying: bool = False
    """Whether a live tally is open anywhere in the house."""
    tallied: bool = False
    """Whether any message still shows a tally, open or done."""
    entry: OpenEntry | None = None
    """The guided entry that their chat is in the middle of."""


def sender(channel: str, address: str, asked_after: datetime) -> Wish[Sender | None]:
    """None for a stranger. A question asked before `asked_after` is no longer open."""
    rows = yield sql(
        """
        SELECT people.id, people.name, people.role, people.language, duties.site,
               (SELECT version FROM house) AS house_version,
               EXISTS (SELECT 1 FROM tallies WHERE done_at IS NULL) AS tallying,
               EXISTS (SELECT 1 FROM tally_panels) AS tallied,
               open_entries.token AS entry, open_entries.touched_at,
               (SELECT body FROM questions
                WHERE questions.person = people.id AND questions.asked_at >= :asked_after
                ORDER BY questions.asked_at DESC LIMIT 1) AS question
        FROM addresses
        JOIN people ON people.id = addresses.person AND people.active = :yes
        LEFT JOIN duties ON duties.person = people.id
        LEFT JOIN sites ON sites.short = duties.site
        LEFT JOIN open_entries
            ON open_entries.channel = addresses.channel AND open_entries.address = addresses.address
        WHERE addresses.channel = :channel AND addresses.address = :address
        ORDER BY sites.position
        """,
        channel=channel,
        address=address,
        asked_after=asked_after,
        yes=True,
    )
    if not rows:
        return None
    body = rows[0]["question"]
    return Sender(
        person=_person(rows),
        question=Question.from_json(body) if body else None,
        house_version=rows[0]["house_version"],
        tallying=bool(rows[0]["tallying"]),
        tallied=bool(rows[0]["tallied"]),
        entry=OpenEntry(rows[0]["entry"], rows[0]["touched_at"]) if rows[0]["entry"] else None,
    )


def _person(rows: Sequence[Row]) -> Person:
    head = rows[0]
    return Person(
        id=head["id"],
        name=head["name"],
        role=Role(head["role"]),
        sites=tuple(row["site"] for row in rows if row["site"]),
        language=head["language"],
    )


@dataclass(frozen=True, slots=True)
class Reached:
    """A person with the address at which a notice reaches them."""

    person: int
    language: str | None
    channel: str
    address: str


def reached(person: int, *, with_files: bool = False) -> Wish[Reached | None]:
    """Where to reach a person: at the address they last wrote from, else at any of theirs.

    One that could not be reached last time comes after all others; `with_files`, one that takes no files
    comes after those that do.
    """
    carriers = ", ".join(f"'{channel}'" for channel in sorted(CARRY_FILES))
    no_files = f"CASE WHEN addresses.channel IN ({carriers}) THEN 0 ELSE 1 END," if with_files else ""
    rows = yield sql(
        f"""
        SELECT people.id, people.language, addresses.channel, addresses.address
        FROM people JOIN addresses ON addresses.person = people.id
        WHERE people.id = :person AND people.active = :yes
        ORDER BY (SELECT COUNT(*) FROM unreachable WHERE unreachable.channel = addresses.channel
                  AND unreachable.address = addresses.address),
                 {no_files}
                 (SELECT COALESCE(MAX(messages.id), 0) FROM messages
                  WHERE messages.channel = addresses.channel AND messages.address = addresses.address) DESC,
                 addresses.channel, addresses.address
        LIMIT 1
        """,
        person=person,
        yes=True,
    )
    if not rows:
        return None
    return Reached(rows[0]["id"], rows[0]["language"], rows[0]["channel"], rows[0]["address"])


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to be told; `language` is None where the house's default holds."""

    person: int
    language: str | None


def coordinators() -> Wish[list[Reader]]:
    rows = yield sql(
        "SELECT id, language FROM people WHERE role = 'coordinator' AND active = :yes ORDER BY id", yes=True
    )
    return [Reader(row["id"], row["language"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who is in the house, as the list of people shows them: by which channels, never at which number."""

    person: Person
    channels: tuple[str, ...]
    from_file: bool


def everybody() -> Wish[list[Listed]]:
    """Who is in the house, in the order they came in."""
    rows = yield sql(
        """
        SELECT people.id, people.name, people.role, people.language, people.from_file, duties.site
        FROM people LEFT JOIN duties ON duties.person = people.id LEFT JOIN sites ON sites.short = duties.site
        WHERE people.active = :yes ORDER BY people.id, sites.position
        """,
        yes=True,
    )
    reached_by = yield sql("SELECT DISTINCT person, channel FROM addresses ORDER BY person, channel")
    channels: dict[int, list[str]] = {}
    for row in reached_by:
        channels.setdefault(row["person"], []).append(row["channel"])
    return [
        Listed(_person(theirs), tuple(channels.get(identity, ())), bool(theirs[0]["from_file"]))
        for identity, theirs in ((key, list(some)) for key, some in groupby(rows, lambda row: row["id"]))
    ]


def leave(name: str) -> Wish[bool | None]:
    """Let somebody out of the house: whatever they send from now on is a stranger's (P9).

    Whether the house file had brought them, which would do so again; None when nobody is called so. What
    they reported stays, under their name; their addresses, what they were asked and what waits for them go.
    """
    rows = yield sql(
        "UPDATE people SET active = :no WHERE name = :name AND active = :yes RETURNING id, from_file",
        name=name,
        yes=True,
        no=False,
    )
    if not rows:
        return None
    for kept in ("addresses", "questions", "duties"):
        yield sql(f"DELETE FROM {kept} WHERE person = :person", person=rows[0]["id"])
    yield from withdraw_from_leavers()
    return bool(rows[0]["from_file"])


def numbers_of(people: Sequence[int]) -> Wish[dict[int, tuple[str, ...]]]:
    """The phone numbers of these people, as +46701234567."""
    found: dict[int, tuple[str, ...]] = {}
    for person in people:
        rows = yield sql(
            "SELECT address FROM addresses WHERE person = :person AND channel = 'sms' ORDER BY address",
            person=person,
        )
        found[person] = tuple(row["address"] for row in rows)
    return found


def speak(person: int, language: str) -> Wish[None]:
    """Answer this person in `language` from now on."""
    yield sql("UPDATE people SET language = :language WHERE id = :person", language=language, person=person)


def ask(person: int, question: Question, now: datetime) -> Wish[None]:
    """Open a question to a person, in the place of an earlier one about the same site."""
    yield sql(
        """
        INSERT INTO questions (person, site, body, asked_at) VALUES (:person, :site, :body, :now)
        ON CONFLICT (person, site) DO UPDATE SET body = excluded.body, asked_at = excluded.asked_at
        """,
        person=person,
        site=question.site or "",
        body=question.to_json(),
        now=now,
    )


def told_stranger(channel: str, address: str, now: datetime, again_after: timedelta) -> Wish[bool]:
    """Note that a stranger is told how to join; False when that was said less than `again_after` ago."""
    rows = yield sql(
        """
        INSERT INTO strangers (channel, address, told_at) VALUES (:channel, :address, :now)
        ON CONFLICT (channel, address) DO UPDATE SET told_at = excluded.told_at
            WHERE strangers.told_at <= :before
        RETURNING channel
        """,
        channel=channel,
        address=address,
        now=now,
        before=now - again_after,
    )
    return bool(rows)


def join(person: Person, channel: str, address: str) -> Wish[int]:
    """Give an address to a person known by name, who is made when new. Returns the person's id.

    Somebody who is in keeps their role; who had left comes back with the one they are invited to.
    """
    rows = yield sql(
        """
        INSERT INTO people (name, role, language, active, from_file) VALUES (:name, :role, :language, :yes, :no)
        ON CONFLICT (name) DO UPDATE SET active = excluded.active,
            role = CASE WHEN people.active THEN people.role ELSE excluded.role END
        RETURNING id
        """,
        name=person.name,
        role=person.role.value,
        language=person.language,
        yes=True,
        no=False,
    )
    identity = int(rows[0]["id"])
    for site in person.sites:
        yield sql(
            "INSERT INTO duties (person, site) VALUES (:person, :site) ON CONFLICT (person, site) DO NOTHING",
            person=identity,
            site=site,
        )
    yield sql(
        """
        INSERT INTO addresses (channel, address, person) VALUES (:channel, :address, :person)
        ON CONFLICT (channel, address) DO UPDATE SET person = excluded.person
        """,
        channel=channel,
        address=address,
        person=identity,
    )
    return identity
