"""How requests to Telegram travel: python-telegram-bot's request, on aiohttp, which takes a quarter of the time."""

import json
import logging
import os
from io import BytesIO
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

CONNECTIONS = 64
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
"""How long an answer may take. A request that gets none in that time has an unknown fate."""

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes. A hundred updates of the longest texts are below one megabyte."""


class NotSent(NetworkError):
    """The request did not reach Telegram: it may be sent again without harm."""


class ServerFault(NetworkError):
    """Telegram, or what stands before it, answered that it cannot work now."""


def fields(**values: Any) -> RequestData:
    """The body of a request that is made without the library's Bot."""
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


class Request(BaseRequest):
    """One pool of connections. Its faults say whether the request can have had an effect."""

    def __init__(self, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._answer_seconds = answer_seconds
        self._session: aiohttp.ClientSession | None = None
        _set_up_library()

    @property
    def read_timeout(self) -> float | None:
        return self._answer_seconds

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=30.0),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=True,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of the answer. Raises NotSent, TimedOut, ServerFault or NetworkError."""
        assert self._session is not None, "initialize() comes first"  # noqa: S101 a fault of ours
        seconds = self._answer_seconds if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        limits = aiohttp.ClientTimeout(
            total=None, sock_connect=CONNECT_SECONDS, connect=CONNECT_SECONDS + seconds, sock_read=seconds
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=limits, allow_redirects=False
            ) as response:
                body = await response.content.read(LARGEST_ANSWER)
                while len(body) < LARGEST_ANSWER and (more := await response.content.read(LARGEST_ANSWER)):
                    body += more
        except aiohttp.ConnectionTimeoutError as fault:
            raise NotSent("no connection in time") from fault
        except TimeoutError as fault:
            raise TimedOut from fault
        except aiohttp.ClientConnectorError as fault:
            raise NotSent("no connection") from fault
        except (aiohttp.ClientError, OSError) as fault:
            raise NetworkError(type(fault).__name__) from fault
        if response.status >= 500 or not _from_telegram(body):
            raise ServerFault(f"HTTP {response.status}")
        return response.status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """As the library does it, without its log line, which would hold the text (P10)."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("not an answer of the Bot API") from None


def _from_telegram(body: bytes) -> bool:
    """Whether this is an answer of the Bot API; a proxy or a sign-in page of a network answers in HTML."""
    return body.lstrip()[:1] == b"{"


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime) in data.multipart_data.items():
        # As a stream: aiohttp writes it in parts, so that a long one does not hold up the loop.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime)
    return form


def _set_up_library() -> None:
    """The library logs tokens, chats and texts; none of its lines is written anywhere (P10)."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # a pause is a timedelta, as it will be for everybody
    for name in ("telegram", "httpx", "httpcore", "aiohttp"):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
