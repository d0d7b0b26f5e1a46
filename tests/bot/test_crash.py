"""An accepted message is never lost and never counted twice, whenever the process is killed (P1)."""

import http.client
import json
import random
import sqlite3
import threading
import urllib.error
import urllib.request
from contextlib import closing

from bot.house_file import EXAMPLE as HOUSE

MESSAGES, KILLS = 120, 4


def post(address, path, body):
    request = urllib.request.Request(
        f"{address}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.status == 200


def text(address, number):
    """Send a text as a phone does: again, with the same id, until it has been acknowledged."""
    said = "+1 m" if number else "K0 M0"
    post(address, "/phone/messages", {"address": "dilan", "id": f"crash-{number}", "text": said})


def test_no_text_is_lost_or_counted_twice_though_the_process_is_killed_again_and_again(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    chance = random.Random(20171012)
    waiting = list(range(MESSAGES + 1))
    kill_at = set(chance.sample(waiting, KILLS))
    while waiting:
        with shelterbot.running("run", DEMO="1", LOG_LEVEL="error") as (process, address):
            post(address, "/phone/clock", {"moment": "2017-10-12T16:10"})
            try:
                while waiting:
                    if waiting[0] in kill_at:
                        kill_at.remove(waiting[0])
                        threading.Timer(chance.uniform(0, 0.004), process.kill).start()
                    text(address, waiting[0])
                    waiting.pop(0)
            except (urllib.error.URLError, ConnectionError, http.client.HTTPException):
                continue  # killed: what was not acknowledged is sent again to the next process

    with closing(
        sqlite3.connect(shelterbot.folder / "data" / "shelterbot.db", isolation_level=None)
    ) as database:
        (men,) = database.execute(
            "SELECT men FROM counts WHERE site = 'D1' AND date = '2017-10-12'"
        ).fetchone()
        (messages,) = database.execute("SELECT COUNT(*) FROM messages").fetchone()
        (answers,) = database.execute("SELECT COUNT(*) FROM outbox WHERE key LIKE 'answer:%'").fetchone()
    assert kill_at == set()
    assert (men, messages, answers) == (MESSAGES, MESSAGES + 1, MESSAGES + 1)
