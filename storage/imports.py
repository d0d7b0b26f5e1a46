"""Files of figures: laid beside what holds, and kept in one transaction as revisions of one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from shelter.history import Aspect, Change, Numbers, standing, undoing
from shelter.house import House
from shelter.importing import Breakdowns, Line, Plan, Refused, Step, Taken, plan
from shelter.sums import Report
from storage.counts import let_hold, reports_between, revision_of
from storage.pages import make_pages
from storage.wishes import Wish, sql

CHANNEL = "import"
"""The channel under which the file stands among the messages: its revisions came from there."""

UNDO = "undo:"
"""Begins the id of the message that takes a file back; the number of the file's own message follows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: who takes the file in, its name, and its SHA-256."""

    by: str
    name: str
    digest: str


def planned(
    house: House, lines: Sequence[Line], refused: Sequence[Refused], silent: int, now: datetime
) -> Wish[Plan]:
    """What the rows would do to what is kept now."""
    if not lines:
        return plan(house, (), (), {}, now, refused=refused, silent=silent)
    dates = [line.date for line in lines]
    first, last = min(dates), max(dates)
    held = yield from reports_between(first, last)
    breakdowns = yield from breakdowns_between(first, last)
    return plan(house, lines, held, breakdowns, now, refused=refused, silent=silent)


def taken_in(
    house: House,
    lines: Sequence[Line],
    refused: Sequence[Refused],
    silent: int,
    now: datetime,
    source: Source,
) -> Wish[Plan]:
    """Keep every change of the plan or, with anything refused, none; decided on what is kept now."""
    made = yield from planned(house, lines, refused, silent, now)
    if made.refused or not made.steps:
        return made
    person = yield from _person(source.by)
    message = yield from _message(source, person, now)
    for step in made.steps:
        yield from let_hold(step.change, person, message, _moment(step, now))
    yield from _keep_revisions(made.steps)
    yield from _make_pages(step.change for step in made.steps)
    return made


def _moment(step: Step, now: datetime) -> datetime:
    """A figure that is new came when its file says; a correction comes now."""
    told = step.line.received_at
    return now if told is None or step.change.corrects else told


def _keep_revisions(steps: Iterable[Step]) -> Wish[None]:
    """A figure that was corrected before it was exported stays a corrected one."""
    for line in {step.line for step in steps if not step.change.corrects and step.line.revision > 1}:
        yield sql(
            "UPDATE counts SET revision = :revision WHERE site = :site AND date = :date AND revision = 1",
            revision=line.revision,
            site=line.site,
            date=line.date,
        )


def _make_pages(changes: Iterable[Change]) -> Wish[None]:
    """A file changes years at a time: the pages are made once, not turned for every row."""
    for site in sorted({change.site for change in changes}):
        yield from make_pages(site)


def _message(source: Source, person: int | None, now: datetime) -> Wish[int]:
    rows = yield sql(
        """
        INSERT INTO messages (channel, external_id, address, person, received_at, text)
        VALUES (:channel, :external_id, :by, :person, :now, :name) RETURNING id
        """,
        channel=CHANNEL,
        # The same file may be taken in again after a correction, and is another message then.
        external_id=source.digest if source.digest.startswith(UNDO) else f"{source.digest}:{now.isoformat()}",
        by=source.by,
        person=person,
        now=now,
        name=source.name,
    )
    return int(rows[0]["id"])


def _person(name: str) -> Wish[int | None]:
    rows = yield sql("SELECT id FROM people WHERE name = :name AND active", name=name)
    return int(rows[0]["id"]) if rows else None


def breakdowns_between(first: date, last: date) -> Wish[Breakdowns]:
    rows = yield sql(
        "SELECT site, date, aspect, label, number FROM breakdowns "
        "WHERE date BETWEEN :first AND :last ORDER BY site, date, aspect, label",
        first=first,
        last=last,
    )
    found: dict[tuple[str, date, Aspect], Numbers] = {}
    for row in rows:
        key = (row["site"], row["date"], Aspect(row["aspect"]))
        found[key] = (*found.get(key, ()), (row["label"], int(row["number"])))
    return found


def last_taken() -> Wish[Taken | None]:
    rows = yield sql(
        """
        SELECT id, text, address, received_at FROM messages AS taken
        WHERE channel = :channel AND external_id NOT LIKE :undone
            AND NOT EXISTS (SELECT 1 FROM messages WHERE channel = :channel
                            AND external_id = :undo || CAST(taken.id AS text))
        ORDER BY id DESC LIMIT 1
        """,
        channel=CHANNEL,
        undo=UNDO,
        undone=f"{UNDO}%",
    )
    if not rows:
        return None
    message = int(rows[0]["id"])
    changes, overtaken = yield from _back(message)
    return Taken(
        message, rows[0]["text"], rows[0]["address"], rows[0]["received_at"], tuple(changes), tuple(overtaken)
    )


def _back(message: int) -> Wish[tuple[list[Change], list[tuple[str, date]]]]:
    """What takes each revision of a message back, and the places where it stands no more."""
    rows = yield sql(
        """
        SELECT revisions.* FROM revisions JOIN revisions AS mine
            ON mine.site = revisions.site AND mine.date = revisions.date AND mine.aspect = revisions.aspect
        WHERE mine.message = :message
        ORDER BY revisions.site, revisions.date, revisions.aspect, revisions.number
        """,
        message=message,
    )
    changes, overtaken = [], []
    for (site, day, _), of_one in groupby(rows, key=lambda row: (row["site"], row["date"], row["aspect"])):
        held = list(of_one)
        stack = standing(revision_of(row) for row in held)
        mine = next(int(row["number"]) for row in held if row["message"] == message)
        if not stack or stack[-1].number != mine:
            overtaken.append((site, day))
            continue
        changes.append(undoing(stack))
    return changes, overtaken


def taken_back(by: str, now: datetime) -> Wish[Taken | None]:
    """Take the last file back, all of it or, with anything overtaken, nothing."""
    last = yield from last_taken()
    if last is None or last.overtaken:
        return last
    person = yield from _person(by)
    message = yield from _message(Source(by, last.source, f"{UNDO}{last.message}"), person, now)
    for change in last.changes:
        yield from let_hold(change, person, message, now)
    yield from _make_pages(last.changes)
    return last


def everything() -> Wish[tuple[list[Report], Breakdowns]]:
    """All that holds, of every site and date."""
    reports = yield from reports_between(date.min, date.max)
    breakdowns = yield from breakdowns_between(date.min, date.max)
    return reports, breakdowns
