"""`sites load`, `sites show` and `people`: the house."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.desk import Fault, at_the_desk, finished, memory
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from rich.table import Table


def load(file: Path) -> None:
    """Load a house file; all of it or, when anything in it is wrong, nothing. Every count is kept.

    Parameters
    ----------
    file
        A TOML file; `shelterbot sites show --example` prints one with explanations.
    """
    from bot.house_file import HouseFault, read_house_file

    settings = read_settings()
    try:
        house = read_house_file(file, settings.TIMEZONE)
    except HouseFault as fault:
        raise Fault(_all_faults(file, fault.faults)) from fault
    finished(_load(settings, file, house))
    print(f"loaded {len(house.sites)} sites and {len(house.members)} people")


def _all_faults(file: Path, faults: tuple[str, ...]) -> str:
    if len(faults) == 1:
        return f"nothing loaded: {faults[0]}"
    return "\n  ".join((f"nothing loaded, {len(faults)} faults in {file}:", *faults))


async def _load(settings: Settings, file: Path, house: Any) -> None:
    from bot.clock import real_now
    from storage.house import SiteInUse, save_house
    from storage.reminders import Reminding

    reminding = Reminding(house.escalation, house.rules, real_now())
    async with memory(settings) as database:
        try:
            await database.write(save_house, house.zone, house.sites, house.members, reminding)
        except SiteInUse as fault:
            raise Fault(
                f"nothing loaded: {file} no longer has the site {fault.site!r}, which has reports; "
                "keep it and give it an end with last = <date>"
            ) from fault


def show(*, example: bool = False) -> None:
    """Show the sites of the house with their beds and opening hours today.

    Parameters
    ----------
    example
        Print the example house file instead.
    """
    if example:
        from bot.house_file import EXAMPLE

        print(EXAMPLE.read_text(encoding="utf-8"), end="")
        return
    finished(_show(read_settings()))


async def _show(settings: Settings) -> None:
    from rich.table import Table

    async with at_the_desk(settings) as desk:
        today = desk.now.astimezone(desk.house.zone).date()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in (
        "short",
        "site",
        "kind",
        "organisation",
        "beds",
        "women-only",
        "hours",
        "open",
        "in service",
    ):
        table.add_column(heading, justify="right" if heading in ("beds", "women-only") else "left")
    for site in desk.house.sites:
        table.add_row(*_site_row(site, today))
    _print_wide(table)


def _print_wide(table: "Table") -> None:
    """Print a table at the terminal's width, or one that cuts nothing where there is no terminal."""
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 200, highlight=False).print(table)


def _site_row(site: Any, today: date) -> tuple[str, ...]:
    from bot.house_entries import weekday_words
    from shelter.dates import usual_hours

    capacity, hours = site.capacity_on(today), usual_hours(site, today)
    return (
        site.short,
        site.name,
        site.kind.value,
        site.organisation,
        str(capacity.beds) if capacity else "",
        str(capacity.women_only_beds) if capacity else "",
        f"{hours.opens:%H:%M}-{hours.closes:%H:%M}",
        weekday_words(hours.weekdays),
        f"{site.first}..{site.last or ''}",
    )


def people(*, end: str | None = None) -> None:
    """Show who is in the house: their role, their sites and by what they are reached, never a number.

    Parameters
    ----------
    end
        Let the person of this name out instead, at once. Their reports stay.
    """
    finished(_people(read_settings()) if end is None else _end(read_settings(), end))


async def _people(settings: Settings) -> None:
    from rich.table import Table

    from storage.people import everybody

    async with memory(settings, must_exist=True) as database:
        listed = await database.read(everybody)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("name", "role", "sites", "language", "reached by", "came by"):
        table.add_column(heading)
    for one in listed:
        table.add_row(
            one.person.name,
            one.person.role.value,
            " ".join(one.person.sites),
            one.person.language or "",
            " ".join(one.channels) or "nothing yet",
            "house file" if one.from_file else "invitation",
        )
    _print_wide(table)


async def _end(settings: Settings, name: str) -> None:
    from storage.people import leave

    async with memory(settings, must_exist=True) as database:
        from_file = await database.write(leave, name)
    if from_file is None:
        raise Fault(f"there is nobody called {name!r}; `shelterbot people` shows who there is")
    print(f"{name}: out")
    if from_file:
        print("the house file still names them: take them out of it, or loading it brings them back")
