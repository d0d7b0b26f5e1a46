"""What SMS keeps beside the conversation: spending, opt-outs, answers that rode along, what was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shelter.history import Aspect, Figures, from_json
from shelter.people import Role
from storage.wishes import Wish, sql

CHANNEL = "sms"


# Opting out


def opt_out(address: str, now: datetime) -> Wish[bool]:
    """Send nothing more to this number; False when that was so already."""
    rows = yield sql(
        """
        INSERT INTO sms_optouts (address, at) VALUES (:address, :now)
        ON CONFLICT (address) DO NOTHING RETURNING address
        """,
        address=address,
        now=now,
    )
    return bool(rows)


def opt_in(address: str, moment: datetime) -> Wish[bool]:
    """Send to this number again; False when it took texts already, or has opted out after `moment`."""
    rows = yield sql(
        "DELETE FROM sms_optouts WHERE address = :address AND at <= :moment RETURNING address",
        address=address,
        moment=moment,
    )
    return bool(rows)


def texts_after(address: str, moment: datetime) -> Wish[list[str]]:
    """What was sent from this number after `moment` and has been settled already."""
    rows = yield sql(
        """
        SELECT text FROM messages
        WHERE channel = :channel AND address = :address AND received_at > :moment AND text IS NOT NULL
        """,
        channel=CHANNEL,
        address=address,
        moment=moment,
    )
    return [row["text"] for row in rows]


# Spending


@dataclass(frozen=True, slots=True)
class Spent:
    """Segments on one date: to all numbers, and to the one.

    `stopped` is since when that number takes no texts.
    """

    in_all: int
    to_number: int
    stopped: datetime | None


def spend(address: str, day: date, segments: int) -> Wish[Spent]:
    """Count `segments` on the local date `day`; what is returned includes them."""
    rows = yield sql(
        """
        INSERT INTO sms_spent (day, address, segments) VALUES (:day, '', :segments), (:day, :address, :segments)
        ON CONFLICT (day, address) DO UPDATE SET segments = sms_spent.segments + excluded.segments
        RETURNING address, segments,
            (SELECT at FROM sms_optouts WHERE sms_optouts.address = sms_spent.address) AS stopped
        """,
        day=day,
        address=address,
        segments=segments,
    )
    of = {row["address"]: row for row in rows}
    return Spent(int(of[""]["segments"]), int(of[address]["segments"]), _moment(of[address]["stopped"]))


def spent_so_far(address: str, day: date) -> Wish[Spent]:
    """What has gone out on the local date `day` until now."""
    rows = yield sql(
        """
        SELECT (SELECT segments FROM sms_spent WHERE day = :day AND address = '') AS in_all,
               (SELECT segments FROM sms_spent WHERE day = :day AND address = :address) AS to_number,
               (SELECT at FROM sms_optouts WHERE address = :address) AS stopped
        """,
        day=day,
        address=address,
    )
    row = rows[0]
    return Spent(int(row["in_all"] or 0), int(row["to_number"] or 0), _moment(row["stopped"]))


def _moment(value: object) -> datetime | None:
    """What a statement works out has no type of its own: SQLite hands it over as it is kept."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value]


def give_back(address: str, day: date, segments: int) -> Wish[None]:
    """Take back what was counted for a text that was not sent after all."""
    yield sql(
        """
        UPDATE sms_spent SET segments = segments - :segments
        WHERE day = :day AND (address = '' OR address = :address)
        """,
        day=day,
        address=address,
        segments=segments,
    )


# Answers that ride in the reply to Twilio's own request


def keep_as_sent(message: int, address: str, person: int | None, text: str, now: datetime) -> Wish[None]:
    """The answer to a message, sent with this very transaction, so that the outbox never sends it."""
    yield sql(
        """
        INSERT INTO outbox (key, channel, address, person, message, text, queued_at, state, attempts, sent_at)
        VALUES (:key, :channel, :address, :person, :message, :text, :now, 'sent', 1, :now)
        ON CONFLICT (key) DO NOTHING
        """,
        key=f"answer:{message}",
        channel=CHANNEL,
        address=address,
        person=person,
        message=message,
        text=text,
        now=now,
    )


def answer_by_telegram(message: int, person: int, text: str, now: datetime) -> Wish[None]:
    """The answer to a text from a number that takes none, to its person's Telegram; nothing where they have none."""
    yield sql(
        """
        INSERT INTO outbox (key, channel, address, person, message, text, queued_at, state, attempts)
        SELECT :key, channel, address, person, :message, :text, :now, 'queued', 0
        FROM addresses WHERE person = :person AND channel = 'telegram' ORDER BY address LIMIT 1
        ON CONFLICT (key) DO NOTHING
        """,
        key=f"answer:{message}-telegram",
        message=message,
        text=text,
        now=now,
        person=person,
    )


