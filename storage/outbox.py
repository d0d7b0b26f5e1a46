"""The outbox: everything that is to be sent, queued in the transaction that made it necessary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shelter.enclosures import Enclosed, Enclosure
from shelter.messages import Outgoing
from storage.wishes import CLAIMED, Row, Wish, sql

REPAINT = "repaint:"
"""Begins the key of an edit that shows somebody what others have changed: of no use anywhere else."""

AGAIN = "again:"
"""Begins the key of what a message of its own says, where an earlier one is to show it too."""


def queue(
    *,
    key: str,
    channel: str,
    address: str,
    text: str,
    now: datetime,
    person: int | None,
    message: int | None,
    expires_at: datetime | None = None,
) -> Wish[None]:
    """Queue a text once: the same `key` again changes nothing."""
    yield sql(
        """
        INSERT INTO outbox (key, channel, address, person, message, text, queued_at, expires_at, state, attempts)
        VALUES (:key, :channel, :address, :person, :message, :text, :now, :expires_at, 'queued', 0)
        ON CONFLICT (key) DO NOTHING
        """,
        key=key,
        channel=channel,
        address=address,
        person=person,
        message=message,
        text=text,
        now=now,
        expires_at=expires_at,
    )


def enclose(key: str, enclosed: Enclosed) -> Wish[None]:
    """Let the message with this key stand below a file."""
    yield sql(
        "UPDATE outbox SET enclosure = :enclosure, instead = :instead WHERE key = :key AND enclosure IS NULL",
        key=key,
        enclosure=enclosed.enclosure.to_json(),
        instead=enclosed.instead,
    )


def show_in(key: str, earlier: str) -> Wish[None]:
    """Let the message with this key be shown by editing the earlier one, where its channel can do that.

    Another that waits to be shown there is overtaken by it and is not sent.
    """
    yield sql(
        """
        UPDATE outbox SET state = 'expired' WHERE state = 'queued' AND key <> :key AND id IN (
            SELECT outbox_edits.outbox FROM outbox_edits JOIN outbox AS first ON first.id = outbox_edits.shown_in
            WHERE first.key = :earlier)
        """,
        key=key,
        earlier=earlier,
    )
    yield sql(
        """
        INSERT INTO outbox_edits (outbox, shown_in)
        SELECT later.id, earlier.id FROM outbox AS later JOIN outbox AS earlier
            ON earlier.channel = later.channel AND earlier.address = later.address AND earlier.key = :earlier
        WHERE later.key = :key
        ON CONFLICT (outbox) DO NOTHING
        """,
        key=key,
        earlier=earlier,
    )


def waiting(channel: str, real_now: datetime, limit: int) -> Wish[list[Outgoing]]:
    """What this channel is to send by now, oldest first, and no other process is sending."""
    rows = yield sql(
        f"""
        SELECT id, channel, address, text, attempts, queued_at, expires_at, enclosure FROM outbox
        WHERE state = 'queued' AND channel = :channel AND (next_try_at IS NULL OR next_try_at <= :now)
            {CLAIMED}
        ORDER BY id LIMIT :limit
        """,
        channel=channel,
        now=real_now,
        limit=limit,
    )
    if not rows:
        return []
    # What another process sent between the looking and the claiming is looked at once more.
    still = yield sql(
        "SELECT id FROM outbox WHERE state = 'queued' AND id BETWEEN :first AND :last",
        first=rows[0]["id"],
        last=rows[-1]["id"],
    )
    queued = {row["id"] for row in still}
    return [outgoing(row) for row in rows if row["id"] in queued]


def outgoing(row: Row) -> Outgoing:
    return Outgoing(
        id=row["id"],
        channel=row["channel"],
        address=row["address"],
        text=row["text"],
        attempts=row["attempts"],
        queued_at=row["queued_at"],
        expires_at=row["expires_at"],
        enclosure=Enclosure.from_json(row["enclosure"]) if row["enclosure"] else None,
    )


def enclosure_of(message: int, channel: str) -> Wish[tuple[Enclosure, datetime] | None]:
    """The enclosure of a message of the outbox and the moment it was queued."""
    rows = yield sql(
        "SELECT enclosure, queued_at FROM outbox WHERE id = :id AND channel = :channel",
        id=message,
        channel=channel,
    )
    if not rows or rows[0]["enclosure"] is None:
        return None
    return Enclosure.from_json(rows[0]["enclosure"]), rows[0]["queued_at"]


def withdraw_file(message: int) -> Wish[bool]:
    """Take a file back whose reader has left the house since it was asked for; True when that is so (P9)."""
    rows = yield sql(
        """
        UPDATE outbox SET state = 'expired', fault = 'left' WHERE id = :id AND state = 'queued'
            AND person IN (SELECT id FROM people WHERE active = :no)
        RETURNING id
        """,
        id=message,
        no=False,
    )
    return bool(rows)


def withdraw_from_leavers() -> Wish[None]:
    """Take back what still waits to be sent to people who are out: a leaver learns nothing more (P9)."""
    yield sql(
        """
        UPDATE outbox SET state = 'expired', fault = 'left' WHERE state = 'queued'
            AND person IN (SELECT id FROM people WHERE active = :no)
        """,
        no=False,
    )


def files_on_their_way(person: int) -> Wish[int]:
    """How many files wait to be sent to a person."""
    rows = yield sql(
        """
        SELECT COUNT(*) AS number FROM outbox
        WHERE state = 'queued' AND person = :person AND enclosure IS NOT NULL
        """,
        person=person,
    )
    return int(rows[0]["number"])


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one try to send ended. `try_again_at` is the real time of the next try, None when this was the last."""

    id: int
    state: Literal["sent", "queued", "failed", "expired"]
    fault: str | None = None
    try_again_at: datetime | None = None


def record(deliveries: Sequence[Delivery], now: datetime) -> Wish[None]:
    for delivery in deliveries:
        yield sql(
            """
            UPDATE outbox SET state = :state, attempts = attempts + 1, fault = :fault, next_try_at = :again,
                sent_at = :sent_at
            WHERE id = :id
            """,
            id=delivery.id,
            state=delivery.state,
            fault=delivery.fault,
            again=delivery.try_again_at,
            sent_at=now if delivery.state == "sent" else None,
        )
