"""Panels: messages with buttons, whose state is kept here so that they outlive a restart."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from shelter.messages import Button, Incoming, Panel
from storage.wishes import Wish, sql


@dataclass(frozen=True, slots=True)
class Kept:
    """A panel as it is kept: the message it answers, whose it is, and how far it has come."""

    message: int
    address: str
    person: int
    state: str


def panel(channel: str, token: str) -> Wish[Kept | None]:
    rows = yield sql(
        "SELECT message, address, person, state FROM panels WHERE channel = :channel AND token = :token",
        channel=channel,
        token=token,
    )
    if not rows:
        return None
    return Kept(rows[0]["message"], rows[0]["address"], rows[0]["person"], rows[0]["state"])


def keep_panel(panel: Panel, message: int, incoming: Incoming, person: int) -> Wish[None]:
    """Keep how far a panel has come; `message` is the one it answers, when it is new."""
    yield sql(
        """
        INSERT INTO panels (token, message, channel, address, person, state)
        VALUES (:token, :message, :channel, :address, :person, :state)
        ON CONFLICT (token) DO UPDATE SET state = excluded.state
        """,
        token=panel.token,
        message=message,
        channel=incoming.channel,
        address=incoming.address,
        person=person,
        state=panel.state,
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
