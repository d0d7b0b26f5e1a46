"""One process to a SQLite file: a second one is told so instead of sharing it (P11)."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import sqlite_path
from storage.faults import StorageFault


@contextmanager
def only_process(database_url: str) -> Iterator[None]:
    """Hold the lock beside the SQLite file while the block runs; PostgreSQL needs none.

    The system lets go of it when the process ends, however it ends. Raises StorageFault when another
    process holds it or the folder cannot be written to.
    """
    path = sqlite_path(database_url)
    if path is None:
        yield
        return
    lock = path.with_name(path.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = lock.open("a+", encoding="utf-8")
    except OSError as fault:
        raise StorageFault(
            f"cannot write to {path.parent} ({fault.strerror}); give DATA_DIR or DATABASE_URL a place that this "
            "user may write to"
        ) from fault
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            handle.seek(0)
            holder = handle.read(20).strip() or "unknown"
            raise StorageFault(
                f"another shelterbot (process {holder}) uses {path}; stop it first, or use PostgreSQL for several"
            ) from fault
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield
