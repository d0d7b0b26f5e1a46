"""Logs: a constant event name and facts as fields; ids, never message text, names or tokens (P10)."""

import logging
import sys
import traceback
from types import TracebackType

import structlog
from structlog.typing import EventDict


def _only_where(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Of an exception its type and the place it was raised at; its text may hold what a person wrote."""
    info = event.pop("exc_info", None)
    if info:
        fault = info if isinstance(info, BaseException) else sys.exc_info()[1]
        frames = traceback.extract_tb(fault.__traceback__) if fault else []
        event["where"] = " < ".join(
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[:-6:-1]
        )
    return event


class _OfLibraries(logging.Handler):
    """What the libraries log, as the server does a fault in a request: who, where and which fault, never the words."""

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(
            record.levelno,
            "a library's warning",
            library=record.name,
            place=f"{record.filename}:{record.lineno}",
            **_told(fault),
        )


def _told(fault: BaseException | None) -> dict[str, object]:
    return {} if fault is None else {"fault": type(fault).__name__, "exc_info": fault}


def _uncaught(_kind: type[BaseException], fault: BaseException, _at: TracebackType | None) -> None:
    """The fault that ends the process; the interpreter would write its text."""
    if not isinstance(fault, KeyboardInterrupt):
        structlog.get_logger().critical("ended by a fault", **_told(fault))


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
    logging.basicConfig(level=logging.WARNING, handlers=[_OfLibraries()], force=True)
    logging.raiseExceptions = False
    sys.excepthook = _uncaught