def answer_again(sid: str, now: datetime) -> Wish[str | None]:
    """What to reply to a message that came before: what it was answered, unless that goes or went another way.

    An answer that still waits in the outbox is taken from it and rides along, as it would have the first time.
    """
    rows = yield sql(
        """
        SELECT outbox.id, outbox.text, outbox.state, sms_sent.fate, sms_sent.sid
        FROM messages
        JOIN outbox ON outbox.message = messages.id AND outbox.key = 'answer:' || CAST(messages.id AS text)
        LEFT JOIN sms_sent ON sms_sent.outbox = outbox.id
        WHERE messages.channel = :channel AND messages.external_id = :sid
        """,
        channel=CHANNEL,
        sid=sid,
    )
    if not rows:
        return None
    row = rows[0]
    if row["state"] == "queued" and row["fate"] is None:
        yield sql(
            "UPDATE outbox SET state = 'sent', attempts = attempts + 1, sent_at = :now WHERE id = :id",
            id=row["id"],
            now=now,
        )
        return str(row["text"])
    rode = row["state"] == "sent" and row["fate"] is None
    return str(row["text"]) if rode and row["text"] else None  # an old answer's words are let go of


def queue_after_all(sid: str) -> Wish[str | None]:
    """Let the answer to a message go by itself, whose reply was not heard; its text, or None where it rides no more."""
    rows = yield sql(
        """
        UPDATE outbox SET state = 'queued', attempts = 0, sent_at = NULL
        WHERE state = 'sent' AND NOT EXISTS (SELECT 1 FROM sms_sent WHERE sms_sent.outbox = outbox.id)
            AND key = (SELECT 'answer:' || CAST(id AS text) FROM messages
                       WHERE channel = :channel AND external_id = :sid)
        RETURNING text
        """,
        channel=CHANNEL,
        sid=sid,
    )
    return str(rows[0]["text"]) if rows else None


# What was received


def read_through() -> Wish[datetime | None]:
    """Up to when (Twilio's time) its list of texts has been read whole; None before the first time."""
    rows = yield sql("SELECT through FROM sms_read")
    return rows[0]["through"] if rows else None


def keep_read_through(moment: datetime) -> Wish[None]:
    yield sql(
        """
        INSERT INTO sms_read (one, through) VALUES (1, :moment)
        ON CONFLICT (one) DO UPDATE SET through = excluded.through
        """,
        moment=moment,
    )


def not_yet_seen(sids: Sequence[str]) -> Wish[set[str]]:
    """Those of these Twilio names under which nothing is kept."""
    unseen: set[str] = set()
    for sid in sids:
        rows = yield sql(
            "SELECT id FROM messages WHERE channel = :channel AND external_id = :sid",
            channel=CHANNEL,
            sid=sid,
        )
        if not rows:
            unseen.add(sid)
    return unseen


@dataclass(frozen=True, slots=True)
class Later:
    """A revision by something that was sent later; without figures it took them back."""

    figures: Figures | None


def sent_later(site: str, day: date, aspect: Aspect, moment: datetime) -> Wish[Later | None]:
    """What holds for a site and date where it was sent after `moment`."""
    rows = yield sql(
        """
        SELECT figures FROM revisions
        WHERE site = :site AND date = :day AND aspect = :aspect AND at > :moment
        ORDER BY number DESC LIMIT 1
        """,
        site=site,
        day=day,
        aspect=aspect.value,
        moment=moment,
    )
    return Later(from_json(aspect, rows[0]["figures"])) if rows else None


# Those who put things right


@dataclass(frozen=True, slots=True)
class Coordinator:
    """A coordinator where they are told of trouble with SMS: by SMS only who has nothing else."""

    person: int
    language: str | None
    channel: str
    address: str


def coordinators() -> Wish[list[Coordinator]]:
    rows = yield sql(
        """
        SELECT people.id, people.language, addresses.channel, addresses.address
        FROM people JOIN addresses ON addresses.person = people.id
        WHERE people.role = :role AND people.active = :yes
        ORDER BY people.id, CASE WHEN addresses.channel = :sms THEN 1 ELSE 0 END, addresses.channel
        """,
        role=Role.COORDINATOR.value,
        yes=True,
        sms=CHANNEL,
    )
    first: dict[int, Coordinator] = {}
    for row in rows:
        first.setdefault(row["id"], Coordinator(row["id"], row["language"], row["channel"], row["address"]))
    return list(first.values())


def name_of(address: str) -> Wish[str | None]:
    """Whose number this is, or for whom it was invited."""
    rows = yield sql(
        """
        SELECT people.name FROM addresses JOIN people ON people.id = addresses.person
        WHERE addresses.channel = :channel AND addresses.address = :address
        UNION ALL
        SELECT invitations.name FROM sms_invitations
        JOIN invitations ON invitations.token_hash = sms_invitations.invitation
        WHERE sms_invitations.address = :address
        """,
        channel=CHANNEL,
        address=address,
    )
    return rows[0]["name"] if rows else None
