"""What is kept of groups, boards and menus, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.house_file import read_house_file
from bot.inbox import Inbox
from shelter.figures import Count
from shelter.history import Aspect, Change
from shelter.messages import Button, Incoming
from shelter.people import Person, Role
from shelter.period import Period
from storage.activity import extract
from storage.counts import holding
from storage.earlier import told_here
from storage.groups import (
    Board,
    Spot,
    bind_group,
    forget_group,
    groups,
    keep_pinned,
    release_group,
    show_board,
    site_of_group,
    spot_of,
    unbind_group,
)
from storage.house import save_house
from storage.menus import Shown, keep_menu, menus_due
from storage.outbox import Delivery, waiting
from storage.people import join
from storage.signoffs import sign_off, signed_period
from storage.telegram import Moved, move_chat
from storage.telegram_sendings import Outcome
from tests.storage.sendings import turn
from tests.storage.test_telegram import HOUSE

NOW = datetime(2017, 10, 12, 19, 40, tzinfo=UTC)
GROUP, SUPERGROUP = "-500", "-1000500"
AWAITED = Board("A: nothing yet", ((Button("Report", "report"),),))
TOLD = Board("A: 28", AWAITED.buttons)
MORE = Board("A: 29", AWAITED.buttons)


@pytest.fixture
async def house(database):
    file = read_house_file(HOUSE, "Europe/Stockholm")
    await database.write(save_house, file.zone, file.sites, file.members)
    await database.write(join, Person(0, "Tora", Role.REPORTER, ("A",)), "telegram", "101")
    await database.write(join, Person(0, "Bosse", Role.COORDINATOR), "telegram", "104")
    return Inbox(database, "sv", lambda: None)


def text(number, said, moment=NOW, sender="101", **more):
    return Incoming("telegram", f"{more.get('group') or sender}:{number}", sender, said, moment, **more)


async def begin(database, message):
    return await database.write(turn, None, message.id, NOW, NOW, NOW + timedelta(seconds=60))


async def end(database, message, number, chat=None):
    sent = Outcome(Delivery(message.id, "sent"), chat=chat or message.address, sent_as=number)
    await database.write(turn, sent, None, NOW, NOW, NOW)


async def queued(database):
    return await database.read(waiting, "telegram", NOW, 100)


async def send(database, number):
    """Send the one message that waits; returns the message at Telegram that it edited, if any."""
    (message,) = await queued(database)
    begun = await begin(database, message)
    await end(database, message, begun.shown_as or number)
    return message.text, begun.shown_as


async def bound(database):
    await database.write(bind_group, GROUP, "A", "sv", 1, NOW)


async def the_group(database):
    (group,) = await database.read(groups)
    return group


async def test_a_group_is_one_sites_at_a_time_until_it_is_unbound(database, house):
    assert await database.read(site_of_group, GROUP) is None
    await bound(database)
    await database.write(bind_group, GROUP, "B", "en", 1, NOW)

    assert await database.read(site_of_group, GROUP) == "B"
    await database.write(unbind_group, GROUP)
    assert await database.read(site_of_group, GROUP) is None
    assert (await the_group(database)).ends
    await database.write(release_group, GROUP)
    assert await database.read(groups) == []


async def test_a_board_is_sent_once_and_then_edited(database, house):
    await bound(database)
    assert await database.write(show_board, GROUP, AWAITED, NOW)
    assert not await database.write(show_board, GROUP, AWAITED, NOW)
    assert await send(database, 900) == (AWAITED.text, None)
    assert (await the_group(database)).board == 900

    assert await database.write(show_board, GROUP, TOLD, NOW)
    assert await send(database, 901) == (TOLD.text, 900)
    assert await database.write(show_board, GROUP, MORE, NOW)
    assert await send(database, 902) == (MORE.text, 900)
    assert not await database.write(show_board, GROUP, MORE, NOW)
    assert await queued(database) == []


async def test_a_board_that_waits_takes_the_newest_text_and_one_on_its_way_is_left_alone(database, house):
    await bound(database)
    await database.write(show_board, GROUP, AWAITED, NOW)
    await database.write(show_board, GROUP, TOLD, NOW)
    (message,) = await queued(database)
    assert message.text == TOLD.text

    await begin(database, message)
    assert not await database.write(show_board, GROUP, MORE, NOW)
    await end(database, message, 900)
    assert await database.write(show_board, GROUP, MORE, NOW)
    assert await send(database, 901) == (MORE.text, 900)


async def test_a_board_that_was_sent_anew_is_the_one_edited_from_then_on(database, house):
    await bound(database)
    await database.write(show_board, GROUP, AWAITED, NOW)
    await send(database, 900)
    await database.write(show_board, GROUP, TOLD, NOW)
    (message,) = await queued(database)
    await begin(database, message)
    await end(database, message, 950)  # the first one had been deleted
    await database.write(show_board, GROUP, MORE, NOW)

    assert await send(database, 951) == (MORE.text, 950)


async def test_a_board_that_failed_is_tried_again_when_there_is_something_new_to_say(database, house):
    await bound(database)
    await database.write(show_board, GROUP, AWAITED, NOW)
    await send(database, 900)
    await database.write(show_board, GROUP, TOLD, NOW)
    (message,) = await queued(database)
    await begin(database, message)
    failed = Outcome(Delivery(message.id, "failed", "BadRequest"))
    await database.write(turn, failed, None, NOW, NOW, NOW)

    assert not await database.write(show_board, GROUP, TOLD, NOW)
    assert await database.write(show_board, GROUP, MORE, NOW)
    assert await send(database, 901) == (MORE.text, 900)


async def test_a_group_that_moves_keeps_its_site_and_gets_a_board_of_its_own(database, house):
    await bound(database)
    await database.write(show_board, GROUP, AWAITED, NOW)
    await send(database, 900)
    await database.write(keep_pinned, GROUP, 900)
    for _ in range(2):  # both chats tell of it
        await database.write(move_chat, Moved(GROUP, SUPERGROUP))

    assert await database.read(site_of_group, SUPERGROUP) == "A"
    group = await the_group(database)
    assert (group.chat, group.board, group.pinned, group.says) == (SUPERGROUP, None, None, None)
    assert await database.write(show_board, SUPERGROUP, AWAITED, NOW)
    assert await send(database, 10) == (AWAITED.text, None)
    assert (await the_group(database)).board == 10


async def test_a_board_on_its_way_while_its_group_moves_is_not_sent_twice(database, house):
    await bound(database)
    await database.write(show_board, GROUP, AWAITED, NOW)
    (message,) = await queued(database)
    await begin(database, message)
    await database.write(move_chat, Moved(GROUP, SUPERGROUP))
    await end(database, message, 10, chat=SUPERGROUP)

    assert not await database.write(show_board, SUPERGROUP, AWAITED, NOW)
    assert (await the_group(database)).board == 10


async def test_a_lost_group_is_forgotten_with_what_was_on_its_way_and_can_be_bound_again(database, house):
    await bound(database)
    await database.write(show_board, GROUP, AWAITED, NOW)

    assert await database.write(forget_group, GROUP) == "A"
    assert await database.write(forget_group, GROUP) is None
    assert await queued(database) == []
    await bound(database)
    assert await database.write(show_board, GROUP, AWAITED, NOW) is True
    assert len(await queued(database)) == 1


async def test_what_is_said_in_a_group_is_kept_for_its_site_and_answered_there(database, house):
    await bound(database)
    await house.receive(text(7, "/report K9 M19", group=GROUP))
    (answer,) = await queued(database)

    assert answer.address == GROUP
    assert await database.read(spot_of, answer.id) == Spot(7, None)
    assert (await database.read(holding, "A", date(2017, 10, 12))).count == Count(9, 19)
    change = Change("A", date(2017, 10, 12), Aspect.COUNT, Count(10, 19))
    assert await database.read(told_here, text(8, "", group=GROUP), change) is None  # not sent yet
    await begin(database, answer)
    assert await database.read(told_here, text(8, "", group=GROUP), change) is not None
    assert await database.read(told_here, text(8, ""), change) is None
    assert await database.read(told_here, replace(text(8, ""), channel="phone"), change) is None


async def test_nothing_is_kept_of_a_stranger_in_a_group(database, house):
    await bound(database)
    settled = await house.receive(text(7, "/report K9 M19", sender="999", group=GROUP))

    assert settled.text is None
    assert await queued(database) == []
    assert await database.read(holding, "A", date(2017, 10, 12)) is None
    await house.receive(text(7, "/report K9 M19", group=GROUP))
    assert await database.read(holding, "A", date(2017, 10, 12)) is not None


async def test_a_question_of_another_site_is_not_answered_in_a_group(database, house):
    await database.write(join, Person(0, "Tora", Role.REPORTER, ("A", "B")), "telegram", "101")
    await bound(database)
    await house.receive(text(1, "B 28"))
    await house.receive(text(2, "k9", group=GROUP))

    assert await database.read(holding, "B", date(2017, 10, 12)) is None
    assert await database.read(holding, "A", date(2017, 10, 12)) is None


async def test_each_chat_whose_menu_is_another_is_told_of_once(database, house):
    await bound(database)
    due = await database.read(menus_due, "1", 10)
    assert due == [
        Shown(GROUP, None, "sv", "group:sv:1"),
        Shown("104", Role.COORDINATOR, None, "coordinator::1"),
    ]
    for shown in due:
        await database.write(keep_menu, shown)
    assert await database.read(menus_due, "1", 10) == []

    assert {one.shows for one in await database.read(menus_due, "2", 10)} == {"group:sv:2", "coordinator::2"}
    assert len(await database.read(menus_due, "2", 1)) == 1
    await database.write(unbind_group, GROUP)
    assert await database.read(menus_due, "1", 10) == [Shown(GROUP, None, None, None)]


async def test_a_day_is_in_the_period_that_was_signed_off_last(database, house):
    october = Period(date(2017, 10, 1), date(2017, 10, 31))
    week = Period(date(2017, 10, 9), date(2017, 10, 15))
    held = await database.read(extract, october)
    await database.write(sign_off, october, (), held, (), "Bo", NOW)
    await database.write(sign_off, october, (), held, (), "Bo", NOW + timedelta(days=1))
    await database.write(sign_off, week, (), held, (), "Bo", NOW)

    assert await database.read(signed_period, date(2017, 10, 12)) == (october, 2)
    assert await database.read(signed_period, date(2017, 10, 31)) == (october, 2)
    assert await database.read(signed_period, date(2017, 11, 1)) is None


async def test_what_staff_may_not_change_is_refused_and_offered_to_the_coordinator(database, house):
    night = Period(date(2017, 10, 12), date(2017, 10, 12))
    await house.receive(text(1, "K9 M19"))
    await database.write(sign_off, night, (), await database.read(extract, night), (), "Bo", NOW)
    await house.receive(text(2, "K10 M19"))
    told = {message.address: message for message in await queued(database)}
    assert "fastställd" in told["101"].text
    begun = await begin(database, told["104"])
    says = begun.buttons.partition('", "')[2].partition('"')[0]
    await end(database, told["104"], 77)
    assert (await database.read(holding, "A", date(2017, 10, 12))).count == Count(9, 19)

    await house.receive(text("press:1", "", sender="104", press=says))
    assert (await database.read(holding, "A", date(2017, 10, 12))).count == Count(10, 19)
    shown = next(message for message in await queued(database) if message.address == "104")
    assert (await begin(database, shown)).shown_as == 77
    assert "version 2" in shown.text
