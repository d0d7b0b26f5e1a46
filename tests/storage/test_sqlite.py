"""SQLite keeps what it acknowledged through a power cut (P2), and shares commits between those who wait."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.inbox import Inbox
from shelter.messages import Incoming
from storage.faults import StorageFault
from storage.sqlite import SQLite
from storage.wishes import Wish, sql


def pragma(name: str) -> Wish[object]:
    rows = yield sql(f"PRAGMA {name}")
    return rows[0][0]  # type: ignore[index]


def turn_clock() -> Wish[None]:
    yield sql("UPDATE clock SET ahead = ahead + 1")


@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
async def test_every_commit_is_flushed_before_it_is_acknowledged(
    tmp_path: Path, name: str, value: object
) -> None:
    database = await SQLite.open(tmp_path / "house.db")

    assert await database.write(pragma, name) == value
    await database.close()


async def test_writers_that_wait_at_the_same_time_share_a_commit(tmp_path: Path) -> None:
    database = await SQLite.open(tmp_path / "house.db")
    await asyncio.gather(*(database.write(turn_clock) for _ in range(64)))

    assert database.commits <= 3
    await database.close()


async def test_a_second_connection_waits_for_the_writer_instead_of_failing(tmp_path: Path) -> None:
    database = await SQLite.open(tmp_path / "house.db")
    other = sqlite3.connect(tmp_path / "house.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(database.write(turn_clock))
    await asyncio.sleep(0)
    other.execute("COMMIT")
    other.close()
    await waiting

    assert database.commits == 1
    await database.close()


async def test_a_writer_that_is_kept_out_for_long_is_told_why(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("storage.sqlite.BUSY_SECONDS", 0.0)
    database = await SQLite.open(tmp_path / "house.db")
    other = sqlite3.connect(tmp_path / "house.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageFault, match="another program writes"):
        await database.write(turn_clock)
    other.close()
    await database.write(turn_clock)

    assert database.commits == 2
    await database.close()


async def test_a_text_that_cannot_be_stored_is_handed_back_at_once_and_settled_when_it_comes_again(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("storage.sqlite.BUSY_SECONDS", 0.0)
    database = await SQLite.open(tmp_path / "house.db")
    inbox = Inbox(database, "sv", lambda: None)
    text = Incoming("sms", "SM1", "+46701234567", "K9 M19", datetime(2017, 10, 12, 19, 40, tzinfo=UTC))
    other = sqlite3.connect(tmp_path / "house.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageFault):
        await inbox.receive(text)
    tried = database.commits
    other.close()

    assert tried == 1
    assert (await inbox.receive(text)).fresh
    await database.close()


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "house.db").write_text("K9 M19\n" * 500)

    with pytest.raises(StorageFault, match=r"house\.db.*DATA_DIR"):
        await SQLite.open(tmp_path / "house.db")


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageFault, match=r"cannot use the database file .*file/house\.db"):
        await SQLite.open(tmp_path / "file" / "house.db")
