"""Guided entry without buttons, as on the plainest phone; and what two tries in vain bring."""

from datetime import date

import pytest

from shelter.figures import Count
from tests.stories.conftest import says

NIGHT = date(2017, 10, 12)
WHEN = "Natthärbärge A: vilken natt? 1 natten 12-13 okt, 2 natten 11-12 okt, 3 natten 10-11 okt, 4 natten 9-10 okt. Avsluta: avbryt"
WOMEN = "Natthärbärge A, natten 12-13 okt. Hur många kvinnor?"
MEN = "Natthärbärge A, natten 12-13 okt. Hur många män?"
OTHER = "Natthärbärge A, natten 12-13 okt. Hur många av annat kön? 0 om ingen."
LOOK = "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28. Svara 1 spara, 2 ändra, 3 avbryt."
LEFT = "Avbrutet, inget sparat."


async def test_a_count_step_by_step(house):
    anna = house.phone("Anna")

    assert await says(anna, "rapport", "1", "9", "nitton", "inga") == [WHEN, WOMEN, MEN, OTHER, LOOK]
    assert await house.store.count("A", NIGHT) is None

    assert (await anna.text("1")).startswith(
        "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45"
    )
    assert await house.store.count("A", NIGHT) == Count(9, 19)


async def test_in_english_with_words(house):
    erik = house.phone("Erik")

    asked = await says(erik, "report", "tonight", "nine women", "19 men", "no")
    assert asked[1].endswith("How many women?")
    assert asked[-1].endswith("Answer 1 store, 2 change, 3 leave.")
    await erik.text("ok")

    assert await house.store.count("A", NIGHT) == Count(9, 19)


async def test_the_site_is_asked_first_where_there_are_several(house):
    eva = house.phone("Eva")

    asked = await says(eva, "rapportera", "2", "igår", "7", "20", "1", "ja")

    assert asked[0] == "Vilken plats rapporterar du för? 1 Natthärbärge A, 2 Natthärbärge B. Avsluta: avbryt"
    assert await house.store.count("B", date(2017, 10, 11)) == Count(7, 20, 1)


async def test_it_goes_on_after_a_restart(house):
    await says(house.phone("Anna"), "rapport", "1", "9")
    await house.restart()

    assert await says(house.phone("Anna"), "19", "0", "1")
    assert await house.store.count("A", NIGHT) == Count(9, 19)


@pytest.mark.parametrize(
    ("before", "text", "women"),
    [
        (("rapport",), "K7 M20", NIGHT),
        (("rapport", "2"), "K7 M20", date(2017, 10, 11)),
        (("rapport", "2", "9"), "7/20", date(2017, 10, 11)),
        (("rapport", "1", "9", "19"), "7 kvinnor 20 män", NIGHT),
        (("rapport", "1", "9", "19", "0"), "k7 m20", NIGHT),
        (("rapport", "1"), "igår k7 m20", date(2017, 10, 11)),
    ],
)
async def test_a_whole_report_at_any_step_is_stored_as_one(house, before, text, women):
    anna = house.phone("Anna")
    await says(anna, *before)

    assert "7 kvinnor + 20 män" in (await says(anna, text))[0]
    assert await house.store.count("A", women) == Count(7, 20)
    assert "kvinnor?" not in (await anna.text("5") or "")  # the entry is over


async def test_a_whole_report_for_another_site_goes_there(house):
    eva = house.phone("Eva")
    await says(eva, "rapport", "1", "1")

    await eva.text("B K7 M20")

    assert await house.store.count("A", NIGHT) is None
    assert await house.store.count("B", NIGHT) == Count(7, 20)


async def test_back_goes_one_step_back_and_at_last_out(house):
    anna = house.phone("Anna")

    asked = await says(anna, "rapport", "1", "9", "tillbaka", "8", "back", "back", "back", "back")

    assert asked[1:] == [WOMEN, MEN, WOMEN, MEN, WOMEN, WHEN, LEFT, asked[-1]]


