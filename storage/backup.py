"""Backups: the whole memory as one packed SQLite file, whichever database it comes from or goes back to."""

import asyncio
import gzip
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime
from pathlib import Path

from storage.database import Database
from storage.faults import StorageFault
from storage.house import house_version
from storage.migrations import pending
from storage.sqlite import migrate_file
from storage.wishes import Wish, sql

GZIP, SQLITE = b"\x1f\x8b", b"SQLite format 3\0"
"""What files of these kinds begin with."""
PACKED_WELL_ENOUGH = 6
HEADER_BYTES = 100
"""Of a SQLite file."""
UNFINISHED = ".backup-"


class BackupFault(StorageFault):
    """A backup that cannot be written or cannot be used; the text is one line that says why."""


def name_of(day: date) -> str:
    return f"shelterbot-{day.isoformat()}.db.gz"


def backups_in(folder: Path) -> dict[date, Path]:
    """The daily backups in a folder, by date; files with other names are somebody else's."""
    found = {}
    for path in folder.glob("shelterbot-*.db.gz") if folder.is_dir() else ():
        day = path.name.removeprefix("shelterbot-").removesuffix(".db.gz")
        try:
            found[date.fromisoformat(day)] = path
        except ValueError:
            continue
    return found


def remove_leftovers(folder: Path, before: datetime) -> None:
    """Remove what processes that were killed while they wrote a backup left behind, made before a real time."""
    for path in folder.glob(f"{UNFINISHED}*"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            shutil.rmtree(path, ignore_errors=True)


async def back_up(database: Database, to: Path) -> None:
    """Write everything, as it stands at one moment, to the file `to`, in the place of what is there.

    The file is whole or is not there: it is checked, read back and on the disk before it gets its name.
    Writers go on meanwhile. Raises BackupFault.
    """
    try:
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # On the same disk as the file, and open to its owner only.
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=to.parent) as folder:
            copy, packed = Path(folder, "copy.db"), Path(folder, "packed")
            await database.copy_to(copy)
            await asyncio.to_thread(_check, copy)
            await asyncio.to_thread(_pack, copy, packed)
            await asyncio.to_thread(_put, packed, to)
    except BackupFault:
        raise
    except Exception as fault:  # a full disk, or whatever the driver of the database raises
        raise BackupFault(f"cannot write the backup {to} ({_reason(fault)})") from fault


def _pack(copy: Path, packed: Path) -> None:
    """Pack the copy, put it on the disk and read it back: the checksum at its end must be right."""
    with packed.open("xb") as raw:
        os.fchmod(raw.fileno(), 0o600)
        with gzip.GzipFile(copy.name, "wb", PACKED_WELL_ENOUGH, raw) as file, copy.open("rb") as plain:
            shutil.copyfileobj(plain, file, 1 << 20)
        raw.flush()
        os.fsync(raw.fileno())
    with gzip.open(packed) as file:
        while file.read(1 << 20):
            pass


def _put(packed: Path, to: Path) -> None:
    """Give the file its name, and put the name on the disk."""
    packed.replace(to)
    handle = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check(copy: Path) -> None:
    """Raises BackupFault for a file that is damaged, is not ours, or was made by a newer version."""
    with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as file:
        damage = [row[0] for row in file.execute("PRAGMA integrity_check(1)")]
        if damage != ["ok"] or file.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupFault("the backup is damaged")
        names = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"migrations", "house"} <= names:
            raise BackupFault("it is not a backup of shelterbot")
        applied = {row[0] for row in file.execute("SELECT number FROM migrations")}
    try:
        pending(applied, "sqlite")
    except StorageFault:
        raise BackupFault("the backup was made by a newer version; restore it with that one") from None


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[Path]:
    """A backup unpacked, checked and brought up to date, as a SQLite file that lives while the block runs.

    A plain SQLite file will do as well. What waited to be sent when it was made is not sent any more: most
    of it has been. Raises BackupFault; the backup itself is only read.
    """
    with tempfile.TemporaryDirectory(prefix="shelterbot-") as folder:
        copy = Path(folder, "copy.db")
        try:
            await asyncio.to_thread(_unpack, file, copy)
            await asyncio.to_thread(_check, copy)
            await asyncio.to_thread(_bring_up_to_date, copy)
        except BackupFault as fault:
            raise BackupFault(f"nothing restored from {file}: {fault}") from fault
        except (EOFError, zlib.error, gzip.BadGzipFile, sqlite3.Error) as fault:
            raise BackupFault(
                f"nothing restored from {file}: the backup is damaged ({_reason(fault)})"
            ) from fault
        except OSError as fault:
            raise BackupFault(f"nothing restored: cannot read {file} ({_reason(fault)})") from fault
        yield copy


