"""The table of jobs: what runs, when, and in which zone. Nothing is planned between 02:00 and 03:00."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.outcome import Outcome
from scheduler.remind import Reminders
from storage.database import Database

Work = Callable[[datetime], Awaitable[Outcome]]
"""Queues what is owed at a moment of the house's clock. What was queued before is not queued again."""


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    trigger: BaseTrigger
    work: Work


def jobs(database: Database, default_language: str, zone: ZoneInfo) -> tuple[Job, ...]:
    every_minute = IntervalTrigger(minutes=1, timezone=zone)
    return (Job("reminders", every_minute, Reminders(database, default_language)),)
