"""Guided entry by touch: one message, edited in place, with the same checks and answer as a text."""

import pytest

from tests.bot.channels.conftest import ANNA, DILAN, EVA
from tests.bot.channels.test_telegram import EVENING, KEPT, stored


class Touch:
    """One person's panel in the fake."""

    def __init__(self, telegram, chat, says="/report"):
        self.telegram = telegram
        before = len(telegram.chat(chat))
        telegram.text(chat, says)
        telegram.wait_for(lambda: len(telegram.chat(chat)) > before)
        self.shown = [one for one in telegram.sent if one.chat == chat][before]

    @property
    def words(self):
        rows = (self.shown.markup or {"inline_keyboard": []})["inline_keyboard"]
        return [button["text"] for row in rows for button in row]

    def press(self, *words):
        """Press, and wait each time until the message has changed."""
        for word in words:
            before = len(self.shown.texts)
            self.telegram.press(self.shown, word)
            self.telegram.wait_for(lambda before=before: len(self.shown.texts) > before)
        return self.shown.text


def todays(house):
    return stored(house, "SELECT site, women, men, other, unknown, closed FROM counts")


def test_a_count_is_entered_by_touch_and_answered_as_a_text_is(house, telegram):
    with house.running():
        touch = Touch(telegram, ANNA)
        night = touch.words[0]
        assert touch.shown.text == "Natthärbärge A: vilken natt?"
        assert night.startswith("natten ")
        touch.press(night, "9", "Nästa", "1", "9")
        assert touch.shown.text == f"Natthärbärge A, {night}\n9 kvinnor\nMän: 19"
        look = touch.press("Nästa")
        said = touch.press("Spara")

    assert look == f"Natthärbärge A, {night}: 9 kvinnor + 19 män = 28. Ska jag spara?"
    assert (
        said == f"Natthärbärge A, {night}: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Skicka rätt siffror."
    )
    assert touch.words == []
    assert telegram.chat(ANNA) == [said]
    assert todays(house) == [("A", 9, 19, 0, 0, 0)]


def test_with_two_sites_the_site_is_asked_first_and_one_can_go_back(house, telegram):
    with house.running():
        touch = Touch(telegram, EVA)
        assert touch.words == ["Natthärbärge A", "Natthärbärge B", "Leave"]
        touch.press("Natthärbärge A", "Back", "Natthärbärge B")
        touch.press(touch.words[0], "2", "1", "Erase", "Next", "0", "5", "Next")
        touch.press("Add other or unknown", "Next", "3", "Next", "Store")

    assert "2 women + 5 men + 3 unknown = 10 of 40 beds" in touch.shown.text
    assert todays(house) == [("B", 2, 5, 0, 3, 0)]


def test_a_site_behind_the_command_is_chosen_and_a_fifth_digit_is_refused_with_a_word(house, telegram):
    with house.running():
        touch = Touch(telegram, EVA, "/report b")
        assert touch.shown.text == "Natthärbärge B: which night?"
        touch.press(touch.words[0], "9", "9", "9", "9")
        press = telegram.press(touch.shown, "0")
        telegram.wait_for(lambda: telegram.was_answered(press))

    assert telegram.toast(press) == "No number has more than 4 digits. Erase one first."
    assert touch.shown.text.endswith("Women: 9999")


def test_closed_and_leave_are_one_press_away(house, telegram):
    with house.running():
        touch = Touch(telegram, ANNA)
        assert touch.press("Avbryt") == "Avbrutet, inget sparat."
        assert todays(house) == []
        touch = Touch(telegram, ANNA)
        touch.press(touch.words[0], "Vi hade stängt")

    assert todays(house) == [("A", None, None, None, None, 1)]


def test_a_number_out_of_the_usual_is_asked_about_as_in_a_text(house, telegram):
    with house.running():
        touch = Touch(telegram, DILAN)
        touch.press(touch.words[0], "4", "0", "0", "Nästa", "1", "Nästa")
        assert "Stämmer det? Svara ja" in touch.press("Spara")
        assert todays(house) == []
        telegram.answer_to(DILAN, "ja")

    assert todays(house) == [("D1", 400, 1, 0, 0, 0)]


