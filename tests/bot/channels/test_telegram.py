"""Texts through Telegram: the real process beside a fake server of the Bot API."""

import json
import urllib.error
import urllib.request
from collections import deque

import pytest

from tests.bot.channels.conftest import ANNA, CIA, EVA
from tests.fakes.telegram import TOKEN

EVENING = "2017-10-12T21:40+02:00"
KEPT = "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Skicka rätt siffror."


def stored(house, question, *values):
    return house.stored(question, *values)


def counts(house):
    return stored(house, "SELECT site, date, women, men FROM counts ORDER BY site, date")


def health(address):
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as fault:
        return fault.code, json.load(fault)


# What people see


def test_a_count_is_answered_with_what_was_understood(house, telegram):
    with house.running():
        said = telegram.answer_to(ANNA, "K9 M19", at=EVENING)

    assert said == KEPT


def test_a_text_that_waited_over_midnight_and_the_morning_keeps_its_night(house, telegram):
    telegram.text(ANNA, "K9 M19", at="2017-10-12T23:55+02:00")
    with house.running():
        telegram.wait_for(lambda: telegram.sent)

    assert counts(house) == [("A", "2017-10-12", 9, 19)]


def test_a_stranger_is_told_once_how_to_join_and_nothing_else(house, telegram):
    with house.running():
        said = telegram.answer_to(CIA, "tonight")
        telegram.text(CIA, "K9 M19")
        telegram.answer_to(ANNA, "K9 M19", at=EVENING)

    assert telegram.chat(CIA) == [said]
    assert "inbjudan" in said
    assert "Natthärbärge" not in said
    assert stored(house, "SELECT text FROM messages WHERE address = ?", str(CIA)) == [(None,), (None,)]


def test_a_picture_without_words_is_answered_with_how_to_write(house, telegram):
    with house.running():
        said = telegram.answer_to(ANNA, None)

    assert said.startswith("Jag förstod inte. Skriv kvinnor och män")


def test_nothing_is_said_in_a_group_that_nobody_has_bound(house, telegram):
    with house.running():
        telegram.text(-500, "K9 M19", **{"from": {"id": ANNA, "is_bot": False, "first_name": "Anna"}})
        telegram.answer_to(ANNA, "K9 M19", at=EVENING)

    assert telegram.chat(-500) == []


# Once, whatever is repeated


def test_the_same_update_again_changes_nothing_and_is_answered_once(house, telegram):
    with house.running():
        telegram.answer_to(ANNA, "K9 M19", at=EVENING)
        message = telegram.text(ANNA, "+2 m", at=EVENING)
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2)
        telegram.push({"message": message}, number=1001)
        telegram.push({"message": message}, number=7)
        telegram.answer_to(EVA, "A?", at=EVENING)

    assert counts(house) == [("A", "2017-10-12", 9, 21)]
    assert len(telegram.chat(ANNA)) == 2


def test_updates_numbered_anew_below_the_last_ones_are_not_passed_over(house, telegram):
    with house.running():
        telegram.answer_to(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: not telegram.updates)
        telegram.next_update = 5
        said = telegram.answer_to(ANNA, "K8 M20", at=EVENING)
        telegram.wait_for(lambda: not telegram.updates)

    assert "8 kvinnor + 20 män" in said


def test_texts_of_a_chat_are_taken_in_their_order_and_all_acknowledged(house, telegram):
    telegram.text(ANNA, "K0 M0", at=EVENING)
    for _ in range(40):
        telegram.text(ANNA, "+1 m", at=EVENING)
    for number in range(1, 31):
        telegram.text(EVA, f"B W{number} M1", at=EVENING)
    with house.running():
        telegram.wait_for(lambda: len(telegram.sent) == 71 and not telegram.updates)

    assert counts(house) == [("A", "2017-10-12", 0, 40), ("B", "2017-10-12", 30, 1)]
    assert [f"= {number} av 45" in text for number, text in enumerate(telegram.first_said(ANNA))] == [
        True
    ] * 41


