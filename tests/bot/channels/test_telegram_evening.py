"""Whole evenings in Telegram, told by the real process."""

import subprocess
import sys
import time

import pytest

from tests.bot.channels.conftest import ANNA, BO, DILAN, EVA, HOUSE
from tests.bot.channels.test_telegram import counts, stored
from tests.bot.channels.test_telegram_touch import Touch
from tests.house_files import QUIET


def test_an_evening_by_text(house, telegram):
    with house.running():
        assert telegram.answer_to(DILAN, "12 kvinnor och 31 män idag", at="2017-10-12T16:05+02:00") == (
            "Dagverksamhet 1, 12 okt: 12 kvinnor + 31 män = 43 besök. Fel? Skicka rätt siffror."
        )
        assert "Natthärbärge A" in telegram.answer_to(ANNA, "K9 M19", at="2017-10-12T21:40+02:00")
        telegram.answer_to(ANNA, "+2 män", at="2017-10-12T23:10+02:00")
        assert "Which site?" in telegram.answer_to(EVA, "W8 M20", at="2017-10-13T00:20+02:00")
        assert telegram.answer_to(EVA, "B", at="2017-10-13T00:21+02:00").startswith(
            "Natthärbärge B, night 12-13"
        )
        tonight = telegram.answer_to(BO, "/tonight", at="2017-10-13T01:00+02:00")
        missing = telegram.answer_to(BO, "/missing@shelter_test_bot", at="2017-10-13T10:05+02:00")

    assert "A" in tonight
    assert "B" in tonight
    assert missing
    assert counts(house) == [
        ("A", "2017-10-12", 9, 21),
        ("B", "2017-10-12", 8, 20),
        ("D1", "2017-10-12", 12, 31),
    ]


def test_an_evening_by_buttons(evening, house, telegram):
    """Anna fills in last night by touch, Eva tonight for the other shelter; Anna mends a number; Bo looks."""
    evening("2021-10-13T19:20")
    anna = Touch(telegram, ANNA)
    assert anna.words == [
        "natten 13-14 okt",
        "natten 12-13 okt",
        "natten 11-12 okt",
        "natten 10-11 okt",
        "Avbryt",
    ]
    anna.press("natten 12-13 okt", "9", "Nästa", "1", "9", "Nästa")
    assert anna.shown.text == "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28. Ska jag spara?"
    anna.press("Spara")

    evening("2021-10-13T21:40")
    eva = Touch(telegram, EVA)
    eva.press("Natthärbärge B", "night 13-14 Oct", "8", "Next", "2", "0", "Next")
    eva.press("Add other or unknown", "1", "Next", "Next", "Store")
    assert eva.shown.text.startswith(
        "Natthärbärge B, night 13-14 Oct: 8 women + 20 men + 1 other = 29 of 40 beds."
    )
    again = Touch(telegram, ANNA)
    again.press("natten 12-13 okt", "1", "0", "Nästa", "1", "9", "Nästa", "Spara")
    assert again.shown.text == (
        "Natthärbärge A, natten 12-13 okt: 10 kvinnor + 19 män = 29 av 45 platser. Ersätter K9 M19."
    )
    closed = Touch(telegram, ANNA)
    closed.press("natten 13-14 okt", "Vi hade stängt")
    tonight = telegram.answer_to(BO, "/tonight")

    assert tonight == "Natten 13-14 okt: A stängt, B 29/40. Lediga platser: 11."
    assert stored(house, "SELECT site, date, women, men, other, closed FROM counts ORDER BY date, site") == [
        ("A", "2021-10-12", 10, 19, 0, 0),
        ("A", "2021-10-13", None, None, None, 1),
        ("B", "2021-10-13", 8, 20, 1, 0),
    ]
    assert len(telegram.chat(ANNA)) == 3  # each entry is one message from first to last


SITE = """
[[sites]]
name = "Härbärge {number}"
short = "H{number}"
kind = "night"
organisation = "Organisation 1"
first = 2017-05-01
beds = 45
opens = "19:00"
closes = "09:00"
{quiet}
[[people]]
name = "Natt {number}"
role = "reporter"
sites = ["H{number}"]
addresses = {{ telegram = "{chat}" }}
"""


@pytest.mark.slow
def test_four_hundred_people_report_within_a_minute_and_each_is_answered_within_the_limits(
    house, telegram, tmp_path
):
    chats = {20_000 + number: number for number in range(400)}
    crowd = "".join(
        SITE.format(number=number, chat=chat, quiet=QUIET.strip()) for chat, number in chats.items()
    )
    file = tmp_path / "crowd.toml"
    file.write_text(HOUSE + crowd, encoding="utf-8")
    done = house.shell("sites", "load", str(file))
    assert done.returncode == 0, done.stderr
    for chat, number in chats.items():
        telegram.text(chat, f"K{number % 20} M{number % 23}", at="2017-10-12T21:40+02:00")
    with house.running(TELEGRAM_RATE="25"):
        telegram.wait_for(lambda: len(telegram.sent) == 400 and not telegram.updates, seconds=60)
        sent = [moment for method, _, moment in telegram.calls if method == "sendMessage"]

    assert {shown.chat: shown.text.partition(",")[0] for shown in telegram.sent} == {
        chat: f"Härbärge {number}" for chat, number in chats.items()
    }
    assert sorted(counts(house)) == sorted(
        (f"H{number}", "2017-10-12", number % 20, number % 23) for number in chats.values()
    )
    busiest = max(sum(start <= moment < start + 1 for moment in sent) for start in sent)
    assert busiest <= 30


def test_a_process_that_is_told_to_stop_sends_nothing_twice(house, telegram):
    for number in range(60):
        telegram.text(ANNA, f"K{number} M19", at="2017-10-12T21:40+02:00")
    with house.running() as (process, _):
        telegram.wait_for(lambda: len(telegram.sent) > 5)
        process.terminate()
        process.wait(timeout=20)
    with house.running():
        telegram.wait_for(lambda: len(telegram.sent) >= 60 and not telegram.updates)
        telegram.answer_to(EVA, "B W1 M1", at="2017-10-12T21:40+02:00")

    assert len(telegram.first_said(ANNA)) == len(set(telegram.first_said(ANNA))) == 60


def test_the_first_question_to_telegram_comes_soon_after_the_start(house, telegram):
    began = time.monotonic()
    with house.running():
        telegram.wait_for(lambda: any(call[0] == "getUpdates" for call in telegram.calls))
        first = next(moment for method, _, moment in telegram.calls if method == "getUpdates")

    print(f"{first - began:.2f} s from start to first getUpdates")
    assert first - began < 5


def test_what_only_files_and_proxies_need_is_not_imported_for_texts():
    look = "import sys, bot.channels.telegram.channel; print('aiohttp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_the_library_is_imported_only_where_a_token_is_set():
    look = "import sys, bot.cli, bot.service, web.app; print([one for one in ('telegram', 'aiohttp') if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
