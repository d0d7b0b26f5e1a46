"""The live tally on one message: several people and chats at once, every press once, one sum."""

import itertools
import threading

from tests.bot.channels.conftest import ANNA, BO, DILAN, EVA
from tests.bot.channels.test_telegram import EVENING, stored
from tests.bot.channels.test_telegram_touch import Touch

OLD = "Den knappen gäller inte längre. Skriv /tally för att se räkningen."


class Panel:
    """One chat's tally in the fake: opened by /tally, or by what is written instead."""

    def __init__(self, telegram, chat, says="/tally", at=None):
        self.telegram = telegram
        before = len(telegram.chat(chat))
        telegram.text(chat, says, at)
        telegram.wait_for(lambda: len(telegram.chat(chat)) > before)
        self.shown = [one for one in telegram.sent if one.chat == chat][before]

    @property
    def words(self):
        rows = (self.shown.markup or {"inline_keyboard": []})["inline_keyboard"]
        return [button["text"] for row in rows for button in row]

    @property
    def text(self):
        return self.shown.text

    def press(self, *words):
        """Press each, and wait until the press has been answered; returns what was shown for a moment."""
        for word in words:
            query = self.telegram.press(self.shown, word)
            self.telegram.wait_for(lambda query=query: self.telegram.was_answered(query))
        return self.telegram.toast(query)

    def shows(self, *pieces):
        self.telegram.wait_for(lambda: all(piece in self.text for piece in pieces))
        return self.text


def sum_of_steps(house):
    return stored(house, "SELECT SUM(women), SUM(men), SUM(other), SUM(unknown) FROM tally_steps")[0]


def counts(house):
    return stored(house, "SELECT site, women, men, other, unknown FROM counts")


def were_refused(telegram):
    """Edits that Telegram would have answered with “message is not modified”."""
    return [said for said in telegram.refused if "not modified" in said]


def test_a_tally_by_three_volunteers(house, telegram):
    """Anna, Eva and Bo stand at two doors; each sees what the others count, and Eva stores the sum."""
    with house.running():
        anna = Panel(telegram, ANNA)
        assert anna.words == [
            *("+1 kvinna", "+5 kvinnor", "-1 kvinna"),
            *("+1 man", "+5 män", "-1 man"),
            *("+1 annat", "+5 annat", "-1 annat"),
            *("Ångra mitt senaste", "Klart"),
        ]
        assert anna.text.splitlines()[1:] == [
            "Kvinnor 0, män 0, annat 0",
            "Summa 0 av 45 platser",
            "Ingen har tryckt än.",
        ]
        eva = Panel(telegram, EVA, "/tally A")
        bo = Panel(telegram, BO, "räkna a")
        assert anna.press("+5 kvinnor") == "+5 kvinnor. Summa 5."
        eva.press("+1 man", "+5 men")
        bo.press("+1 annat", "-1 kvinna")
        for panel in (anna, bo):
            panel.shows("Kvinnor 4, män 6, annat 1", "Summa 11 av 45 platser", "Senast: Bo -1 kvinna, ")
        eva.shows("Women 4, men 6, other 1", "Sum 11 of 45 beds", "Latest: Bo -1 woman, ")

        assert bo.press("Ångra mitt senaste") == "+1 kvinna. Summa 12."
        eva.shows("Women 5", "Latest: Bo undid -1 woman, ")
        eva.press("Done")
        look = eva.shows("5 women + 6 men + 1 other = 12. Shall I store it?")
        assert eva.words == ["Store", "Back"]
        anna.press("+1 man")
        eva.shows(look.partition(":")[0], "= 13. Shall I store it?")
        eva.press("Store")
        told = eva.shows("5 women + 7 men + 1 other = 13 of 45 beds. The tally is closed.")
        anna.shows("Sparat av Eva: Natthärbärge A, natten ", "5 kvinnor + 7 män + 1 annat = 13 av 45 platser")
        assert anna.words == ["Öppna igen"]
        bo.shows("Sparat av Eva: ")

    assert told.startswith("Natthärbärge A, night ")
    assert counts(house) == [("A", 5, 7, 1, 0)]
    assert stored(house, "SELECT COUNT(*) FROM tally_steps WHERE NOT opening") == [(7,)]
    assert were_refused(telegram) == []


def test_presses_in_parallel_from_three_chats_all_count(house, telegram):
    """At Telegram's pace of one message a second to a chat: many presses become few edits, the last one right."""
    each = 40
    with house.running(TELEGRAM_RATE="25"):
        panels = [
            Panel(telegram, chat, says)
            for chat, says in ((ANNA, "/tally"), (EVA, "/tally A"), (BO, "/tally A"))
        ]

        def presses(panel, word):
            for _ in range(each):
                telegram.press(panel.shown, word)

        words = ("+1 kvinna", "+1 man", "+1 annat")
        at_once = [
            threading.Thread(target=presses, args=(panel, word if panel.shown.chat != EVA else "+1 man"))
            for panel, word in zip(panels, words, strict=True)
        ]
        for thread in at_once:
            thread.start()
        for thread in at_once:
            thread.join()
        for panel in panels:
            panel.shows("40", "120", "45")
        edits = [parameters for method, parameters, _ in telegram.calls if method == "editMessageText"]

    assert sum_of_steps(house) == (each, each, each, 0)
    assert len(edits) < each
    assert were_refused(telegram) == []


