"""The way out: outbox messages to Twilio, each asked for once and never again before its fate is known."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import groupby
from typing import Any

import structlog
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from bot.channels.sms.codes import Do, Meaning, meaning
from bot.channels.sms.rules import Rules, alarm, tell_of_abroad, within_budget
from bot.channels.sms.transport import FateUnknown, NeverSent, TooFast
from bot.join_codes import filled
from reports import gsm7
from reports import sms as say
from shelter.messages import Outgoing
from storage import sms as memory
from storage import sms_sent as sent
from storage.database import Database
from storage.outbox import Delivery
from storage.sms_sent import Asked, Fate
from storage.wishes import Wish

log = structlog.get_logger()

AT_ONCE = 16
"""Requests to Twilio under way at the same time."""

A_ROUND = 64
"""Texts of one round; the outbox hands the rest over again in the next."""

LONGEST_WAIT = timedelta(minutes=5)
TRIES = 300
"""A day of tries at the longest wait; what has not gone by then has failed."""

VALID_AT_MOST = 36_000
"""Seconds that Twilio keeps a text that it cannot send at once."""

LOOK_BACK = timedelta(minutes=2)
"""How far Twilio's clock may stand behind ours."""

LOOK_AT_MOST = 200
"""Texts to one number that are looked through for one of unknown fate."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who texts go out as, and how long a request may take."""

    messaging_service: str
    number: str
    status_url: str
    seconds: float

    @property
    def settled_after(self) -> timedelta:
        """How long after a request without an answer its text may still turn up in Twilio's list."""
        return timedelta(seconds=3 * self.seconds)


class _Claim(Enum):
    OURS = auto()
    TAKEN = auto()
    GONE = auto()
    BEYOND_BUDGET = auto()


class Stopped:
    """Whether texts go out at all: an error that somebody has to put right stops them, but for a try now and then."""

    def __init__(self) -> None:
        self.why: str | None = None
        self.until: datetime | None = None

    def stop(self, why: str, until: datetime) -> None:
        self.why, self.until = why, until

    def go_on(self) -> None:
        self.why = self.until = None

    def holds(self, real_now: datetime) -> bool:
        return self.until is not None and real_now < self.until


