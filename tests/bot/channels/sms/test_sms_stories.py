"""Evenings on the line, told whole: somebody who opts out and returns, and an hour without the network."""

from datetime import UTC, datetime, timedelta

from shelter.figures import Count
from storage.outbox import queue
from tests.bot.channels.sms.conftest import NUMBERS, ZONE

ANNA, EVA = NUMBERS["Anna"], NUMBERS["Eva"]


async def owes(line, address, text, *, until=None):
    (row,) = await line.rows("SELECT person FROM addresses WHERE address = :address", address=address)
    await line.database.write(
        queue,
        key=f"reminder:{address}:{text}",
        channel="sms",
        address=address,
        text=text,
        now=line.now,
        person=row["person"],
        message=None,
        expires_at=until,
    )


async def states(line):
    rows = await line.rows(
        "SELECT text, state FROM outbox WHERE key LIKE :reminders AND channel = 'sms'", reminders="reminder:%"
    )
    return {row["text"]: row["state"] for row in rows}


async def test_who_opts_out_reports_on_in_silence_is_reached_by_telegram_and_returns(line, twilio):
    """Eva has Telegram beside her phone, Anna has none."""
    assert (await line.says("Eva", "STOPP")).startswith("You get no more texts from here")
    assert await line.says("Anna", "STOP") is None
    line.now += timedelta(minutes=1)

    assert await line.says("Eva", "W9 M19") is None
    assert await line.count() == Count(9, 19)
    await owes(line, EVA, "till Eva")
    await owes(line, ANNA, "till Anna")
    await line.tries()
    await line.tries()

    assert twilio.texts == []
    assert await states(line) == {"till Eva": "failed", "till Anna": "failed"}
    assert ("42", "till Eva") in line.telegram.got
    assert sorted(text[:9] for address, text in line.telegram.got if address == "77") == [
        "Sms: Anna",
        "Sms: Eva ",
    ]

    assert await line.says("Eva", "START") == "You get texts from here again. How to report: ?"
    assert (await line.says("Eva", "W10 M20")).startswith("Natthärbärge A")
    await owes(line, EVA, "igen")
    await line.tries()
    assert twilio.sent_to(EVA) == ["igen"]
    assert await line.says("Anna", "K11 M21") is None  # she has not returned


async def test_the_network_away_for_an_hour_loses_nothing_and_sends_nothing_late(line, twilio):
    """Neither do Twilio's requests reach us, nor ours Twilio; phones text on, and reminders fall due."""
    gone = (datetime.now(ZONE) - timedelta(days=1)).replace(hour=21, minute=30, second=0, microsecond=0)
    line.now = gone
    await line.says("Anna", "K9 M19")
    twilio.away = True
    await owes(line, ANNA, "av nytta hela natten", until=gone + timedelta(hours=10))
    await owes(line, EVA, "bara en halvtimme", until=gone + timedelta(minutes=30))
    for minutes, body in ((5, "K9 M20"), (20, "+1 m"), (40, "K10 M21")):
        twilio.received(ANNA, body, (gone + timedelta(minutes=minutes)).astimezone(UTC))
    for _ in range(12):
        line.now += timedelta(minutes=5)
        line.later += timedelta(minutes=5)
        await line.tries()
    assert twilio.sent_to(ANNA) == []

    twilio.away = False
    line.later += timedelta(minutes=6)
    await line.sms.catch_up()
    await line.tries()
    line.later += timedelta(minutes=6)
    await line.tries()

    assert await line.count("A", gone.date().isoformat()) == Count(10, 21)
    assert await states(line) == {"av nytta hela natten": "sent", "bara en halvtimme": "expired"}
    sent = twilio.sent_to(ANNA)
    assert sent.count("av nytta hela natten") == 1
    assert [text for text in sent if "10 kvinnor + 21 män" in text] == sent[-1:]
    assert len(sent) == 4  # the reminder, and an answer to each text
    assert twilio.sent_to(EVA) == []