def test_buttons_survive_a_restart_and_the_150_seconds_of_telegram(house, telegram):
    with house.running():
        touch = Touch(telegram, ANNA)
        touch.press(touch.words[0], "9")
    real = telegram.now
    telegram.press(touch.shown, "Nästa")
    telegram.now = lambda: real() + 200
    before = len(touch.shown.texts)
    with house.running():
        telegram.wait_for(lambda: len(touch.shown.texts) > before)
        telegram.now = real
        touch.press("5", "Nästa", "Spara")

    assert todays(house) == [("A", 9, 5, 0, 0, 0)]


def test_a_button_that_is_pressed_twice_is_taken_once_and_says_nothing(house, telegram):
    with house.running():
        touch = Touch(telegram, ANNA)
        touch.press(touch.words[0], "9")
        twice = [telegram.press(touch.shown, "Nästa") for _ in range(2)]
        telegram.wait_for(lambda: all(map(telegram.was_answered, twice)) and "Män: ..." in touch.shown.text)
        telegram.answer_to(EVA, "?")

    assert [telegram.toast(one) for one in twice] == [None, None]
    assert touch.shown.text.endswith("9 kvinnor\nMän: ...")
    assert not telegram.refused


@pytest.mark.parametrize(
    "says", ["women.-5", "women.x", "women.１", "women.save", "women.12", "day.2099-01-01", "women."]
)
def test_a_press_of_what_no_button_says_changes_nothing(house, telegram, says):
    """A client can be made to send anything as pressed below a message of its own chat."""
    with house.running():
        touch = Touch(telegram, ANNA)
        token = touch.shown.markup["inline_keyboard"][0][0]["callback_data"].partition(".")[0]
        if says.startswith("women"):
            touch.press(touch.words[0])
        before = list(touch.shown.texts)
        press = telegram.press_what(touch.shown, f"{token}.{says}")
        telegram.wait_for(lambda: telegram.was_answered(press))
        telegram.answer_to(EVA, "?")

    assert telegram.toast(press).startswith("Den knappen gäller inte längre")
    assert touch.shown.texts == before
    assert stored(house, "SELECT COUNT(*) FROM set_aside") == [(0,)]


@pytest.mark.parametrize(
    "says", ["\0", "\0.site.A", "\ud800.t.w+1", "x.t.at.\0", "\0.enter", "\0.sum.x", ""], ids=repr
)
def test_a_press_of_what_no_database_keeps_is_answered_and_stops_nothing(either_house, telegram, says):
    with either_house.running():
        shown = Touch(telegram, ANNA).shown
        press = telegram.press_what(shown, says)
        telegram.wait_for(lambda: telegram.was_answered(press))
        telegram.answer_to(ANNA, "?")


def test_a_site_that_is_not_ones_own_cannot_be_chosen(house, telegram):
    with house.running():
        touch = Touch(telegram, EVA)
        token = touch.shown.markup["inline_keyboard"][0][0]["callback_data"].partition(".")[0]
        for short in ("D1", "nowhere"):
            press = telegram.press_what(touch.shown, f"{token}.site.{short}")
            telegram.wait_for(lambda press=press: telegram.was_answered(press))
            assert telegram.toast(press).startswith("That button no longer works")

    assert touch.shown.texts == ["Which site do you report for?"]


def test_old_and_foreign_presses_change_nothing_and_are_answered_kindly(house, telegram):
    with house.running():
        touch = Touch(telegram, ANNA)
        touch.press(touch.words[0], "9")
        says = touch.shown.markup["inline_keyboard"][0][0]["callback_data"]
        foreign = telegram.press_what(touch.shown, says, by=DILAN)
        made_up = telegram.press_what(touch.shown, "nothing.women.1")
        empty = telegram.press_what(touch.shown, "")
        too_soon = telegram.press_what(touch.shown, says.replace("women", "men"))
        touch.press("Nästa")
        without = telegram.press(touch.shown, "Nästa")
        telegram.wait_for(
            lambda: all(map(telegram.was_answered, (foreign, made_up, empty, too_soon, without)))
        )
        touch.press("1", "Nästa", "Spara")
        late = telegram.press_what(touch.shown, says)
        telegram.wait_for(lambda: telegram.was_answered(late))

    old = "Den knappen gäller inte längre. Skriv /report för att börja om, eller skriv siffrorna."
    assert [telegram.toast(query) for query in (foreign, made_up, empty, late)] == [old] * 4
    assert telegram.toast(too_soon) is None  # the message shows what is asked
    assert telegram.toast(without) == "Tryck siffran först; 0 om det inte var någon."
    assert len(says.encode()) <= 64
    assert todays(house) == [("A", 9, 1, 0, 0, 0)]


