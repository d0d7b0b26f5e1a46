"""What a SQLite file that holds a copy of the memory consists of, and how its tables are filled row by row."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from graphlib import TopologicalSorter

LEDGER = "migrations"


def tables(file: sqlite3.Connection) -> Mapping[str, tuple[str, ...]]:
    """The tables with their columns, each after those it refers to. The ledger of migrations is not among them."""
    names = [
        name
        for (name,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        if name != LEDGER
    ]
    order: TopologicalSorter[str] = TopologicalSorter()
    for name in names:
        refers_to = {row[2] for row in file.execute(f"PRAGMA foreign_key_list({quoted(name)})")} - {name}
        order.add(name, *sorted(refers_to))
    return {name: _columns(file, name) for name in order.static_order()}


def _columns(file: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(row[1] for row in file.execute(f"PRAGMA table_info({quoted(table)})"))


@contextmanager
def without_triggers(file: sqlite3.Connection) -> Iterator[None]:
    """While rows are copied triggers rest: what they would make is among the rows. Needs an open transaction."""
    triggers = file.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        file.execute(f"DROP TRIGGER main.{quoted(name)}")
    yield
    for _, statement in triggers:
        file.execute(statement)


def quoted(name: str) -> str:
    return f'"{name}"'


def listed(columns: tuple[str, ...]) -> str:
    return ", ".join(quoted(column) for column in columns)
