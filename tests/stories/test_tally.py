"""A tally told by texts alone: at the door of a shelter, at a day centre, forgotten, taken over by a count."""

from datetime import date

from shelter.figures import Count

DAY = date(2017, 10, 12)
OPENED = (
    "Räkning Natthärbärge A, natten 12-13 okt: 0 kvinnor + 0 män = 0. "
    "Skriv +k, +2 m, -1 k eller ångra allt eftersom, och klart när alla är räknade."
)


async def test_two_at_the_door_count_by_text_until_all_are_in(house):
    anna, erik = house.phone("Anna"), house.phone("Erik")

    assert await anna.text("räkna", at="2017-10-12 18:50") == OPENED
    await anna.text("+k")
    assert await erik.text("+2 m", at="2017-10-12 19:05") == (
        "Tally Natthärbärge A, night 12-13 Oct: 1 woman + 2 men = 3. Write done when all are counted."
    )
    await anna.text("-1 m")
    await anna.text("två kvinnor till")
    assert "4 women + 1 man = 5" in await erik.text("+w")
    assert "3 women + 1 man = 4" in await erik.text("undo")

    assert await house.store.count("A", DAY) is None
    assert await anna.text("klart") == (
        "Natthärbärge A, natten 12-13 okt: 3 kvinnor + 1 man = 4. Ska jag spara? Svara ja."
    )
    assert await anna.text("ja") == (
        "Natthärbärge A, natten 12-13 okt: 3 kvinnor + 1 man = 4 av 45 platser. Räkningen är avslutad."
    )
    assert await house.store.count("A", DAY) == Count(3, 1)


async def test_a_yes_stores_only_the_sum_that_was_looked_at(house):
    anna, erik = house.phone("Anna"), house.phone("Erik")
    await anna.text("räkna")
    await anna.text("+5 k")
    await anna.text("klart")
    await erik.text("+m")

    assert await anna.text("ja") == (
        "Räkningen för Natthärbärge A, natten 12-13 okt har ändrats: 5 kvinnor + 1 man = 6. Svara ja så sparas den."
    )
    assert await house.store.count("A", DAY) is None
    await anna.text("ja")
    assert await house.store.count("A", DAY) == Count(5, 1)


async def test_what_is_counted_after_the_look_is_counted(house):
    anna = house.phone("Anna")
    await anna.text("räkna")
    await anna.text("+5 k")
    await anna.text("klart")

    assert (await anna.text("+2 m")).startswith(
        "Räkning Natthärbärge A, natten 12-13 okt: 5 kvinnor + 2 män = 7."
    )
    await anna.text("klart")
    await anna.text("klart")
    assert await house.store.count("A", DAY) == Count(5, 2)


async def test_a_no_leaves_the_tally_open(house):
    anna = house.phone("Anna")
    await anna.text("räkna")
    await anna.text("+5 k")
    await anna.text("klart")
    await anna.text("nej")

    assert "5 kvinnor + 1 man = 6" in await anna.text("+m")


async def test_a_whole_count_takes_the_place_of_the_tally(house):
    anna, erik = house.phone("Anna"), house.phone("Erik")
    await anna.text("räkna")
    await anna.text("+5 k")

    assert await erik.text("W9 M19") == (
        "Natthärbärge A, night 12-13 Oct: 9 women + 19 men = 28 of 45 beds. The tally is closed."
    )
    assert (await anna.text("+k")).endswith(
        "10 kvinnor + 19 män = 29 av 45 platser. Ersätter K9 M19 från Erik."
    )
    assert await house.store.count("A", DAY) == Count(10, 19)


async def test_a_tally_begins_at_what_is_stored_and_can_go_on(house):
    anna = house.phone("Anna")
    await anna.text("K9 M19")

    assert "9 kvinnor + 19 män = 28" in await anna.text("räkna")
    await anna.text("+k")
    await anna.text("klart")
    assert "Ersätter K9 M19" in await anna.text("ja")
    assert "10 kvinnor + 19 män = 29" in await anna.text("räkna")


