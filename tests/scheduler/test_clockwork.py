"""The clock that wakes the jobs: its table, its record, its health, and a clock that is turned."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import apscheduler.schedulers.base
import pytest
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from scheduler import clockwork
from scheduler.clockwork import Clockwork, FromNow
from scheduler.jobs import Job, jobs
from scheduler.outcome import Outcome
from storage.runs import latest_runs

ZONE = ZoneInfo("Europe/Stockholm")
MORNING = datetime(2017, 10, 12, 6, 0, tzinfo=UTC)
NOON = datetime(2017, 10, 12, 12, 0, tzinfo=UTC)


@pytest.fixture
def machine(monkeypatch):
    """The clock of the machine, as far ahead of the real one as is said."""
    clock = SimpleNamespace(ahead=timedelta(0))

    class MachineClock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + clock.ahead

    for module in (clockwork, apscheduler.schedulers.base):
        monkeypatch.setattr(module, "datetime", MachineClock)
    return clock


def job(work, name="work") -> Job:
    return Job(name, IntervalTrigger(minutes=1), work)


@pytest.mark.parametrize("night", [datetime(2017, 10, 29, tzinfo=ZONE), datetime(2018, 3, 25, tzinfo=ZONE)])
def test_no_job_is_planned_between_two_and_three(database, night):
    planned = {}
    for one in jobs(database, "sv", ZONE, Path("backups")):
        moment = night
        while moment is not None and moment < night + timedelta(hours=8):
            moment = one.trigger.get_next_fire_time(moment, moment + timedelta(seconds=1))
            if not isinstance(one.trigger, IntervalTrigger):
                planned.setdefault(one.name, set()).add(moment.astimezone(ZONE).hour)

    assert set(planned) == {
        "nightly summary", "free beds", "weekly digest", "half-year report", "backup", "retention", "upkeep",
    }  # fmt: skip
    assert all(not hours & {0, 1, 2} for hours in planned.values())


async def test_a_run_is_recorded_with_what_came_of_it(database):
    async def work(now):
        assert now == MORNING
        return Outcome(queued=3, skipped=2)

    woken = []
    clock = Clockwork(database, [job(work)], lambda: MORNING, lambda: woken.append(1))
    await clock.run_all()

    (run,) = await database.read(latest_runs)
    assert (run.job, run.queued, run.skipped, run.fault) == ("work", 3, 2, None)
    assert run.seconds >= 0
    assert woken == [1]


async def test_a_fault_ends_the_run_and_is_recorded_and_the_other_jobs_go_on(database):
    async def fails(_now):
        raise ValueError("secret text")

    async def works(_now):
        return Outcome(queued=1)

    clock = Clockwork(database, [job(fails, "first"), job(works, "second")], lambda: MORNING, lambda: None)
    await clock.run_all()

    assert [(run.job, run.queued, run.fault) for run in await database.read(latest_runs)] == [
        ("first", 0, "ValueError"),
        ("second", 1, None),
    ]


async def test_every_job_runs_at_once_when_the_process_starts(database):
    ran = asyncio.Event()

    async def work(_now):
        ran.set()
        return Outcome()

    clock = Clockwork(database, [job(work)], lambda: MORNING, lambda: None)
    running = asyncio.create_task(clock.run(asyncio.sleep(0)))
    async with asyncio.timeout(20):
        await ran.wait()
    assert await clock.check()() is None
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_no_job_runs_before_what_came_while_we_were_away_was_read(database):
    caught_up, ran = asyncio.Event(), asyncio.Event()

    async def work(_now):
        assert caught_up.is_set()
        ran.set()
        return Outcome()

    clock = Clockwork(database, [job(work)], lambda: MORNING, lambda: None)
    running = asyncio.create_task(clock.run(caught_up.wait()))
    await asyncio.sleep(0)
    assert await clock.check()() is None  # it waits and is well
    caught_up.set()
    async with asyncio.timeout(20):
        await ran.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [run.fault for run in await database.read(latest_runs)] in ([], [None])


async def test_jobs_run_though_what_came_meanwhile_cannot_be_read(database, monkeypatch):
    monkeypatch.setattr(clockwork, "HELD_AT_MOST", 0.01)
    ran = asyncio.Event()

    async def work(_now):
        ran.set()
        return Outcome()

    clock = Clockwork(database, [job(work)], lambda: MORNING, lambda: None)
    running = asyncio.create_task(clock.run(asyncio.Event().wait()))
    async with asyncio.timeout(20):
        await ran.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_after_sleep_jobs_wait_until_what_was_sent_meanwhile_can_be_read(
    database, machine, monkeypatch
):
    monkeypatch.setattr(clockwork, "HELD_AFTER_SLEEP", 0.3)
    runs: asyncio.Queue[tuple[timedelta, float]] = asyncio.Queue()

    async def work(_now):
        runs.put_nowait((machine.ahead, time.monotonic()))
        return Outcome()

    often = replace(job(work), trigger=IntervalTrigger(seconds=0.05))
    clock = Clockwork(database, [often], lambda: MORNING, lambda: None)
    running = asyncio.create_task(clock.run(asyncio.sleep(0)))
    async with asyncio.timeout(20):
        await runs.get()
        machine.ahead, woken = timedelta(hours=8), time.monotonic()
        while (run := await runs.get())[0] != machine.ahead:
            pass
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert run[1] - woken >= 0.3


async def test_jobs_go_on_when_the_clock_of_the_machine_is_set_back(database, machine, monkeypatch):
    monkeypatch.setattr(clockwork, "BEAT_SECONDS", 0.02)
    runs: asyncio.Queue[timedelta] = asyncio.Queue()

    async def work(_now):
        runs.put_nowait(machine.ahead)
        return Outcome()

    often = replace(job(work), trigger=IntervalTrigger(seconds=0.05))
    clock = Clockwork(database, [often], lambda: MORNING, lambda: None)
    running = asyncio.create_task(clock.run(asyncio.sleep(0)))
    async with asyncio.timeout(20):
        await runs.get()
        machine.ahead = -timedelta(hours=3)
        for _ in range(3):  # one may have been due already
            while await runs.get() != machine.ahead:
                pass
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("away", [timedelta(minutes=3), timedelta(weeks=3), timedelta(days=3653)], ids=str)
@pytest.mark.parametrize(
    "plain",
    [IntervalTrigger(minutes=1, start_date=NOON), CronTrigger(hour="3-23", minute="*", timezone=ZONE)],
)
def test_the_minutes_that_were_slept_through_are_not_gone_through_one_by_one(plain, away):
    woken = NOON + away + timedelta(seconds=7)
    trigger = FromNow(plain)

    planned = trigger.get_next_fire_time(None, NOON)
    following = trigger.get_next_fire_time(planned, woken)

    assert planned <= woken < following <= woken + timedelta(minutes=1)


async def test_health_tells_of_a_clock_that_does_not_run_or_a_job_that_does_not_end(database):
    release, started = asyncio.Event(), asyncio.Event()

    async def hangs(_now):
        started.set()
        await release.wait()
        return Outcome()

    clock = Clockwork(database, [job(hangs)], lambda: MORNING, lambda: None)
    assert await clock.check()() == "the clock has stopped"

    await clock._beat()
    running = asyncio.create_task(clock.run_all())
    await started.wait()
    assert await clock.check()() is None
    clock._jobs = [replace(job(hangs), longest=-1.0)]
    assert await clock.check()() == "the run of work does not end"
    release.set()
    await running


async def test_health_tells_of_a_job_that_fails_again_and_again(database):
    faults = [ValueError(), ValueError(), ValueError(), None]

    async def work(_now):
        fault = faults.pop(0)
        if fault is not None:
            raise fault
        return Outcome()

    clock = Clockwork(database, [job(work)], lambda: MORNING, lambda: None)
    await clock._beat()
    told = []
    while faults:
        await clock.run_all()
        told.append(await clock.check()())

    assert told == [None, None, "work fails: ValueError", None]


async def test_health_tells_of_each_failing_job_how_it_fails(database):
    ran = 0

    async def fails(_now):
        raise OSError

    async def fails_at_last(_now):
        nonlocal ran
        ran += 1
        if ran > 2:
            raise KeyError
        return Outcome()

    clock = Clockwork(
        database, [job(fails, "backup"), job(fails_at_last, "news")], lambda: MORNING, lambda: None
    )
    await clock._beat()
    told = []
    for _ in range(5):
        await clock.run_all()
        told.append(await clock.check()())

    assert told == [None, None, *["backup fails: OSError"] * 2, "backup fails: OSError, news fails: KeyError"]


async def test_the_latest_run_of_each_job_can_be_shown(database):
    async def work(_now):
        return Outcome(queued=1)

    clock = Clockwork(database, [job(work)], lambda: MORNING, lambda: None)
    await clock.run_all()

    (shown,) = await clock.runs()
    assert {key: shown[key] for key in ("job", "queued", "skipped", "fault")} == {
        "job": "work", "queued": 1, "skipped": 0, "fault": None,
    }  # fmt: skip
    assert datetime.fromisoformat(shown["started_at"]).tzinfo is not None


async def test_turning_the_clock_runs_what_is_then_due(database):
    seen = []

    async def work(now):
        seen.append(now)
        return Outcome()

    clock = Clock(real=lambda: MORNING)
    unasked = Clockwork(database, [job(work)], clock.now, lambda: None)
    clock.on_turn = unasked.turned

    await clock.set(database, MORNING + timedelta(hours=5))
    await asyncio.gather(*unasked._turned)

    assert seen == [MORNING + timedelta(hours=5)]
