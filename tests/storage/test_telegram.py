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
from storage.groups import bind_group
from storage.house import save_house
from storage.invitations import Refusal, add_address, invite, owner_of, redeem
from storage.outbox import Delivery, waiting
from storage.people import join, reached, sender
from storage.telegram import (
    Moved,
    is_reachable_again,
    move_chat,
    note_unreachable,
    unreachable,
)
from storage.telegram_sendings import Outcome
from storage.wishes import sql
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
    assert (await database.read(holding, "A", date(2017, 10, 12))).count == Count(10, 19)
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
    assert (await database.read(holding, "A", date(2017, 10, 12))).count == Count(9, 19)
    assert (await press(100, "save")).toast is not None


@pytest.mark.parametrize(
    ("minutes", "night"), [(0, 10), (15, 10), (16, 12)], ids=["at once", "soon", "let lie"]
)
async def test_a_text_is_for_the_night_chosen_by_touch_for_a_quarter_of_an_hour(
    database, house, minutes, night
):
    await house.receive(text(1, "/report"))
    (state,) = await database.read(all_panels)
    chosen = f"{state['token']}.day.2017-10-10"
    await house.receive(Incoming("telegram", "press:1", "101", "", NOW, press=chosen))
    said = await house.receive(text(2, "K8 M20", NOW + timedelta(minutes=minutes)))
    pressed = f"{state['token']}.women.1"
    late = await house.receive(Incoming("telegram", "press:2", "101", "", NOW, press=pressed))

    assert said.text.startswith(f"Natthärbärge A, natten {night}-{night + 1} okt: 8 kvinnor + 20 män")
    assert late.toast.startswith("Den knappen gäller inte längre.")


async def test_a_later_entry_takes_the_place_of_the_first_whose_panel_may_then_be_let_go_of(database, house):
    for number in (1, 2):
        await house.receive(text(number, "/report"))
    first, second = await database.read(all_panels)
    said = [
        await house.receive(
            Incoming("telegram", f"press:{n}", "101", "", NOW, press=f"{token}.day.2017-10-10")
        )
        for n, token in enumerate((first["token"], second["token"]))
    ]

    def let_go_of_panels():
        yield sql("DELETE FROM panels")
        return (yield sql("SELECT token FROM open_entries"))

    assert [one.toast is None for one in said] == [False, True]
    assert await database.write(let_go_of_panels) == []


async def test_a_colleagues_answer_in_a_group_closes_the_question_of_that_site_alone(database, house):
    await database.write(join, Person(0, "Ulla", Role.REPORTER, ("A",)), "telegram", "102")
    await database.write(bind_group, "-500", "A", "sv", 1, NOW)
    asked = Incoming("telegram", "-500:1", "101", "28", NOW, group="-500")
    await house.receive(asked)
    await send_all(database, 700)

    def of_another_site():
        yield sql("INSERT INTO questions SELECT person, 'B', body, asked_at FROM questions WHERE site = 'A'")

    def open_questions():
        return (yield sql("SELECT site FROM questions"))

    await database.write(of_another_site)
    answer = Incoming("telegram", "-500:2", "102", "k9", NOW, group="-500", replies_to=700)
    said = await house.receive(answer)

    assert "9 kvinnor + 19 män" in said.text
    assert [row["site"] for row in await database.read(open_questions)] == ["B"]


def all_panels():
    return (yield sql("SELECT token, state FROM panels ORDER BY message"))


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
