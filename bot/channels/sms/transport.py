"""How requests reach Twilio: the official client over aiohttp, with time-outs that hold.

The client's own asynchronous transport hands its time-out to nobody and reads the environment's proxies.
"""

import json
import logging
from typing import Any

import aiohttp
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

TWILIO = "https://api.twilio.com"


class NeverSent(Exception):
    """The request did not leave this machine: it can be made again at once."""


class FateUnknown(Exception):
    """The request left, and no answer that tells its fate came back: it may have been carried out."""


class TooFast(Exception):
    """Twilio takes no more for now; `seconds` says for how long, where Twilio says so."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class Transport(AsyncHttpClient):  # type: ignore[misc] # the client has no types
    """A session of our own. Raises NeverSent, FateUnknown or TooFast, or returns Twilio's answer."""

    def __init__(self, api_url: str, seconds: float) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True)
        self._api_url = api_url.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=seconds, connect=min(seconds, 5.0))
        self._session: aiohttp.ClientSession | None = None

    async def request(  # type: ignore[no-untyped-def]
        self,
        method,
        url,
        params=None,
        data=None,
        headers=None,
        auth=None,
        timeout=None,  # noqa: ASYNC109 ours holds for every request
        allow_redirects=False,
    ) -> Response:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout, trust_env=False)
        try:
            async with self._session.request(
                method,
                self._api_url + url.removeprefix(TWILIO),
                params=_given(params),
                data=_given(data),
                headers={**(headers or {}), **_credentials(auth)},
                allow_redirects=allow_redirects,
            ) as answer:
                text = await answer.text()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as fault:
            raise NeverSent(type(fault).__name__) from None
        except (TimeoutError, aiohttp.ClientError, UnicodeDecodeError) as fault:
            raise FateUnknown(type(fault).__name__) from None
        if answer.status == 429:
            raise TooFast(_seconds(answer.headers.get("Retry-After")))
        if answer.status >= 500 or not _is_object(text):
            raise FateUnknown(f"HTTP {answer.status}")
        return Response(answer.status, text, answer.headers)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def client_over(transport: Transport, account: str, token: str) -> Client:
    """Twilio's client. Its environment is ours alone: it would else take an edge or a region from outside."""
    return Client(account, token, http_client=transport, environment={"_": ""})


def _given(values: dict[str, Any] | None) -> list[tuple[str, str]] | None:
    """The fields that have a value, each value of a list as a field of its own."""
    if values is None:
        return None
    pairs = []
    for name, value in values.items():
        if value is not None:
            pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value])]
    return pairs


def _credentials(auth: tuple[str, str] | None) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {}


def _is_object(text: str) -> bool:
    """Whether this is an answer of Twilio's; something on the way may have answered in its place."""
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _seconds(header: str | None) -> float | None:
    return float(header) if header and header.isascii() and header.isdigit() else None
