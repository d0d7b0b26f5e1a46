"""Panels: messages with buttons, whose state is kept here so that they outlive a restart."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shelter.messages import Button, Panel
from storage.wishes import Wish, sql


@dataclass(frozen=True, slots=True)
class Kept:
    """A panel as it is kept: the message it answers, whose it is, and how far it has come."""

    message: int
    address: str
    person: int
    state: str
    shown_in: str | None = None
    """The key in the outbox of the message that holds it, where that is not the answer to `message`."""


def panel(channel: str, token: str) -> Wish[Kept | None]:
    rows = yield sql(
        "SELECT message, address, person, state, shown_in FROM panels WHERE channel = :channel AND token = :token",
        channel=channel,
        token=token,
    )
    if not rows:
        return None
    row = rows[0]
    return Kept(row["message"], row["address"], row["person"], row["state"], row["shown_in"])


@dataclass(frozen=True, slots=True)
class Whose:
    """Who alone may press the buttons of a panel, and where."""

    channel: str
    address: str
    person: int


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """The guided entry that a chat is in the middle of, and when it was last gone on with."""

    token: str
    touched_at: datetime


def keep_panel(
    panel: Panel, message: int, whose: Whose, now: datetime, shown_in: str | None = None
) -> Wish[None]:
    """Keep how far a panel has come; `message` is the one it answers, or came of, when it is new.

    `shown_in` is the key in the outbox of the message that holds it, where that is no answer.
    """
    yield sql(
        """
        INSERT INTO panels (token, message, channel, address, person, state, shown_in)
        VALUES (:token, :message, :channel, :address, :person, :state, :shown_in)
        ON CONFLICT (token) DO UPDATE SET state = excluded.state
        """,
        token=panel.token,
        message=message,
        channel=whose.channel,
        address=whose.address,
        person=whose.person,
        state=panel.state,
        shown_in=shown_in,
    )
    if not panel.is_entry:
        yield sql("DELETE FROM open_entries WHERE token = :token", token=panel.token)
        return
    yield sql(
        """
        INSERT INTO open_entries (channel, address, token, touched_at) VALUES (:channel, :address, :token, :now)
        ON CONFLICT (channel, address) DO UPDATE SET token = excluded.token, touched_at = excluded.touched_at
        """,
        channel=whose.channel,
        address=whose.address,
        token=panel.token,
        now=now,
    )


def keep_buttons(key: str, buttons: Sequence[Sequence[Button]]) -> Wish[None]:
    """Put buttons below the message of the outbox with this key."""
    body = json.dumps([[[one.words, one.says] for one in row] for row in buttons], ensure_ascii=False)
    yield sql(
        """
        INSERT INTO outbox_buttons (outbox, buttons) SELECT id, :buttons FROM outbox WHERE key = :key
        ON CONFLICT (outbox) DO NOTHING
        """,
        buttons=body,
        key=key,
    )
