"""What keeps the memory itself well: the daily backup, letting go of old traces, and a look for damage."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from reports import setting
from reports.wording import wording
from scheduler.outcome import NOTHING, Outcome
from shelter.retention import backups_kept, kept_since
from storage.backup import back_up, backups_in, name_of, remove_leftovers
from storage.database import Database
from storage.escalation import escalation
from storage.faults import StorageFault
from storage.people import coordinators, reached
from storage.phone import house_zone
from storage.reminders import say
from storage.retention import ROWS_AT_ONCE, STEPS, is_owed, let_go, notice_leavers
from storage.wishes import Wish

log = structlog.get_logger()

BACKUP_FROM = time(3, 30)
"""The house's clock: from then on a day's backup is owed."""

TOLD_FOR = timedelta(hours=24)


class Damaged(Exception):
    """The database is damaged; the text is what it says of it."""


class Backup:
    """Writes the day's backup where there is none yet, and removes those that are old enough.

    A look each hour finds it there or tries again, so a disk that was full at night costs no day.
    """

    def __init__(self, database: Database, folder: Path, default_language: str) -> None:
        self._database = database
        self._folder = folder
        self._default_language = default_language

    async def __call__(self, now: datetime) -> Outcome:
        day = backup_day(now, await self._database.read(house_zone))
        try:
            if day in backups_in(self._folder):
                return NOTHING
            await back_up(self._database, self._folder / name_of(day))
        except (StorageFault, OSError):  # a folder that cannot even be looked into
            await self._database.write(tell_coordinators, "backup", day, now, self._default_language)
            raise
        self._remove_old(now)
        return Outcome(done=1)

    def _remove_old(self, now: datetime) -> None:
        remove_leftovers(self._folder, now - timedelta(days=1))
        held = backups_in(self._folder)
        for day in held.keys() - backups_kept(held):
            held[day].unlink(missing_ok=True)


def backup_day(now: datetime, zone: ZoneInfo) -> date:
    """The date whose backup is owed at `now`: before half past three still the one before."""
    local = now.astimezone(zone)
    return local.date() if local.time() >= BACKUP_FROM else local.date() - timedelta(days=1)


class Retention:
    """Lets go of texts, numbers and traces that were kept long enough, once a day."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._done_on: date | None = None

    async def __call__(self, now: datetime) -> Outcome:
        day = await _today(self._database, now)
        if day == self._done_on:
            return NOTHING
        await self._database.write(notice_leavers, now)
        outcome = NOTHING
        for step in STEPS:
            before = kept_since(step.trace, now)
            while await self._database.read(is_owed, step, before):
                gone = await self._database.write(let_go, step, before)
                outcome += Outcome(done=gone)
                if gone < ROWS_AT_ONCE:
                    break
        self._done_on = day
        return outcome


class Upkeep:
    """Lets the database tidy itself and look for damage once a day.

    Damage is looked at again each hour: what was found at night is told when the quiet hours have ended.
    """

    def __init__(self, database: Database, default_language: str) -> None:
        self._database = database
        self._default_language = default_language
        self._well_on: date | None = None

    async def __call__(self, now: datetime) -> Outcome:
        day = await _today(self._database, now)
        if day == self._well_on:
            return NOTHING
        damage = await self._database.tidy()
        if damage is not None:
            await self._database.write(tell_coordinators, "damage", day, now, self._default_language)
            raise Damaged(damage)
        self._well_on = day
        return Outcome(done=1)


async def _today(database: Database, now: datetime) -> date:
    return now.astimezone(await database.read(house_zone)).date()


def tell_coordinators(trouble: str, day: date, now: datetime, default_language: str) -> Wish[None]:
    """Tell each coordinator once a day what is wrong, outside the quiet hours."""
    settings = yield from escalation()
    if settings.is_quiet(now, (yield from house_zone())):
        return
    for one in (yield from coordinators()):
        to = yield from reached(one.person)
        if to is None:
            continue
        text = setting.trouble(wording(one.language or default_language), trouble)
        yield from say([(trouble, "", day, one.person)], to, text, now, now + TOLD_FOR)
