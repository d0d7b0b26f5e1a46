"""Backups: one file for both databases, whole or not there, and put back whole or not at all."""

import asyncio
import errno
import gzip
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.house_file import read_house_file
from shelter.figures import Count
from shelter.history import Aspect, Change
from storage.backup import BackupFault, back_up, backups_in, name_of, opened, restore
from storage.counts import holding, keep
from storage.database import open_database
from storage.house import load_house, save_house
from storage.outbox import queue
from storage.wishes import sql

HOUSE = Path(__file__).parents[1] / "stories" / "house.toml"
NOW = datetime(2017, 10, 12, 20, 0, tzinfo=UTC)
NIGHT = date(2017, 10, 12)


async def loaded(database):
    file = read_house_file(HOUSE, "Europe/Stockholm")
    await database.write(save_house, file.zone, file.sites, file.members)


def reported(number):
    """A message, its count at A and its answer: three rows that belong together."""
    rows = yield sql(
        "INSERT INTO messages (channel, external_id, address, received_at) "
        "VALUES ('phone', :id, 'anna', :at) RETURNING id",
        id=f"m{number}",
        at=NOW,
    )
    message = rows[0]["id"]
    yield from keep(Change("A", NIGHT, Aspect.COUNT, Count(number, 19)), None, message, NOW)
    yield from queue(
        key=f"answer:{message}",
        channel="phone",
        address="anna",
        text="Å, tack",
        now=NOW,
        person=None,
        message=message,
    )


def how_many():
    (row,) = yield sql(
        "SELECT (SELECT COUNT(*) FROM messages) AS messages, (SELECT COUNT(*) FROM revisions) AS revisions, "
        "(SELECT COUNT(*) FROM outbox) AS outbox, (SELECT COUNT(*) FROM outbox WHERE state = 'queued') AS queued"
    )
    return row["messages"], row["revisions"], row["outbox"], row["queued"]


async def put_back(file, database, *, replace=False):
    async with opened(file) as copy:
        await restore(database, copy, replace=replace)


@pytest.fixture
async def full(database, tmp_path):
    """A database with a house and three reports, and a backup of it."""
    await loaded(database)
    for number in range(3):
        await database.write(reported, number)
    file = tmp_path / "backups" / name_of(NIGHT)
    await back_up(database, file)
    return database, file


@pytest.fixture(params=["sqlite", "postgres"])
async def other(request, tmp_path):
    """An empty database of the same or the other kind."""
    if request.param == "sqlite":
        database = await open_database(f"sqlite:///{tmp_path / 'other.db'}")
        yield database
        await database.close()
        return
    import psycopg

    server = request.getfixturevalue("postgres_server")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS restored CASCADE")
        connection.execute("CREATE SCHEMA restored")
    mark = "&" if "?" in server else "?"
    database = await open_database(f"{server}{mark}options=-c%20search_path%3Drestored")
    yield database
    await database.close()


async def test_a_backup_of_either_database_is_put_back_into_either(full, other):
    database, file = full
    await put_back(file, other)

    assert await other.read(load_house) == await database.read(load_house)
    assert await other.read(holding, "A", NIGHT) == await database.read(holding, "A", NIGHT)
    await other.write(reported, 7)
    assert (await other.read(how_many))[:3] == (4, 4, 4)


async def test_what_waited_to_be_sent_when_a_backup_was_made_is_not_sent_again(full, other):
    _, file = full
    await put_back(file, other)

    assert (await other.read(how_many))[3] == 0


async def test_a_backup_made_while_people_write_is_of_one_moment(full, tmp_path, other):
    database, _ = full
    file = tmp_path / "busy.db.gz"
    stop = asyncio.Event()

    async def write(first):
        number = first
        while not stop.is_set():
            await database.write(reported, number)
            number += 1
        return number - first

    writers = [asyncio.create_task(write(first)) for first in (100, 20_000, 40_000)]
    await asyncio.sleep(0)
    await back_up(database, file)
    stop.set()
    during = sum(await asyncio.gather(*writers))
    await put_back(file, other)

    assert during > 0
    messages, revisions, outbox, _ = await other.read(how_many)
    assert messages == revisions == outbox
    held = await other.read(holding, "A", NIGHT)
    assert held.count.women == await other.read(last_women)


def last_women():
    rows = yield sql("SELECT figures FROM revisions ORDER BY number DESC LIMIT 1")
    return json.loads(rows[0]["figures"])["women"]


