"""What happens unasked, told through the phones: reminders, escalation, the nightly summary, the digest."""

from datetime import date

import pytest

from storage.escalation import setting_changes
from storage.wishes import sql


async def everybody_has_reported(house, day: int, *but: str) -> None:
    """Reports of October `day`, 2017, at all sites of the house but those named."""
    texts = {
        "A": ("eva", "A k9 m19"),
        "B": ("eva", "B k10 m21"),
        "D1": ("dilan", "k5 m40"),
        "I": ("ines", "kö 34 plats 22"),
    }
    for site, (name, text) in texts.items():
        if site not in but:
            dated = f"{day} okt {text}" if " " not in text[:2] else f"{text[:1]}: {day} okt {text[2:]}"
            await house.phone(name).text(dated, at=f"2017-10-{day + 1:02} 09:00")


async def test_only_the_silent_are_reminded_and_only_once(house):
    await everybody_has_reported(house, 11)
    await house.phone("Eva").text("B k10 m21", at="2017-10-12 22:00")

    for moment in ("22:29", "22:30", "22:31", "22:45"):
        await house.at(f"2017-10-12 {moment}")

    assert (await house.phone("Anna").received())[-1:] == [
        "Natthärbärge A, natten 12-13 okt: inget antal än. Svara t.ex. K9 M19 eller stängt."
    ]
    assert len(await house.phone("Anna").received()) == 1
    assert await house.phone("Erik").received() == []


def has_no_address(name):
    yield sql("DELETE FROM addresses WHERE address = :name", name=name)


def has_blocked_the_bot(name):
    yield sql(
        "INSERT INTO unreachable (channel, address, since) VALUES ('phone', :name, '2017-10-12T00:00:00+00:00')",
        name=name,
    )


@pytest.mark.parametrize("why", [has_no_address, has_blocked_the_bot])
async def test_the_next_is_asked_where_the_first_cannot_be_reached(house, why):
    await everybody_has_reported(house, 11)
    await house.phone("Eva").text("B k10 m21", at="2017-10-12 22:00")
    await house.database.write(why, "anna")

    await house.at("2017-10-12 22:30")
    first = await house.phone("Erik").received()
    await house.at("2017-10-13 10:00")

    assert [text.split(":")[0] for text in first] == ["Natthärbärge A, night 12-13 Oct"]
    assert len(await house.phone("Erik").received()) == 2
    assert any("Natthärbärge A, natten 12-13" in text for text in await house.phone("Eva").received())


async def test_a_report_silences_what_would_have_come(house):
    await everybody_has_reported(house, 11)
    await house.at("2017-10-12 22:30")
    await house.phone("Anna").text("K9 M19", at="2017-10-12 22:40")
    for moment in ("07:30", "10:00", "10:30", "11:00"):
        await house.at(f"2017-10-13 {moment}")

    assert not any("Natthärbärge A" in text for text in (await house.phone("Anna").received())[2:])
    assert not any(" A " in text and "Saknas trots" in text for text in await house.phone("Bo").received())


async def test_the_answer_that_a_reminder_suggests_is_read_as_the_report_that_is_missing(house):
    await everybody_has_reported(house, 11)
    await house.at("2017-10-13 09:10")
    (asked,) = (text for text in await house.phone("Dilan").received() if "12 okt" in text)
    suggested = asked.split("Svara t.ex. ")[1].split(" eller ")[0]

    said = await house.phone("Dilan").text(suggested, at="2017-10-13 11:30")

    assert said.startswith("Dagverksamhet 1, 12 okt: 9 kvinnor + 19 män = 28 besök.")


async def test_the_coordinator_is_told_what_stays_silent_and_what_does_so_for_the_second_time(house):
    await house.at("2017-10-13 11:30")

    told = [text for text in await house.phone("Bo").received() if "trots" in text]

    assert told == [
        "Saknas trots påminnelser: Natthärbärge A, natten 12-13 okt (andra i rad); "  # noqa: ISC004
        "Natthärbärge B, natten 12-13 okt (andra i rad); Dagverksamhet 1, 12 okt (andra i rad)."
    ]


