"""The running service: its parts, started and stopped together."""

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import uvicorn
from starlette.applications import Starlette

from bot.channels import Channel
from bot.channels.phone import Phone
from bot.clock import Clock, real_now
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.settings import Settings
from storage.database import Database
from storage.house import house_version

SILENT_FOR = timedelta(seconds=30)
"""Deliveries that have not come round for this long have stopped (P4)."""

STOP_SECONDS = 5
"""How long requests under way may take once the service is told to stop."""


class CannotListen(Exception):
    """The address cannot be served on; the text says why and what to do."""


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket bound to the address, before anything else is started. Raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as fault:
        bound.close()
        if fault.errno == errno.EADDRINUSE:
            reason = f"port {port} on {host} is in use; stop what uses it or set LISTEN_PORT to another"
        else:
            reason = (
                f"cannot serve on {host} port {port} ({fault.strerror}); check LISTEN_HOST and LISTEN_PORT"
            )
        raise CannotListen(reason) from fault
    return bound


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to `serve`, which stops every part in order; uvicorn's own would swallow them."""
        yield


async def serve(
    database: Database,
    settings: Settings,
    bound: socket.socket,
    build_app: Callable[..., Starlette],
    ready: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is called with the address once requests are answered.

    `build_app` makes the web application from the routes of the channels and the checks of the parts.
    """
    clock = await Clock.kept_in(database) if settings.DEMO else Clock()
    outbox: Outbox | None = None
    inbox = Inbox(database, settings.DEFAULT_LANGUAGE, lambda: outbox.wake() if outbox else None)
    phone = Phone(database, clock, inbox.receive) if settings.DEMO else None
    channels: list[Channel] = [phone] if phone else []
    outbox = Outbox(database, channels, clock)
    app = build_app(
        database=database,
        channel_routes=[route for channel in channels for route in channel.routes],
        checks={
            "database": _answers(database),
            **{f"outbox {channel.name}": _comes_round(outbox, channel.name) for channel in channels},
        },
        demo=settings.DEMO,
        language=settings.DEFAULT_LANGUAGE,
        now=clock.now,
    )
    server = _Server(
        uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=STOP_SECONDS
        )
    )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    delivering = asyncio.create_task(outbox.run())
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    stopping = asyncio.create_task(stop.wait())
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 uvicorn has a flag, no event
            await asyncio.sleep(0.005)
        if server.started:
            host, port = bound.getsockname()[:2]
            ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        parts = {serving, stopping, delivering} if channels else {serving, stopping}
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if phone:
            phone.close()
        server.should_exit = True
        await serving
        for task in (delivering, stopping):
            task.cancel()
        await asyncio.gather(delivering, stopping, return_exceptions=True)


def _answers(database: Database) -> Callable[[], Awaitable[str | None]]:
    async def check() -> str | None:
        await database.read(house_version)
        return None

    return check


def _comes_round(outbox: Outbox, channel: str) -> Callable[[], Awaitable[str | None]]:
    async def check() -> str | None:
        last = outbox.last_round.get(channel)
        if last is None or real_now() - last > SILENT_FOR:
            return "no round of deliveries has ended for a while"
        return None

    return check