# Poison


POISON = {
    "without a date": {"message": {"message_id": 5}},
    "a string": {"message": "nonsense"},
    "a date that cannot be": {
        "message": {"message_id": 1, "date": 10**30, "chat": {"id": 1, "type": "private"}}
    },
    "a list": {"message": [1, 2]},
    "a text that is a number": {
        "message": {
            "message_id": 1,
            "date": 1507837200,
            "chat": {"id": 1, "type": "private"},
            "from": {"id": 1, "is_bot": False, "first_name": "X"},
            "text": 5,
        }
    },
    "a press that cannot be kept": {
        "callback_query": {
            "id": "\ud800",
            "chat_instance": "1",
            "from": {"id": 1, "is_bot": False, "first_name": "X"},
            "message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}},
            "data": "x.y.z",
        }
    },
    "a text whose name cannot be kept": {
        "message": {
            "message_id": "\ud800",
            "date": 1507837200,
            "chat": {"id": 1, "type": "private"},
            "from": {"id": 1, "is_bot": False, "first_name": "X"},
            "text": "K9 M19",
        }
    },
    "a group that moves to what is no chat": {
        "message": {
            "message_id": 1,
            "date": 1507837200,
            "chat": {"id": -5, "type": "group", "title": "X"},
            "migrate_to_chat_id": "\ud800",
        }
    },
}


def test_updates_that_cannot_be_parsed_or_kept_are_set_aside_and_stop_nothing(house, telegram):
    with house.running():
        for poison in POISON.values():
            telegram.push(poison)
        said = telegram.answer_to(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: not telegram.updates)

    assert said == KEPT
    aside = [json.loads(raw) for (raw,) in stored(house, "SELECT raw FROM set_aside")]
    aside.sort(key=lambda update: update["update_id"])
    assert [
        {kind: content for kind, content in update.items() if kind != "update_id"} for update in aside
    ] == [*POISON.values()]


def test_the_sender_of_an_update_that_cannot_be_parsed_is_told(house, telegram):
    with house.running():
        telegram.push({"message": {"message_id": 5, "chat": {"id": ANNA, "type": "private"}}})
        telegram.wait_for(lambda: telegram.sent)

    assert telegram.chat(ANNA)[0].startswith("Något gick fel här.")


def test_no_text_stops_the_bot(house, telegram):
    texts = ["K9 \0 M19", "\ud800 K9", "9" * 4000, "K" * 4096, "/" * 100, "\n\n\n"]
    with house.running():
        for number, text in enumerate(texts, 1):
            telegram.text(ANNA, text, at=EVENING)
            telegram.wait_for(lambda number=number: len(telegram.chat(ANNA)) == number)
        telegram.answer_to(EVA, "A W9 M19", at=EVENING)


# Telegram has troubles of its own


UNKNOWN_TOKEN = "Telegram does not know TELEGRAM_TOKEN"
OTHER_PROCESS = "another process fetches this bot's updates"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("401", UNKNOWN_TOKEN),
        ("404", UNKNOWN_TOKEN),
        ("409", OTHER_PROCESS),
        ("500", None),
        ("429:1", None),
        ("html", None),
        ("half", None),
        ("null", None),
        ("drop", None),
        ("lose", None),
    ],
)
def test_fetching_goes_on_by_itself_and_healthz_tells_what_only_a_person_can_mend(
    house, telegram, fault, told
):
    faults = telegram.faults["getUpdates"] = deque([fault] * 3)
    telegram.text(ANNA, "K9 M19", at=EVENING)
    with house.running() as (_, address):
        telegram.wait_for(lambda: len(faults) <= 1)
        status, meanwhile = health(address)
        telegram.wait_for(lambda: telegram.sent and not telegram.updates)
        telegram.wait_for(lambda: not faults)
        assert health(address)[0] == 200

    assert telegram.chat(ANNA) == [KEPT]
    assert status == (503 if told else 200)
    assert (told or "") in json.dumps(meanwhile)


