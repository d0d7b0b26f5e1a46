"""What Telegram's refusals and silences mean for a message, and for all others while they last (P8)."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.groups import lose_group
from bot.channels.telegram.pacing import Pace
from bot.channels.telegram.request import NotSent, ServerFault
from bot.channels.telegram.unreachable import tell_of_unreachable
from bot.clock import Clock, real_now
from shelter.messages import Outgoing
from storage.database import Database
from storage.outbox import Delivery
from storage.telegram_sendings import Begun, Outcome

log = structlog.get_logger()

MOST_TRIES_OF_UNKNOWN_FATE = 2
"""A message that may have arrived is repeated once and no more."""

GIVE_UP_AFTER = 100
LONGEST_PAUSE = timedelta(minutes=5)
"""A message that cannot be sent waits twice as long each time, up to this: for about eight hours in all."""

FAILING = 3
"""After so many in a row nothing is likely to get through."""

GONE = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "bot was kicked",
    "chat_write_forbidden",
    "group chat was deactivated",
    "not enough rights to send",
    "have no rights to send",
    "chat_restricted",
)
"""Refusals as 400 that mean the same as 403: nobody can be reached there."""


class Refusals:
    """Turns each into what becomes of its message, and counts those in a row that say that nothing gets through.

    A chat that cannot be reached is added to `unreached`.
    """

    def __init__(
        self,
        pace: Pace,
        database: Database,
        clock: Clock,
        default_language: str,
        wake: Callable[[], None],
        unreached: set[str],
    ) -> None:
        self._pace = pace
        self._database = database
        self._clock = clock
        self._default_language = default_language
        self._wake = wake
        self._unreached = unreached
        self._now = real_now
        self.in_a_row = 0
        self.failing_since: datetime | None = None
        """Since when nothing has got through; None while messages do."""

    @property
    def hold_all(self) -> bool:
        """Whether nothing is likely to get through: then one message at a time tries the way."""
        return self.in_a_row >= FAILING

    @property
    def pause_seconds(self) -> float:
        """How long to leave Telegram alone while it holds all."""
        return min(0.25 * 2.0 ** min(self.in_a_row - FAILING, 10), 5.0)

    def end(self) -> None:
        """A message has got through."""
        self.in_a_row = 0
        self.failing_since = None

    async def outcome(self, message: Outgoing, begun: Begun, fault: TelegramError) -> Outcome:
        """How a sending ended that Telegram refused, or did not answer."""
        name = type(fault).__name__
        match fault:
            case RetryAfter():
                pause = timedelta(seconds=_seconds(fault))
                self._pace.hold(message.address, self._now(), pause)
                asyncio.get_running_loop().call_later(pause.total_seconds(), self._wake)
                return Outcome(Delivery(message.id, "queued", name, self._now() + pause))
            case Forbidden():
                return await self._not_reached(message, name)
            case BadRequest() if any(sign in fault.message.lower() for sign in GONE):
                return await self._not_reached(message, name)
            case BadRequest() | ChatMigrated():
                log.warning("message refused", channel="telegram", fault=name, outbox=message.id)
                return Outcome(Delivery(message.id, "failed", name))
            case NotSent() | ServerFault() | InvalidToken() | Conflict():
                return self._later(message, name)
        # The request left and no answer came: the message may have arrived.
        again = begun.tries < MOST_TRIES_OF_UNKNOWN_FATE
        log.warning("message of unknown fate", fault=name, outbox=message.id, again=again)
        at = self._now() + timedelta(seconds=1) if again else None
        return Outcome(Delivery(message.id, "queued" if again else "failed", name, at), unknown=True)

    def _later(self, message: Outgoing, fault: str) -> Outcome:
        self.in_a_row += 1
        self.failing_since = self.failing_since or self._now()
        if message.attempts + 1 >= GIVE_UP_AFTER:
            return Outcome(Delivery(message.id, "failed", fault))
        pause = min(LONGEST_PAUSE, timedelta(seconds=0.25 * 2 ** min(message.attempts, 20)))
        return Outcome(Delivery(message.id, "queued", fault, self._now() + pause))

    async def _not_reached(self, message: Outgoing, fault: str) -> Outcome:
        now = self._clock.now()
        if message.address.startswith("-"):
            await self._database.write(lose_group, message.address, now, self._default_language)
        else:
            self._unreached.add(message.address)
            await self._database.write(tell_of_unreachable, message, now, self._default_language)
        self._wake()
        return Outcome(Delivery(message.id, "failed", fault))


def _seconds(fault: RetryAfter) -> float:
    pause: Any = fault.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
