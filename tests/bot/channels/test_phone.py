"""The phone channel: what it takes and refuses, what it shows, and how an open page is kept up to date."""

import asyncio
import json
import socket
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from bot.channels.phone import Phone
from bot.channels.phone.channel import LINES
from bot.channels.phone.requests import LARGEST_BODY, LONGEST_TEXT
from bot.clock import Clock
from bot.enclosing import Maker
from bot.house_file import read_house_file
from shelter.messages import Answer
from shelter.people import Person, Role
from storage.clock import clock_ahead
from storage.house import Member, save_house
from storage.outbox import queue, record, waiting
from storage.settle import settle

HOUSE = read_house_file(Path(__file__).parents[3] / "bot" / "sample" / "house.toml", "Europe/Stockholm")
HALF_PAST_SIX = datetime(2017, 11, 1, 5, 30, tzinfo=UTC)
PATIENCE = 10.0


class House:
    """The phone channel over a real database, with an inbox that repeats each text and an outbox that tries once."""

    def __init__(self, database, clock_every=PATIENCE):
        self.database = database
        self.clock = Clock(real=lambda: HALF_PAST_SIX)
        self.phone = Phone(database, self.clock, self.receive, Maker(database), clock_every)
        self.app = Starlette(routes=self.phone.routes)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://phone.test")

    async def receive(self, incoming):
        return await self.database.write(settle, incoming, incoming.moment - timedelta(days=1), repeat)

    async def waiting(self):
        return await self.database.read(waiting, "phone", self.clock.now(), 100)

    async def send_what_waits(self):
        deliveries = await self.phone.deliver(await self.waiting())
        await self.database.write(record, deliveries, self.clock.now())
        return deliveries

    async def says(self, text, address="anna", number=1):
        body = {"address": address, "text": text, "id": str(number)}
        return await self.client.post("/phone/messages", json=body)

    async def on_the_phone_of(self, address):
        house = (await self.client.get("/phone/conversations")).json()
        return next(phone["messages"] for phone in house["phones"] if phone["address"] == address)


def repeat(_who, incoming):
    return Answer(f"Svar på: {incoming.text[:100]}") if incoming.text != "tyst" else None
    yield


@pytest.fixture
async def house(database):
    await database.write(save_house, HOUSE.zone, HOUSE.sites, HOUSE.members)
    house = House(database)
    yield house
    await house.client.aclose()


@pytest.fixture
async def impatient_house(database):
    """Tells its pages the time after every hundredth of a second in which nothing happened."""
    await database.write(save_house, HOUSE.zone, HOUSE.sites, HOUSE.members)
    house = House(database, clock_every=0.01)
    yield house
    await house.client.aclose()


def texts(messages):
    return [(message["direction"], message["text"], message["state"]) for message in messages]


# Texts in


async def test_a_text_gets_its_answer_once_it_is_kept(house):
    response = await house.says("K9 M19")

    assert (response.status_code, response.json()) == (200, {"answer": "Svar på: K9 M19"})
    assert texts(await house.on_the_phone_of("anna"))[0] == ("in", "K9 M19", "kept")


async def test_a_text_sent_again_gets_the_same_answer_and_stands_once(house):
    await house.says("K9 M19", number=7)
    again = await house.says("K9 M19", number=7)

    assert again.json() == {"answer": "Svar på: K9 M19"}
    assert len(await house.waiting()) == 1


async def test_a_text_is_received_at_the_time_of_the_house(house):
    await house.clock.set(house.database, datetime(2017, 7, 1, 20, 0, tzinfo=UTC))
    await house.says("K9 M19")

    (line, _) = await house.on_the_phone_of("anna")
    assert datetime.fromisoformat(line["moment"]) == datetime(2017, 7, 1, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("x" * LONGEST_TEXT, id="longest"),
        pytest.param("å" * LONGEST_TEXT, id="longest, every character escaped"),
        pytest.param("rad 1\nrad 2\t🙂" + "." * 100 + "\0", id="line breaks, emoji, NUL"),
    ],
)
async def test_a_phone_may_send_any_text(house, text):
    assert (await house.says(text)).status_code == 200


