"""The lean way of a request: what counts as an answer, and that a request is told when it leaves."""

import asyncio
import contextlib
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.request import NotSent, Request, ServerFault
from bot.channels.telegram.wire import Broken, NoConnection, Wire

OK = b'{"ok": true, "result": 5}'


@asynccontextmanager
async def server(*answers, closes=False):
    """Answers each request with the next of `answers`, in the pieces it has; yields its address and what it read."""
    read = []
    waiting = list(answers)
    serving = set()

    async def serve(reader, writer):
        serving.add(asyncio.current_task())
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while waiting:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line.split(b":")[1])
                    for line in head.split(b"\r\n")
                    if line.startswith(b"Content-Length")
                )
                read.append((head, await reader.readexactly(length)))
                for piece in waiting.pop(0):
                    writer.write(piece)
                    await writer.drain()
                if closes:
                    break
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/bot", read
        await asyncio.gather(*serving)


def said(body, *headers, status="200 OK"):
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
HALVES = b"a;ext=1\r\n" + OK[:10] + b"\r\n" + f"{len(OK) - 10:X}".encode() + b"\r\n" + OK[10:] + b"\r\n"


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ([said(OK)], 200),
        ([said(OK)[:9], said(OK)[9:30], said(OK)[30:]], 200),
        ([said(OK, "X-Other: 1", status="400 Bad Request")], 400),
        ([b"HTTP/1.1 100 Continue\r\n\r\n" + said(OK)], 200),
        ([CHUNKED + HALVES + b"0\r\n\r\n"], 200),
        ([CHUNKED, HALVES[:5], HALVES[5:], b"0\r\n", b"Trailer: 1\r\n\r\n"], 200),
        ([b"HTTP/1.1 200 OK\r\ncontent-length:" + f"{len(OK)}\r\n\r\n".encode(), OK], 200),
    ],
    ids=["whole", "in pieces", "a refusal", "after 100", "chunked", "chunked in pieces", "lower case"],
)
async def test_an_answer_is_read_however_it_comes_and_the_connection_kept(pieces, status):
    async with server(pieces, pieces) as (address, read):
        wire = Wire(address)
        for _ in range(2):
            assert await wire.post("/bot/getMe", "text/plain", b"a=1", 5.0) == (status, OK)
        wire.close()

    assert [body for _, body in read] == [b"a=1", b"a=1"]


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.0 200 OK\r\n\r\n" + OK, said(OK, "Connection: close")],
    ids=["without a length", "with a length"],
)
async def test_an_answer_that_ends_the_connection_is_read_to_its_end(answer):
    async with server([answer], [answer], closes=True) as (address, _):
        wire = Wire(address)
        for _ in range(2):
            assert await wire.post("/bot/getMe", "text/plain", b"", 5.0) == (200, OK)
        wire.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 xyz\r\n\r\n",
        CHUNKED + b"-6\r\n",
    ],
    ids=["nothing", "half", "another protocol", "no status", "a chunk of less than nothing"],
)
async def test_what_is_no_whole_answer_is_a_broken_connection(answer):
    async with server([answer], closes=True) as (address, _):
        wire = Wire(address)
        with pytest.raises(Broken):
            await wire.post("/bot/getMe", "text/plain", b"", 5.0)
        wire.close()


async def test_an_answer_that_does_not_come_in_time_is_given_up():
    async with server([], []) as (address, _):
        wire = Wire(address)
        with pytest.raises(TimeoutError):
            await wire.post("/bot/getMe", "text/plain", b"", 0.05)
        wire.close()


@pytest.mark.parametrize(("first", "then"), [(30.0, 0.05), (0.05, 0.2)], ids=["shorter", "longer"])
async def test_each_request_on_a_connection_has_a_time_of_its_own(first, then):
    clock = asyncio.get_running_loop().time
    async with server([said(OK)], [], []) as (address, _):
        wire = Wire(address)
        await wire.post("/bot/getMe", "text/plain", b"", first)
        began = clock()
        with pytest.raises(TimeoutError):
            await wire.post("/bot/getMe", "text/plain", b"", then)
        wire.close()

    assert then <= clock() - began < 30.0


async def test_a_server_that_is_not_there_has_read_nothing(free_port):
    noted = []
    with pytest.raises(NoConnection):
        await Wire(f"http://127.0.0.1:{free_port}").post("/", "text/plain", b"", 5.0, noted.append)

    assert noted == []


async def test_a_request_is_told_before_and_after_it_leaves():
    noted = []
    async with server([said(OK)]) as (address, _):
        wire = Wire(address)
        await wire.post("/bot/getMe", "text/plain", b"", 5.0, noted.append)
        wire.close()

    assert noted == [True, False]


async def test_a_request_that_does_not_fit_into_the_system_has_not_left():
    noted = []
    async with server([said(OK)]) as (address, _):
        wire = Wire(address)
        await wire.post("/bot/getMe", "text/plain", b"x" * 20_000_000, 20.0, noted.append)
        wire.close()

    assert noted == [True]


