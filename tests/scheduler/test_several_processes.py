"""Two whole services on one PostgreSQL: each thing once, though they are stopped and killed.

The texts go the road they go in earnest, to a Twilio over real HTTP. What a process had asked Twilio for and not
yet recorded when it was killed is looked up there by the other before it asks again.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shelter.people import Person, Role
from shelter.sites import Hours, Kind, Site
from storage.database import open_database
from storage.house import Member, save_house
from storage.wishes import sql
from tests.fakes.twilio_server import ACCOUNT, TOKEN, Twilio

ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2017, 10, 12, 22, 45, tzinfo=ZONE)
DUE = 1000
TAKEN_OVER_WITHIN = 15.0


async def a_thousand_things_due(url):
    """A thousand night shelters, each with a reporter of its own, silent at 22:45 on the first night they are open."""
    sites = [
        Site(f"Site {n}", f"S{n}", Kind.NIGHT, "-", ZONE, date(2017, 10, 12), (Hours(clock(19), clock(9)),))
        for n in range(DUE)
    ]
    members = [
        Member(Person(0, f"Person {n}", Role.REPORTER, (f"S{n}",)), (("sms", f"+4670{n:07}"),))
        for n in range(DUE)
    ]
    database = await open_database(url)
    await database.write(save_house, "Europe/Stockholm", sites, members)
    await database.write(set_ahead, (NOW - datetime.now(UTC)).total_seconds())
    return database


def set_ahead(seconds):
    yield sql("UPDATE clock SET ahead = :seconds", seconds=seconds)


def states():
    rows = yield sql("SELECT state, COUNT(*) AS n FROM outbox GROUP BY state")
    return {row["state"]: int(row["n"]) for row in rows}


def things():
    rows = yield sql("SELECT COUNT(*) AS n, COUNT(DISTINCT site) AS sites FROM nudges WHERE skipped IS NULL")
    return int(rows[0]["n"]), int(rows[0]["sites"])


async def until(seconds, condition):
    began = time.monotonic()
    while not await condition():
        assert time.monotonic() - began < seconds
        await asyncio.sleep(0.02)
    return time.monotonic() - began


class Running:
    """The house, the Twilio that it texts by, and services that end with the test, each with a number of its own."""

    def __init__(self, database, url, twilio, folder):
        self.database = database
        self.twilio = twilio
        self.processes = {}
        self._folder = folder
        self._environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": url,
            "LISTEN_PORT": "0",
            "DEMO": "1",
            "LOG_LEVEL": "error",
            "PUBLIC_URL": "https://bot.example.org",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API_URL": twilio.url,
            "TWILIO_TIMEOUT": "1",
            "SMS_DAILY_BUDGET": "100000",
        }

    def start(self):
        """A service; returns the number that its texts come from."""
        number = f"+4676600{len(self.processes):04}"
        self.twilio.numbers.add(number)
        mine = {"TWILIO_FROM": number, "DATA_DIR": str(self._folder / number)}
        self.processes[number] = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=self._environment | mine,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return number

    @property
    def texts(self):
        return len(self.twilio.texts)

    def senders(self):
        return {text.sender for text in list(self.twilio.texts)}

    async def sends(self, *numbers):
        return set(numbers) <= self.senders()

    async def has_sent(self, target):
        return self.texts >= min(target, DUE - 60)

    async def is_done(self):
        return await self.database.read(states) == {"sent": DUE}

    def tally(self):
        """How many texts never came to Twilio, and how many came more than once."""
        by_number = Counter(text.to for text in self.twilio.texts)
        return DUE - len(by_number), sum(times - 1 for times in by_number.values())


@pytest.fixture
async def running(database_url, tmp_path):
    if database_url.startswith("sqlite"):
        pytest.skip("a SQLite file is one process's")
    database = await a_thousand_things_due(database_url)
    with Twilio() as twilio:
        twilio.takes = 0.2  # long enough that no process has sent all before the next has started
        made = Running(database, database_url, twilio, tmp_path)
        yield made
        for process in made.processes.values():
            process.kill()
            process.wait()
    await database.close()


@pytest.mark.slow
@pytest.mark.crash
async def test_two_processes_that_are_stopped_and_go_on_say_each_thing_once(running):
    numbers = [running.start(), running.start()]
    chance = random.Random(7)
    await until(60, lambda: running.sends(*numbers))
    for _ in range(6):
        victim = running.processes[chance.choice(numbers)]
        target = running.texts + 40
        await until(60, lambda target=target: running.has_sent(target))
        victim.send_signal(signal.SIGSTOP)
        await asyncio.sleep(chance.uniform(0.02, 0.2))
        victim.send_signal(signal.SIGCONT)
    await until(120, running.is_done)

    assert await running.database.read(things) == (DUE, DUE)
    assert running.tally() == (0, 0)
    assert running.senders() == set(numbers)


@pytest.mark.slow
@pytest.mark.crash
async def test_what_a_killed_process_held_is_taken_over_and_nothing_is_doubled_or_missing(running, capsys):
    survivor = running.start()
    chance = random.Random(11)
    kills, longest = 3, 0.0
    for _ in range(kills):
        victim = running.start()
        await until(60, lambda victim=victim: running.sends(victim))
        await asyncio.sleep(chance.uniform(0, 0.1))
        running.processes[victim].kill()
        running.processes[victim].wait()
        target = running.texts + 60
        longest = max(longest, await until(TAKEN_OVER_WITHIN, lambda target=target: running.has_sent(target)))
        assert running.processes[survivor].poll() is None
    await until(120, running.is_done)

    missing, doubled = running.tally()
    with capsys.disabled():
        print(f"\n{DUE} due, {kills} kills: {missing} missing, {doubled} doubled, "
              f"{running.twilio.requests['list']} looks at Twilio's list, taken over within {longest:.2f} s")  # fmt: skip
    assert await running.database.read(things) == (DUE, DUE)
    assert (missing, doubled) == (0, 0)
