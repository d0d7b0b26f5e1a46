"""The runs of what happens unasked: when, how long, what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.wishes import Wish, sql

KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a job. `started_at` is real time, not the house's; `fault` is the class of what ended it."""

    job: str
    started_at: datetime
    seconds: float
    queued: int = 0
    skipped: int = 0
    fault: str | None = None


def record_run(run: Run) -> Wish[None]:
    """Keep the run, and let go of the old ones."""
    yield sql(
        """
        INSERT INTO runs (job, started_at, seconds, queued, skipped, fault)
        VALUES (:job, :started_at, :seconds, :queued, :skipped, :fault)
        """,
        job=run.job,
        started_at=run.started_at,
        seconds=run.seconds,
        queued=run.queued,
        skipped=run.skipped,
        fault=run.fault,
    )
    yield sql(
        "DELETE FROM runs WHERE job = :job AND started_at < :before",
        job=run.job,
        before=run.started_at - KEPT_FOR,
    )


def latest_runs() -> Wish[list[Run]]:
    """The latest run of each job, by name."""
    rows = yield sql(
        "SELECT * FROM runs WHERE id IN (SELECT MAX(id) FROM runs GROUP BY job) ORDER BY job",
    )
    return [
        Run(row["job"], row["started_at"], row["seconds"], row["queued"], row["skipped"], row["fault"])
        for row in rows
    ]
