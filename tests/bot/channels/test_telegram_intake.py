"""How updates come in: what is acknowledged, what the webhook refuses, and what /healthz tells."""

import itertools
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter

from bot.channels.telegram.groups import Me
from bot.channels.telegram.intake import raw_form
from bot.channels.telegram.polling import after
from bot.channels.telegram.state import State, WrongBot
from bot.channels.telegram.updates import meaning
from bot.channels.telegram.webhook import LARGEST_BODY, PATH, SECRET_HEADER, Webhook

NOW = datetime(2017, 10, 12, 19, 40, tzinfo=UTC)
SECRET = "canary-secret"
ME = Me("4242", "shelter_test_bot")


# What is acknowledged


@pytest.mark.parametrize(
    ("numbers", "next_one"),
    [
        ([], None),
        ([5], 6),
        ([5, 6, 7], 8),
        ([5, 7, 8], 9),
        ([1000, 1001, 5], 1002),
        ([5, 900_000], 6),
        ([None, 5], 6),
        (["7", 5], 6),
    ],
    ids=str,
)
def test_only_one_row_of_numbers_is_acknowledged_at_a_time(numbers, next_one):
    assert after([{"update_id": number} for number in numbers]) == next_one


# The webhook


class Visits:
    """The webhook alone, and what it handed on."""

    def __init__(self):
        self.taken = []
        self.broken = False
        self.app = Starlette(routes=[Route(PATH, Webhook(self.take, SECRET).bring, methods=["POST"])])
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://bot")

    async def take(self, raw):
        if self.broken:
            raise OSError("the disk is full")
        self.taken.append(raw)

    async def post(self, content, secret=SECRET, **headers):
        return await self.http.post(PATH, content=content, headers={SECRET_HEADER: secret, **headers})


@pytest.fixture
async def visits():
    made = Visits()
    yield made
    await made.http.aclose()


async def test_an_update_is_handed_on_and_acknowledged(visits):
    answer = await visits.post('{"update_id": 5}')

    assert (answer.status_code, visits.taken) == (200, [{"update_id": 5}])


@pytest.mark.parametrize("secret", ["", "canary-secre", "canary-secret2", "\u00e5"])
async def test_who_does_not_know_the_secret_changes_nothing(visits, secret):
    answer = await visits.post('{"update_id": 5}', secret=secret.encode("latin-1"))

    assert (answer.status_code, visits.taken) == (403, [])


async def test_a_large_body_is_refused_by_its_header_before_it_is_read(visits):
    async def endless():
        raise AssertionError("the body was read")
        yield b""

    answer = await visits.post(endless(), **{"Content-Length": str(LARGEST_BODY + 1)})

    assert (answer.status_code, visits.taken) == (413, [])


