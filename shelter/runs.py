"""A run of a job: what happened unasked, and when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Run:
    """`started_at` is real time, not the house's; `done` counts what is no message: rows let go of, files written.

    `fault` is the class of what ended it.
    """

    job: str
    started_at: datetime
    seconds: float
    queued: int = 0
    skipped: int = 0
    done: int = 0
    fault: str | None = None
