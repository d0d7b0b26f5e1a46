"""What every database promises: whole wishes, in one transaction, that survive each other."""

import asyncio
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database, open_database
from storage.faults import StorageFault
from storage.wishes import Due, Later, Wish, sql

AT = datetime(2017, 10, 12, 19, 40, tzinfo=UTC)


def add_clock(seconds: float) -> Wish[float]:
    """Read, add, write: the shape of every change that must not be lost between two writers."""
    (row,) = yield sql("SELECT ahead FROM clock")
    yield sql("UPDATE clock SET ahead = :ahead", ahead=row["ahead"] + seconds)
    return float(row["ahead"]) + seconds


def clock() -> Wish[float]:
    (row,) = yield sql("SELECT ahead FROM clock")
    return float(row["ahead"])


def add_then_fail() -> Wish[None]:
    yield from add_clock(1000)
    raise ZeroDivisionError


async def test_writers_at_once_lose_nothing(database: Database) -> None:
    await asyncio.gather(*(database.write(add_clock, 1) for _ in range(200)))

    assert await database.read(clock) == 200


async def test_a_wish_that_fails_changes_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await database.write(add_then_fail)

    assert await database.read(clock) == 0


async def test_a_wish_that_fails_among_others_harms_none_of_them(database: Database) -> None:
    outcomes = await asyncio.gather(
        database.write(add_clock, 1),
        database.write(add_then_fail),
        database.write(add_clock, 2),
        return_exceptions=True,
    )

    assert isinstance(outcomes[1], ZeroDivisionError)
    assert await database.read(clock) == 3


async def test_a_writer_that_gives_up_waiting_does_not_stop_the_others(database: Database) -> None:
    tasks = [asyncio.create_task(database.write(add_clock, 1)) for _ in range(5)]
    await asyncio.sleep(0)
    tasks[2].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert await database.write(add_clock, 0) >= 4


def add_later(*seconds: float) -> Wish[None]:
    for number in seconds:
        yield Later(add_clock, (number,))


def add_later_and_look_twice(seconds: float) -> Wish[tuple[float, float]]:
    yield from add_later(seconds)
    before = yield from clock()
    yield Due.NOW
    return before, (yield from clock())


def add_later_then_fail(seconds: float) -> Wish[None]:
    yield from add_later(seconds)
    raise ZeroDivisionError


def fail_later() -> Wish[None]:
    yield Later(add_then_fail, ())


async def test_what_is_put_off_several_times_is_done_once(database: Database) -> None:
    await database.write(add_later, 1, 1, 2)

    assert await database.read(clock) == 3


async def test_what_is_put_off_is_done_before_the_commit_or_when_it_is_due(database: Database) -> None:
    assert await database.write(add_later_and_look_twice, 1) == (0, 1)
    assert await database.read(clock) == 1


async def test_what_a_wish_that_fails_had_put_off_is_not_done(database: Database) -> None:
    outcomes = await asyncio.gather(
        database.write(add_later, 1), database.write(add_later_then_fail, 2), return_exceptions=True
    )

    assert isinstance(outcomes[1], ZeroDivisionError)
    assert await database.read(clock) == 1


async def test_a_wish_whose_put_off_part_fails_harms_none_of_the_others(database: Database) -> None:
    outcomes = await asyncio.gather(
        database.write(add_later, 1), database.write(fail_later), return_exceptions=True
    )

    assert isinstance(outcomes[1], ZeroDivisionError)
    assert await database.read(clock) == 1


async def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only|readonly"):
        await database.read(add_clock, 1)


async def test_what_was_written_is_there_after_opening_again(database_url: str) -> None:
    first = await open_database(database_url)
    await first.write(add_clock, 7)
    await first.close()
    second = await open_database(database_url)

    assert await second.read(clock) == 7
    await second.close()


def keep_moment(at: datetime, day: date) -> Wish[tuple[datetime, date]]:
    yield sql(
        "INSERT INTO strangers (channel, address, told_at) VALUES (:channel, :address, :at)",
        channel="phone",
        address=str(day),
        at=at,
    )
    rows = yield sql("SELECT told_at FROM strangers WHERE address = :address", address=str(day))
    return rows[0]["told_at"], day


async def test_a_moment_comes_back_in_utc_whatever_its_zone(database: Database) -> None:
    at, _ = await database.write(keep_moment, AT.astimezone(timezone(timedelta(hours=2))), date(2017, 10, 12))

    assert (at, at.utcoffset()) == (AT, timedelta(0))


async def test_the_two_moments_of_an_hour_that_comes_twice_are_kept_apart(database: Database) -> None:
    twice = datetime(2017, 10, 29, 2, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    kept = [
        (await database.write(keep_moment, twice.replace(fold=fold), date(2017, 10, 28 + fold)))[0]
        for fold in (0, 1)
    ]

    assert [at.hour for at in kept] == [0, 1]


async def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        await database.write(keep_moment, AT.replace(tzinfo=None), date(2017, 10, 12))


def break_foreign_key() -> Wish[None]:
    yield sql("INSERT INTO duties (person, site) VALUES (999, 'nowhere')")


async def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await database.write(break_foreign_key)


def from_the_future() -> Wish[None]:
    yield sql("INSERT INTO migrations (number, name, applied_at) VALUES (9999, '9999_later', 'then')")


async def test_a_database_of_a_newer_version_is_refused_with_what_to_do(database_url: str) -> None:
    database = await open_database(database_url)
    await database.write(from_the_future)
    await database.close()

    with pytest.raises(StorageFault, match=r"newer version.*install that version"):
        await open_database(database_url)


async def test_two_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    opened = await asyncio.gather(*(open_database(database_url) for _ in range(3)))

    assert [await one.read(clock) for one in opened] == [0, 0, 0]
    for one in opened:
        await one.close()


async def test_an_address_of_an_unknown_kind_is_told_which_are_known() -> None:
    with pytest.raises(StorageFault, match="sqlite:///"):
        await open_database("mysql://localhost/house")
