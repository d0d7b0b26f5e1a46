"""Groups with topics: the bot answers where it was spoken to, and its board stands where the group was bound."""

from collections import deque

import pytest

from tests.bot.channels.conftest import ANNA, BO, EVA
from tests.bot.channels.test_telegram import counts
from tests.bot.channels.test_telegram_groups import AWAITED, BOUND, SUPERGROUP, bind, board_of, flush

BEDS, CHAT = 77, 88
"""Two topics of the group."""


def within(topic):
    return {"message_thread_id": topic, "is_topic_message": True}


def bound_in(telegram, topic):
    """Bo binds the group in a topic; returns its board."""
    telegram.topics[SUPERGROUP] = {BEDS, CHAT}
    telegram.say(SUPERGROUP, BO, "/bind A", **within(topic))
    telegram.wait_for(lambda: telegram.pins.get(SUPERGROUP))
    return board_of(telegram, SUPERGROUP)


def test_the_board_stands_in_the_topic_where_the_group_was_bound(evening, telegram):
    evening("2017-10-12T21:40")
    board = bound_in(telegram, BEDS)

    assert [(one.text, one.topic) for one in telegram.sent if one.chat == SUPERGROUP] == [
        (BOUND, BEDS),
        (AWAITED, BEDS),
    ]
    telegram.say(SUPERGROUP, BO, "/bind A", **within(CHAT))
    telegram.wait_for(lambda: telegram.sent[-1].topic == CHAT)
    telegram.shown.pop((SUPERGROUP, board.number))
    telegram.say(SUPERGROUP, ANNA, "@shelter_test_bot K9 M19", **within(CHAT))
    telegram.wait_for(lambda: telegram.pins[SUPERGROUP][-1] != board.number)
    assert board_of(telegram, SUPERGROUP).topic == CHAT


def test_what_is_said_in_another_topic_is_answered_there(evening, house, telegram):
    bound_in(telegram, BEDS)
    telegram.say(SUPERGROUP, ANNA, "@shelter_test_bot K9 M19", **within(CHAT))
    telegram.wait_for(lambda: telegram.sent[-1].topic == CHAT)
    telegram.say(SUPERGROUP, EVA, "/tally")  # in the general one, which has no number
    telegram.wait_for(lambda: "Sum" in telegram.sent[-1].text)

    assert telegram.sent[-1].topic == 0
    assert counts(house) == [("A", "2021-10-12", 9, 19)]
    assert not telegram.refused


@pytest.mark.parametrize("gone", ["message", "message and topic", "topic closed"])
def test_an_answer_whose_place_is_gone_comes_in_the_nearest_that_is_left(evening, house, telegram, gone):
    bound_in(telegram, BEDS)
    telegram.faults["sendMessage"] = deque(["500"])  # it waits so long that the place is gone
    message = telegram.say(SUPERGROUP, ANNA, "@shelter_test_bot K9 M19", **within(CHAT))
    if gone == "topic closed":
        telegram.closed_topics |= {(SUPERGROUP, CHAT)}
    else:
        telegram.written_in.pop((SUPERGROUP, message["message_id"]))
    if gone == "message and topic":
        telegram.topics[SUPERGROUP].remove(BEDS)
    telegram.wait_for(lambda: len(telegram.sent) == 3)

    assert telegram.sent[-1].topic == (0 if gone == "message and topic" else BEDS)
    assert counts(house) == [("A", "2021-10-12", 9, 19)]


def test_a_thread_of_replies_in_a_group_without_topics_is_none(evening, telegram):
    """Its number is that of a message, and nothing can be sent "into" it."""
    telegram.say(SUPERGROUP, BO, "/bind A", message_thread_id=5)
    telegram.wait_for(lambda: telegram.pins.get(SUPERGROUP))

    assert not telegram.refused


def test_an_edit_that_is_said_anew_in_a_group_replies_to_no_message_of_another_chat(evening, telegram):
    bind(telegram, SUPERGROUP)
    telegram.say(SUPERGROUP, EVA, "/tally")
    telegram.wait_for(lambda: "Sum 0" in telegram.sent[-1].text)
    there = telegram.sent[-1]
    telegram.shown.pop((SUPERGROUP, there.number))
    telegram.answer_to(ANNA, "/tally")
    telegram.text(ANNA, "+2 k")
    telegram.wait_for(lambda: any(one.chat == SUPERGROUP and "Sum 2" in one.text for one in telegram.sent))
    flush(telegram)

    said_anew = next(p for m, p, _ in telegram.calls if m == "sendMessage" and "Sum 2" in p["text"])
    assert "reply_parameters" not in said_anew
