"""Groups in Telegram that are bound to a site, and the message there that shows the site's state."""

from dataclasses import dataclass
from datetime import datetime

from shelter.messages import Button
from shelter.questions import Question
from storage.outbox import queue
from storage.panels import keep_buttons
from storage.tally import end_tally_panels
from storage.telegram import CHANNEL
from storage.wishes import Wish, sql


@dataclass(frozen=True, slots=True)
class Group:
    """A bound group. `board` is the number at Telegram of the message with the site's state, once it is there.

    `pinned` is the number of the message that is pinned, or that Telegram did not let us pin.
    """

    chat: str
    site: str
    language: str
    board: int | None
    pinned: int | None
    ends: bool
    says: str | None
    """What the board says, or is about to."""


@dataclass(frozen=True, slots=True)
class Board:
    """What the message with a site's state is to say."""

    text: str
    buttons: tuple[tuple[Button, ...], ...]


def bind_group(
    chat: str, site: str, language: str, person: int, now: datetime, topic: int | None = None
) -> Wish[None]:
    """Let the group be the site's from now on; what it was bound to before no longer holds.

    `topic` is the one in which that was asked for, where the group has topics.
    """
    yield sql(
        """
        INSERT INTO telegram_groups (chat, site, language, bound_by, bound_at, topic)
        VALUES (:chat, :site, :language, :person, :now, :topic)
        ON CONFLICT (chat) DO UPDATE SET site = excluded.site, language = excluded.language,
            bound_by = excluded.bound_by, bound_at = excluded.bound_at, topic = excluded.topic, ends = :no
        """,
        chat=chat,
        topic=topic,
        site=site,
        language=language,
        person=person,
        now=now,
        no=False,
    )
    yield from end_tally_panels(CHANNEL, chat, but=site)


def unbind_group(chat: str) -> Wish[None]:
    """Let the group be no site's any more; its message is then unpinned, and the rest forgotten."""
    yield sql("UPDATE telegram_groups SET ends = :yes WHERE chat = :chat", chat=chat, yes=True)
    yield from end_tally_panels(CHANNEL, chat)


def forget_group(chat: str) -> Wish[str | None]:
    """Forget a group and what was on its way there; returns the site that it was bound to."""
    yield sql(
        "UPDATE outbox SET state = 'expired' WHERE channel = :channel AND address = :chat AND state = 'queued'",
        channel=CHANNEL,
        chat=chat,
    )
    yield from end_tally_panels(CHANNEL, chat)
    rows = yield sql(
        "DELETE FROM telegram_groups WHERE chat = :chat RETURNING site, ends",
        chat=chat,
    )
    return rows[0]["site"] if rows and not rows[0]["ends"] else None


def release_group(chat: str) -> Wish[None]:
    """Forget a group that was unbound; what its people were answered last still goes there."""
    yield sql(
        """
        UPDATE outbox SET state = 'expired' WHERE state = 'queued'
            AND id = (SELECT board FROM telegram_groups WHERE chat = :chat AND ends = :yes)
        """,
        chat=chat,
        yes=True,
    )
    yield sql("DELETE FROM telegram_groups WHERE chat = :chat AND ends = :yes", chat=chat, yes=True)


def site_of_group(chat: str) -> Wish[str | None]:
    """The site that a group is bound to; None for any other group."""
    rows = yield sql(
        "SELECT site FROM telegram_groups WHERE chat = :chat AND ends = :no", chat=chat, no=False
    )
    return rows[0]["site"] if rows else None


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question, and of whom it was asked."""

    person: int
    question: Question


def asked_in(chat: str, number: int, site: str | None, asked_after: datetime) -> Wish[Asked | None]:
    """The question that the bot's message `number` in a chat asks, while nobody has answered it.

    In a group only one about its `site` counts.
    """
    rows = yield sql(
        """
        SELECT questions.person, questions.body FROM telegram_sendings
        JOIN outbox ON outbox.id = telegram_sendings.outbox
        JOIN messages ON messages.id = outbox.message
        JOIN questions ON questions.person = messages.person AND questions.asked_at = messages.received_at
        WHERE telegram_sendings.chat = :chat AND telegram_sendings.sent_as = :number
            AND (:anywhere = 1 OR questions.site = :site) AND questions.asked_at >= :asked_after
            AND questions.site = COALESCE(
                (SELECT asked.site FROM questions_asked AS asked WHERE asked.message = messages.id), questions.site)
        """,
        chat=chat,
        number=number,
        site=site or "",
        anywhere=int(site is None),
        asked_after=asked_after,
    )
    return Asked(rows[0]["person"], Question.from_json(rows[0]["body"])) if rows else None


def groups() -> Wish[list[Group]]:
    """All that are bound, or have just been unbound. A board in a chat that the group no longer is does not count."""
    rows = yield sql(
        """
        SELECT held.chat, held.site, held.language, held.pinned, held.ends,
               COALESCE(CASE WHEN newest.chat = held.chat THEN newest.sent_as END, before.sent_as) AS board,
               CASE WHEN newest.chat IS NULL OR newest.chat = held.chat THEN outbox.text END AS says
        FROM telegram_groups AS held
        LEFT JOIN outbox ON outbox.id = held.board
        LEFT JOIN telegram_sendings AS newest ON newest.outbox = held.board
        LEFT JOIN telegram_sendings AS before ON before.outbox = held.shown AND before.chat = held.chat
        ORDER BY held.chat
        """
    )
    return [
        Group(
            row["chat"],
            row["site"],
            row["language"],
            row["board"],
            row["pinned"],
            bool(row["ends"]),
            row["says"],
        )
        for row in rows
    ]


def keep_pinned(chat: str, number: int) -> Wish[None]:
    """Note that this message of the group is pinned, or is not to be tried again."""
    yield sql("UPDATE telegram_groups SET pinned = :number WHERE chat = :chat", chat=chat, number=number)


def pin_again(chat: str) -> Wish[None]:
    """The bot's rights in the group have changed: what could not be pinned may be now."""
    yield sql("UPDATE telegram_groups SET pinned = NULL WHERE chat = :chat", chat=chat)


