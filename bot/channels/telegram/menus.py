"""The menus of commands that Telegram shows, for each kind of reader and language."""

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from reports import menus
from reports.wording import languages, wording
from shelter.people import Role
from storage.database import Database
from storage.telegram import chats_of

log = structlog.get_logger()

FALLBACK = "en"
"""What Telegram shows to somebody whose device speaks a language that we do not."""


async def set_menus(bot: Bot, database: Database) -> None:
    """Register every menu. One that cannot be set is left as it was: commands work without menus."""
    for language in languages():
        codes = [language, ""] if language == FALLBACK else [language]
        for code in codes:
            await _set(bot, Role.REPORTER, language, code, None)
    for role in (Role.SITE_LEAD, Role.COORDINATOR, Role.VIEWER):
        for reader in await database.read(chats_of, role):
            for language in [reader.language] if reader.language else languages():
                code = "" if reader.language or language == FALLBACK else language
                await _set(bot, role, language, code, reader.chat)


async def _set(bot: Bot, role: Role, language: str, code: str, chat: str | None) -> None:
    commands = [BotCommand(name, text) for name, text in menus.menu(wording(language), role)]
    scope = BotCommandScopeChat(int(chat)) if chat else BotCommandScopeAllPrivateChats()
    try:
        await bot.set_my_commands(commands, scope=scope, language_code=code or None)
    except TelegramError as fault:
        log.warning("menu not set", fault=type(fault).__name__)