@pytest.mark.parametrize(
    ("down_until", "anna"),
    [
        ("2017-10-12 22:30:01", ["inget antal än"]),
        ("2017-10-12 22:40", ["inget antal än"]),
        ("2017-10-13 01:30", ["inget antal än"]),
        ("2017-10-14 00:30", ["Natthärbärge A, natten 13-14 okt (andra i rad)"]),
    ],
    ids=["1 second", "10 minutes", "3 hours", "26 hours"],
)
async def test_after_being_down_what_is_of_use_comes_at_once_and_nobody_is_flooded(house, down_until, anna):
    await everybody_has_reported(house, 11)
    await house.at("2017-10-12 22:29")
    before = len(await house.phone("Anna").received())
    await house.restart()

    await house.at(down_until)

    said = (await house.phone("Anna").received())[before:]
    assert len(said) == len(anna)
    assert all(part in text for part, text in zip(anna, said, strict=True))


def skipped():
    rows = yield sql(
        "SELECT kind, site, date, skipped FROM nudges WHERE skipped IS NOT NULL AND site = 'A' AND date = '2017-10-12' ORDER BY at, kind"
    )
    return [(row["kind"], row["date"], row["skipped"]) for row in rows]


async def test_what_came_too_late_is_recorded_with_why(house):
    await everybody_has_reported(house, 11)
    await house.at("2017-10-12 22:29")
    await house.at("2017-10-14 00:30")

    night = date(2017, 10, 12)
    assert set(await house.database.read(skipped)) == {
        (kind, night, "too late")
        for kind in ("reminder-1", "reminder-2", "deadline", "colleague", "coordinator")
    }


async def test_a_restart_repeats_nothing(house):
    await everybody_has_reported(house, 11)
    await house.at("2017-10-12 22:30")
    said = await house.phone("Anna").received()
    await house.restart()
    await house.at("2017-10-12 22:30")
    await house.at("2017-10-12 22:31")

    assert await house.phone("Anna").received() == said


async def test_reminders_can_be_put_off(house):
    await everybody_has_reported(house, 11)
    await house.at("2017-10-12 22:30")
    said = await house.phone("Anna").text("påminn mig om 30 min", at="2017-10-12 22:31")
    await house.at("2017-10-12 22:59")
    await house.at("2017-10-12 23:01")

    assert said == "Inga påminnelser före kl 23:01. Då frågar jag igen om inget har kommit."
    received = await house.phone("Anna").received()
    assert [text for text in received if "inget antal" in text] == [received[0], received[2]]


async def test_a_person_has_a_reminder_time_of_their_own(house):
    await everybody_has_reported(house, 11)
    said = await house.phone("Anna").text("påminn mig 21:45", at="2017-10-12 20:00")
    await house.at("2017-10-12 21:45")
    await house.at("2017-10-12 22:30")

    assert said == "Du påminns kl 21:45 när antalet inte har kommit. Ändra tillbaka: påminn mig som vanligt."
    assert [text for text in await house.phone("Anna").received() if "inget antal" in text] == [
        "Natthärbärge A, natten 12-13 okt: inget antal än. Svara t.ex. K9 M19 eller stängt."
    ]
    assert await house.phone("Anna").text("remind me 11:00") == (
        "Antalet ska ha kommit kl 10:00. Välj en tid före det."
    )


async def test_the_nightly_summary_comes_once_at_the_coordinators_time(house):
    await everybody_has_reported(house, 11)
    await everybody_has_reported(house, 12, "D1")
    for moment in ("10:29", "10:30", "10:31"):
        await house.at(f"2017-10-13 {moment}")

    assert [text for text in await house.phone("Bo").received() if text.startswith("Natten")] == [
        "Natten 12-13 okt: 19 kvinnor + 40 män = 59 av 85 platser. A 28/45, B 31/40. Lediga platser: 26. "  # noqa: ISC004
        "Saknas: D1. 0 mot natten innan."
    ]


async def test_a_coordinator_chooses_the_time_of_the_summary_and_can_ask_for_it_whole(house):
    await everybody_has_reported(house, 11)
    await everybody_has_reported(house, 12)
    said = await house.phone("Bo").text("nattrapport 08:15", at="2017-10-13 07:00")
    whole = await house.phone("Bo").text("nattrapport")
    await house.at("2017-10-14 08:15")

    assert said == "Du får nattrapporten kl 08:15."
    assert whole.splitlines()[:3] == [
        "Natten 12-13 okt:",
        "Natthärbärge A: 9 kvinnor + 19 män = 28 av 45 platser",
        "Natthärbärge B: 10 kvinnor + 21 män = 31 av 40 platser",
    ]
    assert any(text.startswith("Natten 13-14 okt") for text in await house.phone("Bo").received())


