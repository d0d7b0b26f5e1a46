"""`backup` and `restore`: the whole memory as one file."""

from pathlib import Path

from bot.cli.desk import finished, memory
from bot.settings import Settings, read_settings

BACKUPS = "backups"
"""The folder in DATA_DIR that the daily backups are in."""


def backup(*, out: Path | None = None) -> None:
    """Write everything to one file, also while the bot runs, and check it.

    Parameters
    ----------
    out
        The file to write; shelterbot-DATE.db.gz in the folder backups of DATA_DIR, when left out.
    """
    print(f"wrote {finished(_backup(read_settings(), out))}")


async def _backup(settings: Settings, out: Path | None) -> Path:
    from bot.clock import real_now
    from storage.backup import back_up, name_of
    from storage.house import load_house

    async with memory(settings, must_exist=True) as database:
        house = await database.read(load_house)
        day = real_now().astimezone(house.zone).date()
        to = out or settings.DATA_DIR / BACKUPS / name_of(day)
        await back_up(database, to)
    return to


def restore(file: Path, *, replace: bool = False) -> None:
    """Put a backup back, into SQLite or PostgreSQL: all of it or, when anything is wrong, nothing.

    Stop the bot first. What waited to be sent when the backup was made is not sent any more.

    Parameters
    ----------
    file
        A backup as `shelterbot backup` writes it.
    replace
        Lose what the database holds now.
    """
    sites, dates = finished(_restore(read_settings(), file, replace=replace))
    print(f"restored {sites} sites and {dates} counts from {file}")


async def _restore(settings: Settings, file: Path, *, replace: bool) -> tuple[int, int]:
    from storage.backup import held, opened, restore

    # Read and checked before the database is touched, or made: a file that cannot be used leaves no trace.
    async with opened(file) as copy, memory(settings, alone=True) as database:
        await restore(database, copy, replace=replace)
        return await database.read(held)
