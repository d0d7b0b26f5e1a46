"""A chat that cannot be reached: the bot was blocked, or the account is gone."""

from datetime import datetime

from reports import guide
from reports.wording import wording
from shelter.messages import Outgoing
from storage.database import Database
from storage.outbox import queue
from storage.people import coordinators, reached
from storage.telegram import note_unreachable, owner, send_by_another_channel
from storage.wishes import Wish


async def tell_of_unreachable(
    database: Database, message: Outgoing, now: datetime, default_language: str
) -> None:
    """Mark the chat, send what it was to get another way, and tell the coordinators once."""
    await database.write(_tell, message, now, default_language)


def _tell(message: Outgoing, now: datetime, default_language: str) -> Wish[None]:
    new = yield from note_unreachable(message.address, now)
    elsewhere = yield from send_by_another_channel(message.id, now)
    behind = yield from owner(message.address)
    if not new or behind is None:
        return
    person, name = behind
    for coordinator in (yield from coordinators()):
        there = yield from reached(coordinator.person)
        if there is None or coordinator.person == person:
            continue
        words = wording(coordinator.language or default_language)
        yield from queue(
            key=f"unreachable:{message.id}:{coordinator.person}",
            channel=there.channel,
            address=there.address,
            text=guide.cannot_reach(words, name, elsewhere=elsewhere),
            now=now,
            person=coordinator.person,
            message=None,
        )
