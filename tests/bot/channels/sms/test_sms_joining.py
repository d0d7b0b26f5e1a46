"""Joining by SMS: a code sent to the invited number lets it in, a few tries are all, and strangers hear nothing."""

import re
from datetime import timedelta

import pytest

from shelter.figures import Count
from tests.bot.channels.sms.conftest import NUMBERS

BO, CIA, MAJA = "77", NUMBERS["Cia"], "+46709999998"
HOW = "Vill du vara med? Svara med koden du fått med sms: sex siffror, inget annat."
WRONG = "Det är inte koden. Skicka de sex siffror du fått, inget annat."
OLD = "Den här inbjudan är för gammal. Be din samordnare om en ny."


@pytest.fixture
async def code(line, twilio):
    """Maja's number has been invited; this is the code it got."""
    assert (await line.writes(BO, "bjud in Maja A 070-999 99 98")).startswith("Maja får ett sms med en kod")
    await line.tries()
    (text,) = twilio.sent_to(MAJA)
    return re.fullmatch(r"Hej Maja! Svara (\d{6}) inom 24 timmar, så kan du rapportera hit med sms\.", text)[
        1
    ]


def other_than(code, by=1):
    return f"{(int(code) + by) % 1_000_000:06}"


async def people(line, name):
    return await line.rows(
        "SELECT people.role, addresses.channel, addresses.address FROM people JOIN addresses "
        "ON addresses.person = people.id WHERE people.name = :name ORDER BY addresses.channel",
        name=name,
    )


async def test_the_code_sent_back_lets_its_number_in(line, code):
    assert (
        await line.says(MAJA, code)
        == "Välkommen, Maja! Du rapporterar för A. Skriv kvinnor och män: K9 M19. Mer: ?"
    )

    assert (await line.says(MAJA, "K9 M19")).startswith("Natthärbärge A")
    assert await line.count() == Count(9, 19)


@pytest.mark.parametrize(
    "form", ["{0} ", "{1} {2}", "{1}-{2}", "Koden: {0}.", "Svara {0} inom 24 timmar", "'{0}'"]
)
async def test_a_code_is_known_however_it_is_written(line, code, form):
    said = form.format(code, code[:3], code[3:])

    assert (await line.says(MAJA, said)).startswith("Välkommen, Maja!")


async def test_a_code_is_of_no_use_to_another_number(line, code):
    assert await line.says(CIA, code) is None
    assert await people(line, "Maja") == []


async def test_a_code_works_once(line, code):
    await line.says(MAJA, code)
    await line.database.write(_leaves, "Maja")

    assert await line.says(MAJA, code) is None


async def test_three_wrong_codes_end_the_invitation_and_the_coordinator_is_told(line, code):
    answers = [await line.says(MAJA, other_than(code, by)) for by in (1, 2, 3)]

    assert answers == [WRONG, None, None]  # a stranger gets one answer a day
    assert await line.says(MAJA, code) is None
    await line.tries()
    assert line.telegram.got[1:] == [
        ("77", "Sms: tre fel koder har kommit för Maja; den inbjudan gäller inte längre. Bjud in igen.")
    ]
    line.now += timedelta(hours=23, minutes=30)
    assert await line.says(MAJA, code) is None
    assert await people(line, "Maja") == []


async def test_many_codes_in_one_text_are_one_wrong_try(line, code):
    said = f"{other_than(code)} {code}"

    assert await line.says(MAJA, said) == WRONG


async def test_an_invited_number_that_says_something_else_is_told_once_a_day_how_to_join(line, code):
    assert await line.says(MAJA, "Hej, vem är det här?") == HOW
    assert await line.says(MAJA, "K9 M19") is None

    assert (await line.says(MAJA, code)).startswith("Välkommen")
    assert await line.count() is None


async def test_an_invitation_that_is_too_old_says_so_once_a_day_and_for_a_week(line, code):
    line.now += timedelta(hours=24)
    assert await line.says(MAJA, code) == OLD
    line.now += timedelta(hours=23, minutes=59)
    assert await line.says(MAJA, code) is None
    line.now += timedelta(minutes=2)
    assert await line.says(MAJA, code) == OLD

    line.now += timedelta(days=8)
    assert await line.says(MAJA, code) is None
    assert await people(line, "Maja") == []


async def test_who_is_not_invited_hears_nothing_whatever_they_send(line, code):
    for text in ("Hej", "123456", "?", "HELP", "START", "YES", "STOPP", "starta", "K9 M19", "bjud in Cia A"):
        assert await line.says(CIA, text) is None


