"""What Telegram keeps, on both databases: invitations, panels, earlier messages, unreachable chats."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.house_file import read_house_file
from bot.inbox import Inbox
from shelter.figures import Count
from shelter.messages import Incoming
from shelter.people import Person, Role
from storage.counts import holding
from storage.earlier import answered_by, earlier_message
from storage.house import save_house
from storage.invitations import Refusal, add_address, invite, owner_of, redeem
from storage.outbox import Delivery, waiting
from storage.people import join, reached, sender
from storage.telegram import (
    Moved,
    Outcome,
    is_reachable_again,
    move_chat,
    note_unreachable,
    unreachable,
)
from tests.storage.sendings import turn

HOUSE = Path(__file__).parents[1] / "stories" / "house.toml"
NOW = datetime(2017, 10, 12, 19, 40, tzinfo=UTC)
LATER = NOW + timedelta(hours=72)
TOKEN = "x" * 22


@pytest.fixture
async def house(database):
    file = read_house_file(HOUSE, "Europe/Stockholm")
    await database.write(save_house, file.zone, file.sites, file.members)
    await database.write(join, Person(0, "Tora", Role.REPORTER, ("A",)), "telegram", "101")
    return Inbox(database, "sv", lambda: None)


def text(number, said, moment=NOW, **more):
    return Incoming("telegram", f"101:{number}", "101", said, moment, **more)


async def send_all(database, first_number):
    """As the channel does it: each message noted, sent under the next number, recorded."""
    for place, message in enumerate(await database.read(waiting, "telegram", NOW, 100)):
        begun = await database.write(turn, None, message.id, NOW, NOW, NOW)
        number = begun.shown_as or first_number + place
        sent = Outcome(Delivery(message.id, "sent"), chat=message.address, sent_as=number)
        await database.write(turn, sent, None, NOW, NOW, NOW)


async def test_an_edit_changes_the_night_of_its_text_and_is_shown_in_its_answer(database, house):
    await house.receive(text(1, "K9 M19"))
    await send_all(database, 500)
    await house.receive(text("1:9:a", "K10 M19", NOW + timedelta(hours=8), edits="101:1", written_at=NOW))
    message = (await database.read(waiting, "telegram", NOW, 10))[0]
    begun = await database.write(turn, None, message.id, NOW, NOW, NOW)

    assert begun.shown_as == 500
    assert (await database.read(holding, "A", date(2017, 10, 12))).report.count == Count(10, 19)
    earlier = await database.read(earlier_message, "telegram", "101:1")
    assert earlier.about == ("A", date(2017, 10, 12))
    assert [one.stands for one in earlier.said] == [False, True]
    assert await database.read(answered_by, "101", 500) == earlier
    assert await database.read(answered_by, "101", 501) is None


async def test_of_edits_that_wait_only_the_last_is_sent(database, house):
    await house.receive(text(1, "K9 M19"))
    await send_all(database, 500)
    for number in (10, 11, 12):
        await house.receive(text(f"1:{number}:a", f"K{number} M19", edits="101:1", written_at=NOW))

    assert ["K11 M19" in one.text for one in await database.read(waiting, "telegram", NOW, 10)] == [True]


async def test_a_reply_corrects_and_is_shown_in_both_answers(database, house):
    await house.receive(text(1, "K9 M19"))
    await send_all(database, 500)
    said = await house.receive(text(2, "+1 m", NOW + timedelta(days=3), replies_to=500))

    assert "20 män" in said.text
    assert len(await database.read(waiting, "telegram", NOW, 10)) == 2


async def test_a_panel_goes_on_after_each_press(database, house):
    await house.receive(text(1, "/report"))
    await send_all(database, 500)

    async def press(number, what):
        (state,) = await database.read(all_panels)
        step = state["state"].split('"step": "')[1].split('"')[0]
        said = f"{state['token']}.{step}.{what}"
        return await house.receive(Incoming("telegram", f"press:{number}", "101", "", NOW, press=said))

    for number, what in enumerate(("2017-10-12", "9", "next", "1", "9", "next")):
        await press(number, what)
    stored = await press(99, "save")

    assert stored.text.startswith("Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser.")
    assert (await database.read(holding, "A", date(2017, 10, 12))).report.count == Count(9, 19)
    assert (await press(100, "save")).toast is not None


def all_panels():
    from storage.wishes import sql

    return (yield sql("SELECT token, state FROM panels"))


async def test_an_invitation_works_once_and_never_takes_a_name_that_is_there(database, house):
    maja = Person(0, "Maja", Role.REPORTER, ("A", "B"))
    await database.write(invite, TOKEN, maja, NOW, LATER, for_known=False)
    joined = await database.write(redeem, TOKEN, "telegram", "7", "en", NOW)

    assert (joined.name, joined.sites, joined.language) == ("Maja", ("A", "B"), "en")
    assert await database.write(redeem, TOKEN, "telegram", "8", "sv", NOW) is Refusal.USED
    assert await database.write(redeem, "y" * 22, "telegram", "8", "sv", NOW) is Refusal.UNKNOWN
    await database.write(invite, "z" * 22, Person(0, "Bo", Role.REPORTER), NOW, LATER, for_known=False)
    assert await database.write(redeem, "z" * 22, "telegram", "8", "sv", NOW) is Refusal.EXPIRED
    assert await database.read(sender, "telegram", "8", NOW) is None


async def test_an_invitation_ends_after_its_time(database, house):
    await database.write(invite, TOKEN, Person(0, "Maja", Role.REPORTER, ("A",)), NOW, LATER, for_known=False)

    assert await database.write(redeem, TOKEN, "telegram", "7", "sv", LATER) is Refusal.EXPIRED


async def test_an_address_is_never_taken_from_somebody(database, house):
    tora = await database.read(owner_of, "telegram", "101")
    anna = await database.read(owner_of, "phone", "anna")

    assert await database.write(add_address, tora.id, "sms", "+46701234567")
    assert await database.write(add_address, tora.id, "sms", "+46701234567")
    assert not await database.write(add_address, anna.id, "sms", "+46701234567")
    assert (await database.read(owner_of, "sms", "+46701234567")).name == "Tora"


async def test_somebody_who_cannot_be_reached_is_written_to_elsewhere(database, house):
    tora = await database.read(owner_of, "telegram", "101")
    await database.write(add_address, tora.id, "sms", "+46701234567")
    await house.receive(text(1, "K9 M19"))
    assert (await database.read(reached, tora.id)).channel == "telegram"
    assert await database.write(note_unreachable, "101", NOW)
    assert not await database.write(note_unreachable, "101", NOW)
    assert (await database.read(reached, tora.id)).channel == "sms"
    await database.write(is_reachable_again, "101")
    assert await database.read(unreachable) == set()


async def test_a_moved_chat_takes_what_waits_along(database, house):
    await house.receive(text(1, "K9 M19"))
    await database.write(move_chat, Moved("101", "-100101"))

    assert [one.address for one in await database.read(waiting, "telegram", NOW, 10)] == ["-100101"]
    assert (await database.read(owner_of, "telegram", "-100101")).name == "Tora"


async def test_what_another_process_is_sending_is_left_alone_until_its_time_is_over(database, house):
    await house.receive(text(1, "K9 M19"))
    (message,) = await database.read(waiting, "telegram", NOW, 10)
    minute = timedelta(minutes=1)

    assert (await database.write(turn, None, message.id, NOW, NOW, NOW + minute)).tries == 1
    assert await database.write(turn, None, message.id, NOW, NOW, NOW + minute) is None
    assert (await database.write(turn, None, message.id, NOW, NOW + minute, NOW + 2 * minute)).tries == 2
