"""`shelterbot invite`: the link that lets somebody join, and its picture; or the code that a number joins with."""

import io
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.commands.join import LONGEST_NAME, invited, link
from bot.join_codes import code, invited_by_number, text_code
from bot.phone_numbers import as_dialled
from bot.settings import Settings
from reports import gsm7
from reports.wording import wording
from shelter.house import House
from shelter.people import Person, Role
from storage.database import Database
from storage.house import load_house
from storage.invitations import known_name, owner_of
from storage.sms_invitations import wants_no_texts
from storage.telegram import bot_username, keep_username

SITED = (Role.REPORTER, Role.SITE_LEAD)


class CannotInvite(Exception):
    """The text says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is to be invited, as it was typed."""

    name: str
    role: str
    sites: tuple[str, ...]
    language: str | None


Memory = Callable[..., AbstractAsyncContextManager[Database]]


async def invitation(settings: Settings, wanted: Invited, memory: Memory) -> str:
    """Keep the invitation and return its link. Raises CannotInvite."""
    if not settings.TELEGRAM_TOKEN:
        raise CannotInvite("there is no Telegram bot to join: set TELEGRAM_TOKEN")
    async with memory(settings, must_exist=True) as database:
        house = await database.read(load_house)
        known = await database.read(known_name, wanted.name.strip())
        person = _person(wanted, house, known)
        username = await database.read(bot_username)
        if username is None:
            username = await _ask_for_username(settings)
            await database.write(keep_username, username)
        clock = await Clock.kept_in(database) if settings.DEMO else Clock()
        token = await database.write(invited, person, clock.now(), for_known=known is not None)
    return link(username, token)


async def invitation_by_sms(
    settings: Settings, wanted: Invited, number: str, memory: Memory, *, shown: bool
) -> str:
    """Keep the invitation of a number; returns what to tell: that its code is texted, or (`shown`) the code.

    Raises CannotInvite. The text is queued here and sent by the bot that runs.
    """
    if not settings.TWILIO_ACCOUNT_SID:
        raise CannotInvite("there is no SMS to join by: set TWILIO_ACCOUNT_SID")
    address = as_dialled(number, assigned=True)
    if address is None:
        raise CannotInvite(f"{number!r} is no phone number; write it as +46701234567")
    if not address.startswith(settings.texts_to):
        raise CannotInvite(f"texts are sent to {settings.SMS_COUNTRIES} only; set SMS_COUNTRIES for others")
    async with memory(settings, must_exist=True) as database:
        house = await database.read(load_house)
        known = await database.read(known_name, wanted.name.strip())
        person = _person(wanted, house, known)
        owner = await database.read(owner_of, "sms", address)
        if owner is not None:
            raise CannotInvite(f"that number is {owner.name}'s already")
        if not shown and await database.read(wants_no_texts, address):
            raise CannotInvite("that number wants no texts; its owner can change that by texting: starta")
        now = (await Clock.kept_in(database) if settings.DEMO else Clock()).now()
        salt = await database.write(invited_by_number, person, address, now, for_known=known is not None)
        if shown:
            digits = code(settings.TWILIO_AUTH_TOKEN, address, salt)
            to = f" to {settings.TWILIO_FROM}" if settings.TWILIO_FROM else ""
            return f"{digits}\n{person.name} joins by texting it from {address}{to}: once, within 24 hours"
        words = wording(person.language or settings.DEFAULT_LANGUAGE)
        await database.write(text_code, words, person, address, salt, now)
    return f"{person.name} gets a text with a code at {address}, and joins by answering it: once, within 24 hours"


def _person(wanted: Invited, house: House, known: str | None) -> Person:
    """Who is to be invited; somebody who is `known` under the name that is kept. Raises CannotInvite."""
    name, role = known or wanted.name.strip(), Role(wanted.role)
    if not name or len(name) > LONGEST_NAME or any(letter not in gsm7.BASIC for letter in name):
        raise CannotInvite(f"give a name of at most {LONGEST_NAME} letters that can be sent by SMS")
    by_short = {site.short.casefold(): site.short for site in house.sites}
    unknown = [site for site in wanted.sites if site.casefold() not in by_short]
    if unknown:
        shorts = ", ".join(by_short.values()) or "none yet; load a house first"
        raise CannotInvite(f"there is no site {unknown[0]!r}; there are {shorts}")
    if role in SITED and not wanted.sites and not known:
        raise CannotInvite(f"say which site {name} reports for: --site {next(iter(by_short.values()), 'A')}")
    return Person(0, name, role, tuple(by_short[site.casefold()] for site in wanted.sites), wanted.language)


async def _ask_for_username(settings: Settings) -> str:
    from telegram import Bot
    from telegram.error import TelegramError

    from bot.channels.telegram.request import Request

    request = Request()
    await request.initialize()
    try:
        base = f"{settings.TELEGRAM_API_URL}/bot"
        bot = Bot(settings.TELEGRAM_TOKEN, base_url=base, request=request, get_updates_request=request)
        me = await bot.get_me()
    except TelegramError as fault:
        raise CannotInvite(
            f"Telegram did not say what the bot is called ({type(fault).__name__}); check TELEGRAM_TOKEN and try again"
        ) from None
    finally:
        await request.shutdown()
    return me.username or me.first_name


def draw(address: str, file: Path | None, *, on_terminal: bool) -> str:
    """Write the link as a picture to `file`; returns it drawn in characters for a terminal, or ''."""
    import segno

    picture = segno.make_qr(address, error="m")
    if file is not None:
        if file.suffix.lower() not in (".png", ".svg"):
            raise CannotInvite(f"{file}: the picture is a .png or a .svg file")
        try:
            picture.save(str(file), scale=8, border=4)
        except OSError as fault:
            raise CannotInvite(f"cannot write {file} ({fault.strerror})") from fault
    if not on_terminal:
        return ""
    drawn = io.StringIO()
    picture.terminal(drawn, compact=True, border=2)
    return drawn.getvalue()
