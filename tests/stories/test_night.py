"""A night at a shelter: report, correct, undo, ask, and the nights when the clocks change."""

import asyncio
from datetime import date

import pytest

from shelter.figures import Count

THURSDAY = date(2017, 10, 12)


async def test_a_count_is_repeated_in_one_line_and_kept(house):
    said = await house.phone("Anna").text("K9 M19", at="2017-10-12 21:40")

    assert (
        said
        == "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Skicka rätt siffror."
    )
    assert await house.store.count("A", THURSDAY) == Count(9, 19)


async def test_the_answer_is_in_the_language_of_the_person(house):
    said = await house.phone("Erik").text("W9 M19")

    assert (
        said
        == "Natthärbärge A, night 12-13 Oct: 9 women + 19 men = 28 of 45 beds. Wrong? Send the right numbers."
    )


async def test_a_count_sent_after_midnight_belongs_to_the_evening_before(house):
    said = await house.phone("Anna").text("K9 M19", at="2017-10-12 02:13")

    assert (
        said
        == "Natthärbärge A, natten 11-12 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Skicka rätt siffror."
    )
    assert await house.store.count("A", date(2017, 10, 11)) == Count(9, 19)


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        ("2017-10-28 23:30", date(2017, 10, 28)),
        ("2017-10-29 02:30", date(2017, 10, 28)),  # comes twice that night
        ("2017-10-29 07:10", date(2017, 10, 28)),
        ("2018-03-24 23:30", date(2018, 3, 24)),
        ("2018-03-25 03:10", date(2018, 3, 24)),  # the hour before was skipped
        ("2018-03-25 09:59", date(2018, 3, 24)),
    ],
)
async def test_the_nights_when_clocks_change_are_one_night_like_any_other(house, moment, night):
    await house.phone("Anna").text("K11 M24", at=moment)

    assert await house.store.count("A", night) == Count(11, 24)


async def test_a_correction_replaces_the_count_and_keeps_the_old_one(house):
    anna = house.phone("Anna")
    await anna.text("K9 M19")
    said = await anna.text("K10 M19")

    assert (
        said == "Natthärbärge A, natten 12-13 okt: 10 kvinnor + 19 män = 29 av 45 platser. Ersätter K9 M19."
    )
    assert await house.store.count("A", THURSDAY) == Count(10, 19)
    assert [one.figures for one in await house.store.history("A", THURSDAY)] == [Count(9, 19), Count(10, 19)]


async def test_corrections_are_taken_back_one_by_one_until_nothing_is_reported(house):
    anna = house.phone("Anna")
    for text in ("K9 M19", "ändra k10", "+2 m"):
        await anna.text(text)
    assert await house.store.count("A", THURSDAY) == Count(10, 21)

    said = [await anna.text("ångra") for _ in range(4)]

    assert said == [
        "Ångrat. Nu gäller igen: Natthärbärge A, natten 12-13 okt: 10 kvinnor + 19 män = 29 av 45 platser.",
        "Ångrat. Nu gäller igen: Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser.",
        "Ångrat: inget är rapporterat nu för Natthärbärge A, natten 12-13 okt.",
        "Det finns inget att ångra.",
    ]
    assert await house.store.count("A", THURSDAY) is None
    assert len(await house.store.history("A", THURSDAY)) == 6


async def test_a_report_after_an_undo_starts_anew(house):
    anna = house.phone("Anna")
    for text in ("K9 M19", "ångra", "K8 M18"):
        await anna.text(text)

    assert await house.store.count("A", THURSDAY) == Count(8, 18)


async def test_saying_the_same_again_changes_nothing(house):
    anna = house.phone("Anna")
    first = await anna.text("K9 M19")
    second = await anna.text("9 kvinnor och 19 män")

    assert first == second
    assert len(await house.store.history("A", THURSDAY)) == 1


async def test_the_same_message_twice_gets_the_first_answer_and_changes_nothing(house):
    anna = house.phone("Anna")
    first = await anna.text("+1 k", message_id="m1")
    await anna.text("K9 M19")
    again = await anna.text("+1 k", message_id="m1")

    assert first == again
    assert await house.store.count("A", THURSDAY) == Count(9, 19)


async def test_more_guests_than_beds_are_kept_and_told(house):
    said = await house.phone("Anna").text("k12 m38")

    assert said == (
        "Natthärbärge A, natten 12-13 okt: 12 kvinnor + 38 män = 50 av 45 platser, 5 över. Fel? Skicka rätt siffror."
    )


async def test_far_too_many_are_asked_about_and_kept_after_a_yes(house):
    anna = house.phone("Anna")
    asked = await anna.text("k20 m40")
    assert "60" in asked
    assert await house.store.count("A", THURSDAY) is None

    await anna.text("ja")

    assert await house.store.count("A", THURSDAY) == Count(20, 40)


async def test_a_closed_night_is_neither_zero_nor_missing(house):
    said = await house.phone("Anna").text("stängt ikväll")

    assert said == "Natthärbärge A, natten 12-13 okt: stängt. Fel? Skicka rätt siffror."
    assert await house.store.is_closed("A", THURSDAY)
    assert await house.store.count("A", THURSDAY) is None


async def test_a_question_left_open_is_answered_after_a_restart(house):
    asked = await house.phone("Anna").text("k9")
    assert asked == "Natthärbärge A, natten 12-13 okt: 9 kvinnor. Hur många män?"
    await house.restart()

    said = await house.phone("Anna").text("19")

    assert said.startswith("Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser.")
    assert await house.store.count("A", THURSDAY) == Count(9, 19)


