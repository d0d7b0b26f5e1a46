"""What an update of Telegram means to us: a text, an edit, a reply, a press; or nothing."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import CallbackQuery, Chat, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram.groups import (
    Anonymous,
    Me,
    Membership,
    addressed,
    anonymous,
    beside_our_name,
    membership,
    replies_to_us,
)
from bot.clock import real_now
from bot.phone_numbers import as_dialled
from shelter.messages import Incoming, NoNumber
from storage.telegram import CHANNEL, Moved

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Telegram is asked for."""


GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Reachability:
    """Somebody has blocked the bot, or let it in again."""

    address: str
    reachable: bool


Meaning = Incoming | Reachability | Membership | Anonymous | Moved | None


def meaning(raw: Mapping[str, Any], ahead: timedelta, me: Me) -> Meaning:
    """What an update says; None when it says nothing to us. Raises for one that cannot be parsed.

    `ahead` is how far the house's clock stands from the real one: a text counts when it was sent, not
    when it is fetched, so one that waited at Telegram over midnight keeps its night (C2).
    """
    plain = _plain_text(raw, ahead)
    if plain is not None:
        return plain
    if _is_notice(raw.get("message")):
        return None
    update = Update.de_json(_read(raw))
    if not isinstance(update.update_id, int):
        raise TypeError("an update without a number")
    if update.message is not None:
        message = update.message
        return _moved(message) or anonymous(message, me) or _text(message, message.date + ahead, me)
    if update.edited_message is not None:
        return _edit(update.edited_message, ahead, me)
    if update.callback_query is not None:
        return _press(update.callback_query, ahead)
    member = update.my_chat_member
    if member is not None and member.chat.type == ChatType.PRIVATE:
        reachable = member.new_chat_member.status != ChatMemberStatus.BANNED
        return Reachability(str(member.chat.id), reachable)
    if member is not None and member.chat.type in GROUPS:
        return membership(member)
    return None


REPLIED = ("message_id", "date", "chat", "from")
HEARD = (
    *(*REPLIED, "text", "caption", "edit_date", "reply_to_message", "contact", "location", "forward_origin"),
    *("media_group_id", "message_thread_id", "is_topic_message", "sender_chat", "is_automatic_forward"),
    *("migrate_to_chat_id", "migrate_from_chat_id"),
)
"""The fields of a message that are looked at, and those of one that it replies to or that a button stands below.

All others are left out before the library sees them: it refuses a whole update for one that is not as its edition of
the Bot API has it, be it a poll that somebody replies to.
"""


def _read(raw: Mapping[str, Any]) -> dict[str, Any]:
    """An update with what is read of it."""
    update = {kind: raw[kind] for kind in ("update_id", *WANTED) if kind in raw}
    for kind in ("message", "edited_message"):
        if kind in update:
            update[kind] = _only(HEARD, update[kind])
            if isinstance(update[kind], dict) and "reply_to_message" in update[kind]:
                update[kind]["reply_to_message"] = _only(REPLIED, update[kind]["reply_to_message"])
    press = update.get("callback_query")
    if isinstance(press, dict) and "message" in press:
        update["callback_query"] = {**press, "message": _only(REPLIED, press["message"])}
    return update


def _only(fields: Sequence[str], message: Any) -> Any:
    """The message without other fields; what is no message stays as it is."""
    if not isinstance(message, dict):
        return message
    return {field: message[field] for field in fields if field in message}


PLAIN = {"message_id", "date", "chat", "from", "text"}


def _plain_text(raw: Mapping[str, Any], ahead: timedelta) -> Incoming | None:
    """A text in a private chat with nothing beside it, as nearly all are: the library takes ten times as long.

    None for any other update, and for one that is not formed as it should be.
    """
    message = raw.get("message")
    if len(raw) != 2 or not isinstance(raw.get("update_id"), int) or not isinstance(message, dict):
        return None
    if message.keys() != PLAIN:
        return None
    number, date, text = message["message_id"], message["date"], message["text"]
    if not (isinstance(number, int) and isinstance(date, int) and isinstance(text, str)):
        return None
    chat, sender = message["chat"], message["from"]
    if not (isinstance(chat, dict) and isinstance(sender, dict)) or sender.get("is_bot") is not False:
        return None
    private, language = chat.get("id"), sender.get("language_code")
    if chat.get("type") != ChatType.PRIVATE or not isinstance(private, int):
        return None
    return Incoming(
        channel=CHANNEL,
        external_id=f"{private}:{number}",
        address=str(private),
        text=text,
        moment=datetime.fromtimestamp(date, UTC) + ahead,
        language=language if isinstance(language, str) else None,
    )


def _moved(message: Message) -> Moved | None:
    """A group that has become a supergroup says so in the old chat and in the new one."""
    if message.migrate_to_chat_id is not None:
        return Moved(str(message.chat.id), str(message.migrate_to_chat_id))
    if message.migrate_from_chat_id is not None:
        return Moved(str(message.migrate_from_chat_id), str(message.chat.id))
    return None


