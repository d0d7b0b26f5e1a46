"""Weak identity: what a number alone does not prove waits for a code that is sent back to it."""

from datetime import UTC, datetime, timedelta

import pytest

from shelter.figures import Count
from tests.bot.channels.sms.conftest import NUMBERS, ZONE


def code_in(asked):
    code = asked.partition("Det avviker mycket. Svara ")[2][:4]
    assert code.isdigit()
    return code


@pytest.mark.parametrize(
    ("first", "second", "waits"),
    [
        (None, "K20 M34", False),  # 54 of 45 beds: 1.2 x
        (None, "K20 M35", True),  # above
        ("K9 M19", "K9 M24", False),  # 5 persons
        ("K9 M19", "K9 M27", False),  # 8 persons, 29 %
        ("K9 M19", "K9 M28", True),  # 9 persons, 32 %
        ("K2 M3", "K4 M6", False),  # 80 %, but 4 persons
        ("K9 M19", "K19 M9", True),  # the sum is the same, ten have moved
        ("K9 M19", "stängt", True),
        ("K9 M19", "ångra", True),
    ],
)
async def test_a_figure_that_a_faked_number_could_do_harm_with_waits_for_a_code(line, first, second, waits):
    if first:
        await line.says("Anna", first)
    before = await line.count()

    told = await line.says("Anna", second)

    assert ("Det avviker mycket. Svara " in told) is waits
    assert (await line.count() == before) is waits


async def test_the_code_sent_back_stores_the_figure(line):
    await line.says("Anna", "K9 M19")
    asked = await line.says("Anna", "K19 M29")
    assert asked.startswith("A 12 okt: K19 M29. Det avviker mycket. Svara ")

    told = await line.says("Anna", code_in(asked))

    assert told.startswith("Natthärbärge A, natten 12-13 okt: 19 kvinnor + 29 män")
    assert await line.count() == Count(19, 29)


async def test_above_the_beds_the_code_is_the_only_question(line):
    told = await line.says("Anna", "K30 M40")

    assert told.startswith("A 12 okt: K30 M40. Det avviker mycket.")
    assert await line.count() is None
    assert (await line.says("Anna", code_in(told))).startswith("Natthärbärge A")
    assert await line.count() == Count(30, 40)


async def test_a_yes_is_no_code(line):
    await line.says("Anna", "K30 M40")

    told = await line.says("Anna", "ja")

    assert told.startswith("A 12 okt: K30 M40. Det avviker mycket.")
    assert await line.count() is None


@pytest.mark.parametrize("said", ["yes", "ok"])
async def test_a_yes_in_another_channel_does_not_store_what_waits_for_a_code(line, said):
    asked = await line.says("Eva", "W30 M40")

    await line.writes("42", said)
    before = await line.count()
    await line.says("Eva", asked.partition("That differs a lot. Answer ")[2][:4])

    assert (before, await line.count()) == (None, Count(30, 40))


async def test_other_numbers_take_the_place_of_what_waits_for_a_code(line):
    code = code_in(await line.says("Anna", "K30 M40"))
    await line.says("Anna", "K9 M19")

    await line.says("Anna", code)

    assert await line.count() == Count(9, 19)


async def test_a_code_works_once_from_its_own_number_in_its_time(line):
    asked = await line.says("Anna", "K20 M36")
    code = code_in(asked)

    await line.says("Eva", code)
    assert await line.count() is None

    line.now += timedelta(minutes=31)
    await line.says("Anna", code)
    assert await line.count() is None


@pytest.mark.parametrize("then", ["14", "nej", "K9 M19"])
async def test_a_code_is_no_yes_to_anything_but_its_own_question(line, then):
    code = code_in(await line.says("Anna", "K30 M40"))
    await line.says("Anna", then)
    before = await line.count()

    assert (await line.says("Anna", code)).startswith("Den koden gäller inte längre.")
    assert await line.count() == before


