"""Evenings on the line, told whole: a month, somebody who opts out and returns, and an hour without the network."""

from datetime import UTC, datetime, timedelta

from reports import gsm7
from scheduler.clockwork import wound_up
from shelter.figures import Count
from shelter.people import Person, Role
from storage.outbox import queue
from storage.people import join
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
    assert await line.says("Eva", "W30 M40") is None
    assert await line.count() == Count(9, 19)
    await owes(line, EVA, "till Eva")
    await owes(line, ANNA, "till Anna")
    await line.tries()
    await line.tries()

    assert twilio.texts == []
    assert await states(line) == {"till Eva": "failed", "till Anna": "failed"}
    eva = [text for address, text in line.telegram.got if address == "42"]
    assert [text[:38] for text in eva] == [
        "Natthärbärge A, night 12-13 Oct: 9 wom",
        "A 12 Oct: W30 M40 is not stored. It ne",
        "till Eva",
    ]
    assert sorted(text[:9] for address, text in line.telegram.got if address == "77") == [
        "Sms: Anna",
        "Sms: Eva ",
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


CORA = "+46701000009"
FORGOTTEN = "Natthärbärge A, natten {}: inget antal än. Svara t.ex. K9 M19 eller stängt."


async def test_october_by_text_from_the_first_evening_to_the_coordinators_question(line, twilio):
    """Anna reports from the plainest phone; what she forgets she is asked for, and Cora reads the month on hers."""
    await line.database.write(join, Person(0, "Cora", Role.COORDINATOR), "sms", CORA)
    unasked = await wound_up(line.database, lambda: line.now, lambda: None, "sv")
    heard = []

    async def at(moment, *texts):
        """The clock comes to this moment; what is owed goes out, and Anna writes."""
        line.now = datetime.fromisoformat(f"2017-{moment}").replace(tzinfo=ZONE)
        await unasked.run_all()
        await line.tries()
        heard.extend([await line.says("Anna", text) for text in texts])

    await line.says("Anna", "igår stängt", at="2017-10-01 08:00")
    for day in range(1, 32):
        following = f"10-{day + 1:02}" if day < 31 else "11-01"
        match day:
            case 3:  # she forgets, is asked once, and answers after midnight
                await at("10-03 22:30")
                await at("10-04 00:20", "9 kvinnor och 19 män")
            case 4:
                await at("10-04 21:40", "Stängt i natt!")
            case 7:  # the second question comes in the morning
                await at("10-07 22:30")
                await at("10-08 07:30", "9/19")
            case 12:
                await at("10-12 21:40", "K9 M17", "+2 m")
            case 20:  # far above the beds: it waits for the code that came to her phone
                await at("10-20 21:40", "K20 M40")
                heard.append(await line.says("Anna", heard[-1].partition("Svara ")[2][:4]))
            case 28:  # 02:30 comes twice in this night
                await at("10-29 02:30", "K9 M19")
            case 31:  # November by the calendar, October by the night
                await at("11-01 00:15", "K9 M19")
            case _:
                await at(f"10-{day:02} 21:40", "K9 M19")
        await at(f"{following} 10:00")

    told = await line.says(CORA, "sammanfattning okt 2017 A")

    stays = 29 * 28 + 60
    assert told.startswith(f"Natthärbärge A, okt 2017: fullständigt. Natt {stays} (")
    assert await line.count("A", "2017-10-20") == Count(20, 40)
    nights = ("3-4 okt", "7-8 okt", "7-8 okt", "28-29 okt", "31 okt-1 nov")
    assert twilio.sent_to(ANNA) == [FORGOTTEN.format(night) for night in nights]
    assert all(gsm7.segments(text) == 1 for text in [told, *heard, *(one.body for one in twilio.texts)])
    assert await line.rows("SELECT id FROM outbox WHERE state = 'failed' OR state = 'queued'") == []
