"""SQLite: one writer with group commit, readers beside it, no acknowledged commit lost (P2)."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar

import aiosqlite

from storage.faults import StorageFault
from storage.migrations import LEDGER, RECORD, fillings, pending
from storage.wishes import Wish

P = ParamSpec("P")
T = TypeVar("T")

READERS = 2
BUSY_SECONDS = 10.0

sqlite3.register_converter("date", lambda raw: date.fromisoformat(raw.decode()))
sqlite3.register_converter("timestamptz", lambda raw: datetime.fromisoformat(raw.decode()))
sqlite3.register_converter("boolean", lambda raw: raw != b"0")


def _moment_as_text(moment: datetime) -> str:
    """A moment as SQLite keeps it: text that sorts, in UTC."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is never stored")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


sqlite3.register_adapter(datetime, _moment_as_text)
sqlite3.register_adapter(date, date.isoformat)


class SQLite:
    """A SQLite file. Writes that wait at the same time share one commit, each in a savepoint of its own."""

    def __init__(self, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection]) -> None:
        self._writer = writer
        self._readers = readers
        self._idle: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        for reader in readers:
            self._idle.put_nowait(reader)
        self._waiting: list[tuple[Callable[[], Wish[Any]], asyncio.Future[Any]]] = []
        self._committing: asyncio.Task[None] | None = None
        self.commits = 0
        """Commits so far, for the measure of commits per message."""

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open or make the file at `path`. Raises StorageFault when that cannot be done."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(_migrate, path)
            writer = await _connect(path)
            readers = [await _connect(path) for _ in range(READERS)]
            for reader in readers:
                await reader.execute("PRAGMA query_only = ON")
        except (OSError, sqlite3.Error) as fault:
            raise StorageFault(
                f"cannot use the database file {path} ({fault}); give DATA_DIR or DATABASE_URL a place "
                "that this user may write to and that is a shelterbot database or does not exist yet"
            ) from fault
        return cls(writer, readers)

    async def write(self, wish: Callable[P, Wish[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((lambda: wish(*args, **kwargs), done))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit_waiting())
        return await done

    async def _commit_waiting(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                outcomes = await _in_one_trip(self._writer, _write_batch, [wish for wish, _ in batch])
                self.commits += 1
                for (_, done), outcome in zip(batch, outcomes, strict=True):
                    if done.done():  # its caller gave up waiting; the commit stands all the same
                        continue
                    if isinstance(outcome, _Failed):
                        done.set_exception(outcome.fault)
                    else:
                        done.set_result(outcome)
        finally:
            self._committing = None

    async def read(self, wish: Callable[P, Wish[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        reader = await self._idle.get()
        try:
            value: T = await _in_one_trip(reader, _read_one, lambda: wish(*args, **kwargs))
            return value
        finally:
            self._idle.put_nowait(reader)

    @asynccontextmanager
    async def hold(self, wish: Callable[P, Wish[T]], *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T]:
        """The file is this process's alone, so what was read is claimed."""
        yield await self.read(wish, *args, **kwargs)

    async def close(self) -> None:
        if self._committing is not None:
            await self._committing
        for connection in (*self._readers, self._writer):
            await connection.close()


class _Failed:
    def __init__(self, fault: BaseException) -> None:
        self.fault = fault


def _migrate(path: Path) -> None:
    with closing(
        sqlite3.connect(
            path, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES, timeout=BUSY_SECONDS
        )
    ) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(LEDGER)
            applied = {number for (number,) in connection.execute("SELECT number FROM migrations")}
            missing = pending(applied, "sqlite")
            for migration in missing:
                for statement in migration.statements:
                    connection.execute(statement)
                connection.execute(RECORD, migration.record(datetime.now(UTC).isoformat()))
            for fill in fillings(missing):
                _fulfil(connection, fill())
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(
        path, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES, timeout=BUSY_SECONDS
    )
    connection.row_factory = sqlite3.Row
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        await connection.execute(f"PRAGMA {pragma}")
    return connection


async def _in_one_trip(connection: aiosqlite.Connection, work: Callable[..., Any], *args: Any) -> Any:
    """Run `work` with the plain connection on the connection's own thread.

    aiosqlite offers a trip per statement only; its `_execute` is what each of those calls. A message of
    eight statements is settled three times as fast in one trip.
    """
    return await connection._execute(work, connection._conn, *args)  # type: ignore[no-untyped-call]  # noqa: SLF001


def _write_batch(connection: sqlite3.Connection, wishes: list[Callable[[], Wish[Any]]]) -> list[Any]:
    alone = len(wishes) == 1
    outcomes: list[Any] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        for wish in wishes:
            if not alone:
                connection.execute("SAVEPOINT wish")
            try:
                outcomes.append(_fulfil(connection, wish()))
            except Exception as fault:
                if alone or not connection.in_transaction:
                    raise
                connection.execute("ROLLBACK TO wish")
                outcomes.append(_Failed(fault))
            if not alone:
                connection.execute("RELEASE wish")
        connection.execute("COMMIT")
    except Exception as fault:  # noqa: BLE001 each waiting caller gets it raised
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return [_Failed(fault)] * len(wishes)
    return outcomes


def _read_one(connection: sqlite3.Connection, wish: Callable[[], Wish[T]]) -> T:
    connection.execute("BEGIN")
    try:
        return _fulfil(connection, wish())
    finally:
        connection.execute("ROLLBACK")


def _fulfil(connection: sqlite3.Connection, wish: Wish[T]) -> T:
    try:
        statement = next(wish)
        while True:
            rows = connection.execute(statement.sql, statement.values).fetchall()
            statement = wish.send(rows)
    except StopIteration as done:
        value: T = done.value
        return value
