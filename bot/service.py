"""The running service: its parts, started and stopped together."""

import asyncio
import contextlib
import errno
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

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

if TYPE_CHECKING:
    from bot.channels.sms.channel import Sms

SILENT_FOR = timedelta(seconds=30)
"""Deliveries that have not come round for this long have stopped (P4)."""

STOP_SECONDS = 5
"""How long requests under way may take once the service is told to stop."""


class CannotListen(Exception):
    """The address cannot be served on; the text says why and what to do."""


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket bound to the address, before anything else is started. Raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sends each part of an answer at once; else a part waits 40 ms for the last.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
    # The database's thread gives way to this one at every statement; by default it then waits up to 5 ms each time.
    sys.setswitchinterval(0.0005)
    clock = await Clock.kept_in(database) if settings.DEMO else Clock()
    outbox: Outbox | None = None
    inbox = Inbox(database, settings.DEFAULT_LANGUAGE, lambda: outbox.wake() if outbox else None)
    phone = Phone(database, clock, inbox.receive) if settings.DEMO else None
    channels: list[Channel] = [phone] if phone else []
    sms = _sms(database, settings, clock, inbox, lambda: outbox.wake() if outbox else None)
    channels += [sms] if sms else []
    outbox = Outbox(database, channels, clock)
    app = build_app(
        database=database,
        channel_routes=[route for channel in channels for route in channel.routes],
        checks={
            "database": _answers(database),
            **{f"outbox {channel.name}": _comes_round(outbox, channel.name) for channel in channels},
            **({"sms": sms.fault} if sms else {}),
        },
        demo=settings.DEMO,
        language=settings.DEFAULT_LANGUAGE,
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
    others = [asyncio.create_task(sms.run())] if sms else []
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    stopping = asyncio.create_task(stop.wait())
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 uvicorn has a flag, no event
            await asyncio.sleep(0.005)
        if server.started:
            host, port = bound.getsockname()[:2]
            ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        parts = {serving, stopping, delivering, *others} if channels else {serving, stopping}
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if phone:
            phone.close()
        server.should_exit = True
        await serving
        for task in (delivering, stopping, *others):
            task.cancel()
        await asyncio.gather(delivering, stopping, *others, return_exceptions=True)
        if sms:
            await sms.close()


def _sms(
    database: Database, settings: Settings, clock: Clock, inbox: Inbox, wake: Callable[[], None]
) -> "Sms | None":
    """The SMS channel where an account is set; without one nothing of it is imported."""
    if not settings.TWILIO_ACCOUNT_SID:
        return None
    from bot.channels.sms.channel import Account, Sms
    from bot.channels.sms.manner import Rules

    account = Account(
        sid=settings.TWILIO_ACCOUNT_SID,
        token=settings.TWILIO_AUTH_TOKEN,
        old_token=settings.TWILIO_AUTH_TOKEN_OLD,
        messaging_service=settings.TWILIO_MESSAGING_SERVICE_SID,
        number=settings.TWILIO_FROM,
        api_url=settings.TWILIO_API_URL,
        seconds=settings.TWILIO_TIMEOUT,
        public_url=settings.PUBLIC_URL,
    )
    rules = Rules(
        language=settings.DEFAULT_LANGUAGE,
        zone=ZoneInfo(settings.TIMEZONE),
        daily_budget=settings.SMS_DAILY_BUDGET,
        number_budget=settings.SMS_NUMBER_BUDGET,
        countries=tuple(settings.SMS_COUNTRIES.split()),
    )
    return Sms(
        database=database,
        account=account,
        rules=rules,
        receive=inbox.receive,
        wake=wake,
        now=clock.now,
        real_now=real_now,
    )


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
