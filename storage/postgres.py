"""PostgreSQL: several processes side by side, every write serializable and repeated on conflict."""

import asyncio
import functools
import random
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar

import psycopg
from psycopg import AsyncConnection, IsolationLevel, errors
from psycopg.rows import DictRow, dict_row, tuple_row
from psycopg_pool import AsyncConnectionPool

from storage.copies import listed, quoted, tables, without_triggers
from storage.faults import StorageFault
from storage.migrations import LEDGER, RECORD, fillings, pending
from storage.sqlite import migrate_file
from storage.wishes import CLAIMED, Wish, whole

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 30
OPEN_SECONDS = 10.0
CLAIM = "AND pg_try_advisory_xact_lock(1592, CAST(id AS integer))"
"""Not FOR UPDATE SKIP LOCKED: channels write to a message's row, in transactions of their own, while they send it."""

ROWS_AT_ONCE = 5000

NUMBER_ON = """
DO $$
DECLARE numbered record;
BEGIN
    FOR numbered IN SELECT table_name AS name, column_name AS id FROM information_schema.columns
                    WHERE table_schema = current_schema() AND is_identity = 'YES' LOOP
        EXECUTE format(
            'SELECT setval(pg_get_serial_sequence(%L, %L), (SELECT COALESCE(MAX(%I), 0) + 1 FROM %I), false)',
            quote_ident(numbered.name), numbered.id, numbered.id, numbered.name);
    END LOOP;
END $$
"""
"""Lets each key that numbers itself go on after the highest number there is."""

MIGRATING = 0x5E1_7E4
"""The advisory lock that keeps two starting processes from migrating at once."""


