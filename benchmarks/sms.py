"""Texts a second through Twilio's door: the whole service beside a bare handler, at 1, 16 and 64 connections."""

import asyncio
import base64
import hashlib
import hmac
import itertools
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from benchmarks.results import Result, alone, duration, rate
from benchmarks.sms_server import ACCOUNT, PHONES, PUBLIC_URL, TOKEN, number
from bot.channels.sms.manner import Manner
from bot.channels.sms.rules import Rules
from bot.demo import load_demonstration
from bot.inbox import Inbox
from bot.replay import EXAMPLE, read_recording
from shelter.messages import Incoming
from shelter.people import Person, Role
from storage.database import open_database
from storage.people import join
from storage.wishes import Wish, sql

RUNS = 5
REQUESTS = {1: 400, 16: 1600, 64: 3200}
"""Texts of a run, by the number of connections."""

BARE = "a bare ASGI handler: signature, one committed INSERT (synchronous=FULL)"
PATH = "/sms/incoming"

_numbers = itertools.count(1)


def request(chance: random.Random, host: str) -> bytes:
    """A signed request as Twilio sends it, about a count, from one of the house's phones."""
    sid = f"SM{next(_numbers):032x}"
    fields = {
        "ToCountry": "SE",
        "ToState": "",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "",
        "SmsSid": sid,
        "FromState": "",
        "SmsStatus": "received",
        "FromCity": "",
        "Body": f"K{chance.randint(8, 11)} M{chance.randint(17, 20)}",
        "FromCountry": "SE",
        "To": "+46766000000",
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": number(chance.randrange(PHONES)),
        "ApiVersion": "2010-04-01",
    }
    signed = PUBLIC_URL + PATH + "".join(name + fields[name] for name in sorted(fields))
    signature = base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest())
    body = urlencode(fields).encode()
    return (
        b"POST " + PATH.encode() + b" HTTP/1.1\r\nHost: " + host.encode() + b"\r\nUser-Agent: TwilioProxy/1.1"
        b"\r\nX-Twilio-Signature: " + signature + b"\r\nContent-Type: application/x-www-form-urlencoded"
        b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\nAccept: */*\r\n\r\n" + body
    )


@dataclass
class Load:
    """What came of one run: texts a second, and the time of each in milliseconds."""

    rate: float = 0.0
    times: list[float] = field(default_factory=list)

    def percentile(self, which: int) -> float:
        return statistics.quantiles(self.times, n=100)[which - 1]


async def load(address: str, connections: int, requests: list[bytes]) -> Load:
    """Send all requests over so many connections, the next on each when the last is answered."""
    parts = urlsplit(address)
    done = Load()
    waiting = iter(requests)

    async def one() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for content in waiting:
            began = time.perf_counter()
            writer.write(content)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"not accepted: {head[:40]!r}")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            done.times.append(1000 * (time.perf_counter() - began))
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    done.rate = len(requests) / (time.perf_counter() - began)
    return done


@contextmanager
def server(which: str) -> Iterator[tuple[str, list[int]]]:
    """A server in a process of its own: its address, and after the block its commits."""
    commits: list[int] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.sms_server", which, folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), commits
        finally:
            process.terminate()
            commits.append(int(process.stdout.read().split()[-1]))


def measure(which: str, connections: int, chance: random.Random) -> tuple[Load, float]:
    """One run against a fresh server, and its commits per text."""
    with server(which) as (address, commits):
        host = urlsplit(address).netloc
        warm = [request(chance, host) for _ in range(50)]
        asyncio.run(load(address, 1, warm))
        requests = [request(chance, host) for _ in range(REQUESTS[connections])]
        done = asyncio.run(load(address, connections, requests))
    return done, (commits[0] - len(warm)) / len(requests)


def segments_by_day() -> Wish[dict[date, int]]:
    """Segments sent on each date, to all numbers."""
    rows = yield sql("SELECT day, segments FROM sms_spent WHERE address = '' ORDER BY day")
    return {row["day"]: int(row["segments"]) for row in rows}


async def segments() -> tuple[int, int]:
    """The segments of all answers to the texts of May 2017, and to those of one evening, everybody by SMS."""
    rules = Rules("sv", ZoneInfo("Europe/Stockholm"), 10**7, 10**7, ("+46",))
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{folder}/house.db")
        house = await load_demonstration(database)
        for place, site in enumerate(house.sites):
            staff = Person(0, f"Staff {site.short}", Role.REPORTER, (site.short,))
            await database.write(join, staff, "sms", number(place))
        inbox = Inbox(database, "sv", lambda: None)
        for row in read_recording(EXAMPLE, house.sites):
            moment = row.sent_at.replace(tzinfo=house.zone)
            if moment.date() < date(2017, 6, 1):
                address = number(house.sites.index(row.site))
                text = Incoming("sms", row.external_id, address, row.message, moment)
                await inbox.receive(text, Manner(rules, code="0000"))
        spent = await database.read(segments_by_day)
        await database.close()
    return sum(spent.values()), spent[date(2017, 5, 12)]


def run() -> list[Result]:
    month, evening = asyncio.run(segments())
    sent = [*sent_per("month", month), *sent_per("evening", evening)]
    chance = random.Random(4)
    results = []
    for connections in REQUESTS:
        ours, bare, commits = [], [], []
        for _ in range(RUNS):
            done, each = measure("ours", connections, chance)
            ours.append(done)
            commits.append(each)
            bare.append(measure("bare", connections, chance)[0])
        name = f"c{connections}"
        results += [
            rate(
                f"sms.requests_per_second.{name}",
                "texts/s",
                [one.rate for one in ours],
                BARE,
                [one.rate for one in bare],
            ),
            *(
                duration(
                    f"sms.p{which}_ms.{name}",
                    "ms",
                    [one.percentile(which) for one in ours],
                    BARE,
                    [one.percentile(which) for one in bare],
                )
                for which in (50, 99)
            ),
            alone(f"sms.commits_per_message.{name}", "commits", commits),
        ]
    return [*results, *sent]


def sent_per(span: str, segments: int) -> list[Result]:
    """The segments sent, and what they cost where SMS_PRICE says what one does, as `0.50 SEK`.

    There is no price without it: Twilio's differ by network and account (its Pricing API has each account's own),
    and what is received is charged beside it.
    """
    told = [Result(f"sms.segments_per_{span}", segments, "segments", None, None, None, 1)]
    price, _, currency = os.environ.get("SMS_PRICE", "").partition(" ")
    if price:
        cost = segments * float(price.replace(",", "."))
        told.append(Result(f"sms.price_per_{span}", cost, currency, f"{price} a segment", None, None, 1))
    return told
