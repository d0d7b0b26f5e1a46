"""Telegram's sendings: what is being sent, what it became there, and which chats cannot be reached or have moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shelter.people import Role
from storage.outbox import Delivery, queue, record
from storage.wishes import Wish, sql

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Begun:
    """A sending that was noted before its request leaves.

    `tries` counts this one and the earlier ones that may have arrived. `shown_as` is the message at
    Telegram that is to be edited instead of a new one being sent; `buttons` are rows of words and sayings.
    """

    tries: int
    shown_as: int | None
    buttons: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a sending ended; `chat` and `sent_as` name the message at Telegram.

    `unknown`: it may have arrived. `secret`: its text is not kept once it has.
    """

    delivery: Delivery
    chat: str | None = None
    sent_as: int | None = None
    unknown: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A group that has become another chat."""

    old: str
    new: str


def turn(
    ended: Outcome | None, begins: int | None, now: datetime, real_now: datetime, claimed_until: datetime
) -> Wish[Begun | None]:
    """Keep how one sending ended and note the next one, in one commit.

    None when the next one is not to be sent here: another process is at it, or it has been sent.
    """
    if ended is not None:
        yield from _end(ended, now)
    if begins is None:
        return None
    rows = yield sql(
        """
        INSERT INTO telegram_sendings (outbox, tries_of_unknown_fate, claimed_until)
        SELECT id, 1, :until FROM outbox WHERE id = :id AND state = 'queued'
        ON CONFLICT (outbox) DO UPDATE SET
            tries_of_unknown_fate = telegram_sendings.tries_of_unknown_fate + 1,
            claimed_until = excluded.claimed_until
            WHERE telegram_sendings.claimed_until IS NULL OR telegram_sendings.claimed_until <= :now
        RETURNING tries_of_unknown_fate AS tries,
            (SELECT shown.sent_as FROM outbox_edits JOIN telegram_sendings AS shown
                ON shown.outbox = outbox_edits.shown_in WHERE outbox_edits.outbox = :id) AS shown_as,
            (SELECT buttons FROM outbox_buttons WHERE outbox_buttons.outbox = :id) AS buttons
        """,
        id=begins,
        until=claimed_until,
        now=real_now,
    )
    if not rows:
        return None
    return Begun(rows[0]["tries"], rows[0]["shown_as"], rows[0]["buttons"])


def _end(ended: Outcome, now: datetime) -> Wish[None]:
    yield from record([ended.delivery], now)
    if ended.secret:
        yield sql("UPDATE outbox SET text = '' WHERE id = :id", id=ended.delivery.id)
    yield sql(
        """
        UPDATE telegram_sendings SET claimed_until = NULL, chat = :chat, sent_as = :sent_as,
            tries_of_unknown_fate = tries_of_unknown_fate - :known
        WHERE outbox = :id
        """,
        id=ended.delivery.id,
        chat=ended.chat,
        sent_as=ended.sent_as,
        known=0 if ended.unknown else 1,
    )


def postpone(messages: Sequence[tuple[int, datetime]]) -> Wish[None]:
    """Let each of these wait until a real time, because its chat has just had a message."""
    for message, until in messages:
        yield sql(
            "UPDATE outbox SET next_try_at = :until WHERE id = :id AND state = 'queued'",
            id=message,
            until=until,
        )


def free_claims() -> Wish[None]:
    """Let go of what a process that has ended was sending; only where no second one can be at it."""
    yield sql("UPDATE telegram_sendings SET claimed_until = NULL WHERE claimed_until IS NOT NULL")


def move_chat(moved: Moved) -> Wish[None]:
    """A group became a supergroup: whatever was to go to the old chat goes to the new one."""
    yield sql(
        "UPDATE outbox SET address = :new WHERE channel = :channel AND address = :old AND state = 'queued'",
        channel=CHANNEL,
        old=moved.old,
        new=moved.new,
    )
    yield sql(
        """
        UPDATE addresses SET address = :new WHERE channel = :channel AND address = :old
            AND NOT EXISTS (SELECT 1 FROM addresses AS there
                            WHERE there.channel = :channel AND there.address = :new)
        """,
        channel=CHANNEL,
        old=moved.old,
        new=moved.new,
    )


def owner(address: str) -> Wish[tuple[int, str] | None]:
    """The person, by id and name, whom a chat belongs to."""
    rows = yield sql(
        """
        SELECT people.id, people.name FROM addresses JOIN people ON people.id = addresses.person
        WHERE addresses.channel = :channel AND addresses.address = :address AND people.active = :yes
        """,
        channel=CHANNEL,
        address=address,
        yes=True,
    )
    return (rows[0]["id"], rows[0]["name"]) if rows else None


def note_unreachable(address: str, now: datetime) -> Wish[bool]:
    """Note that a chat cannot be reached any more; False when that was known."""
    rows = yield sql(
        """
        INSERT INTO unreachable (channel, address, since) VALUES (:channel, :address, :now)
        ON CONFLICT (channel, address) DO NOTHING RETURNING address
        """,
        channel=CHANNEL,
        address=address,
        now=now,
    )
    return bool(rows)


def send_by_another_channel(message: int, now: datetime) -> Wish[bool]:
    """Queue a message that Telegram cannot deliver once more, to another address of the same person.

    A file cannot go there: what stands for it does, if anything.
    """
    rows = yield sql(
        """
        SELECT COALESCE(outbox.instead, outbox.text) AS text, outbox.person, outbox.expires_at,
            addresses.channel, addresses.address
        FROM outbox JOIN addresses ON addresses.person = outbox.person
        WHERE outbox.id = :message AND addresses.channel <> :channel
            AND (outbox.enclosure IS NULL OR outbox.instead IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM unreachable WHERE unreachable.channel = addresses.channel
                            AND unreachable.address = addresses.address)
        ORDER BY addresses.channel, addresses.address LIMIT 1
        """,
        message=message,
        channel=CHANNEL,
    )
    if not rows:
        return False
    row = rows[0]
    yield from queue(
        key=f"instead:{message}",
        channel=row["channel"],
        address=row["address"],
        text=row["text"],
        now=now,
        person=row["person"],
        message=None,
        expires_at=row["expires_at"],
    )
    return True


def is_reachable_again(address: str) -> Wish[None]:
    yield sql(
        "DELETE FROM unreachable WHERE channel = :channel AND address = :address",
        channel=CHANNEL,
        address=address,
    )


def unreachable() -> Wish[set[str]]:
    rows = yield sql("SELECT address FROM unreachable WHERE channel = :channel", channel=CHANNEL)
    return {row["address"] for row in rows}


def keep_username(username: str) -> Wish[None]:
    yield sql(
        """
        INSERT INTO telegram_bot (one, username) VALUES (1, :username)
        ON CONFLICT (one) DO UPDATE SET username = excluded.username
        """,
        username=username,
    )


def bot_username() -> Wish[str | None]:
    """The bot's name at Telegram; None until it has run."""
    rows = yield sql("SELECT username FROM telegram_bot")
    return rows[0]["username"] if rows else None


@dataclass(frozen=True, slots=True)
class Chat:
    chat: str
    language: str | None


def chats_of(role: Role) -> Wish[list[Chat]]:
    """The private chats of all who have this role."""
    rows = yield sql(
        """
        SELECT addresses.address, people.language
        FROM addresses JOIN people ON people.id = addresses.person
        WHERE addresses.channel = :channel AND people.role = :role AND people.active = :yes
        ORDER BY addresses.address
        """,
        channel=CHANNEL,
        role=role.value,
        yes=True,
    )
    return [Chat(row["address"], row["language"]) for row in rows if row["address"].isdigit()]
