"""Telegram's chats: whose they are, which cannot be reached, which have moved; and the bot's own name there."""

from dataclasses import dataclass
from datetime import datetime

from storage.outbox import REPAINT, queue
from storage.tally import move_tally_panels
from storage.wishes import Wish, sql

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Moved:
    """A group that has become another chat."""

    old: str
    new: str


def move_chat(moved: Moved) -> Wish[None]:
    """A group became a supergroup: its binding, and whatever was to go to the old chat, is the new one's.

    What was shown in the old chat cannot be edited any more: the new one has its numbers of its own.
    """
    yield sql(
        """
        UPDATE telegram_groups SET chat = :new, shown = NULL, pinned = NULL WHERE chat = :old
            AND NOT EXISTS (SELECT 1 FROM telegram_groups AS there WHERE there.chat = :new)
        """,
        old=moved.old,
        new=moved.new,
    )
    yield sql("DELETE FROM telegram_groups WHERE chat = :old", old=moved.old)
    yield sql("DELETE FROM telegram_menus WHERE chat = :old", old=moved.old)
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
    yield from move_tally_panels(CHANNEL, moved.old, moved.new)


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

    A file cannot go there: what stands for it does, if anything. Nor is an edit of something that goes on there of use.
    """
    rows = yield sql(
        """
        SELECT COALESCE(outbox.instead, outbox.text) AS text, outbox.person, outbox.expires_at,
            addresses.channel, addresses.address
        FROM outbox JOIN addresses ON addresses.person = outbox.person
        WHERE outbox.id = :message AND addresses.channel <> :channel AND outbox.key NOT LIKE :repaint
            AND (outbox.enclosure IS NULL OR outbox.instead IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM unreachable WHERE unreachable.channel = addresses.channel
                            AND unreachable.address = addresses.address)
        ORDER BY addresses.channel, addresses.address LIMIT 1
        """,
        message=message,
        channel=CHANNEL,
        repaint=f"{REPAINT}%",
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
