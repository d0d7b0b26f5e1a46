"""Files on their way to Telegram: made ahead while other messages leave, then sent as picture or document."""

import asyncio
import struct
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO

import structlog
from telegram import Bot, InputFile

from bot.enclosing import Make, NothingToDraw
from reports import enclosed
from reports.wording import wording
from shelter.enclosures import File
from shelter.messages import Outgoing
from storage.database import Database
from storage.outbox import withdraw_file
from storage.telegram_sendings import postpone

log = structlog.get_logger()

LARGEST_PICTURE, LARGEST_DOCUMENT = 10_000_000, 50_000_000
"""Bytes."""
WIDEST_AND_HIGHEST = 10_000
"""Pixels, of a picture's width and height together."""
MOST_OBLONG = 20
LONGEST_CAPTION = 1024
"""All of them the Bot API's limits (sendPhoto, sendDocument)."""

UPLOAD_SECONDS = 45.0
"""How long an answer may take to a request with a file; shorter than a sending is claimed for."""

LOOK_AGAIN = timedelta(seconds=5)
"""How long a message waits for its file before it is looked at again; so long, too, after a crash."""

KEPT_BYTES = 20_000_000
"""Made files are kept for messages that wait for their turn; one that was dropped is made again."""

TRIES = 2


@dataclass(frozen=True, slots=True)
class _NoFile:
    """What is said instead, where a file could not be made."""

    text: str


class Files:
    """The files of waiting messages. Each is made beside the sending, so that no other message waits for it."""

    def __init__(
        self,
        make: Make,
        database: Database,
        wake: Callable[[], None],
        now: Callable[[], datetime],
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self._make = make
        self._database = database
        self._wake = wake
        self._now = now
        self._kept_bytes = kept_bytes
        self._made: OrderedDict[int, File | _NoFile] = OrderedDict()
        self._making: dict[int, asyncio.Task[None]] = {}

    async def ready(self, messages: Sequence[Outgoing]) -> list[Outgoing]:
        """The messages that can leave now, with their files; the others come again when theirs is made."""
        waiting = [one for one in messages if one.enclosure is not None and one.id not in self._made]
        if waiting:
            until = self._now() + LOOK_AGAIN
            step = timedelta(microseconds=1)
            await self._database.write(
                postpone, [(one.id, until + place * step) for place, one in enumerate(waiting)]
            )
            for one in waiting:
                if one.id not in self._making:
                    self._making[one.id] = asyncio.create_task(self._prepare(one))
        held = {one.id for one in waiting}
        return [self._with_file(one) for one in messages if one.id not in held]

    def _with_file(self, message: Outgoing) -> Outgoing:
        match self._made.get(message.id):
            case File() as file:
                return replace(message, file=file)
            case _NoFile(text):
                return replace(message, text=text, enclosure=None)
        return message

    async def _prepare(self, message: Outgoing) -> None:
        try:
            if await self._database.write(withdraw_file, message.id):
                return
            self._keep(message.id, await self._file_of(message))
            await self._database.write(postpone, [(message.id, self._now())])
        except Exception as fault:  # it is looked at again in a few seconds
            log.exception("file made and not announced", outbox=message.id, fault=type(fault).__name__)
        finally:
            del self._making[message.id]
        self._wake()

    async def _file_of(self, message: Outgoing) -> File | _NoFile:
        assert message.enclosure is not None  # noqa: S101 only such messages wait
        words = wording(message.enclosure.language)
        for _ in range(TRIES):
            try:
                file = await self._make(message.enclosure, message.queued_at)
            except NothingToDraw:
                return _NoFile(enclosed.nothing_to_draw(words, message.enclosure.period))
            except Exception as fault:  # one file that cannot be made holds up nothing else (P3)
                log.exception("file not made", outbox=message.id, fault=type(fault).__name__)
            else:
                if len(file.content) <= LARGEST_DOCUMENT:
                    return file
                log.warning("file too large", outbox=message.id, bytes=len(file.content))
                return _NoFile(enclosed.too_large(words, len(file.content)))
        return _NoFile(enclosed.not_made(words))

    def _keep(self, message: int, made: File | _NoFile) -> None:
        self._made[message] = made
        while len(self._made) > 1 and self._size() > self._kept_bytes:
            self._made.popitem(last=False)

    def _size(self) -> int:
        return sum(len(one.content) for one in self._made.values() if isinstance(one, File))

    async def settled(self) -> None:
        """Until no file is being made."""
        await asyncio.gather(*self._making.values())

    def stop(self) -> None:
        for task in self._making.values():
            task.cancel()


async def carry(bot: Bot, chat: int | str, message: Outgoing, file: File) -> int:
    """Send a file with its caption; returns the message's id at Telegram."""
    caption = _caption(message.text, file.alt)
    content = InputFile(BytesIO(file.content), filename=file.name)
    if file.is_picture and is_photo(file.content):
        sent = await bot.send_photo(chat, content, caption=caption, read_timeout=UPLOAD_SECONDS)
    else:
        sent = await bot.send_document(
            chat,
            content,
            caption=caption,
            read_timeout=UPLOAD_SECONDS,
            disable_content_type_detection=True,
        )
    return int(sent.message_id)


def _caption(text: str, alt: str) -> str:
    """The line below a file; a picture is told in words too, where there is room."""
    whole = f"{text}\n\n{alt}" if alt else text
    return whole if len(whole) <= LONGEST_CAPTION else text[:LONGEST_CAPTION]


def is_photo(content: bytes) -> bool:
    """Whether Telegram takes this PNG as a photo; any other picture goes as a document, which it shows too."""
    width, height = struct.unpack(">II", content[16:24])
    return (
        len(content) <= LARGEST_PICTURE
        and width + height <= WIDEST_AND_HIGHEST
        and max(width, height) <= MOST_OBLONG * min(width, height)
    )