class Sending:
    """Sends texts. Those to one number go in order; numbers go side by side."""

    def __init__(
        self,
        database: Database,
        client: Client,
        sender: Sender,
        rules: Rules,
        now: Callable[[], datetime],
        real_now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._client = client
        self._sender = sender
        self._rules = rules
        self._now = now
        self._real_now = real_now
        self._places = asyncio.Semaphore(AT_ONCE)
        self.stopped = Stopped()

    async def deliver(self, messages: Sequence[Outgoing]) -> list[Delivery]:
        """One try for each of the first messages; what is not returned is handed in again."""
        real_now = self._real_now()
        if self.stopped.holds(real_now):
            return [self._later(one, "stopped", self.stopped.until) for one in messages]
        chosen = messages[:A_ROUND]
        known = await self._database.read(sent.asked_before, [one.id for one in chosen])
        by_number = groupby(sorted(chosen, key=lambda one: (one.address, one.id)), lambda one: one.address)
        done = await asyncio.gather(*(self._in_order(list(group), known) for _, group in by_number))
        return [delivery for deliveries in done for delivery in deliveries]

    async def _in_order(self, messages: Sequence[Outgoing], known: dict[int, Asked]) -> list[Delivery]:
        """One after the other to one number; behind one that has to wait the others wait as well."""
        done: list[Delivery] = []
        for message in messages:
            if done and done[-1].state == "queued":
                done.append(self._later(message, "waits for the text before it", done[-1].try_again_at))
                continue
            async with self._places:
                delivery = await self._deliver(message, known[message.id])
            if delivery is not None:
                done.append(delivery)
        return done

    async def _deliver(self, message: Outgoing, asked: Asked) -> Delivery | None:
        """One try; None for a text that has left the outbox since, or that Twilio has told of meanwhile."""
        if asked.fate == "accepted":
            return Delivery(message.id, "sent")
        if asked.salt is not None:
            text = filled(message.text, self._rules.secrets[0], message.address, asked.salt)
            message = replace(message, text=text)
        if asked.fate == "unknown" and asked.at is not None:
            found = await self._looked_up(message, asked.at)
            if found is not None:
                return found
        if not self._rules.may_reach(message.address):
            await self._database.write(self._another_way, message, abroad=True)
            return Delivery(message.id, "failed", "not a country that texts are sent to")
        if asked.stopped:
            await self._database.write(self._another_way, message)
            return Delivery(message.id, "failed", "the number wants no texts")
        match await self._database.write(self._claim, message, asked, self._real_now()):
            case _Claim.TAKEN:
                return self._later(message, "another process sends it")
            case _Claim.GONE:
                return None
            case _Claim.BEYOND_BUDGET:
                return Delivery(message.id, "failed", "the day's SMS budget is spent")
        return await self._ask(message)

    def _claim(self, message: Outgoing, asked: Asked, real_now: datetime) -> Wish["_Claim"]:
        """Note that Twilio is about to be asked, and count the text the first time."""
        now = yield from sent.asked_before([message.id])
        if not now[message.id].waits:
            return _Claim.GONE
        if now[message.id] != asked:  # between our look and this, somebody else has asked
            return _Claim.TAKEN
        if asked.at is None and not asked.alarm:
            text = gsm7.clean(message.text)
            if not (yield from within_budget(message.address, text, self._rules, self._now())):
                yield from sent.by_telegram(message.id, self._now())
                return _Claim.BEYOND_BUDGET
        yield from sent.asking([message.id], real_now)
        return _Claim.OURS

    def _another_way(self, message: Outgoing, *, abroad: bool = False) -> Wish[None]:
        """Where a number gets no texts, who has Telegram gets it there."""
        yield from sent.by_telegram(message.id, self._now())
        if abroad:
            yield from tell_of_abroad(message.address, self._rules, self._now())

    async def _ask(self, message: Outgoing) -> Delivery | None:
        try:
            made = await self._client.messages.create_async(**self._request(message))
        except NeverSent:
            await self._keep(Fate(message.id, "refused"))
            return self._later(message, "Twilio cannot be reached")
        except TooFast as fault:
            await self._keep(Fate(message.id, "refused", error=20429))
            until = self._real_now() + timedelta(seconds=fault.seconds) if fault.seconds else None
            return self._later(message, "too many requests at once", until)
        except FateUnknown:
            known = await self._database.read(sent.asked_before, [message.id])
            if known[message.id].fate != "unknown":  # Twilio has told of it meanwhile
                return None
            soon = self._real_now() + timedelta(seconds=self._sender.seconds / 2)
            return Delivery(message.id, "queued", "no answer from Twilio", soon)
        except TwilioException as fault:
            return await self._refused(message, fault)
        self.stopped.go_on()
        is_news = await self._keep(Fate(message.id, "accepted", sid=made.sid))
        return Delivery(message.id, "sent") if is_news else None

    def _request(self, message: Outgoing) -> dict[str, Any]:
        request: dict[str, Any] = {
            "to": message.address,
            "body": gsm7.clean(message.text),
            "status_callback": f"{self._sender.status_url}?message={message.id}",
        }
        if self._sender.messaging_service:
            request["messaging_service_sid"] = self._sender.messaging_service
        else:
            request["from_"] = self._sender.number
        if message.expires_at is not None:
            left = int((message.expires_at - self._now()).total_seconds())
            request["validity_period"] = min(max(left, 1), VALID_AT_MOST)
        return request

    async def _looked_up(self, message: Outgoing, asked_at: datetime) -> Delivery | None:
        """The delivery of a text whose request had no answer; None once it is sure that Twilio does not have it.

        Twilio knows no reference of ours, so it is the text to that number, made since, that no other message
        has taken. A text that still waits there has no DateSent yet, so the list is not asked by date.
        """
        body = gsm7.clean(message.text)
        try:
            texts = await self._client.messages.list_async(
                to=message.address, limit=LOOK_AT_MOST, page_size=LOOK_AT_MOST
            )
        except (NeverSent, FateUnknown, TooFast, TwilioException):
            return self._later(message, "Twilio cannot be asked what became of it")
        since = asked_at - LOOK_BACK
        alike = [
            text.sid
            for text in texts
            if (text.body or "").strip().endswith(body.strip())  # a trial account puts words in front
            and text.direction == "outbound-api"
            and (text.date_sent or text.date_created) is not None
            and (text.date_sent or text.date_created) >= since
        ]
        free = set(alike) - await self._database.read(sent.taken, alike)
        if free:
            await self._keep(Fate(message.id, "accepted", sid=next(sid for sid in alike if sid in free)))
            return Delivery(message.id, "sent")
        if self._real_now() - asked_at < self._sender.settled_after:
            soon = self._real_now() + timedelta(seconds=self._sender.seconds)
            return Delivery(message.id, "queued", "no answer from Twilio", soon)
        return None

    async def _refused(self, message: Outgoing, fault: TwilioException) -> Delivery:
        code, status = getattr(fault, "code", None), getattr(fault, "status", None)
        what = meaning(code, status)
        log.warning("text refused", message=message.id, code=code, status=status, do=what.do.value)
        await self._keep(Fate(message.id, "refused", error=code))
        if what.do is Do.WAIT:
            return self._later(message, what.what)
        if what.do is Do.STOP:
            await self._database.write(self.stop, code or 0, what)
            return self._later(message, what.what, self.stopped.until)
        await self._database.write(
            given_up, message.id, message.address, code or 0, what, self._rules, self._now()
        )
        return Delivery(message.id, "failed", what.what)

    def stop(self, code: int, what: Meaning) -> Wish[None]:
        """Send nothing for a while, because of what somebody has to put right, and tell coordinators once a day."""
        self.stopped.stop(what.what, self._real_now() + LONGEST_WAIT)
        now = self._now()
        key = f"sms-stopped:{code}:{self._rules.day(now)}"
        yield from alarm(key, lambda words: say.stopped(words, code), self._rules, now)

    def _later(self, message: Outgoing, why: str, at: datetime | None = None) -> Delivery:
        """The next try, ever later; a failure once it has been tried for about a day."""
        if message.attempts >= TRIES:
            return Delivery(message.id, "failed", why)
        wait = min(timedelta(seconds=2) * 2 ** min(message.attempts, 10), LONGEST_WAIT)
        return Delivery(message.id, "queued", why, at or self._real_now() + wait)

    async def _keep(self, fate: Fate) -> bool:
        return await self._database.write(sent.keep_fate, fate)


def given_up(outbox: int, address: str, code: int, what: Meaning, rules: Rules, now: datetime) -> Wish[None]:
    """What follows when a text will never arrive: another way where there is one, and coordinators are told."""
    yield from sent.by_telegram(outbox, now)
    name = yield from memory.name_of(address)
    if what.do is Do.OPTED_OUT:
        if (yield from memory.opt_out(address, now)):
            yield from alarm(
                f"sms-opted-out:{outbox}",
                lambda words: say.has_opted_out(words, name or say.somebody(words)),
                rules,
                now,
            )
    elif what.alarm:
        yield from alarm(
            f"sms-undelivered:{address}:{code}:{rules.day(now)}",
            lambda words: say.not_delivered(words, name or say.somebody(words), code),
            rules,
            now,
        )
