"""How the way in is doing: what /healthz tells, and how long to wait after a fault."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter

from bot.clock import real_now

log = structlog.get_logger()

SILENT_FOR = timedelta(seconds=45)
"""Longer than a question to Telegram may take to be answered; after that the way in has stopped (P4)."""

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 15.0
"""Seconds between tries: twice as long after each fault."""


class WrongBot(Exception):
    """Telegram knows this token as another bot: nothing of it is touched."""


class State:
    def __init__(self, now: Callable[[], datetime] = real_now) -> None:
        self._now = now
        self._worked_at = now()
        self._faults = 0
        self._fault: Exception | None = None
        self.is_new = True
        """Whether nothing has worked yet: the first question asks for what is there and does not wait."""
        self.up_to_date = asyncio.Event()
        """Set once no more waits at Telegram than it has brought."""

    def worked(self) -> None:
        if self._faults:
            log.info("telegram answers again", after=self._faults)
        self._worked_at = self._now()
        self._faults = 0
        self._fault = None
        self.is_new = False

    def failed(self, fault: Exception) -> float:
        """Note a fault; returns how many seconds to wait before the next try."""
        self._faults += 1
        if self._fault is None or type(self._fault) is not type(fault):
            log.warning("telegram fault", fault=type(fault).__name__)
        self._fault = fault
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self._faults - 1, 10))
        if isinstance(fault, RetryAfter):
            asked = fault.retry_after
            seconds = asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
            return max(pause, min(seconds, 300.0))
        return pause

    @property
    def trouble(self) -> str | None:
        """What is wrong, in words for /healthz; None when all is well."""
        match self._fault:
            case WrongBot():
                return "TELEGRAM_TOKEN belongs to another bot than Telegram says"
            case InvalidToken():
                return "Telegram does not know TELEGRAM_TOKEN (or TELEGRAM_API_URL is wrong)"
            case Conflict():
                return "another process fetches this bot's updates"
            case BadRequest():
                return "Telegram refuses PUBLIC_URL as a webhook (it wants https on port 443, 80, 88 or 8443)"
        if self._now() - self._worked_at > SILENT_FOR:
            return "nothing has come from Telegram for a while"
        return None
