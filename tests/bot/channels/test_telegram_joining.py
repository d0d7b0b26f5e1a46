"""Joining: a link works once and for a while, a shared number makes two channels one person."""

import re
import sqlite3
from contextlib import closing

import pytest

from tests.bot.channels.conftest import ANNA, BO, CIA, EVA
from tests.bot.channels.test_telegram import EVENING, counts, stored

LONG_AFTER = "2099-10-13T21:40+02:00"


def token_in(text):
    found = re.search(r"https://t\.me/shelter_test_bot\?start=([A-Za-z0-9_-]{22})$", text.strip())
    assert found, text
    return found[1]


def invited(house, *arguments):
    done = house.shell("invite", *arguments, **house.environment)
    assert done.returncode == 0, done.stderr
    return token_in(done.stdout)


def test_a_link_lets_one_person_join_and_the_second_is_refused_kindly(house, telegram):
    token = invited(house, "Maja", "--site", "A")
    with house.running():
        welcome = telegram.answer_to(CIA, f"/start {token}")
        said = telegram.answer_to(CIA, "K9 M19", at=EVENING)
        again = telegram.answer_to(CIA, f"/start {token}")
        second = telegram.answer_to(777, f"/start {token}")

    assert welcome == "Välkommen, Maja! Du rapporterar för A. Skriv kvinnor och män: K9 M19. Mer: ?"
    assert said.startswith("Natthärbärge A, natten 12-13 okt")
    assert again == "Du är redan med, som Maja. Mer: ?"
    assert second == "Den här inbjudan är redan använd. Be din samordnare om en ny."
    assert counts(house) == [("A", "2017-10-12", 9, 19)]


def test_of_two_who_open_a_link_at_once_one_joins(house, telegram):
    token = invited(house, "Maja", "--site", "A")
    for chat in (CIA, 777, 778):
        telegram.text(chat, f"/start {token}")
    with house.running():
        telegram.wait_for(lambda: len(telegram.sent) == 3)

    said = sorted(shown.text for shown in telegram.sent)
    assert said[:2] == ["Den här inbjudan är redan använd. Be din samordnare om en ny."] * 2
    assert said[2].startswith("Välkommen, Maja!")
    assert stored(house, "SELECT COUNT(*) FROM addresses WHERE joined") == [(1,)]


def test_a_link_that_is_opened_in_a_group_or_mangled_lets_nobody_in(house, telegram):
    token = invited(house, "Maja", "--site", "A")
    mangled = [
        f"/start {token[:-1]}",
        f"/start {token}x",
        f"/start {token.swapcase()}",
        f"/start x{token}",
        "/start " + "é" * 22,
        "/start " + "A" * 4000,
        "/start ' OR 1=1; --" + "x" * 20,
        f"/start\n{token} {token}",
    ]
    with house.running():
        telegram.say(-500, CIA, f"/start@shelter_test_bot {token}")
        for number, text in enumerate(mangled):
            assert "inbjudan" in telegram.answer_to(9000 + number, text)
        welcome = telegram.answer_to(CIA, f"/start {token}")

    assert telegram.chat(-500) == []
    assert welcome.startswith("Välkommen, Maja!")


def test_a_link_is_too_old_after_72_hours(house, telegram):
    token = invited(house, "Maja", "--site", "A")
    with house.running():
        said = telegram.answer_to(CIA, f"/start {token}", at=LONG_AFTER)

    assert said == "Den här inbjudan är för gammal. Be din samordnare om en ny."
    assert stored(house, "SELECT name FROM people WHERE name = 'Maja'") == []


def test_a_made_up_link_says_no_more_than_any_stranger_is_told(house, telegram):
    with house.running():
        said = telegram.answer_to(CIA, "/start " + "x" * 22)

    assert said.startswith("Det här numret är för personal") or "inbjudan" in said
    assert "redan" not in said


def test_nothing_in_the_database_opens_the_house(house, telegram):
    token = invited(house, "Maja", "--site", "A")
    with house.running():
        telegram.answer_to(BO, "/invite Nils B")
        telegram.answer_to(BO, "?")
        chat_token = token_in(telegram.chat(BO)[0])
        telegram.answer_to(CIA, f"/start {chat_token}")
    with closing(sqlite3.connect(house.database, isolation_level=None)) as database:
        dump = "\n".join(database.iterdump())

    assert token not in dump
    assert chat_token not in dump


def test_the_coordinator_invites_in_the_chat_and_a_reporter_cannot(house, telegram):
    with house.running():
        link = telegram.answer_to(BO, "bjud in Maja Lind A B")
        assert (
            telegram.answer_to(BO, "bjud in Eva A")
            == "Det finns redan någon som heter Eva. Välj ett annat namn."
        )
        assert telegram.answer_to(BO, "bjud in").startswith("Skriv: bjud in NAMN PLATS")
        assert "https" not in telegram.answer_to(ANNA, "/invite Otto A")
        welcome = telegram.answer_to(CIA, f"/start {token_in(link)}")

    assert link.startswith("Till Maja Lind, gäller en gång inom 72 timmar: https://t.me/")
    assert welcome.startswith("Välkommen, Maja Lind! Du rapporterar för A, B.")