def test_a_press_delivered_again_counts_once(house, telegram):
    with house.running():
        anna = Panel(telegram, ANNA)
        anna.press("+5 män")
        telegram.push(telegram.last_pressed)
        telegram.push(telegram.last_pressed)
        anna.press("+1 man")
        anna.shows("män 6", "Summa 6 av 45")

    assert sum_of_steps(house) == (0, 6, 0, 0)


def test_a_tally_goes_on_after_a_restart(house, telegram):
    with house.running():
        anna = Panel(telegram, ANNA)
        anna.press("+5 kvinnor")
        anna.shows("Summa 5")
    telegram.press(anna.shown, "+1 man")
    with house.running():
        anna.shows("Summa 6")
        anna.press("+1 man")
        anna.shows("Kvinnor 5, män 2", "Summa 7")


def test_a_stale_or_foreign_press_changes_nothing_and_is_answered_kindly(house, telegram):
    with house.running():
        anna = Panel(telegram, ANNA)
        says = anna.shown.markup["inline_keyboard"][0][0]["callback_data"]
        save = says.replace("w+1", "save.0")
        presses = [
            telegram.press_what(anna.shown, says, by=DILAN),
            telegram.press_what(anna.shown, says, by=EVA),
            telegram.press_what(anna.shown, "nothing.t.w+1"),
            telegram.press_what(anna.shown, says.replace("w+1", "w+99")),
            telegram.press_what(anna.shown, says.replace("w+1", "at.A")),
        ]
        telegram.wait_for(lambda: all(map(telegram.was_answered, presses)))
        assert anna.press("-1 man") == "Det kan inte bli mindre än noll."
        assert anna.press("Ångra mitt senaste") == "Du har inget här att ångra."
        anna.press("+1 man")
        stale = telegram.press_what(anna.shown, save)
        telegram.wait_for(lambda: telegram.was_answered(stale))
        anna.shows("= 1. Ska jag spara?")

    assert [telegram.toast(one) for one in presses] == [
        OLD,
        "That button no longer works. Write /tally to see the tally.",
        *[OLD] * 3,
    ]
    assert telegram.toast(stale) == "Någon har räknat vidare. Titta på summan igen."
    assert len(says.encode()) <= 64
    assert counts(house) == []


def test_a_press_after_the_end_is_answered_kindly_and_the_tally_can_be_opened_again(house, telegram):
    with house.running():
        anna, bo = Panel(telegram, ANNA), Panel(telegram, BO, "/tally A")
        plus = anna.shown.markup["inline_keyboard"][0][0]["callback_data"]
        anna.press("+1 kvinna", "Klart")
        anna.shows("Ska jag spara?")
        anna.press("Spara")
        bo.shows("Sparat av Anna: ")
        late = telegram.press_what(anna.shown, plus)
        telegram.wait_for(lambda: telegram.was_answered(late))
        bo.press("Öppna igen")
        anna.shows("Kvinnor 1, män 0", "Summa 1")
        anna.press("+1 man", "Klart")
        anna.shows("= 2. Ska jag spara?")
        anna.press("Tillbaka")
        anna.shows("Summa 2")
        anna.press("Klart")
        anna.shows("Ska jag spara?")
        anna.press("Spara")
        anna.shows("1 kvinna + 1 man = 2 av 45 platser")

    assert telegram.toast(late) == "Räkningen är avslutad. Tryck Öppna igen för att fortsätta."
    assert counts(house) == [("A", 1, 1, 0, 0)]
    assert were_refused(telegram) == []


def test_the_sum_is_asked_about_as_the_same_text_would_be(house, telegram):
    with house.running():
        anna = Panel(telegram, ANNA)
        anna.press(*["+5 män"] * 11, "Klart")
        anna.shows("= 55. Ska jag spara?")
        anna.press("Spara")
        anna.shows("0 kvinnor, 55 män = 55, fler än vanligt. Stämmer det? Svara ja")
        assert counts(house) == []
        said = telegram.answer_to(ANNA, "ja")
        anna.shows("Sparat av Anna: ")

    assert "55 av 45 platser, 10 över" in said
    assert counts(house) == [("A", 0, 55, 0, 0)]


def test_texts_count_on_the_message_too_and_a_whole_count_takes_its_place(house, telegram):
    with house.running():
        anna, eva = Panel(telegram, ANNA, at=EVENING), Panel(telegram, EVA, "/tally A", at=EVENING)
        telegram.answer_to(ANNA, "+k", at=EVENING)
        said = telegram.answer_to(EVA, "+2 m", at=EVENING)
        anna.shows("Kvinnor 1, män 2", "Senast: Eva +2 män, 21:40")
        yesterday = anna.press("+1 kvinna")
        told = telegram.answer_to(EVA, "A W9 M19", at=EVENING)
        anna.shows("Sparat av Eva: ", "9 kvinnor + 19 män = 28 av 45 platser")
        eva.shows("Stored by Eva: ")

    assert said.endswith("1 woman + 2 men = 3. Write done when all are counted.")
    assert yesterday == "Den här räkningen gäller natten 12-13 okt. Skriv /tally för nästa."
    assert told.endswith("9 women + 19 men = 28 of 45 beds. The tally is closed.")
    assert counts(house) == [("A", 9, 19, 0, 0)]


