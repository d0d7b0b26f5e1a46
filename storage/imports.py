"""Files of figures: laid beside what holds, and kept in one transaction as revisions of one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shelter.history import Aspect, Numbers
from shelter.house import House
from shelter.importing import Breakdowns, Line, Plan, Refused, Step, plan
from shelter.sums import Report
from storage.counts import keep, reports_between
from storage.wishes import Wish, sql

CHANNEL = "import"
"""The channel under which the file stands among the messages: its revisions came from there."""


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
        yield from keep(step.change, person, message, _moment(step, now))
    yield from _keep_revisions(made.steps)
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


def _message(source: Source, person: int | None, now: datetime) -> Wish[int]:
    rows = yield sql(
        """
        INSERT INTO messages (channel, external_id, address, person, received_at, text)
        VALUES (:channel, :external_id, :by, :person, :now, :name) RETURNING id
        """,
        channel=CHANNEL,
        # The same file may be taken in again after a correction, and is another message then.
        external_id=f"{source.digest}:{now.isoformat()}",
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


def everything() -> Wish[tuple[list[Report], Breakdowns]]:
    """All that holds, of every site and date."""
    reports = yield from reports_between(date.min, date.max)
    breakdowns = yield from breakdowns_between(date.min, date.max)
    return reports, breakdowns
