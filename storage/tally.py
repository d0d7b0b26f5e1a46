"""The live tally: its steps, and the messages that show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shelter.figures import Moves
from shelter.messages import Repaint
from shelter.people import Role
from shelter.tally import Step, Tally, TallyDeed, TallyPanel, Turn
from storage.outbox import queue, show_in
from storage.panels import keep_buttons
from storage.wishes import Wish, sql


@dataclass(frozen=True, slots=True)
class Shown:
    """A chat that shows a tally: its panel, whose it is, and their language (None: the house's default)."""

    panel: TallyPanel
    key: str
    """Under which the outbox has the message."""
    channel: str
    address: str
    person: int
    language: str | None


def open_tallies() -> Wish[list[tuple[str, date]]]:
    """The site and date of every tally that is not done."""
    rows = yield sql("SELECT site, date FROM tallies WHERE done_at IS NULL ORDER BY site, date")
    return [(row["site"], row["date"]) for row in rows]


def tally_on(site: str, day: date) -> Wish[Tally | None]:
    """The tally of a site and date, open or done."""
    rows = yield sql(
        """
        SELECT tallies.done_at, tally_steps.*, people.name
        FROM tallies
        LEFT JOIN tally_steps ON tally_steps.site = tallies.site AND tally_steps.date = tallies.date
        LEFT JOIN people ON people.id = tally_steps.person
        WHERE tallies.site = :site AND tallies.date = :date
        ORDER BY tally_steps.message
        """,
        site=site,
        date=day,
    )
    if not rows:
        return None
    steps = tuple(
        Step(
            row["message"],
            row["person"],
            row["name"],
            row["at"],
            Moves(row["women"], row["men"], row["other"], row["unknown"]),
            bool(row["opening"]),
            row["undoes"],
        )
        for row in rows
        if row["message"] is not None
    )
    return Tally(site, day, rows[0]["done_at"] is not None, steps)


def panels_of(site: str, day: date) -> Wish[list[Shown]]:
    """Every chat that shows a tally; not one that cannot be reached, nor that of somebody who no longer reports.

    A group's goes on when the member who called for it has left: the others count on it.
    """
    return (
        yield from _shown(
            """
            tally_panels.site = :site AND tally_panels.date = :date
            AND NOT EXISTS (SELECT 1 FROM unreachable WHERE unreachable.channel = tally_panels.channel
                            AND unreachable.address = tally_panels.address)
            AND (EXISTS (SELECT 1 FROM telegram_groups WHERE telegram_groups.chat = tally_panels.address)
                 OR people.active = :yes
                    AND (people.role = :everywhere
                         OR EXISTS (SELECT 1 FROM duties
                                    WHERE duties.person = people.id AND duties.site = :site)))
            """,
            site=site,
            date=day,
            yes=True,
            everywhere=Role.COORDINATOR.value,
        )
    )


def tally_panel(token: str) -> Wish[Shown | None]:
    found = yield from _shown("tally_panels.token = :token", token=token)
    return found[0] if found else None


def _shown(which: str, **values: object) -> Wish[list[Shown]]:
    rows = yield sql(
        f"""
        SELECT tally_panels.*, people.language FROM tally_panels JOIN people ON people.id = tally_panels.person
        WHERE {which} ORDER BY channel, address
        """,
        **values,
    )
    return [
        Shown(
            TallyPanel(row["site"], row["date"], row["token"], bool(row["looks"]), row["shown"]),
            row["shown"],
            row["channel"],
            row["address"],
            row["person"],
            row["language"],
        )
        for row in rows
    ]


def latest_report_by(person: int, site: str) -> Wish[int]:
    """The number of the message by which a person last changed a report of a site; 0 when they never did."""
    rows = yield sql(
        """
        SELECT message FROM revisions WHERE person = :person AND site = :site
        ORDER BY at DESC, message DESC LIMIT 1
        """,
        person=person,
        site=site,
    )
    return int(rows[0]["message"]) if rows else 0


def carry_out(deeds: Sequence[TallyDeed], message: int, person: int, now: datetime) -> Wish[None]:
    """Keep what a message does to tallies: nothing that was kept before is changed."""
    for deed in deeds:
        if deed.turn is Turn.OPENED:
            yield sql(
                """
                INSERT INTO tallies (site, date, opened_at) VALUES (:site, :date, :now)
                ON CONFLICT (site, date) DO UPDATE SET done_at = NULL
                """,
                site=deed.site,
                date=deed.date,
                now=now,
            )
        if deed.turn is not Turn.DONE:
            yield from _keep_step(deed, message, person, now)
        if deed.turn is Turn.DONE:
            yield sql(
                "UPDATE tallies SET done_at = :now WHERE site = :site AND date = :date AND done_at IS NULL",
                site=deed.site,
                date=deed.date,
                now=now,
            )


def _keep_step(deed: TallyDeed, message: int, person: int, now: datetime) -> Wish[None]:
    women, men, other, unknown = deed.moves
    yield sql(
        """
        INSERT INTO tally_steps (message, site, date, person, at, women, men, other, unknown, opening, undoes)
        VALUES (:message, :site, :date, :person, :now, :women, :men, :other, :unknown, :opening, :undoes)
        """,
        message=message,
        site=deed.site,
        date=deed.date,
        person=person,
        now=now,
        women=women,
        men=men,
        other=other,
        unknown=unknown,
        opening=deed.turn is Turn.OPENED,
        undoes=deed.undoes,
    )


def keep_tally_panel(panel: TallyPanel, shown: str, channel: str, address: str, person: int) -> Wish[None]:
    """Let this message be the one of its chat that shows the tally; `shown` is its key in the outbox.

    It is in the language of the person who called for it, whoever in the chat presses.
    """
    yield sql(
        """
        INSERT INTO tally_panels (site, date, channel, address, token, shown, person, looks)
        VALUES (:site, :date, :channel, :address, :token, :shown, :person, :looks)
        ON CONFLICT (site, date, channel, address) DO UPDATE SET
            token = excluded.token, shown = excluded.shown, looks = excluded.looks,
            person = CASE WHEN tally_panels.shown = excluded.shown THEN tally_panels.person ELSE excluded.person END
        """,
        site=panel.site,
        date=panel.date,
        channel=channel,
        address=address,
        token=panel.token,
        shown=shown,
        person=person,
        looks=panel.looks,
    )


def move_tally_panels(channel: str, old: str, new: str) -> Wish[None]:
    """A chat has another address from now on; what it shows is edited there, or said anew and edited then."""
    yield sql(
        """
        UPDATE outbox SET address = :new WHERE channel = :channel AND address = :old
            AND key IN (SELECT shown FROM tally_panels WHERE channel = :channel AND address = :old)
        """,
        channel=channel,
        old=old,
        new=new,
    )
    yield sql(
        """
        UPDATE tally_panels SET address = :new WHERE channel = :channel AND address = :old
            AND NOT EXISTS (SELECT 1 FROM tally_panels AS there
                            WHERE there.site = tally_panels.site AND there.date = tally_panels.date
                                AND there.channel = :channel AND there.address = :new)
        """,
        channel=channel,
        old=old,
        new=new,
    )


def end_tally_panels(channel: str, address: str, *, but: str | None = None) -> Wish[None]:
    """A chat shows no tally any more, `but` that of this site: its messages stay as they are, their buttons end."""
    yield sql(
        "DELETE FROM tally_panels WHERE channel = :channel AND address = :address AND site <> :but",
        channel=channel,
        address=address,
        but=but or "",
    )


def repaint(repaints: Sequence[Repaint], key: str, message: int | None, now: datetime) -> Wish[None]:
    """Queue edits of messages that show something which has changed; each overtakes an earlier one that waits."""
    for place, one in enumerate(repaints):
        edit = f"{key}:{place}"
        yield from queue(
            key=edit,
            channel=one.channel,
            address=one.address,
            text=one.text,
            now=now,
            person=one.person,
            message=message,
        )
        yield from show_in(edit, one.shown)
        if one.buttons:
            yield from keep_buttons(edit, one.buttons)
