"""How many updates of a full backlog are answered and acknowledged a second, beside a plain polling bot."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.results import Result, rate
from bot.house_file import EXAMPLE
from tests.fakes.telegram import TOKEN, FakeTelegram

RUNS = 5
UPDATES = 2000
CHATS = 200
LONGEST = 300.0

PLAIN = "a plain python-telegram-bot polling bot that stores one row per message into SQLite"

PLAIN_BOT = """
import sqlite3, sys
from telegram.ext import Application, MessageHandler, filters

token, url, path = sys.argv[1:]
database = sqlite3.connect(path, isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("CREATE TABLE texts (id integer PRIMARY KEY, chat integer, text text)")

async def store(update, context):
    message = update.message
    database.execute("INSERT INTO texts (chat, text) VALUES (?, ?)", (message.chat_id, message.text))
    await message.reply_text("stored: " + message.text)

app = Application.builder().token(token).base_url(url + "/bot").build()
app.add_handler(MessageHandler(filters.TEXT, store))
app.run_polling()
"""


def run() -> list[Result]:
    ours, plain = [], []
    for _ in range(RUNS):
        ours.append(_measured(_ours))
        plain.append(_measured(_plain))
    return [rate("telegram.updates_per_second", "updates/s", ours, PLAIN, plain)]


def _measured(start: Callable[[Path, str], subprocess.Popen[bytes]]) -> float:
    """Updates a second from the first answer to the last one, with everything acknowledged."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as telegram:
        for number in range(UPDATES):
            telegram.text(9000 + number % CHATS, "K9 M19", at="2017-10-12T22:10+02:00")
        process = start(Path(folder), telegram.url)
        try:
            telegram.wait_for(lambda: telegram.sent, LONGEST)
            began = time.perf_counter()
            telegram.wait_for(lambda: len(telegram.sent) >= UPDATES and not telegram.updates, LONGEST)
            return UPDATES / (time.perf_counter() - began)
        finally:
            process.kill()
            process.wait()


def _ours(folder: Path, url: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATA_DIR": str(folder),
        "LISTEN_PORT": "0",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": url,
        "TELEGRAM_RATE": "0",
        "LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "bot"]
    subprocess.run(
        [*command, "sites", "load", str(EXAMPLE)], env=environment, check=True, capture_output=True
    )
    with closing(sqlite3.connect(folder / "shelterbot.db")) as database, database:
        for number in range(CHATS):
            person = database.execute(
                "INSERT INTO people (name, role, active, from_file) VALUES (?, 'reporter', 1, 0)",
                [f"n{number}"],
            ).lastrowid
            database.execute("INSERT INTO duties (person, site) VALUES (?, 'A')", [person])
            database.execute(
                "INSERT INTO addresses (channel, address, person) VALUES ('telegram', ?, ?)",
                [str(9000 + number), person],
            )
    return subprocess.Popen([*command, "run"], env=environment, stdout=subprocess.DEVNULL)


def _plain(folder: Path, url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", PLAIN_BOT, TOKEN, url, str(folder / "texts.db")])
