"""Replaying a file of recorded messages through the whole conversation, each at the moment it was sent."""

import csv
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.inbox import Inbox
from shelter.messages import Incoming, Outgoing
from shelter.people import Person, Role
from shelter.sites import Site
from storage.database import Database
from storage.outbox import Delivery
from storage.people import join

COLUMNS = ("site", "channel", "sent_at", "message")

EXAMPLE = Path(__file__).parent / "sample" / "2017-05-01_2017-10-31.csv"


class ReplayFault(Exception):
    """A replay file that cannot be used; the text names the line and what to do."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A message of the file. `sent_at` is in UTC; the file says it in the site's local time."""

    site: Site
    channel: str
    sent_at: datetime
    message: str
    external_id: str

    @property
    def address(self) -> str:
        return f"replay:{self.channel}:{self.site.short}"


@dataclass(slots=True)
class Replayed:
    """How a replay went: messages that changed what is stored, that only got an answer, that had come before."""

    kept: int = 0
    answered: int = 0
    known: int = 0


class SilentPhones:
    """The phone channel while nobody looks: every answer of a replay is on its phone and goes no further."""

    name = "phone"
    routes = ()

    async def deliver(self, messages: Sequence[Outgoing]) -> list[Delivery]:
        return [Delivery(message.id, "sent") for message in messages]


def read_recording(path: Path, sites: Sequence[Site]) -> list[Recorded]:
    """The messages of a file in the order they were sent. Raises ReplayFault for a line that cannot be used.

    Only the columns site, channel, sent_at and message are read; a row without a message is one that
    nobody sent. In `message` the two characters backslash and n stand for a line break.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(file)
    except OSError as fault:
        raise ReplayFault(f"{path}: cannot be read ({fault.strerror}); check the path") from fault
    except UnicodeDecodeError as fault:
        raise ReplayFault(f"{path}: not UTF-8 text; save the file as UTF-8") from fault
    return sorted(_rows(path, lines, sites), key=lambda row: row.sent_at)


def _rows(path: Path, lines: list[str], sites: Sequence[Site]) -> list[Recorded]:
    head = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    rows = csv.DictReader(lines[head:], strict=True)
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise ReplayFault(
            f"{path} line {head + 1}: there is no column {missing[0]!r}; the first row names the columns"
        )
    by_name = {name.casefold(): site for site in sites for name in (site.name, site.short)}
    recorded: list[Recorded] = []
    try:
        recorded.extend(
            _recorded(f"{path} line {head + rows.line_num}", row, by_name) for row in rows if row["message"]
        )
    except csv.Error as fault:
        raise ReplayFault(f"{path} line {head + rows.line_num}: {fault}") from fault
    return recorded


def _recorded(place: str, row: dict[str, str], by_name: dict[str, Site]) -> Recorded:
    site = by_name.get((row["site"] or "").strip().casefold())
    if site is None:
        raise ReplayFault(f"{place}: the house has no site {row['site']!r}; load its house file first")
    try:
        sent_at = datetime.fromisoformat(row["sent_at"] or "")
    except ValueError as fault:
        raise ReplayFault(
            f"{place}: sent_at {row['sent_at']!r} is no date and time like 2017-10-12T21:40"
        ) from fault
    if not (row["channel"] or "").strip():
        raise ReplayFault(f"{place}: channel is empty; write telegram, sms or phone")
    three_texts = "\n".join((row["site"], row["sent_at"], row["message"]))
    return Recorded(
        site=site,
        channel=row["channel"].strip(),
        sent_at=(sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=site.zone)).astimezone(UTC),
        message=row["message"].replace("\\n", "\n"),
        external_id="replay:" + hashlib.sha256(three_texts.encode()).hexdigest()[:32],
    )


async def replay(
    database: Database, inbox: Inbox, recording: Sequence[Recorded], step: Callable[[], None]
) -> Replayed:
    """Hand in every message at its own moment, one after the other, as the staff of its site.

    Everything stays on the phone channel, so no answer leaves the machine. A message that was replayed
    before changes nothing. `step` is called after each.
    """
    staff = {(row.site.short, row.address): row.site for row in recording}
    for (short, address), site in staff.items():
        await database.write(
            join, Person(0, f"{site.name} (replay)", Role.REPORTER, (short,)), "phone", address
        )
    done = Replayed()
    for row in recording:
        settled = await inbox.receive(
            Incoming("phone", row.external_id, row.address, row.message, row.sent_at)
        )
        if not settled.fresh:
            done.known += 1
        elif settled.kept:
            done.kept += 1
        else:
            done.answered += 1
        step()
    return done
