"""What becomes of a message whatever Telegram answers, in the real process and close up on both databases."""

import time
from collections import deque
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from bot.channels.telegram.pacing import Pace
from bot.channels.telegram.request import Request
from bot.channels.telegram.sending import Sending
from bot.channels.telegram.slate import Slate
from bot.clock import Clock
from shelter.people import Person, Role
from storage.outbox import queue, waiting
from storage.people import join
from storage.wishes import sql
from tests.bot.channels.conftest import ANNA, BO, EVA
from tests.bot.channels.test_telegram import EVENING, KEPT, stored
from tests.fakes.telegram import TOKEN

NOW = datetime(2017, 10, 12, 19, 40, tzinfo=UTC)


# The real process


def test_a_chat_that_telegram_holds_back_keeps_no_other_waiting(house, telegram):
    with house.running():
        telegram.flood[ANNA] = time.monotonic() + 3
        telegram.text(ANNA, "K9 M19", at=EVENING)
        telegram.text(ANNA, "+1 m", at=EVENING)
        telegram.wait_for(lambda: any(call[0] == "sendMessage" for call in telegram.calls))
        telegram.answer_to(EVA, "B W1 M1", at=EVENING)
        assert telegram.chat(ANNA) == []
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2)

    assert "19 män" in telegram.chat(ANNA)[0]
    assert "20 män" in telegram.chat(ANNA)[1]


def test_somebody_who_blocked_the_bot_is_tried_once_and_reached_another_way(house, telegram):
    telegram.blocked.add(ANNA)
    with house.running():
        telegram.text(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: telegram.chat(BO))
        tries = [
            call for call in telegram.calls if call[0] == "sendMessage" and call[1]["chat_id"] == str(ANNA)
        ]
        elsewhere = stored(house, "SELECT address, text FROM outbox WHERE channel = 'phone'")
        telegram.blocked.clear()
        telegram.answer_to(ANNA, "+1 m", at=EVENING)

    assert len(tries) == 1
    assert elsewhere == [("anna", KEPT)]
    assert telegram.chat(BO) == [
        "Telegram når inte längre Anna (blockerat eller avslutat). Meddelanden går en annan väg."
    ]
    assert stored(house, "SELECT * FROM unreachable") == []


def test_a_request_that_hangs_keeps_no_other_chat_waiting(house, telegram):
    telegram.faults["sendMessage"] = deque(["hang"])
    with house.running():
        telegram.text(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: not telegram.faults["sendMessage"])
        telegram.answer_to(EVA, "B W1 M1", at=EVENING)

    assert telegram.chat(ANNA) == []