def test_a_newer_message_of_the_same_chat_takes_the_place_of_the_earlier_one(house, telegram):
    with house.running():
        first = Panel(telegram, ANNA)
        second = Panel(telegram, ANNA)
        first.shows("Räkningen fortsätter längre ner.")
        assert first.words == []
        second.press("+1 man")
        second.shows("Summa 1 ")


def test_who_reports_for_several_sites_chooses_by_touch(house, telegram):
    with house.running():
        eva = Panel(telegram, EVA)
        assert eva.words == ["Natthärbärge A", "Natthärbärge B"]
        eva.press("Natthärbärge B")
        telegram.wait_for(lambda: len(telegram.chat(EVA)) == 2)

    assert telegram.chat(EVA)[1].startswith("Natthärbärge B, night ")


def test_a_message_that_was_deleted_is_sent_once_more_and_goes_on_there(house, telegram):
    with house.running():
        anna, bo = Panel(telegram, ANNA), Panel(telegram, BO, "/tally A")
        del telegram.shown[ANNA, anna.shown.number]
        bo.press("+1 man")
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2)
        bo.press("+1 man", "+1 man")
        bo.shows("Summa 3 ")
        anna.shown = telegram.sent[-1]
        anna.shows("Summa 3 ")

    assert len(telegram.chat(ANNA)) == 2


def test_an_edit_that_would_change_nothing_is_not_sent(house, telegram):
    """A look and back again within the second that a chat must wait: the message is as it was."""
    with house.running(TELEGRAM_RATE="25"):
        anna = Panel(telegram, ANNA)
        token = anna.shown.markup["inline_keyboard"][0][0]["callback_data"].partition(".")[0]
        presses = [telegram.press_what(anna.shown, f"{token}.t.{what}") for what in ("look", "back") * 3]
        telegram.wait_for(lambda: all(map(telegram.was_answered, presses)))
        telegram.wait_for(lambda: not stored(house, "SELECT 1 FROM outbox WHERE state = 'queued'"))
        eva = Panel(telegram, EVA, "/tally A")
        anna.press("+1 man")
        anna.shows("Summa 1 ")
        eva.shows("Sum 1 ")

    assert were_refused(telegram) == []
    assert all(before != after for before, after in itertools.pairwise(anna.shown.texts))


def test_the_message_of_a_stored_tally_follows_each_later_change_of_the_count(evening, house, telegram):
    anna, eva = Panel(telegram, ANNA), Panel(telegram, EVA, "/tally A")
    anna.press("+5 kvinnor", "Klart")
    anna.shows("Ska jag spara?")
    anna.press("Spara")
    eva.shows("Stored by Anna: ", "5 women")
    telegram.answer_to(EVA, "A W9 M19")
    anna.shows("Sparat av Eva: ", "9 kvinnor + 19 män = 28 av 45 platser")
    eva.shows("Stored by Eva: ")
    telegram.answer_to(EVA, "undo A")
    anna.shows("Räkningen är avslutad. ", "5 kvinnor + 0 män = 5 av 45 platser")
    telegram.answer_to(ANNA, "ångra")
    anna.shows("Räkningen är avslutad. ", "inget rapporterat")
    touch = Touch(telegram, ANNA)
    touch.press(touch.words[0], "7", "Nästa", "1", "Nästa", "Spara")
    anna.shows("Sparat av Anna: ", "7 kvinnor + 1 man = 8")
    assert anna.words == ["Öppna igen"]
    anna.press("Öppna igen")
    anna.shows("Kvinnor 7, män 1")
    anna.press("+1 man")
    anna.shows("Kvinnor 7, män 2")

    assert counts(house) == [("A", 7, 1, 0, 0)]
    assert were_refused(telegram) == []


def test_who_blocks_the_bot_in_the_middle_of_a_tally_stops_nobody_and_finds_it_again(
    evening, house, telegram
):
    anna, bo = Panel(telegram, ANNA), Panel(telegram, BO, "/tally A")
    anna.press("+5 kvinnor")
    anna.shows("Summa 5")
    telegram.blocked.add(ANNA)
    bo.press("+1 man")
    telegram.wait_for(lambda: len(telegram.chat(BO)) == 2)
    bo.press("+1 man")
    bo.shows("Kvinnor 5, män 2")
    assert telegram.chat(BO)[1].startswith("Telegram når inte längre Anna (blockerat eller avslutat).")
    assert len([said for said in telegram.refused if "blocked" in said]) == 1
    assert stored(house, "SELECT text FROM outbox WHERE channel = 'phone'") == []  # she has a phone too

    telegram.blocked.clear()
    again = Panel(telegram, ANNA)
    again.shows("Kvinnor 5, män 2")
    bo.press("+1 man")
    again.shows("Kvinnor 5, män 3")
