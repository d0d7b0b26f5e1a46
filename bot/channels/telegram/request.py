"""How requests to Telegram travel: python-telegram-bot's request, on a wire of our own, or on aiohttp.

aiohttp carries files and goes through proxies; it is imported when that is first asked of it.
"""

import json
import logging
import math
import os
import urllib.request
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode, urlsplit

from pydantic import TypeAdapter
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.wire import (
    CONNECT_SECONDS,
    LARGEST_ANSWER,
    Broken,
    NoConnection,
    OnWrite,
    Wire,
)

if TYPE_CHECKING:
    import aiohttp

SHORTEST_PAUSE, LONGEST_PAUSE = 1, 24 * 60 * 60
"""Seconds. However short or long Telegram asks us to leave it alone, it is tried again after this."""

USUAL_PAUSE = 5
"""Seconds, where it does not say how long."""

PASSING = (408, 421, 425)
"""Refusals as 4xx that are not of what was asked, but of when or by which connection."""

CONNECTIONS = 64
ANSWER_SECONDS = 20.0
"""How long an answer may take. A request that gets none in that time has an unknown fate."""

FORM = "application/x-www-form-urlencoded"

READ_JSON = TypeAdapter(Any).validate_json
"""Takes half as long as the standard library, and raises ValueError."""


class NotSent(NetworkError):
    """The request did not reach Telegram: it may be sent again without harm."""


class ServerFault(NetworkError):
    """Telegram, or what stands before it, answered that it cannot work now."""


