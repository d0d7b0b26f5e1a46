"""What is being sent by Telegram: claimed before it leaves, and what it became there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shelter.messages import Outgoing
from storage.outbox import AGAIN, Delivery, outgoing, record
from storage.wishes import Wish, each, sql

EDIT_WAITS = timedelta(seconds=0.5)


@dataclass(frozen=True, slots=True)
class Begun:
    """A sending that was noted before its request leaves.

    `tries` counts this one and the earlier ones that may have arrived. `shown_as` is the message at
    Telegram that is to be edited instead of a new one being sent; `buttons` are rows of words and sayings.
    """

    tries: int
    shown_as: int | None
    buttons: str | None = None
    edits: bool = False
    looks: tuple[str, str | None] | None = None
    """The text and buttons that the message to be edited has now, as far as is known."""
    said_before: bool = False
    """Whether the chat has this text in a message of its own: then it is only ever shown by an edit."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a sending ended; `chat` and `sent_as` name the message at Telegram.

    `unknown`: it may have arrived. `secret`: its text is not kept once it has. `anew`: the message that it was
    to edit is gone, and this one stands in its place.
    """

    delivery: Delivery
    chat: str | None = None
    sent_as: int | None = None
    unknown: bool = False
    secret: bool = False
    anew: bool = False

    @property
    def has_simply_arrived(self) -> bool:
        return (
            self.delivery.state == "sent"
            and self.delivery.fault is None
            and self.sent_as is not None
            and not (self.unknown or self.secret or self.anew)
        )


def turns(
    many: Sequence[tuple[Outcome | None, int | None]],
    now: datetime,
    real_now: datetime,
    claimed_until: datetime,
) -> Wish[list[Begun | None]]:
    """Keep how sendings ended and note the next ones, in one commit. No two of the next ones go to one chat.

    None for one that is not to be sent here: another process is at it, or it has been sent; or it is an edit and
    what it edits is still on its way, so that an older look never comes after a newer one.
    """
    yield from _end([ended for ended, _ in many if ended is not None], now)
    begins = [begins for _, begins in many if begins is not None]
    begun = (yield from _begin(begins, real_now, claimed_until)) if begins else {}
    return [None if begins is None else begun.get(begins) for _, begins in many]


def _begin(messages: Sequence[int], real_now: datetime, claimed_until: datetime) -> Wish[dict[int, Begun]]:
    places, ids = each("id", messages)
    rows = yield sql(
        f"""
        INSERT INTO telegram_sendings (outbox, tries_of_unknown_fate, claimed_until)
        SELECT waiting.id, 1, :until FROM outbox AS waiting
        WHERE waiting.id IN ({", ".join(places)}) AND waiting.state = 'queued' AND NOT EXISTS (
            SELECT 1 FROM outbox_edits AS this
            JOIN outbox AS first ON first.id = this.shown_in
            LEFT JOIN outbox_edits AS other ON other.shown_in = this.shown_in AND other.outbox <> this.outbox
            LEFT JOIN telegram_sendings AS under_way
                ON under_way.outbox IN (first.id, other.outbox) AND under_way.claimed_until > :now
            WHERE this.outbox = waiting.id AND (first.state = 'queued' OR under_way.outbox IS NOT NULL))
        ON CONFLICT (outbox) DO UPDATE SET
            tries_of_unknown_fate = telegram_sendings.tries_of_unknown_fate + 1,
            claimed_until = excluded.claimed_until
            WHERE telegram_sendings.claimed_until IS NULL OR telegram_sendings.claimed_until <= :now
        RETURNING outbox, tries_of_unknown_fate AS tries,
            (SELECT shown_in FROM outbox_edits WHERE outbox_edits.outbox = telegram_sendings.outbox) AS shown_in,
            (SELECT buttons FROM outbox_buttons WHERE outbox_buttons.outbox = telegram_sendings.outbox) AS buttons,
            (SELECT key FROM outbox WHERE outbox.id = telegram_sendings.outbox) AS key
        """,
        until=claimed_until,
        now=real_now,
        **ids,
    )
    begun = {}
    for row in rows:
        shown_as = looks = None
        if row["shown_in"] is not None:
            shown_as, looks = yield from _looks(row["outbox"], row["shown_in"])
        begun[row["outbox"]] = Begun(
            row["tries"],
            shown_as,
            row["buttons"],
            edits=row["shown_in"] is not None,
            looks=looks,
            said_before=row["key"].startswith(AGAIN),
        )
    for message in messages:
        if message not in begun:
            yield from _wait_for_earlier(message, real_now)
    return begun


def _wait_for_earlier(edit: int, real_now: datetime) -> Wish[None]:
    """Look again in a while at an edit whose message, or an earlier edit of it, is still on its way."""
    yield sql(
        """
        UPDATE outbox SET next_try_at = :later WHERE id = :id AND state = 'queued'
            AND id IN (SELECT outbox FROM outbox_edits)
        """,
        id=edit,
        later=real_now + EDIT_WAITS,
    )


def _looks(edit: int, shown_in: int) -> Wish[tuple[int | None, tuple[str, str | None] | None]]:
    """What the message that an edit is shown in became at Telegram, and what it was last made to show.

    None for the look where that is not certain.
    """
    first = yield sql("SELECT sent_as FROM telegram_sendings WHERE outbox = :id", id=shown_in)
    if not first or first[0]["sent_as"] is None:
        return None, None
    rows = yield sql(
        """
        SELECT outbox.text, outbox_buttons.buttons, telegram_sendings.sent_as
        FROM outbox
        JOIN telegram_sendings ON telegram_sendings.outbox = outbox.id
        LEFT JOIN outbox_buttons ON outbox_buttons.outbox = outbox.id
        WHERE (outbox.id = :first
                OR outbox.id IN (SELECT other.outbox FROM outbox_edits AS other WHERE other.shown_in = :first))
            AND outbox.id <> :edit
            AND (telegram_sendings.sent_as IS NOT NULL OR telegram_sendings.tries_of_unknown_fate > 0)
        ORDER BY outbox.id DESC LIMIT 1
        """,
        edit=edit,
        first=shown_in,
    )
    sent_as = int(first[0]["sent_as"])
    if not rows or rows[0]["sent_as"] is None:
        return sent_as, None
    return sent_as, (rows[0]["text"], rows[0]["buttons"])


def _end(ended: Sequence[Outcome], now: datetime) -> Wish[None]:
    arrived = [one for one in ended if one.has_simply_arrived]
    if arrived:
        yield from _end_arrived(arrived, now)
    for one in ended:
        if not one.has_simply_arrived:
            yield from _end_one(one, now)


def _end_arrived(arrived: Sequence[Outcome], now: datetime) -> Wish[None]:
    """As `_end_one`, for all of them at once."""
    ids, values = each("id", [one.delivery.id for one in arrived])
    yield sql(
        f"""
        UPDATE outbox SET state = 'sent', attempts = attempts + 1, fault = NULL, next_try_at = NULL, sent_at = :now
        WHERE id IN ({", ".join(ids)})
        """,
        now=now,
        **values,
    )
    chats, more = each("chat", [one.chat for one in arrived])
    numbers, sent_as = each("number", [one.sent_as for one in arrived])
    rows = ", ".join(
        f"({message}, CAST({chat} AS text), {number})"
        for message, chat, number in zip(ids, chats, numbers, strict=True)
    )
    yield sql(
        f"""
        WITH arrived (outbox, chat, sent_as) AS (VALUES {rows})
        UPDATE telegram_sendings SET claimed_until = NULL, chat = arrived.chat, sent_as = arrived.sent_as,
            tries_of_unknown_fate = tries_of_unknown_fate - 1
        FROM arrived WHERE telegram_sendings.outbox = arrived.outbox
        """,
        **values,
        **more,
        **sent_as,
    )


def _end_one(ended: Outcome, now: datetime) -> Wish[None]:
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
    if ended.anew:
        yield sql(
            """
            UPDATE telegram_sendings SET sent_as = :sent_as
            WHERE outbox = (SELECT shown_in FROM outbox_edits WHERE outbox = :id)
            """,
            id=ended.delivery.id,
            sent_as=ended.sent_as,
        )


def postpone(messages: Sequence[tuple[int, datetime]]) -> Wish[None]:
    """Let each of these wait until a real time, because its chat has just had a message."""
    for message, until in messages:
        yield sql(
            "UPDATE outbox SET next_try_at = :until WHERE id = :id AND state = 'queued'",
            id=message,
            until=until,
        )


def claimed(message: int, until: datetime) -> Wish[Outgoing | None]:
    """A message that is still under the claim which ends then; None for one whose end is known."""
    rows = yield sql(
        """
        SELECT outbox.* FROM outbox JOIN telegram_sendings ON telegram_sendings.outbox = outbox.id
        WHERE outbox.id = :id AND outbox.state = 'queued' AND telegram_sendings.claimed_until = :until
        """,
        id=message,
        until=until,
    )
    return outgoing(rows[0]) if rows else None


def free_claims(*, left: bool) -> Wish[None]:
    """Let go of what a process that has ended had claimed; only where no second one can be at it.

    `left`: these messages may have left, so that it counts as a try.
    """
    yield sql(
        """
        UPDATE telegram_sendings SET claimed_until = NULL,
            tries_of_unknown_fate = tries_of_unknown_fate - :known
        WHERE claimed_until IS NOT NULL
        """,
        known=0 if left else 1,
    )