async def test_a_short_answer_the_next_evening_answers_nothing(house):
    await house.phone("Anna").text("k9", at="2017-10-12 21:40")
    await house.phone("Anna").text("19", at="2017-10-13 21:40")

    assert await house.store.count("A", THURSDAY) is None
    assert await house.store.count("A", date(2017, 10, 13)) is None


async def test_a_full_count_wins_over_the_open_question(house):
    await house.phone("Anna").text("k9")
    await house.phone("Anna").text("K10 M20")

    assert await house.store.count("A", THURSDAY) == Count(10, 20)
    assert await house.phone("Anna").text("19") != "19"
    assert await house.store.count("A", THURSDAY) == Count(10, 20)


async def test_two_people_who_report_at_once_lose_nothing(house):
    await house.phone("Anna").text("K9 M19")

    await asyncio.gather(
        *(house.phone(name).text("+1 m") for name in ("Anna", "Erik", "Eva", "Anna", "Erik"))
    )

    # Eva has two sites and is asked which; the four others each moved the count once.
    assert await house.store.count("A", THURSDAY) == Count(9, 23)


async def test_who_reported_first_is_told_of_another_persons_count(house):
    await house.phone("Anna").text("K9 M19")
    said = await house.phone("Erik").text("W10 M18")

    assert (
        said
        == "Natthärbärge A, night 12-13 Oct: 10 women + 18 men = 28 of 45 beds. Replaces W9 M19 from Anna."
    )
    assert (await house.phone("Anna").received())[-1] == (
        "Ändrat av Erik: Natthärbärge A, natten 12-13 okt: 10 kvinnor + 18 män = 28 av 45 platser. Ersätter K9 M19."
    )


async def test_a_person_with_two_sites_is_asked_which(house):
    eva = house.phone("Eva")
    asked = await eva.text("K9 M19")
    assert asked == "Vilket ställe? Svara A eller B."

    said = await eva.text("B")

    assert said.startswith("Natthärbärge B, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 40 platser.")
    assert (await house.store.count("A", THURSDAY), await house.store.count("B", THURSDAY)) == (
        None,
        Count(9, 19),
    )


async def test_a_person_with_two_sites_reports_both_in_one_text(house):
    said = await house.phone("Eva").text("A k9 m19, B k5 m20")

    assert "28 av 45 platser" in said
    assert "25 av 40 platser" in said
    assert await house.store.count("B", THURSDAY) == Count(5, 20)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Natthärbärge B k5 m20", "2017-10-12 21:40"),  # not hers
        ("15/10 k9 m19", "2017-10-12 21:40"),  # ahead
        ("1/6 k9 m19", "2017-10-12 21:40"),  # more than 35 days back
        ("k9 m19", "2017-10-13 15:15"),  # between two nights
    ],
)
async def test_what_could_be_wrong_is_asked_about_and_not_kept(house, text, moment):
    said = await house.phone("Anna").text(text, at=moment)

    assert said
    for day in (THURSDAY, date(2017, 10, 13), date(2017, 10, 15), date(2017, 6, 1)):
        assert await house.store.count("A", day) is None
        assert await house.store.count("B", day) is None


async def test_thirty_five_days_back_can_be_corrected_and_one_more_cannot(house):
    await house.phone("Anna").text("7/9 k9 m19")
    await house.phone("Anna").text("6/9 k9 m19")

    assert await house.store.count("A", date(2017, 9, 7)) == Count(9, 19)
    assert await house.store.count("A", date(2017, 9, 6)) is None


async def test_a_change_of_long_ago_is_taken_back_by_the_coordinator_only(house):
    await house.phone("Anna").text("K9 M19", at="2017-08-01 21:40")
    said = await house.phone("Anna").text("ångra", at="2017-10-12 21:40")

    assert said == (
        "Natthärbärge A, natten 1-2 aug: inte ändrat, det är mer än 35 dagar sedan. "
        "Samordnaren har fått veta det och kan ändra."
    )
    assert await house.store.count("A", date(2017, 8, 1)) == Count(9, 19)


async def test_a_text_with_personal_data_is_refused_and_not_kept(house):
    said = await house.phone("Anna").text("k9 m19 pnr 000000-0000")

    assert said == (
        "Skicka inga personuppgifter. Texten har inte sparats. Skriv bara antal, till exempel K9 M19."
    )
    shown = await house.http.get("/phone/conversations")
    assert "000000" not in shown.text


async def test_thanks_need_no_answer(house):
    assert await house.phone("Anna").text("Tack!") is None


async def test_a_text_that_means_nothing_is_told_how_to_write(house):
    assert await house.phone("Anna").text("asdfgh") == (
        "Jag förstod inte. Skriv kvinnor och män, till exempel K9 M19. Mer: ?"
    )


@pytest.mark.parametrize(
    ("about", "then", "answer"),
    [
        ("ca 28", "9 kvinnor", "Natthärbärge A, natten 12-13 okt: 9 kvinnor. Hur många män?"),
        ("ca 9", "nio kvinnor", "Natthärbärge A, natten 12-13 okt: 9 kvinnor. Hur många män?"),
        ("typ 9 kvinnor", "19 män", "Natthärbärge A, natten 12-13 okt: Ska jag spara 9 kvinnor, 19 män?"),
        (
            "ca 9 kvinnor 19 män",
            "10 kvinnor",
            "Natthärbärge A, natten 12-13 okt: Ska jag spara 10 kvinnor, 19",
        ),
    ],
)
async def test_what_was_said_as_about_makes_up_no_part_of_an_exact_count(house, about, then, answer):
    anna = house.phone("Anna")
    assert "exakta siffrorna" in await anna.text(about, at="2017-10-12 21:40")

    assert (await anna.text(then)).startswith(answer)
    assert await house.store.count("A", date(2017, 10, 12)) is None
