"""The whole process as its user meets it: how soon it answers after a start, and what it takes at rest."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks import EVENING
from benchmarks.results import Result, alone
from bot.clock import Clock
from storage.database import open_database

RUNS = 5


def run() -> list[Result]:
    first_answer, at_rest = [], []
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATA_DIR": folder, "LISTEN_PORT": "0", "DEMO": "1", "LOG_LEVEL": "error"}
        house = Path(folder) / "house.toml"
        house.write_text(_shelterbot(environment, "sites", "show", "--example"), encoding="utf-8")
        _shelterbot(environment, "sites", "load", str(house))
        asyncio.run(_set_clock(folder))
        for number in range(RUNS):
            took, memory = _start(environment, number)
            first_answer.append(took)
            at_rest.append(memory)
    return [alone("start.first_answer_s", "s", first_answer), alone("memory.rest_mb", "MB", at_rest)]


def _shelterbot(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


async def _set_clock(folder: str) -> None:
    database = await open_database(f"sqlite:///{folder}/shelterbot.db")
    await Clock().set(database, EVENING)
    await database.close()


def _start(environment: dict[str, str], number: int) -> tuple[float, float]:
    """Seconds from the start of the process to its first answered text, and its memory in MB afterwards."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[-1]
            body = json.dumps({"address": "anna", "id": f"bench-{number}", "text": "K9 M19"}).encode()
            request = urllib.request.Request(
                f"{address}/phone/messages", body, {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request, timeout=30) as response:
                response.read()
            took = time.perf_counter() - began
            return took, resident_mb(process.pid)
        finally:
            process.terminate()


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024