async def test_silence_is_an_answer_too(house):
    assert (await house.says("tyst")).json() == {"answer": None}


async def test_the_text_of_a_stranger_is_answered_and_not_kept(house):
    response = await house.says("hej", address="stranger")
    await house.send_what_waits()

    assert response.json() == {"answer": "Svar på: hej"}
    assert texts(await house.on_the_phone_of("stranger")) == [
        ("in", None, "kept"),
        ("out", "Svar på: hej", "sent"),
    ]


GOOD = {"address": "anna", "text": "K9 M19", "id": "1"}


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        pytest.param(422, {"address": "anna", "id": "1"}, "text: Field required", id="no text"),
        pytest.param(422, {"text": "K9 M19", "id": "1"}, "address: Field required", id="no address"),
        pytest.param(422, {"address": "anna", "text": "K9 M19"}, "id: Field required", id="no id"),
        pytest.param(422, {**GOOD, "id": ""}, "id: String should have at least 1", id="empty id"),
        pytest.param(422, {**GOOD, "id": "i" * 65}, "id: String should have at most 64", id="long id"),
        pytest.param(422, {**GOOD, "id": 17}, "id: Input should be a valid string", id="a number for an id"),
        pytest.param(422, {**GOOD, "address": "an\nna"}, "address: must be printable", id="line in address"),
        pytest.param(422, {**GOOD, "text": None}, "text: Input should be a valid string", id="null for text"),
        pytest.param(
            422, {**GOOD, "text": "x" * 4097}, "text: String should have at most 4096", id="long text"
        ),
        pytest.param(422, [GOOD], "Input should be an object", id="a list"),
        pytest.param(400, b"K9 M19", "Invalid JSON", id="not JSON"),
        pytest.param(400, b"", "Invalid JSON", id="nothing"),
        pytest.param(
            400, b'{"address": "anna", "text": "\\ud800", "id": "1"}', "Invalid JSON", id="half a pair"
        ),
        pytest.param(400, b"\xff\xfe", "Invalid JSON", id="not UTF-8"),
        pytest.param(413, b" " * (LARGEST_BODY + 1), "larger than", id="too large"),
    ],
)
async def test_a_text_that_cannot_be_taken_is_refused_with_its_reason(house, status, body, reason):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = await house.client.post(
        "/phone/messages", content=content, headers={"Content-Type": "application/json"}
    )

    assert response.status_code == status
    assert reason in response.json()["error"]
    assert await house.waiting() == []


@pytest.mark.parametrize("path", ["/phone/messages", "/phone/clock"])
@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param(415, {"Content-Type": "text/plain"}, id="what a form of another page may send"),
        pytest.param(415, {"Content-Type": ""}, id="no type"),
        pytest.param(403, {"Sec-Fetch-Site": "cross-site"}, id="another site's page"),
        pytest.param(403, {"Sec-Fetch-Site": "same-site"}, id="another port of this machine"),
        pytest.param(403, {"Origin": "https://elsewhere.test"}, id="another origin"),
        pytest.param(403, {"Origin": "null"}, id="an origin that hides"),
    ],
)
async def test_only_its_own_page_may_write_from_a_browser(house, path, status, headers):
    body = {**GOOD, "forward_minutes": 60}
    response = await house.client.post(
        path, content=json.dumps(body), headers={"Content-Type": "application/json", **headers}
    )

    assert response.status_code == status
    assert response.json()["error"]
    assert await house.waiting() == []
    assert house.clock.now() == HALF_PAST_SIX


async def test_its_own_page_may_write(house):
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://phone.test"}

    assert (await house.client.post("/phone/messages", json=GOOD, headers=own)).status_code == 200


# What the phones show


