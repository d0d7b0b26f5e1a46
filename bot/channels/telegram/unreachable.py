"""A chat that cannot be reached: the bot was blocked, or the account is gone."""

from collections.abc import Callable
from datetime import datetime

from reports import guide
from reports.wording import Wording, wording
from shelter.messages import Outgoing
from storage.outbox import queue
from storage.people import coordinators, reached
from storage.telegram import note_unreachable, owner, send_by_another_channel
from storage.wishes import Wish


def tell_of_unreachable(message: Outgoing, now: datetime, default_language: str) -> Wish[None]:
    """Mark the chat, send what it was to get another way, and tell the coordinators once."""
    new = yield from note_unreachable(message.address, now)
    elsewhere = yield from send_by_another_channel(message.id, now)
    behind = yield from owner(message.address)
    if not new or behind is None:
        return
    person, name = behind
    yield from tell_coordinators(
        f"unreachable:{message.id}",
        lambda words: guide.cannot_reach(words, name, elsewhere=elsewhere),
        now,
        default_language,
        but=person,
    )


def tell_coordinators(
    key: str, text: Callable[[Wording], str], now: datetime, default_language: str, but: int | None = None
) -> Wish[None]:
    """Tell every coordinator but one, each in their language, once for each `key`."""
    for coordinator in (yield from coordinators()):
        there = yield from reached(coordinator.person)
        if there is None or coordinator.person == but:
            continue
        yield from queue(
            key=f"{key}:{coordinator.person}",
            channel=there.channel,
            address=there.address,
            text=text(wording(coordinator.language or default_language)),
            now=now,
            person=coordinator.person,
            message=None,
        )
