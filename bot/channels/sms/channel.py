"""The channel: Twilio's requests in, answered in the reply; the outbox's texts out; both over one account."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.sms.catching_up import CatchingUp
from bot.channels.sms.codes import Do, meaning
from bot.channels.sms.manner import Manner
from bot.channels.sms.rules import Rules, within_budget
from bot.channels.sms.sending import Sender, Sending, given_up
from bot.channels.sms.signature import Fields, Signatures
from bot.channels.sms.transport import Transport, client_over
from bot.inbox import Manner as InboxManner
from reports import gsm7
from shelter.messages import Incoming, Outgoing, Settled
from storage import sms as memory
from storage import sms_sent as sent
from storage.database import Database
from storage.outbox import Delivery
from storage.wishes import Wish

log = structlog.get_logger()

LARGEST_BODY = 32 * 1024
"""Bytes. A longest text, of 1600 characters that take twelve each in a form, is 19 kB."""

SID = re.compile(r"(SM|MM)[0-9a-f]{32}", re.IGNORECASE)
OUTBOX_ID = re.compile(r"[0-9]{1,18}")
NUMBER = r"\+?[0-9]{3,15}"
SENDER = re.compile(NUMBER + "|[A-Za-z0-9 ._&-]{1,11}", re.ASCII)
"""A number, a short code, or the name that a company's texts come from."""

RECEIVER = re.compile(NUMBER, re.ASCII)

HEARD_FOR = timedelta(seconds=14)
"""How long an answer can ride in the reply: Twilio hangs up after 15 seconds."""

AGAIN_AT_MOST = 4
"""How often a text that may still arrive is sent in all."""

AGAIN_AFTER = timedelta(minutes=2)
"""Before a text that did not arrive is sent once more; twice as long each time."""


class Receive(Protocol):
    def __call__(self, incoming: Incoming, manner: InboxManner) -> Awaitable[Settled]: ...


@dataclass(frozen=True, slots=True)
class Account:
    """The Twilio account, and who its texts go out as: a messaging service or a number."""

    sid: str
    token: str
    old_token: str
    messaging_service: str
    number: str
    api_url: str
    seconds: float
    """That a request to the API may take."""
    public_url: str