async def test_the_phones_are_those_of_the_house_and_one_of_a_stranger(house):
    shown = (await house.client.get("/phone/conversations")).json()

    assert [(phone["name"], phone["role"], phone["sites"]) for phone in shown["phones"]] == [
        ("Anna", "reporter", ["Natthärbärge A"]),
        ("Dilan", "reporter", ["Dagverksamhet 1"]),
        ("Bo", "coordinator", []),
        (None, None, []),
    ]
    assert shown["clock"] == {"moment": "2017-11-01T06:30:00+01:00", "zone": "Europe/Stockholm"}


async def test_phones_stand_by_role_and_site_and_a_replay_has_none(house):
    def member(name, role, *sites, address=None):
        return Member(Person(0, name, role, sites), (("phone", address or name.lower()),))

    await house.database.write(
        save_house,
        HOUSE.zone,
        HOUSE.sites,
        [
            member("Vera", Role.VIEWER),
            member("Bo", Role.COORDINATOR),
            member("Lea", Role.SITE_LEAD, "A"),
            member("Rut", Role.REPORTER),
            member("Dilan", Role.REPORTER, "D1"),
            member("Anna", Role.REPORTER, "B", "A"),
            member("Gate", Role.REPORTER, "A", address="replay:A"),
            Member(Person(0, "Elsewhere", Role.REPORTER, ("A",)), (("sms", "+46700000000"),)),
        ],
    )
    shown = (await house.client.get("/phone/conversations")).json()

    names = [phone["name"] for phone in shown["phones"]]
    assert names == ["Anna", "Dilan", "Rut", "Lea", "Bo", "Vera", None]
    assert shown["phones"][0]["sites"] == ["Natthärbärge A", "Natthärbärge B"]


async def test_a_stranger_who_has_joined_keeps_their_phone(house):
    joined = Member(Person(0, "Cia", Role.REPORTER, ("B",)), (("phone", "stranger"),))
    await house.database.write(save_house, HOUSE.zone, HOUSE.sites, [*HOUSE.members, joined])
    shown = (await house.client.get("/phone/conversations")).json()

    assert [phone["name"] for phone in shown["phones"]] == ["Anna", "Cia", "Dilan", "Bo"]


async def test_messages_stand_in_the_order_they_happened_however_the_clock_was_turned(house):
    await house.says("först", number=1)
    await house.client.post("/phone/clock", json={"forward_minutes": -600})
    await house.says("sedan", number=2)
    await house.database.write(
        queue,
        key="reminder",
        channel="phone",
        address="anna",
        text="Påminnelse",
        now=house.clock.now(),
        person=None,
        message=None,
    )
    await house.says("sist", number=3)

    assert [message["text"] for message in await house.on_the_phone_of("anna")] == [
        "först", "Svar på: först", "sedan", "Svar på: sedan", "Påminnelse", "sist", "Svar på: sist",
    ]  # fmt: skip


async def test_a_phone_shows_its_newest_messages(house):
    for number in range(40):
        await house.says(f"text {number}", number=number)
    shown = await house.on_the_phone_of("anna")

    assert len(shown) == LINES
    assert [message["text"] for message in shown[-2:]] == ["text 39", "Svar på: text 39"]


async def test_every_message_that_goes_out_arrives(house):
    await house.says("K9 M19")
    assert texts(await house.on_the_phone_of("anna"))[1] == ("out", "Svar på: K9 M19", "queued")

    deliveries = await house.send_what_waits()

    assert [delivery.state for delivery in deliveries] == ["sent"]
    assert texts(await house.on_the_phone_of("anna"))[1] == ("out", "Svar på: K9 M19", "sent")


async def test_a_message_has_arrived_before_the_outbox_has_written_so(house):
    await house.says("K9 M19")
    await house.phone.deliver(await house.waiting())

    assert texts(await house.on_the_phone_of("anna"))[1] == ("out", "Svar på: K9 M19", "sent")


# The clock


