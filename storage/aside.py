"""Messages that could not be settled: kept as they came, for a coordinator to see and have tried again (P3)."""

from dataclasses import dataclass

from shelter.messages import Incoming
from storage.wishes import Wish, sql


@dataclass(frozen=True, slots=True)
class Aside:
    """A message set aside, with its sender's name as far as the address is somebody's."""

    message: int
    incoming: Incoming
    fault: str
    name: str | None


def aside() -> Wish[list[Aside]]:
    """All that wait, the oldest first; `incoming` has the text, or the raw form of an update that could not be read."""
    rows = yield sql(
        """
        SELECT set_aside.message, set_aside.raw, set_aside.fault, set_aside.at,
               messages.channel, messages.external_id, messages.address, people.name
        FROM set_aside JOIN messages ON messages.id = set_aside.message
        LEFT JOIN addresses ON addresses.channel = messages.channel AND addresses.address = messages.address
        LEFT JOIN people ON people.id = addresses.person AND people.active = :yes
        ORDER BY set_aside.message
        """,
        yes=True,
    )
    return [
        Aside(
            message=row["message"],
            incoming=Incoming(row["channel"], row["external_id"], row["address"], row["raw"], row["at"]),
            fault=row["fault"],
            name=row["name"],
        )
        for row in rows
    ]


def done_with(message: int) -> Wish[None]:
    """A message that was tried again waits no more; that it came stays known."""
    yield sql("DELETE FROM set_aside WHERE message = :message", message=message)