def test_who_joined_stays_when_the_house_file_is_loaded_again(house, telegram, tmp_path):
    from tests.bot.channels.conftest import HOUSE

    token = invited(house, "Dilan")
    with house.running():
        telegram.answer_to(CIA, f"/start {token}")
    file = tmp_path / "again.toml"
    file.write_text(HOUSE, encoding="utf-8")
    assert house.shell("sites", "load", str(file)).returncode == 0

    assert (str(CIA),) in stored(
        house, "SELECT address FROM addresses JOIN people ON people.id = person WHERE name = 'Dilan'"
    )


def test_the_language_of_the_device_is_the_first_guess(house, telegram):
    token = invited(house, "Maja", "--site", "A")
    english = {"from": {"id": CIA, "is_bot": False, "first_name": "X", "language_code": "en-GB"}}
    with house.running():
        telegram.text(CIA, f"/start {token}", **english)
        telegram.wait_for(lambda: telegram.chat(CIA))
        said = telegram.answer_to(CIA, "K9 M19", at=EVENING)

    assert telegram.chat(CIA)[0].startswith("Welcome, Maja!")
    assert "9 women + 19 men" in said


def contact(of, number):
    return {"contact": {"phone_number": number, "first_name": "X", **({"user_id": of} if of else {})}}


def test_only_ones_own_number_is_added_and_never_another_persons(house, telegram):
    with house.running():
        telegram.text(ANNA, None, **contact(ANNA, "46701234567"))
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 1)
        telegram.text(EVA, None, **contact(EVA, "+46 70-123 45 67"))
        telegram.wait_for(lambda: len(telegram.chat(EVA)) == 1)
        telegram.text(EVA, None, **contact(ANNA, "46700000000"))
        telegram.wait_for(lambda: len(telegram.chat(EVA)) == 2)
        telegram.text(CIA, None, **contact(CIA, "46701234567"))
        telegram.wait_for(lambda: telegram.chat(CIA))
        said = telegram.answer_to(CIA, "K9 M19", at=EVENING)

    assert telegram.chat(ANNA)[0].startswith("Ditt nummer är tillagt")
    assert telegram.chat(EVA)[0] == "That number is somebody else's here. Ask your coordinator."
    assert stored(house, "SELECT address FROM addresses WHERE channel = 'sms'") == [("+46701234567",)]
    assert telegram.chat(CIA)[0].startswith("Välkommen, Anna!")
    assert said.startswith("Natthärbärge A")


ONLY_YOURS = "Bara ditt eget nummer kan läggas till, och bara av dig själv. Inget sparades."
NOT_ONE = "Numret i kontakten är inget telefonnummer som jag känner igen. Inget sparades."


@pytest.mark.parametrize(
    ("of", "number", "said"),
    [
        (EVA, "+46701234567", ONLY_YOURS),
        (None, "+46701234567", ONLY_YOURS),
        (ANNA, "0701234567", NOT_ONE),
        (ANNA, "+4670123456789012345", NOT_ONE),
        (ANNA, "+46 70 RING MIG", NOT_ONE),
        (ANNA, "+46\uff17\uff1012345678", NOT_ONE),
        (ANNA, "+12", NOT_ONE),
        (ANNA, "", NOT_ONE),
    ],
)
def test_a_contact_that_adds_no_number_is_answered_with_why(house, telegram, of, number, said):
    with house.running():
        telegram.text(ANNA, None, **contact(of, number))
        telegram.text(CIA, None, **contact(None if of is None else CIA if of == ANNA else of, number))
        telegram.wait_for(lambda: telegram.chat(ANNA) and telegram.chat(CIA))

    assert telegram.chat(ANNA) == [said]
    assert telegram.chat(CIA)[0].startswith("Det här numret är för personal")
    assert stored(house, "SELECT * FROM addresses WHERE channel = 'sms'") == []


def test_the_command_line_draws_the_link_and_says_what_is_wrong(house, tmp_path):
    picture = tmp_path / "maja.png"
    done = house.shell("invite", "Maja", "--site", "a", "--qr", str(picture), **house.environment)

    assert done.returncode == 0, done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    for arguments, reason in (
        (["Maja"], "say which site Maja reports for: --site A"),
        (["Maja", "--site", "X"], "there is no site 'X'; there are A, B, D1"),
        (["Maja", "--site", "A", "--qr", "maja.gif"], "maja.gif: the picture is a .png or a .svg file"),
    ):
        done = house.shell("invite", *arguments, **house.environment)
        assert (done.returncode, done.stderr) == (2, f"shelterbot: {reason}\n")
