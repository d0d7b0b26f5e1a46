"""The real process on the SMS line: killed again and again, and with a Twilio that hangs (P1, P8)."""

import asyncio
import os
import random
import re
import resource
import sqlite3
import threading
import time
from contextlib import closing

import aiohttp
import pytest

from tests.fakes.twilio_server import ACCOUNT, NUMBER, TOKEN, Text, Twilio, Webhooks, ago

PUBLIC_URL = "https://bot.example.org"
WHOLE = pytest.mark.skipif(
    os.environ.get("SHELTERBOT_WHOLE") != "1", reason="SHELTERBOT_WHOLE=1 runs it at its whole size"
)
ORGANISATION = """
[[organisations]]
name = "Organisation 1"
"""
SITE = """
[[sites]]
name = "Dagverksamhet {number}"
short = "D{number}"
kind = "day"
organisation = "Organisation 1"
first = 2017-05-01
opens = "00:00"
closes = "00:00"
closed = [{{ from = 2020-01-01, to = 2099-12-31 }}]
"""
"""No report is due, so that no reminder comes between the texts that a test looks at."""

PATIENCE = 60.0


def number(person):
    return f"+4670100{person:04}"


def load_house(shelterbot, people):
    file = shelterbot.folder / "house.toml"
    members = [
        f'[[people]]\nname = "P{one}"\nrole = "reporter"\nsites = ["D{1 + one % 2}"]\n'
        f'addresses = {{ sms = "{number(one)}" }}\n'
        for one in range(people)
    ]
    sites = "".join(SITE.format(number=one) for one in (1, 2))
    file.write_text(ORGANISATION + sites + "\n".join(members), encoding="utf-8")
    done = shelterbot("sites", "load", str(file))
    assert done.returncode == 0, done.stderr


def settings(twilio):
    return {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM": NUMBER,
        "TWILIO_API_URL": twilio.url,
        "TWILIO_TIMEOUT": "0.3",
        "PUBLIC_URL": PUBLIC_URL,
        "SMS_DAILY_BUDGET": "1000000",
        "SMS_NUMBER_BUDGET": "1000000",
        "LOG_LEVEL": "error",
    }


def rows(shelterbot, query):
    with closing(
        sqlite3.connect(shelterbot.folder / "data" / "shelterbot.db", isolation_level=None)
    ) as database:
        return database.execute(query).fetchall()


def until(condition):
    """Wait for what another process does."""
    end, pause = time.monotonic() + PATIENCE, threading.Event()
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        pause.wait(0.05)


async def deliver(address, waiting, answers, before=lambda text: None):
    """Twilio's requests about the texts that still wait; each leaves the list once it was acknowledged."""
    async with aiohttp.ClientSession() as session:
        webhooks = Webhooks(address, PUBLIC_URL, session)
        while waiting:
            before(waiting[0])
            status, reply = await webhooks.text(waiting[0])
            assert status == 200
            answers.setdefault(waiting[0].sid, set()).add(reply)
            waiting.pop(0)


@pytest.mark.parametrize(
    ("messages", "kills"),
    [(120, 4), pytest.param(10_000, 50, marks=[WHOLE, pytest.mark.slow, pytest.mark.crash])],
)
def test_no_text_is_lost_or_counted_twice_though_the_process_is_killed_again_and_again(
    shelterbot, messages, kills
):
    load_house(shelterbot, 2)
    chance = random.Random(20171012)
    bodies = ("K0 M0", "K0 M0", *("+1 m",) * messages)
    with Twilio() as twilio:
        texts = [
            Text(twilio.sid(), "inbound", number(one % 2), NUMBER, body, ago())
            for one, body in enumerate(bodies)
        ]
        waiting, answers = list(texts), {}
        kill_at = {texts[place].sid for place in chance.sample(range(len(texts)), kills)}
        while waiting:
            with shelterbot.running("run", **settings(twilio)) as (process, address):

                def before(text, process=process):
                    if text.sid in kill_at:
                        kill_at.remove(text.sid)
                        threading.Timer(chance.uniform(0, 0.004), process.kill).start()

                try:
                    asyncio.run(deliver(address, waiting, answers, before))
                except (aiohttp.ClientError, ConnectionError):
                    continue  # killed: what was not acknowledged is asked about again
        sent_besides = len(twilio.texts)

    assert rows(shelterbot, "SELECT men FROM counts ORDER BY site") == [(messages // 2,)] * 2
    assert rows(shelterbot, "SELECT COUNT(*) FROM messages") == [(len(bodies),)]
    assert rows(shelterbot, "SELECT COUNT(*) FROM outbox WHERE state = 'sent'") == [(len(bodies),)]
    assert kill_at == set()
    assert sent_besides == 0
    assert [sid for sid, replies in answers.items() if len(replies) != 1] == []


def test_a_text_brought_five_times_at_once_and_again_after_a_restart_is_settled_once(shelterbot):
    load_house(shelterbot, 1)

    async def brought(address, text):
        async with aiohttp.ClientSession() as session:
            webhooks = Webhooks(address, PUBLIC_URL, session)
            return await asyncio.gather(*(webhooks.text(text) for _ in range(5)))

    with Twilio() as twilio:
        texts = [
            Text(twilio.sid(), "inbound", number(0), NUMBER, body, ago())
            for body in ("K0 M0", "+1 m", "+1 m")
        ]
        replies = []
        for _ in range(2):
            with shelterbot.running("run", **settings(twilio)) as (_, address):
                replies += [asyncio.run(brought(address, text)) for text in texts]

    assert [len(set(same)) for same in replies] == [1] * 6
    assert replies[:3] == replies[3:]
    assert rows(shelterbot, "SELECT men FROM counts") == [(2,)]
    assert rows(shelterbot, "SELECT COUNT(*) FROM messages") == [(3,)]


@pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="only Linux sets the limits of a process that runs"
)
def test_a_text_that_a_full_disk_cannot_take_is_refused_and_settled_once_when_it_is_brought_again(shelterbot):
    """The process may write no file beyond a kilobyte; SQLite says that the disk is full."""
    load_house(shelterbot, 1)
    endless = resource.RLIM_INFINITY

    async def brought(address, text):
        async with aiohttp.ClientSession() as session:
            return await Webhooks(address, PUBLIC_URL, session).text(text)

    with Twilio() as twilio, shelterbot.running("run", **settings(twilio)) as (process, address):
        before, text = (
            Text(twilio.sid(), "inbound", number(0), NUMBER, body, ago()) for body in ("K0 M0", "+1 m")
        )
        asyncio.run(brought(address, before))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1024, endless))
        refused = asyncio.run(brought(address, text))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (endless, endless))
        taken = [asyncio.run(brought(address, text)) for _ in range(2)]

    assert refused == (503, "")
    assert taken[0][0] == 200
    assert taken[0] == taken[1]
    assert rows(shelterbot, "SELECT men FROM counts") == [(1,)]
    assert rows(shelterbot, "SELECT message FROM set_aside") == []


