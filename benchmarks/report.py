"""The half-year report of 2017 from the memory to a Word file, and to all of its forms with their size."""

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
    word: list[float] = []
    whole: list[float] = []
    megabytes: list[float] = []
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
                made = list(FORMATS["docx"](document).values())
                word.append(time.perf_counter() - began)
                for form, written in FORMATS.items():
                    if form != "docx":
                        made += written(document).values()
                whole.append(time.perf_counter() - began)
                megabytes.append(sum(map(len, made)) / 1e6)
        finally:
            await database.close()
    return [
        alone("report.docx_s", "s", word),
        alone("report.all_forms_s", "s", whole),
        alone("report.all_forms_mb", "MB", megabytes),
    ]


def run() -> list[Result]:
    return asyncio.run(measure())
