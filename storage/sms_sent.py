"""Texts that Twilio is asked to send: noted before it is asked, so that none goes twice, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.sms import CHANNEL
from storage.sms_invitations import TEXT_KEY
from storage.wishes import Wish, sql


def is_alarm(key: str) -> bool:
    """Whether the message with this key is sent whatever was spent."""
    return key.startswith("sms-budget:")


@dataclass(frozen=True, slots=True)
class Asked:
    """An outbox message, and the last request to send it if there was one.

    `at` is real time; `sid` is known once Twilio has named the text.
    """

    outbox: int
    key: str
    waits: bool
    """Whether it still waits in the outbox: meanwhile it may have ridden along, or be of no use any more."""
    stopped: bool
    """The number wants no texts; the goodbye alone, of the same moment, still goes."""
    at: datetime | None
    fate: Literal["unknown", "accepted", "refused"] | None
    sid: str | None

    @property
    def alarm(self) -> bool:
        return is_alarm(self.key)

    @property
    def salt(self) -> str | None:
        """Of the code that the text brings, if it brings one."""
        return self.key.removeprefix(TEXT_KEY) if self.key.startswith(TEXT_KEY) else None


def asked_before(outbox: Sequence[int]) -> Wish[dict[int, Asked]]:
    """What is known of these messages before they are sent."""
    known: dict[int, Asked] = {}
    for number in outbox:
        rows = yield sql(
            """
            SELECT outbox.key, outbox.state, sms_sent.asked_at, sms_sent.fate, sms_sent.sid, sms_optouts.at AS stopped
            FROM outbox LEFT JOIN sms_sent ON sms_sent.outbox = outbox.id
            LEFT JOIN sms_optouts ON sms_optouts.address = outbox.address AND sms_optouts.at <> outbox.queued_at
            WHERE outbox.id = :id
            """,
            id=number,
        )
        for row in rows:
            known[number] = Asked(
                number,
                row["key"],
                row["state"] == "queued",
                row["stopped"] is not None,
                row["asked_at"],
                row["fate"],
                row["sid"],
            )
    return known


def asking(outbox: Sequence[int], real_now: datetime) -> Wish[None]:
    """Note, before it happens, that Twilio is asked to send these: from now on their fate is unknown.

    The name of an earlier try stays until there is another, so that what is told of that one again is known as old.
    """
    for number in outbox:
        yield sql(
            """
            INSERT INTO sms_sent (outbox, asked_at, fate) VALUES (:id, :now, 'unknown')
            ON CONFLICT (outbox) DO UPDATE
                SET asked_at = excluded.asked_at, fate = excluded.fate, status = NULL, error = NULL
            """,
            id=number,
            now=real_now,
        )


@dataclass(frozen=True, slots=True)
class Fate:
    """What Twilio said to a request to send, or what a look at its list showed."""

    outbox: int
    fate: Literal["unknown", "accepted", "refused"]
    sid: str | None = None
    error: int | None = None


def keep_fate(one: Fate) -> Wish[bool]:
    """Keep it; False where Twilio has told of the text meanwhile, whose later word then holds."""
    rows = yield sql(
        """
        UPDATE sms_sent SET fate = :fate, sid = COALESCE(:sid, sid), error = :error
        WHERE outbox = :id AND fate = 'unknown' RETURNING outbox
        """,
        id=one.outbox,
        fate=one.fate,
        sid=one.sid,
        error=one.error,
    )
    return bool(rows)


def taken(sids: Sequence[str]) -> Wish[set[str]]:
    """Those of these Twilio names that belong to an outbox message already."""
    found: set[str] = set()
    for sid in sids:
        rows = yield sql("SELECT sid FROM sms_sent WHERE sid = :sid", sid=sid)
        found |= {row["sid"] for row in rows}
    return found


@dataclass(frozen=True, slots=True)
class ToldOf:
    """An outbox message of which Twilio has told something new."""

    outbox: int
    key: str
    address: str
    text: str
    again: int
    """How often it was sent once more, having been taken and not delivered."""


def outbox_of(reference: str) -> Wish[ToldOf | None]:
    """The message behind our own reference: an outbox id, or the Twilio name of the text it answered."""
    answers = reference.startswith(("SM", "MM"))
    where = (
        "outbox.key = 'answer:' || (SELECT CAST(id AS text) FROM messages WHERE channel = :channel "
        "AND external_id = :reference)"
        if answers
        else "outbox.id = :reference AND outbox.channel = :channel"
    )
    rows = yield sql(
        "SELECT outbox.id, outbox.key, outbox.address, outbox.text, COALESCE(sms_sent.again, 0) AS again FROM outbox "
        f"LEFT JOIN sms_sent ON sms_sent.outbox = outbox.id WHERE {where}",
        reference=reference if answers else int(reference),
        channel=CHANNEL,
    )
    if not rows:
        return None
    row = rows[0]
    return ToldOf(row["id"], row["key"], row["address"], row["text"], int(row["again"]))


ORDER = {"accepted": 0, "scheduled": 0, "queued": 0, "sending": 1, "sent": 2}
"""How far a text has come, by Twilio's word; words that are not here are final."""