async def test_a_code_that_comes_again_or_too_late_is_no_count(line):
    code = code_in(await line.says("Anna", "K30 M40"))
    over = "Den koden gäller inte längre. Är siffrorna inte sparade, skicka dem igen."
    await line.says("Anna", code)

    assert await line.says("Anna", code) == over
    line.now += timedelta(minutes=31)
    assert await line.says("Anna", code) == over
    assert await line.count() == Count(30, 40)


async def test_a_code_is_guessed_three_times_at_most(line):
    code = code_in(await line.says("Anna", "K20 M36"))
    wrong = f"{(int(code) + 1) % 10_000:04}"

    answers = [await line.says("Anna", wrong) for _ in range(3)]

    assert answers[0].startswith("Det är inte koden.")
    assert answers[2] == "Det var inte heller koden. Inget sparades. Skicka siffrorna igen."
    await line.says("Anna", code)
    assert await line.count() is None


async def test_a_code_does_not_overwrite_what_has_changed_meanwhile(line):
    await line.says("Anna", "K9 M19")
    code = code_in(await line.says("Anna", "K19 M29"))
    await line.says("Eva", "W10 M19")

    assert await line.says("Anna", code) == (
        "Siffrorna har ändrats sedan du skickade dina. Inget sparades. Skicka dem igen."
    )
    assert await line.count() == Count(10, 19)


@pytest.mark.parametrize("form", ["{}.", " {} ", "kod {}", "Koden är {}!", "svar: {}", "'{}'"])
async def test_a_code_is_known_however_it_is_written(line, form):
    code = code_in(await line.says("Anna", "K30 M40"))

    assert (await line.says("Anna", form.format(code))).startswith("Natthärbärge A")
    assert await line.count() == Count(30, 40)


@pytest.mark.parametrize(
    "form",
    ["koden är: {}, tack", "ok {}", "Svar {}\nmvh Anna", "ja {} stämmer", "{}!! 👍", "Här kommer koden {}"],
)
async def test_a_code_is_found_among_other_words(line, form):
    code = code_in(await line.says("Anna", "K30 M40"))

    assert (await line.says("Anna", form.format(code))).startswith("Natthärbärge A")
    assert await line.count() == Count(30, 40)


@pytest.mark.parametrize("form", ["{0} {0}", "{0} K1 M2", "K{0}", "-{0}", "{0}0", "sammanfattning {0}"])
async def test_a_text_with_other_figures_is_no_code(line, form):
    code = code_in(await line.says("Anna", "K30 M40"))

    await line.says("Anna", form.format(code))

    assert await line.count() != Count(30, 40)


@pytest.mark.parametrize("form", ["{}", "koden är: {}, tack"])
async def test_a_guess_among_other_words_is_a_guess(line, form):
    code = code_in(await line.says("Anna", "K30 M40"))
    wrong = form.format(other_than(code))

    answers = [await line.says("Anna", wrong) for _ in range(3)]

    assert answers[2].startswith("Det var inte heller koden.")
    await line.says("Anna", code)
    assert await line.count() is None


async def test_the_same_figures_again_wait_for_the_same_code(line):
    """Whoever sends them twice because no answer came at once may answer either text."""
    first = await line.says("Anna", "K30 M40")

    assert await line.says("Anna", "K30 M40") == first
    assert (await line.says("Anna", code_in(first))).startswith("Natthärbärge A")


async def test_the_same_figures_again_bring_no_new_guesses(line):
    code = code_in(await line.says("Anna", "K30 M40"))
    for _ in range(2):
        await line.says("Anna", other_than(code))
        await line.says("Anna", "K30 M40")

    told = await line.says("Anna", other_than(code))

    assert told == "Det var inte heller koden. Inget sparades. Skicka siffrorna igen."


UNPROVEN = (
    "Sms: Anna skickade A 12 okt: {}. Det avviker mycket och bekräftades inte med sin kod. "
    "Inget är sparat; hör efter."
)
USED_UP = "A 12 okt: {} är inte sparat, för många koder i dag. Be Bo föra in det."


