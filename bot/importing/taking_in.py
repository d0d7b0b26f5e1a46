"""A file of figures from its path to a plan: previewed, or taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.importing.headings import find_layout, plain
from bot.importing.lines import Read, read_lines
from bot.importing.sheets import CannotRead, Fault, read_file
from shelter.house import House
from shelter.importing import Plan
from shelter.period import Period
from storage.imports import Source, planned, taken_in
from storage.signoffs import signed_periods
from storage.wishes import Wish


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read: its rows, where they come from, and the headings and sheets that were not."""

    read: Read
    source: Source
    unread: tuple[str, ...]


def incoming(
    path: Path, house: House, by: str, now: datetime, *, sheet: str | None = None, site: str | None = None
) -> Incoming:
    """Read a file. Raises CannotRead; `site` names the one that a file without a column of sites is about."""
    file = read_file(path, sheet)
    short = None if site is None else _short(house, site)
    layout = find_layout(file, house, short)
    read = read_lines(layout, house, short, now)
    return Incoming(read, Source(by, path.name, file.digest), (*layout.unread, *layout.beside))


def _short(house: House, name: str) -> str:
    for site in house.sites:
        if plain(name) in (plain(site.name), plain(site.short)):
            return site.short
    raise CannotRead(Fault.UNKNOWN_SITE, name)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file would do or has done, and the signed periods that there are."""

    plan: Plan
    signed: Sequence[Period]


def previewed(house: House, file: Incoming, now: datetime) -> Wish[Seen]:
    """Writes nothing."""
    read = file.read
    plan = yield from planned(house, read.lines, read.refused, read.silent, now)
    return Seen(plan, (yield from signed_periods()))


def written(house: House, file: Incoming, now: datetime) -> Wish[Seen]:
    """All of the file or, with anything refused, nothing."""
    read = file.read
    plan = yield from taken_in(house, read.lines, read.refused, read.silent, now, file.source)
    return Seen(plan, (yield from signed_periods()))