def keep_status(outbox: int, sid: str, status: str, error: int | None, real_now: datetime) -> Wish[bool]:
    """Keep Twilio's word on a text; False for one that changes nothing, as words come in any order and twice."""
    rows = yield sql("SELECT sid, status, fate FROM sms_sent WHERE outbox = :id", id=outbox)
    if rows:
        before, known = rows[0]["status"], rows[0]["sid"]
        if known is not None and known != sid:
            return False
        if rows[0]["fate"] == "unknown" and known is not None:  # of the try before the one that is under way
            return False
        if before is not None and (before not in ORDER or ORDER.get(status, 9) <= ORDER[before]):
            return False
    yield sql(
        """
        INSERT INTO sms_sent (outbox, asked_at, fate, sid, status, error)
        VALUES (:id, :now, 'accepted', :sid, :status, :error)
        ON CONFLICT (outbox) DO UPDATE
            SET fate = excluded.fate, sid = excluded.sid, status = excluded.status, error = excluded.error
        """,
        id=outbox,
        now=real_now,
        sid=sid,
        status=status,
        error=error,
    )
    return True


def send_again(outbox: int, real_at: datetime, fault: str) -> Wish[None]:
    """Let a text that Twilio could not deliver wait for another try at `real_at`."""
    yield sql(
        "UPDATE outbox SET state = 'queued', next_try_at = :at, fault = :fault WHERE id = :id",
        id=outbox,
        at=real_at,
        fault=fault,
    )
    yield sql("UPDATE sms_sent SET fate = 'refused', again = again + 1 WHERE outbox = :id", id=outbox)


def undelivered(outbox: int, fault: str) -> Wish[None]:
    """A text that was sent and has not arrived, and will not."""
    yield sql("UPDATE outbox SET state = 'failed', fault = :fault WHERE id = :id", id=outbox, fault=fault)


def by_telegram(outbox: int, now: datetime) -> Wish[bool]:
    """Queue the same text to its person's Telegram instead; False where they have none."""
    rows = yield sql(
        """
        INSERT INTO outbox (key, channel, address, person, message, text, queued_at, expires_at, state, attempts)
        SELECT outbox.key || :other, addresses.channel, addresses.address, outbox.person, outbox.message,
               outbox.text, :now, outbox.expires_at, 'queued', 0
        FROM outbox JOIN addresses ON addresses.person = outbox.person AND addresses.channel = 'telegram'
        WHERE outbox.id = :id ORDER BY addresses.address LIMIT 1
        ON CONFLICT (key) DO NOTHING RETURNING id
        """,
        id=outbox,
        now=now,
        other="-telegram",
    )
    return bool(rows)
