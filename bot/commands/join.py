"""Joining: by the link of an invitation, or by sharing one's own contact in Telegram."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.commands.help import help_
from bot.commands.scene import Scene
from bot.join_codes import invited_by_number, text_code
from bot.phone_numbers import as_dialled
from reports import gsm7, guide, joining
from reports.wording import languages, wording
from shelter.messages import Answer, Incoming, NoNumber
from shelter.people import Deed, Person, Reach, Role, reach
from shelter.sites import Site
from storage.invitations import Refusal, add_address, invite, known_name, owner_of, redeem
from storage.sms_invitations import wants_no_texts
from storage.telegram import bot_username
from storage.wishes import Wish

VALID_FOR = timedelta(hours=72)
TOKEN_BYTES = 16
SHORTEST_TOKEN = 20
LONGEST_NAME = 40

NUMBER = re.compile(r"(?:^|\s)(?P<number>[+0(][0-9\s().+/-]{5,}|[0-9][0-9.-]{7,})$")
"""What stands last in an invitation by SMS."""


def link(username: str, token: str) -> str:
    return f"https://t.me/{username}?start={token}"


def invited(person: Person, now: datetime, *, for_known: bool) -> Wish[str]:
    """Keep an invitation for `person`; returns its token, which is kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    yield from invite(token, person, now, now + VALID_FOR, for_known=for_known)
    return token


def token_of(text: str) -> str | None:
    """The token of `/start TOKEN`, which is what opening an invitation's link sends."""
    command, _, token = text.strip().partition(" ")
    is_start = command.partition("@")[0] == "/start"
    return token if is_start and len(token) >= SHORTEST_TOKEN and token.isascii() else None


def guessed(language: str | None, default: str) -> str:
    """The language of somebody's device where we speak it (`sv-SE` is `sv`), else the house's."""
    code = (language or "").partition("-")[0].lower()
    return code if code in languages() else default


def stranger_joins(incoming: Incoming, default_language: str) -> Wish[Answer | None]:
    """The welcome of a stranger who brings an invitation or a known number; None for any other."""
    language = guessed(incoming.language, default_language)
    token = token_of(incoming.text)
    if token is not None:
        found = yield from redeem(token, incoming.channel, incoming.address, language, incoming.moment)
        return _welcome_or_not(found, language)
    if incoming.own_number is None:
        return None
    owner = yield from owner_of("sms", incoming.own_number)
    if owner is None or not (yield from add_address(owner.id, incoming.channel, incoming.address)):
        return None
    return Answer(joining.welcome(wording(owner.language or language), owner.name, ()))


def _welcome_or_not(found: Person | Refusal, language: str) -> Answer | None:
    match found:
        case Refusal.USED:
            return Answer(joining.invitation_used(wording(language)))
        case Refusal.EXPIRED:
            return Answer(joining.invitation_expired(wording(language)))
        case Refusal():
            return None  # a made-up token is told no more than any other text
    return Answer(joining.welcome(wording(found.language or language), found.name, found.sites))


def start(scene: Scene) -> Wish[Answer]:
    """Opening the bot; somebody who is in and opens an invitation is told so."""
    if token_of(scene.incoming.text) is not None:
        return Answer(joining.already_in(scene.wording, scene.person.name), keeps_text=False)
    return (yield from help_(scene))


def add_own_number(scene: Scene) -> Wish[Answer]:
    """Texts from the number that somebody shares as their own are theirs from now on."""
    match scene.incoming.no_number:
        case NoNumber.OF_ANOTHER:
            return Answer(joining.only_your_own(scene.wording))
        case NoNumber.NOT_ONE:
            return Answer(joining.no_phone_number(scene.wording))
    added = yield from add_address(scene.person.id, "sms", scene.incoming.own_number or "")
    say = joining.number_added if added else joining.number_of_another
    return Answer(say(scene.wording))


def invite_somebody(scene: Scene) -> Wish[Answer]:
    """`invite Maja A`: a link for a new reporter; with a number, `invite Maja A 070-123 45 67`, a text with a code.

    Nobody is ever invited under a name that is taken, but by a coordinator who gives somebody a number.
    """
    sites = scene.house.within_reach(scene.person, Deed.INVITE)
    if not sites:
        return Answer(guide.not_yours(scene.wording))
    found = NUMBER.search(scene.argument)
    if found:
        return (yield from _by_number(scene, sites, scene.argument[: found.start()], found["number"]))
    name, chosen = _name_and_sites(scene.argument, sites)
    if not name or not chosen:
        return Answer(joining.how_to_invite(scene.wording, sites[0].short))
    if (yield from known_name(name)):
        return Answer(joining.name_taken(scene.wording, name))
    username = yield from bot_username()
    if username is None:
        return Answer(joining.no_bot_yet(scene.wording))
    person = Person(0, name, Role.REPORTER, tuple(site.short for site in chosen))
    token = yield from invited(person, scene.incoming.moment, for_known=False)
    return Answer(joining.invitation(scene.wording, name, link(username, token)))


def _by_number(scene: Scene, sites: Sequence[Site], argument: str, said: str) -> Wish[Answer]:
    """Invite a number: its text with the code is queued. The number is kept with the invitation only."""
    words = scene.wording
    name, chosen = _name_and_sites(argument, sites)
    if not scene.texts_to:
        return Answer(joining.no_sms(words), keeps_text=False)
    address = as_dialled(said, assigned=True)
    if address is None or not address.startswith(scene.texts_to):
        return Answer(joining.no_such_number(words, scene.texts_to), keeps_text=False)
    if not name:
        return Answer(joining.how_to_invite(words, sites[0].short), keeps_text=False)
    known = yield from known_name(name)
    named_a_site = len(name.split()) < len(argument.split())
    if known and (named_a_site or reach(scene.person, Deed.INVITE) is not Reach.ALL):
        return Answer(joining.name_taken(words, name), keeps_text=False)
    if not known and not chosen:
        return Answer(joining.how_to_invite(words, sites[0].short), keeps_text=False)
    if (yield from owner_of("sms", address)):
        return Answer(joining.number_of_another(words), keeps_text=False)
    if (yield from wants_no_texts(address)):
        return Answer(joining.number_wants_none(words), keeps_text=False)
    shorts = () if known else tuple(site.short for site in chosen)
    person = Person(0, known or name, Role.REPORTER, shorts)
    now = scene.incoming.moment
    salt = yield from invited_by_number(person, address, now, for_known=known is not None)
    yield from text_code(scene.default_wording, person, address, salt, now)
    return Answer(joining.code_is_texted(words, person.name), keeps_text=False)


def _name_and_sites(argument: str, sites: Sequence[Site]) -> tuple[str, list[Site]]:
    """The name, and the sites whose shorts stand after it; without one, the only site there is."""
    words = argument.split()
    by_short = {site.short.casefold(): site for site in sites}
    chosen: list[Site] = []
    while len(words) > 1 and words[-1].casefold() in by_short:
        chosen.insert(0, by_short[words.pop().casefold()])
    name = " ".join(words)
    fits = len(name) <= LONGEST_NAME and all(character in gsm7.BASIC for character in name)
    return (name if fits else ""), chosen or (list(sites) if len(sites) == 1 else [])