@pytest.mark.parametrize(
    ("change", "now"),
    [
        pytest.param({"moment": "2017-11-01T22:30"}, "2017-11-01T22:30:00+01:00", id="winter"),
        pytest.param(
            {"moment": "2017-07-01T22:30:15"}, "2017-07-01T22:30:15+02:00", id="summer, with seconds"
        ),
        pytest.param(
            {"moment": "2017-10-29T02:30"}, "2017-10-29T02:30:00+02:00", id="02:30 that comes twice"
        ),
        pytest.param({"moment": "2000-01-01T00:00"}, "2000-01-01T00:00:00+01:00", id="first"),
        pytest.param({"moment": "2099-12-31T23:59"}, "2099-12-31T23:59:00+01:00", id="last"),
        pytest.param({"forward_minutes": 15}, "2017-11-01T06:45:00+01:00", id="on"),
        pytest.param({"forward_minutes": -60}, "2017-11-01T05:30:00+01:00", id="back"),
        pytest.param({"forward_minutes": 0}, "2017-11-01T06:30:00+01:00", id="not at all"),
        pytest.param({"forward_minutes": -4320}, "2017-10-29T06:30:00+01:00", id="three days back"),
    ],
)
async def test_the_clock_is_set_and_turned_in_the_time_of_the_house(house, change, now):
    response = await house.client.post("/phone/clock", json=change)

    assert (response.status_code, response.json()) == (200, {"moment": now, "zone": "Europe/Stockholm"})
    assert house.clock.now() == datetime.fromisoformat(now)
    assert HALF_PAST_SIX + await house.database.read(clock_ahead) == house.clock.now()


EITHER = 'give either "moment"'
FAR = "from 2000 to 2099"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"moment": "1999-12-31T23:59"}, FAR, id="before 2000"),
        pytest.param({"moment": "2100-01-01T00:00"}, FAR, id="after 2099"),
        pytest.param({"moment": "0001-01-01T00:00"}, FAR, id="the first year there is"),
        pytest.param({"moment": "9999-12-31T23:59"}, FAR, id="the last year there is"),
        pytest.param({"forward_minutes": 60 * 24 * 366 * 90}, FAR, id="ninety years on"),
        pytest.param({"forward_minutes": -60 * 24 * 365 * 18}, FAR, id="eighteen years back"),
        pytest.param({"forward_minutes": 10**8}, FAR, id="two hundred years on"),
        pytest.param({"forward_minutes": 10**30}, "less than or equal", id="more minutes than there are"),
        pytest.param({"forward_minutes": "15"}, "valid integer", id="minutes in quotes"),
        pytest.param({"forward_minutes": 1.5}, "valid integer", id="half minutes"),
        pytest.param({"forward_minutes": True}, "valid integer", id="yes"),
        pytest.param({"moment": "2017-11-01T06:30Z"}, "should not have timezone", id="another zone's moment"),
        pytest.param({"moment": "halv sju"}, "moment: Input should be a valid datetime", id="words"),
        pytest.param(
            {"moment": "2017-02-30T06:30"}, "moment: Input should be a valid datetime", id="no such day"
        ),
        pytest.param({"moment": "2018-03-25T02:30"}, "skip 02:30", id="an hour that clocks skip"),
        pytest.param({}, EITHER, id="nothing"),
        pytest.param({"moment": "2017-11-01T06:30", "forward_minutes": 15}, EITHER, id="both"),
    ],
)
async def test_a_clock_that_cannot_be_is_refused_with_its_reason(house, change, reason):
    response = await house.client.post("/phone/clock", json=change)

    assert response.status_code == 422
    assert reason in response.json()["error"]
    assert house.clock.now() == HALF_PAST_SIX


# Open pages


