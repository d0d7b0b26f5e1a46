"""The clock in the running service: turned on the phone page, or late after being down, it sends what is owed."""

import json
import sqlite3
import time
import urllib.request
from contextlib import closing

from bot.house_file import EXAMPLE as HOUSE

WITHIN_SECONDS = 60
"""What is still of use goes out within this time of a start."""


def post(address, path, body):
    request = urllib.request.Request(
        f"{address}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def get(address, path):
    with urllib.request.urlopen(f"{address}{path}", timeout=10) as response:
        return json.load(response)


def texts_to(address, name):
    phones = get(address, "/phone/conversations")["phones"]
    (phone,) = [phone for phone in phones if phone["name"] == name]
    return [message["text"] for message in phone["messages"] if message["direction"] == "out"]


def seconds_until(address, name, part):
    """How long until a text with `part` is on the phone of `name`."""
    began = time.monotonic()
    while not any(part in text for text in texts_to(address, name)):
        assert time.monotonic() - began < WITHIN_SECONDS, texts_to(address, name)
    return time.monotonic() - began


def test_turning_the_clock_on_the_phone_page_sends_what_is_then_owed(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    with shelterbot.running("run", DEMO="1", LOG_LEVEL="error") as (_, address):
        post(address, "/phone/clock", {"moment": "2017-10-12T22:15"})
        assert not any("natten 12-13 okt" in text for text in texts_to(address, "Anna"))

        post(address, "/phone/clock", {"forward_minutes": 20})
        seconds_until(address, "Anna", "Natthärbärge A, natten 12-13 okt")
        post(address, "/phone/clock", {"forward_minutes": 13 * 60})
        seconds_until(address, "Bo", "Saknas trots påminnelser")

        health = get(address, "/healthz")
        assert health["status"] == "ok"
        assert {run["job"] for run in health["jobs"]} >= {"reminders", "nightly summary"}


def test_what_became_due_while_no_process_ran_is_sent_at_the_next_start_and_only_once(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    with shelterbot.running("run", DEMO="1", LOG_LEVEL="error") as (_, address):
        post(address, "/phone/clock", {"moment": "2017-10-12T22:15"})
    with closing(
        sqlite3.connect(shelterbot.folder / "data" / "shelterbot.db", isolation_level=None)
    ) as database:
        database.execute("UPDATE clock SET ahead = ahead + 20 * 60")

    for _ in range(2):
        with shelterbot.running("run", DEMO="1", LOG_LEVEL="error") as (_, address):
            seconds_until(address, "Anna", "natten 12-13 okt")
            assert len([text for text in texts_to(address, "Anna") if "natten 12-13 okt" in text]) == 1