@pytest.mark.parametrize("texts", [12, pytest.param(100, marks=[WHOLE, pytest.mark.slow])])
def test_texts_that_twilio_takes_without_an_answer_are_neither_doubled_nor_missing(shelterbot, texts):
    load_house(shelterbot, texts)
    with Twilio() as twilio:
        for one in range(texts):
            twilio.received(number(one), "hej hopp", ago(minutes=30))
        twilio.faults.extend(["hang", "lose", "hang"] * texts)
        with shelterbot.running("run", **settings(twilio)):
            until(lambda: rows(shelterbot, "SELECT COUNT(*) FROM outbox WHERE state = 'sent'") == [(texts,)])
        answered = {one: len(twilio.sent_to(number(one))) for one in range(texts)}

    assert answered == dict.fromkeys(range(texts), 1)


def test_a_kill_while_twilio_is_asked_sends_nothing_twice(shelterbot):
    load_house(shelterbot, 1)
    with Twilio() as twilio:
        twilio.received(number(0), "hej hopp", ago(minutes=30))
        twilio.faults.append("hang")
        with shelterbot.running("run", **settings(twilio) | {"TWILIO_TIMEOUT": "30"}) as (process, _):
            until(lambda: twilio.sent_to(number(0)))
            process.kill()
        with shelterbot.running("run", **settings(twilio)):
            until(lambda: rows(shelterbot, "SELECT state FROM outbox") == [("sent",)])
        assert len(twilio.sent_to(number(0))) == 1


@pytest.mark.parametrize("passed_on", ["by text", "by hand"])
def test_an_invited_number_joins_with_its_code_and_the_log_tells_nothing_of_it(shelterbot, passed_on):
    load_house(shelterbot, 1)
    with Twilio() as twilio:
        environment = settings(twilio) | {"LOG_LEVEL": "debug"}
        by_hand = ["--show-code"] if passed_on == "by hand" else []
        done = shelterbot("invite", "Maja", "--site", "D1", "--sms", "070-999 99 98", *by_hand, **environment)
        assert done.returncode == 0, done.stderr
        with shelterbot.running("run", **environment) as (process, address):
            if not by_hand:
                until(lambda: twilio.sent_to("+46709999998"))
            told = done.stdout if by_hand else twilio.sent_to("+46709999998")[0]
            code = re.search(r"(?<!\d)\d{6}(?!\d)", told)[0]
            texts = [
                Text(twilio.sid(), "inbound", "+46709999998", NUMBER, body, ago()) for body in (code, "8/34")
            ]
            answers = {}
            asyncio.run(deliver(address, list(texts), answers))
            process.terminate()
            logged = "".join(process.communicate(timeout=30))

    welcome, stored = ("".join(answers[text.sid]) for text in texts)
    assert "Välkommen, Maja!" in welcome
    assert "Dagverksamhet 1" in stored
    for secret in (code, "709999998", "Maja"):
        assert secret not in logged


def test_the_log_holds_no_number_no_text_and_no_secret(shelterbot):
    load_house(shelterbot, 1)
    with Twilio() as twilio:
        twilio.received(number(0), "en hemlig hälsning", ago(minutes=30))
        twilio.faults.extend([21211, 20003])
        environment = settings(twilio) | {"LOG_LEVEL": "debug"}
        with shelterbot.running("run", **environment) as (process, address):
            until(lambda: rows(shelterbot, "SELECT state FROM outbox") == [("failed",)])
            text = Text(twilio.sid(), "inbound", number(0), NUMBER, "K9 M19 hemlig", ago())
            asyncio.run(deliver(address, [text], {}))
            process.terminate()
            said = process.communicate(timeout=30)

    assert "text refused" in said[1]
    for secret in (TOKEN, ACCOUNT, number(0)[3:], NUMBER[3:], "hemlig", "förstod"):
        assert secret not in "".join(said)
