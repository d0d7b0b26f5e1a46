"""Invitations: a token that lets one address join, once. Only its hash is kept."""

import hashlib
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from shelter.people import Person, Role
from storage.people import join, sender
from storage.wishes import Row, Wish, sql


class Refusal(StrEnum):
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def known_name(name: str) -> Wish[str | None]:
    """The name as it is kept, if somebody has it however it is capitalised, whether they are in or have left."""
    rows = yield sql("SELECT name FROM people")  # SQLite knows no small letter of Å
    return next((row["name"] for row in rows if row["name"].casefold() == name.casefold()), None)


def invite(token: str, person: Person, now: datetime, expires_at: datetime, *, for_known: bool) -> Wish[None]:
    """Keep an invitation for `person`, who joins when `token` comes back before `expires_at`."""
    yield from keep_invitation(hash_of(token), person, now, expires_at, for_known=for_known)


def keep_invitation(
    key: str, person: Person, now: datetime, expires_at: datetime, *, for_known: bool
) -> Wish[None]:
    """Keep an invitation under the hash of its token, or another key that tells nobody how to use it."""
    yield sql(
        """
        INSERT INTO invitations (token_hash, name, role, language, for_known, made_at, expires_at)
        VALUES (:hash, :name, :role, :language, :for_known, :now, :expires_at)
        """,
        hash=key,
        name=person.name,
        role=person.role.value,
        language=person.language,
        for_known=for_known,
        now=now,
        expires_at=expires_at,
    )
    for site in person.sites:
        yield sql(
            "INSERT INTO invitation_sites (token_hash, site) VALUES (:hash, :site)",
            hash=key,
            site=site,
        )


def redeem(
    token: str, channel: str, address: str, language: str | None, now: datetime
) -> Wish[Person | Refusal]:
    """Let the address join as the person who was invited, or say why not. Two at once: one of them joins."""
    return (yield from redeem_kept(hash_of(token), channel, address, language, now))


def redeem_kept(
    key: str, channel: str, address: str, language: str | None, now: datetime
) -> Wish[Person | Refusal]:
    """`redeem` for an invitation by what it is kept under."""
    rows = yield sql(
        """
        UPDATE invitations SET used_at = :now
        WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now
            AND (for_known OR NOT EXISTS (SELECT 1 FROM people WHERE people.name = invitations.name))
        RETURNING name, role, language
        """,
        hash=key,
        now=now,
    )
    if not rows:
        return (yield from _why_not(key))
    sites = yield sql(
        """
        SELECT invitation_sites.site FROM invitation_sites JOIN sites ON sites.short = invitation_sites.site
        WHERE token_hash = :hash ORDER BY sites.position
        """,
        hash=key,
    )
    return (yield from _join(rows[0], [row["site"] for row in sites], channel, address, language, now))


def _why_not(key: str) -> Wish[Refusal]:
    rows = yield sql("SELECT used_at FROM invitations WHERE token_hash = :hash", hash=key)
    if not rows:
        return Refusal.UNKNOWN
    return Refusal.USED if rows[0]["used_at"] is not None else Refusal.EXPIRED


def _join(
    invited: Row, sites: list[str], channel: str, address: str, language: str | None, now: datetime
) -> Wish[Person]:
    person = Person(0, invited["name"], Role(invited["role"]), tuple(sites), invited["language"] or language)
    identity = yield from join(person, channel, address)
    yield from _keep_address(channel, address)
    who = yield from sender(channel, address, now)  # somebody who was in keeps their role and language
    return who.person if who else replace(person, id=identity)


def _keep_address(channel: str, address: str) -> Wish[None]:
    yield sql(
        "UPDATE addresses SET joined = :yes WHERE channel = :channel AND address = :address",
        yes=True,
        channel=channel,
        address=address,
    )


def add_address(person: int, channel: str, address: str) -> Wish[bool]:
    """Give a person another address; False when it belongs to somebody else."""
    rows = yield sql(
        """
        INSERT INTO addresses (channel, address, person, joined) VALUES (:channel, :address, :person, :yes)
        ON CONFLICT (channel, address) DO UPDATE SET joined = excluded.joined
            WHERE addresses.person = excluded.person
        RETURNING person
        """,
        channel=channel,
        address=address,
        person=person,
        yes=True,
    )
    return bool(rows)


def owner_of(channel: str, address: str) -> Wish[Person | None]:
    """The person in the house, by id and name, whose address this is."""
    rows = yield sql(
        """
        SELECT people.id, people.name, people.role, people.language
        FROM addresses JOIN people ON people.id = addresses.person
        WHERE addresses.channel = :channel AND addresses.address = :address AND people.active = :yes
        """,
        channel=channel,
        address=address,
        yes=True,
    )
    if not rows:
        return None
    return Person(rows[0]["id"], rows[0]["name"], Role(rows[0]["role"]), (), rows[0]["language"])
