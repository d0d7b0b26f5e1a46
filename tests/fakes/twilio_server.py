"""A Twilio of our own, over real HTTP: it takes texts, lists them, calls back, refuses, hangs and loses answers.

It runs in a thread of its own, so that it serves processes, and is told what to do by plain attributes.
The answers have the form of https://www.twilio.com/docs/messaging/api/message-resource.
"""

import asyncio
import base64
import hashlib
import hmac
import itertools
import re
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
from aiohttp import web

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "a secret of thirty-two characters"
NUMBER = "+46766000000"
LIST_PAGE = 50
LONGEST_BODY = 1600
LONGEST_VALIDITY = 36_000


@dataclass
class Text:
    """A message as Twilio keeps it."""

    sid: str
    direction: str
    sender: str
    to: str
    body: str
    created: datetime
    sent: datetime | None = None
    status: str = "queued"
    callback: str = ""
    validity: int | None = None
    service: str | None = None
    error: int | None = None

    def shown(self) -> dict[str, object]:
        return {
            "sid": self.sid,
            "account_sid": ACCOUNT,
            "direction": self.direction,
            "from": self.sender,
            "to": self.to,
            "body": self.body,
            "date_created": format_datetime(self.created),
            "date_updated": format_datetime(self.created),
            "date_sent": format_datetime(self.sent) if self.sent else None,
            "status": self.status,
            "messaging_service_sid": self.service,
            "num_segments": "1",
            "num_media": "0",
            "error_code": self.error,
            "error_message": None,
            "price": None,
            "price_unit": "SEK",
            "api_version": "2010-04-01",
            "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{self.sid}.json",
        }


def signature(url: str, fields: list[tuple[str, str]], token: str = TOKEN) -> str:
    """Twilio's rule, written from its documentation and not from its library."""
    values: dict[str, set[str]] = {}
    for name, value in fields:
        values.setdefault(name, set()).add(value)
    signed = url + "".join(name + value for name in sorted(values) for value in sorted(values[name]))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