class Postgres:
    """A PostgreSQL database, reached over a small pool."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[DictRow]]) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect to `url` and bring its tables up to date. Raises StorageFault when that cannot be done."""
        pool = AsyncConnectionPool(
            url,
            connection_class=AsyncConnection[DictRow],
            kwargs={"row_factory": dict_row, "options": _options(url)},
            min_size=1,
            max_size=8,
            open=False,
        )
        try:
            await pool.open(wait=True, timeout=OPEN_SECONDS)
            async with pool.connection() as connection:
                await _migrate(connection)
        except (psycopg.Error, OSError, TimeoutError) as fault:
            await pool.close()
            reason = " ".join(str(fault).split())
            raise StorageFault(
                f"cannot reach the PostgreSQL database ({reason}); check DATABASE_URL and that it runs"
            ) from fault
        return cls(pool)

    async def write(self, wish: Callable[P, Wish[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in range(TRIES):
            try:
                return await self._fulfil(wish(*args, **kwargs), read_only=False)
            except (errors.SerializationFailure, errors.DeadlockDetected):
                # Two writers touched the same rows; one of them starts over, on what the other left.
                if attempt == TRIES - 1:
                    raise
                await asyncio.sleep(random.uniform(0, 0.004 * (attempt + 1)))
        raise AssertionError("unreachable")

    async def read(self, wish: Callable[P, Wish[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._fulfil(wish(*args, **kwargs), read_only=True)

    async def _fulfil(self, wish: Wish[T], *, read_only: bool) -> T:
        async with self._pool.connection() as connection:
            await connection.set_isolation_level(
                IsolationLevel.REPEATABLE_READ if read_only else IsolationLevel.SERIALIZABLE
            )
            await connection.set_read_only(read_only)
            async with connection.transaction():
                return await _run(connection, wish, claims=False)

    @asynccontextmanager
    async def hold(self, wish: Callable[P, Wish[T]], *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T]:
        """One transaction for the whole block: its claims end with it, or with the process's connection."""
        async with self._pool.connection() as connection:
            # Each statement sees what was committed before it: a claimed row is looked at once more.
            await connection.set_isolation_level(IsolationLevel.READ_COMMITTED)
            await connection.set_read_only(True)
            async with connection.transaction():
                yield await _run(connection, wish(*args, **kwargs), claims=True)

    async def copy_to(self, path: Path) -> None:
        """One snapshot of all tables, a few thousand rows at a time, into a new SQLite file."""
        await asyncio.to_thread(migrate_file, path)
        # Its own thread at a time; the writes to it happen in others.
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as file:
            async with self._pool.connection() as connection:
                await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
                await connection.set_read_only(True)
                async with connection.transaction():
                    await _copy(connection, file)

    async def fill_from(self, path: Path) -> None:
        with closing(sqlite3.connect(path, detect_types=sqlite3.PARSE_DECLTYPES)) as file:
            async with self._pool.connection() as connection:
                await connection.set_isolation_level(IsolationLevel.READ_COMMITTED)
                await connection.set_read_only(False)
                async with connection.transaction():
                    await _fill(connection, file)

    async def tidy(self) -> str | None:
        """PostgreSQL looks for damage by itself; its planner is told of what came since."""
        async with self._pool.connection() as connection:
            await connection.set_isolation_level(IsolationLevel.READ_COMMITTED)
            await connection.set_read_only(False)
            await connection.execute("ANALYZE")
        return None

    async def close(self) -> None:
        await self._pool.close()


async def _run(connection: AsyncConnection[DictRow], wish: Wish[T], *, claims: bool) -> T:
    statements = whole(wish)
    async with connection.cursor() as cursor:
        try:
            statement = next(statements)
            while True:
                text = statement.sql.replace(CLAIMED, CLAIM) if claims else statement.sql
                await cursor.execute(_with_percent_names(text), _checked(statement.values))
                statement = statements.send(await cursor.fetchall() if cursor.description else ())
        except StopIteration as done:
            value: T = done.value
            return value
        except errors.DataError:
            # As of a number or a letter that cannot be kept: it is what was to be stored that is wrong, on SQLite too.
            raise ValueError("a value that no column holds") from None


async def _copy(connection: AsyncConnection[DictRow], file: sqlite3.Connection) -> None:
    file.execute("BEGIN")
    with without_triggers(file):
        for table, columns in tables(file).items():
            file.execute(f"DELETE FROM {quoted(table)}")  # a new file has the few rows that migrations make
            places = ", ".join("?" for _ in columns)
            into = f"INSERT INTO {quoted(table)} ({listed(columns)}) VALUES ({places})"
            async with connection.cursor(name="copied", row_factory=tuple_row) as cursor:
                await cursor.execute(f"SELECT {listed(columns)} FROM {quoted(table)}".encode())
                while rows := await cursor.fetchmany(ROWS_AT_ONCE):
                    await asyncio.to_thread(file.executemany, into, rows)
    file.execute("COMMIT")


async def _fill(connection: AsyncConnection[DictRow], file: sqlite3.Connection) -> None:
    """Each table after those it refers to, as references are checked at once. Triggers rest meanwhile."""
    held = tables(file)
    await connection.execute(f"TRUNCATE {listed(tuple(held))}".encode())
    for table, columns in held.items():
        await connection.execute(f"ALTER TABLE {quoted(table)} DISABLE TRIGGER USER".encode())
        async with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {quoted(table)} ({listed(columns)}) FROM STDIN".encode()) as copy,
        ):
            for row in file.execute(f"SELECT {listed(columns)} FROM {quoted(table)}"):
                await copy.write_row(row)
        await connection.execute(f"ALTER TABLE {quoted(table)} ENABLE TRIGGER USER".encode())
    await connection.execute(NUMBER_ON)


async def _migrate(connection: AsyncConnection[DictRow]) -> None:
    """All that is missing in one transaction; processes that start together take turns."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATING])
        await connection.execute(LEDGER)
        cursor = await connection.execute("SELECT number FROM migrations")
        applied = {row["number"] for row in await cursor.fetchall()}
        missing = pending(applied, "postgres")
        for migration in missing:
            for statement in migration.statements:
                await connection.execute(statement.encode())
            values = migration.record(datetime.now(UTC).isoformat())
            await connection.execute(_with_percent_names(RECORD), values)
        for fill in fillings(missing):
            await _run(connection, fill(), claims=False)


def _options(url: str) -> str:
    """Session options: every moment comes back in UTC; a `schema` in the address is the search path."""
    schema = psycopg.conninfo.conninfo_to_dict(url).get("options") or ""
    return f"{schema} -c timezone=UTC".strip()


@functools.cache
def _with_percent_names(statement: str) -> bytes:
    return re.sub(r"(?<!:):([a-z_][a-z_0-9]*)", r"%(\1)s", statement).encode()


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    if any(isinstance(value, datetime) and value.tzinfo is None for value in values.values()):
        raise ValueError("a moment without a zone is never stored")
    return values