async def test_what_comes_after_the_summary_is_told_once(house):
    await everybody_has_reported(house, 11)
    await everybody_has_reported(house, 12, "A")
    await house.at("2017-10-13 10:30")
    await house.phone("Anna").text("K8 M18", at="2017-10-13 10:40")
    await house.at("2017-10-13 10:41")
    await house.at("2017-10-13 10:42")
    await house.phone("Anna").text("12 okt k8 m17", at="2017-10-13 12:40")
    await house.at("2017-10-13 12:41")

    assert [text for text in await house.phone("Bo").received() if "Efter" in text] == [
        "Efter sammanfattningen: A 12 okt: K8 M18.",
        "Efter sammanfattningen: A 12 okt: K8 M17.",
    ]


async def test_what_was_corrected_is_in_the_next_summary(house):
    await everybody_has_reported(house, 11)
    await house.phone("Anna").text("11 okt k8 m18", at="2017-10-12 12:00")
    await everybody_has_reported(house, 12)
    await house.at("2017-10-13 10:30")

    assert any("Rättat: A 11 okt." in text for text in await house.phone("Bo").received())


async def test_free_beds_come_in_the_evening_to_those_who_ask(house):
    said = await house.phone("Bo").text("lediga platser 21:30", at="2017-10-12 20:00")
    await house.phone("Anna").text("K9 M19", at="2017-10-12 21:00")
    await house.at("2017-10-12 21:30")
    await house.at("2017-10-12 21:31")

    assert said == "Du får de lediga platserna varje dag kl 21:30. Ändra tillbaka: lediga platser av."
    assert [text for text in await house.phone("Bo").received() if text.startswith("Lediga")] == [
        "Lediga platser, natten 12-13 okt: A 17, B väntas. Totalt 17."
    ]


async def test_the_week_is_told_on_monday(house):
    for day in range(9, 16):
        await everybody_has_reported(house, day, *(["B"] if day in (10, 12) else []))
    await house.at("2017-10-16 13:00")

    assert [text for text in await house.phone("Bo").received() if text.startswith("Vecka")] == [
        "Vecka 41: 26 av 28 rapporter. Saknas: B 10 okt, 12 okt. Behöver hjälp: B."
    ]


async def test_the_coordinator_sets_the_escalation_and_the_change_is_kept_with_who_made_it(house):
    said = await house.phone("Bo").text("eskalering samordnare 90", at="2017-10-12 20:00")
    refused = await house.phone("Anna").text("eskalering samordnare 5")

    assert said == (
        "Minuter efter tidsgränsen: kollega 0, ledare 30, samordnare 90. Tyst 22:00-07:00. "
        "Nattrapport 10:30, vecka mån 13:00."
    )
    assert refused == "Det får du inte se. Fråga samordnaren om du borde få det."
    assert await house.database.read(setting_changes) == [("escalation.coordinator", "60", "90", "Bo")]


async def test_the_coordinator_sees_when_the_jobs_ran(house):
    await house.at("2017-10-12 20:00")

    said = await house.phone("Bo").text("jobb")

    assert said.startswith("7 jobb, det senaste kl ")
    assert said.endswith("Allt väl.")


@pytest.mark.parametrize(
    "text",
    [
        "eskalering",
        "eskalering kollega aldrig",
        "eskalering tyst 21:30-06:45",
        "eskalering vecka 14:00",
        "escalation lead 15",
    ],
)
async def test_escalation_settings_are_answered_with_all_that_holds_then(house, text):
    said = await house.phone("Bo").text(text)

    assert said.startswith("Minuter efter tidsgränsen: kollega ")


@pytest.mark.parametrize(
    "text",
    [
        "eskalering samordnare",
        "eskalering samordnare 999",
        "eskalering nattrapport 02:30",
        "eskalering tyst 22",
        "eskalering bo 5",
    ],
)
async def test_a_setting_that_cannot_be_is_told_how_to_be_written_and_changes_nothing(house, text):
    said = await house.phone("Bo").text(text)

    assert said.startswith("Skriv eskalering och kollega")
    assert await house.database.read(setting_changes) == []


