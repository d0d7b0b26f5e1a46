"""The clock that wakes the jobs. It remembers nothing: what was done is in the database, under unique keys."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.jobs import Job, jobs
from scheduler.outcome import NOTHING
from shelter.runs import Run
from storage.database import Database
from storage.house import load_house
from storage.runs import latest_runs, record_run

log = structlog.get_logger()

BEAT_SECONDS = 10
SILENT_SECONDS = 35.0
"""A clock without a beat for this long has stopped: /healthz says so within 60 s (P4)."""

HELD_AT_MOST = 20.0
"""Seconds that the first look waits for reports that came while we were away; what is owed goes within 60."""

SLEPT_FROM = timedelta(seconds=90)
"""The machine's clock has gone on by so much since the last beat: it was asleep."""

HELD_AFTER_SLEEP = 40.0
"""Seconds after sleep until a dead connection is noticed and what was sent meanwhile is read, as at the start."""

FAILS_FROM = 3
"""A job that fails once is tried again within minutes; one that fails so often in a row has stopped."""


class FromNow(BaseTrigger):  # type: ignore[misc] # the library has no types
    """A trigger that passes over the times that were missed, where a plain one is asked for each of them.

    A machine that has slept for weeks, or whose clock was wrong by years when it started, has missed a million
    minutes; gone through one by one they would keep everything else waiting for a minute.
    """

    def __init__(self, trigger: BaseTrigger) -> None:
        self._trigger = trigger

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        following: datetime | None = self._trigger.get_next_fire_time(previous_fire_time, now)
        if following is not None and following < now:
            following = self._trigger.get_next_fire_time(now, now)
        return following


class Clockwork:
    """Runs each job at its times, those that look first also at the start and whenever the house's clock is turned."""

    def __init__(
        self,
        database: Database,
        jobs: Sequence[Job],
        now: Callable[[], datetime],
        on_queued: Callable[[], None],
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._now = now
        self._on_queued = on_queued
        self._locks = {job.name: asyncio.Lock() for job in jobs}
        self._failed: dict[str, tuple[int, str]] = {}
        """How often each job has failed in a row, and how the last time."""
        self._turned: set[asyncio.Task[None]] = set()
        self._last_beat: float | None = None
        self._seen_at: datetime | None = None
        """What the machine's clock showed at the last beat or run."""
        self._held_until = 0.0
        self._running: dict[str, float] = {}
        """The runs under way, by job, with the monotonic second they began."""

    async def run(self, caught_up: Awaitable[object]) -> None:
        """Tick until cancelled; first once `caught_up` is done, so that nobody is asked for what they have sent."""
        await self._beat()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HELD_AT_MOST):
                await caught_up
        scheduler = AsyncIOScheduler(timezone=UTC)
        for job in self._jobs:
            # Late is better than never, and several missed times are one run: what is owed is asked of the rules.
            scheduler.add_job(
                self.tick,
                FromNow(job.trigger),
                args=[job],
                id=job.name,
                **({"next_run_time": datetime.now(UTC)} if job.at_start else {}),
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
        scheduler.add_job(
            self._beat, FromNow(IntervalTrigger(seconds=BEAT_SECONDS)), misfire_grace_time=None, coalesce=True
        )
        scheduler.start()
        try:
            await self._follow(scheduler)
        finally:
            scheduler.shutdown(wait=False)
            for task in self._turned:
                task.cancel()

    async def _follow(self, scheduler: AsyncIOScheduler) -> None:
        """Plan anew when the system's clock was set back, or the jobs would wait until it is as late again."""
        before = datetime.now(UTC)
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            now = datetime.now(UTC)
            if now < before:
                log.warning("the system's clock was set back", seconds=(before - now).total_seconds())
                for planned in scheduler.get_jobs():
                    planned.modify(next_run_time=planned.trigger.get_next_fire_time(now, now))
            before = now

    async def _beat(self) -> None:
        self._look_for_sleep()
        self._last_beat = time.monotonic()

    def _look_for_sleep(self) -> None:
        now = datetime.now(UTC)
        if self._seen_at is not None and now - self._seen_at > SLEPT_FROM:
            log.info("the machine was asleep", seconds=(now - self._seen_at).total_seconds())
            self._held_until = time.monotonic() + HELD_AFTER_SLEEP
        self._seen_at = now

    def turned(self) -> None:
        """The house's clock was turned: everything is looked at again at once."""
        task = asyncio.get_running_loop().create_task(self.run_all())
        self._turned.add(task)
        task.add_done_callback(self._turned.discard)

    async def run_all(self) -> None:
        for job in self._jobs:
            if job.at_start:
                await self.tick(job)

    async def tick(self, job: Job) -> None:
        """One run of a job, recorded with what came of it. A fault ends the run and not the clock."""
        async with self._locks[job.name]:
            self._look_for_sleep()
            if (wait := self._held_until - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            started_at, began = datetime.now(UTC), time.monotonic()
            self._running[job.name] = began
            outcome, fault = NOTHING, None
            try:
                outcome = await job.work(self._now())
            except Exception as raised:  # the next minute tries again; the record says what it was
                log.exception("job failed", job=job.name, fault=type(raised).__name__)
                fault = type(raised).__name__
            if fault is None:
                self._failed.pop(job.name, None)
            else:
                self._failed[job.name] = (self._failed.get(job.name, (0, ""))[0] + 1, fault)
            if outcome.queued:
                self._on_queued()
            took = time.monotonic() - began
            await self._record(
                Run(job.name, started_at, took, outcome.queued, outcome.skipped, outcome.done, fault)
            )
            del self._running[job.name]

    async def _record(self, run: Run) -> None:
        try:
            await self._database.write(record_run, run)
        except Exception as raised:  # a memory that is away is seen by /healthz, and comes back
            log.exception("run not recorded", job=run.job, fault=type(raised).__name__)

    async def runs(self) -> list[dict[str, object]]:
        """The latest run of each job, for /healthz."""
        return [
            {**asdict(run), "started_at": run.started_at.isoformat()}
            for run in await self._database.read(latest_runs)
        ]

    def check(self) -> Callable[[], Awaitable[str | None]]:
        """For /healthz: whether the clock still ticks."""

        async def ticks() -> str | None:
            now = time.monotonic()
            if self._last_beat is None or self._last_beat < now - SILENT_SECONDS:
                return "the clock has stopped"
            longest = {job.name: job.longest for job in self._jobs}
            hanging = [name for name, began in self._running.items() if began < now - longest[name]]
            failing = [(name, how) for name, (times, how) in self._failed.items() if times >= FAILS_FROM]
            if failing:
                return ", ".join(f"{name} fails: {how}" for name, how in failing)
            return f"the run of {hanging[0]} does not end" if hanging else None

        return ticks


async def wound_up(
    database: Database,
    now: Callable[[], datetime],
    on_queued: Callable[[], None],
    default_language: str,
    *,
    backups: Path | None = None,
) -> Clockwork:
    """The clock of a house, ready to run; `now` is the house's time, which a demonstration turns.

    `backups` is the folder of the daily backups; a demonstration has none.
    """
    house = await database.read(load_house)
    return Clockwork(database, jobs(database, default_language, house.zone, backups), now, on_queued)