class Request(BaseRequest):
    """One pool of connections. Its faults say whether the request can have had an effect."""

    def __init__(self, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._answer_seconds = answer_seconds
        self._session: aiohttp.ClientSession | None = None
        self._wire: Wire | None = None
        self._proxies: dict[str, str | None] = {}
        _set_up_library()

    @property
    def read_timeout(self) -> float | None:
        return self._answer_seconds

    async def initialize(self) -> None:
        """Nothing is opened before it is needed."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._wire is not None:
            self._wire.close()

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
        seconds = self._answer_seconds if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        if method != "POST" or (request_data is not None and request_data.contains_files):
            return await self._by_aiohttp(method, url, request_data, seconds)
        form = urlencode(request_data.json_parameters if request_data else {})
        return await self._post(url, form.encode(), seconds)

    async def ask(
        self,
        url: str,
        values: Mapping[str, object],
        seconds: float | None = None,
        on_write: OnWrite | None = None,
        form: str = "",
    ) -> Any:
        """The result of a method of the Bot API, without the library's Bot, which takes as long as the rest.

        `form` holds further values, as a form has them and beginning with &.
        Raises what the library raises for a refusal, and what `do_request` raises.
        """
        given = "&".join([f"{name}={_in_form(_as_text(value))}" for name, value in values.items()])
        body = (given + form).encode()
        status, answer = await self._post(url, body, seconds or self._answer_seconds, on_write)
        if status != 200:
            raise _refusal(status, answer)
        said = self.parse_json_payload(answer)
        if "result" not in said:
            raise _refusal(said["error_code"], answer) if _is_refusal(said) else TelegramError("no answer")
        return said["result"]

    async def _post(
        self, url: str, form: bytes, seconds: float, on_write: OnWrite | None = None
    ) -> tuple[int, bytes]:
        if self._proxy(url) is not None:
            if on_write is not None:
                on_write(True)
            return await self._by_aiohttp("POST", url, form, seconds)
        if self._wire is None:
            self._wire = Wire(url)
        try:
            status, answer = await self._wire.post(urlsplit(url).path, FORM, form, seconds, on_write)
        except NoConnection as fault:
            raise NotSent("no connection") from fault
        except TimeoutError as fault:
            raise TimedOut from fault
        except Broken as fault:
            raise NetworkError(str(fault)) from fault
        return _checked(status, answer)

    async def _by_aiohttp(
        self, method: str, url: str, content: RequestData | bytes | None, seconds: float
    ) -> tuple[int, bytes]:
        import aiohttp

        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=30.0)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        body: aiohttp.Payload | aiohttp.FormData | None = None
        if isinstance(content, bytes):
            body = aiohttp.BytesPayload(content, content_type=FORM)
        elif content is not None:
            body = aiohttp.FormData(content.json_parameters)
            for name, (filename, part, mime) in content.multipart_data.items():
                body.add_field(name, part, filename=filename, content_type=mime)
        limits = aiohttp.ClientTimeout(
            total=None, sock_connect=CONNECT_SECONDS, connect=CONNECT_SECONDS + seconds, sock_read=seconds
        )
        try:
            async with self._session.request(
                method, url, data=body, proxy=self._proxy(url), timeout=limits, allow_redirects=False
            ) as response:
                answer = await response.content.read(LARGEST_ANSWER)
                while len(answer) < LARGEST_ANSWER and (more := await response.content.read(LARGEST_ANSWER)):
                    answer += more
        except aiohttp.ConnectionTimeoutError as fault:
            raise NotSent("no connection in time") from fault
        except TimeoutError as fault:
            raise TimedOut from fault
        except aiohttp.ClientConnectorError as fault:
            raise NotSent("no connection") from fault
        except (aiohttp.ClientError, OSError) as fault:
            raise NetworkError(type(fault).__name__) from fault
        return _checked(response.status, answer)

    def _proxy(self, url: str) -> str | None:
        """The environment's proxy for an address, looked up once: each time would cost more than the request."""
        if url not in self._proxies:
            scheme, host = urlsplit(url)[:2]
            bypassed = urllib.request.proxy_bypass(host)
            self._proxies[url] = None if bypassed else urllib.request.getproxies().get(scheme)
        return self._proxies[url]

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """As the library does it, without its log line, which would hold the text (P10)."""
        try:
            return READ_JSON(payload)
        except ValueError:
            return _read_anyhow(payload)


def _read_anyhow(payload: bytes) -> Any:
    """JSON as the standard library reads it: slower, but one letter that is none costs no more than itself."""
    try:
        return json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise TelegramError("not an answer of the Bot API") from None


def _checked(status: int, body: bytes) -> tuple[int, bytes]:
    """An answer of the Bot API; a proxy or a sign-in page of a network answers in HTML. Raises ServerFault."""
    if status >= 500 or body.lstrip()[:1] != b"{":
        raise ServerFault(f"HTTP {status}")
    return status, body


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


IN_FORM = {byte: quote_plus(bytes([byte])) for byte in range(256)}


def _in_form(text: str) -> str:
    """What `quote_plus` makes of it, in half the time."""
    return text.encode().decode("latin-1").translate(IN_FORM)


def _is_refusal(said: Any) -> bool:
    """Whether an answer that comes as 200, as through a gateway, says itself that it is none."""
    return said.get("ok") is False and isinstance(said.get("error_code"), int)


def _refusal(status: int, body: bytes) -> TelegramError:
    """What a refusal is called: as the library names it, which looks at the status and never at the words.

    Whatever is refused has not been done, so that it is never of unknown fate.
    """
    answer = Request.parse_json_payload(body)
    said = str(answer.get("description") or f"HTTP {status}")
    match answer.get("parameters"):
        case {"migrate_to_chat_id": int(chat)}:
            return ChatMigrated(chat)
        case {"retry_after": int(seconds) | float(seconds)}:
            return RetryAfter(math.ceil(max(SHORTEST_PAUSE, min(seconds, LONGEST_PAUSE))))
    match status:
        case 429:
            return RetryAfter(USUAL_PAUSE)
        case 401 | 404:
            return InvalidToken(said)
        case 403:
            return Forbidden(said)
        case 409:
            return Conflict(said)
    return BadRequest(said) if 400 <= status < 500 and status not in PASSING else ServerFault(said)


def _set_up_library() -> None:
    """The library logs tokens, chats and texts; none of its lines is written anywhere (P10)."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # a pause is a timedelta, as it will be for everybody
    for name in ("telegram", "httpx", "httpcore", "aiohttp"):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
