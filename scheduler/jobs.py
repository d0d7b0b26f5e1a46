"""The table of jobs: what runs, when, and in which zone. Nothing is planned between 02:00 and 03:00."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.half_year import HalfYear
from scheduler.news import Bulletin, Corrections
from scheduler.outcome import Outcome
from scheduler.remind import Reminders
from scheduler.tallies import ForgottenTallies
from scheduler.upkeep import Backup, Retention, Upkeep
from storage.database import Database

Work = Callable[[datetime], Awaitable[Outcome]]
"""Queues what is owed at a moment of the house's clock. What was queued before is not queued again."""


AN_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    trigger: BaseTrigger
    work: Work
    longest: float = 35.0
    """Seconds; a run that takes longer has stopped, and /healthz says so (P4: within 60 s of the others)."""
    at_start: bool = True
    """Whether it also runs when the process starts and when the house's clock is turned."""


def jobs(
    database: Database, default_language: str, zone: ZoneInfo, backups: Path | None = None
) -> tuple[Job, ...]:
    """Every job of a house in `zone`. A time of day may be a person's own, so news looks at each of its minutes.

    Backups go to the folder `backups`; without one none are made.
    """

    def bulletin(kind: str) -> Bulletin:
        return Bulletin(database, default_language, kind)

    every_minute = IntervalTrigger(minutes=1, timezone=zone)
    by_day = CronTrigger(hour="3-23", minute="*", timezone=zone)

    def each_hour(minute: int) -> CronTrigger:
        """For what is owed once a day: a machine that is off at night, or a fault, costs no day."""
        return CronTrigger(hour="3-23", minute=minute, timezone=zone)

    return (
        Job("reminders", every_minute, Reminders(database, default_language)),
        Job("forgotten tallies", every_minute, ForgottenTallies(database, default_language)),
        Job("corrections", every_minute, Corrections(database, default_language)),
        Job("nightly summary", by_day, bulletin("summary")),
        Job("free beds", by_day, bulletin("free-beds")),
        Job("weekly digest", CronTrigger(hour="3-23", minute="*/5", timezone=zone), bulletin("digest")),
        Job(
            "half-year report",
            CronTrigger(hour="3-23", minute="*/5", timezone=zone),
            HalfYear(database, default_language),
        ),
        *(
            [Job("backup", each_hour(35), Backup(database, backups, default_language), AN_HOUR)]
            if backups
            else []
        ),
        Job("retention", each_hour(10), Retention(database), AN_HOUR, at_start=False),
        Job("upkeep", each_hour(40), Upkeep(database, default_language), AN_HOUR, at_start=False),
    )
