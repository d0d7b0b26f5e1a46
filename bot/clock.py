"""The one clock of the service: real time, moved only where a demonstration has set it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from storage.clock import clock_ahead, set_clock_ahead
from storage.database import Database


def real_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Now, in UTC. What is kept in the database is how far this clock stands from the real one."""

    def __init__(self, ahead: timedelta = timedelta(0), real: Callable[[], datetime] = real_now) -> None:
        self._ahead = ahead
        self._real = real
        self.on_turn: Callable[[], None] = lambda: None
        """Called when the clock has been set: what is then owed does not wait for the next minute."""

    @classmethod
    async def kept_in(cls, database: Database, real: Callable[[], datetime] = real_now) -> "Clock":
        return cls(await database.read(clock_ahead), real)

    def now(self) -> datetime:
        return self._real() + self._ahead

    @property
    def ahead(self) -> timedelta:
        """How far this clock stands from the real one."""
        return self._ahead

    async def set(self, database: Database, moment: datetime) -> None:
        """Let it be `moment` now; the clock runs on from there, also after a restart."""
        ahead = moment - self._real()
        await database.write(set_clock_ahead, ahead)
        self._ahead = ahead
        self.on_turn()
