"""SQLite: one writer with group commit, readers beside it, no acknowledged commit lost (P2)."""

import asyncio
import functools
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar

import aiosqlite

from storage.copies import listed, quoted, tables, without_triggers
from storage.faults import StorageFault
from storage.migrations import LEDGER, RECORD, fillings, pending
from storage.wishes import Later, Statements, Wish, due, statements_of, whole

P = ParamSpec("P")
T = TypeVar("T")

READERS = 2
BUSY_SECONDS, BUSY_AGAIN_SECONDS = 10.0, 0.005
"""How long a writer waits for one of another process, and how often it looks."""

TURN_SECONDS = 0.005
"""How long the statements of wishes may keep the event loop from everything else."""


sqlite3.register_converter("date", lambda raw: date.fromisoformat(raw.decode()))
sqlite3.register_converter("timestamptz", lambda raw: datetime.fromisoformat(raw.decode()))
sqlite3.register_converter("boolean", lambda raw: raw != b"0")


def _moment_as_text(moment: datetime) -> str:
    """A moment as SQLite keeps it: text that sorts, in UTC."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is never stored")
    return _utc_as_text(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@functools.lru_cache(maxsize=256)
def _utc_as_text(moment: datetime) -> str:
    """A message brings its own moment to several statements."""
    return moment.isoformat(timespec="microseconds")


sqlite3.register_adapter(datetime, _moment_as_text)
sqlite3.register_adapter(date, date.isoformat)


class SQLite:
    """A SQLite file. Writes that wait at the same time share one commit, each in a savepoint of its own."""

    def __init__(self, path: Path, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection]) -> None:
        self._path = path
        self._writer = writer
        self._readers = readers
        self._idle: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        for reader in readers:
            self._idle.put_nowait(reader)
        self._waiting: list[tuple[Callable[[], Wish[Any]], asyncio.Future[Any]]] = []
        self._committing: asyncio.Task[None] | None = None
        self._turn_ends = 0.0
        self.commits = 0
        """Commits so far, for the measure of commits per message."""

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open or make the file at `path`. Raises StorageFault when that cannot be done."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(migrate_file, path)
            writer = await _connect(path, check_same_thread=False)
            await writer.execute("PRAGMA busy_timeout = 0")
            readers = [await _connect(path) for _ in range(READERS)]
            for reader in readers:
                await reader.execute("PRAGMA query_only = ON")
        except (OSError, sqlite3.Error) as fault:
            raise StorageFault(
                f"cannot use the database file {path} ({fault}); give DATA_DIR or DATABASE_URL a place "
                "that this user may write to and that is a shelterbot database or does not exist yet"
            ) from fault
        return cls(path, writer, readers)

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
                outcomes = await self._write_batch([wish for wish, _ in batch])
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

    async def _write_batch(self, wishes: list[Callable[[], Wish[Any]]]) -> list[Any]:
        """Fulfil all wishes and commit. When one fails, they start over, each in a savepoint of its own.

        The statements run here and not on the connection's thread: each would give the interpreter away and get
        it back late from a busy loop, which makes a message half as dear again. Only the commit, which waits for
        the disk, is a trip to the thread.
        """
        connection = self._writer._conn  # noqa: SLF001
        self._turn_ends = time.monotonic() + TURN_SECONDS
        try:
            await _begin(connection)
            try:
                put_off: dict[Later, None] = {}
                outcomes = [await self._fulfil(connection, statements_of(wish(), put_off)) for wish in wishes]
                await self._fulfil(connection, due(put_off))
            except Exception:
                if len(wishes) == 1:
                    raise
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                await _begin(connection)
                outcomes = [await self._fulfil_apart(connection, wish) for wish in wishes]
            await _in_one_trip(self._writer, _commit)
        except Exception as fault:  # noqa: BLE001 each waiting caller gets it raised
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            return [_Failed(fault)] * len(wishes)
        return outcomes

    async def _fulfil_apart(self, connection: sqlite3.Connection, wish: Callable[[], Wish[Any]]) -> Any:
        """What a wish returns, or its fault, with nothing kept of it."""
        connection.execute("SAVEPOINT wish")
        try:
            outcome = await self._fulfil(connection, whole(wish()))
        except Exception as fault:
            if not connection.in_transaction:
                raise
            connection.execute("ROLLBACK TO wish")
            outcome = _Failed(fault)
        connection.execute("RELEASE wish")
        return outcome

    async def _fulfil(self, connection: sqlite3.Connection, statements: Statements[T]) -> T:
        try:
            statement = next(statements)
            while True:
                rows = connection.execute(statement.sql, statement.values).fetchall()
                if time.monotonic() > self._turn_ends:
                    await asyncio.sleep(0)
                    self._turn_ends = time.monotonic() + TURN_SECONDS
                statement = statements.send(rows)
        except StopIteration as done:
            value: T = done.value
            return value

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

    async def copy_to(self, path: Path) -> None:
        await asyncio.to_thread(_copy, self._path, path)

    async def fill_from(self, path: Path) -> None:
        await asyncio.to_thread(_fill, self._path, path)

    async def tidy(self) -> str | None:
        return await asyncio.to_thread(_tidy, self._path)

    async def close(self) -> None:
        if self._committing is not None:
            await self._committing
        for connection in (*self._readers, self._writer):
            await connection.close()


class _Failed:
    def __init__(self, fault: BaseException) -> None:
        self.fault = fault


def _commit(connection: sqlite3.Connection) -> None:
    connection.execute("COMMIT")


def migrate_file(path: Path) -> None:
    """Bring the tables of the file up to date, or make it: whole or not at all."""
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


def _beside(path: Path) -> closing[sqlite3.Connection]:
    """A connection of its own, beside the writer and the readers."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
    connection.execute("PRAGMA synchronous = FULL")
    return closing(connection)


