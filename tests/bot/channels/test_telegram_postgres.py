"""Telegram in the real process on PostgreSQL: texts, kills, and two processes on one database (P1, P11)."""

from collections import Counter

import psycopg
import pytest

from tests.bot.channels.conftest import ANNA, DILAN
from tests.bot.channels.test_telegram import EVENING, KEPT

AT = "2017-10-12T16:10+02:00"
TEXTS, KILLS = 90, 3


@pytest.fixture
def house(house_on_postgres):
    return house_on_postgres


def test_an_evening_by_text_with_an_edit(house, telegram):
    with house.running():
        message = telegram.text(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: telegram.chat(ANNA) == [KEPT])
        telegram.edit(message, "K9 M20", at=EVENING)
        telegram.wait_for(lambda: "20 män" in telegram.chat(ANNA)[0])
        telegram.wait_for(lambda: not telegram.updates)

    assert house.stored("SELECT women, men FROM counts WHERE site = 'A'") == [(9, 20)]


def test_what_postgresql_cannot_keep_is_set_aside_and_stops_nothing(house, telegram):
    who = {"id": ANNA, "is_bot": False, "first_name": "Anna"}
    with house.running():
        for number, text in (("\0", "K1 M1"), (5, "K9\0M19")):
            message = {"message_id": number, "date": 1507837200, "chat": {"id": ANNA, "type": "private"}}
            telegram.push({"message": {**message, "from": who, "text": text}})
        telegram.text(ANNA, "K9 M19", at=EVENING)
        telegram.wait_for(lambda: KEPT in telegram.chat(ANNA) and not telegram.updates)

    assert house.stored("SELECT fault FROM set_aside") == [("ValueError",)]


def test_nothing_is_lost_or_doubled_though_the_process_is_killed_again_and_again(house, telegram):
    with psycopg.connect(house.url) as connection:
        connection.execute("UPDATE sites SET usual = 9999 WHERE short = 'D1'")
    telegram.text(DILAN, "K0 M0", at=AT)
    for life in range(KILLS):
        for _ in range(TEXTS // KILLS):
            telegram.text(DILAN, "+1 m", at=AT)
        with house.running() as (process, _):
            telegram.wait_for(lambda life=life: len(telegram.sent) > (life + 1) * 20, seconds=60)
            process.kill()
            process.wait()
    with house.running():
        telegram.wait_for(lambda: not telegram.updates, seconds=60)
        telegram.wait_for(
            lambda: house.stored("SELECT 1 FROM outbox WHERE state = 'queued'") == [], seconds=90
        )

    assert house.stored("SELECT men FROM counts WHERE site = 'D1'") == [(TEXTS,)]
    assert house.stored("SELECT COUNT(*) FROM messages") == [(TEXTS + 1,)]
    times = Counter(telegram.first_said(DILAN))
    assert len(times) == TEXTS + 1
    assert sum(times.values()) - len(times) <= KILLS