def test_of_backups_only_the_owner_reads(tmp_path):
    async def make():
        database = await open_database(f"sqlite:///{tmp_path / 'house.db'}")
        await back_up(database, tmp_path / "backups" / name_of(NIGHT))
        await database.close()

    asyncio.run(make())

    file = tmp_path / "backups" / "shelterbot-2017-10-12.db.gz"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert backups_in(file.parent) == {NIGHT: file}
    assert [one.name for one in file.parent.iterdir()] == [file.name]


async def test_a_database_that_holds_something_is_replaced_only_when_that_is_said(full):
    database, file = full
    await database.write(reported, 9)
    with pytest.raises(BackupFault, match="--replace"):
        await put_back(file, database)
    assert (await database.read(how_many))[0] == 4

    before = (await database.read(load_house)).version
    await put_back(file, database, replace=True)
    assert (await database.read(how_many))[0] == 3
    assert (await database.read(load_house)).version > before
    await database.write(reported, 9)
    assert (await database.read(how_many))[0] == 4


def cut(file):
    file.write_bytes(file.read_bytes()[:-200])


def bent(file):
    """A name is another, which no database notices; the checksum is that of before."""
    before = file.read_bytes()
    plain = gzip.decompress(before).replace("Natthärbärge A".encode(), "Natthärbärge Z".encode())
    assert plain != gzip.decompress(before)
    file.write_bytes(gzip.compress(plain)[:-8] + before[-8:])


def of_another_program(file):
    plain = file.with_name("plain")
    with closing(sqlite3.connect(plain)) as other:
        other.execute("CREATE TABLE songs (name)")
        other.commit()
    file.write_bytes(gzip.compress(plain.read_bytes()))


def newer(file):
    plain = file.with_name("plain")
    plain.write_bytes(gzip.decompress(file.read_bytes()))
    with closing(sqlite3.connect(plain)) as other:
        other.execute("INSERT INTO migrations VALUES (9999, '9999_later', '-')")
        other.commit()
    file.write_bytes(plain.read_bytes())


def swollen(file):
    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()) + bytes(1 << 24)))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (cut, "damaged"),
        (bent, "damaged"),
        (of_another_program, "not a backup of shelterbot"),
        (newer, "newer version"),
        (lambda file: file.write_text("Dear all,"), "not a backup of shelterbot"),
        (lambda file: file.write_bytes(b""), "not a backup of shelterbot"),
        (swollen, "more than it says"),
        (lambda file: file.write_bytes(gzip.compress(bytes(1 << 24))), "not a backup of shelterbot"),
        (lambda file: file.unlink(), "cannot read"),
    ],
    ids=[
        "cut off",
        "one letter bent",
        "another program's",
        "newer",
        "a letter",
        "empty",
        "swollen",
        "zeros",
        "not there",
    ],
)
async def test_a_file_that_cannot_be_used_is_refused_in_one_line_and_changes_nothing(full, spoil, why):
    database, file = full
    spoil(file)
    with pytest.raises(BackupFault, match=why) as fault:
        await put_back(file, database, replace=True)

    assert "\n" not in str(fault.value)
    assert str(fault.value).startswith("nothing restored")
    assert (await database.read(how_many))[0] == 3


async def test_a_restore_that_fails_in_the_middle_changes_nothing(full, tmp_path):
    """Rows that the tables refuse: a capacity with more women-only beds than beds."""
    database, file = full
    async with opened(file) as copy:
        with closing(sqlite3.connect(copy)) as spoilt:
            spoilt.execute("PRAGMA ignore_check_constraints = ON")
            spoilt.execute("UPDATE capacities SET women_only_beds = beds + 1")
            spoilt.commit()
        with pytest.raises(BackupFault, match="nothing restored: the database refuses"):
            await restore(database, copy, replace=True)

    assert (await database.read(how_many))[0] == 3
    assert await database.read(holding, "A", NIGHT)


async def test_a_backup_of_an_older_version_is_brought_up_to_date(full, other):
    _, file = full
    plain = file.with_name("plain.db")
    plain.write_bytes(gzip.decompress(file.read_bytes()))
    with closing(sqlite3.connect(plain)) as older:
        older.execute("DROP TABLE site_settings")
        older.execute("DROP TABLE leavers")
        older.execute("ALTER TABLE runs DROP COLUMN done")
        older.execute("DELETE FROM migrations WHERE number = 11")
        older.commit()
    await put_back(plain, other)

    assert (await other.read(how_many))[0] == 3


async def test_a_backup_that_cannot_be_written_is_told_and_leaves_the_one_before(full, monkeypatch):
    database, file = full
    before = file.read_bytes()
    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", no_room)
        with pytest.raises(BackupFault, match=r"cannot write the backup.*No space left"):
            await back_up(database, file)

    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def no_room(_handle):
    raise OSError(errno.ENOSPC, "No space left on device")
