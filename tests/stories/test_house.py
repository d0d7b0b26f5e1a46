"""The rest of the house: day centres, the intake, those who look, and those who do not belong."""

from datetime import date
from pathlib import Path

import pytest

from bot.house_file import read_house_file
from shelter.figures import Count
from storage.house import save_house

HOUSE = Path(__file__).parent / "house.toml"

THURSDAY = date(2017, 10, 12)


async def test_a_volunteer_reports_the_visits_of_the_day(house):
    said = await house.phone("Dilan").text("8/34", at="2017-10-12 16:10")

    assert said == "Dagverksamhet 1, 12 okt: 8 kvinnor + 34 män = 42 besök. Fel? Skicka rätt siffror."


async def test_the_queue_is_told_in_parts_on_two_days(house):
    await house.phone("Ines").text("34 sökte, 22 fick plats", at="2017-10-12 15:20")
    said = await house.phone("Ines").text("3 uteblev", at="2017-10-13 08:50")

    assert said == "Inskrivningen, 12 okt: 34 sökte, 22 fick plats, 3 uteblev. Fel? Skicka rätt siffror."


async def test_more_no_shows_than_were_offered_a_bed_are_asked_about(house):
    await house.phone("Ines").text("34 sökte, 22 fick plats", at="2017-10-12 15:20")
    said = await house.phone("Ines").text("23 uteblev", at="2017-10-13 08:50")

    assert said == (
        "Inskrivningen, 12 okt: Siffrorna går inte ihop. Skriv dem igen, till exempel kö 34 plats 22 uteblev 3."
    )


async def test_the_coordinator_sees_who_has_reported_and_the_free_beds(house):
    await house.phone("Anna").text("K9 M19")
    await house.phone("Dilan").text("8/34", at="2017-10-12 16:10")
    said = await house.phone("Bo").text("läget", at="2017-10-12 22:00")

    assert said == ("Natten 12-13 okt: A 28/45, B väntas. 12 okt: D1 42, I väntas. Lediga platser: 17.")


@pytest.mark.parametrize(("at", "state"), [("10:00:59", "väntas"), ("10:01", "saknas")])
async def test_a_night_is_missing_from_the_minute_after_its_deadline(house, at, state):
    said = await house.phone("Anna").text("ikväll", at=f"2017-10-13 {at}")

    assert f"A {state}" in said


async def test_a_reporter_sees_the_own_site_only(house):
    await house.phone("Eva").text("A k9 m19, B k5 m20")

    assert await house.phone("Anna").text("ikväll") == "Natten 12-13 okt: A 28/45. Lediga platser: 17."


async def test_what_is_missing_is_listed_with_its_dates(house):
    for day in ("10", "11"):
        await house.phone("Dilan").text(f"{day}/10 k8 m34", at="2017-10-12 16:10")
    said = await house.phone("Dilan").text("saknas", at="2017-10-12 16:20")

    assert said == "Saknas: D1 7 sep-9 okt."


async def test_summary_answers_with_completeness_first(house):
    await house.phone("Anna").text("K9 M19")
    said = await house.phone("Bo").text("/summary igår", at="2017-10-13 13:00")

    assert (
        said
        == "12 okt 2017: 1 av 4 rapporter. Natt minst 28 (32 % k, 68 % m), beläggning 62 %. Dag: inget rapporterat."
    )


async def test_a_summary_of_one_site_is_complete_when_that_site_has_reported(house):
    await house.phone("Anna").text("K9 M19")
    said = await house.phone("Bo").text("sammanfattning 2017-10-12 A", at="2017-10-13 13:00")

    assert said == "Natthärbärge A, 12 okt 2017: fullständigt. Natt 28 (32 % k, 68 % m), beläggning 62 %."


async def test_a_period_that_is_no_period_is_told_with_examples(house):
    said = await house.phone("Bo").text("sammanfattning blåbär")

    assert said == (
        "Jag känner inte till perioden blåbär. Skriv till exempel: sammanfattning maj-okt 2017, v 44 eller igår."
    )


async def test_a_viewer_sees_totals_and_nothing_else(house):
    vera = house.phone("Vera")

    assert await vera.text("sammanfattning igår") is not None
    assert await vera.text("läget") == "Det får du inte se. Fråga samordnaren om du borde få det."
    assert await vera.text("A K9 M19") == "Det får du inte se. Fråga samordnaren om du borde få det."
    assert await house.store.count("A", THURSDAY) is None


async def test_the_coordinator_reports_for_a_site_by_its_short(house):
    said = await house.phone("Bo").text("B k5 m20")

    assert said.startswith("Natthärbärge B, natten 12-13 okt: 5 kvinnor + 20 män = 25 av 40 platser.")


async def test_a_stranger_is_told_once_a_day_how_to_join_and_nothing_of_the_house(house):
    stranger = house.phone("stranger")
    said = [await stranger.text(text) for text in ("K9 M19", "/summary maj", "läget")]

    assert said == [
        "Det här numret är för personal som rapporterar antal. Be samordnaren om en inbjudan.",
        None,
        None,
    ]
    assert await stranger.text("hej", at="2017-10-13 21:41") == said[0]
    assert await house.store.count("A", THURSDAY) is None


async def test_somebody_who_leaves_the_house_file_is_a_stranger_at_once(house):
    file = read_house_file(HOUSE, "Europe/Stockholm")
    staying = [member for member in file.members if member.person.name != "Anna"]
    await house.database.write(save_house, file.zone, file.sites, staying)

    said = await house.phone("Anna").text("K9 M19")

    assert said == "Det här numret är för personal som rapporterar antal. Be samordnaren om en inbjudan."
    assert await house.store.count("A", THURSDAY) is None


async def test_language_is_chosen_by_a_word_and_kept(house):
    anna = house.phone("Anna")

    assert await anna.text("english") == "I answer in English from now on."
    await house.restart()
    assert (await anna.text("K9 M19")).endswith("Wrong? Send the right numbers.")
    assert await anna.text("språk svenska") == "Jag svarar på svenska från och med nu."


async def test_help_fits_what_the_person_does(house):
    assert "K9 M19" in await house.phone("Anna").text("hjälp")
    assert "kö 34 plats 22" in await house.phone("Ines").text("?")
    assert "läget" in await house.phone("Bo").text("/help")


async def test_a_command_that_does_not_exist_is_named(house):
    assert await house.phone("Anna").text("/frobnicate 3") == (
        "Det finns inget kommando /frobnicate. Skriv ? för att se vad som finns."
    )


async def test_tonight_answers_the_question_that_is_open(house):
    await house.phone("Anna").text("K9 M19", at="2017-10-13 15:20")
    said = await house.phone("Anna").text("igår")

    assert said.startswith("Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män")
    assert await house.store.count("A", THURSDAY) == Count(9, 19)
