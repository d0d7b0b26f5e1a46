"""The log of the running service tells where something went wrong, without telling what was written (P10)."""

import json
import signal
import sqlite3
import subprocess
import sys
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


BROKEN = """
import asyncio, gc, socket, sys, urllib.request
import uvicorn
from bot.logging import log_to_stderr

SECRET = "K9 M19 from +46701234567"

async def app(scope, receive, send):
    raise ValueError(SECRET)

async def forgotten():
    raise RuntimeError(SECRET)

def ask(port):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/{SECRET.replace(' ', '-')}")
    except OSError:
        pass

async def main():
    log_to_stderr("debug")
    bound = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    while not server.started:
        await asyncio.sleep(0.01)
    await asyncio.to_thread(ask, bound.getsockname()[1])
    task = asyncio.create_task(forgotten())
    await asyncio.sleep(0)
    del task
    gc.collect()
    server.should_exit = True
    await serving
    raise KeyError(SECRET)

asyncio.run(main())
"""


def test_a_fault_in_a_request_or_a_task_or_at_the_end_is_told_by_its_place_and_without_its_words():
    done = subprocess.run(
        [sys.executable, "-c", BROKEN], capture_output=True, text=True, timeout=60, check=False
    )
    lines = done.stderr.splitlines()

    assert done.returncode == 1
    assert [line for line in lines if "library=uvicorn.error" in line and "fault=ValueError" in line]
    assert [line for line in lines if "library=asyncio" in line and "fault=RuntimeError" in line]
    assert [line for line in lines if 'event="ended by a fault"' in line and "fault=KeyError" in line]
    assert all("where=" in line for line in lines)
    assert "K9" not in done.stderr
    assert "4670" not in done.stderr