@dataclass
class Twilio:
    """The fake. `faults` are what the next requests to send meet, in order:

    `hang` (accepted, never answered), `lose` (accepted, connection cut), `cut` (connection cut, not accepted),
    `503` or another HTTP status, `html`, or an error code such as 21610.
    """

    texts: list[Text] = field(default_factory=list)
    faults: deque[str | int] = field(default_factory=deque)
    list_faults: deque[str] = field(default_factory=deque)
    """What the next pages of the list meet: `hang`, `cut`, `html`, an HTTP status, or `` for a page that comes."""
    on_page: Callable[[int], None] = lambda page: None
    """Called as a page of the list is made, before it is."""
    numbers: set[str] = field(default_factory=lambda: {NUMBER})
    """The account's own, which texts can be sent from."""
    stopped: set[str] = field(default_factory=set)
    """Numbers that have sent STOP: nothing goes there."""
    away: bool = False
    """Every request is cut off before it is read."""
    later: timedelta = timedelta(0)
    """How far its clock stands from the machine's."""
    list_page: int = LIST_PAGE
    requests: Counter[str] = field(default_factory=Counter)
    url: str = ""

    def __post_init__(self) -> None:
        self.takes = 0.0
        """Seconds that it takes to take a text."""
        self._numbers = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "Twilio":
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    # Looking at it

    def sent_to(self, number: str) -> list[str]:
        """The bodies of all that went to a number over the API, in order."""
        return [text.body for text in self.texts if text.to == number and text.direction == "outbound-api"]

    # Texts from phones

    def sid(self) -> str:
        return f"SM{next(self._numbers):032x}"

    def received(self, sender: str, body: str, at: datetime, to: str = NUMBER) -> Text:
        """A text that a phone has sent, as the list shows it, without any request of ours about it."""
        text = Text(self.sid(), "inbound", sender, to, body, at, at, "received")
        self.texts.append(text)
        return text

    @staticmethod
    def form(text: Text, **more: str) -> list[tuple[str, str]]:
        """The fields of the request about a text."""
        fields = {
            "ToCountry": "SE",
            "ToState": "",
            "SmsMessageSid": text.sid,
            "NumMedia": "0",
            "ToCity": "",
            "FromZip": "",
            "SmsSid": text.sid,
            "FromState": "",
            "SmsStatus": "received",
            "FromCity": "",
            "Body": text.body,
            "FromCountry": "SE",
            "To": text.to,
            "ToZip": "",
            "NumSegments": "1",
            "MessageSid": text.sid,
            "AccountSid": ACCOUNT,
            "From": text.sender,
            "ApiVersion": "2010-04-01",
        }
        return list((fields | more).items())

    # The API

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serving())
        self._loop.close()

    async def _serving(self) -> None:
        self._stop = asyncio.Event()
        app = web.Application()
        base = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        app.router.add_post(base, self._create)
        app.router.add_get(base, self._list)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._started.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self.requests["create"] += 1
        if self.away:
            _cut(request)
            return web.Response()
        fields = dict(parse_qsl(await request.text(), keep_blank_values=True))
        fault = self.faults.popleft() if self.faults else None
        refused = self._refusal(request, fault) or self._in_order(fields)
        if refused is not None:
            return refused
        if fault == "cut":
            _cut(request)
            return web.Response()
        text = Text(
            self.sid(),
            "outbound-api",
            fields.get("From", NUMBER),
            fields["To"],
            fields["Body"],
            datetime.now(UTC) + self.later,
            callback=fields.get("StatusCallback", ""),
            validity=int(fields["ValidityPeriod"]) if "ValidityPeriod" in fields else None,
            service=fields.get("MessagingServiceSid"),
        )
        self.texts.append(text)
        await asyncio.sleep(self.takes)
        if fault == "hang":
            await asyncio.sleep(3600)
        if fault == "lose":
            _cut(request)
        if fault == "html":
            return web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=200)
        return web.json_response(text.shown(), status=201)

    def _refusal(self, request: web.Request, fault: str | int | None) -> web.Response | None:
        given = request.headers.get("Authorization", "")
        right = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if given != right:
            return _error(401, 20003)
        if isinstance(fault, int):
            return _error(429 if fault == 20429 else 401 if fault == 20003 else 400, fault)
        if fault is not None and fault.isdigit():
            return web.Response(text="not well", status=int(fault))
        return None

    def _in_order(self, fields: dict[str, str]) -> web.Response | None:
        """What Twilio refuses by itself."""
        to, body = fields.get("To", ""), fields.get("Body", "")
        wrong = {
            21211: not re.fullmatch(r"\+[1-9][0-9]{6,14}", to),
            21603: ("From" in fields) == ("MessagingServiceSid" in fields),
            21606: fields.get("From", NUMBER) not in self.numbers,
            21602: not body.strip(),
            21617: len(body) > LONGEST_BODY,
            21624: not 1 <= int(fields.get("ValidityPeriod", "1")) <= LONGEST_VALIDITY,
            21609: not fields.get("StatusCallback", "https://").startswith("https://"),
            21610: to in self.stopped,
        }
        return next((_error(400, code) for code, is_so in wrong.items() if is_so), None)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        self.requests["list"] += 1
        if self.away:
            _cut(request)
            return web.Response()
        refused = self._refusal(request, None)
        if refused is not None:
            return refused
        query = request.query
        page = int(query.get("Page", "0"))
        fault = self.list_faults.popleft() if self.list_faults else ""
        if fault == "hang":
            await asyncio.sleep(3600)
        if fault == "cut":
            _cut(request)
            return web.Response()
        if fault == "html":
            return web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=200)
        if fault:
            return web.Response(text="not well", status=int(fault))
        self.on_page(page)
        found = [text for text in reversed(self.texts) if query.get("To", text.to) == text.to]
        if "DateSent>" in query:  # a date in GMT; whatever hour the client adds to it
            since = datetime.fromisoformat(query["DateSent>"][:10]).replace(tzinfo=UTC)
            found = [text for text in found if text.sent is not None and text.sent >= since]
        found.sort(key=lambda text: text.sent or text.created, reverse=True)
        if page:  # pages go on behind the last text shown, whatever has come before it since
            last = query["PageToken"].removeprefix("PA")
            found = found[[text.sid for text in found].index(last) + 1 :]
        size = min(int(query.get("PageSize", self.list_page)), self.list_page)
        shown = found[:size]
        following = dict(query) | {"Page": str(page + 1), "PageToken": "PA" + shown[-1].sid} if shown else {}
        return web.json_response(
            {
                "messages": [text.shown() for text in shown],
                "page": page,
                "page_size": size,
                "first_page_uri": request.path_qs,
                "next_page_uri": f"{request.path}?{urlencode(following)}" if len(found) > size else None,
                "uri": request.path_qs,
            }
        )


def _cut(request: web.Request) -> None:
    """Cut the connection off without an answer."""
    if request.transport is not None:
        request.transport.abort()


def _error(status: int, code: int) -> web.Response:
    body = {"code": code, "message": "made by the fake", "more_info": "", "status": status}
    headers = {"Retry-After": "1"} if status == 429 else {}
    return web.json_response(body, status=status, headers=headers)


class Webhooks:
    """Twilio's requests to a service: signed, over real HTTP, one connection kept."""

    def __init__(self, address: str, public_url: str, session: aiohttp.ClientSession) -> None:
        self._address = address
        self._public_url = public_url
        self._session = session

    async def text(self, text: Text, **more: str) -> tuple[int, str]:
        """The request about a text; its status and the reply's body."""
        return await self.post("/sms/incoming", Twilio.form(text, **more))

    async def status(self, text: Text, status: str, error: int | None = None) -> int:
        """Twilio's word on a text that it was asked to send."""
        parts = urlsplit(text.callback)
        fields = [
            ("AccountSid", ACCOUNT),
            ("MessageSid", text.sid),
            ("MessageStatus", status),
            ("To", text.to),
        ]
        fields += [("ErrorCode", str(error))] if error else []
        return (await self.post(f"{parts.path}?{parts.query}", fields))[0]

    async def post(self, target: str, fields: list[tuple[str, str]]) -> tuple[int, str]:
        headers = {"X-Twilio-Signature": signature(self._public_url + target, fields)}
        timeout = aiohttp.ClientTimeout(total=15)
        async with self._session.post(
            self._address + target, data=fields, headers=headers, timeout=timeout
        ) as reply:
            return reply.status, await reply.text()


def ago(**span: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - timedelta(**span)


__all__ = ["ACCOUNT", "NUMBER", "TOKEN", "Text", "Twilio", "Webhooks", "ago", "signature"]