async def test_an_invited_number_that_stops_hears_nothing(line, code):
    assert await line.says(MAJA, "STOPP") is None
    assert await line.says(MAJA, "Hej") is None


async def test_nothing_in_the_database_tells_the_code(line, code):
    rows = await line.rows(
        "SELECT text FROM outbox UNION ALL SELECT text FROM messages WHERE text IS NOT NULL"
    )
    kept = await line.rows("SELECT * FROM sms_invitations")

    assert code not in " ".join(row["text"] for row in rows)
    assert code not in " ".join(str(row[name]) for row in kept for name in ("address", "invitation", "salt"))
    assert MAJA not in " ".join(row["text"] for row in rows)


async def test_a_new_invitation_ends_the_one_before(line, twilio, code):
    await line.writes(BO, "bjud in Maja A 0709999998")
    await line.tries()
    new = re.search(r"\d{6}", twilio.sent_to(MAJA)[1])[0]

    if new != code:
        assert await line.says(MAJA, code) == WRONG
    assert (await line.says(MAJA, new)).startswith("Välkommen")


async def test_a_text_of_unknown_fate_with_a_code_is_sent_once(line, twilio):
    twilio.faults.append("lose")
    await line.writes(BO, "bjud in Maja A 0709999998")
    for _ in range(4):
        await line.tries()
        line.later += timedelta(seconds=2)

    assert len(twilio.sent_to(MAJA)) == 1


async def test_somebody_in_telegram_gets_a_number_and_is_one_person(line, twilio):
    """The coordinator names no site: Bo himself is who they are, with another address."""
    await line.writes(BO, "invite bo 070-999 99 98")
    await line.tries()
    code = re.search(r"\d{6}", twilio.sent_to(MAJA)[0])[0]

    assert (await line.says(MAJA, code)).startswith("Välkommen, Bo!")
    assert [(row["role"], row["channel"]) for row in await people(line, "Bo")] == [
        ("coordinator", "sms"),
        ("coordinator", "telegram"),
    ]
    assert await line.says(MAJA, "bjud in Otto A 0708888888") == (
        "Det går inte att göra med sms, eftersom nummer kan förfalskas. Gör det i Telegram."
    )


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("bjud in Anna A 0709999998", "Det finns redan någon som heter Anna."),
        ("bjud in Maja A 0701000001", "Det numret är någon annans här."),
        ("bjud in Maja A +4791000000", "Dit kan jag inte skicka sms."),
        ("bjud in Maja A 070123", "Dit kan jag inte skicka sms."),
        ("bjud in A 0709999998", "Skriv: bjud in NAMN PLATS"),
        ("bjud in 0709999998", "Skriv: bjud in NAMN PLATS"),
        ("bjud in Maja Z 0709999998", "Skriv: bjud in NAMN PLATS"),
    ],
)
async def test_what_cannot_be_invited_is_said(line, twilio, said, answer):
    assert (await line.writes(BO, said)).startswith(answer)
    await line.tries()
    assert twilio.texts == []


async def test_a_number_that_wants_no_texts_is_not_texted(line, twilio):
    await line.says(CIA, "STOP")

    assert (await line.writes(BO, "bjud in Cia A 0709999999")).startswith("Det numret vill inte ha sms.")


async def test_staff_invite_nobody(line, twilio):
    assert "sms" not in await line.writes("42", "invite Maja A 0709999998")
    await line.tries()
    assert twilio.texts == []


async def test_the_coordinator_is_told_whose_text_did_not_arrive(line, twilio):
    twilio.faults.append(21211)
    await line.writes(BO, "bjud in Maja A 0709999998")
    await line.tries()

    assert line.telegram.got[1:] == [
        ("77", "Sms: ett meddelande till Maja kom inte fram (Twilio-fel 21211). Kontrollera numret.")
    ]


async def test_a_code_made_before_the_token_was_changed_is_still_taken(open_line, twilio):
    before = open_line(secrets=("the old secret",))
    await before.writes(BO, "bjud in Maja A 0709999998")
    await before.tries()
    code = re.search(r"\d{6}", twilio.sent_to(MAJA)[0])[0]

    after = open_line(secrets=("the new secret", "the old secret"))

    assert (await after.says(MAJA, code)).startswith("Välkommen")


def _leaves(name):
    from storage.wishes import sql

    yield sql("UPDATE people SET active = :no WHERE name = :name", no=False, name=name)
