"""What is no longer for staff: more than 35 days back, or signed off. The coordinator is told, and can enter it."""

import pytest

from tests.bot.channels.conftest import ANNA, BO, EVA
from tests.bot.channels.test_telegram import KEPT, counts, stored
from tests.bot.channels.test_telegram_correcting import written

LATE = "2017-11-17T12:00+01:00"
"""36 days after the night of the evening."""

NIGHT = "2017-10-12..2017-10-12"
OLD = "Natthärbärge A, natten 12-13 okt: inte ändrat, det är mer än 35 dagar sedan."
FROZEN = "Natthärbärge A, natten 12-13 okt: inte ändrat, perioden är fastställd."


def sign(house, period=NIGHT):
    done = house.shell("signoff", period, "--by", "Bo", "--accept", "missing=The others were shut")
    assert done.returncode == 0, done.stderr
    return done.stdout


def last(telegram, chat):
    return [shown for shown in telegram.sent if shown.chat == chat][-1]


def test_an_old_night_by_text_is_refused_to_staff_and_stored_for_the_coordinator(house, telegram):
    with house.running():
        refused = telegram.answer_to(ANNA, "12 okt 2017 K9 M19", at=LATE)
        telegram.wait_for(lambda: telegram.chat(BO))
        assert counts(house) == []
        said = telegram.answer_to(BO, "A 12 okt 2017 K9 M19", at=LATE)

    assert refused.startswith(OLD)
    assert said.startswith("Natthärbärge A, natten 12-13 okt 2017: 9 kvinnor + 19 män = 28 av 45 platser.")
    assert counts(house) == [("A", "2017-10-12", 9, 19)]


def test_an_old_night_whose_year_is_in_doubt_is_asked_about(house, telegram):
    with house.running():
        asked = telegram.answer_to(BO, "A 12 okt K9 M19", at="2019-01-20T12:00+01:00")
        said = telegram.answer_to(BO, "2", at="2019-01-20T12:01+01:00")

    assert asked == "Natthärbärge A: Vilket datum? 1 = 12 okt 2017, 2 = 12 okt 2018. Svara med numret."
    assert said.startswith("Natthärbärge A, natten 12-13 okt 2018: 9 kvinnor")
    assert counts(house) == [("A", "2018-10-12", 9, 19)]


def change_by_text(telegram, message, answer, at=LATE):
    telegram.text(ANNA, "12 okt 2017 K10 M19", at=at)


def change_by_edit(telegram, message, answer, at=LATE):
    telegram.edit(message, "K10 M19", at=at)


def change_by_reply(telegram, message, answer, at=LATE):
    telegram.reply(answer, "K10 M19", at=at)


def undo_by_text(telegram, message, answer, at=LATE):
    telegram.text(ANNA, "/undo", at=at)


@pytest.mark.parametrize("correct", [change_by_text, change_by_edit, change_by_reply, undo_by_text])
def test_after_35_days_staff_change_nothing_and_the_coordinator_enters_it_by_one_press(
    house, telegram, correct
):
    with house.running():
        message, answer = written(telegram, ANNA, "K9 M19")
        correct(telegram, message, answer)
        telegram.wait_for(lambda: telegram.chat(BO) and len(telegram.chat(ANNA)) == 2)
        assert counts(house) == [("A", "2017-10-12", 9, 19)]
        asked = last(telegram, BO)
        words = asked.markup["inline_keyboard"][0][0]["text"]
        telegram.press(asked, words)
        telegram.wait_for(lambda: len(asked.texts) == 2)

    assert answer.texts == [KEPT]
    assert telegram.chat(ANNA)[1].startswith(OLD)
    assert asked.texts[0].startswith("Anna vill ändra A, natten 12-13 okt 2017. Över 35 dagar sedan.")
    if correct is undo_by_text:
        assert words == "Ångra det"
        assert counts(house) == []
    else:
        assert words == "För in K10 M19"
        assert asked.text.startswith("Natthärbärge A, natten 12-13 okt 2017: 10 kvinnor + 19 män = 29")
        assert counts(house) == [("A", "2017-10-12", 10, 19)]
    assert asked.markup is None


@pytest.mark.parametrize("correct", [change_by_edit, change_by_reply, undo_by_text])
def test_after_sign_off_staff_change_nothing_and_the_coordinators_press_makes_version_2(
    house, telegram, correct
):
    with house.running():
        message, answer = written(telegram, ANNA, "K9 M19")
        sign(house)
        correct(telegram, message, answer, at="2017-10-15T12:00+02:00")
        telegram.wait_for(lambda: telegram.chat(BO) and len(telegram.chat(ANNA)) == 2)
        assert counts(house) == [("A", "2017-10-12", 9, 19)]
        asked = last(telegram, BO)
        telegram.press(asked, asked.markup["inline_keyboard"][0][0]["text"])
        telegram.wait_for(lambda: len(asked.texts) == 2)
        sign(house)

    assert answer.texts == [KEPT]
    assert telegram.chat(ANNA)[1].startswith(FROZEN)
    assert "Fastställt." in asked.texts[0]
    assert "fastställ igen för version 2." in asked.text
    assert stored(house, "SELECT version, signed_by FROM signoffs ORDER BY version") == [(1, "Bo"), (2, "Bo")]


def test_the_coordinators_own_text_changes_a_signed_night_and_says_what_follows(house, telegram):
    with house.running():
        written(telegram, ANNA, "K9 M19")
        sign(house)
        said = telegram.answer_to(BO, "A 12 okt K10 M19", at="2017-10-20T12:00+02:00")

    assert "10 kvinnor + 19 män" in said or "K10 M19" in said
    assert said.endswith("Fastställt: fastställ igen för version 2.")
    assert counts(house) == [("A", "2017-10-12", 10, 19)]


def test_a_new_wording_that_says_the_same_is_not_refused_after_sign_off(house, telegram):
    with house.running():
        message, _ = written(telegram, ANNA, "K9 M19")
        sign(house)
        telegram.edit(message, "k 9, m 19", at="2017-10-13T12:00+02:00")
        telegram.answer_to(EVA, "B W1 M1", at="2017-10-13T21:40+02:00")

    assert telegram.chat(ANNA) == [KEPT]
    assert telegram.chat(BO) == []


def test_a_button_that_enters_is_its_readers_alone_and_works_once(house, telegram):
    with house.running():
        written(telegram, ANNA, "K9 M19")
        telegram.text(ANNA, "12 okt 2017 K10 M19", at=LATE)
        telegram.wait_for(lambda: telegram.chat(BO))
        asked = last(telegram, BO)
        says = asked.markup["inline_keyboard"][0][0]["callback_data"]
        foreign = telegram.press_what(asked, says, by=ANNA)
        telegram.wait_for(lambda: telegram.was_answered(foreign))
        assert counts(house) == [("A", "2017-10-12", 9, 19)]
        telegram.press_what(asked, says)
        again = telegram.press_what(asked, says)
        telegram.wait_for(lambda: telegram.was_answered(again))
        pad = telegram.press_what(asked, says.partition(".")[0] + ".women.1")
        telegram.wait_for(lambda: telegram.was_answered(pad))

    assert telegram.toast(foreign).startswith("Den knappen gäller inte längre.")
    assert telegram.toast(again).startswith("Den knappen gäller inte längre.")
    assert telegram.toast(pad).startswith("Den knappen gäller inte längre.")
    assert counts(house) == [("A", "2017-10-12", 10, 19)]
    assert stored(house, "SELECT COUNT(*) FROM revisions") == [(2,)]
