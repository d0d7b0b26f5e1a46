"""The log of the running service tells where something went wrong, without telling what was written (P10)."""

import json
import signal
import sqlite3
import urllib.request
from contextlib import closing

from bot.house_file import EXAMPLE as HOUSE


def test_the_log_of_a_poison_message_holds_its_place_and_neither_text_nor_address(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    with closing(
        sqlite3.connect(shelterbot.folder / "data" / "shelterbot.db", isolation_level=None)
    ) as database:
        database.execute(
            "INSERT INTO questions SELECT id, 'A', 'no question', '2999-01-01T00:00:00.000000+00:00' "
            "FROM people WHERE name = 'Anna'"
        )
    with shelterbot.running("run", DEMO="1") as (process, address):
        body = json.dumps({"address": "anna", "id": "1", "text": "K9 M19"}).encode()
        request = urllib.request.Request(
            f"{address}/phone/messages", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            answer = json.load(response)["answer"]
        process.send_signal(signal.SIGTERM)
        written = process.communicate(timeout=10)[1]

    assert answer.startswith("Något gick fel här.")
    assert 'event="message set aside"' in written
    assert "fault=JSONDecodeError" in written
    assert "questions.py:" in written
    assert "K9" not in written
    assert "anna" not in written.casefold()