@pytest.mark.parametrize("word", ["bakåt", "Tillbaka.", "gå tillbaka", "go back"])
async def test_back_is_known_by_several_words(house, word):
    anna = house.phone("Anna")

    assert (await says(anna, "rapport", "1", "9", word))[-1] == WOMEN


@pytest.mark.parametrize("word", ["avsluta", "Avsluta!", "lämna", "leave", "exit"])
async def test_the_words_that_say_how_to_leave_are_left_by_too(house, word):
    anna = house.phone("Anna")

    assert (await says(anna, "rapport", "1", "9", word))[-1] == LEFT


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("spara", True),
        ("1 spara", True),
        ("store", True),
        ("ändra", WOMEN),
        ("2 ändra", WOMEN),
        ("Change.", WOMEN),
    ],
)
async def test_the_choice_after_the_look_is_made_by_its_word_too(house, said, then):
    anna = house.phone("Anna")

    told = (await says(anna, "rapport", "1", "9", "19", "0", said))[-1]

    assert told == then or then is True
    assert await house.store.count("A", NIGHT) == (Count(9, 19) if then is True else None)


@pytest.mark.parametrize("slip", ["-5", "9.5", "ca 9", "9?", "28 gäster", "+1", "dubbelt så många"])
async def test_a_slip_in_place_of_a_number_is_asked_about_at_the_same_step(house, slip):
    anna = house.phone("Anna")

    told = (await says(anna, "rapport", "1", "9", slip))[-1]

    assert told == f"Jag förstod inte. {MEN}"
    assert (await says(anna, "19", "0", "1"))[0] == OTHER
    assert await house.store.count("A", NIGHT) == Count(9, 19)


@pytest.mark.parametrize("before", [(), ("1",), ("1", "9"), ("1", "9", "19"), ("1", "9", "19", "0")])
async def test_it_is_left_at_any_step_with_nothing_stored(house, before):
    anna = house.phone("Anna")
    await says(anna, "rapport", *before)

    assert await says(anna, "avbryt", "9") != [LEFT, MEN]
    assert await house.store.count("A", NIGHT) is None


async def test_change_begins_with_the_women_again_and_keeps_site_and_night(house):
    anna = house.phone("Anna")

    asked = await says(anna, "rapport", "1", "9", "19", "0", "2", "8", "20", "2", "1")

    assert asked[5] == WOMEN
    assert await house.store.count("A", NIGHT) == Count(8, 20, 2)


@pytest.mark.parametrize(
    "text", ["12/10", "9.5", "-9", "+2", "typ 9", "9²", "10000", "många", "k", "1 234", "hej hopp", "👍👍"]
)
async def test_what_is_no_number_is_asked_again_and_never_taken_for_one(house, text):
    anna = house.phone("Anna")
    await says(anna, "rapport", "1")

    await anna.text(text)

    assert await house.store.count("A", NIGHT) is None
    assert await anna.text("19") != OTHER


@pytest.mark.parametrize("before", [(), ("1",), ("1", "1"), ("1", "1", "9", "19", "0")])
async def test_a_number_that_is_no_choice_is_asked_about_again_and_never_a_total(house, before):
    eva = house.phone("Eva")
    asked = (await says(eva, "rapport", *before))[-1]

    again = await eva.text("12345")

    assert again in (f"Jag förstod inte. {asked}", asked)
    assert await house.store.count("A", NIGHT) is None


async def test_a_day_that_cannot_be_reported_is_not_taken(house):
    anna = house.phone("Anna")
    await says(anna, "rapport")

    for text in ("20/10", "imorgon", "1/5"):
        assert await anna.text(text) != WOMEN


async def test_help_and_looking_are_there_in_between_and_the_question_stays(house):
    anna = house.phone("Anna")
    await says(anna, "rapport", "1", "9")

    assert (await anna.text("?")).startswith("Skriv kvinnor och män")
    assert (await anna.text("läget")) is not None
    assert await anna.text("19") == OTHER


