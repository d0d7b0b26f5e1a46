"""Invitations by SMS: bound to a number, answered with a code of which only a salt is kept."""

from dataclasses import dataclass
from datetime import datetime

from shelter.people import Person
from storage.invitations import Refusal, keep_invitation, redeem_kept
from storage.outbox import queue
from storage.sms import CHANNEL
from storage.wishes import Wish, sql

TEXT_KEY = "sms-invitation:"
"""What the key of the text that brings the code begins with; the salt follows."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """The last invitation of a number, whether it still holds or not."""

    salt: str
    name: str
    language: str | None
    expires_at: datetime
    tries: int
    """Wrong codes so far."""


def invite_number(
    address: str, salt: str, person: Person, now: datetime, expires_at: datetime, *, for_known: bool
) -> Wish[None]:
    """Keep an invitation for `person` at this number; an earlier one of the number ends."""
    earlier = yield sql(
        "SELECT invitation, salt FROM sms_invitations WHERE address = :address", address=address
    )
    for row in earlier:
        yield sql("DELETE FROM invitations WHERE token_hash = :key", key=row["invitation"])
        yield sql(
            "UPDATE outbox SET state = 'expired' WHERE key = :key AND state = 'queued'",
            key=TEXT_KEY + row["salt"],
        )
    key = f"{CHANNEL}:{salt}"  # no hash of any token, so no link opens it
    yield from keep_invitation(key, person, now, expires_at, for_known=for_known)
    yield sql(
        "INSERT INTO sms_invitations (address, invitation, salt, tries) VALUES (:address, :key, :salt, 0)",
        address=address,
        key=key,
        salt=salt,
    )


def send_code(address: str, salt: str, text: str, now: datetime, expires_at: datetime) -> Wish[None]:
    """Queue the text that brings the code; the channel puts the code into it as it goes out."""
    yield from queue(
        key=TEXT_KEY + salt,
        channel=CHANNEL,
        address=address,
        text=text,
        now=now,
        person=None,
        message=None,
        expires_at=expires_at,
    )


def invitation_to(address: str) -> Wish[Invitation | None]:
    rows = yield sql(
        """
        SELECT sms_invitations.salt, sms_invitations.tries, invitations.name, invitations.language,
               invitations.expires_at
        FROM sms_invitations JOIN invitations ON invitations.token_hash = sms_invitations.invitation
        WHERE sms_invitations.address = :address
        """,
        address=address,
    )
    if not rows:
        return None
    row = rows[0]
    return Invitation(row["salt"], row["name"], row["language"], row["expires_at"], row["tries"])


def wrong_code(address: str) -> Wish[int]:
    """Count a wrong code; returns how many that makes."""
    rows = yield sql(
        "UPDATE sms_invitations SET tries = tries + 1 WHERE address = :address RETURNING tries",
        address=address,
    )
    return int(rows[0]["tries"])


def join_by_number(address: str, now: datetime) -> Wish[Person | Refusal]:
    """Let the number join as the person who was invited at it; its invitation is then gone."""
    rows = yield sql("SELECT invitation FROM sms_invitations WHERE address = :address", address=address)
    found = yield from redeem_kept(rows[0]["invitation"], CHANNEL, address, None, now)
    if isinstance(found, Person):
        yield sql("DELETE FROM sms_invitations WHERE address = :address", address=address)
    return found


def wants_no_texts(address: str) -> Wish[bool]:
    rows = yield sql("SELECT at FROM sms_optouts WHERE address = :address", address=address)
    return bool(rows)
