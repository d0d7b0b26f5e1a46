"""The demonstration: a house of 2017, its half-year of messages, and a clock that stands at its end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.house_file import EXAMPLE, HouseFile, read_house_file
from shelter.house import House
from shelter.period import Period
from storage.clock import clock_ahead
from storage.database import Database
from storage.house import load_house, save_house

PERIOD = Period(datetime(2017, 5, 1).date(), datetime(2017, 10, 31).date())  # noqa: DTZ001 only its date is used
STANDS_AT = datetime(2017, 11, 1, 6, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
"""The morning after the last night."""


class AnotherHouse(Exception):
    """The database holds a house that is not the demonstration's."""


def demonstration() -> HouseFile:
    return read_house_file(EXAMPLE, "Europe/Stockholm")


async def load_demonstration(database: Database) -> House:
    """The demonstration house, loaded where there is none. Raises AnotherHouse for a database in real use."""
    house = await database.read(load_house)
    shown = demonstration()
    if house.sites and {site.short for site in house.sites} != {site.short for site in shown.sites}:
        raise AnotherHouse
    if not house.sites:
        await database.write(save_house, shown.zone, shown.sites, shown.members)
        house = await database.read(load_house)
    return house


async def set_clock(database: Database) -> None:
    """Let the clock stand at the morning after; one that has been set before runs on."""
    if await database.read(clock_ahead) == timedelta(0):
        await Clock().set(database, STANDS_AT)
