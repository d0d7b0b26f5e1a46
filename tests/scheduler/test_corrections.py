"""What a coordinator is told after the nightly summary: each late report and each correction, however it came."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from bot.inbox import Inbox
from scheduler.news import Bulletin, Corrections
from shelter.messages import Incoming
from storage.wishes import sql
from tests.storage.test_backup import loaded

SUMMARY_AT = datetime(2017, 10, 13, 10, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
MINUTE = timedelta(minutes=1)


class House:
    def __init__(self, database):
        self._database = database
        self._inbox = Inbox(database, "sv", lambda: None)
        self._numbers = count()

    async def says(self, address, text, sent):
        await self._inbox.receive(Incoming("phone", f"m{next(self._numbers)}", address, text, sent))

    async def summary(self):
        assert (await Bulletin(self._database, "sv", "summary")(SUMMARY_AT)).queued == 1

    async def told_at(self, now):
        await Corrections(self._database, "sv")(now)
        rows = await self._database.read(_queued_to_bo)
        return [row["text"] for row in rows if "Efter" in row["text"]]


def _queued_to_bo():
    return (yield sql("SELECT text FROM outbox WHERE address = 'bo' ORDER BY id"))


@pytest.fixture
async def house(database):
    await loaded(database)
    return House(database)


async def test_a_report_that_was_sent_before_the_summary_and_read_after_it_is_told(house):
    await house.summary()
    await house.says("anna", "12 okt K8 M18", SUMMARY_AT - 20 * MINUTE)

    assert await house.told_at(SUMMARY_AT + MINUTE) == ["Efter sammanfattningen: A 12 okt: K8 M18."]
    assert len(await house.told_at(SUMMARY_AT + 2 * MINUTE)) == 1


async def test_what_was_in_the_summary_is_not_told_again(house):
    await house.says("anna", "12 okt K8 M18", SUMMARY_AT - 20 * MINUTE)
    await house.summary()

    assert await house.told_at(SUMMARY_AT + MINUTE) == []


async def test_a_queue_that_is_told_or_corrected_after_the_summary_is_told_as_well(house):
    await house.summary()
    await house.says("ines", "12 okt kö 34 plats 22", SUMMARY_AT + MINUTE)
    first = await house.told_at(SUMMARY_AT + 2 * MINUTE)
    await house.says("ines", "12 okt kö 35 plats 22", SUMMARY_AT + 3 * MINUTE)
    both = await house.told_at(SUMMARY_AT + 4 * MINUTE)

    assert [len(first), len(both)] == [1, 2]
    assert "34" in first[0]
    assert "35" in both[1]
