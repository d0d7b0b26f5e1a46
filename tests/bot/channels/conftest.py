"""The bot as a real process beside a fake Telegram."""

import json
import shutil
import socket
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.bot.conftest import Shell
from tests.conftest import DATABASES
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.house_files import DAY_1, NIGHT_A, NIGHT_B, QUIET, staff

ANNA, EVA, DILAN, BO, CIA, OTTO = range(987_654_101, 987_654_107)
"""Anna, Eva and Dilan report, Bo coordinates, Otto left; Cia is a stranger."""

VERA, SIV = 987_654_107, 987_654_108
"""A board officer, and the lead of Natthärbärge A; both in the half-year's house alone."""

HOUSE = "".join(
    [
        *(NIGHT_A, QUIET, NIGHT_B, QUIET, DAY_1, QUIET),
        staff("Anna", ["A"], telegram=ANNA, phone="anna"),
        staff("Eva", ["A", "B"], language="en", telegram=EVA),
        staff("Dilan", ["D1"], telegram=DILAN),
        staff("Bo", telegram=BO),
    ]
)


CANARY_FROM = 12
"""Letters. A shorter text of a chat may stand in a log by chance."""


def tell_nothing(logged: str, telegram: FakeTelegram) -> None:
    """No line of the log, at DEBUG, holds the token, a chat or what was said in one (P10)."""
    chats = {str(abs(chat)) for chat in telegram.chats if abs(chat) > 99_999}
    texts = {text for text in telegram.said if len(text) >= CANARY_FROM}
    secrets = {TOKEN, TOKEN.partition(":")[2], telegram.webhook.get("secret_token") or TOKEN}
    told = [one for one in (*secrets, *chats, *texts) if one in logged]
    assert told == []


class House:
    """A house, a fake Telegram, and the process that runs between them."""

    def __init__(self, shelterbot: Shell, telegram: FakeTelegram, **environment: str) -> None:
        self.shell = shelterbot
        self.telegram = telegram
        self.environment = {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_RATE": "0",
            "LOG_LEVEL": "debug",
            **environment,
        }

    @contextmanager
    def running(self, **environment: str):
        """The process, with the address it serves on."""
        with self.shell.running("run", **(self.environment | environment)) as (process, address):
            assert process.stderr is not None
            assert address, process.stderr.read()
            yield process, address
        tell_nothing(self.shell.logged[-1], self.telegram)


class HouseOnSqlite(House):
    def __init__(self, shelterbot: Shell, telegram: FakeTelegram, loaded: Path) -> None:
        super().__init__(shelterbot, telegram)
        self.database.parent.mkdir()
        shutil.copy(loaded, self.database)

    @property
    def database(self) -> Path:
        return self.shell.folder / "data" / "shelterbot.db"

    def stored(self, question: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.database, isolation_level=None)) as database:
            return database.execute(question, values).fetchall()


class HouseOnPostgres(House):
    def __init__(self, shelterbot: Shell, telegram: FakeTelegram, url: str) -> None:
        super().__init__(shelterbot, telegram, DATABASE_URL=url, LOG_LEVEL="error")
        self.url = url
        file = shelterbot.folder / "house.toml"
        file.write_text(HOUSE, encoding="utf-8")
        done = shelterbot("sites", "load", str(file), DATABASE_URL=url)
        assert done.returncode == 0, done.stderr

    def stored(self, question: str) -> list[Any]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(question).fetchall()


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        yield fake
        assert fake.too_much == []


@pytest.fixture(scope="session")
def loaded(tmp_path_factory) -> Path:
    """The database file of the house, made once for all tests."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "house.toml").write_text(HOUSE, encoding="utf-8")
    shell = Shell(folder)
    done = shell("sites", "load", str(folder / "house.toml"))
    assert done.returncode == 0, done.stderr
    return folder / "data" / "shelterbot.db"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def house(shelterbot, telegram, loaded) -> HouseOnSqlite:
    return HouseOnSqlite(shelterbot, telegram, loaded)


@pytest.fixture
def house_on_postgres(shelterbot, telegram, postgres_url) -> HouseOnPostgres:
    return HouseOnPostgres(shelterbot, telegram, postgres_url)


@pytest.fixture(params=DATABASES)
def either_house(request) -> HouseOnSqlite | HouseOnPostgres:
    return request.getfixturevalue("house" if request.param == "sqlite" else "house_on_postgres")


@pytest.fixture
def evening(house, telegram):
    """The service running in an evening, and what turns its clock."""
    with house.running(DEMO="1", TZ="Europe/Stockholm") as (_, address):

        def turn(moment):
            body = json.dumps({"moment": moment}).encode()
            asked = urllib.request.Request(
                f"{address}/phone/clock", body, {"Content-Type": "application/json", "Origin": address}
            )
            with urllib.request.urlopen(asked, timeout=10):
                pass

        turn("2021-10-12T21:40")  # closed by plan, so that no reminder comes between
        yield turn


PLACES = [("Anna", ANNA), ("Bo", BO), ("Vera", VERA), ("Siv", SIV)]


@pytest.fixture(scope="session")
def half_year(tmp_path_factory):
    """The demonstration after its half-year, its people on Telegram, and the totals as the terminal tells them."""
    shell = Shell(tmp_path_factory.mktemp("half-year"))
    done = shell("demo", "--exit")
    assert done.returncode == 0, done.stderr
    database = shell.folder / "data" / "shelterbot.db"
    with closing(sqlite3.connect(database)) as memory, memory:
        for name, role in (("Vera", "viewer"), ("Siv", "site_lead")):
            memory.execute(
                "INSERT INTO people (name, role, active, from_file) VALUES (?, ?, 1, 1)", (name, role)
            )
        memory.execute("DELETE FROM addresses WHERE address = 'bo'")
        # Nothing comes unasked between the messages that a test looks at.
        memory.execute(
            "INSERT INTO nudges (kind, site, date, person, at, skipped) "
            "SELECT 'digest', '', '2017-10-23', id, '2017-10-30 12:00:00+00:00', 'test' FROM people WHERE name = 'Bo'"
        )
        memory.execute("INSERT INTO duties SELECT id, 'A' FROM people WHERE name = 'Siv'")
        for name, chat in PLACES:
            memory.execute(
                "INSERT INTO addresses (channel, address, person) "
                "SELECT 'telegram', ?, id FROM people WHERE name = ?",
                (str(chat), name),
            )
    told = shell("summary", "2017-05-01..2017-10-31", "--format", "json")
    return database, json.loads(told.stdout)


@pytest.fixture
def half_year_house(shelterbot, telegram, half_year) -> HouseOnSqlite:
    """The clock stands at the morning after the half-year, 06:30."""
    made = HouseOnSqlite(shelterbot, telegram, half_year[0])
    made.environment |= {"DEMO": "1"}
    return made
