"""Who is in the house, seen and let out from the terminal; and what a leaver then is: a stranger (P9)."""

from datetime import UTC, datetime

import pytest

from bot.house_file import EXAMPLE as HOUSE
from shelter.people import Person, Role
from storage.house import save_house
from storage.outbox import queue
from storage.people import everybody, join, leave, sender
from storage.wishes import sql

LONG_AGO = datetime(2017, 1, 1, tzinfo=UTC)
MAJA = Person(0, "Maja", Role.REPORTER, (), "sv")


@pytest.fixture
async def maja(database):
    """Somebody who has joined in Telegram."""
    await database.write(join, MAJA, "telegram", "4711")


async def who_writes(database):
    found = await database.read(sender, "telegram", "4711", LONG_AGO)
    return found and found.person.name


async def test_a_leaver_is_a_stranger_from_the_next_text_on(database, maja):
    assert await who_writes(database) == "Maja"
    assert await database.write(leave, "Maja") is False

    assert await who_writes(database) is None
    assert await database.read(everybody) == []


def out_of_the_house_file():
    yield from save_house("Europe/Stockholm", (), ())


def let_out():
    yield from leave("Maja")


@pytest.mark.parametrize("goes", [let_out, out_of_the_house_file])
async def test_what_still_waits_to_be_sent_to_a_leaver_is_not_sent(database, goes):
    def waiting_for(name):
        rows = yield sql("INSERT INTO people (name, role, active, from_file) VALUES (:name, 'coordinator', :yes, :yes) "
                         "RETURNING id", name=name, yes=True)  # fmt: skip
        yield from queue(key=name, channel="telegram", address=name, text="85 av 90", now=LONG_AGO,
                         person=rows[0]["id"], message=None)  # fmt: skip

    def states():
        rows = yield sql("SELECT key, state, fault FROM outbox ORDER BY key")
        return [(row["key"], row["state"], row["fault"]) for row in rows]

    await database.write(waiting_for, "Maja")
    await database.write(goes)

    assert await database.read(states) == [("Maja", "expired", "left")]


async def test_who_comes_back_has_the_role_of_the_new_invitation_and_no_old_address(database, maja):
    await database.write(leave, "Maja")
    await database.write(join, Person(0, "Maja", Role.VIEWER), "telegram", "815")

    (listed,) = await database.read(everybody)
    assert listed.person.role is Role.VIEWER
    assert await who_writes(database) is None


async def test_who_is_in_keeps_the_role_when_invited_again(database, maja):
    await database.write(join, Person(0, "Maja", Role.VIEWER), "telegram", "815")

    (listed,) = await database.read(everybody)
    assert listed.person.role is Role.REPORTER


async def test_nobody_called_so_is_told_apart_from_somebody_let_out(database):
    assert await database.write(leave, "Maja") is None


def test_the_terminal_lists_people_by_channel_and_shows_no_number(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    listed = shelterbot("people").stdout

    assert "coordinator" in listed
    assert "house file" in listed
    assert "+46" not in listed


def test_who_stands_in_the_house_file_is_out_until_it_is_loaded_again(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    name = shelterbot("people").stdout.splitlines()[1].split("  ")[0]
    out = shelterbot("people", "--end", name)

    assert out.returncode == 0
    assert "take them out of it, or loading it brings them back" in out.stdout
    assert name not in shelterbot("people").stdout
    assert shelterbot("people", "--end", name).returncode == 2
