"""The channel as a whole: its parts, its routes, and how it starts, is looked after and stops."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import structlog
from starlette.routing import BaseRoute, Route
from telegram import Bot, User
from telegram.error import TelegramError

from bot.channels.telegram.files import Files
from bot.channels.telegram.groups import Me
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.request import Request
from bot.channels.telegram.sending import Sending
from bot.channels.telegram.slate import Slate
from bot.channels.telegram.state import State, WrongBot
from bot.channels.telegram.tending import Tending
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.webhook import PATH, Webhook, secret_of
from bot.clock import Clock, real_now
from bot.enclosing import Make
from shelter.messages import Incoming, Outgoing, Settled
from storage.database import Database
from storage.outbox import Delivery
from storage.telegram import CHANNEL, keep_username

log = structlog.get_logger()

LOOK_AFTER_SECONDS = 20.0
"""How often a webhook is compared with what it should be: nothing else would show that it was lost."""

FAILING_FOR = timedelta(seconds=45)

STOP_SECONDS = 5.0
"""How long messages on their way may take to arrive once the service is told to stop."""


@dataclass(frozen=True, slots=True)
class Account:
    """What the settings say of Telegram.

    `alone`: no second process shares the database. `folder` holds what outlives the process.
    """

    token: str
    api_url: str
    mode: Literal["polling", "webhook"]
    secret: str
    rate: float
    public_url: str
    alone: bool
    folder: Path

    @property
    def bot_id(self) -> str:
        """The bot's own number: the first part of its token."""
        return self.token.partition(":")[0]


class Telegram:
    """The channel. `run` fetches or waits for updates for ever; `deliver` sends."""

    name = CHANNEL

    def __init__(
        self,
        account: Account,
        database: Database,
        clock: Clock,
        receive: Callable[[Incoming], Awaitable[Settled]],
        default_language: str,
        wake: Callable[[], None],
        make: Make,
    ) -> None:
        self._account = account
        self._database = database
        self._asking, self._telling = Request(), Request()
        base = account.api_url.rstrip("/").removesuffix("/bot")
        self._bot = Bot(
            account.token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._telling,
            get_updates_request=self._asking,
        )
        self._state = State()
        self._slate = Slate(account.folder)
        unreached: set[str] = set()
        self._me = Me(account.bot_id)
        self._intake = Intake(
            database, clock, receive, default_language, wake, unreached, self._bot, self._me
        )
        self._sending = Sending(
            self._bot, self._slate, database, clock, account.rate, default_language, wake, unreached
        )
        self._files = Files(make, database, wake, real_now)
        self._webhook = Webhook(self._intake.take, account.secret or secret_of(account.token))
        self._open = asyncio.Event()
        self._tending = Tending(self._bot, database, clock, default_language, wake)
        self._tended: asyncio.Task[None] | None = None

    @property
    def routes(self) -> Sequence[BaseRoute]:
        if self._account.mode == "polling":
            return []
        return [Route(PATH, self._webhook.bring, methods=["POST"])]

    async def deliver(self, messages: Sequence[Outgoing]) -> list[Delivery]:
        """Send what may leave now. Each is recorded by itself as it ends, so none is left to record."""
        await self._open.wait()
        await self._sending.send_round(await self._files.ready(messages))
        self._tending.look_soon()
        return []

    async def fault(self) -> str | None:
        """What keeps messages from getting through; None where nothing does."""
        since = self._sending.failing_since
        if since is not None and real_now() - since > FAILING_FOR:
            return "messages do not get through to Telegram"
        return self._state.trouble

    async def run(self) -> None:
        """Receive for ever. Whatever Telegram does, this goes on."""
        await self._asking.initialize()
        await self._telling.initialize()
        await self._sending.take_up(alone=self._account.alone)
        await self._intake.remember()
        self._open.set()
        await self._meet()
        self._tended = asyncio.create_task(self._tending.run())
        if self._account.mode == "polling":
            await Polling(self._bot, self._asking, self._intake.take, self._state).run()
        self._state.up_to_date.set()  # what waits comes by itself, nobody knows when
        await self._look_after_webhook()

    async def caught_up(self) -> None:
        """Wait until what was written while we were away is settled, where we fetch it ourselves."""
        await self._state.up_to_date.wait()

    async def close(self) -> None:
        self._files.stop()
        if self._tended is not None:
            self._tended.cancel()
        await self._sending.finish(STOP_SECONDS)  # what is on its way could be sent again after a restart
        self._slate.close()
        await self._asking.shutdown()
        await self._telling.shutdown()

    async def _meet(self) -> None:
        """Ask Telegram who we are, until it says so; only then is the webhook touched."""
        while True:
            try:
                me = await self._bot.get_me()
                self._check(me)
                self._me.username = me.username or me.first_name
                await self._database.write(keep_username, self._me.username)
                await self._turn_webhook()
            except Exception as fault:  # it comes back by itself
                if not isinstance(fault, TelegramError | WrongBot):
                    log.exception("telegram not reached", fault=type(fault).__name__)
                await asyncio.sleep(self._state.failed(fault))
            else:
                return

    def _check(self, me: User) -> None:
        if str(me.id) != self._account.bot_id:
            raise WrongBot

    async def _turn_webhook(self) -> None:
        if self._account.mode == "polling":
            await self._bot.delete_webhook(drop_pending_updates=False)
            return
        await self._bot.set_webhook(
            self._webhook_url,
            allowed_updates=list(WANTED),
            secret_token=self._account.secret or secret_of(self._account.token),
            drop_pending_updates=False,
            max_connections=40,
        )
        self._state.worked()

    @property
    def _webhook_url(self) -> str:
        return self._account.public_url.rstrip("/") + PATH

    async def _look_after_webhook(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AFTER_SECONDS)
            try:
                info = await self._bot.get_webhook_info()
                if info.url != self._webhook_url:
                    log.warning("the webhook was changed; set again")
                    await self._turn_webhook()
                self._state.worked()
            except Exception as fault:  # noqa: BLE001 the next look may be answered
                await asyncio.sleep(self._state.failed(fault))