def test_a_text_finishes_at_any_point(house, telegram):
    with house.running():
        touch = Touch(telegram, ANNA)
        touch.press(touch.words[0], "9")
        said = telegram.answer_to(ANNA, "K9 M19", at=EVENING)

    assert said == KEPT


def test_the_same_press_delivered_twice_counts_once(house, telegram):
    with house.running():
        touch = Touch(telegram, ANNA)
        touch.press(touch.words[0])
        telegram.press(touch.shown, "1")
        telegram.wait_for(lambda: touch.shown.text.endswith(": 1"))
        telegram.push(telegram.last_pressed)
        touch.press("2")

    assert touch.shown.text.endswith("Kvinnor: 12")


def test_two_texts_that_are_not_understood_bring_buttons_and_a_name_to_ask(house, telegram):
    with house.running():
        first = telegram.answer_to(ANNA, "blurk")
        second = telegram.answer_to(ANNA, "blurk blurk")
        shown = telegram.sent[-1]

    assert first.startswith("Jag förstod inte. Skriv kvinnor och män")
    assert second == "Jag förstod inte. Natthärbärge A: vilken natt? Eller fråga Bo."
    assert shown.markup["inline_keyboard"]


# What is written while the number pad is open


WRITTEN = "Klart: du skrev antalet själv. Se mitt svar på det."
OLD = "Den knappen gäller inte längre. Skriv /report för att börja om, eller skriv siffrorna."
FURTHER_DOWN = "Det fortsätter längre ner."


def test_a_count_that_is_written_ends_the_entry_and_its_keys(house, telegram):
    with house.running():
        touch = Touch(telegram, ANNA)
        touch.press(touch.words[0], "9")
        on_seven = key(touch, "7")
        said = telegram.answer_to(ANNA, "K9 M19")
        telegram.wait_for(lambda: touch.shown.text == WRITTEN)
        assert touch.words == []
        seven = telegram.press_what(touch.shown, on_seven)
        telegram.wait_for(lambda: telegram.was_answered(seven))

    assert telegram.toast(seven) == OLD
    assert "9 kvinnor + 19 män = 28 av 45 platser" in said
    assert telegram.chat(ANNA) == [WRITTEN, said]
    assert [row[:3] for row in todays(house)] == [("A", 9, 19)]


def key(touch, words):
    """What a key of the message says."""
    rows = touch.shown.markup["inline_keyboard"]
    return next(button["callback_data"] for row in rows for button in row if button["text"] == words)


def test_a_count_that_is_written_is_for_the_site_and_night_that_were_chosen(house, telegram):
    with house.running():
        touch = Touch(telegram, EVA, "/report B")
        before = touch.words[1]
        touch.press(before)
        said = telegram.answer_to(EVA, "W8 M20")

    assert said.startswith(f"Natthärbärge B, {before}: 8 women + 20 men")
    assert [row[:3] for row in todays(house)] == [("B", 8, 20)]


def test_a_reply_to_the_message_with_the_number_pad_is_part_of_its_entry(house, telegram):
    with house.running():
        touch = Touch(telegram, EVA, "/report B")
        before = touch.words[1]
        touch.press(before)
        telegram.reply(touch.shown, "8")
        telegram.wait_for(lambda: len(telegram.chat(EVA)) == 2)
        assert telegram.chat(EVA)[1].endswith("8 women\nMen: ...")
        telegram.reply(telegram.sent[-1], "W8 M20")
        telegram.wait_for(lambda: len(telegram.chat(EVA)) == 3)

    assert telegram.chat(EVA)[2].startswith(f"Natthärbärge B, {before}: 8 women + 20 men")


