"""The menus of commands that Telegram shows, for each kind of reader and language."""

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from reports import menus
from reports.wording import languages, wording
from shelter.people import Role
from storage.database import Database
from storage.menus import Shown, keep_menu, menus_due

log = structlog.get_logger()

FALLBACK = "en"
"""What Telegram shows to somebody whose device speaks a language that we do not."""

AT_ONCE = 10
"""Menus registered at a look: a house that is loaded again does not keep messages waiting."""


class Menus:
    """Registers the menus that are not as they should be. One that cannot be set is left: commands work without."""

    def __init__(self, bot: Bot, database: Database) -> None:
        self._bot = bot
        self._database = database
        self._has_begun = False

    async def look(self) -> None:
        """Set what has changed since the last look: who joined, has another role or language, or left."""
        if not self._has_begun:
            await self._set_for_everybody()
            self._has_begun = True
        for due in await self._database.read(menus_due, menus.EDITION, AT_ONCE):
            try:
                await self._set(due)
            except (BadRequest, Forbidden) as fault:
                log.info("menu not set", fault=type(fault).__name__)
            await self._database.write(keep_menu, due)

    async def _set_for_everybody(self) -> None:
        """What somebody sees who has no menu of their own: by the language of their device, as a reporter."""
        scope = BotCommandScopeAllPrivateChats()
        for language in languages():
            for code in [language, ""] if language == FALLBACK else [language]:
                try:
                    await self._register(menus.menu(wording(language), Role.REPORTER), scope, code)
                except TelegramError as fault:
                    log.warning("menu not set", fault=type(fault).__name__)

    async def _set(self, due: Shown) -> None:
        scope = BotCommandScopeChat(int(due.chat))
        if due.shows is None:
            for code in ["", *languages()]:
                await self._bot.delete_my_commands(scope=scope, language_code=code or None)
            return
        for language in [due.language] if due.language else languages():
            code = "" if due.language or language == FALLBACK else language
            words = wording(language)
            commands = menus.menu(words, due.role) if due.role else menus.in_group(words)
            await self._register(commands, scope, code)

    async def _register(self, menu: list[tuple[str, str]], scope: BotCommandScope, code: str) -> None:
        commands = [BotCommand(name, text) for name, text in menu]
        await self._bot.set_my_commands(commands, scope=scope, language_code=code or None)