# What an answer means


@pytest.mark.parametrize(
    ("status", "parameters", "fault"),
    [
        ("400 Bad Request", "{}", BadRequest),
        ("400 Bad Request", '{"migrate_to_chat_id": -5}', ChatMigrated),
        ("401 Unauthorized", "{}", InvalidToken),
        ("403 Forbidden", "{}", Forbidden),
        ("404 Not Found", "{}", InvalidToken),
        ("409 Conflict", "{}", Conflict),
        ("429 Too Many Requests", '{"retry_after": 7}', RetryAfter),
        ("429 Too Many Requests", "{}", RetryAfter),
        ("408 Request Timeout", "{}", ServerFault),
        ("413 Request Entity Too Large", "{}", BadRequest),
        ("302 Found", "{}", ServerFault),
        ("502 Bad Gateway", "{}", ServerFault),
    ],
)
async def test_a_refusal_has_the_name_that_the_library_gives_it(status, parameters, fault):
    body = f'{{"ok": false, "description": "no", "parameters": {parameters}}}'.encode()
    async with server([said(body, status=status)]) as (address, _):
        request = Request()
        with pytest.raises(fault) as raised:
            await request.ask(f"{address}/sendMessage", {"text": "å & ö", "chat_id": 5})
        await request.shutdown()

    assert type(raised.value) is fault


@pytest.mark.parametrize(
    ("asked", "waits"),
    [("0", 1), ("-3", 1), ("0.2", 1), ("1.5", 2), ("7", 7), ("1e9", 86_400), ('"7"', 5), ("null", 5)],
)
async def test_a_pause_is_kept_however_it_is_asked_for(asked, waits):
    body = f'{{"ok": false, "error_code": 429, "parameters": {{"retry_after": {asked}}}}}'.encode()
    async with server([said(body, status="429 Too Many Requests")]) as (address, _):
        request = Request()
        with pytest.raises(RetryAfter) as raised:
            await request.ask(f"{address}/sendMessage", {})
        await request.shutdown()

    assert raised.value.retry_after == timedelta(seconds=waits)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b'{"ok": false, "error_code": 403, "description": "Forbidden: bot was blocked"}', Forbidden),
        (b'{"ok": false, "error_code": 429, "parameters": {"retry_after": 3}}', RetryAfter),
        (b'{"ok": false}', TelegramError),
        (b'{"ok": true', TelegramError),
    ],
    ids=["blocked", "too many", "says nothing", "truncated"],
)
async def test_a_refusal_that_comes_as_200_is_one(body, fault):
    async with server([said(body)]) as (address, _):
        request = Request()
        with pytest.raises(fault) as raised:
            await request.ask(f"{address}/sendMessage", {})
        await request.shutdown()

    assert type(raised.value) is fault


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b""], ids=["a page", "nothing"])
async def test_what_is_no_answer_of_the_bot_api_is_a_fault_of_the_server(body):
    async with server([said(body)]) as (address, _):
        request = Request()
        with pytest.raises(ServerFault):
            await request.ask(f"{address}/sendMessage", {})
        await request.shutdown()


@pytest.mark.parametrize(
    ("result", "read"),
    [(b'"\\ud83d"', "\ud83d"), (b'"\xff"', "\ufffd"), (b'{"n": 1e400}', {"n": float("inf")})],
    ids=["half a letter", "no letter", "no number"],
)
async def test_an_answer_is_read_though_a_letter_in_it_is_none(result, read):
    async with server([said(b'{"ok": true, "result": ' + result + b"}")]) as (address, _):
        request = Request()
        assert await request.ask(f"{address}/getUpdates", {}) == read
        await request.shutdown()


async def test_a_text_arrives_as_it_was(telegram):
    request = Request()
    text = "å & ö = 1 + 1?\n100 % \U0001f600"
    sent = await request.ask(
        f"{telegram.url}/bot4242:canary-token-of-the-fake/sendMessage", {"chat_id": 5, "text": text}
    )
    await request.shutdown()

    assert sent["text"] == text


async def test_no_connection_means_that_nothing_was_sent(free_port):
    request = Request()
    with pytest.raises(NotSent):
        await request.ask(f"http://127.0.0.1:{free_port}/bot/sendMessage", {})
    await request.shutdown()


async def test_requests_go_through_the_proxy_of_the_environment(monkeypatch):
    noted = []
    async with server([said(OK)]) as (address, read):
        monkeypatch.setenv("http_proxy", address.removesuffix("/bot"))
        monkeypatch.delenv("no_proxy", raising=False)
        request = Request()
        await request.initialize()
        assert await request.ask("http://telegram.invalid/bot/getMe", {}, on_write=noted.append) == 5
        await request.shutdown()

    assert read[0][0].startswith(b"POST http://telegram.invalid/bot/getMe ")
    assert noted == [True]
