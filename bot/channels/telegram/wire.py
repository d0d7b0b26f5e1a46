"""The shortest way of a request: kept-alive HTTP/1.1 connections to one server, and no more than the Bot API needs.

An exchange takes a third of what it takes through aiohttp, which still carries files, proxies and the library's own
requests. And here it is known when a request has left: see `OnWrite`.
"""

import asyncio
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

CONNECT_SECONDS = 10.0
LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes. A hundred updates of the longest texts are below one megabyte."""

IDLE_SECONDS = 30.0
"""A connection that was idle for longer is not used again: the server may be about to close it."""

OnWrite = Callable[[bool], None]
"""Called with True when a request is about to leave and with False once the system has all of it.

Nothing else of this process happens between the two.
"""


class NoConnection(Exception):
    """The server was not reached: nothing of the request has left."""


class Broken(Exception):
    """The connection ended, or said what is no HTTP, before the whole answer had come."""


class Wire:
    """Connections to the server of one address; each carries one request at a time."""

    def __init__(self, base_url: str) -> None:
        url = urlsplit(base_url)
        self._host = url.hostname or ""
        self._port = url.port or (443 if url.scheme == "https" else 80)
        self._is_secure = url.scheme == "https"
        self._head = f"Host: {url.netloc.rpartition('@')[2]}\r\n"
        self._context: ssl.SSLContext | None = None
        self._idle: list[_Connection] = []
        self._open: set[_Connection] = set()

    async def post(
        self, path: str, kind: str, body: bytes, seconds: float, on_write: OnWrite | None = None
    ) -> tuple[int, bytes]:
        """The status and body of the answer, which may take so many seconds.

        Raises NoConnection, Broken or TimeoutError.
        """
        connection = self._unused() or await self._connected()
        head = (
            f"POST {path} HTTP/1.1\r\n{self._head}Accept: */*\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            answer = await connection.exchange(head.encode("ascii") + body, seconds, on_write)
        finally:
            if not connection.can_go_on:
                connection.close()
        if connection.can_go_on:
            self._idle.append(connection)
        return answer

    def close(self) -> None:
        for connection in list(self._open):
            connection.close()

    def _unused(self) -> "_Connection | None":
        oldest = asyncio.get_running_loop().time() - IDLE_SECONDS
        while self._idle:
            connection = self._idle.pop()
            if connection.can_go_on and connection.used_at > oldest:
                return connection
            connection.close()
        return None

    async def _connected(self) -> "_Connection":
        if self._is_secure and self._context is None:
            self._context = await asyncio.to_thread(ssl.create_default_context)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, connection = await asyncio.get_running_loop().create_connection(
                    lambda: _Connection(self._open),
                    self._host,
                    self._port,
                    ssl=self._context,
                    happy_eyeballs_delay=0.25,
                )
        except (OSError, TimeoutError) as fault:
            raise NoConnection(type(fault).__name__) from fault
        return connection


class _Connection(asyncio.Protocol):
    def __init__(self, among: "set[_Connection]") -> None:
        self._among = among
        self._loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._read = bytearray()
        self._late_at = 0.0
        self._watch: asyncio.TimerHandle | None = None
        """Looks whether an answer is late; it outlives the exchange, as most answers are not."""
        self.can_go_on = True
        """Whether another request may follow on this connection."""
        self.used_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 for the type checker
        self._transport = transport
        self._among.add(self)

    async def exchange(self, request: bytes, seconds: float, on_write: OnWrite | None) -> tuple[int, bytes]:
        answer: asyncio.Future[tuple[int, bytes]] = self._loop.create_future()
        self._answer = answer
        self._late_at = self._loop.time() + seconds
        if self._watch is None or self._watch.when() > self._late_at:
            self._watch_until(self._late_at)
        self._read.clear()
        if on_write is not None:
            on_write(True)
        self._transport.write(request)
        if on_write is not None and not self._transport.get_write_buffer_size():
            on_write(False)
        try:
            return await answer
        except asyncio.CancelledError:
            self.can_go_on = False
            raise
        finally:
            self.used_at = self._loop.time()

    def _watch_until(self, moment: float) -> None:
        if self._watch is not None:
            self._watch.cancel()
        self._watch = self._loop.call_at(moment, self._look)

    def _look(self) -> None:
        self._watch = None
        if self._answer is None or self._answer.done():
            return
        if self._loop.time() < self._late_at:  # another exchange has begun since
            self._watch_until(self._late_at)
        else:
            self._fail(TimeoutError())

    def data_received(self, data: bytes) -> None:
        if self._answer is None or self._answer.done():
            self._fail(Broken("an answer without a question"))
            return
        self._read += data
        try:
            answer = _answer(self._read, ended=False)
        except ValueError:
            self._fail(Broken("no HTTP"))
            return
        if answer is not None:
            status, body, self.can_go_on = answer
            self._answer.set_result((status, body))
        elif len(self._read) > LARGEST_ANSWER:
            self._fail(Broken("too long an answer"))

    def connection_lost(self, exc: Exception | None) -> None:
        self._among.discard(self)
        self.can_go_on = False
        if self._watch is not None:
            self._watch.cancel()
        if self._answer is None or self._answer.done():
            return
        try:
            answer = None if exc else _answer(self._read, ended=True)
        except ValueError:
            answer = None
        if answer is None:
            self._answer.set_exception(Broken("the connection ended"))
        else:
            self._answer.set_result(answer[:2])

    def close(self) -> None:
        self.can_go_on = False
        self._transport.abort()

    def _fail(self, fault: Exception) -> None:
        self.can_go_on = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(fault)
        self._transport.abort()


def _answer(read: bytearray, *, ended: bool) -> tuple[int, bytes, bool] | None:
    """Status, body and whether the connection stays open; None while more is to come.

    `ended`: the server has closed the connection, which ends an answer of no stated length. Raises ValueError for
    what is no HTTP.
    """
    end = read.find(b"\r\n\r\n")
    if end < 0:
        return None
    first, *lines = bytes(read[:end]).split(b"\r\n")
    version, _, rest = first.partition(b" ")
    status = int(rest[:3])
    if not version.startswith(b"HTTP/1."):
        raise ValueError("no HTTP/1")
    if status < 200:
        del read[: end + 4]
        return _answer(read, ended=ended)
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)
    }
    stays = version == b"HTTP/1.1" and headers.get(b"connection", b"").lower() != b"close"
    if headers.get(b"transfer-encoding", b"").lower().endswith(b"chunked"):
        body = _unchunked(read, end + 4)
        return None if body is None else (status, body, stays)
    if b"content-length" in headers:
        length = int(headers[b"content-length"])
        whole = len(read) - end - 4 >= length
        return (status, bytes(read[end + 4 : end + 4 + length]), stays) if whole else None
    return (status, bytes(read[end + 4 :]), False) if ended else None


def _unchunked(read: bytearray, start: int) -> bytes | None:
    """The body that came in chunks; None while some are to come."""
    body = bytearray()
    while (end := read.find(b"\r\n", start)) >= 0:
        size = read[start:end].partition(b";")[0].strip()
        length = int(size if size.isalnum() else b"no number", 16)  # a minus would go back, again and again
        start = end + 2 + length + 2
        if not length:
            # After the last chunk an empty line, or further headers and one.
            return (
                bytes(body) if read.find(b"\r\n", end + 2) == end + 2 or b"\r\n\r\n" in read[end:] else None
            )
        if len(read) < start:
            return None
        body += read[end + 2 : start - 2]
    return None