async def test_a_large_body_without_a_length_is_refused_too(visits):
    async def chunks():
        for _ in itertools.repeat(0, 3):
            yield b"x" * (LARGEST_BODY // 2)

    answer = await visits.post(chunks())

    assert (answer.status_code, visits.taken) == (413, [])


@pytest.mark.parametrize("body", ["no json", "[1, 2]", '"text"', "", "[" * 50_000], ids=range(5))
async def test_what_is_no_update_is_handed_on_to_be_set_aside_and_not_asked_for_again(visits, body):
    answer = await visits.post(body)

    assert answer.status_code == 200
    assert len(visits.taken) == 1


async def test_a_body_that_breaks_off_is_no_update_and_is_asked_for_again(visits):
    answers = []
    arriving = [{"type": "http.request", "body": b'{"upda', "more_body": True}, {"type": "http.disconnect"}]
    headers = [(SECRET_HEADER.lower().encode(), SECRET.encode())]
    scope = {"type": "http", "method": "POST", "path": PATH, "query_string": b"", "headers": headers}

    async def receive():
        return arriving.pop(0)

    async def send(message):
        answers.append(message)

    await visits.app(scope, receive, send)

    assert (answers[0]["status"], visits.taken) == (400, [])


async def test_only_what_could_not_be_stored_is_asked_for_again(visits):
    visits.broken = True

    assert (await visits.post('{"update_id": 5}')).status_code == 503


# Health and back-off


def state_at(moments):
    return State(now=lambda: moments[0])


def test_silence_of_45_seconds_is_told():
    moments = [NOW]
    state = state_at(moments)
    moments[0] = NOW + timedelta(seconds=40)
    assert state.trouble is None
    moments[0] = NOW + timedelta(seconds=46)
    assert state.trouble == "nothing has come from Telegram for a while"
    state.worked()
    assert state.trouble is None


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (InvalidToken("x"), "Telegram does not know TELEGRAM_TOKEN (or TELEGRAM_API_URL is wrong)"),
        (Conflict("x"), "another process fetches this bot's updates"),
        (WrongBot(), "TELEGRAM_TOKEN belongs to another bot than Telegram says"),
        (
            BadRequest("x"),
            "Telegram refuses PUBLIC_URL as a webhook (it wants https on port 443, 80, 88 or 8443)",
        ),
        (NetworkError("x"), None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_only_a_person_can_mend_is_told_at_once(fault, told):
    state = state_at([NOW])
    state.failed(fault)

    assert state.trouble == told


def test_each_fault_waits_longer_up_to_fifteen_seconds_until_it_works_again():
    state = state_at([NOW])
    assert [state.failed(NetworkError("x")) for _ in range(9)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15, 15]
    state.worked()
    assert state.failed(NetworkError("x")) == 0.2


def test_a_pause_that_telegram_asks_for_is_kept(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert state_at([NOW]).failed(RetryAfter(timedelta(seconds=40))) == 40


# What an update means


TEXT = {
    "message_id": 7,
    "date": 1507837200,
    "chat": {"id": 101, "type": "private", "first_name": "Anna"},
    "from": {"id": 101, "is_bot": False, "first_name": "Anna", "language_code": "sv"},
    "text": "K9 M19",
}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"text": "  å\n\U0001f600 "},
        {"from": {"id": 101, "is_bot": False, "first_name": "Anna"}},
        {"chat": {"id": 101, "type": "private", "username": "anna", "last_name": "A"}},
        {"date": 0},
    ],
    ids=["as usual", "any text", "no language", "more of the chat", "long ago"],
)
def test_a_plain_text_means_what_the_library_says(changed):
    update = {"update_id": 5, "message": {**TEXT, **changed}}
    # With one thing more beside it, the library reads it.
    by_library = {"update_id": 5, "message": {**TEXT, **changed, "has_protected_content": False}}

    assert meaning(update, timedelta(hours=1), ME) == meaning(by_library, timedelta(hours=1), ME)
    assert meaning(update, timedelta(0), ME) is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"from": {"id": 101, "is_bot": True, "first_name": "Anna"}},
        {"chat": {"id": -5, "type": "group", "title": "G"}},
        {"text": None, "pinned_message": {**TEXT, "message_id": 1}},
        {"text": None, "write_access_allowed": {"from_request": True}},
    ],
    ids=["of a bot", "in a group", "a pin", "a permission"],
)
def test_what_is_not_for_us_means_nothing(changed):
    assert meaning({"update_id": 5, "message": {**TEXT, **changed}}, timedelta(0), ME) is None


@pytest.mark.parametrize(
    "beside",
    [
        {"reply_to_message": {**TEXT, "message_id": 6, "poll": {"id": "1"}}},
        {"poll": {"id": "1", "question": "?"}},
        {"gift": {"gift": {}}, "checklist": 5},
        {"entities": [{"type": "of next year"}], "link_preview_options": 7},
        {"external_reply": {"origin": {}}, "quote": {}, "via_bot": {"id": 1}},
        {"something_new": {"of": "next year"}},
    ],
    ids=lambda beside: next(iter(beside)),
)
def test_what_is_not_read_of_a_message_cannot_keep_its_text_from_being_heard(beside):
    """The library wants each field as its own edition of the Bot API has it."""
    heard = meaning({"update_id": 5, "message": {**TEXT, **beside}}, timedelta(0), ME)

    assert (heard.text, heard.address) == ("K9 M19", "101")


def test_a_kind_of_update_that_was_not_asked_for_means_nothing():
    assert meaning({"update_id": 5, "poll": {"id": "of next year"}}, timedelta(0), ME) is None


def test_a_place_that_is_shared_live_is_not_answered_each_time_it_moves():
    moved = {**TEXT, "text": None, "location": {"longitude": 18.0, "latitude": 59.3}, "edit_date": 1507837260}

    assert meaning({"update_id": 5, "edited_message": moved}, timedelta(0), ME) is None


@pytest.mark.parametrize(
    "changed",
    [{"date": 10**30}, {"date": "soon"}, {"chat": 5}, {"from": "Anna"}],
    ids=str,
)
def test_what_is_not_formed_as_it_should_be_cannot_be_parsed(changed):
    with pytest.raises(Exception):  # noqa: B017 whatever it is, the update is set aside
        meaning({"update_id": 5, "message": {**TEXT, **changed}}, timedelta(0), ME)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "a\nb", 7, None], ids=repr)
def test_a_press_whose_name_cannot_be_kept_cannot_be_parsed(name):
    press = {"id": name, "from": TEXT["from"], "message": TEXT, "chat_instance": "1", "data": "x"}
    with pytest.raises(Exception):  # noqa: B017 as above
        meaning({"update_id": 5, "callback_query": press}, timedelta(0), ME)


def test_an_update_that_is_nested_too_deep_to_be_written_out_has_a_raw_form_too():
    deep = []
    for _ in range(100_000):
        deep = [deep]

    assert raw_form({"update_id": 5, "message": deep}) == "nested too deep: update_id, message"