def show_board(chat: str, board: Board, now: datetime) -> Wish[bool]:
    """Let the group's board be this: the message there is edited, or sent where there is none.

    A text that waits to be sent is replaced, so that a busy evening sends no more than Telegram takes. False
    when nothing is to be done, or one is on its way just now and the next look decides.
    """
    rows = yield sql(
        """
        SELECT held.board, held.shown, outbox.text, outbox.state, newest.claimed_until,
               CASE WHEN newest.chat IS NULL OR newest.chat = held.chat THEN 1 ELSE 0 END AS here,
               (SELECT MAX(id) FROM outbox WHERE channel = :channel AND address = :chat) AS latest
        FROM telegram_groups AS held LEFT JOIN outbox ON outbox.id = held.board
        LEFT JOIN telegram_sendings AS newest ON newest.outbox = held.board
        WHERE held.chat = :chat AND held.ends = :no
        """,
        chat=chat,
        channel=CHANNEL,
        no=False,
    )
    if not rows:
        return False
    held = rows[0]
    if held["state"] == "queued":
        if held["text"] == board.text or held["claimed_until"] is not None:
            return False
        yield sql("UPDATE outbox SET text = :text WHERE id = :id", text=board.text, id=held["board"])
        return True
    if held["text"] == board.text and held["here"]:
        return False
    shown = held["board"] if held["state"] == "sent" else held["shown"]
    # Two processes that look at once have seen the same messages, so that one of them is too late.
    key = f"board:{chat}:{held['latest']}"
    yield from _queue_board(key, chat, board, now)
    yield sql(
        """
        INSERT INTO outbox_edits (outbox, shown_in)
        SELECT later.id, earlier.outbox FROM outbox AS later JOIN telegram_sendings AS earlier
            ON earlier.outbox = :shown AND earlier.chat = :chat
        WHERE later.key = :key
        ON CONFLICT (outbox) DO NOTHING
        """,
        shown=shown,
        chat=chat,
        key=key,
    )
    yield sql(
        """
        UPDATE telegram_groups SET shown = :shown, board = (SELECT id FROM outbox WHERE key = :key)
        WHERE chat = :chat
        """,
        shown=shown,
        key=key,
        chat=chat,
    )
    return True


def _queue_board(key: str, chat: str, board: Board, now: datetime) -> Wish[None]:
    yield from queue(
        key=key, channel=CHANNEL, address=chat, text=board.text, now=now, person=None, message=None
    )
    if board.buttons:
        yield from keep_buttons(key, board.buttons)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a group a message of the outbox belongs: below what it answers, else in the group's topic."""

    answers: int | None
    topic: int | None


def spot_of(message: int) -> Wish[Spot]:
    """Numbers at Telegram; None for what the message does not answer, or the group does not have."""
    rows = yield sql(
        """
        SELECT outbox.address, messages.external_id, telegram_groups.topic
        FROM outbox
        LEFT JOIN messages ON messages.id = outbox.message AND messages.channel = outbox.channel
        LEFT JOIN telegram_groups ON telegram_groups.chat = outbox.address
        WHERE outbox.id = :message
        """,
        message=message,
    )
    if not rows:
        return Spot(None, None)
    # What was written elsewhere, as before the group moved, has a number that is another message's here.
    chat, _, number = (rows[0]["external_id"] or "").partition(":")
    number = number.partition(":")[0]
    here = chat == rows[0]["address"] and number.isdigit()
    return Spot(int(number) if here else None, rows[0]["topic"])
