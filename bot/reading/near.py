"""Whether two bare numbers may be a date (R5)."""

from datetime import date, timedelta

DAYS_BACK, DAYS_AHEAD = 7, 1


def near_date(first: int, second: int, today: date) -> bool:
    """Whether the two, read day first or month first, are a date from 7 days back to 1 day ahead."""
    days = (today + timedelta(days=step) for step in range(-DAYS_BACK, DAYS_AHEAD + 1))
    return any((day.day, day.month) in ((first, second), (second, first)) for day in days)
