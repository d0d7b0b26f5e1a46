"""The nightly summary in Telegram, told by the real process: its buttons outlive a restart."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.bot.channels.conftest import ANNA, BO
from tests.house_files import staff

NIGHT = "2017-10-12"
ONE_NIGHT = f"""
[[sites]]
name = "Natthärbärge A"
short = "A"
kind = "night"
organisation = "Organisation 1"
first = {NIGHT}
last = {NIGHT}
beds = 45
opens = "19:00"
closes = "09:00"
"""


@pytest.fixture
def silent(house):
    """One shelter, open on one night, of which nothing has come; it is the morning after, at half past ten."""
    file = house.shell.folder / "house.toml"
    file.write_text(
        ONE_NIGHT + staff("Anna", ["A"], telegram=ANNA) + staff("Bo", telegram=BO), encoding="utf-8"
    )
    assert house.shell("sites", "load", str(file)).returncode == 0
    morning = datetime(2017, 10, 13, 10, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    with closing(sqlite3.connect(house.database, isolation_level=None)) as database:
        database.execute("UPDATE clock SET ahead = ?", [(morning - datetime.now(UTC)).total_seconds()])
    return house


def test_remind_now_and_fill_in_from_a_summary_that_came_before_a_restart(silent, telegram):
    with silent.running(DEMO="1"):
        telegram.wait_for(lambda: any(text.startswith("Natten 12-13 okt") for text in telegram.chat(BO)))
        (summary,) = (one for one in telegram.sent if one.chat == BO and one.text.startswith("Natten"))
        before = len(telegram.chat(ANNA))
    with silent.running(DEMO="1"):
        telegram.press(summary, "Påminn nu")
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) > before)
        telegram.press(summary, "Fyll i A")
        telegram.wait_for(lambda: telegram.chat(BO)[-1].startswith("Natthärbärge A, natten 12-13 okt\n"))
        entry = telegram.sent[-1]
        telegram.press(entry, "9")
        telegram.wait_for(lambda: entry.text.endswith("Kvinnor: 9"))

    words = [button["text"] for row in summary.markup["inline_keyboard"] for button in row]
    assert words == ["Påminn nu", "Ring", "Fyll i A"]
    assert telegram.chat(ANNA)[-1].startswith("Natthärbärge A, natten 12-13 okt: inget antal än.")
    assert "Påminns nu: Anna (A)." in telegram.chat(BO)
