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
        telegram.wait_for(lambda: len(answer.texts) == 2)  # one that waits would be overtaken by the next
        telegram.edit(message, "K11 M19", at=MORNING)
        telegram.wait_for(lambda: answer.text.endswith("Ersätter K10 M19."))

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


def test_new_numbers_are_shown_in_the_answer_that_they_make_untrue(house, telegram):
    with house.running():
        _, first = written(telegram, ANNA, "K9 M19")
        _, second = written(telegram, ANNA, "K10 M19")
        telegram.wait_for(lambda: len(first.texts) == 2)
        _, third = written(telegram, ANNA, "ångra")
        telegram.wait_for(lambda: len(second.texts) == 2)

    assert first.texts == [KEPT, CHANGED]
    assert second.texts[0] == CHANGED
    assert second.text == third.text
    assert third.text.startswith("Ångrat. Nu gäller igen: Natthärbärge A, natten 12-13 okt: 9 kvinnor")


def test_where_the_earlier_answer_was_deleted_the_new_one_is_not_said_twice(house, telegram):
    with house.running():
        _, first = written(telegram, ANNA, "K9 M19")
        del telegram.shown[ANNA, first.number]
        written(telegram, ANNA, "K10 M19")
        telegram.wait_for(lambda: any(method == "editMessageText" for method, _, _ in telegram.calls))
        telegram.answer_to(ANNA, "10 okt K1 M2", at=EVENING)

    assert telegram.chat(ANNA).count(CHANGED) == 1


def test_new_numbers_leave_the_answers_in_other_chats_and_of_other_nights_alone(house, telegram):
    with house.running():
        _, first = written(telegram, ANNA, "K9 M19")
        _, other = written(telegram, ANNA, "10 okt K1 M2")
        _, hers = written(telegram, EVA, "A W8 M20")
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 3)

    assert first.texts == [KEPT]
    assert len(other.texts) == len(hers.texts) == 1


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
        "Anna vill ändra A, natten 12-13 okt 2017. Över 35 dagar sedan. För in det: skriv A 2017-10-12 K10 M19"
    )
    assert counts(house) == [("A", "2017-10-12", 10, 19)]


def test_an_earlier_wording_that_comes_late_changes_nothing(house, telegram):
    """A webhook may bring what was written in any order; the last wording holds."""
    late = {"message_id": 900, "date": 1507837200, "chat": {"id": ANNA, "type": "private"}}
    late["from"] = {"id": ANNA, "is_bot": False, "first_name": "Anna"}
    with house.running():
        telegram.push({"edited_message": {**late, "text": "K9 M20", "edit_date": late["date"] + 20}})
        telegram.push({"edited_message": {**late, "text": "K9 M21", "edit_date": late["date"] + 10}})
        telegram.push({"message": {**late, "text": "K9 M22"}})
        telegram.push({"edited_message": {**late, "text": "K9 M23", "edit_date": late["date"] + 30}})
        telegram.answer_to(EVA, "B W1 M1", at=EVENING)
        telegram.wait_for(lambda: "23 män" in telegram.chat(ANNA)[-1])

    assert stored(house, "SELECT number FROM revisions WHERE site = 'A'") == [(1,), (2,)]
    assert counts(house)[0] == ("A", "2017-10-12", 9, 23)


def test_a_text_that_is_passed_on_the_next_day_keeps_the_night_it_was_written_in(house, telegram):
    origin = {"type": "hidden_user", "sender_user_name": "Colleague", "date": 1507837200}  # 12 Oct, 21:40
    with house.running():
        telegram.text(ANNA, "K9 M19", at="2017-10-13T20:30+02:00", forward_origin=origin)
        telegram.wait_for(lambda: telegram.chat(ANNA))

    assert telegram.chat(ANNA) == [KEPT]
    assert counts(house) == [("A", "2017-10-12", 9, 19)]


def test_a_text_that_says_it_was_written_later_than_it_was_passed_on_is_for_when_it_came(house, telegram):
    origin = {"type": "hidden_user", "sender_user_name": "Colleague", "date": 1507923600}  # 13 Oct, 21:40
    with house.running():
        telegram.text(ANNA, "K9 M19", at=EVENING, forward_origin=origin)
        telegram.wait_for(lambda: telegram.chat(ANNA))

    assert telegram.chat(ANNA) == [KEPT]
