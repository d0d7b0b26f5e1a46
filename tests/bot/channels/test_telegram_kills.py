"""What a kill at each point of a message's way leaves behind, and what the next process makes of it (P1)."""

import sqlite3
from collections import Counter, deque
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from bot.channels.telegram.request import Request
from bot.channels.telegram.sending import EPOCH, Sending
from bot.channels.telegram.slate import PLACES, Fate, Slate, UnderWay
from bot.clock import Clock, real_now
from storage.outbox import queue, waiting
from storage.wishes import sql
from tests.bot.channels.conftest import ANNA
from tests.bot.channels.test_telegram import EVENING, KEPT, stored
from tests.fakes.telegram import TOKEN
from tests.storage.sendings import turn

NOW = datetime(2017, 10, 12, 19, 40, tzinfo=UTC)


# The real process


def test_killed_before_the_commit_it_takes_the_text_in_again(house, telegram):
    with closing(sqlite3.connect(house.database, isolation_level=None)) as other:
        with house.running() as (process, _):
            telegram.wait_for(lambda: telegram.commands)
            other.execute("BEGIN IMMEDIATE")  # nothing can be stored now
            telegram.text(ANNA, "K9 M19", at=EVENING)
            telegram.wait_for(lambda: telegram.served)
            process.kill()
            process.wait()
        other.execute("ROLLBACK")
    assert len(telegram.updates) == 1
    with house.running():
        telegram.wait_for(lambda: telegram.chat(ANNA) and not telegram.updates)

    assert telegram.chat(ANNA) == [KEPT]
    assert stored(house, "SELECT COUNT(*) FROM revisions") == [(1,)]


def test_killed_before_the_acknowledgement_it_neither_counts_nor_answers_twice(house, telegram):
    with house.running() as (process, _):
        telegram.wait_for(lambda: telegram.commands)
        telegram.deaf_to_offsets = True
        telegram.text(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: stored(house, "SELECT 1 FROM outbox WHERE state = 'sent'"))
        process.kill()
        process.wait()
    assert len(telegram.updates) == 1
    telegram.deaf_to_offsets = False
    with house.running():
        telegram.wait_for(lambda: not telegram.updates)

    assert telegram.chat(ANNA) == [KEPT]
    assert stored(house, "SELECT COUNT(*) FROM revisions") == [(1,)]


def test_killed_with_many_answers_under_way_it_repeats_one_of_them_at_most(either_house, telegram):
    strangers = range(5001, 5041)
    telegram.faults["sendMessage"] = deque(["late"] * len(strangers))
    with either_house.running() as (process, _):
        for stranger in strangers:
            telegram.text(stranger, "Hej")
        telegram.wait_for(lambda: len(telegram.sent) == len(strangers))
        process.kill()
        process.wait()
    with either_house.running():
        telegram.answer_to(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: either_house.stored("SELECT 1 FROM outbox WHERE state = 'queued'") == [])

    times = Counter(shown.chat for shown in telegram.sent)
    assert set(times) == {*strangers, ANNA}
    assert sum(times.values()) - len(times) <= 1


# Close up, on both databases


@pytest.fixture
async def bot(telegram):
    request = Request(answer_seconds=0.5)
    await request.initialize()
    yield Bot(TOKEN, base_url=f"{telegram.url}/bot", request=request, get_updates_request=Request())
    await request.shutdown()


def note(place, *, up_to):
    """What a sending notes on its place, up to the moment at which the process is killed."""
    if up_to >= Fate.ABOUT_TO_LEAVE:
        place.on_write(True)
    if up_to >= Fate.LEFT:
        place.on_write(False)
    if up_to >= Fate.ARRIVED:
        place.arrived(77)


