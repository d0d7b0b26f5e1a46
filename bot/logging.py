"""Logs: a constant event name and facts as fields; ids, never message text, names or tokens (P10)."""

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict


def _only_where(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Of an exception its type and the place it was raised at; its text may hold what a person wrote."""
    if event.pop("exc_info", None):
        fault = sys.exc_info()[1]
        frames = traceback.extract_tb(fault.__traceback__) if fault else []
        event["where"] = " < ".join(
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[:-6:-1]
        )
    return event


def log_to_stderr(level: str) -> None:
    """Write log lines of at least `level` to standard error, one line of key=value each."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_where,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
