"""No update of Telegram is lost or counted twice, however often the process is killed (P1).

Small here; `SHELTERBOT_CRASH=whole` makes it 10 000 updates and 50 kills.
"""

import os
import random
import sqlite3
import threading
from collections import Counter
from contextlib import closing

import pytest

from tests.bot.channels.conftest import DILAN

WHOLE = os.environ.get("SHELTERBOT_CRASH") == "whole"
UPDATES, KILLS = (10_000, 50) if WHOLE else (500, 5)
WRITERS = 50
AT = "2017-10-12T16:10+02:00"


@pytest.mark.crash
@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_nothing_is_lost_or_doubled_though_the_process_is_killed_again_and_again(
    house, telegram, free_port, mode
):
    environment = {
        "TELEGRAM_MODE": mode,
        "LISTEN_PORT": str(free_port),
        "PUBLIC_URL": f"http://127.0.0.1:{free_port}",
        "LOG_LEVEL": "error",
    }
    let_many_report(house)
    chats = [DILAN, *(9000 + writer for writer in range(1, WRITERS))]
    telegram.text(DILAN, "K0 M0", at=AT)
    chance = random.Random(20171012)
    kills = 0
    pushed = 0
    while kills < KILLS:
        with house.running(**environment) as (process, _):
            for _ in range(UPDATES // KILLS):
                telegram.text(chats[pushed % WRITERS], "+1 m", at=AT)
                pushed += 1
            before = len(telegram.sent)
            telegram.wait_for(lambda before=before: len(telegram.sent) > before)
            killer = threading.Timer(chance.uniform(0.0, 0.2), process.kill)
            killer.start()
            process.wait()
            kills += 1
    with house.running(**environment):
        telegram.wait_for(lambda: not telegram.updates, seconds=120)
        telegram.wait_for(lambda: all_answered(house), seconds=120)

    with closing(sqlite3.connect(house.database, isolation_level=None)) as database:
        ((men,),) = database.execute("SELECT men FROM counts WHERE site = 'D1'").fetchall()
        ((messages,),) = database.execute("SELECT COUNT(*) FROM messages").fetchall()
        ((answers,),) = database.execute("SELECT COUNT(*) FROM outbox WHERE key LIKE 'answer:%'").fetchall()
    assert (men, messages, answers) == (UPDATES, UPDATES + 1, UPDATES + 1)
    times_sent = Counter((str(shown.chat), shown.texts[0]) for shown in telegram.sent)
    again = len(telegram.sent) - len(times_sent)
    print(f"{mode}: {UPDATES} updates, {kills} kills, {again} answers sent again")
    told_others = {said for said in times_sent if said[1].startswith("Ändrat av ")}
    assert len(times_sent) - len(told_others) == UPDATES + 1
    assert again <= kills


def let_many_report(house):
    """Fifty people at one day centre that is used to crowds."""
    with closing(sqlite3.connect(house.database, isolation_level=None)) as database:
        database.execute("UPDATE sites SET usual = 9999 WHERE short = 'D1'")
        for writer in range(1, WRITERS):
            number = database.execute(
                "INSERT INTO people (name, role, active, from_file) VALUES (?, 'reporter', 1, 0)",
                [f"w{writer}"],
            ).lastrowid
            database.execute("INSERT INTO duties (person, site) VALUES (?, 'D1')", [number])
            database.execute(
                "INSERT INTO addresses (channel, address, person) VALUES ('telegram', ?, ?)",
                [str(9000 + writer), number],
            )


def all_answered(house):
    return not house.stored("SELECT 1 FROM outbox WHERE state = 'queued'")
