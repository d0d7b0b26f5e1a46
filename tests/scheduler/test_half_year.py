"""The draft report of a half-year comes to each coordinator as files, once; the clock is the test's, 2017."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.house_file import read_house_file
from scheduler.half_year import HalfYear
from scheduler.outcome import Outcome
from shelter.enclosures import Enclosure, FileForm
from shelter.people import Person, Role
from shelter.period import months
from shelter.privacy import Audience
from storage.activity import extract
from storage.house import save_house
from storage.people import join
from storage.signoffs import sign_off
from storage.wishes import sql

HOUSE = Path(__file__).parents[1] / "stories" / "house.toml"
ZONE = ZoneInfo("Europe/Stockholm")
HALF_YEAR = months(2017, 5, 6)
NOON = datetime(2017, 11, 1, 12, 1, tzinfo=ZONE)
"""The intake's deadline for 31 October is the last of the half-year; its minute has passed."""


@pytest.fixture
async def house(database):
    """The house of the stories; Bo is its only coordinator and has a phone that files can come to."""
    file = read_house_file(HOUSE, "Europe/Stockholm")
    await database.write(save_house, file.zone, file.sites, file.members)
    return database


async def another(database, name, role, channel, address):
    person = Person(0, name, role, (), "en")
    await database.write(join, person, channel, address)


def _queued():
    rows = yield sql("SELECT address, text, enclosure, instead FROM outbox ORDER BY id")
    return [
        (
            row["address"],
            row["text"],
            Enclosure.from_json(row["enclosure"]) if row["enclosure"] else None,
            row["instead"],
        )
        for row in rows
    ]


def _skipped():
    rows = yield sql("SELECT kind, skipped FROM nudges WHERE skipped IS NOT NULL ORDER BY kind")
    return [(row["kind"], row["skipped"]) for row in rows]


async def test_it_comes_after_the_last_deadline_and_not_before(house):
    job = HalfYear(house, "sv")
    before = [await job(NOON - timedelta(minutes=minutes)) for minutes in (60 * 24, 120, 1)]

    assert before == [Outcome()] * 3
    assert await job(NOON) == Outcome(queued=3)
    queued = await house.read(_queued)
    assert [one[0] for one in queued] == ["bo"] * 3
    assert [one[2].form for one in queued] == [FileForm.WORD, FileForm.PDF, FileForm.EXCEL]
    assert {one[2] for one in queued} == {
        Enclosure(form, HALF_YEAR, "sv", Audience.PUBLIC, draft=True)
        for form in (FileForm.WORD, FileForm.PDF, FileForm.EXCEL)
    }
    assert queued[0][1] == (
        "Halvåret maj-okt 2017 är slut: 0 av 736 rapporter har kommit. "
        "Verksamhetsrapport maj-okt 2017, utkast (Word)."
    )


async def test_it_comes_once_for_each_person_and_file_however_often_and_by_whom_it_is_looked_at(house):
    await another(house, "Cora", Role.COORDINATOR, "telegram", "900")
    first, second = HalfYear(house, "sv"), HalfYear(house, "sv")
    outcomes = [await first(NOON), await second(NOON), await first(NOON + timedelta(minutes=5))]
    outcomes.append(await HalfYear(house, "sv")(NOON + timedelta(days=3)))

    assert outcomes == [Outcome(queued=6), *[Outcome()] * 3]
    queued = await house.read(_queued)
    assert len({(one[0], one[2].form) for one in queued}) == 6


async def test_somebody_who_joins_later_gets_it_while_it_is_of_use(house):
    job = HalfYear(house, "sv")
    await job(NOON)
    await another(house, "Cora", Role.COORDINATOR, "telegram", "900")
    await another(house, "Vera", Role.VIEWER, "telegram", "901")

    assert await job(NOON + timedelta(days=2)) == Outcome(queued=3)
    assert [one[0] for one in await house.read(_queued)] == ["bo"] * 3 + ["900"] * 3


async def test_after_two_weeks_it_is_recorded_as_too_late(house):
    assert await HalfYear(house, "sv")(NOON + timedelta(days=14)) == Outcome(skipped=3)
    assert await HalfYear(house, "sv")(NOON + timedelta(days=15)) == Outcome()
    assert await house.read(_skipped) == [
        ("half-year-docx", "too late"),
        ("half-year-pdf", "too late"),
        ("half-year-xlsx", "too late"),
    ]


async def test_it_waits_for_the_end_of_the_quiet_hours(house):
    night = datetime(2017, 11, 2, 3, 5, tzinfo=ZONE)

    assert await HalfYear(house, "sv")(night) == Outcome()
    assert await HalfYear(house, "sv")(night.replace(hour=7)) == Outcome(queued=3)


async def test_a_coordinator_without_a_channel_for_files_gets_one_line(house):
    await another(house, "Cora", Role.COORDINATOR, "sms", "+46701234567")

    assert await HalfYear(house, "sv")(NOON) == Outcome(queued=4)
    told = (
        "The draft report of May-Oct 2017 is ready. Files come in Telegram, or on the computer with "
        "shelterbot report."
    )
    assert (await house.read(_queued))[-1] == ("+46701234567", told, None, None)


async def test_files_go_where_files_can_go_though_the_coordinator_wrote_by_sms_last(house):
    await another(house, "Cora", Role.COORDINATOR, "sms", "+46701234567")
    await another(house, "Cora", Role.COORDINATOR, "telegram", "900")
    await house.write(_wrote_by_sms)
    await HalfYear(house, "sv")(NOON)

    assert [one[0] for one in await house.read(_queued)] == ["bo"] * 3 + ["900"] * 3


def _wrote_by_sms():
    yield sql(
        "INSERT INTO messages (channel, external_id, address, received_at) "
        "VALUES ('sms', 'SM1', '+46701234567', :at)",
        at=NOON,
    )


async def test_a_half_year_that_is_signed_off_comes_as_signed_off(house):
    await house.write(_signed)
    await HalfYear(house, "sv")(NOON)
    queued = await house.read(_queued)

    assert {one[2].draft for one in queued} == {False}
    assert queued[1][1] == "Verksamhetsrapport maj-okt 2017, fastställd (PDF)."


def _signed():
    held = yield from extract(HALF_YEAR)
    yield from sign_off(HALF_YEAR, (), held, (), "Bo", NOON - timedelta(minutes=30))


async def test_a_house_that_owed_no_report_owes_no_half_year(database):
    file = read_house_file(HOUSE, "Europe/Stockholm")
    sites = [replace(site, first=date(2017, 11, 1)) for site in file.sites]
    await database.write(save_house, file.zone, sites, file.members)

    assert await HalfYear(database, "sv")(NOON + timedelta(days=30)) == Outcome()