def _unpack(file: Path, copy: Path) -> None:
    with file.open("rb") as raw:
        head = raw.read(len(SQLITE))
        is_packed = head.startswith(GZIP)
        if not is_packed and head != SQLITE:
            raise BackupFault("it is not a backup of shelterbot")
        raw.seek(0)
        source = gzip.GzipFile(fileobj=raw) if is_packed else raw
        first = source.read(HEADER_BYTES)
        if not first.startswith(SQLITE):
            raise BackupFault("it is not a backup of shelterbot")
        left = (_size_told(first) if is_packed else file.stat().st_size) - len(first)
        with copy.open("xb") as plain:
            plain.write(first)
            while part := source.read(1 << 20):
                left -= len(part)
                if left < 0:  # a few packed bytes could else fill the disk
                    raise BackupFault("the backup is damaged (it holds more than it says)")
                plain.write(part)


def _size_told(header: bytes) -> int:
    """The bytes of a SQLite file as its header tells them (https://sqlite.org/fileformat2.html#the_database_header)."""
    page = int.from_bytes(header[16:18]) or 1
    pages = int.from_bytes(header[28:32])
    return (page if page > 1 else 65_536) * pages


def _bring_up_to_date(copy: Path) -> None:
    migrate_file(copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as file:
        file.execute("UPDATE outbox SET state = 'expired', fault = 'restored' WHERE state = 'queued'")


def _make_newer(copy: Path, known: int) -> None:
    """Give the house a version that nobody has kept anything of."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as file:
        file.execute("UPDATE house SET version = MAX(version, ?) + 1 WHERE ? > 0", [known, known])


async def restore(database: Database, opened_copy: Path, *, replace: bool) -> None:
    """Put a backup in the place of everything: all of it, or nothing when anything goes wrong.

    Raises BackupFault for a database that holds something, unless it may be replaced.
    """
    if not replace and not await database.read(is_empty):
        raise BackupFault(
            "nothing restored: the database holds a house or messages; "
            "give an empty one, or --replace to lose what it holds"
        )
    known = await database.read(house_version)
    try:
        await asyncio.to_thread(_make_newer, opened_copy, known)
        await database.fill_from(opened_copy)
    except Exception as fault:  # whatever the driver raises: its transaction is undone
        raise BackupFault(
            f"nothing restored: the database refuses what the backup holds ({_reason(fault)})"
        ) from fault


def is_empty() -> Wish[bool]:
    """Whether no house was loaded and no message came."""
    (house,) = yield sql("SELECT version FROM house")
    messages = yield sql("SELECT id FROM messages LIMIT 1")
    return house["version"] == 0 and not messages


def held() -> Wish[tuple[int, int]]:
    """How many sites there are, and dates with a report."""
    (row,) = yield sql(
        "SELECT (SELECT COUNT(*) FROM sites) AS sites, (SELECT COUNT(*) FROM counts) AS counts"
    )
    return int(row["sites"]), int(row["counts"])


def _reason(fault: BaseException) -> str:
    return " ".join((getattr(fault, "strerror", None) or str(fault) or type(fault).__name__).split())
