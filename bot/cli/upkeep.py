"""`migrate`, `doctor` and `aside`: whether everything the bot needs is well, and what was not."""

from bot.cli.desk import at_the_desk, finished, memory
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


def aside(*, again: bool = False) -> None:
    """Show the messages that could not be handled; nothing of them was stored, and their senders know.

    Parameters
    ----------
    again
        Try them again, once what was wrong has been put right: each counts for the moment it came.
    """
    finished(_aside(read_settings(), again=again))


async def _aside(settings: Settings, *, again: bool) -> None:
    from bot.again import tried_again, waiting
    from bot.inbox import Inbox

    async with at_the_desk(settings) as desk:
        inbox = Inbox(desk.database, settings.DEFAULT_LANGUAGE, lambda: None)
        set_aside = await waiting(desk.database)
        if not set_aside:
            print("nothing is set aside")
        for one in set_aside:
            moment = one.incoming.moment.astimezone(desk.house.zone)
            print(f"{moment:%Y-%m-%d %H:%M} {one.incoming.channel} {one.name or 'a stranger'} ({one.fault})")
            print(f"    {' '.join(one.incoming.text.split())}")
            if again:
                print(
                    f"    {await tried_again(desk.database, inbox, one) or 'no report of the house: let go'}"
                )
