"""How many messages a second go through the whole conversation, and how fast a text is read."""

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.results import Result, alone, rate
from bot.demo import load_demonstration
from bot.inbox import Inbox
from bot.reading import Circumstances, read
from bot.replay import EXAMPLE, Recorded, read_recording, replay
from shelter.house import House
from storage.database import Database, open_database

RUNS = 5

BARE = "a loop of bare committed INSERTs into the same file"


async def measure() -> list[Result]:
    """Replay the half-year of 2017, each message its own durable transaction, and look at what came of it."""
    through: list[float] = []
    bare: list[float] = []
    reading: list[float] = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "house.db"
            database = await open_database(f"sqlite:///{path}")
            house = await load_demonstration(database)
            recording = read_recording(EXAMPLE, house.sites)
            through.append(await _replay(database, recording))
            bare.append(_bare(path, len(recording)))
            reading.append(_read(recording, house))
            await database.close()
    return [
        rate("replay.messages_per_second", "messages/s", through, BARE, bare),
        alone("read.texts_per_second", "texts/s", reading),
    ]


async def _replay(database: Database, recording: list[Recorded]) -> float:
    inbox = Inbox(database, "sv", lambda: None)
    began = time.perf_counter()
    await replay(database, inbox, recording, lambda: None)
    return len(recording) / (time.perf_counter() - began)


def _bare(path: Path, rows: int) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE bare (id integer PRIMARY KEY, text text)")
        began = time.perf_counter()
        for number in range(rows):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO bare (text) VALUES (?)", [f"K{number} M19"])
            connection.execute("COMMIT")
        took = time.perf_counter() - began
        connection.execute("DROP TABLE bare")
    return rows / took


def _read(recording: list[Recorded], house: House) -> float:
    cases = [
        (
            row.message,
            Circumstances(
                moment=row.sent_at,
                sites=(row.site,),
                others=tuple((site.name, site.short) for site in house.sites if site is not row.site),
                language="sv",
                stored={},
                usual={row.site.short: 45},
            ),
        )
        for row in recording
    ]
    began = time.perf_counter()
    for text, circumstances in cases:
        read(text, circumstances)
    return len(cases) / (time.perf_counter() - began)


def run() -> list[Result]:
    return asyncio.run(measure())
