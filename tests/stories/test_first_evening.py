"""The first evening of people who have never read a manual, in their own words."""

from datetime import date

import pytest

from shelter.figures import Count
from tests.stories.conftest import says

NIGHT = date(2017, 10, 12)
HELLO = "Hej! Skriv kvinnor och män, till exempel K9 M19. Mer: ?"
HELP = "Skriv kvinnor och män: K9 M19."


async def test_a_greeting_is_greeted_and_a_question_helped(house):
    hello, how = await says(house.phone("Anna"), "hej", "hur gör jag?")

    assert hello == HELLO
    assert how.startswith(HELP)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Erik", "Hello! Write women and men, for example W9 M19. More: ?"),
        ("Ines", "Hej! Skriv till exempel: kö 34 plats 22 uteblev 3. Mer: ?"),
        ("Bo", "Skriv läget, saknas, nattrapport"),
        ("Vera", "Skriv sammanfattning och en period"),
    ],
)
async def test_each_is_greeted_with_what_they_can_write(house, name, answer):
    assert (await house.phone(name).text("hej")).startswith(answer)


async def test_a_broken_bed_is_told_that_nobody_reads_of_it_here(house):
    swedish = await house.phone("Anna").text("säng 12 är trasig")
    english = await house.phone("Erik").text("bed 12 is broken")

    assert swedish.startswith("Jag tar bara emot antal.")
    assert english.startswith("I only take numbers;")


async def test_a_sign_of_thanks_needs_no_answer(house):
    assert await says(house.phone("Anna"), "K9 M19", "👍", "❤️") == [
        "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Skicka rätt siffror.",
        None,
        None,
    ]


async def test_what_is_no_answer_brings_the_question_again(house):
    anna = house.phone("Anna")
    asked, again, once_more = await says(anna, "k9", "vet ej", "oj oj")

    assert again == f"Jag förstod inte. {asked}"
    assert once_more == f"{asked} Eller fråga Bo."
    await anna.text("19")
    assert await house.store.count("A", NIGHT) == Count(9, 19)


async def test_a_question_that_holds_nothing_is_not_repeated(house):
    asked, hello = await says(house.phone("Anna"), "3 barn", "hej")

    assert "3 barn" in asked
    assert hello == HELLO


async def test_a_change_while_a_number_is_asked_for_is_a_change(house):
    anna = house.phone("Anna")
    await says(anna, "K9 M19", "m20", "ändra m20")

    assert await house.store.count("A", NIGHT) == Count(9, 20)


async def test_nothing_to_break_off(house):
    _, said = await says(house.phone("Anna"), "K9 M19", "avbryt")

    assert said == "Det finns inget att avbryta. Skriv ångra för att ta tillbaka det senaste."
    assert await house.store.count("A", NIGHT) == Count(9, 19)


async def test_closed_without_an_end_is_taken_a_night_at_a_time(house):
    anna = house.phone("Anna")
    asked, _ = await says(anna, "stängt tills vidare", "ja")

    assert asked == (
        "Natthärbärge A, natten 12-13 okt: Jag tar ett datum i taget. Är det stängt då? "
        "Svara ok, eller skriv till exempel stängt 24/12."
    )
    assert await house.store.is_closed("A", NIGHT)


async def test_in_the_afternoon_the_only_night_it_can_be_is_named_and_a_yes_is_enough(house):
    anna = house.phone("Anna")
    asked = await anna.text("K9 M19", at="2017-10-13 14:00")
    await anna.text("ja")

    assert (
        asked == "Natthärbärge A: Gäller det natten 12-13 okt? Svara ok, eller ett datum, till exempel 12/10."
    )
    assert await house.store.count("A", NIGHT) == Count(9, 19)


async def test_where_it_can_be_several_nights_each_has_its_number_and_a_yes_is_none(house):
    anna = house.phone("Anna")
    asked, again = await says(anna, "den 13e k8 m20", "ja")

    assert asked == (
        "Natthärbärge A: Vilket datum? 1 = natten 10-11 okt, 2 = natten 11-12 okt, 3 = natten 12-13 okt. "
        "Svara med numret."
    )
    assert again.startswith(asked)
    assert await house.store.count("A", date(2017, 9, 13)) is None
    await anna.text("2")
    assert await house.store.count("A", date(2017, 10, 11)) == Count(8, 20)


async def test_undo_needs_no_site_of_somebody_who_has_several(house):
    eva = house.phone("Eva")
    await says(eva, "A K9 M19", "B K5 M20")

    assert await eva.text("ångra") == "Ångrat: inget är rapporterat nu för Natthärbärge B, natten 12-13 okt."
    assert await house.store.count("B", NIGHT) is None
    assert await house.store.count("A", NIGHT) == Count(9, 19)


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("sammanfattning i tisdags", "10 okt 2017: "),
        ("sammanfattning helgen", "7-8 okt 2017: "),
        ("sammanfattning sommaren", "juni-aug 2017: "),
        ("sammanfattning imorgon", "Det ligger framåt: imorgon."),
        ("sammanfattning 31/10-1/10", "Perioden slutar innan den börjar: 31/10-1/10."),
        ("sammanfattning B", "Det får du inte se."),
    ],
)
async def test_totals_of_a_period_as_people_say_it(house, words, begins):
    assert (await house.phone("Anna").text(words)).startswith(begins)


@pytest.mark.parametrize(
    ("name", "question", "begins"),
    [
        ("Anna", "hur många hade vi igår?", "11 okt 2017: "),
        ("Anna", "Hur många var det i september", "sep 2017: "),
        ("Anna", "hur många var vi förra veckan?", "v 40 2017: "),
        ("Erik", "how many did we have last Tuesday?", "10 Oct 2017: "),
        ("Anna", "hur många filtar finns det?", HELP),
        ("Anna", "vem jobbar ikväll?", HELP),
    ],
)
async def test_how_many_there_were_is_a_question_that_has_an_answer(house, name, question, begins):
    assert (await house.phone(name).text(question)).startswith(begins)
