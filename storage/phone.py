"""What the phone simulator shows: whose phones there are, and what went to and from each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from shelter.enclosures import Enclosure
from shelter.people import Role
from shelter.sites import Kind
from storage.wishes import Row, Wish, sql

CHANNEL = "phone"
STRANGER = "stranger"
"""The address of the phone that belongs to nobody in the house."""

IN_ORDER = (Role.REPORTER, Role.SITE_LEAD, Role.COORDINATOR, Role.VIEWER)


@dataclass(frozen=True, slots=True)
class Duty:
    """A site that the owner of a phone reports for."""

    site: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Handset:
    """A simulated phone and its owner; a stranger's has neither name nor role."""

    address: str
    name: str | None = None
    role: Role | None = None
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A message as it stands on a phone. `id` is the phone's own for what it sent, the outbox's for the rest.

    `text` is None where it was not kept. What came in is always `kept`; the rest has the outbox's state.
    """

    id: str
    direction: Literal["in", "out"]
    text: str | None
    moment: datetime
    state: Literal["kept", "queued", "sent", "failed", "expired"]
    enclosure: Enclosure | None = None
    """The file that came with it."""


def house_zone() -> Wish[ZoneInfo]:
    rows = yield sql("SELECT zone FROM house")
    return ZoneInfo(rows[0]["zone"])


def handsets() -> Wish[list[Handset]]:
    """Every phone: reporters in the order of their sites, site leads, coordinators, viewers, the stranger.

    An address that begins with `replay:` writes what a file tells and is nobody's phone.
    """
    rows = yield sql(
        """
        SELECT addresses.address, people.name, people.role, sites.name AS site, sites.kind, sites.position
        FROM addresses
        JOIN people ON people.id = addresses.person AND people.active = :yes
        LEFT JOIN duties ON duties.person = people.id
        LEFT JOIN sites ON sites.short = duties.site
        WHERE addresses.channel = :channel AND addresses.address NOT LIKE :replayed
        ORDER BY people.id, addresses.address, sites.position
        """,
        channel=CHANNEL,
        replayed="replay:%",
        yes=True,
    )
    by_address: dict[str, list[Row]] = {}
    for row in rows:
        by_address.setdefault(row["address"], []).append(row)
    ordered = sorted(by_address.values(), key=_place)
    found = [_handset(of_one) for of_one in ordered]
    return found if STRANGER in by_address else [*found, Handset(STRANGER)]


def _place(rows: Sequence[Row]) -> tuple[int, int]:
    """By role, then by the first of the owner's sites; who has none comes last."""
    position = rows[0]["position"]
    return IN_ORDER.index(Role(rows[0]["role"])), 1_000_000 if position is None else position


def _handset(rows: Sequence[Row]) -> Handset:
    head = rows[0]
    return Handset(
        address=head["address"],
        name=head["name"],
        role=Role(head["role"]),
        duties=tuple(Duty(row["site"], Kind(row["kind"])) for row in rows if row["site"]),
    )


def conversation(address: str, newest: int) -> Wish[list[Line]]:
    """The `newest` messages to and from a phone, in the order they happened, however the clock was turned."""
    incoming = yield sql(
        """
        SELECT id, external_id, text, received_at FROM messages
        WHERE channel = :channel AND address = :address ORDER BY id DESC LIMIT :newest
        """,
        channel=CHANNEL,
        address=address,
        newest=newest,
    )
    # An answer stands below its message. What came unasked stands where the outbox was when it was queued.
    outgoing = yield sql(
        """
        SELECT id, text, queued_at, state, enclosure,
               COALESCE(message, (SELECT earlier.message FROM outbox AS earlier
                                  WHERE earlier.id < outbox.id AND earlier.message IS NOT NULL
                                  ORDER BY earlier.id DESC LIMIT 1), 0) AS below
        FROM outbox
        WHERE channel = :channel AND address = :address ORDER BY id DESC LIMIT :newest
        """,
        channel=CHANNEL,
        address=address,
        newest=newest,
    )
    placed: list[tuple[tuple[int, int], Line]] = [
        ((row["id"], 0), Line(row["external_id"], "in", row["text"], row["received_at"], "kept"))
        for row in incoming
    ]
    placed += [((row["below"], row["id"]), _sent(row)) for row in outgoing]
    placed.sort(key=lambda one: one[0])
    return [line for _, line in placed[-newest:]]


def _sent(row: Row) -> Line:
    enclosure = Enclosure.from_json(row["enclosure"]) if row["enclosure"] else None
    return Line(str(row["id"]), "out", row["text"], row["queued_at"], row["state"], enclosure)


def conversations(newest: int) -> Wish[list[tuple[Handset, list[Line]]]]:
    """Every phone with its conversation."""
    found = {}
    for handset in (yield from handsets()):
        found[handset] = yield from conversation(handset.address, newest)
    return list(found.items())
