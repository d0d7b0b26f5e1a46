"""Files close up: what is said where one cannot be made or sent, and what Telegram takes as a photo."""

import asyncio
import struct
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram.files import Files, is_photo
from bot.enclosing import NothingToDraw
from shelter.enclosures import Diagram, Enclosed, Enclosure, File, FileForm
from shelter.people import Person, Role
from shelter.period import months
from shelter.privacy import Audience
from storage.outbox import enclose, queue, waiting
from storage.people import join, leave
from storage.wishes import sql

NOW = datetime(2017, 11, 1, 12, 5, tzinfo=UTC)
REPORT = Enclosure(FileForm.WORD, months(2017, 5, 6), "sv", Audience.PUBLIC, draft=True)
CHART = Enclosure(
    FileForm.CHART, months(2017, 5, 6), "sv", Audience.PUBLIC, draft=True, diagram=Diagram.QUEUE, sites=("A",)
)


async def queued(database, enclosure, key="file:1", person=None):
    def wish():
        yield from queue(
            key=key, channel="telegram", address="104", text="Rapport.", now=NOW, person=person, message=None
        )
        yield from enclose(key, Enclosed("Rapport.", enclosure, "I stället."))

    await database.write(wish)


class Desk:
    """The files of one channel, and the outbox as it hands them their messages."""

    def __init__(self, database, make, **limits):
        self.database = database
        self.woken = asyncio.Event()
        self.now = NOW
        self.files = Files(make, database, self.woken.set, lambda: self.now, **limits)

    async def ready(self):
        return await self.files.ready(await self.database.read(waiting, "telegram", self.now, 100))

    async def made(self):
        """What can leave once the file has been made."""
        assert await self.ready() == []
        async with asyncio.timeout(10):
            await self.woken.wait()
        return await self.ready()


def make(outcome):
    async def made(enclosure, at):
        assert at == NOW
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return made


async def test_a_message_waits_for_its_file_and_leaves_with_it(database):
    await queued(database, REPORT)
    desk = Desk(database, make(File("rapport.docx", b"word")))
    (message,) = await desk.made()

    assert (message.text, message.file) == ("Rapport.", File("rapport.docx", b"word"))
    assert message.enclosure == REPORT


async def test_a_chart_is_asked_for_as_it_was_queued(database):
    await queued(database, CHART)
    (message,) = await Desk(database, make(File("a.png", b"picture", is_picture=True))).made()

    assert message.enclosure == CHART


CANNOT = {
    "nothing to draw": (NothingToDraw("diagram-3"), "maj-okt 2017: det finns inget att rita."),
    "a fault": (ValueError("secret"), "Filen kunde inte göras."),
    "too large": (File("rapport.docx", b"0" * 50_000_001), "Filen blev för stor för Telegram (51 MB)."),
}


@pytest.mark.parametrize(("outcome", "said"), CANNOT.values(), ids=CANNOT.keys())
async def test_a_file_that_cannot_come_is_a_clear_text_instead(database, outcome, said):
    await queued(database, REPORT)
    (message,) = await Desk(database, make(outcome)).made()

    assert message.text.startswith(said)
    assert message.file is None


async def test_while_a_file_is_made_the_others_leave_and_nothing_is_made_twice(database):
    made, go = [], asyncio.Event()

    async def slow(enclosure, _at):
        made.append(enclosure)
        await go.wait()
        return File("rapport.docx", b"word")

    await queued(database, REPORT)
    desk = Desk(database, slow)
    assert await desk.ready() == []
    await database.write(_a_text)
    assert [one.text for one in await desk.ready()] == ["Hej."]
    desk.now += timedelta(seconds=6)  # the file takes longer than it is given before another look
    assert [one.text for one in await desk.ready()] == ["Hej."]
    go.set()
    async with asyncio.timeout(10):
        await desk.woken.wait()

    assert [one.file for one in await desk.ready() if one.file] == [File("rapport.docx", b"word")]
    assert made == [REPORT]


def _a_text():
    yield from queue(
        key="t", channel="telegram", address="104", text="Hej.", now=NOW, person=None, message=None
    )


async def test_a_file_whose_process_died_is_made_by_the_next(database):
    async def never(_enclosure, _at):
        await asyncio.Event().wait()

    await queued(database, REPORT)
    died = Desk(database, never)
    assert await died.ready() == []
    died.files.stop()
    after = Desk(database, make(File("rapport.docx", b"word")))
    after.now = NOW + timedelta(seconds=6)

    assert [one.file for one in await after.made()] == [File("rapport.docx", b"word")]


async def test_whoever_has_left_the_house_gets_no_file_that_still_waits(database):
    made = []

    async def noted(enclosure, _at):
        made.append(enclosure)
        return File("rapport.docx", b"word")

    person = await database.write(join, Person(0, "Vera", Role.VIEWER), "telegram", "104")
    await queued(database, REPORT, person=person)
    await database.write(leave, "Vera")
    desk = Desk(database, noted)
    assert await desk.ready() == []
    await desk.files.settled()

    assert made == []
    assert await database.read(_states) == [("expired", "left")]


def _states():
    rows = yield sql("SELECT state, fault FROM outbox")
    return [(row["state"], row["fault"]) for row in rows]


async def test_made_files_are_not_kept_without_end(database):
    for number in range(3):
        await queued(database, REPORT, f"file:{number}")
    desk = Desk(database, make(File("rapport.docx", b"12345678")), kept_bytes=10)
    left = set()
    async with asyncio.timeout(10):
        while len(left) < 3:
            for message in await desk.ready():
                left.add(message.id)
                await database.write(_sent, message.id)
            await asyncio.sleep(0)

    assert len(left) == 3


def _sent(message):
    yield sql("UPDATE outbox SET state = 'sent' WHERE id = :id", id=message)


PHOTOS = {
    "a chart": (1280, 960, 50_000, True),
    "at the limit of width and height": (5000, 5000, 50_000, True),
    "wider and higher than that": (5001, 5000, 50_000, False),
    "twenty times as wide": (2000, 100, 50_000, True),
    "more oblong": (2001, 100, 50_000, False),
    "as oblong the other way": (100, 2001, 50_000, False),
    "10 MB": (1280, 960, 10_000_000, True),
    "larger": (1280, 960, 10_000_001, False),
}


@pytest.mark.parametrize(("width", "height", "size", "photo"), PHOTOS.values(), ids=PHOTOS.keys())
def test_a_picture_beyond_the_limits_of_photos_goes_as_a_document(width, height, size, photo):
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height)

    assert is_photo(head.ljust(size, b"\0")) is photo
