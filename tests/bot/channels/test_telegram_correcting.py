"""Correcting in Telegram: by editing the text, by replying to the answer; old and new are shown."""

from tests.bot.channels.conftest import ANNA, BO, EVA
from tests.bot.channels.test_telegram import EVENING, KEPT, counts, stored

MORNING = "2017-10-13T06:00+02:00"
CHANGED = "Natthärbärge A, natten 12-13 okt: 10 kvinnor + 19 män = 29 av 45 platser. Ersätter K9 M19."


def written(telegram, chat, text, at=EVENING):
    """Write a text and wait for its answer; returns the message, and the answer as the chat shows it."""
    before = len(telegram.chat(chat))
    message = telegram.text(chat, text, at)
    telegram.wait_for(lambda: len(telegram.chat(chat)) > before)
    return message, [shown for shown in telegram.sent if shown.chat == chat][before]


def test_an_edit_at_six_in_the_morning_changes_the_night_and_the_answer_shows_old_and_new(house, telegram):
    with house.running():
        message, answer = written(telegram, ANNA, "K9 M19")
        telegram.edit(message, "K10 M19", at=MORNING)
        telegram.wait_for(lambda: len(answer.texts) == 2)

    assert answer.texts == [KEPT, CHANGED]
    assert telegram.chat(ANNA) == [CHANGED]
    assert counts(house) == [("A", "2017-10-12", 10, 19)]
    assert stored(house, "SELECT number FROM revisions") == [(1,), (2,)]


def test_the_same_edit_again_changes_nothing_and_a_second_edit_is_another(house, telegram):
    with house.running():
        message, answer = written(telegram, ANNA, "K9 M19")
        telegram.edit(message, "K10 M19", at=MORNING)
        telegram.edit(message, "K10 M19", at=MORNING)
        telegram.edit(message, "K11 M19", at=MORNING)
        telegram.wait_for(lambda: "11 kvinnor" in answer.text)

    assert answer.text.endswith("11 kvinnor + 19 män = 30 av 45 platser. Ersätter K10 M19.")
    assert stored(house, "SELECT number FROM revisions") == [(1,), (2,), (3,)]


def test_an_edit_that_only_mends_the_spelling_shows_no_second_message(house, telegram):
    with house.running():
        message, answer = written(telegram, ANNA, "K9 M19")
        telegram.edit(message, "k 9, m 19", at=MORNING)
        telegram.answer_to(EVA, "B W1 M1", at=EVENING)

    assert answer.texts == [KEPT]
    assert counts(house)[0] == ("A", "2017-10-12", 9, 19)


def test_an_edit_to_another_night_takes_the_first_one_back(house, telegram):
    with house.running():
        message, answer = written(telegram, ANNA, "K9 M19")
        telegram.edit(message, "10 okt K9 M19", at="2017-10-12T21:45+02:00")
        telegram.wait_for(lambda: len(answer.texts) == 2)

    assert counts(house) == [("A", "2017-10-10", 9, 19)]
    assert answer.text.startswith("Natthärbärge A, natten 10-11 okt")


def test_a_text_that_was_not_understood_can_be_edited_until_it_is(house, telegram):
    with house.running():
        message, _ = written(telegram, ANNA, "K9 MM")
        telegram.edit(message, "K9 M19", at=MORNING)
        telegram.wait_for(lambda: KEPT in telegram.chat(ANNA))

    assert counts(house) == [("A", "2017-10-12", 9, 19)]


def test_an_edit_that_raises_a_question_changes_nothing_until_it_is_answered(house, telegram):
    with house.running():
        message, answer = written(telegram, ANNA, "K9 M19")
        telegram.edit(message, "28", at=MORNING)
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2)

    assert answer.texts == [KEPT]
    assert counts(house) == [("A", "2017-10-12", 9, 19)]


def test_a_reply_to_the_answer_corrects_its_night_days_later(house, telegram):
    with house.running():
        _, answer = written(telegram, ANNA, "K9 M19")
        telegram.reply(answer, "K10 M19", at="2017-10-15T22:00+02:00")
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2 and len(answer.texts) == 2)

    assert telegram.chat(ANNA) == [CHANGED, CHANGED]
    assert counts(house) == [("A", "2017-10-12", 10, 19)]


def test_a_reply_of_somebody_with_two_sites_is_for_the_site_of_the_answer(house, telegram):
    with house.running():
        _, answer = written(telegram, EVA, "B W8 M20")
        telegram.reply(answer, "+2 men", at=EVENING)
        telegram.wait_for(lambda: len(telegram.chat(EVA)) == 2)
        telegram.reply(answer, "undo", at=EVENING)
        telegram.wait_for(lambda: len(telegram.chat(EVA)) == 3)

    assert "8 women + 22 men" in telegram.chat(EVA)[1]
    assert telegram.chat(EVA)[2].startswith("Undone.")
    assert counts(house) == [("B", "2017-10-12", 8, 20)]


def test_a_reply_that_names_its_own_night_is_for_that_one(house, telegram):
    with house.running():
        _, answer = written(telegram, ANNA, "K9 M19")
        telegram.reply(answer, "10 okt K5 M12", at="2017-10-15T22:00+02:00")
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2)

    assert counts(house) == [("A", "2017-10-10", 5, 12), ("A", "2017-10-12", 9, 19)]


def test_an_edit_after_35_days_is_refused_to_staff_and_entered_by_the_coordinator(house, telegram):
    with house.running():
        message, answer = written(telegram, ANNA, "K9 M19")
        telegram.edit(message, "K10 M19", at="2017-11-20T12:00+01:00")
        telegram.wait_for(lambda: telegram.chat(BO) and len(telegram.chat(ANNA)) == 2)
        assert counts(house) == [("A", "2017-10-12", 9, 19)]
        asked = next(shown for shown in telegram.sent if shown.chat == BO)
        telegram.reply(asked, "K10 M19", at="2017-11-20T12:05+01:00")
        telegram.wait_for(lambda: len(telegram.chat(BO)) == 2)

    assert answer.texts[0] == KEPT
    assert telegram.chat(ANNA)[1].startswith(
        "Natthärbärge A, natten 12-13 okt: inte ändrat, det är mer än 35 dagar"
    )
    assert telegram.chat(BO)[0] == (
        "Anna: A, natten 12-13 okt ska vara K10 M19. Över 35 dagar sedan. Svara på detta med siffrorna för att ändra."
    )
    assert counts(house) == [("A", "2017-10-12", 10, 19)]
