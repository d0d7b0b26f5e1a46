"""How fast messages may leave: Telegram's limits as we keep them (P8), so that it has no reason to refuse any."""

from datetime import datetime, timedelta

BETWEEN_TO_A_PERSON = timedelta(seconds=1)
BETWEEN_TO_A_GROUP = timedelta(seconds=3)
"""One a second to a chat, twenty a minute to a group."""

REMEMBERED = 10_000
"""Chats whose last message is remembered; those that may be written to again are forgotten first."""


class Pace:
    """When the next message may leave: in all, and to each chat. A rate of 0 has no limits but Telegram's own."""

    def __init__(self, rate: float) -> None:
        self._between = timedelta(seconds=1 / rate) if rate else timedelta(0)
        self._limited = bool(rate)
        self._next: datetime | None = None
        self._next_to: dict[str, datetime] = {}

    def chat_is_free_at(self, chat: str, now: datetime) -> datetime:
        """The moment from which `chat` may have its next message; `now` when that is already so."""
        return max(now, self._next_to.get(chat, now))

    def leave_at(self, chat: str, now: datetime) -> datetime:
        """Take the next place in the row of all messages, and the chat's turn with it."""
        if not self._limited:
            return now
        at = max(now, self._next or now)
        self._next = at + self._between
        self.hold(chat, at, BETWEEN_TO_A_GROUP if chat.startswith("-") else BETWEEN_TO_A_PERSON)
        return at

    def hold(self, chat: str, now: datetime, pause: timedelta) -> None:
        """Send nothing to `chat` for so long: it has just had a message, or Telegram asked for a pause."""
        if len(self._next_to) >= REMEMBERED:
            self._next_to = {one: at for one, at in self._next_to.items() if at > now}
        self._next_to[chat] = max(now + pause, self._next_to.get(chat, now))
