"""Texts, numbers and traces go when their time is over; counts, their history and ids stay."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.house_file import read_house_file
from bot.inbox import Inbox
from scheduler.upkeep import Retention
from shelter.messages import Incoming
from storage.database import open_database
from storage.house import save_house
from storage.people import reached
from storage.retention import FOR_EVER, STEPS
from storage.settle import set_aside
from storage.sqlite import migrate_file
from storage.wishes import sql
from tests.storage.test_backup import HOUSE, loaded

THEN = datetime(2017, 10, 12, 20, 0, tzinfo=UTC)


def rows(table, columns):
    found = yield sql(f"SELECT {columns} FROM {table}")
    return [tuple(row) if not hasattr(row, "values") else tuple(row.values()) for row in found]


@pytest.fixture
async def house(database):
    await loaded(database)
    return database


async def said(database, text, address="anna", number="m1", at=THEN):
    inbox = Inbox(database, "sv", lambda: None)
    return await inbox.receive(Incoming("phone", number, address, text, at))


async def later(database, days):
    """Retention as it runs that many days after THEN; returns how many rows it let go of or changed."""
    return (await Retention(database)(THEN + timedelta(days=days))).done


async def sent(database):
    await database.write(everything_sent)


def everything_sent():
    yield sql("UPDATE outbox SET state = 'sent'")


async def test_the_words_go_after_ninety_days_and_the_count_and_its_history_stay(house):
    await said(house, "K9 M19")
    await sent(house)
    await later(house, 90)
    assert (await house.read(rows, "messages", "text"))[0] == ("K9 M19",)

    assert await later(house, 91) == 2

    assert await house.read(rows, "messages", "text") == [(None,)]
    assert await house.read(rows, "outbox", "text") == [("",)]
    assert await house.read(rows, "counts", "women, men") == [(9, 19)]
    assert await house.read(rows, "revisions", "number") == [(1,)]


async def test_the_same_message_long_after_still_changes_nothing(house):
    await said(house, "K9 M19")
    await sent(house)
    await later(house, 400)

    again = await said(house, "K9 M19")

    assert not again.fresh
    assert again.text is None
    assert len(await house.read(rows, "revisions", "number")) == 1


async def test_what_still_waits_to_be_sent_keeps_its_words(house):
    await said(house, "K9 M19")
    await later(house, 91)

    assert all(text for (text,) in await house.read(rows, "outbox", "text"))


async def test_a_strangers_number_goes_after_thirty_days(house):
    await said(house, "hello", address="+46700000009")
    await sent(house)
    await later(house, 31)

    kept = [
        *await house.read(rows, "messages", "address"),
        *await house.read(rows, "outbox", "address"),
        *await house.read(rows, "strangers", "address"),
    ]
    assert kept == [("",), ("",)]


async def test_a_message_that_was_set_aside_can_be_replayed_until_its_words_go(house):
    await house.write(set_aside, Incoming("phone", "m1", "anna", "poison", THEN), "ValueError", "sorry")
    await later(house, 31)
    assert await house.read(rows, "messages", "address") == [("anna",)]
    await later(house, 91)

    assert await house.read(rows, "set_aside", "raw") == []
    await later(house, 92)
    assert await house.read(rows, "messages", "address") == [("",)]


async def everybody_but_anna(database):
    file = read_house_file(HOUSE, "Europe/Stockholm")
    members = [one for one in file.members if one.person.name != "Anna"]
    await database.write(save_house, file.zone, file.sites, members)


def joined(person):
    yield sql(
        "INSERT INTO addresses (channel, address, person, joined) VALUES ('sms', '+46701', :person, :yes)",
        person=person,
        yes=True,
    )


async def test_a_leavers_numbers_go_thirty_days_after_they_left_and_the_name_after_two_years(house):
    await said(house, "K9 M19")
    await said(house, "påminn mig 21:45", number="m2")
    await sent(house)
    anna = next(identity for identity, name in await house.read(rows, "people", "id, name") if name == "Anna")
    await house.write(joined, anna)
    await everybody_but_anna(house)
    await later(house, 100)
    await later(house, 129)
    assert ("+46701",) in await house.read(rows, "addresses", "address")

    await later(house, 131)

    assert ("+46701",) not in await house.read(rows, "addresses", "address")
    assert await house.read(rows, "reminder_wishes", "person") == []
    assert {address for (address,) in await house.read(rows, "messages", "address")} == {""}
    assert await house.read(reached, anna) is None
    assert ("Anna",) in await house.read(rows, "people", "name")
    await later(house, 100 + 731)
    assert ("Anna",) not in await house.read(rows, "people", "name")
    assert (f"#{anna}",) in await house.read(rows, "people", "name")


async def test_somebody_who_comes_back_within_the_time_keeps_what_they_had(house):
    await said(house, "K9 M19")
    await everybody_but_anna(house)
    await later(house, 10)
    await loaded(house)
    await later(house, 30)
    await everybody_but_anna(house)
    await later(house, 45)

    assert ("anna",) in await house.read(rows, "messages", "address")


async def test_years_of_texts_are_let_go_of_a_few_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr("storage.retention.ROWS_AT_ONCE", 3)
    monkeypatch.setattr("scheduler.upkeep.ROWS_AT_ONCE", 3)
    database = await open_database(f"sqlite:///{tmp_path / 'house.db'}")
    await loaded(database)
    for number in range(10):
        await said(database, f"K{number} M19", number=f"m{number}")
    before = database.commits
    done = await later(database, 91)

    assert done == 10
    assert database.commits - before == 1 + 4
    await database.close()


async def test_of_every_table_it_is_decided_whether_it_is_kept(tmp_path):
    migrate_file(tmp_path / "house.db")
    with closing(sqlite3.connect(tmp_path / "house.db")) as file:
        made = {
            name
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_")
        }

    assert made == FOR_EVER | {step.table for step in STEPS}


async def test_a_night_with_nothing_to_let_go_of_writes_nothing_more(house):
    await said(house, "K9 M19")

    assert await later(house, 1) == 0
