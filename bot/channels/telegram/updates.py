"""What an update of Telegram means to us: a text, an edit, a reply; or nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.clock import real_now
from shelter.messages import Incoming
from storage.telegram import CHANNEL

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Telegram is asked for."""


@dataclass(frozen=True, slots=True)
class Reachability:
    """Somebody has blocked the bot, or let it in again."""

    address: str
    reachable: bool


Meaning = Incoming | Reachability | None


def meaning(raw: Mapping[str, Any], ahead: timedelta) -> Meaning:
    """What an update says; None when it says nothing to us. Raises for one that cannot be parsed.

    `ahead` is how far the house's clock stands from the real one: a text counts when it was sent, not
    when it is fetched, so one that waited at Telegram over midnight keeps its night (C2).
    """
    plain = _plain_text(raw, ahead)
    if plain is not None:
        return plain
    update = Update.de_json(dict(raw))
    if not isinstance(update.update_id, int):
        raise TypeError("an update without a number")
    if update.message is not None:
        return _text(update.message, update.message.date + ahead)
    if update.edited_message is not None:
        return _edit(update.edited_message, ahead)
    if update.callback_query is not None:
        return _press(update.callback_query, ahead)
    member = update.my_chat_member
    if member is not None and member.chat.type == ChatType.PRIVATE:
        reachable = member.new_chat_member.status != ChatMemberStatus.BANNED
        return Reachability(str(member.chat.id), reachable)
    return None


PLAIN = frozenset({"message_id", "date", "chat", "from", "text"})


def _plain_text(raw: Mapping[str, Any], ahead: timedelta) -> Incoming | None:
    """A text in a private chat with nothing beside it, as nearly all are: the library takes ten times as long.

    None for any other update, and for one that is not formed as it should be.
    """
    match raw:
        case {
            "update_id": int(),
            "message": {
                "message_id": int(number),
                "date": int(date),
                "chat": {"id": int(chat), "type": "private"},
                "from": {"is_bot": False, **sender},
                "text": str(text),
            } as message,
        } if len(raw) == 2 and message.keys() == PLAIN:
            language = sender.get("language_code")
            return Incoming(
                channel=CHANNEL,
                external_id=f"{chat}:{number}",
                address=str(chat),
                text=text,
                moment=datetime.fromtimestamp(date, UTC) + ahead,
                language=language if isinstance(language, str) else None,
            )
    return None


def _text(message: Message, moment: datetime) -> Incoming | None:
    if not _is_for_us(message):
        return None
    replied = message.reply_to_message
    ours = replied is not None and replied.from_user is not None and replied.from_user.is_bot
    return Incoming(
        channel=CHANNEL,
        external_id=_name(message),
        address=str(message.chat.id),
        text=message.text or message.caption or "",
        moment=moment,
        replies_to=replied.message_id if replied is not None and ours else None,
        language=message.from_user.language_code if message.from_user else None,
        own_number=_own_number(message),
    )


def _own_number(message: Message) -> str | None:
    """The number of a contact that somebody shares of themselves; anybody's else is not theirs to give."""
    contact = message.contact
    if contact is None or message.from_user is None or contact.user_id != message.from_user.id:
        return None
    digits = "".join(character for character in contact.phone_number if character in "0123456789")
    return f"+{digits}" if digits else None


def _edit(message: Message, ahead: timedelta) -> Incoming | None:
    if not _is_for_us(message) or message.edit_date is None:
        return None
    text = message.text or message.caption or ""
    # Two edits within one second have the same date; the text tells them apart.
    return Incoming(
        channel=CHANNEL,
        external_id=f"{_name(message)}:{int(message.edit_date.timestamp())}:{digest(text)}",
        address=str(message.chat.id),
        text=text,
        moment=message.edit_date + ahead,
        edits=_name(message),
        written_at=message.date + ahead,
        language=message.from_user.language_code if message.from_user else None,
    )


def _press(query: CallbackQuery, ahead: timedelta) -> Incoming | None:
    """A pressed button. It has no date of its own: it counts when it comes."""
    if query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    return Incoming(
        channel=CHANNEL,
        external_id=f"press:{query.id}",
        address=str(query.message.chat.id),
        text="",
        moment=real_now() + ahead,
        language=query.from_user.language_code,
        press=query.data or "",
    )


def _is_for_us(message: Message) -> bool:
    sender = message.from_user
    return message.chat.type == ChatType.PRIVATE and sender is not None and not sender.is_bot


def _name(message: Message) -> str:
    """A message is known by its chat and number: the same one may come under another update's number."""
    return f"{message.chat.id}:{message.message_id}"


def chat_of(raw: object) -> str | None:
    """The private chat that an update came from, as far as its raw form shows one."""
    if not isinstance(raw, Mapping):
        return None
    for part in raw.values():
        match part:
            case {"chat": {"id": int(chat), "type": "private"}}:
                return str(chat)
            case {"message": {"chat": {"id": int(chat), "type": "private"}}}:
                return str(chat)
    return None


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()
