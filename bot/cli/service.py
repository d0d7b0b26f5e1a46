"""`run` and `demo`: the service itself, put together from every folder."""

import functools
import sys
from typing import Any

from bot.cli.desk import Fault, finished, memory
from bot.cli.figures import summary_text
from bot.cli.recorded import hand_over, recording_of
from bot.cli.saving import BACKUPS
from bot.settings import Settings, read_settings


def run() -> None:
    """Run the bot with the settings of the environment, until it is told to stop (SIGTERM or Ctrl-C)."""
    from bot.logging import log_to_stderr

    settings = read_settings()
    log_to_stderr(settings.LOG_LEVEL)
    finished(_serve(settings))


async def _serve(settings: Settings) -> None:
    from bot.clock import Clock
    from bot.service import serve
    from scheduler.clockwork import wound_up
    from storage.house import house_version
    from web.app import build_app

    bound = _bound(settings)
    async with memory(settings, alone=True) as database:
        if not await database.read(house_version):
            print(
                "no house is loaded yet: `shelterbot sites load house.toml` does it, also now",
                file=sys.stderr,
            )
        # A clock that is turned would make the backups of days that never were.
        wind_up = functools.partial(wound_up, backups=None if settings.DEMO else settings.DATA_DIR / BACKUPS)
        clock = await Clock.kept_in(database) if settings.DEMO else Clock()
        await serve(database, settings, bound, build_app, _ready, wind_up, clock)


def _bound(settings: Settings) -> Any:
    from bot.service import CannotListen, listening_socket

    try:
        return listening_socket(settings.LISTEN_HOST, settings.LISTEN_PORT)
    except CannotListen as fault:
        raise Fault(str(fault)) from fault


def _ready(address: str) -> None:
    print(f"shelterbot is ready on {address}", flush=True)


def _ready_with_phone(address: str) -> None:
    _ready(f"{address}/phone")


def demo(*, exit: bool = False) -> None:  # noqa: A002 the option is called --exit
    """Load the demonstration house, replay its half-year of 2017, show the summary and serve the phones.

    Nothing leaves this machine: every answer stays on the simulated phones at /phone.

    Parameters
    ----------
    exit
        Stop after the summary.
    """
    from bot.logging import log_to_stderr

    settings = read_settings().model_copy(update={"DEMO": True})
    log_to_stderr("warning" if settings.LOG_LEVEL == "info" else settings.LOG_LEVEL)
    finished(_demo(settings, stop=exit))


async def _demo(settings: Settings, *, stop: bool) -> None:
    from bot.clock import Clock
    from bot.demo import PERIOD, STANDS_AT, AnotherHouse, load_demonstration, set_clock
    from bot.replay import EXAMPLE
    from bot.service import serve
    from scheduler.clockwork import wound_up
    from web.app import build_app

    bound = None if stop else _bound(settings)
    async with memory(settings, alone=True) as database:
        try:
            house = await load_demonstration(database)
        except AnotherHouse as fault:
            raise Fault(
                f"{settings.database_url} holds another house; give the demonstration a DATA_DIR of its own"
            ) from fault
        await hand_over(database, settings, EXAMPLE.name, recording_of(EXAMPLE, house.sites))
        await set_clock(database)
        print(await summary_text(database, house.sites, PERIOD, STANDS_AT, settings.DEFAULT_LANGUAGE))
        if bound is not None:
            clock = await Clock.kept_in(database)
            await serve(database, settings, bound, build_app, _ready_with_phone, wound_up, clock)