async def test_the_coordinator_sets_reminding_for_one_site_and_it_holds_until_taken_back(house):
    await everybody_has_reported(house, 11)
    bo = house.phone("Bo")
    said = [
        await bo.text(text, at="2017-10-12 20:00")
        for text in (
            "eskalering A",
            "eskalering A påminn 21:15",
            "eskalering A samordnare aldrig",
            "escalation natthärbärge b remind 23:00 06:30",
        )
    ]
    for moment in ("21:15", "22:30", "23:00"):
        await house.at(f"2017-10-12 {moment}")
    asked = [text for text in await house.phone("Anna").received() if "inget antal" in text]
    await house.restart()
    await house.at("2017-10-13 11:30")
    back = await bo.text("eskalering A som vanligt")

    assert said == [
        "A: påminn 22:30 07:30. Minuter från 10:00: kollega 0, ledare 30, samordnare 60.",
        "A: påminn 21:15. Minuter från 10:00: kollega 0, ledare 30, samordnare 60. "  # noqa: ISC004
        "Ändra tillbaka: eskalering A som vanligt.",
        "A: påminn 21:15. Minuter från 10:00: kollega 0, ledare 30, samordnare aldrig. "  # noqa: ISC004
        "Ändra tillbaka: eskalering A som vanligt.",
        "B: påminn 23:00 06:30. Minuter från 10:00: kollega 0, ledare 30, samordnare 60. "  # noqa: ISC004
        "Ändra tillbaka: eskalering B som vanligt.",
    ]
    assert len(asked) == 1
    told = [text for text in await bo.received() if "trots" in text]
    assert told
    assert not any("Natthärbärge A" in text for text in told)
    assert back == said[0]
    assert await house.database.read(setting_changes) == [
        ("escalation.A.reminders", None, "21:15", "Bo"),
        ("escalation.A.coordinator", None, "never", "Bo"),
        ("escalation.B.reminders", None, "23:00,06:30", "Bo"),
        ("escalation.A.coordinator", "never", None, "Bo"),
        ("escalation.A.reminders", "21:15", None, "Bo"),
    ]


async def test_one_setting_of_a_site_can_be_taken_back_alone_and_others_stay(house):
    bo = house.phone("Bo")
    for text in ("eskalering D1 påminn +30 +90", "eskalering D1 från 08:30", "eskalering D1 ledare 0"):
        await bo.text(text)
    said = await bo.text("eskalering D1 ledare som vanligt")

    assert said.startswith("D1: påminn +30 +90. Minuter från 08:30: kollega 0, ledare 30, samordnare 60.")


async def test_loading_the_house_file_again_leaves_what_was_set_for_a_site(house):
    await house.phone("Bo").text("eskalering A kollega 15")
    await house.load()

    assert "kollega 15," in await house.phone("Bo").text("eskalering A")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("eskalering A samordnare", "Skriv eskalering A och påminn"),
        ("eskalering A samordnare 99999999999999999999", "Skriv eskalering A och påminn"),
        ("eskalering A påminn", "Skriv eskalering A och påminn"),
        ("eskalering A påminn 25:00", "Skriv eskalering A och påminn"),
        ("eskalering A påminn 20:00 21:00 22:00 23:00 23:30", "Skriv eskalering A och påminn"),
        ("eskalering A påminn ２２:30", "Skriv eskalering A och påminn"),
        ("eskalering A från", "Skriv eskalering A och påminn"),
        ("eskalering A tyst 22:00-07:00", "Skriv eskalering A och påminn"),
        ("eskalering A påminn 22:30 11:00", "Antalet ska ha kommit kl 10:00."),
        ("eskalering D1 påminn +1000", "Skriv eskalering D1 och påminn"),
    ],
)
async def test_what_cannot_be_set_for_a_site_is_told_and_changes_nothing(house, text, said):
    assert (await house.phone("Bo").text(text)).startswith(said)
    assert await house.database.read(setting_changes) == []


async def test_only_coordinators_set_reminding_of_a_site(house):
    refused = await house.phone("Anna").text("eskalering A kollega 15")

    assert refused == "Det får du inte se. Fråga samordnaren om du borde få det."


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("nattrapport 25:00", "Skriv nattrapport för senaste natten, nattrapport 07:30"),
        ("nattrapport 8", "Skriv nattrapport för senaste natten, nattrapport 07:30"),
        ("lediga platser 25:00", "Skriv lediga platser för nu, lediga platser 21:00"),
        ("lediga platser nu", "Lediga platser, natten 12-13 okt"),
    ],
)
async def test_a_time_that_is_none_is_not_taken_for_the_question_itself(house, said, answer):
    told = await house.phone("Bo").text(said, at="2017-10-12 20:00")

    assert told.startswith(answer)
