"""Evenings told by SMS only: a whole month, a borrowed phone, and the questions of somebody without buttons."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.channels.sms.manner import Manner
from bot.channels.sms.rules import Rules
from bot.house_file import read_house_file
from bot.inbox import Inbox
from reports import gsm7
from shelter.figures import Count
from shelter.messages import Incoming
from storage.counts import holding
from storage.house import save_house
from storage.people import join

ZONE = ZoneInfo("Europe/Stockholm")
RULES = Rules("sv", ZONE, 500, 100, ("+46",))
ANNA, EVA, DILAN, INES, BO = (f"+467010000{number:02}" for number in range(5))


class Texts:
    """The house, and the phones that texts come from."""

    def __init__(self, database):
        self.database = database
        self.inbox = Inbox(database, "sv", lambda: None)
        self.number = 0

    async def says(self, address, text, at):
        self.number += 1
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(at).replace(tzinfo=ZONE)
        incoming = Incoming("sms", f"SM{self.number:032}", address, text, moment)
        answer = (await self.inbox.receive(incoming, Manner(RULES, code="4711"))).text
        assert answer is None or gsm7.segments(answer) == 1
        return answer

    async def count(self, site, day):
        held = await self.database.read(holding, site, day)
        return held.count if held else None


@pytest.fixture
async def texts(database):
    file = read_house_file(Path(__file__).parent / "house.toml", "Europe/Stockholm")
    await database.write(save_house, file.zone, file.sites, file.members)
    people = {member.person.name: member.person for member in file.members}
    for name, address in {"Anna": ANNA, "Eva": EVA, "Dilan": DILAN, "Ines": INES, "Bo": BO}.items():
        await database.write(join, people[name], "sms", address)
    return Texts(database)


async def test_a_whole_month_by_sms_only(texts):
    for day in range(1, 32):
        evening = datetime(2017, 10, day, 21, 40, tzinfo=ZONE)
        await texts.says(ANNA, f"K{8 + day % 3} M{18 + day % 4}", evening)
        await texts.says(EVA, f"B K{6 + day % 2} M20", evening + timedelta(minutes=5))
        await texts.says(DILAN, "8/34", evening.replace(hour=16))
        await texts.says(INES, "kö 34 plats 22 uteblev 3", evening.replace(hour=20))

    told = await texts.says(BO, "sammanfattning okt 2017", "2017-11-01 12:30")

    women = sum(8 + day % 3 for day in range(1, 32)) + sum(6 + day % 2 for day in range(1, 32))
    men = sum(18 + day % 4 for day in range(1, 32)) + 20 * 31
    assert gsm7.fits(told)
    assert f"{women + men:,}".replace(",", " ") in told


async def test_a_borrowed_phone_reports_for_its_owner_and_every_revision_says_so(texts):
    """The number is all there is: whoever holds the phone is its owner here, and the next one is told."""
    await texts.says(ANNA, "K9 M19", "2017-10-12 21:40")

    told = await texts.says(EVA, "A K10 M20", "2017-10-12 22:10")

    assert "Anna" in told
    assert await texts.count("A", date(2017, 10, 12)) == Count(10, 20)


async def test_a_number_that_looks_faked_cannot_empty_a_shelter(texts):
    await texts.says(ANNA, "K9 M19", "2017-10-12 21:40")

    asked = await texts.says(ANNA, "K0 M0", "2017-10-12 21:41")
    assert asked == "A 12 okt: K0 M0. Det avviker mycket. Svara 4711 för att spara. Inget är sparat än."
    assert await texts.count("A", date(2017, 10, 12)) == Count(9, 19)

    # Whoever faked the number never saw the code; its owner did, and may say so.
    told = await texts.says(ANNA, "4711", "2017-10-12 21:43")
    assert told.startswith("Natthärbärge A, natten 12-13 okt: 0 kvinnor + 0 män")


async def test_a_door_tally_by_text(texts):
    opened = await texts.says(DILAN, "räkna", "2017-10-12 09:30")
    assert opened.startswith("Räkning Dagverksamhet 1, 12 okt: 0 kvinnor + 0 män = 0. Skriv +k, +2 m, -1 k")
    for text in ("+k", "+2 m", "+1 k", "+m", "-1 k"):
        told = await texts.says(DILAN, text, "2017-10-12 10:00")

    assert told == "Räkning Dagverksamhet 1, 12 okt: 1 kvinna + 3 män = 4. Skriv klart när alla är räknade."
    assert await texts.count("D1", date(2017, 10, 12)) is None
    asked = await texts.says(DILAN, "klart", "2017-10-12 16:00")
    assert asked == "Dagverksamhet 1, 12 okt: 1 kvinna + 3 män = 4. Ska jag spara? Svara ja."
    await texts.says(DILAN, "ja", "2017-10-12 16:01")
    assert await texts.count("D1", date(2017, 10, 12)) == Count(1, 3)


@pytest.mark.parametrize("tallies", [True, False])
async def test_below_zero_is_said_and_the_numbers_stay(texts, tallies):
    await texts.says(DILAN, "K1 M2", "2017-10-12 10:00")
    if tallies:
        await texts.says(DILAN, "räkna", "2017-10-12 10:00")

    told = await texts.says(DILAN, "-9 m", "2017-10-12 10:01")

    assert told == (
        "Dagverksamhet 1, 12 okt: Det kan inte bli mindre än noll. Skicka rätt siffror, till exempel K9 M19."
    )
    assert await texts.count("D1", date(2017, 10, 12)) == Count(1, 2)


async def test_without_a_tally_a_change_moves_the_stored_count(texts):
    await texts.says(DILAN, "K0 M0", "2017-10-12 09:30")
    for text in ("+k", "+2 m", "+1 k", "+m"):
        told = await texts.says(DILAN, text, "2017-10-12 10:00")

    assert told.startswith("Dagverksamhet 1, 12 okt: 2 kvinnor + 3 män")
    assert await texts.count("D1", date(2017, 10, 12)) == Count(2, 3)


async def test_a_tally_that_could_be_faked_waits_for_its_code_and_is_closed_by_it(texts):
    await texts.says(ANNA, "K2 M3", "2017-10-12 20:00")
    await texts.says(ANNA, "räkna", "2017-10-12 20:01")
    await texts.says(ANNA, "+25 m", "2017-10-12 21:00")

    asked = await texts.says(ANNA, "klart", "2017-10-12 22:00")
    assert "Svara 4711 för att spara" in asked
    assert await texts.count("A", date(2017, 10, 12)) == Count(2, 3)
    await texts.says(ANNA, "4711", "2017-10-12 22:01")
    assert await texts.count("A", date(2017, 10, 12)) == Count(2, 28)
    assert (await texts.says(ANNA, "+k", "2017-10-12 22:02")).startswith(
        "Natthärbärge A, natten 12-13 okt: 3"
    )


async def test_a_question_is_answered_by_a_word_or_by_the_number_of_the_choice(texts):
    asked = await texts.says(EVA, "K9 M19", "2017-10-12 21:40")
    assert asked == "Vilket ställe? Svara A eller B."

    assert (await texts.says(EVA, "2", "2017-10-12 21:41")).startswith("Natthärbärge B")
    assert await texts.count("B", date(2017, 10, 12)) == Count(9, 19)


async def test_step_by_step_in_words(texts):
    asked = await texts.says(ANNA, "28 gäster", "2017-10-12 21:40")
    assert "28" in asked

    said = await texts.says(ANNA, "9 kvinnor", "2017-10-12 21:41")

    assert said.startswith("Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28")


async def test_tonight_missing_and_help_are_there_for_those_allowed(texts):
    await texts.says(ANNA, "K9 M19", "2017-10-12 21:40")

    assert "A" in (await texts.says(BO, "läget", "2017-10-12 22:00"))
    assert (await texts.says(BO, "saknas", "2017-10-12 22:00")) is not None
    assert (await texts.says(ANNA, "?", "2017-10-12 22:00")).startswith("Skriv kvinnor och män")
