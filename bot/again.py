"""What was set aside is tried again, once what was wrong has been put right (P3)."""

import json
from dataclasses import replace
from datetime import timedelta

from bot.commands import REPORT, command_of
from bot.inbox import Inbox
from shelter.messages import Incoming
from storage.aside import Aside, aside, done_with
from storage.database import Database
from storage.telegram import CHANNEL

UPDATE = "update:"
"""Begins the id of an update of Telegram that could not be read."""


async def tried_again(database: Database, inbox: Inbox, one: Aside) -> str | None:
    """Settle a message as if it came now at the moment it did come; what it is answered with, or None.

    None for what is no report of somebody in the house: a command answered today helps nobody, and a stranger
    is told nothing. Whatever comes of it, the message waits no more; what fails once more is set aside anew.
    """
    told = None
    incoming = await _as_it_was_meant(database, one)
    if incoming is not None and one.name is not None and command_of(incoming.text)[0] is REPORT:
        settled = await inbox.receive(
            replace(incoming, external_id=f"{incoming.external_id}:again:{one.message}")
        )
        told = settled.text
    await database.write(done_with, one.message)
    return told


async def waiting(database: Database) -> list[Aside]:
    return await database.read(aside)


async def _as_it_was_meant(database: Database, one: Aside) -> Incoming | None:
    """The text that was said; of an update, what it says once it can be read."""
    if one.incoming.channel != CHANNEL or not one.incoming.external_id.startswith(UPDATE):
        return one.incoming
    from bot.channels.telegram.groups import Me
    from bot.channels.telegram.updates import meaning

    try:
        said = meaning(json.loads(one.incoming.text), timedelta(0), Me(""))
    except Exception:  # noqa: BLE001 it cannot be read now either
        return None
    return said if isinstance(said, Incoming) and said.press is None else None