def test_a_question_for_updates_that_is_never_answered_is_given_up_and_asked_again(house, telegram):
    telegram.faults["getUpdates"] = deque(["hang"])
    telegram.text(ANNA, "K9 M19", at=EVENING)
    with house.running():
        telegram.wait_for(lambda: telegram.sent and not telegram.updates, seconds=40)

    assert telegram.chat(ANNA) == [KEPT]


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "setMyCommands"])
def test_the_start_is_stopped_by_no_fault_of(house, telegram, method):
    telegram.faults[method] = deque(["500", "html", "drop"])
    with house.running():
        assert telegram.answer_to(ANNA, "K9 M19", at=EVENING) == KEPT


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_another_bot_than_the_configured_one_keeps_its_webhook(house, telegram, free_port, mode):
    telegram.me = {**telegram.me, "id": 4343}
    here = {"LISTEN_PORT": str(free_port), "PUBLIC_URL": f"http://127.0.0.1:{free_port}"}
    with house.running(TELEGRAM_MODE=mode, **here) as (_, address):
        telegram.wait_for(lambda: len([call for call in telegram.calls if call[0] == "getMe"]) > 1)
        status, told = health(address)

    assert {call[0] for call in telegram.calls} == {"getMe"}
    assert status == 503
    assert "another bot" in json.dumps(told)


def test_once_telegram_says_that_it_is_the_configured_bot_it_goes_on(house, telegram):
    mine, telegram.me = telegram.me, {**telegram.me, "id": 4343}
    telegram.text(ANNA, "K9 M19", at=EVENING)
    with house.running() as (_, address):
        telegram.wait_for(lambda: len([call for call in telegram.calls if call[0] == "getMe"]) > 1)
        telegram.me = mine
        telegram.wait_for(lambda: telegram.chat(ANNA) and not telegram.updates)
        assert health(address)[0] == 200

    first = next(method for method, _, _ in telegram.calls if method != "getMe")
    assert first == "deleteWebhook"


def test_the_service_is_well_when_telegram_is_and_says_so_when_its_token_is_refused(house, telegram):
    with house.running() as (_, address):
        telegram.answer_to(ANNA, "K9 M19", at=EVENING)
        assert health(address)[0] == 200
        telegram.faults["getUpdates"] = deque(["401"] * 4)
        telegram.text(ANNA, "+1 m", at=EVENING)
        telegram.wait_for(lambda: len(telegram.faults["getUpdates"]) < 4)
        status, told = health(address)
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2)

    assert status == 503
    assert "TELEGRAM_TOKEN" in json.dumps(told)


def test_the_webhook_takes_texts_and_is_set_with_a_secret(house, telegram, free_port):
    with house.running(
        TELEGRAM_MODE="webhook", LISTEN_PORT=str(free_port), PUBLIC_URL=f"http://127.0.0.1:{free_port}"
    ):
        said = telegram.answer_to(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: not telegram.updates)

    assert said == KEPT
    assert telegram.webhook["url"] == f"http://127.0.0.1:{free_port}/telegram/webhook"
    assert len(telegram.webhook["secret_token"]) == 64


def test_no_log_line_holds_token_chat_or_text(house, telegram):
    telegram.faults["sendMessage"] = deque(["500", "400", "lose", "html"])
    telegram.faults["getUpdates"] = deque(["html", "500"])
    with house.running() as (process, _):
        telegram.push({"message": {"message_id": 5, "text": "canary text", "chat": {"id": 987654321987}}})
        for number in range(5):
            telegram.text(ANNA, f"canary K{number} M1", at=EVENING)
        telegram.text(987654321987, "canary stranger")
        telegram.wait_for(lambda: len(telegram.sent) >= 6 and not telegram.updates)
        process.terminate()
        out, logged = process.communicate(timeout=20)

    assert "update set aside" in logged
    assert [word for word in ("canary", "987654321987", TOKEN, "sendMessage") if word in out + logged] == []
    assert "Traceback" not in logged
