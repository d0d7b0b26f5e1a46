"""The daily backup, and what the coordinators are told when the machine is not well."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.jobs import jobs
from scheduler.upkeep import Backup, Damaged, Upkeep, backup_day
from storage.backup import BackupFault, backups_in, name_of
from storage.database import open_database
from storage.runs import last_done
from storage.wishes import sql
from tests.storage.test_backup import loaded

ZONE = ZoneInfo("Europe/Stockholm")
MORNING = datetime(2017, 10, 12, 8, 35, tzinfo=ZONE)


def told():
    rows = yield sql("SELECT text FROM outbox ORDER BY id")
    return [row["text"] for row in rows]


@pytest.fixture
async def house(database):
    await loaded(database)
    return database


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2017-10-12 03:29", 11),
        ("2017-10-12 03:30", 12),
        ("2017-10-12 23:59", 12),
        ("2017-10-29 02:30", 28),
        ("2017-10-29 03:30", 29),
    ],
)
def test_the_backup_of_a_date_is_owed_from_half_past_three(moment, day):
    at = datetime.fromisoformat(moment).replace(tzinfo=ZONE).astimezone(UTC)

    assert backup_day(at, ZONE) == date(2017, 10, day)


async def test_each_day_has_one_backup_however_often_is_looked(house, tmp_path):
    backup = Backup(house, tmp_path, "sv")
    done = [(await backup(MORNING + timedelta(hours=hours))).done for hours in (0, 1, 10, 24, 25)]

    assert done == [1, 0, 0, 1, 0]
    assert set(backups_in(tmp_path)) == {date(2017, 10, 12), date(2017, 10, 13)}


async def test_old_backups_go_and_other_files_stay(house, tmp_path):
    for back in range(1, 40):
        (tmp_path / name_of(date(2017, 10, 12) - timedelta(days=back))).write_text("-")
    for name in ("shelterbot-before-the-move.db.gz", "notes.txt"):
        (tmp_path / name).write_text("-")
    await Backup(house, tmp_path, "sv")(MORNING)

    assert sorted(backups_in(tmp_path))[:3] == [date(2017, 9, 3), date(2017, 9, 29), date(2017, 9, 30)]
    assert len(backups_in(tmp_path)) == 14 + 1
    assert (tmp_path / "shelterbot-before-the-move.db.gz").exists()


async def test_what_a_killed_backup_left_behind_goes_after_a_day(house, tmp_path):
    for name, age in (("old", timedelta(days=2)), ("new", timedelta(hours=2))):
        (tmp_path / f".backup-{name}").mkdir()
        (tmp_path / f".backup-{name}" / "copy.db").write_text("-")
        at = (MORNING - age).timestamp()
        os.utime(tmp_path / f".backup-{name}", (at, at))
    await Backup(house, tmp_path, "sv")(MORNING)

    assert [path.name for path in tmp_path.glob(".*")] == [".backup-new"]


async def test_a_backup_that_fails_is_told_to_the_coordinators_once_a_day_and_not_at_night(house, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("-")
    backup = Backup(house, in_the_way / "backups", "sv")
    for hour in (3, 7, 8, 9):
        with pytest.raises(BackupFault):
            await backup(MORNING.replace(hour=hour))

    assert await house.read(told) == [
        "Dagens säkerhetskopia kunde inte skrivas. Säg till den som sköter driften; jag försöker igen."
    ]


async def test_a_folder_that_cannot_be_looked_into_is_told_as_a_backup_that_failed(house, tmp_path):
    with pytest.raises(OSError, match="too long"):
        await Backup(house, tmp_path / ("x" * 300), "sv")(MORNING)

    assert [text[:33] for text in await house.read(told)] == ["Dagens säkerhetskopia kunde inte "]


async def test_upkeep_leaves_the_write_ahead_log_empty(tmp_path):
    database = await open_database(f"sqlite:///{tmp_path / 'house.db'}")
    await loaded(database)
    assert (tmp_path / "house.db-wal").stat().st_size > 0

    assert (await Upkeep(database, "sv")(MORNING)).done == 1
    assert (tmp_path / "house.db-wal").stat().st_size == 0
    await database.close()


async def test_both_databases_are_tidied(house):
    assert (await Upkeep(house, "sv")(MORNING)).done == 1
    assert await house.read(last_done, "upkeep") is None


async def test_a_database_that_is_well_is_looked_at_once_a_day(house):
    upkeep = Upkeep(house, "sv")

    done = [(await upkeep(MORNING + timedelta(hours=hours))).done for hours in (0, 1, 12, 24)]

    assert done == [1, 0, 0, 1]


async def test_a_machine_that_is_off_at_night_lets_go_of_old_traces_by_day(house):
    (retention,) = [job for job in jobs(house, "sv", ZONE) if job.name == "retention"]
    switched_on = MORNING.replace(hour=9, minute=0)
    assert retention.trigger.get_next_fire_time(None, switched_on) < switched_on + timedelta(hours=1)

    await house.write(a_text_of, MORNING - timedelta(days=100))
    first, again = [(await retention.work(MORNING + timedelta(hours=hours))).done for hours in (0, 1)]

    assert (first, again) == (2, 0)  # its words, and a stranger's number


def a_text_of(moment):
    yield sql(
        "INSERT INTO messages (channel, external_id, address, received_at, text) VALUES ('sms', 'm', '+46', :at, 'K9')",
        at=moment,
    )


async def test_damage_that_is_found_at_night_is_told_in_the_morning(tmp_path):
    database = await open_database(f"sqlite:///{tmp_path / 'house.db'}")
    await loaded(database)
    await database.tidy()
    await database.write(an_index_without_its_rows)
    upkeep = Upkeep(database, "sv")
    heard = []
    for hour in (4, 6, 7, 8):
        with pytest.raises(Damaged):
            await upkeep(MORNING.replace(hour=hour, minute=40))
        heard.append(len(await database.read(told)))

    assert heard == [0, 0, 1, 1]
    await database.close()


async def test_a_damaged_database_is_told_to_the_coordinators(tmp_path):
    path = tmp_path / "house.db"
    database = await open_database(f"sqlite:///{path}")
    await loaded(database)
    await database.tidy()
    await database.write(an_index_without_its_rows)

    with pytest.raises(Damaged):
        await Upkeep(database, "sv")(MORNING)
    assert [text[:22] for text in await database.read(told)] == ["Databasen är skadad. S"]
    await database.close()


def an_index_without_its_rows():
    """The index says of a column what its rows do not: damage as a failing disk may leave it."""
    yield sql("PRAGMA writable_schema = ON")
    yield sql(
        "UPDATE sqlite_master SET sql = 'CREATE INDEX counts_by_date ON counts (women)' WHERE name = 'counts_by_date'"
    )
    yield sql("UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'sites') "
              "WHERE name = 'counts_by_date'")  # fmt: skip
    yield sql("PRAGMA writable_schema = OFF")
