"""A power cut loses no acknowledged commit (P2): what was acknowledged had been flushed to the disk before."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMITS = 5

WRITER = """
import asyncio, os, sys
from pathlib import Path
from storage.sqlite import SQLite
from storage.wishes import sql

def turn_clock():
    yield sql("UPDATE clock SET ahead = ahead + 1")

async def main(path, synchronous, commits):
    database = await SQLite.open(Path(path))
    if synchronous:
        await database._writer.execute(f"PRAGMA synchronous = {synchronous}")
    for number in range(int(commits)):
        await database.write(turn_clock)
        os.write(1, f"acknowledged {number}\\n".encode())
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""


def unflushed_acknowledgements(tmp_path: Path, synchronous: str) -> int:
    """How many commits the system was told of before all that was written of them had been flushed."""
    if shutil.which("strace") is None:
        if os.environ.get("SHELTERBOT_REQUIRE_STRACE"):
            pytest.fail("strace is not installed")
        pytest.skip("strace is not installed: it shows the order of writes, flushes and acknowledgements")
    log = tmp_path / "calls"
    calls = "trace=openat,pwrite64,write,fsync,fdatasync"
    command = [sys.executable, "-c", WRITER, str(tmp_path / "house.db"), synchronous, str(COMMITS)]
    subprocess.run(
        ["strace", "-f", "-y", "-e", calls, "-o", str(log), *command], check=True, stdout=subprocess.DEVNULL
    )
    acknowledged, early, dirty = 0, 0, False
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if re.search(r"pwrite64\(\d+<[^>]*house\.db-wal>", line):
            dirty = True
        elif re.search(r"(fsync|fdatasync)\(\d+<[^>]*house\.db-wal>", line):
            dirty = False
        elif '"acknowledged' in line:
            acknowledged += 1
            early += dirty
    assert acknowledged == COMMITS
    return early


def test_every_commit_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    assert unflushed_acknowledgements(tmp_path, "") == 0


def test_the_same_look_finds_the_loss_that_synchronous_normal_would_bring(tmp_path: Path) -> None:
    assert unflushed_acknowledgements(tmp_path, "NORMAL") == COMMITS