async def test_undo_takes_back_what_was_done_last_whichever_it_was(house):
    eva = house.phone("Eva")
    await eva.text("räkna A")
    await eva.text("+2 m")
    await eva.text("B K1 M2")
    assert (await eva.text("ångra A")).startswith(
        "Räkning Natthärbärge A, natten 12-13 okt: 0 kvinnor + 0 män = 0."
    )
    assert await house.store.count("B", DAY) == Count(1, 2)

    await eva.text("+2 m")
    await eva.text("A K9 M19")
    assert await eva.text("ångra A") == (
        "Ångrat: inget är rapporterat nu för Natthärbärge A, natten 12-13 okt."
    )


async def test_who_reports_for_two_sites_counts_where_they_joined(house):
    eva = house.phone("Eva")
    assert await eva.text("räkna") == "Vilket ställe räknar du på? Skriv räkna A eller räkna B."
    await eva.text("räkna B")

    assert "Räkning Natthärbärge B" in await eva.text("+k")
    await eva.text("räkna A")
    assert await eva.text("+k") == "Vilket ställe? Svara A eller B."
    assert await eva.text("klart") == "Vilken räkning? Skriv klart A eller klart B."
    assert (await eva.text("klart B")).startswith("Natthärbärge B, natten 12-13 okt: 1 kvinna + 0 män = 1.")


async def test_far_too_many_are_asked_about_once(house):
    anna = house.phone("Anna")
    await anna.text("räkna")
    await anna.text("+50 m")

    assert await anna.text("+5 m") == (
        "Natthärbärge A, natten 12-13 okt: 0 kvinnor, 55 män = 55, fler än vanligt. "
        "Stämmer det? Svara ja, eller skicka rätt siffror."
    )
    assert "0 kvinnor + 55 män = 55." in await anna.text("ja")
    assert "1 kvinna + 55 män = 56." in await anna.text("+k")
    assert await house.store.count("A", DAY) is None


async def test_a_forgotten_tally_is_asked_about_at_closing_and_stored_by_a_yes(house):
    dilan = house.phone("Dilan")
    await dilan.text("räkna", at="2017-10-12 09:10")
    await dilan.text("+12 k")
    await dilan.text("+22 m", at="2017-10-12 15:40")
    await house.at("2017-10-12 15:59")
    before = await dilan.received()
    await house.at("2017-10-12 16:00")
    await house.at("2017-10-12 16:01")

    asked = [one for one in await dilan.received() if "Räkningen" in one]
    assert not [one for one in before if "Räkningen" in one]
    assert asked == [
        "Räkningen för Dagverksamhet 1, 12 okt står på 34 (12 kvinnor + 22 män). Klart? Svara ja så sparas den."
    ]
    assert await dilan.text("ja") == (
        "Dagverksamhet 1, 12 okt: 12 kvinnor + 22 män = 34 besök. Räkningen är avslutad."
    )
    assert await house.store.count("D1", DAY) == Count(12, 22)


async def test_the_next_day_nothing_more_is_counted_into_yesterdays_tally(house):
    dilan = house.phone("Dilan")
    await dilan.text("räkna", at="2017-10-12 09:10")
    await dilan.text("+12 k")

    assert "Det finns inget att ändra än" in await dilan.text("+k", at="2017-10-13 10:00")
    assert "13 okt: 0 kvinnor + 0 män = 0" in await dilan.text("räkna")
    await dilan.text("+k")
    assert await house.store.count("D1", DAY) is None


async def test_a_tally_outlives_a_power_cut(house):
    anna = house.phone("Anna")
    await anna.text("räkna")
    await anna.text("+5 k", message_id="once")
    await house.restart()
    await anna.text("+5 k", message_id="once")

    assert "5 kvinnor + 1 man = 6" in await anna.text("+m")


async def test_words_that_only_begin_like_the_command_are_a_report(house):
    anna = house.phone("Anna")

    assert (await anna.text("räkna 9 kvinnor 19 män")).startswith(
        "Natthärbärge A, natten 12-13 okt: 9 kvinnor"
    )
    assert await anna.text("klart") is None
    assert "inget att rapportera" not in (await house.phone("Ines").text("räkna"))
