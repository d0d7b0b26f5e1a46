"""Texts that were not understood: how many came in a row, and who can be asked."""

from datetime import datetime, timedelta

from shelter.people import Role
from storage.wishes import Wish, sql

TOGETHER = timedelta(hours=12)
"""A text later than this after the last one does not go on where that one failed."""


def stumbled(channel: str, external_id: str, address: str, moment: datetime) -> Wish[int]:
    """Note that this message was not understood; returns how many in a row that makes."""
    rows = yield sql(
        """
        SELECT messages.id, messages.external_id, messages.received_at, stumbles.tries
        FROM messages LEFT JOIN stumbles ON stumbles.message = messages.id
        WHERE messages.channel = :channel AND messages.address = :address
        ORDER BY messages.received_at DESC, messages.id DESC LIMIT 2
        """,
        channel=channel,
        address=address,
    )
    this = next((row for row in rows if row["external_id"] == external_id), None)
    if this is None:  # a text from before the last ones, found in a list afterwards
        return 1
    before = next((row for row in rows if row["external_id"] != external_id), None)
    goes_on = before is not None and before["tries"] and before["received_at"] > moment - TOGETHER
    tries = 1 + (before["tries"] if before is not None and goes_on else 0)
    yield sql(
        """
        INSERT INTO stumbles (message, tries) VALUES (:message, :tries)
        ON CONFLICT (message) DO UPDATE SET tries = excluded.tries
        """,
        message=this["id"],
        tries=tries,
    )
    return tries


def somebody_to_ask(person: int) -> Wish[str | None]:
    """The name of a lead of one of the person's sites, or else of a coordinator."""
    rows = yield sql(
        """
        SELECT people.name FROM people
        WHERE people.active = :yes AND people.id <> :person AND (people.role = :coordinator
            OR people.role = :lead AND EXISTS (
                SELECT 1 FROM duties AS theirs JOIN duties AS own ON own.site = theirs.site
                WHERE theirs.person = people.id AND own.person = :person))
        ORDER BY CASE WHEN people.role = :lead THEN 0 ELSE 1 END, people.id LIMIT 1
        """,
        yes=True,
        person=person,
        coordinator=Role.COORDINATOR.value,
        lead=Role.SITE_LEAD.value,
    )
    return str(rows[0]["name"]) if rows else None
