"""One sending of Telegram's by itself, as the channel notes many at once."""

from datetime import datetime

from storage.telegram_sendings import Begun, Outcome, turns
from storage.wishes import Wish


def turn(
    ended: Outcome | None, begins: int | None, now: datetime, real_now: datetime, claimed_until: datetime
) -> Wish[Begun | None]:
    (begun,) = yield from turns([(ended, begins)], now, real_now, claimed_until)
    return begun
