"""A house reached by SMS: the real channel, inbox and outbox, a clock that the test sets, and a Twilio of our own."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.sms.channel import Account, Sms
from bot.channels.sms.rules import Rules
from bot.clock import Clock
from bot.house_file import read_house_file
from bot.inbox import Inbox
from bot.outbox import Outbox
from shelter.messages import Incoming
from storage.counts import holding
from storage.house import save_house
from storage.outbox import Delivery, record, waiting
from storage.wishes import sql
from tests.fakes.twilio_server import ACCOUNT, NUMBER, TOKEN, Text, Twilio, signature
from tests.house_files import DAY_1, NIGHT_A, staff

ZONE = ZoneInfo("Europe/Stockholm")
NUMBERS = {
    "Anna": "+46701000001",
    "Dilan": "+46701000002",
    "Eva": "+46701000003",
    "Nora": "+4791000000",
    "Cia": "+46709999999",
}
HOUSE = "".join(
    [
        *(NIGHT_A, DAY_1),
        staff("Anna", ["A"], sms=NUMBERS["Anna"]),
        staff("Dilan", ["D1"], sms=NUMBERS["Dilan"]),
        staff("Eva", ["A"], language="en", sms=NUMBERS["Eva"], telegram=42),
        staff("Nora", ["A"], sms=NUMBERS["Nora"]),
        staff("Bo", telegram=77),
    ]
)
PUBLIC_URL = "https://bot.example.org"


class Telegram:
    """Where texts go that SMS cannot carry: it only keeps them."""

    name = "telegram"
    routes = ()

    def __init__(self):
        self.got = []

    async def deliver(self, messages):
        self.got += [(message.address, message.text) for message in messages]
        return [Delivery(message.id, "sent") for message in messages]


class Line:
    """The house on the line. `now` is the house's time; `later` moves the real time that retries go by."""

    def __init__(self, database, twilio, *, service="", **rules):
        self.database = database
        self.twilio = twilio
        self.now = datetime(2017, 10, 12, 21, 40, tzinfo=ZONE)
        self.later = timedelta(0)
        self.written = 0
        self.telegram = Telegram()
        clock = Clock(real=lambda: self.now.astimezone(UTC))
        self.inbox = Inbox(database, "sv", lambda: None, texts_to=("+46",))
        account = Account(
            sid=ACCOUNT,
            token=TOKEN,
            old_token="",
            messaging_service=service,
            number="" if service else NUMBER,
            api_url=twilio.url,
            seconds=1.0,
            public_url=PUBLIC_URL,
        )
        given = {
            "language": "sv",
            "zone": ZONE,
            "daily_budget": 500,
            "number_budget": 100,
            "countries": ("+46",),
            "secrets": (TOKEN,),
        }
        self.sms = Sms(
            database=database,
            account=account,
            rules=Rules(**(given | rules)),
            receive=self.inbox.receive,
            wake=lambda: None,
            now=clock.now,
            real_now=self.real_now,
        )
        self.outbox = Outbox(database, [self.sms, self.telegram], clock)
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(Starlette(routes=list(self.sms.routes))), base_url="http://inside"
        )

    def real_now(self):
        return datetime.now(UTC) + self.later

    async def post(self, target, fields, **headers):
        headers = {"X-Twilio-Signature": signature(PUBLIC_URL + target, fields)} | headers
        return await self.http.post(target, data=_as_dict(fields), headers=headers)

    async def request(self, text, **more):
        return await self.post("/sms/incoming", Twilio.form(text, **more))

    async def says(self, name, body, *, at=None, sid=None, **more):
        """A text from somebody's phone, and what is answered in the reply to its request."""
        if at is not None:
            self.now = datetime.fromisoformat(at).replace(tzinfo=ZONE)
        else:
            self.now += timedelta(seconds=1)
        text = Text(sid or self.twilio.sid(), "inbound", NUMBERS.get(name, name), NUMBER, body, self.now)
        reply = await self.request(text, **more)
        assert reply.status_code == 200
        return said(reply.text)

    async def writes(self, address, text):
        """A message in Telegram, and its answer."""
        self.now += timedelta(seconds=1)
        self.written += 1
        incoming = Incoming("telegram", str(self.written), address, text, self.now)
        return (await self.inbox.receive(incoming)).text

    async def count(self, site="A", day="2017-10-12"):
        held = await self.database.read(holding, site, datetime.fromisoformat(day).date())
        return held.count if held else None

    async def tries(self):
        """One round of the outbox on every channel, at the moment `later` stands at."""
        for channel in (self.sms, self.telegram):
            messages = await self.database.read(waiting, channel.name, self.real_now(), 500)
            late = {one.id for one in messages if one.expires_at and one.expires_at <= self.now}
            if messages:
                deliveries = await channel.deliver([one for one in messages if one.id not in late])
                deliveries += [Delivery(one, "expired") for one in late]
                await self.database.write(record, deliveries, self.now)

    async def rows(self, sql_text, **values):
        def wish():
            return (yield sql(sql_text, **values))

        return await self.database.read(wish)


def _as_dict(fields):
    values = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    return values


def said(twiml):
    """What a reply says; None for silence."""
    found = re.search(r"<Message[^>]*>(.*)</Message>", twiml, re.DOTALL)
    return unescape(found[1]) if found else None


@pytest.fixture(scope="session")
def a_twilio():
    with Twilio() as twilio:
        yield twilio


@pytest.fixture
def twilio(a_twilio):
    """One server for all tests, as good as new for each."""
    a_twilio.texts.clear()
    a_twilio.faults.clear()
    a_twilio.list_faults.clear()
    a_twilio.stopped.clear()
    a_twilio.on_page = lambda page: None
    a_twilio.requests.clear()
    a_twilio.away = False
    a_twilio.takes = 0.0
    a_twilio.later = timedelta(0)
    a_twilio.list_page = 50
    return a_twilio


@pytest.fixture
def house_file(tmp_path):
    file = Path(tmp_path / "house.toml")
    file.write_text(HOUSE, encoding="utf-8")
    return read_house_file(file, "Europe/Stockholm")


@pytest.fixture
async def open_line(database, twilio, house_file):
    """Opens a line with settings of its own: `open_line(daily_budget=3)`."""
    house = house_file
    await database.write(save_house, house.zone, house.sites, house.members)
    lines = []

    def open_one(**settings):
        lines.append(Line(database, twilio, **settings))
        return lines[-1]

    yield open_one
    for line in lines:
        await line.http.aclose()
        await line.sms.close()


@pytest.fixture
async def line(open_line):
    return open_line()