@asynccontextmanager
async def served(house):
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(house.app, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        house.phone.close()
        server.should_exit = True
        await asyncio.wait_for(serving, PATIENCE)


class Stream:
    """The events as a page gets them."""

    def __init__(self, response):
        self._lines = response.aiter_lines()

    async def next(self):
        kind = None
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    return kind, json.loads(line.removeprefix("data: "))
        return None


@asynccontextmanager
async def page(url):
    async with (
        httpx.AsyncClient(timeout=PATIENCE) as client,
        client.stream("GET", f"{url}/phone/events") as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response)


async def test_a_page_is_told_of_texts_answers_and_the_clock(house):
    async with served(house) as url, page(url) as stream:
        kind, state = await stream.next()
        assert (kind, [phone["address"] for phone in state["phones"]]) == (
            "house",
            ["anna", "dilan", "bo", "stranger"],
        )

        await house.says("K9 M19")
        kind, state = await stream.next()
        assert (kind, state["address"]) == ("conversation", "anna")
        assert texts(state["messages"])[0] == ("in", "K9 M19", "kept")

        await house.send_what_waits()
        kind, state = await stream.next()
        assert texts(state["messages"])[1] == ("out", "Svar på: K9 M19", "sent")

        await house.client.post("/phone/clock", json={"forward_minutes": 60})
        assert await stream.next() == (
            "clock",
            {"moment": "2017-11-01T07:30:00+01:00", "zone": "Europe/Stockholm"},
        )


async def test_a_page_that_was_away_has_missed_nothing(house):
    async with served(house) as url:
        async with page(url) as stream:
            await stream.next()
        await house.says("K9 M19", address="dilan")
        await house.send_what_waits()

        async with page(url) as stream:
            _, state = await stream.next()

    assert texts(state["phones"][1]["messages"]) == [
        ("in", "K9 M19", "kept"),
        ("out", "Svar på: K9 M19", "sent"),
    ]


async def test_what_happens_while_a_page_does_not_read_comes_as_its_newest_state(house):
    async with served(house) as url, page(url) as stream:
        await stream.next()
        for number in range(5):
            await house.says(f"text {number}", number=number)
        seen = []
        while "text 4" not in seen:
            _, state = await stream.next()
            seen = [message["text"] for message in state["messages"]]

    assert [text for text in seen if text.startswith("text")] == [f"text {number}" for number in range(5)]


async def test_a_quiet_page_is_told_the_time(impatient_house):
    async with served(impatient_house) as url, page(url) as stream:
        await stream.next()

        assert await stream.next() == (
            "clock",
            {"moment": "2017-11-01T06:30:00+01:00", "zone": "Europe/Stockholm"},
        )


async def test_streams_end_when_the_service_stops(house):
    async with served(house) as url, page(url) as stream:
        await stream.next()
        house.phone.close()

        assert await stream.next() is None
        assert (await house.client.get("/phone/events")).status_code == 503


async def test_a_page_that_is_closed_is_forgotten(impatient_house):
    async with served(impatient_house) as url:
        async with page(url) as stream:
            await stream.next()
            assert impatient_house.phone.open_pages == 1
        async with asyncio.timeout(PATIENCE):
            while impatient_house.phone.open_pages:  # noqa: ASYNC110 the channel has a count, no event
                await asyncio.sleep(0)


async def test_what_a_replay_is_answered_is_delivered_and_shown_on_no_phone(house):
    await house.says("K9 M19", address="replay:A")
    deliveries = await house.send_what_waits()

    assert [delivery.state for delivery in deliveries] == ["sent"]
    shown = (await house.client.get("/phone/conversations")).json()
    assert all(phone["messages"] == [] for phone in shown["phones"])


async def test_what_could_not_be_sent_is_shown_as_such(house):
    await house.says("K9 M19")
    (message,) = await house.waiting()
    (delivery,) = await house.phone.deliver([replace(message, id=message.id + 1)])
    await house.database.write(record, [replace(delivery, id=message.id, state="expired")], HALF_PAST_SIX)

    assert texts(await house.on_the_phone_of("anna"))[1] == ("out", "Svar på: K9 M19", "expired")