async def test_three_codes_a_day_may_stay_unanswered_and_then_the_coordinator_is_told(line):
    """Else whoever fakes the number could go on guessing; usual figures are stored as before."""
    for men in (40, 41, 42):
        code_in(await line.says("Anna", f"K30 M{men}"))

    assert await line.says("Anna", "K30 M43") == USED_UP.format("K30 M43")
    assert await line.says("Anna", "K30 M44") == USED_UP.format("K30 M44")
    await line.tries()

    assert line.telegram.got == [("77", UNPROVEN.format("K30 M43"))]
    assert (await line.says("Anna", "K9 M19")).startswith("Natthärbärge A")
    assert await line.count() == Count(9, 19)


async def test_a_code_before_the_last_is_of_no_use_when_no_more_are_sent(line):
    for men in (40, 41, 42):
        code = code_in(await line.says("Anna", f"K30 M{men}"))
    await line.says("Anna", "K30 M43")

    assert (await line.says("Anna", code)).startswith("Den koden gäller inte längre.")
    assert await line.count() is None


async def test_a_day_after_the_first_of_them_codes_are_sent_again(line):
    for men in (40, 41, 42, 43):
        await line.says("Anna", f"K30 M{men}")
    line.now += timedelta(hours=23, minutes=59)
    assert "för många koder" in await line.says("Anna", "12/10 K30 M44")

    line.now += timedelta(minutes=1)
    code_in(await line.says("Anna", "12/10 K30 M45"))


async def test_a_code_that_comes_back_ends_the_counting_of_codes(line):
    for men in (40, 41, 42, 40, 41, 42):
        told = await line.says("Anna", f"K{men - 10} M{men}")
        if men != 40:
            await line.says("Anna", code_in(told))

    await line.tries()
    assert line.telegram.got == []


async def test_three_wrong_codes_are_told_to_the_coordinator_once_a_day(line):
    for men in (40, 41):
        code = code_in(await line.says("Anna", f"K30 M{men}"))
        for _ in range(3):
            await line.says("Anna", other_than(code))
    await line.tries()

    assert line.telegram.got == [("77", UNPROVEN.format("K30 M40"))]


async def test_whoever_fakes_a_number_has_nine_guesses_a_day_whatever_they_send(line):
    """Without the limit each text with other figures would bring three more."""
    guesses = 0
    for men in range(40, 60):
        told = await line.says("Anna", f"K30 M{men}")
        if told and "Svara " in told:
            wrong = other_than(code_in(told))
            while "inte längre" not in (said := await line.says("Anna", wrong) or "") and guesses < 99:
                guesses += 1
                if "inte heller" in said:
                    break

    assert guesses == 9


@pytest.mark.parametrize("why", ["opted out", "spent", "spent by this number"])
async def test_where_no_code_can_be_sent_the_coordinator_is_told_in_place(open_line, why):
    """A report that waits for what never comes would be lost in silence, and could be guessed at for nothing."""
    budgets = {"spent": {"daily_budget": 1}, "spent by this number": {"number_budget": 1}}
    line = open_line(**budgets.get(why, {}))
    await line.says("Anna", "STOP" if why == "opted out" else "?")

    assert await line.says("Anna", "K30 M40") is None
    await line.tries()

    assert ("77", UNPROVEN.format("K30 M40")) in line.telegram.got
    assert await line.rows("SELECT code FROM sms_codes") == []


async def test_the_code_for_a_text_that_was_found_late_is_good_from_when_it_is_asked_for(line, twilio):
    sent_at = (datetime.now(ZONE) - timedelta(days=1)).replace(hour=22)
    twilio.received(NUMBERS["Anna"], "K30 M40", sent_at.astimezone(UTC))
    line.now = sent_at + timedelta(hours=3)
    await line.sms.catch_up()
    await line.tries()
    (asked,) = twilio.sent_to(NUMBERS["Anna"])

    told = await line.says("Anna", code_in(asked))

    assert told.startswith("Natthärbärge A")


def other_than(code):
    return f"{(int(code) + 1) % 10_000:04}"
