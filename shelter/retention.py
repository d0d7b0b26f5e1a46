"""How long a thing is kept (docs/privacy.md). Counts, their history and the audit trail are kept for ever."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum


class Trace(StrEnum):
    """What people leave behind that is no count."""

    TEXT = "text"
    """The words of a message, in or out, and the raw form of one that was set aside. Its id stays: the same message
    again still changes nothing."""
    DELIVERY = "delivery"
    """How a message went out: tries, the provider's name for it, buttons, segments spent on a number."""
    STRANGER = "stranger"
    """The number or chat of somebody who is not in the house."""
    LEAVER = "leaver"
    """The numbers, chats and wishes of somebody who has left."""
    LEAVER_NAME = "leaver_name"
    """The name of somebody who has left, beside the counts they sent."""
    QUESTION = "question"
    """A question or a code that was never answered."""
    INVITATION = "invitation"
    """An invitation that was used or has expired, counted from when it expired."""
    NUDGE = "nudge"
    """That a reminder or a summary was owed, and was said or skipped."""


DAYS: Mapping[Trace, int] = {
    Trace.TEXT: 90,
    Trace.DELIVERY: 90,
    Trace.STRANGER: 30,
    Trace.LEAVER: 30,
    Trace.LEAVER_NAME: 730,
    Trace.QUESTION: 7,
    Trace.INVITATION: 30,
    Trace.NUDGE: 400,
}
"""Days. The correction window is 35 days (C3): until well after it, somebody may ask what a text said. A name stays
until the year and the one it is compared with have been reported."""


def kept_since(trace: Trace, now: datetime) -> datetime:
    """What is older than this moment is let go of."""
    return now - timedelta(days=DAYS[trace])


DAILY_BACKUPS, MONTHLY_BACKUPS = 14, 12


def backups_kept(dates: Iterable[date]) -> set[date]:
    """The newest 14 backups, and the first of each of the newest 12 months that have one."""
    newest_first = sorted(set(dates), reverse=True)
    first_of_month = {(day.year, day.month): day for day in newest_first}
    return {*newest_first[:DAILY_BACKUPS], *list(first_of_month.values())[:MONTHLY_BACKUPS]}
