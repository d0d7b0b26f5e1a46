"""The canonical form of a reading, and files of messages with what must come of them (docs/reading.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.reading.circumstances import Circumstances, Reading
from bot.reading.read import read
from shelter.acts import (
    Act,
    MoveTally,
    ReportAges,
    ReportClosed,
    ReportCount,
    ReportOrigins,
    ReportQueue,
    Topic,
    Undo,
)
from shelter.dates import local, reporting_date
from shelter.figures import Count, Queue
from shelter.history import Closed
from shelter.questions import Question
from shelter.sites import DEADLINES, Capacity, Hours, Kind, Site

ZONE = ZoneInfo("Europe/Stockholm")
COLUMNS = ("language", "site_kind", "local_datetime", "message", "expected", "note")


def _site(
    name: str, short: str, kind: Kind, opens: str, closes: str, *, beds: int = 0, usual: int | None = None
) -> Site:
    first = date(2017, 5, 1)
    return Site(
        name,
        short,
        kind,
        "",
        ZONE,
        first,
        hours=(Hours(time.fromisoformat(opens), time.fromisoformat(closes)),),
        capacities=(Capacity(first, beds, 10),) if beds else (),
        usual=usual,
        deadline=DEADLINES[kind],
    )


NIGHT = _site("Natthärbärge A", "A", Kind.NIGHT, "19:00", "09:00", beds=45)
OTHER_NIGHT = _site("Natthärbärge B", "B", Kind.NIGHT, "19:00", "09:00", beds=40)
THIRD_NIGHT = _site("Natthärbärge C", "C", Kind.NIGHT, "19:00", "09:00", beds=30)
DAY = _site("Dagverksamhet 1", "D1", Kind.DAY, "09:00", "16:00", usual=45)
OTHER_DAYS = tuple(
    _site(f"Dagverksamhet {n}", f"D{n}", Kind.DAY, "09:00", "16:00", usual=45) for n in range(2, 6)
)
INTAKE = _site("Inskrivningen", "I", Kind.INTAKE, "12:00", "20:00")
HOUSE = {site.short: site for site in (NIGHT, OTHER_NIGHT, THIRD_NIGHT, DAY, *OTHER_DAYS, INTAKE)}
"""The house of every file of messages; a tag at the start of a row's note changes what is stored or asked."""

KINDS = {"night": NIGHT, "day": DAY, "intake": INTAKE}
PARTS = {"w": "women", "m": "men", "o": "other", "u": "unknown", "t": "total"}
TAG = re.compile(r"\[([^\]]*)\]")


class BrokenFile(Exception):
    """A file of messages that cannot be read; the message names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row of a file, and what was read from its message."""

    line: int
    message: str
    expected: str
    note: str
    canonical: str


def canonical(reading: Reading, *, with_site: bool = False) -> str:
    """“count date=2017-10-12 w=9 m=19”, “ask:men w=9”, “none”: one line for a reading."""
    if reading.question is not None:
        question = reading.question
        proposal = "".join(
            f" {_parts(act.count)}" for act in question.proposal if isinstance(act, ReportCount)
        )
        # Before the site is known a yes stores nothing.
        return f"ask:{question.topic.value}{'' if question.topic is Topic.SITE else proposal}"
    if not reading.acts:
        return "none"
    return " ; ".join(_act(act, with_site) for act in reading.acts)


def _parts(count: Count) -> str:
    text = f"w={count.women} m={count.men}"
    text += f" o={count.other}" if count.other else ""
    return text + (f" u={count.unknown}" if count.unknown else "")


def _act(act: Act, with_site: bool) -> str:
    where = (f"site={act.site} " if with_site else "") + f"date={act.date}"
    match act:
        case ReportCount() | MoveTally():
            return f"count {where} {_parts(act.count)}"
        case ReportClosed():
            return f"closed {where}"
        case ReportQueue():
            return f"queue {where}" + "".join(_queue(act.queue))
        case ReportOrigins():
            return f"origin {where} " + " ".join(f"{name}={number}" for name, number in act.numbers)
        case ReportAges():
            return f"age {where} " + " ".join(f"{name}={number}" for name, number in act.numbers)
        case Undo():
            return f"undo {where}"


def _queue(queue: Queue) -> Iterator[str]:
    for name, part in (
        ("applied", queue.applied),
        ("offered", queue.offered),
        ("noshow", queue.no_show),
        ("away", queue.away),
    ):
        if part is not None:
            yield f" {name}={part}"


def circumstances_of(language: str, kind: str, moment: datetime, note: str) -> Circumstances:
    """The circumstances of a row: the fixture, changed by the tags that its note begins with."""
    site = KINDS[kind]
    sites: tuple[Site, ...] = (site,)
    stored: dict[tuple[str, date], Count | Closed | None] = {}
    question: Question | None = None
    tallies: set[tuple[str, date]] = set()
    rest = note.strip()
    while found := TAG.match(rest):
        name, _, given = found[1].partition(" ")
        rest = rest[found.end() :].lstrip()
        if name == "sites":
            sites = tuple(HOUSE[short] for short in given.split(","))
        elif name == "prev":
            values = dict(part.split("=") for part in given.split())
            short = values.get("site", site.short)
            day = date.fromisoformat(values["date"]) if "date" in values else _default(HOUSE[short], moment)
            count = Count(*(int(values.get(key, 0)) for key in "wmou"))
            stored[short, day] = count
        elif name == "pending":
            question = _pending(given, site, sites, moment)
        elif name == "tally":
            shorts_said = given.split(",") if given else [site.short]
            tallies = {(short, _default(HOUSE[short], moment)) for short in shorts_said}
        else:
            raise ValueError(f"no tag is called {name!r}")
    shorts = {own.short for own in sites}
    others = tuple((other.name, other.short) for other in HOUSE.values() if other.short not in shorts)
    return Circumstances(
        moment,
        sites,
        others,
        language,
        stored,
        {},
        question,
        {key: _begun(stored.get(key)) for key in tallies},
    )


