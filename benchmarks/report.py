"""The half-year report from the memory to a Word file, on the half-year of 2017."""

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.results import Result, alone
from bot.demo import PERIOD, STANDS_AT, load_demonstration
from bot.inbox import Inbox
from bot.replay import EXAMPLE, read_recording, replay
from bot.reporting import document_of
from reports.files import FORMATS
from storage.database import open_database

RUNS = 5


async def measure() -> list[Result]:
    took: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "house.db"
        database = await open_database(f"sqlite:///{path}")
        try:
            house = await load_demonstration(database)
            inbox = Inbox(database, "sv", lambda: None)
            await replay(database, inbox, read_recording(EXAMPLE, house.sites), lambda: None)
            for _ in range(RUNS):
                began = time.perf_counter()
                document = await database.read(document_of, house, PERIOD, STANDS_AT, "sv")
                FORMATS["docx"](document)
                took.append(time.perf_counter() - began)
        finally:
            await database.close()
    return [alone("report.docx_s", "s", took)]


def run() -> list[Result]:
    return asyncio.run(measure())
