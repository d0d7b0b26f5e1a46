"""`jobs`: whether what happens unasked is well, told to the coordinator."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.inbox import Inbox
from shelter.messages import Incoming
from shelter.people import Person, Role
from shelter.runs import Run
from storage.house import Member, load_house, save_house
from storage.runs import record_run
from tests.storage.test_backup import loaded

NIGHT = datetime(2017, 10, 13, 3, 35, tzinfo=ZoneInfo("Europe/Stockholm"))
MORNING = NIGHT + timedelta(hours=5)


@pytest.fixture
async def ask(database):
    """Bo asks `jobs`, by Telegram or by phone, of these runs."""
    await loaded(database)
    house = await database.read(load_house)
    bo = Member(Person(0, "Bo", Role.COORDINATOR), (("telegram", "104"), ("phone", "bo")))
    await database.write(save_house, "Europe/Stockholm", house.sites, [bo])

    async def ask(channel, *runs):
        for run in runs:
            await database.write(record_run, run)
        address = "104" if channel == "telegram" else "bo"
        said = await Inbox(database, "sv", lambda: None).receive(
            Incoming(channel, "m1", address, "jobb", MORNING)
        )
        return said.text

    return ask


WELL = (
    Run("reminders", MORNING, 0.0249, queued=3, skipped=1),
    Run("backup", NIGHT, 1.5, done=1),
    Run("backup", MORNING, 0.001),
    Run("retention", NIGHT, 0.2, done=1234),
)


async def test_with_room_each_job_is_told_with_its_time_its_length_and_what_it_did(ask):
    assert (await ask("telegram", *WELL)).splitlines() == [
        "säkerhetskopia: 13 okt 08:35, 0,00 s",
        "påminnelser: 13 okt 08:35, 0,02 s, skickade 3, hoppade över 1",
        "gallring: 13 okt 03:35, 0,20 s, gjorde 1234",
        "Senaste säkerhetskopia 13 okt 03:35.",
    ]


async def test_in_one_segment_it_is_told_whether_all_is_well_and_how_old_the_backup_is(ask):
    assert await ask("phone", *WELL) == (
        "Senast körda: säkerhetskopia 08:35, påminnelser 08:35, gallring 03:35. "
        "Senaste säkerhetskopia 13 okt 03:35. Allt väl."
    )


async def test_a_job_that_failed_is_named_with_its_fault(ask):
    failed = Run("backup", MORNING, 0.1, fault="BackupFault")
    assert await ask("telegram", failed) == (
        "säkerhetskopia: 13 okt 08:35, 0,10 s, misslyckades (BackupFault)\nIngen säkerhetskopia än."
    )
    assert (await ask("phone")).endswith("Ingen säkerhetskopia än. Misslyckades: säkerhetskopia.")
