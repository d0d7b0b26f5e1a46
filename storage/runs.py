"""The runs of what happens unasked: when, how long, what came of it."""

from datetime import datetime, timedelta

from shelter.runs import Run
from storage.wishes import Wish, sql

KEPT_FOR = timedelta(days=14)


def record_run(run: Run) -> Wish[None]:
    """Keep the run, and let go of the old ones."""
    yield sql(
        """
        INSERT INTO runs (job, started_at, seconds, queued, skipped, done, fault)
        VALUES (:job, :started_at, :seconds, :queued, :skipped, :done, :fault)
        """,
        job=run.job,
        started_at=run.started_at,
        seconds=run.seconds,
        queued=run.queued,
        skipped=run.skipped,
        done=run.done,
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
    return [Run(**{name: row[name] for name in Run.__slots__}) for row in rows]


def last_done(job: str) -> Wish[datetime | None]:
    """When this job last did what it is for, and not only looked."""
    rows = yield sql(
        "SELECT started_at FROM runs WHERE job = :job AND done > 0 AND fault IS NULL ORDER BY id DESC LIMIT 1",
        job=job,
    )
    return rows[0]["started_at"] if rows else None
