"""How far the house's clock stands from the real one; only a demonstration moves it."""

from datetime import timedelta

from storage.wishes import Wish, sql


def clock_ahead() -> Wish[timedelta]:
    rows = yield sql("SELECT ahead FROM clock")
    return timedelta(seconds=float(rows[0]["ahead"]))


def set_clock_ahead(ahead: timedelta) -> Wish[None]:
    yield sql("UPDATE clock SET ahead = :ahead", ahead=ahead.total_seconds())