def _copy(path: Path, to: Path) -> None:
    with _beside(path) as connection:
        connection.execute("VACUUM INTO ?", [str(to)])


def _fill(path: Path, source: Path) -> None:
    """References are checked once, at the end."""
    with _beside(path) as connection:
        connection.execute("ATTACH ? AS source", [str(source)])
        connection.execute("BEGIN IMMEDIATE")
        with without_triggers(connection):
            for table, columns in tables(connection).items():
                connection.execute(f"DELETE FROM main.{quoted(table)}")
                connection.execute(
                    f"INSERT INTO main.{quoted(table)} ({listed(columns)}) "
                    f"SELECT {listed(columns)} FROM source.{quoted(table)}"
                )
        if connection.execute("PRAGMA main.foreign_key_check").fetchone():
            raise StorageFault("a row of the backup refers to one that is not there; nothing was restored")
        connection.execute("COMMIT")


def _tidy(path: Path) -> str | None:
    with _beside(path) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        connection.execute(
            "PRAGMA optimize = 0x10002"
        )  # looks at all tables, as a new connection knows of no query
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return None if found == "ok" else str(found)


async def _connect(path: Path, *, check_same_thread: bool = True) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(
        path,
        isolation_level=None,
        detect_types=sqlite3.PARSE_DECLTYPES,
        timeout=BUSY_SECONDS,
        check_same_thread=check_same_thread,
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


async def _begin(connection: sqlite3.Connection) -> None:
    """Begin to write as soon as no other process does. Raises StorageFault after BUSY_SECONDS."""
    ends = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            if time.monotonic() > ends:
                raise StorageFault(
                    "another program writes to the database file and does not end; close it and try again"
                ) from fault
            await asyncio.sleep(BUSY_AGAIN_SECONDS)
        else:
            return


def _read_one(connection: sqlite3.Connection, wish: Callable[[], Wish[T]]) -> T:
    connection.execute("BEGIN")
    try:
        return _fulfil(connection, wish())
    finally:
        connection.execute("ROLLBACK")


def _fulfil(connection: sqlite3.Connection, wish: Wish[T]) -> T:
    statements = whole(wish)
    try:
        statement = next(statements)
        while True:
            rows = connection.execute(statement.sql, statement.values).fetchall()
            statement = statements.send(rows)
    except StopIteration as done:
        value: T = done.value
        return value