def _begun(held: Count | Closed | None) -> Count:
    """A tally begins at what is stored, or with nobody."""
    return held if isinstance(held, Count) else Count(0, 0)


def _default(site: Site, moment: datetime) -> date:
    day = reporting_date(site, moment)
    return local(site, moment).date() if day is None else day


def _pending(given: str, site: Site, sites: tuple[Site, ...], moment: datetime) -> Question:
    """“[pending men date=2017-10-12 w=9]”: a question that was asked two minutes ago."""
    topic, *parts = given.split()
    values = dict(part.split("=") for part in parts)
    numbers: dict[str, Any] = {PARTS[key]: int(value) for key, value in values.items() if key in PARTS}
    day = date.fromisoformat(values["date"]) if "date" in values else None
    queue = Queue(
        **{
            name: int(values[key])
            for key, name in (
                ("applied", "applied"),
                ("offered", "offered"),
                ("noshow", "no_show"),
                ("away", "away"),
            )
            if key in values
        }
    )
    proposal: tuple[Act, ...] = ()
    if (
        {"women", "men"} <= numbers.keys()
        and day is not None
        and topic not in ("sum", "high", "extra", "exact")
    ):
        count = Count(numbers["women"], numbers["men"], numbers.get("other", 0), numbers.get("unknown", 0))
        proposal = (ReportCount(values.get("site", site.short), day, count),)
    short = values.get("site", None if topic == "site" else site.short)
    choices = tuple(own.short for own in sites) if topic == "site" else ()
    return Question(
        Topic(topic),
        short,
        day,
        queue=queue,
        proposal=proposal,
        sites=choices,
        about=values.get("about", ""),
        **numbers,
    )


def read_file(path: Path) -> list[RowResult]:
    """Every row of a file of messages with the canonical form of its reading. Raises BrokenFile."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as fault:
        line = path.read_bytes()[: fault.start].count(b"\n") + 1
        raise BrokenFile(f"{path} line {line}: not UTF-8 text; save the file as UTF-8") from fault
    except OSError as fault:
        raise BrokenFile(f"{path}: cannot be read ({fault.strerror}); check the path") from fault
    header = next((at for at, text in enumerate(lines) if not text.startswith("#")), None)
    if header is None or tuple(lines[header].rstrip("\r").split("\t")) != COLUMNS:
        raise BrokenFile(
            f"{path} line {(header or 0) + 1}: the header should be {', '.join(COLUMNS)}, with tabs between"
        )
    results = []
    for number, row in enumerate(lines[header + 1 :], header + 2):
        if row.strip("\r"):
            try:
                results.append(read_row(number, row.rstrip("\r")))
            except (ValueError, KeyError) as fault:
                raise BrokenFile(f"{path} line {number}: {_fault(fault)}") from fault
    return results


def _fault(fault: Exception) -> str:
    return f"{fault.args[0]!r} is not known" if isinstance(fault, KeyError) else str(fault)


def read_row(number: int, line: str) -> RowResult:
    """One row read in its circumstances; what the reader wants to have fetched is "nothing stored"."""
    cells = line.split("\t")
    if not len(COLUMNS) - 1 <= len(cells) <= len(COLUMNS):
        raise ValueError(f"{len(cells)} columns; there should be {len(COLUMNS)}, with tabs between them")
    language, kind, at, message, expected, note = (*cells, "")[: len(COLUMNS)]
    if language not in ("sv", "en"):
        raise ValueError(f"the language {language!r} is neither sv nor en")
    if kind not in KINDS:
        raise ValueError(f"the site_kind {kind!r} is not one of {', '.join(KINDS)}")
    try:
        moment = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    except ValueError as fault:
        raise ValueError(f"the local_datetime {at!r} is not like 2017-10-12T21:40") from fault
    around = circumstances_of(language, kind, moment, note)
    text = message.replace("\\n", "\n").replace("\\t", "\t")
    return RowResult(
        number, message, expected, note, canonical(read_fully(text, around), with_site=len(around.sites) > 1)
    )


def read_fully(text: str, around: Circumstances) -> Reading:
    """Reads until nothing more is wanted; what is not in the circumstances is taken as not stored."""
    reading = read(text, around)
    while reading.wants_counts or reading.wants_usual:
        around = Circumstances(
            around.moment,
            around.sites,
            around.others,
            around.language,
            {**dict.fromkeys(reading.wants_counts), **around.stored},
            {**dict.fromkeys(reading.wants_usual), **around.usual},
            around.question,
            around.tallies,
            around.tallying,
        )
        reading = read(text, around)
    return reading
