"""HTTP below the application: what is no request is answered and closed, whatever a client sends."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn

from bot.http import LARGEST_HEAD, Http

PIECE = b"x" * 65_536
ENOUGH = 2 * LARGEST_HEAD // len(PIECE)


async def echo(scope, receive, send):
    """Answers how many bytes of body came."""
    length, more = 0, True
    while more:
        message = await receive()
        length, more = length + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"%d" % length})


@pytest.fixture
async def address() -> AsyncIterator[tuple[str, int]]:
    bound = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(echo, http=Http, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    yield bound.getsockname()
    server.should_exit = True
    await serving


async def answers(address: tuple[str, int], *parts: bytes) -> bytes:
    """All that is answered until the server closes the connection."""
    reader, writer = await asyncio.open_connection(*address)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await reader.read()
    except ConnectionError:
        return b"closed"
    finally:
        writer.close()


@pytest.mark.parametrize(
    "begin",
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: here\r\nX-Long: ", id="a header"),
        pytest.param(b"GET /", id="an address"),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nbodyGET /", id="a second request"
        ),
    ],
)
async def test_a_head_that_never_ends_is_refused(address: tuple[str, int], begin: bytes) -> None:
    said = await asyncio.wait_for(answers(address, begin, *[PIECE] * ENOUGH), timeout=30)

    assert b" 400 " in said or said == b"closed"


async def test_a_body_is_as_long_as_its_request_says(address: tuple[str, int]) -> None:
    head = b"POST / HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    said = await answers(address, head % (ENOUGH * len(PIECE)), *[PIECE] * ENOUGH)

    assert b"\r\n%d\r\n" % (ENOUGH * len(PIECE)) in said


async def test_what_is_no_http_is_answered(address: tuple[str, int]) -> None:
    assert b" 400 " in await answers(address, b"K9 M19\r\n\r\n")
