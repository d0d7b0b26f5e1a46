"""Letting go of what has been kept long enough (shelter.retention), a few thousand rows in one transaction.

Ids of messages stay for ever: with them the same message again changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shelter.retention import Trace
from storage.wishes import Wish, sql

ROWS_AT_ONCE = 2000
"""So that a message never waits long behind the first run over years of texts."""


class Step(NamedTuple):
    """One table that loses something: its key, the rows that are old enough, and what happens to them."""

    trace: Trace
    table: str
    rows: str
    change: str = "DELETE"
    key: str = "id"


OF_LEAVERS = "IN (SELECT person FROM leavers WHERE noticed_at < :before)"

STEPS: Sequence[Step] = (
    Step(Trace.TEXT, "messages", "text IS NOT NULL AND received_at < :before", "SET text = NULL"),
    Step(Trace.TEXT, "set_aside", "at < :before", key="message"),
    # What was sent unasked has no message whose answer it is; nudges remember that it was said.
    Step(Trace.DELIVERY, "outbox", "message IS NULL AND state <> 'queued' AND queued_at < :before"),
    Step(
        Trace.TEXT,
        "outbox",
        "text <> '' AND state <> 'queued' AND queued_at < :before",
        "SET text = ''",
    ),
    *(
        Step(
            Trace.DELIVERY,
            table,
            "outbox IN (SELECT id FROM outbox WHERE state <> 'queued' AND queued_at < :before)",
            key="outbox",
        )
        for table in ("sms_sent", "telegram_sendings", "outbox_edits", "outbox_buttons")
    ),
    Step(
        Trace.DELIVERY,
        "panels",
        "message IN (SELECT id FROM messages WHERE received_at < :before)",
        key="token",
    ),
    Step(Trace.DELIVERY, "tally_panels", "date < :before", key="token"),
    Step(Trace.DELIVERY, "sms_spent", "address <> '' AND day < :before", key="address"),
    Step(
        Trace.STRANGER,
        "messages",
        "address <> '' AND person IS NULL AND received_at < :before AND id NOT IN (SELECT message FROM set_aside)",
        "SET address = ''",
    ),
    Step(
        Trace.STRANGER,
        "outbox",
        "address <> '' AND person IS NULL AND state <> 'queued' AND queued_at < :before",
        "SET address = ''",
    ),
    Step(Trace.STRANGER, "strangers", "told_at < :before", key="address"),
    Step(
        Trace.STRANGER,
        "unreachable",
        "since < :before AND NOT EXISTS (SELECT 1 FROM addresses WHERE addresses.channel = unreachable.channel "
        "AND addresses.address = unreachable.address)",
        key="address",
    ),
    Step(Trace.LEAVER, "addresses", f"person {OF_LEAVERS}", key="address"),
    Step(Trace.LEAVER, "reminder_wishes", f"person {OF_LEAVERS}", key="person"),
    Step(Trace.LEAVER, "panels", f"person {OF_LEAVERS}", key="token"),
    Step(Trace.LEAVER, "messages", f"address <> '' AND person {OF_LEAVERS}", "SET address = ''"),
    Step(
        Trace.LEAVER,
        "outbox",
        f"address <> '' AND state <> 'queued' AND person {OF_LEAVERS}",
        "SET address = ''",
    ),
    Step(
        Trace.LEAVER_NAME,
        "people",
        f"id {OF_LEAVERS} AND name <> '#' || CAST(id AS text)",
        "SET name = '#' || CAST(id AS text)",
    ),
    Step(Trace.QUESTION, "questions", "asked_at < :before", key="person"),
    Step(
        Trace.DELIVERY,
        "questions_asked",
        "message IN (SELECT id FROM messages WHERE received_at < :before)",
        key="message",
    ),
    Step(Trace.QUESTION, "sms_codes", "asked_at < :before", key="address"),
    Step(Trace.INVITATION, "invitations", "expires_at < :before", key="token_hash"),
    Step(Trace.NUDGE, "nudges", "at < :before", key="person"),
)


FOR_EVER = frozenset(
    {
        # The house, its people without their numbers, and how it reminds.
        "house", "sites", "capacities", "hours", "closed_spans", "duties", "escalation", "reminder_rules",
        "site_settings", "leavers", "clock", "telegram_bot", "sms_read", "migrations",
        # Counts, all that was ever changed, and what was signed.
        "counts", "breakdowns", "revisions", "setting_changes", "signoffs", "report_texts", "estimates", "tallies",
        "tally_steps", "year_pages",
        # Groups in Telegram for as long as they are bound, and the menus their chats and ours show.
        "telegram_groups", "telegram_menus",
        # Keys that somebody has to take back, numbers that want no texts, what goes with its invitation, and texts
        # that were not understood, which have neither number nor words here.
        "api_tokens", "sms_optouts", "invitation_sites", "sms_invitations", "stumbles",
        # What goes with its panel.
        "open_entries",
        # Let go of by what writes it (storage.runs).
        "runs",
    }
)  # fmt: skip
"""The tables that no step is about. One that is new has to be in either list."""


def notice_leavers(now: datetime) -> Wish[None]:
    """Note when somebody is first found to have left, and forget it when they are back."""
    yield sql(
        "DELETE FROM leavers WHERE person IN (SELECT id FROM people WHERE active = :yes)",
        yes=True,
    )
    yield sql(
        """
        INSERT INTO leavers (person, noticed_at) SELECT id, :now FROM people WHERE active = :no
        ON CONFLICT (person) DO NOTHING
        """,
        now=now,
        no=False,
    )


def is_owed(step: Step, before: datetime) -> Wish[bool]:
    """Whether there is anything to let go of; most nights look and write nothing."""
    rows = yield sql(f"SELECT {step.key} FROM {step.table} WHERE {step.rows} LIMIT 1", before=before)
    return bool(rows)


def let_go(step: Step, before: datetime) -> Wish[int]:
    """Let go of the next rows; returns how many. Fewer than ROWS_AT_ONCE were the last ones."""
    what = f"DELETE FROM {step.table}" if step.change == "DELETE" else f"UPDATE {step.table} {step.change}"
    rows = yield sql(
        f"{what} WHERE {step.rows} AND {step.key} IN "
        f"(SELECT {step.key} FROM {step.table} WHERE {step.rows} LIMIT :limit) RETURNING 1 AS one",
        before=before,
        limit=ROWS_AT_ONCE,
    )
    return len(rows)
