"""`migrate` and `doctor`: whether everything the bot needs is well."""

from bot.cli.desk import finished, memory
from bot.settings import Settings, read_settings


def migrate() -> None:
    """Bring the tables of the database up to date; `run` does so by itself."""
    finished(_migrate(read_settings()))


async def _migrate(settings: Settings) -> None:
    from storage.migrations import applied_names

    async with memory(settings, alone=True) as database:
        names = await database.read(applied_names)
    print(f"up to date: {', '.join(names)}")


def doctor() -> int:
    """Look at settings, database, house and port, and say of each whether it is well."""
    from bot.doctor import examine

    settings = read_settings()
    well = True
    for finding in finished(examine(settings)):
        print(f"{'ok ' if finding.well else 'BAD'} {finding.what}")
        well &= finding.well
    return 0 if well else 1