class Refused(Exception):
    """A request that is not taken, with its status; nothing is said of why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Sms:
    """SMS through Twilio."""

    name = memory.CHANNEL

    def __init__(
        self,
        *,
        database: Database,
        account: Account,
        rules: Rules,
        receive: Receive,
        wake: Callable[[], None],
        now: Callable[[], datetime],
        real_now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._account = account
        self._rules = rules
        self._receive = receive
        self._wake = wake
        self._now = now
        self._real_now = real_now
        self._signatures = Signatures(account.public_url, [account.token, account.old_token])
        self._transport = Transport(account.api_url, account.seconds)
        client = client_over(self._transport, account.sid, account.token)
        status_url = f"{account.public_url}/sms/status"
        sender = Sender(account.messaging_service, account.number, status_url, account.seconds)
        self._sending = Sending(database, client, sender, rules, now, real_now)
        self._catching_up = CatchingUp(
            database,
            client,
            number="" if account.messaging_service else account.number,
            messaging_service=account.messaging_service,
            take=self._catch_up_on,
            real_now=real_now,
        )
        self._status_url = status_url

    @property
    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/sms/incoming", self._incoming, methods=["POST"]),
            Route("/sms/status", self._status, methods=["POST"]),
        ]

    async def deliver(self, messages: Sequence[Outgoing]) -> list[Delivery]:
        return await self._sending.deliver(messages)

    async def run(self) -> None:
        """Catch up, at once and for ever."""
        await self._catching_up.run()

    async def caught_up(self) -> None:
        """Wait until what came while we were away is settled, or cannot be read."""
        await self._catching_up.up_to_date.wait()

    async def catch_up(self) -> None:
        await self._catching_up.once()

    async def close(self) -> None:
        await self._transport.close()

    async def fault(self) -> str | None:
        """What keeps texts from coming in or going out; None where nothing does."""
        return self._sending.stopped.why or self._catching_up.fault()

    async def _incoming(self, request: Request) -> Response:
        began = self._real_now()
        try:
            fields = await self._genuine(request)
            incoming, manner = self._read(fields)
        except Refused as refused:
            return Response(status_code=refused.status)
        await self._catching_up.first_time()
        try:
            settled = await self._receive(incoming, manner)
            said = settled.text
            if settled.fresh and said and self._real_now() - began > HEARD_FOR:
                await self._database.write(self._sent_after_all, incoming)
                self._wake()
                said = None
            elif not settled.fresh:
                said = await self._database.write(memory.answer_again, incoming.external_id, self._now())
        except Exception as fault:  # it is not stored: Twilio is told so, and its list has it
            log.exception("text not stored", fault=type(fault).__name__)
            self._catching_up.soon()
            return Response(status_code=503)
        return Response(self._twiml(said, incoming.external_id), media_type="text/xml")

    def _sent_after_all(self, incoming: Incoming) -> Wish[None]:
        """Nobody hears this reply any more, so its answer goes by itself; there it is counted once more."""
        text = yield from memory.queue_after_all(incoming.external_id)
        if text is not None:
            day = self._rules.day(incoming.moment)
            yield from memory.give_back(incoming.address, day, gsm7.segments(text))

    def _read(self, fields: Fields) -> tuple[Incoming, Manner]:
        """The text and how it is settled. Raises Refused where a field that counts is not there exactly once."""
        sid, address = fields.once("MessageSid"), fields.once("From")
        text, to = fields.once("Body"), fields.once("To")
        if sid is None or address is None or text is None or to is None:
            raise Refused(400)
        # A signature does not say where one field ends and the next begins: their forms do.
        if not SID.fullmatch(sid) or not SENDER.fullmatch(address) or not RECEIVER.fullmatch(to):
            raise Refused(400)
        incoming = Incoming(
            channel=self.name, external_id=sid, address=address, text=text, moment=self._now()
        )
        pictures = fields.once("NumMedia")
        return incoming, Manner(
            self._rules,
            told=fields.once("OptOutType"),
            has_picture=pictures not in (None, "", "0"),
        )

    async def _genuine(self, request: Request) -> Fields:
        """The fields of a request that Twilio made for our account. Raises Refused for any other."""
        signature = request.headers.getlist("x-twilio-signature")
        body = await _body(request)
        if len(signature) != 1:
            raise Refused(403)
        try:
            fields = Fields(body)
        except ValueError:
            raise Refused(400) from None
        if not self._signatures.are_right(request.scope, fields, signature[0]):
            raise Refused(403)
        if fields.once("AccountSid") != self._account.sid:
            raise Refused(403)
        return fields

    def _twiml(self, said: str | None, sid: str) -> str:
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        if not said:  # silence, or an answer whose words are no longer kept
            return f"{head}<Response/>"
        callback = quoteattr(f"{self._status_url}?answers={sid}")
        return f"{head}<Response><Message statusCallback={callback}>{escape(said)}</Message></Response>"

    async def _status(self, request: Request) -> Response:
        try:
            fields = await self._genuine(request)
            query = request.query_params
            reference = query.get("message") or query.get("answers") or ""
            sid, status = fields.once("MessageSid"), fields.once("MessageStatus")
            if sid is None or status is None or not SID.fullmatch(sid):
                raise Refused(400)
            if not OUTBOX_ID.fullmatch(reference) and not SID.fullmatch(reference):
                raise Refused(400)
        except Refused as refused:
            return Response(status_code=refused.status)
        code = fields.once("ErrorCode") or ""
        error = int(code) if code.isascii() and code.isdigit() and len(code) < 10 else None
        again = await self._database.write(self._told, reference, sid, status, error)
        if again:
            self._wake()
        return Response(status_code=204)

    def _told(self, reference: str, sid: str, status: str, error: int | None) -> Wish[bool]:
        """Keep Twilio's word on a text, and do what a failure calls for; True where something is queued by it."""
        text = yield from sent.outbox_of(reference)
        if text is None:
            return False
        new = yield from sent.keep_status(text.outbox, sid, status, error, self._real_now())
        if not new or status not in ("undelivered", "failed"):
            return False
        what = meaning(error)
        log.warning("text not delivered", message=text.outbox, code=error, do=what.do.value)
        if what.do is Do.STOP:
            yield from self._sending.stop(error or 0, what)
        if what.do in (Do.WAIT, Do.STOP) and (yield from self._may_go_again(text)):
            at = self._real_now() + AGAIN_AFTER * 2**text.again
            yield from sent.send_again(text.outbox, at, what.what)
            return True
        yield from sent.undelivered(text.outbox, what.what)
        yield from given_up(text.outbox, text.address, error or 0, what, self._rules, self._now())
        return True

    def _may_go_again(self, text: sent.ToldOf) -> Wish[bool]:
        """Whether a text is sent once more, which costs as much as the first time."""
        if text.again + 1 >= AGAIN_AT_MOST:
            return False
        if sent.is_alarm(text.key):
            return True
        return (yield from within_budget(text.address, gsm7.clean(text.text), self._rules, self._now()))

    async def _catch_up_on(self, incoming: Incoming) -> Settled:
        return await self._receive(incoming, Manner(self._rules, read_at=self._now()))


async def _body(request: Request) -> bytes:
    """The body of a form, up to its limit. Raises Refused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Refused(415)
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told) > LARGEST_BODY:
        raise Refused(413)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Refused(413)
    return body