def _text(message: Message, moment: datetime, me: Me) -> Incoming | None:
    text = _said_to_us(message, me)
    if text is None or message.from_user is None:
        return None
    replied_to, replied_text = _replied_to(message, me)
    number = _number(message)
    album = f"{message.chat.id}:album:{message.media_group_id}" if message.media_group_id else None
    return Incoming(
        channel=CHANNEL,
        # The pictures of an album come as so many messages; those without a caption are as one.
        external_id=_name(message) if text or album is None else album,
        album=album if text else None,
        address=str(message.from_user.id),
        text=text,
        moment=moment,
        written_at=_first_written(message, moment),
        replies_to=replied_to,
        replies_to_text=replied_text,
        language=message.from_user.language_code,
        own_number=number if isinstance(number, str) else None,
        no_number=number if isinstance(number, NoNumber) else None,
        group=_group(message.chat),
        topic=message.message_thread_id if message.is_topic_message else None,
    )


NOTICES = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "connected_website",
)
"""What Telegram itself notes in a private chat: nobody has said it."""


def _is_notice(message: Any) -> bool:
    return isinstance(message, dict) and any(message.get(notice) is not None for notice in NOTICES)


def _first_written(message: Message, moment: datetime) -> datetime | None:
    """When a forwarded text was written; it is for the night of then (C2). None for any other text."""
    origin = message.forward_origin
    if origin is None or origin.date > message.date:  # nothing was written later than it was passed on
        return None
    return moment - (message.date - origin.date)


DIGITS = re.compile(r"\+?[0-9 ().-]+", re.ASCII)


def _number(message: Message) -> str | NoNumber | None:
    """The number of a contact that somebody shares of themselves; anybody's else is not theirs to give.

    Telegram writes it with its country's code, with or without a +.
    """
    contact = message.contact
    if contact is None or message.from_user is None or _group(message.chat):
        return None
    if contact.user_id != message.from_user.id:
        return NoNumber.OF_ANOTHER
    said = contact.phone_number.strip()
    number = as_dialled(f"+{said.removeprefix('+')}") if DIGITS.fullmatch(said) else None
    return number or NoNumber.NOT_ONE


def _edit(message: Message, ahead: timedelta, me: Me) -> Incoming | None:
    text = _said_to_us(message, me)
    if text is None or message.from_user is None or message.edit_date is None:
        return None
    if message.location is not None:  # one that is shared live moves for hours
        return None
    replied_to, replied_text = _replied_to(message, me)
    # Two edits within one second have the same date; the text tells them apart.
    return Incoming(
        channel=CHANNEL,
        external_id=f"{_name(message)}:{int(message.edit_date.timestamp())}:{digest(text)}",
        address=str(message.from_user.id),
        text=text,
        moment=message.edit_date + ahead,
        edits=_name(message),
        written_at=message.date + ahead,
        replies_to=replied_to,
        replies_to_text=replied_text,
        language=message.from_user.language_code,
        group=_group(message.chat),
    )


def _press(query: CallbackQuery, ahead: timedelta) -> Incoming | None:
    """A pressed button. It has no date of its own: it counts when it comes."""
    if not query.id.isprintable():
        raise ValueError("a press whose name cannot be kept")
    if query.message is None or query.message.chat.type not in (ChatType.PRIVATE, *GROUPS):
        return None
    return Incoming(
        channel=CHANNEL,
        external_id=f"press:{query.id}",
        address=str(query.from_user.id),
        text="",
        moment=real_now() + ahead,
        language=query.from_user.language_code,
        press=query.data or "",
        group=_group(query.message.chat),
    )


def _said_to_us(message: Message, me: Me) -> str | None:
    """The text that somebody says to the bot; None for what is not its to hear."""
    sender = message.from_user
    if sender is None or sender.is_bot:
        return None
    if message.chat.type == ChatType.PRIVATE:
        text = message.text or message.caption or ""
        return beside_our_name(text.strip(), me) or text
    return addressed(message, me) if message.chat.type in GROUPS else None


def _replied_to(message: Message, me: Me) -> tuple[int | None, str | None]:
    """The number of the message of ours that is replied to, or the name of anybody's else."""
    replied = message.reply_to_message
    if replied is None:
        return None, None
    return (replied.message_id, None) if replies_to_us(message, me) else (None, _name(replied))


def _group(chat: Chat) -> str | None:
    return str(chat.id) if chat.type in GROUPS else None


def _name(message: Message) -> str:
    """A message is known by its chat and number: the same one may come under another update's number."""
    return f"{message.chat.id}:{message.message_id}"


def chat_of(raw: object) -> str | None:
    """The chat that an update came from, as far as its raw form shows one."""
    for part in raw.values() if isinstance(raw, dict) else ():
        if not isinstance(part, dict):
            continue
        for message in (part, part.get("message")):
            chat = message.get("chat") if isinstance(message, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return str(chat["id"])
    return None


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()