def test_a_count_with_a_date_or_site_of_its_own_is_for_that_one(house, telegram):
    with house.running():
        touch = Touch(telegram, EVA, "/report B")
        touch.press(touch.words[0])
        said = telegram.answer_to(EVA, "A yesterday W8 M20")
        telegram.wait_for(lambda: touch.words == [])

    assert said.startswith("Natthärbärge A, ")
    assert [row[:3] for row in todays(house)] == [("A", 8, 20)]


def test_each_question_of_the_entry_can_be_answered_in_words(house, telegram):
    with house.running():
        touch = Touch(telegram, EVA)
        first = touch.shown
        night = []
        for words in ("Natthärbärge B", "yesterday", "8", "back", "9", "20 men"):
            said = telegram.answer_to(EVA, words)
            night.append(said)
        look = telegram.chat(EVA)[-1]
        stored_as = telegram.answer_to(EVA, "ok")

    assert night[0] == "Natthärbärge B: which night?"
    assert [said.rpartition("\n")[2] for said in night[1:5]] == [
        "Women: ...", "Men: ...", "Women: 8", "Men: ...",
    ]  # fmt: skip
    assert look.endswith("9 women + 20 men = 29. Shall I store it?")
    assert "9 women + 20 men = 29 of 40 beds" in stored_as
    assert first.texts[-1] == "This goes on further down."
    assert [row[:3] for row in todays(house)] == [("B", 9, 20)]


def test_a_second_entry_takes_the_place_of_the_first(house, telegram):
    with house.running():
        first = Touch(telegram, ANNA)
        first.press(first.words[0])
        on_leave = key(first, "Avbryt")
        second = Touch(telegram, ANNA)
        telegram.wait_for(lambda: first.shown.text == FURTHER_DOWN)
        stale = telegram.press_what(first.shown, on_leave)
        telegram.wait_for(lambda: telegram.was_answered(stale))
        second.press(second.words[0], "1", "Nästa", "2", "Nästa", "Spara")

    assert first.words == []
    assert telegram.toast(stale) == OLD
    assert [row[:3] for row in todays(house)] == [("A", 1, 2)]


@pytest.mark.parametrize(("keys", "words"), [(["9"], "avbryt"), (["9", "Nästa", "5", "Nästa"], "nej")])
def test_an_entry_can_be_left_in_words(house, telegram, keys, words):
    with house.running():
        touch = Touch(telegram, ANNA)
        touch.press(touch.words[0], *keys)
        said = telegram.answer_to(ANNA, words)
        telegram.wait_for(lambda: touch.words == [])

    assert said == touch.shown.text == "Avbrutet, inget sparat."
    assert todays(house) == []


def test_a_question_about_a_written_count_leaves_the_entry_open_until_it_is_answered(house, telegram):
    with house.running():
        touch = Touch(telegram, DILAN)
        touch.press(touch.words[0], "4")
        asked = telegram.answer_to(DILAN, "K400 M1")
        assert touch.words
        telegram.answer_to(DILAN, "ja")
        telegram.wait_for(lambda: touch.shown.text == WRITTEN)

    assert "Stämmer det?" in asked
    assert [row[:3] for row in todays(house)] == [("D1", 400, 1)]


def test_a_press_that_cannot_be_handled_is_set_aside_with_what_it_said_and_stops_nothing(house, telegram):
    with house.running():
        touch = Touch(telegram, ANNA)
        stored(house, "UPDATE panels SET state = 'no panel'")
        says = key(touch, "Avbryt")
        press = telegram.press(touch.shown, "Avbryt")
        telegram.wait_for(lambda: telegram.was_answered(press) and len(telegram.chat(ANNA)) == 2)
        again = Touch(telegram, ANNA)
        again.press(again.words[0])

    assert telegram.chat(ANNA)[1].startswith("Något gick fel här.")
    assert stored(house, "SELECT raw, fault FROM set_aside") == [(says, "JSONDecodeError")]
