"""What is kept of a live tally, on both databases: steps that are only ever added, and who shows it."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.house_file import read_house_file
from bot.inbox import Inbox
from scheduler.tallies import ForgottenTallies
from shelter.figures import Count, Moves
from shelter.messages import Incoming
from shelter.people import Person, Role
from storage.counts import history, holding
from storage.house import save_house
from storage.outbox import Delivery, waiting
from storage.people import join
from storage.tally import open_tallies, panels_of, tally_on
from storage.telegram import Moved, move_chat, note_unreachable
from storage.telegram_sendings import Outcome
from storage.wishes import sql
from tests.storage.sendings import turn

HOUSE = Path(__file__).parents[1] / "stories" / "house.toml"
NOW = datetime(2017, 10, 12, 19, 40, tzinfo=UTC)
DAY = date(2017, 10, 12)
TORA, UNO, VEGA = "101", "102", "103"


class Chats:
    """Three people of shelter A on Telegram, as its intake hands in what they do."""

    def __init__(self, database):
        self.database = database
        self.inbox = Inbox(database, "sv", lambda: None)
        self.number = 0

    async def does(self, chat, text="", moment=NOW, number=None, **more):
        self.number += 1
        return await self.inbox.receive(
            Incoming("telegram", f"{chat}:{number or self.number}", chat, text, moment, **more)
        )

    async def press(self, chat, what, moment=NOW, number=None):
        return await self.does(chat, moment=moment, number=number, press=await self.says(chat, what))

    async def says(self, chat, what):
        shown = {one.address: one for one in await self.database.read(panels_of, "A", DAY)}
        return f"{shown[chat].panel.token}.t.{what}"

    async def tally(self):
        return await self.database.read(tally_on, "A", DAY)

    async def is_to_send(self):
        return await self.database.read(waiting, "telegram", NOW + timedelta(days=1), 1000)


@pytest.fixture
async def chats(database):
    file = read_house_file(HOUSE, "Europe/Stockholm")
    await database.write(save_house, file.zone, file.sites, file.members)
    for name, chat in (("Tora", TORA), ("Uno", UNO), ("Vega", VEGA)):
        await database.write(join, Person(0, name, Role.REPORTER, ("A",)), "telegram", chat)
    return Chats(database)


async def send_all(chats, first_number=500):
    """As the channel does it: each message noted, sent, recorded."""
    for place, message in enumerate(await chats.is_to_send()):
        begun = await chats.database.write(turn, None, message.id, NOW, NOW, NOW)
        if begun is not None:
            sent_as = begun.shown_as or first_number + place
            outcome = Outcome(Delivery(message.id, "sent"), message.address, sent_as)
            await chats.database.write(turn, outcome, None, NOW, NOW, NOW)


async def test_presses_side_by_side_from_three_chats_lose_nothing(chats):
    for chat in (TORA, UNO, VEGA):
        await chats.does(chat, "/tally")
    presses = [(TORA, "w+1"), (UNO, "m+1"), (VEGA, "m+5")] * 10

    await asyncio.gather(*(chats.press(chat, what) for chat, what in presses))

    tally = await chats.tally()
    assert tally.count == Count(10, 60)
    assert len([step for step in tally.steps if not step.opening]) == 30


async def test_the_same_press_again_changes_nothing(chats):
    await chats.does(TORA, "/tally")

    first = await chats.press(TORA, "w+5", number=77)
    again = await chats.press(TORA, "w+5", number=77)

    assert (first.fresh, again.fresh) == (True, False)
    assert (await chats.tally()).count == Count(5, 0)


async def test_at_most_one_edit_waits_for_each_chat_and_it_is_the_newest(chats):
    for chat in (TORA, UNO):
        await chats.does(chat, "/tally")
    await send_all(chats)
    for _ in range(5):
        await chats.press(TORA, "w+1")

    edits = await chats.is_to_send()

    assert sorted(edit.address for edit in edits) == [TORA, UNO]
    assert all("Kvinnor 5, män 0" in edit.text for edit in edits)


async def test_a_message_that_looks_so_already_is_known_to(chats):
    await chats.does(TORA, "/tally")
    await send_all(chats)
    await chats.press(TORA, "look")
    await send_all(chats)
    await chats.press(TORA, "back")
    await chats.press(TORA, "look")

    (edit,) = await chats.is_to_send()
    begun = await chats.database.write(turn, None, edit.id, NOW, NOW, NOW)

    assert begun.looks == (edit.text, begun.buttons)


async def test_an_edit_of_unknown_fate_leaves_open_how_the_message_looks(chats):
    await chats.does(TORA, "/tally")
    await send_all(chats)
    await chats.press(TORA, "w+1")
    (lost,) = await chats.is_to_send()
    await chats.database.write(turn, None, lost.id, NOW, NOW, NOW)
    await chats.press(TORA, "w-1")

    newest = (await chats.is_to_send())[-1]
    begun = await chats.database.write(turn, None, newest.id, NOW, NOW, NOW)

    assert begun.shown_as is not None
    assert begun.looks is None


async def test_an_edit_waits_for_what_is_still_on_its_way(chats):
    """Another process may be at the earlier one: an older look must not come after a newer one."""
    await chats.does(TORA, "/tally")
    await chats.press(TORA, "w+1")
    panel, first = await chats.is_to_send()
    later = NOW + timedelta(minutes=1)

    assert await chats.database.write(turn, None, first.id, NOW, NOW, later) is None
    await chats.database.write(turn, None, panel.id, NOW, NOW, later)
    assert await chats.database.write(turn, None, first.id, NOW, NOW, later) is None
    sent = Outcome(Delivery(panel.id, "sent"), TORA, 500)
    begun = await chats.database.write(turn, sent, first.id, NOW, NOW, later)
    assert begun.shown_as == 500
    await chats.press(TORA, "w+1")
    second = (await chats.is_to_send())[-1]
    assert await chats.database.write(turn, None, second.id, NOW, NOW, later) is None


async def test_done_the_sum_is_the_days_count_in_the_same_transaction(chats):
    await chats.does(TORA, "/tally")
    await chats.press(TORA, "w+5")
    await chats.press(TORA, "m+1")
    tally = await chats.tally()

    await chats.press(TORA, f"save.{tally.version}")

    held = await chats.database.read(holding, "A", DAY)
    assert held.count == Count(5, 1)
    assert (await chats.tally()).done
    assert await chats.database.read(open_tallies) == []
    (revision,) = await chats.database.read(history, "A", DAY)
    assert revision.figures == Count(5, 1)


async def test_a_sum_that_was_counted_on_meanwhile_is_not_stored(chats):
    await chats.does(TORA, "/tally")
    await chats.does(UNO, "/tally")
    await chats.press(TORA, "w+1")
    looked_at = (await chats.tally()).version
    await chats.press(UNO, "m+1")

    settled = await chats.press(TORA, f"save.{looked_at}")

    assert settled.toast == "Någon har räknat vidare. Titta på summan igen."
    assert await chats.database.read(holding, "A", DAY) is None


async def test_opened_again_it_goes_on_from_what_is_stored_by_then(chats):
    await chats.does(TORA, "/tally")
    await chats.press(TORA, "w+5")
    await chats.does(UNO, "K9 M19")
    await chats.press(TORA, "again")

    tally = await chats.tally()

    assert not tally.done
    assert tally.count == Count(9, 19)
    assert [step.moves for step in tally.steps if step.opening][-1] == Moves(4, 19)


async def test_a_chat_that_cannot_be_reached_is_not_shown_anything(chats):
    for chat in (TORA, UNO):
        await chats.does(chat, "/tally")
    await send_all(chats)
    await chats.database.write(note_unreachable, UNO, NOW)

    await chats.press(TORA, "w+1")

    assert [edit.address for edit in await chats.is_to_send()] == [TORA]


async def test_somebody_who_left_is_shown_nothing_more(chats):
    for chat in (TORA, UNO):
        await chats.does(chat, "/tally")
    await send_all(chats)
    await chats.database.write(_leaves, "Uno")

    await chats.press(TORA, "w+1")

    assert [edit.address for edit in await chats.is_to_send()] == [TORA]


def _leaves(name):
    yield sql("UPDATE people SET active = :no WHERE name = :name", no=False, name=name)


async def test_a_reworded_text_counts_nothing_twice(chats):
    await chats.does(TORA, "/tally")
    await chats.does(TORA, "+k", number=70)

    settled = await chats.does(TORA, "+2 k", number="70:1", edits=f"{TORA}:70", written_at=NOW)

    assert (
        settled.text == "Att ändra texten i ett meddelande ändrar inte räkningen. Skriv +k eller -k på nytt."
    )
    assert (await chats.tally()).count == Count(1, 0)


async def test_a_chat_that_moved_goes_on_showing_the_tally(chats):
    await chats.does(TORA, "/tally")
    await send_all(chats)
    await chats.database.write(move_chat, Moved(TORA, "-100101"))

    await chats.press("-100101", "w+1")

    (edit,) = await chats.is_to_send()
    begun = await chats.database.write(turn, None, edit.id, NOW, NOW, NOW)
    assert edit.address == "-100101"
    assert begun.shown_as == 500


async def test_a_forgotten_tally_is_asked_about_once_and_answered_by_a_press(chats):
    closing = datetime(2017, 10, 13, 7, 0, tzinfo=UTC)
    ask = ForgottenTallies(chats.database, "sv")
    await chats.does(TORA, "/tally")
    await chats.does(UNO, "/tally")
    await chats.press(TORA, "w+5")
    await chats.press(UNO, "m+5")
    await send_all(chats)

    assert (await ask(closing - timedelta(minutes=1))).queued == 0
    assert (await ask(closing)).queued == 1
    assert (await ask(closing + timedelta(minutes=1))).queued == 0

    told = {one.text: one.address for one in await chats.is_to_send()}
    asked = "Räkningen för Natthärbärge A, natten 12-13 okt står på 10 (5 kvinnor + 5 män). Klart? Svara ja så sparas den."
    assert told == {asked: UNO, "Räkningen fortsätter längre ner.": UNO}
    await send_all(chats, 600)
    await chats.press(UNO, f"save.{(await chats.tally()).version}", closing + timedelta(minutes=2))

    assert (await chats.database.read(holding, "A", DAY)).count == Count(5, 5)


async def test_nobody_is_asked_about_a_tally_long_after(chats):
    ask = ForgottenTallies(chats.database, "sv")
    await chats.does(TORA, "/tally")
    await send_all(chats)

    outcome = await ask(datetime(2017, 10, 20, 7, 0, tzinfo=UTC))

    assert (outcome.queued, outcome.skipped) == (0, 1)
    assert await chats.is_to_send() == []


async def test_buttons_are_unguessable_short_and_of_one_chat_each(chats):
    for chat in (TORA, UNO):
        await chats.does(chat, "/tally")
    rows = await chats.database.read(_buttons)

    says = [[what for row in json.loads(body) for _, what in row] for body in rows]

    assert all(len(what.encode()) <= 64 for each in says for what in each)
    assert not set(says[0]) & set(says[1])


def _buttons():
    rows = yield sql("SELECT buttons FROM outbox_buttons")
    return [row["buttons"] for row in rows]
