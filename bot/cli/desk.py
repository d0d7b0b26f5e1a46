"""What the commands have in common: their faults, the database they open and the house they find in it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from bot.settings import Settings

if TYPE_CHECKING:
    from shelter.house import House
    from shelter.period import Period
    from storage.database import Database

T = TypeVar("T")


class Fault(Exception):
    """What ends a command: one line for the person at the terminal, and the exit code."""

    def __init__(self, reason: str, code: int = 2) -> None:
        super().__init__(reason)
        self.code = code


def finished(work: Coroutine[Any, Any, T]) -> T:
    """The outcome of a command's work; what is wrong with the memory becomes one line."""
    from storage.faults import StorageFault

    try:
        return asyncio.run(work)
    except StorageFault as fault:
        raise Fault(str(fault)) from fault


@asynccontextmanager
async def memory(
    settings: Settings, *, alone: bool = False, must_exist: bool = False
) -> AsyncIterator["Database"]:
    """The database, open while the block runs; `alone` holds the lock that a second process meets."""
    from bot.lock import only_process
    from storage.database import open_database, sqlite_path

    path = sqlite_path(settings.database_url)
    if must_exist and path is not None and not path.exists():
        raise Fault(
            f"there is no database at {path}; set DATA_DIR, or make one with `shelterbot sites load house.toml`"
        )
    with only_process(settings.database_url if alone else ""):
        database = await open_database(settings.database_url)
        try:
            yield database
        finally:
            await database.close()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a command that asks about the loaded house sits."""

    database: "Database"
    house: "House"
    now: datetime
    language: str

    def period(self, words: tuple[str, ...]) -> "Period":
        """The period that is meant; the half-year of today when no words are given."""
        from reports.period_words import not_a_period
        from reports.wording import wording
        from shelter.period import half_year_of
        from shelter.periods import UnknownPeriod, parse_period

        today = self.now.astimezone(self.house.zone).date()
        try:
            return parse_period(" ".join(words), today) if words else half_year_of(today)
        except UnknownPeriod as fault:
            raise Fault(not_a_period(wording(self.language), fault)) from fault


@asynccontextmanager
async def at_the_desk(settings: Settings, language: str | None = None) -> AsyncIterator[Desk]:
    """The database, the house in it and the moment it is there: the kept clock's in a demonstration."""
    from bot.clock import Clock

    async with memory(settings, must_exist=True) as database:
        house = await loaded_house(database)
        clock = await Clock.kept_in(database) if settings.DEMO else Clock()
        yield Desk(database, house, clock.now(), language or settings.DEFAULT_LANGUAGE)


async def loaded_house(database: "Database") -> "House":
    from storage.house import load_house

    house = await database.read(load_house)
    if not house.sites:
        raise Fault("no house is loaded; load yours with `shelterbot sites load house.toml`")
    return house
