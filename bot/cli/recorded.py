"""`replay`: a file of recorded messages through the whole conversation."""

from pathlib import Path
from typing import Any

from bot.cli.desk import Fault, finished, memory
from bot.settings import Settings, read_settings


def replay(file: Path) -> None:
    """Hand a file of recorded messages to the bot, each at the moment it was sent.

    The demonstration house is loaded first where there is none. A message that was replayed before changes
    nothing, so a file can be replayed again, or a fuller one after a thinned one.

    Parameters
    ----------
    file
        CSV with the columns site, channel, sent_at (local time) and message; others are not read.
    """
    from bot.logging import log_to_stderr

    settings = read_settings()
    log_to_stderr("warning" if settings.LOG_LEVEL == "info" else settings.LOG_LEVEL)
    finished(_replay_file(settings, file))


async def _replay_file(settings: Settings, file: Path) -> None:
    from bot.demo import demonstration, load_demonstration
    from storage.house import load_house

    async with memory(settings, alone=True) as database:
        house = await database.read(load_house)
        # Read before anything is stored: a file that cannot be used leaves no trace.
        recording = recording_of(file, house.sites or demonstration().sites)
        if not house.sites:
            await load_demonstration(database)
        await hand_over(database, settings, file.name, recording)


def recording_of(file: Path, sites: Any) -> Any:
    from bot.replay import ReplayFault, read_recording

    try:
        return read_recording(file, sites)
    except ReplayFault as fault:
        raise Fault(str(fault)) from fault


async def hand_over(database: Any, settings: Settings, name: str, recording: Any) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from bot.clock import Clock
    from bot.inbox import Inbox
    from bot.outbox import Outbox
    from bot.replay import SilentPhones, replay

    inbox = Inbox(database, settings.DEFAULT_LANGUAGE, lambda: None)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(f"replaying {name}", total=len(recording))
        done = await replay(database, inbox, recording, lambda: progress.advance(task))
        await Outbox(database, [SilentPhones()], Clock()).deliver_all()
    print(
        f"{len(recording)} messages: {done.kept} kept, {done.answered} answered without keeping anything, "
        f"{done.known} known before"
    )