async def killed(database, folder, *, noted):
    """A message was claimed and its sending came as far as the slate notes, when the process ended."""
    await database.write(
        queue, key="one", channel="telegram", address="101", text="Hej", now=NOW, person=None, message=None
    )
    ((message,),) = [await database.read(waiting, "telegram", real_now(), 10)]
    until = real_now() + timedelta(minutes=1)
    await database.write(turn, None, message.id, NOW, real_now(), until)
    slate = Slate(folder)
    if noted:
        note(slate.place(message.id, (until - EPOCH) // timedelta(microseconds=1)), up_to=noted)
    slate.close()


async def row(database):
    def one():
        rows = yield sql(
            """
            SELECT state, sent_as, tries_of_unknown_fate AS tries FROM outbox
            JOIN telegram_sendings ON telegram_sendings.outbox = outbox.id
            """
        )
        return rows[0]["state"], rows[0]["sent_as"], rows[0]["tries"]

    return await database.read(one)


@pytest.mark.parametrize(
    ("noted", "sent_again", "left"),
    [
        (None, True, ("queued", None, 0)),
        (Fate.CLAIMED, True, ("queued", None, 0)),
        (Fate.ABOUT_TO_LEAVE, True, ("queued", None, 1)),
        (Fate.LEFT, False, ("sent", None, 0)),
        (Fate.ARRIVED, False, ("sent", 77, 0)),
    ],
    ids=["claimed", "noted", "about to leave", "left", "arrived"],
)
async def test_only_what_may_not_have_left_is_sent_again(
    database, bot, telegram, tmp_path, noted, sent_again, left
):
    await killed(database, tmp_path, noted=noted)
    slate = Slate(tmp_path)
    sender = Sending(bot, slate, database, Clock(), 0.0, "sv", lambda: None, set())
    await sender.take_up(alone=True)
    assert await row(database) == left
    await sender.send_round(await database.read(waiting, "telegram", real_now(), 10))
    slate.close()

    assert telegram.chat(101) == (["Hej"] if sent_again else [])
    assert (await row(database))[0] == "sent"


async def test_after_a_power_cut_the_slate_is_not_believed(database, bot, telegram, tmp_path, monkeypatch):
    await killed(database, tmp_path, noted=Fate.LEFT)
    boot = tmp_path / "boot_id"
    boot.write_text("another run of the system")
    monkeypatch.setattr("bot.channels.telegram.slate._BOOT", boot)
    slate = Slate(tmp_path)
    sender = Sending(bot, slate, database, Clock(), 0.0, "sv", lambda: None, set())
    await sender.take_up(alone=True)
    assert await row(database) == ("queued", None, 1)
    await sender.send_round(await database.read(waiting, "telegram", real_now(), 10))
    slate.close()

    assert telegram.chat(101) == ["Hej"]


async def test_a_claim_that_another_process_took_over_is_left_to_it(database, bot, tmp_path):
    await killed(database, tmp_path, noted=Fate.ARRIVED)
    later = real_now() + timedelta(minutes=2)
    message = (await database.read(waiting, "telegram", real_now(), 10))[0].id
    assert await database.write(turn, None, message, NOW, later, later + timedelta(minutes=1)) is not None
    slate = Slate(tmp_path)
    sender = Sending(bot, slate, database, Clock(), 0.0, "sv", lambda: None, set())
    await sender.take_up(alone=False)
    slate.close()

    assert (await row(database))[0] == "queued"


# The slate itself


def test_two_processes_in_one_folder_have_a_slate_each(tmp_path):
    one, other = Slate(tmp_path), Slate(tmp_path)
    one.place(5, 6).on_write(True)
    one.close()
    other.close()
    again = Slate(tmp_path)
    assert again.left_behind == [UnderWay(5, 6, 0, Fate.ABOUT_TO_LEAVE)]
    again.close()


def test_a_place_is_free_again_once_its_message_has_ended(tmp_path):
    slate = Slate(tmp_path)
    for number in range(3 * PLACES):
        place = slate.place(number, 1)
        place.arrived(number)
        place.free()
    slate.close()
    again = Slate(tmp_path)
    assert again.left_behind == []
    again.close()


def test_a_slate_that_was_damaged_says_nothing(tmp_path):
    slate = Slate(tmp_path)
    slate.place(5, 6).on_write(True)
    slate.close()
    (file,) = tmp_path.glob("*.slate")
    file.write_bytes(b"\xff" * 100)
    again = Slate(tmp_path)
    assert again.left_behind == []
    again.close()
