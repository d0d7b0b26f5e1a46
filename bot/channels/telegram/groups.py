"""Groups as Telegram shows them: who speaks to the bot there, and that it came, left, or moved with one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from telegram import ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUpdated, Message
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram.unreachable import tell_coordinators
from bot.commands.group import short_in
from reports import grouping
from reports.wording import Wording, wording
from shelter.sites import Site
from storage.groups import Spot, forget_group, groups, pin_again
from storage.house import load_house
from storage.outbox import queue
from storage.telegram import CHANNEL
from storage.wishes import Wish

MARKS = ",.:;!?"
"""What people put after a name."""

GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


NO_SUCH_SPOT = ("message to be replied not found", "thread not found", "topic_deleted", "topic_closed")
"""Refusals as 400 of a place in a group: what is answered, or the topic, is gone; the group itself is there."""


@dataclass(slots=True)
class Me:
    """The bot as others speak of it. The name is known once Telegram has told it."""

    id: str
    username: str = ""

    def is_named(self, name: str) -> bool:
        return bool(self.username) and name.casefold() == self.username.casefold()


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot's own place in a group has changed."""

    chat: str
    inside: bool
    may_pin: bool


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Somebody speaks to the bot as the group itself, or as a channel: who it is, Telegram does not say."""

    chat: str
    number: int


def anonymous(message: Message, me: Me) -> Anonymous | None:
    """What is said so in answer to the bot or by its name; None for all else, as other bots' commands.

    A post that comes into the group from its channel by itself is said to nobody.
    """
    unknown = message.sender_chat is not None and not message.is_automatic_forward
    if not unknown or message.chat.type == ChatType.PRIVATE or addressed(message, me) is None:
        return None
    is_ours = replies_to_us(message, me) or "@" in (message.text or message.caption or "")
    return Anonymous(str(message.chat.id), message.message_id) if is_ours else None


def addressed(message: Message, me: Me) -> str | None:
    """What a message in a group says to the bot; None for all that its members say to each other.

    With privacy mode on, Telegram brings little else; an administrator, as one who pins must be, hears it all.
    """
    text = (message.text or message.caption or "").strip()
    if text.startswith("/"):
        return _command(text, me)
    named = beside_our_name(text, me)
    if named is not None or text.startswith("@"):
        return named
    return text or None if replies_to_us(message, me) else None


def beside_our_name(text: str, me: Me) -> str | None:
    """What stands with the bot's name: `@bot K9 M19`, `@bot, K9 M19`, `K9 M19 @bot`; None where no such name does."""
    if text.startswith("@"):
        head, *rest = text.split(maxsplit=1)
        return rest[0].strip() if rest and me.is_named(head[1:].rstrip(MARKS)) else None
    before, at, name = text.rpartition("@")
    return before.strip() if at and me.is_named(name.rstrip(MARKS)) else None


def replies_to_us(message: Message, me: Me) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and str(replied.from_user.id) == me.id


def _command(text: str, me: Me) -> str | None:
    """A command, unless it is another bot's. The link that puts the bot in a group brings the site to bind it to."""
    head, *_ = text.split(maxsplit=1)
    name, at, whom = head.partition("@")
    if at and not me.is_named(whom):
        return None
    if name == "/start":
        short = short_in(text[len(head) :].strip())
        return f"/bind{at}{whom} {short}" if short else None
    return text


def membership(update: ChatMemberUpdated) -> Membership:
    new = update.new_chat_member
    inside = new.is_member if isinstance(new, ChatMemberRestricted) else new.status not in GONE
    may_pin = isinstance(new, ChatMemberAdministrator) and bool(new.can_pin_messages)
    return Membership(str(update.chat.id), inside, may_pin)


def tell_anonymous(said: Anonymous, now: datetime) -> Wish[None]:
    """Tell whoever writes as a bound group that it is not taken, once for each text."""
    group = next((one for one in (yield from groups()) if one.chat == said.chat and not one.ends), None)
    if group is None:
        return
    yield from queue(
        key=f"anonymous:{said.chat}:{said.number}",
        channel=CHANNEL,
        address=said.chat,
        text=grouping.anonymous(wording(group.language)),
        now=now,
        person=None,
        message=None,
    )


def note_membership(change: Membership, now: datetime, default_language: str) -> Wish[None]:
    """Out of a group, its binding ends and the coordinators are told; with new rights, the pin is tried again."""
    if change.inside:
        if change.may_pin:
            yield from pin_again(change.chat)
        return
    yield from lose_group(change.chat, now, default_language)


def lose_group(chat: str, now: datetime, default_language: str) -> Wish[None]:
    """Nothing can be written in this group any more: it is forgotten, and the coordinators are told once."""
    short = yield from forget_group(chat)
    if short is not None:
        yield from tell_of_group(
            f"group-lost:{chat}:{now.isoformat()}", grouping.lost, short, now, default_language
        )


def tell_of_group(
    key: str, say: Callable[[Wording, Site], str], short: str, now: datetime, default_language: str
) -> Wish[None]:
    """Tell every coordinator something of the group of a site."""
    house = yield from load_house()
    site = house.site(short)
    yield from tell_coordinators(key, lambda words: say(words, site), now, default_language)


def spots(spot: Spot) -> list[dict[str, object]]:
    """The places in a group to try, as sendMessage names them; the last resort is the group itself.

    In a topic Telegram sends nothing "without reply", whatever it is allowed.
    """
    tried: list[dict[str, object]] = []
    if spot.answers is not None:
        reply = {"message_id": spot.answers, "allow_sending_without_reply": True}
        tried.append({"reply_parameters": reply})
    if spot.topic is not None:
        tried.append({"message_thread_id": spot.topic})
    return tried
