"""The running service: its parts, started and stopped together."""

import asyncio
import contextlib
import errno
import gc
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette

from bot.channels import Channel, Line
from bot.channels.phone import Phone
from bot.clock import Clock, real_now
from bot.enclosing import Maker
from bot.http import Http
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.settings import Settings
from storage.database import Database
from storage.house import house_version

SILENT_FOR = timedelta(seconds=30)
"""Deliveries that have not come round for this long have stopped (P4)."""

STOP_SECONDS = 5
"""How long requests under way may take once the service is told to stop."""

SEEK_CYCLES_EVERY = 10_000
"""New objects between two searches for those that only refer to each other."""


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


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


class Unasked(Protocol):
    """What happens unasked: it queues what is owed, until it is cancelled, once what came meanwhile was read."""

    async def run(self, caught_up: Awaitable[object]) -> None: ...

    def turned(self) -> None:
        """The house's clock was set."""
        ...

    def check(self) -> Callable[[], Awaitable[str | None]]: ...

    async def runs(self) -> object:
        """The latest run of each job, in a form that JSON knows."""
        ...


WindUp = Callable[[Database, Callable[[], datetime], Callable[[], None], str], Awaitable[Unasked]]
"""Makes it from the memory, the house's clock, what to call when something is queued, and the default language."""


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
    wind_up: WindUp,
    clock: Clock,
) -> None:
    """Serve by `clock` until SIGTERM or SIGINT; `ready` is called with the address once requests are answered.

    `build_app` makes the web application from the routes of the channels and the checks of the parts,
    `wind_up` what happens unasked.
    """
    # Readers of the database have threads of their own; by default this one waits up to 5 ms for each to give way.
    sys.setswitchinterval(0.0005)
    outbox: Outbox | None = None

    def wake() -> None:
        if outbox is not None:
            outbox.wake()

    inbox = Inbox(database, settings.DEFAULT_LANGUAGE, wake, texts_to=settings.texts_to)
    phone = Phone(database, clock, inbox.receive, Maker(database)) if settings.DEMO else None
    made = [make(settings, database, clock, inbox, wake) for make in (_telegram, _sms)]
    lines: list[Line] = [line for line in made if line is not None]
    channels: list[Channel] = [*([phone] if phone else []), *lines]
    outbox = Outbox(database, channels, clock)
    unasked = await wind_up(database, clock.now, outbox.wake, settings.DEFAULT_LANGUAGE)
    clock.on_turn = unasked.turned
    app = build_app(
        database=database,
        channel_routes=[route for channel in channels for route in channel.routes],
        checks={
            "database": _answers(database),
            "clock": unasked.check(),
            **{f"outbox {channel.name}": _comes_round(outbox, channel.name) for channel in channels},
            **{line.name: line.fault for line in lines},
        },
        demo=settings.DEMO,
        language=settings.DEFAULT_LANGUAGE,
        facts={"jobs": unasked.runs},
        now=clock.now,
    )
    parts = [
        *([outbox.run()] if channels else []),
        unasked.run(asyncio.gather(*(line.caught_up() for line in lines))),
        *(line.run() for line in lines),
    ]
    try:
        await _run_until_stopped(app, bound, ready, parts, phone.close if phone else lambda: None)
    finally:
        for line in lines:
            await line.close()


async def _run_until_stopped(
    app: Starlette,
    bound: socket.socket,
    ready: Callable[[str], None],
    parts: Iterable[Coroutine[object, object, None]],
    hang_up: Callable[[], None],
) -> None:
    """Serve until a signal comes; `hang_up` ends requests that would never end by themselves.

    None of the parts ends by itself: when one does, the whole stops rather than going on without it (P4).
    """
    server = _Server(
        uvicorn.Config(
            app,
            http=Http,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    running = [asyncio.create_task(part) for part in parts]
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    stopping = asyncio.create_task(stop.wait())
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 uvicorn has a flag, no event
            await asyncio.sleep(0.005)
        if server.started:
            _seek_cycles_seldom()
            ready(_address(bound))
        await asyncio.wait({serving, stopping, *running}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        hang_up()
        server.should_exit = True
        await serving
        for task in (stopping, *running):
            task.cancel()
        await asyncio.gather(stopping, *running, return_exceptions=True)


def _seek_cycles_seldom() -> None:
    """Let the collector pass over what stays for good, as the libraries, and look at new objects more rarely.

    A message makes hundreds of objects and hardly ever a cycle: searched for at every 700th new object, and each
    time through all that stays, they take a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(SEEK_CYCLES_EVERY)


def _telegram(
    settings: Settings, database: Database, clock: Clock, inbox: Inbox, wake: Callable[[], None]
) -> Line | None:
    """The channel, when a token is set; its library, half a second's work, is imported only then."""
    if not settings.TELEGRAM_TOKEN:
        return None
    from bot.channels.telegram.channel import Account, Telegram

    account = Account(
        token=settings.TELEGRAM_TOKEN,
        api_url=settings.TELEGRAM_API_URL,
        mode=settings.TELEGRAM_MODE,
        secret=settings.TELEGRAM_WEBHOOK_SECRET,
        rate=settings.TELEGRAM_RATE,
        public_url=settings.PUBLIC_URL,
        alone=settings.database_url.startswith("sqlite:"),
        folder=settings.DATA_DIR,
    )
    make = Maker(database)
    return Telegram(account, database, clock, inbox.receive, settings.DEFAULT_LANGUAGE, wake, make)


def _sms(
    settings: Settings, database: Database, clock: Clock, inbox: Inbox, wake: Callable[[], None]
) -> Line | None:
    """The SMS channel where an account is set; without one nothing of it is imported."""
    if not settings.TWILIO_ACCOUNT_SID:
        return None
    from bot.channels.sms.channel import Account, Sms
    from bot.channels.sms.rules import Rules

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
        secrets=tuple(filter(None, (settings.TWILIO_AUTH_TOKEN, settings.TWILIO_AUTH_TOKEN_OLD))),
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