@pytest.mark.parametrize(
    ("faults", "times"),
    [
        (["500"], 1),
        (["502", "503", "500"], 1),
        (["html"], 1),
        (["401"], 1),
        (["429:1"], 1),
        (["drop"], 1),
        (["lose"], 2),
        (["lose", "lose", "lose"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_an_answer_comes_once_and_again_only_where_its_fate_is_unknown(house, telegram, faults, times):
    telegram.faults["sendMessage"] = deque(faults)
    with house.running():
        telegram.text(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == times)
        telegram.faults["sendMessage"].clear()
        telegram.answer_to(EVA, "B W1 M1", at=EVENING)

    assert telegram.chat(ANNA) == [KEPT] * times


# Close up, on both databases


@pytest.fixture
async def bot(telegram):
    request = Request(answer_seconds=0.5)
    await request.initialize()
    yield Bot(TOKEN, base_url=f"{telegram.url}/bot", request=request, get_updates_request=Request())
    await request.shutdown()


@pytest.fixture
def slate(tmp_path):
    slate = Slate(tmp_path / "slates")
    yield slate
    slate.close()


def sending(bot, slate, database, rate=0.0):
    return Sending(bot, slate, database, Clock(), rate, "sv", lambda: None, set())


async def queued(database, *texts, address="101"):
    for text in texts:
        await database.write(
            queue, key=f"{address}:{text}", channel="telegram", address=address, text=text, now=NOW, person=None,
            message=None,
        )  # fmt: skip


async def states(database):
    def all_states():
        rows = yield sql("SELECT state, fault FROM outbox ORDER BY id")
        return [(row["state"], row["fault"]) for row in rows]

    return await database.read(all_states)


async def round_of(sender, database):
    await sender.send_round(
        await database.read(waiting, "telegram", datetime.now(UTC) + timedelta(hours=1), 500)
    )


async def test_a_message_without_an_answer_in_time_is_repeated_once(bot, slate, database, telegram):
    telegram.faults["sendMessage"] = deque(["hang", "hang"])
    await queued(database, "one")
    sender = sending(bot, slate, database)
    for _ in range(3):
        await round_of(sender, database)

    assert await states(database) == [("failed", "TimedOut")]
    assert sum(call[0] == "sendMessage" for call in telegram.calls) == 0
    assert telegram.faults["sendMessage"] == deque()


async def test_a_group_that_moved_is_followed_and_the_message_sent_once(bot, slate, database, telegram):
    telegram.moved[-500] = -100500
    await database.write(join, Person(0, "Group", Role.REPORTER), "telegram", "-500")
    await queued(database, "one", "two", address="-500")
    sender = sending(bot, slate, database)
    await round_of(sender, database)
    await round_of(sender, database)

    assert telegram.chat(-100500) == ["one", "two"]
    assert await states(database) == [("sent", None), ("sent", None)]


async def test_two_processes_on_one_database_send_a_message_once(bot, slate, database, telegram):
    await queued(database, *(f"message {number}" for number in range(20)))
    messages = await database.read(waiting, "telegram", NOW, 500)
    one, other = sending(bot, slate, database), sending(bot, slate, database)
    await one.send_round(messages)
    await other.send_round(messages)

    assert len(telegram.chat(101)) == 20


@pytest.mark.parametrize("pause", [3600, 10**12, 10**30], ids=str)
async def test_a_chat_that_is_to_be_left_alone_for_long_stops_no_other(bot, slate, database, telegram, pause):
    telegram.faults["sendMessage"] = deque([f"429:{pause}"])
    await queued(database, "held back", "after it")
    await queued(database, "another", address="102")
    sender = sending(bot, slate, database)
    await round_of(sender, database)
    await round_of(sender, database)

    assert telegram.chat(101) == []
    assert telegram.chat(102) == ["another"]
    assert [state for state, _ in await states(database)] == ["queued", "queued", "sent"]


async def test_a_refused_text_fails_at_once_and_the_next_one_goes(bot, slate, database, telegram):
    telegram.faults["sendMessage"] = deque(["400"])
    await queued(database, "bad", "good")
    await round_of(sending(bot, slate, database), database)

    assert telegram.chat(101) == ["good"]
    assert await states(database) == [("failed", "BadRequest"), ("sent", None)]


# The pace


def test_messages_leave_25_a_second_in_all_and_one_a_second_to_a_chat():
    pace = Pace(25)

    assert [(pace.leave_at(f"{chat}", NOW) - NOW).total_seconds() for chat in range(4)] == [
        0,
        0.04,
        0.08,
        0.12,
    ]
    assert pace.chat_is_free_at("0", NOW) == NOW + timedelta(seconds=1)
    assert pace.chat_is_free_at("9", NOW) == NOW


def test_a_group_has_twenty_a_minute():
    pace = Pace(25)
    pace.leave_at("-500", NOW)

    assert pace.chat_is_free_at("-500", NOW) == NOW + timedelta(seconds=3)


def test_a_pause_that_telegram_asks_for_holds_without_any_rate_of_our_own():
    pace = Pace(0)
    pace.hold("1", NOW, timedelta(seconds=30))

    assert pace.leave_at("2", NOW) == NOW
    assert pace.chat_is_free_at("1", NOW) == NOW + timedelta(seconds=30)
    assert pace.chat_is_free_at("1", NOW + timedelta(seconds=31)) == NOW + timedelta(seconds=31)
