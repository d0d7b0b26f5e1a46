"""How many updates of a full backlog are answered and acknowledged a second, beside a plain polling bot."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import resident_mb
from benchmarks.results import Result, alone, duration, rate
from bot.house_file import EXAMPLE

RUNS = 5
UPDATES = 4000
CHATS = 200
TOKEN = "4242:token-of-the-bench"

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


@dataclass(frozen=True, slots=True)
class Run:
    """Updates a second, seconds from the start to the first question for them, and memory at the end in MB."""

    rate: float
    asked: float
    memory: float


def run() -> list[Result]:
    ours: list[Run] = []
    plain: list[Run] = []
    for _ in range(RUNS):
        ours.append(_measured(_ours))
        plain.append(_measured(_plain))
    return [
        rate(
            "telegram.updates_per_second",
            "updates/s",
            [one.rate for one in ours],
            PLAIN,
            [one.rate for one in plain],
        ),
        duration(
            "telegram.first_question_s",
            "s",
            [one.asked for one in ours],
            PLAIN,
            [one.asked for one in plain],
        ),
        alone("telegram.memory_mb", "MB", [one.memory for one in ours]),
    ]


def _measured(start: Callable[[Path, str], Callable[[], subprocess.Popen[bytes]]]) -> Run:
    """From the first answer to the last one, with everything acknowledged and nothing answered twice."""
    server = [sys.executable, "-m", "benchmarks.telegram_server", str(UPDATES), str(CHATS)]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(server, stdout=subprocess.PIPE, text=True) as telegram,
    ):
        assert telegram.stdout is not None
        launch = start(Path(folder), f"http://127.0.0.1:{telegram.stdout.readline().strip()}")
        began = time.perf_counter()
        with launch() as process:
            try:
                assert telegram.stdout.readline() == "asked\n"
                asked = time.perf_counter() - began
                assert telegram.stdout.readline() == "began\n"
                seconds, again = telegram.stdout.readline().split()
                assert again == "0", f"{again} answers came twice"
                return Run(UPDATES / float(seconds), asked, resident_mb(process.pid))
            finally:
                process.kill()
                telegram.kill()


def _ours(folder: Path, url: str) -> Callable[[], subprocess.Popen[bytes]]:
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
        # No report is due today, so that nothing but answers is sent.
        database.execute("UPDATE sites SET last = '2017-12-31'")
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
    return lambda: subprocess.Popen([*command, "run"], env=environment, stdout=subprocess.DEVNULL)


def _plain(folder: Path, url: str) -> Callable[[], subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", PLAIN_BOT, TOKEN, url, str(folder / "texts.db")]
    return lambda: subprocess.Popen(command)
