"""Replying to what the bot said earlier, and rewording a text: each is for the site and date of that."""

from tests.bot.channels.conftest import ANNA, EVA
from tests.bot.channels.test_telegram import EVENING, KEPT, counts, stored
from tests.bot.channels.test_telegram_correcting import MORNING, written

LATER = "2017-10-15T22:00+02:00"
STILL = (
    "Jag förstod inte ändringen. Det här gäller fortfarande: "
    "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser."
)


def told(telegram, chat, number):
    """Wait for so many messages in a chat; returns the latest."""
    telegram.wait_for(lambda: len(telegram.chat(chat)) >= number)
    return telegram.chat(chat)[number - 1]


# Replies


def test_a_total_in_reply_to_an_old_answer_is_asked_about_for_its_night(house, telegram):
    with house.running():
        _, answer = written(telegram, ANNA, "K9 M19")
        telegram.reply(answer, "29", at=LATER)
        assert told(telegram, ANNA, 2).startswith("Natthärbärge A, natten 12-13 okt: 29 totalt.")
        telegram.text(ANNA, "k10", at=LATER)
        told(telegram, ANNA, 3)

    assert counts(house) == [("A", "2017-10-12", 10, 19)]


def test_a_reply_to_an_earlier_question_does_not_answer_the_later_one(house, telegram):
    with house.running():
        _, first = written(telegram, EVA, "Natthärbärge A 28")
        written(telegram, EVA, "Natthärbärge B 31")
        telegram.reply(first, "w9", at=EVENING)
        assert told(telegram, EVA, 3).startswith("Natthärbärge A, night 12-13 Oct: 9 women")
        assert counts(house) == []
        telegram.text(EVA, "m19", at=EVENING)
        told(telegram, EVA, 4)

    assert counts(house) == [("A", "2017-10-12", 9, 19)]


def test_a_reply_to_the_open_question_answers_it(house, telegram):
    with house.running():
        _, question = written(telegram, EVA, "B 31")
        telegram.reply(question, "w11", at=EVENING)
        told(telegram, EVA, 2)

    assert counts(house) == [("B", "2017-10-12", 11, 20)]


def test_a_reply_to_a_question_that_is_over_is_for_its_night(house, telegram):
    with house.running():
        _, question = written(telegram, ANNA, "10 okt 28")
        telegram.text(ANNA, "K9", at=EVENING)
        told(telegram, ANNA, 2)
        telegram.reply(question, "K10 M19", at=LATER)
        told(telegram, ANNA, 3)

    assert counts(house) == [("A", "2017-10-10", 10, 19)]


def test_a_reply_to_a_reminder_is_for_the_night_that_was_missing(house, telegram):
    with house.running():
        written(telegram, ANNA, "läget")
        house_reminds(house, ("A", "2017-10-11"))
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2)
        reminder = next(one for one in telegram.sent if one.text == "A: antal?")
        telegram.reply(reminder, "K9 M19", at=EVENING)
        told(telegram, ANNA, 3)

    assert counts(house) == [("A", "2017-10-11", 9, 19)]


def test_a_reply_to_a_reminder_of_two_sites_is_read_as_any_text(house, telegram):
    with house.running():
        written(telegram, EVA, "tonight")
        house_reminds(house, ("A", "2017-10-11"), ("B", "2017-10-11"), by="Eva")
        telegram.wait_for(lambda: len(telegram.chat(EVA)) == 2)
        reminder = next(one for one in telegram.sent if one.text == "A: antal?")
        telegram.reply(reminder, "W9 M19", at=EVENING)
        assert told(telegram, EVA, 3) == "Which site? Answer A or B."

    assert counts(house) == []


def house_reminds(house, *about, by="Anna"):
    """A reminder of these sites and dates in the outbox, as the clock queues one."""
    person, address = stored(
        house,
        "SELECT people.id, address FROM people JOIN addresses ON person = people.id "
        "WHERE name = ? AND channel = 'telegram'",
        by,
    )[0]
    for site, day in about:
        stored(
            house,
            "INSERT INTO nudges (kind, site, date, person, at, outbox) VALUES ('reminder', ?, ?, ?, ?, 'nudge:x')",
            *(site, day, person, EVENING),
        )
    stored(
        house,
        "INSERT INTO outbox (key, channel, address, person, text, queued_at, state, attempts) "
        "VALUES ('nudge:x', 'telegram', ?, ?, 'A: antal?', ?, 'queued', 0)",
        *(address, person, EVENING),
    )


def test_a_reply_to_a_text_of_ones_own_is_for_its_night(house, telegram):
    with house.running():
        message, answer = written(telegram, ANNA, "K9 M19")
        telegram.text(ANNA, "K10 M19", at=LATER, reply_to_message=message)
        telegram.wait_for(lambda: len(answer.texts) == 2)
        doubtful, _ = written(telegram, ANNA, "28", at=LATER)
        telegram.text(ANNA, "k9", at=LATER, reply_to_message=doubtful)
        told(telegram, ANNA, 4)

    assert counts(house) == [("A", "2017-10-12", 10, 19), ("A", "2017-10-15", 9, 19)]