async def test_more_than_usual_is_asked_about_as_in_any_report(house):
    dilan = house.phone("Dilan")
    house.now = house.now.replace(hour=14)

    asked = await says(dilan, "rapport", "1", "340", "200", "0", "1")

    assert "Stämmer det?" in asked[-1]
    await dilan.text("ok")
    assert await house.store.count("D1", NIGHT) == Count(340, 200)


async def test_two_tries_in_vain_bring_choices_and_a_name(house):
    anna = house.phone("Anna")

    first, second = await says(anna, "blurk", "blurk blurk")

    assert first.startswith("Jag förstod inte. Skriv kvinnor och män")
    assert second == (
        "Jag förstod inte. Svara 1 för att rapportera steg för steg, 2 för läget, 3 för hur man skriver. Eller fråga Bo."
    )
    assert await anna.text("1") == WHEN


async def test_the_choices_come_again_as_long_as_nothing_is_understood(house):
    anna = house.phone("Anna")

    answers = await says(anna, *["blurk"] * 4)

    assert answers[1] == answers[2] == answers[3] != answers[0]


async def test_an_open_question_is_asked_again_with_ones_own_sites_and_a_name(house):
    eva = house.phone("Eva")

    asked = await says(eva, "K9 M19", "blurk", "blurk")

    assert asked[2] == "Vilket ställe? Svara A eller B. Eller fråga Bo."
    assert (await eva.text("A")).startswith("Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män")


@pytest.mark.parametrize(("choice", "answer"), [("2", "Natt"), ("3", "Skriv kvinnor och män")])
async def test_the_other_choices(house, choice, answer):
    anna = house.phone("Anna")
    await says(anna, "blurk", "blurk")

    assert (await anna.text(choice)).startswith(answer)
    assert await anna.text("1") != WHEN


async def test_a_report_after_two_tries_in_vain_is_a_report_and_the_count_of_them_begins_anew(house):
    anna = house.phone("Anna")

    await says(anna, "blurk", "blurk", "K9 M19")
    assert await house.store.count("A", NIGHT) == Count(9, 19)

    assert "fråga Bo" not in (await says(anna, "blurk"))[0]


async def test_tries_on_two_evenings_are_not_in_a_row(house):
    await house.phone("Anna").text("blurk", at="2017-10-12 21:40")

    assert "fråga Bo" not in await house.phone("Anna").text("blurk", at="2017-10-13 21:40")


async def test_a_doubt_that_is_asked_about_twice_names_somebody_to_ask(house):
    eva = house.phone("Eva")

    asked = await says(eva, "K9 M19", "K9 M18")

    assert asked == ["Vilket ställe? Svara A eller B.", "Vilket ställe? Svara A eller B. Eller fråga Bo."]


async def test_two_vain_answers_to_a_step_name_somebody_to_ask(house):
    anna = house.phone("Anna")

    asked = await says(anna, "rapport", "1", "blurk", "blurk")

    assert asked[2:] == [f"Jag förstod inte. {WOMEN}", f"Jag förstod inte. {WOMEN} Eller fråga Bo."]


async def test_a_site_that_somebody_no_longer_reports_for_is_not_gone_on_with(house):
    anna = house.phone("Anna")
    await says(anna, "rapport", "1", "9")
    await house.database.write(_no_duties, "Anna")

    assert "Hur många" not in await anna.text("19")


def _no_duties(name):
    from storage.wishes import sql

    yield sql("DELETE FROM duties WHERE person = (SELECT id FROM people WHERE name = :name)", name=name)
    yield sql("UPDATE house SET version = version + 1")


async def test_a_number_where_a_night_was_asked_for_is_no_date(house):
    """Who says how many before the night was asked for must not fill in the ninth of the month."""
    anna = house.phone("Anna")
    asked = await anna.text("rapport", at="2017-10-20 21:40")

    assert asked in await anna.text("9")
    assert asked in await anna.text("0")
    assert "17-18 okt" in await anna.text("4")


async def test_a_yes_that_answers_no_step_is_not_met_with_silence(house):
    anna = house.phone("Anna")
    asked = await anna.text("rapport")

    assert await anna.text("ja") == f"Jag förstod inte. {asked}"
