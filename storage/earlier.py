"""An earlier message that a new one is about: the one it edits, or the one whose answer it replies to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shelter.history import Aspect, Change
from shelter.messages import Incoming
from storage.telegram import CHANNEL
from storage.wishes import Row, Wish, sql

LOOKED_AT = 10
"""Of a date that is counted by one and one, so many changes are looked at for the chat's own."""


@dataclass(frozen=True, slots=True)
class Said:
    """A revision that an earlier message made; `stands` when it says something and none came after it."""

    site: str
    date: date
    aspect: Aspect
    number: int
    stands: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """A message that was settled, by the number it is stored under, with all that it and its edits said.

    `asked` are the site and date of the question that it was answered with, if any.
    """

    message: int
    said: tuple[Said, ...]
    asked: tuple[str, date] | None = None

    @property
    def about(self) -> tuple[str, date] | None:
        """The one site and date that it was about; None when there are several or none."""
        places = {(one.site, one.date) for one in self.said}
        if not places:
            return self.asked
        return places.pop() if len(places) == 1 else None


def earlier_message(channel: str, external_id: str) -> Wish[Earlier | None]:
    """The message with this id. Its edits have ids that begin with it and a colon."""
    rows = yield sql(
        """
        SELECT messages.id, questions_asked.site, questions_asked.date
        FROM messages LEFT JOIN questions_asked ON questions_asked.message = messages.id
        WHERE channel = :channel AND external_id = :external_id
        """,
        channel=channel,
        external_id=external_id,
    )
    if not rows:
        return None
    said = yield sql(
        """
        SELECT site, date, aspect, number,
               undoes IS NULL AND NOT EXISTS (SELECT 1 FROM revisions AS later
                           WHERE later.site = revisions.site AND later.date = revisions.date
                               AND later.aspect = revisions.aspect AND later.number > revisions.number) AS stands
        FROM revisions JOIN messages ON messages.id = revisions.message
        WHERE messages.channel = :channel
            AND (messages.external_id = :external_id OR messages.external_id LIKE :edits)
        ORDER BY site, date, aspect, number
        """,
        channel=channel,
        external_id=external_id,
        edits=f"{external_id}:%",
    )
    asked = (rows[0]["site"], rows[0]["date"]) if rows[0]["site"] is not None else None
    return Earlier(rows[0]["id"], _said(said), asked)


def _said(rows: Sequence[Row]) -> tuple[Said, ...]:
    return tuple(
        Said(row["site"], row["date"], Aspect(row["aspect"]), row["number"], bool(row["stands"]))
        for row in rows
    )


def told_here(incoming: Incoming, change: Change) -> Wish[int | None]:
    """The latest message whose answer, read in the same chat of Telegram, told what `change` now makes different.

    An answer that has not left yet is followed by the new one at once, and is not edited.
    """
    if incoming.channel != CHANNEL:
        return None  # nowhere else can what was said be edited
    rows = yield sql(
        """
        SELECT latest.message FROM (
            SELECT message, number FROM revisions WHERE site = :site AND date = :date AND aspect = :aspect
            ORDER BY number DESC LIMIT :looked_at) AS latest
        JOIN outbox ON outbox.key = 'answer:' || CAST(latest.message AS text)
            AND outbox.channel = :channel AND outbox.address = :address
        JOIN telegram_sendings ON telegram_sendings.outbox = outbox.id
        ORDER BY latest.number DESC LIMIT 1
        """,
        channel=incoming.channel,
        address=incoming.place,
        site=change.site,
        date=change.date,
        aspect=change.aspect.value,
        looked_at=LOOKED_AT,
    )
    return int(rows[0]["message"]) if rows else None


def answered_by(chat: str, number: int) -> Wish[Earlier | None]:
    """The Telegram message that the bot's message `number` in `chat` is about."""
    rows = yield sql(
        """
        SELECT messages.channel, messages.external_id
        FROM telegram_sendings JOIN outbox ON outbox.id = telegram_sendings.outbox
        JOIN messages ON messages.id = outbox.message
        WHERE telegram_sendings.chat = :chat AND telegram_sendings.sent_as = :number
        ORDER BY outbox.id LIMIT 1
        """,
        chat=chat,
        number=number,
    )
    if not rows:
        return None
    first = ":".join(rows[0]["external_id"].split(":")[:2])  # of an edit, the message that was edited
    return (yield from earlier_message(rows[0]["channel"], first))


def reminded_of(chat: str, number: int) -> Wish[tuple[str, date] | None]:
    """The one site and date that the bot's message `number` in `chat` reminds of; None for any other message."""
    rows = yield sql(
        """
        SELECT DISTINCT nudges.site, nudges.date
        FROM telegram_sendings JOIN outbox ON outbox.id = telegram_sendings.outbox
        JOIN nudges ON nudges.outbox = outbox.key
        WHERE telegram_sendings.chat = :chat AND telegram_sendings.sent_as = :number AND nudges.site <> ''
        """,
        chat=chat,
        number=number,
    )
    return (rows[0]["site"], rows[0]["date"]) if len(rows) == 1 else None


def keep_asked_about(message: int, site: str, day: date) -> Wish[None]:
    """Note that the answer to this message asks for a site and date, which it is replied to about later too."""
    yield sql(
        "INSERT INTO questions_asked (message, site, date) VALUES (:message, :site, :date)",
        message=message,
        site=site,
        date=day,
    )


def says_the_same(incoming: Incoming) -> Wish[bool]:
    """Whether a text was edited in nothing that can be read: Telegram tells also of a link that has got its preview."""
    rows = yield sql(
        """
        SELECT text FROM messages
        WHERE channel = :channel AND address = :address AND text IS NOT NULL
            AND (external_id = :name OR external_id LIKE :edits)
        ORDER BY received_at DESC, id DESC LIMIT 1
        """,
        channel=incoming.channel,
        address=incoming.address,
        name=incoming.edits,
        edits=f"{incoming.edits}:%",
    )
    return bool(rows) and rows[0]["text"] == incoming.text