# Edits


def test_an_edit_of_a_reply_stays_with_the_night_of_the_answer(house, telegram):
    with house.running():
        _, answer = written(telegram, ANNA, "K9 M19")
        message = telegram.reply(answer, "K10 M19", at=LATER)
        told(telegram, ANNA, 2)
        telegram.edit(message, "K11 M19", at="2017-10-15T22:10+02:00")
        telegram.wait_for(lambda: "11 kvinnor" in telegram.chat(ANNA)[1])

    assert counts(house) == [("A", "2017-10-12", 11, 19)]


def test_an_edit_that_changes_nothing_to_read_changes_nothing_else(house, telegram):
    """Telegram tells of such edits too, as when a link has got its preview."""
    with house.running():
        message, _ = written(telegram, ANNA, "K9 M19")
        written(telegram, ANNA, "K10 M19")
        telegram.edit(message, "K9 M19", at="2017-10-12T21:45+02:00")
        telegram.answer_to(EVA, "B W1 M1", at=EVENING)
        assert counts(house)[0] == ("A", "2017-10-12", 10, 19)
        telegram.edit(message, "K8 M19", at="2017-10-12T21:46+02:00")
        telegram.wait_for(lambda: counts(house)[0] == ("A", "2017-10-12", 8, 19))
        telegram.edit(message, "K9 M19", at="2017-10-12T21:47+02:00")
        telegram.wait_for(lambda: counts(house)[0] == ("A", "2017-10-12", 9, 19))


def test_an_edit_that_says_nothing_is_told_that_the_count_holds_still(house, telegram):
    with house.running():
        message, _ = written(telegram, ANNA, "K9 M19")
        for number, wording in enumerate(("hoppsan", "tack", ""), start=2):
            telegram.edit(message, wording, at=MORNING)
            assert told(telegram, ANNA, number) == STILL

    assert counts(house) == [("A", "2017-10-12", 9, 19)]


def test_an_edit_to_undo_takes_back_what_its_own_text_said_and_no_later_one(house, telegram):
    with house.running():
        message, answer = written(telegram, ANNA, "10 okt K9 M19")
        written(telegram, ANNA, "11 okt K10 M19")
        telegram.edit(message, "ångra", at="2017-10-12T21:45+02:00")
        telegram.wait_for(lambda: len(answer.texts) == 2)
        assert answer.text == "Ångrat: inget är rapporterat nu för Natthärbärge A, natten 10-11 okt."
        assert counts(house) == [("A", "2017-10-11", 10, 19)]
        telegram.edit(message, "ångra!", at="2017-10-12T21:46+02:00")
        assert told(telegram, ANNA, 3) == "Det finns inget att ångra."
        telegram.edit(message, "10 okt K8 M19", at="2017-10-12T21:47+02:00")
        telegram.wait_for(lambda: "8 kvinnor" in answer.text)

    assert counts(house) == [("A", "2017-10-10", 8, 19), ("A", "2017-10-11", 10, 19)]


def test_an_edit_to_undo_at_one_of_several_sites_takes_back_what_its_own_text_said(house, telegram):
    with house.running():
        message, answer = written(telegram, EVA, "A W5 M5")
        written(telegram, EVA, "B W9 M19")
        telegram.edit(message, "undo", at="2017-10-12T21:45+02:00")
        telegram.wait_for(lambda: len(answer.texts) == 2)

    assert counts(house) == [("B", "2017-10-12", 9, 19)]


def test_an_edit_from_undo_to_another_night_leaves_what_a_colleague_had_said(house, telegram):
    with house.running():
        written(telegram, EVA, "A W5 M5")
        message, answer = written(telegram, ANNA, "K9 M19")
        telegram.edit(message, "ångra", at=MORNING)
        telegram.wait_for(lambda: len(answer.texts) == 2)
        telegram.edit(message, "10 okt K9 M19", at=MORNING)
        telegram.wait_for(lambda: len(answer.texts) == 3)

    assert answer.text == (
        "Natthärbärge A, natten 10-11 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Skicka rätt siffror."
    )
    assert counts(house) == [("A", "2017-10-10", 9, 19), ("A", "2017-10-12", 5, 5)]


def test_an_edit_to_another_site_that_has_these_figures_already_takes_the_first_back(house, telegram):
    with house.running():
        written(telegram, ANNA, "K9 M19")
        message, answer = written(telegram, EVA, "B W9 M19")
        telegram.edit(message, "A W9 M19", at="2017-10-12T21:45+02:00")
        telegram.wait_for(lambda: len(answer.texts) == 2)

    assert counts(house) == [("A", "2017-10-12", 9, 19)]
    assert "B 12 Oct: nothing reported." in answer.text
    assert telegram.chat(ANNA) == [KEPT]
