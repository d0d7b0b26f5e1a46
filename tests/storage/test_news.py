"""By which channel the figures of a date came."""

from datetime import date

import pytest

from bot.inbox import Inbox
from shelter.messages import Incoming
from storage.news import channels_on
from tests.storage.test_backup import NOW, loaded

NIGHT = date(2017, 10, 12)


@pytest.fixture
async def say(database):
    await loaded(database)
    await database.write(give, "sms", "+46701")
    inbox = Inbox(database, "sv", lambda: None)
    numbers = iter(range(100))

    async def say(channel, text):
        address = "anna" if channel == "phone" else "+46701"
        await inbox.receive(Incoming(channel, f"m{next(numbers)}", address, text, NOW))

    return say


def give(channel, address):
    from storage.wishes import sql

    yield sql(
        "INSERT INTO addresses (channel, address, person) SELECT :channel, :address, id FROM people WHERE name = 'Anna'",
        channel=channel,
        address=address,
    )


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        ([("phone", "K9 M19")], "phone"),
        ([("phone", "K9 M19"), ("sms", "K8 M19")], "sms"),
        ([("sms", "K9 M19"), ("phone", "stängt")], "phone"),
        ([("sms", "K9 M19"), ("phone", "K8 M19"), ("phone", "ångra")], "sms"),
        ([("sms", "K9 M19"), ("phone", "ångra")], None),
    ],
    ids=["first", "corrected", "closed", "a correction taken back", "taken back"],
)
async def test_it_is_the_channel_of_what_holds(database, say, said, channel):
    for by, text in said:
        await say(by, text)

    assert (await database.read(channels_on, NIGHT)).get("A") == channel
