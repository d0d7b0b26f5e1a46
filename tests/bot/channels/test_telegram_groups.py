"""Groups: an evening in one; what its members see, who is heard, and what becomes of it when it moves or ends."""

import json
from collections import deque

import pytest

from tests.bot.channels.conftest import ANNA, BO, CIA, DILAN, EVA
from tests.bot.channels.test_telegram import counts, stored

GROUP, SUPERGROUP = -500, -1000500
AWAITED = "Natthärbärge A, natten 12-13 okt: inget antal än. Svara på detta med till exempel K9 M19."
BOUND = (
    "Gruppen hör nu till Natthärbärge A. Personalen rapporterar genom att svara mig. "
    "Låt mig gärna fästa meddelanden."
)
LOST = (
    "Jag är borttagen ur gruppen för Natthärbärge A eller får inte skriva där. "
    "Lägg till mig och skriv /bind A i den."
)
REPORTED = (
    "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Svara med rätt siffror."
)


def bind(telegram, group=GROUP, site="A"):
    """Bo binds the group; returns its board, pinned."""
    before = len(telegram.chat(group))
    telegram.say(group, BO, f"/bind {site}")
    telegram.wait_for(lambda: len(telegram.chat(group)) >= before + 2 and telegram.pins.get(group))
    return board_of(telegram, group)


def board_of(telegram, group=GROUP):
    return telegram.shown[group, telegram.pins[group][-1]]


def said(telegram, group=GROUP):
    """What the group was told beside its boards."""
    boards = {number for _, number in telegram.shown if number in telegram.pins.get(group, [])}
    return [shown.text for shown in telegram.sent if shown.chat == group and shown.number not in boards]


def flush(telegram):
    """Until all that was said before has been handled, and nothing came of it."""
    telegram.answer_to(DILAN, "?")


def test_an_evening_in_a_group(evening, telegram):
    evening("2017-10-12T21:40")
    board = bind(telegram)
    assert board.text == AWAITED
    assert said(telegram) == [BOUND]
    telegram.say(GROUP, ANNA, "hej alla, K3 M4 hittills")
    telegram.say(GROUP, CIA, "K1 M1")
    telegram.say(GROUP, ANNA, "/report@other_bot K3 M4")
    flush(telegram)
    assert len(said(telegram)) == 1

    telegram.answer(board, ANNA, "K9 M19")
    telegram.wait_for(lambda: board.text == REPORTED and len(said(telegram)) == 2)
    assert said(telegram)[1] == REPORTED
    telegram.say(GROUP, EVA, "/report@shelter_test_bot K10 M19")
    telegram.wait_for(lambda: "10 women + 19 men" in said(telegram)[-1] and "10 kvinnor" in board.text)
    assert telegram.pins[GROUP] == [board.number]

    evening("2017-10-13T11:00")
    telegram.text(ANNA, "ändra k11")
    telegram.wait_for(lambda: "11 kvinnor" in board.text)
    evening("2017-10-13T21:40")
    telegram.wait_for(lambda: "natten 13-14 okt" in board.text)
    telegram.text(ANNA, "K5 M6")
    telegram.wait_for(lambda: "5 kvinnor + 6 män" in board.text)
    assert len(said(telegram)) == 3
    assert telegram.pins[GROUP] == [board.number]


def test_a_stranger_in_a_bound_group_learns_nothing_and_nothing_is_kept_of_them(evening, house, telegram):
    board = bind(telegram)
    telegram.say(GROUP, CIA, "/tonight")
    telegram.say(GROUP, CIA, "/report@shelter_test_bot K1 M1")
    telegram.answer(board, CIA, "K1 M1")
    telegram.say(GROUP, CIA, "/bind B")
    press = telegram.press(board, "Rapportera med knappar", by=CIA)
    telegram.wait_for(lambda: telegram.was_answered(press))
    flush(telegram)

    assert telegram.toast(press).startswith("Det här numret är för personal")
    assert len(said(telegram)) == 1
    assert telegram.chat(CIA) == []
    assert counts(house) == []
    assert stored(house, "SELECT COUNT(*) FROM messages WHERE address = ?", str(CIA)) == [(0,)]
    assert stored(house, "SELECT COUNT(*) FROM strangers") == [(0,)]
    assert stored(house, "SELECT site FROM telegram_groups") == [("A",)]


def test_staff_of_another_site_are_told_privately_that_it_is_not_theirs(evening, house, telegram):
    board = bind(telegram)
    telegram.answer(board, DILAN, "K1 M1")
    telegram.say(GROUP, DILAN, "/tonight")
    telegram.wait_for(lambda: len(telegram.chat(DILAN)) == 2)
    press = telegram.press(board, "Rapportera med knappar", by=DILAN)
    telegram.wait_for(lambda: telegram.was_answered(press))

    assert set(telegram.chat(DILAN)) == {telegram.toast(press)}
    assert len(said(telegram)) == 1
    assert counts(house) == []


def test_a_report_in_a_group_is_for_its_site_whatever_else_its_sender_reports_for(evening, house, telegram):
    board = bind(telegram)
    telegram.answer(board, EVA, "W9 M19")
    telegram.wait_for(lambda: len(said(telegram)) == 2)
    telegram.answer(board, BO, "K10 M19")
    telegram.wait_for(lambda: len(said(telegram)) == 3)
    telegram.answer(board, EVA, "B W1 M1")
    telegram.wait_for(lambda: len(said(telegram)) == 4)

    assert (
        said(telegram)[3]
        == "You report for Natthärbärge A only. Send its numbers, or tell the other site's staff."
    )
    assert counts(house) == [("A", "2021-10-12", 10, 19)]


def test_a_question_is_answered_in_the_group_by_a_reply_and_a_correction_is_shown_in_the_answer(
    evening, house, telegram
):
    board = bind(telegram)
    message = telegram.answer(board, ANNA, "28")
    telegram.wait_for(lambda: len(said(telegram)) == 2)
    question = telegram.sent[-1]
    telegram.answer(question, ANNA, "k9")
    telegram.wait_for(lambda: counts(house))
    telegram.wait_for(lambda: len(said(telegram)) == 3)
    answer = next(one for one in telegram.sent if one.text == said(telegram)[2])
    telegram.answer(answer, EVA, "W10 M19")
    telegram.wait_for(lambda: len(answer.texts) == 2)

    assert counts(house) == [("A", "2021-10-12", 10, 19)]
    assert "Replaces W9 M19 from Anna." in answer.text
    to = next(p["reply_parameters"] for m, p, _ in telegram.calls if p.get("text") == question.text)
    assert json.loads(to)["message_id"] == message["message_id"]


def test_a_colleague_may_answer_the_bots_question_by_replying_to_it(evening, house, telegram):
    board = bind(telegram)
    telegram.answer(board, ANNA, "K0 M90")
    telegram.wait_for(lambda: len(said(telegram)) == 2)
    question = telegram.sent[-1]
    assert "Stämmer det?" in question.text
    telegram.say(GROUP, EVA, "@shelter_test_bot ja")  # to nothing: she was asked nothing herself
    telegram.answer(question, DILAN, "ja")
    flush(telegram)
    assert counts(house) == []
    telegram.answer(question, EVA, "ja")
    telegram.wait_for(lambda: len(said(telegram)) == 3)
    assert said(telegram)[2].startswith("Natthärbärge A, night 12-13 Oct: 0 women + 90 men = 90 of 45 beds")
    telegram.answer(question, ANNA, "ja")
    flush(telegram)

    assert counts(house) == [("A", "2021-10-12", 0, 90)]
    assert stored(house, "SELECT COUNT(*) FROM revisions") == [(1,)]
    assert stored(house, "SELECT COUNT(*) FROM questions") == [(0,)]


def test_an_edit_in_the_group_changes_what_its_message_said(evening, house, telegram):
    bind(telegram)
    message = telegram.say(GROUP, ANNA, "/report K9 M19")
    telegram.wait_for(lambda: len(said(telegram)) == 2)
    telegram.edit(message, "/report K10 M19")
    telegram.wait_for(lambda: counts(house) == [("A", "2021-10-12", 10, 19)])
    telegram.edit(message, "never mind")
    flush(telegram)

    assert counts(house) == [("A", "2021-10-12", 10, 19)]


def test_what_a_group_must_not_read_is_answered_to_the_sender_alone(evening, telegram):
    bind(telegram)
    for chat, asks in (
        (BO, "/summary"),
        (BO, "/invite Maja A"),
        (ANNA, "/help"),
        (ANNA, "/nonsense@shelter_test_bot"),
    ):
        before = len(telegram.chat(chat))
        telegram.say(GROUP, chat, asks)
        telegram.wait_for(lambda chat=chat, before=before: len(telegram.chat(chat)) > before)
    telegram.say(GROUP, ANNA, "/tonight")
    telegram.wait_for(lambda: len(said(telegram)) == 2)
    telegram.say(GROUP, ANNA, "/nonsense")
    flush(telegram)

    assert any("t.me/shelter_test_bot?start=" in text for text in telegram.chat(BO))
    assert len(said(telegram)) == 2
    assert "B" not in said(telegram)[1]


def test_the_boards_button_opens_the_number_pad_in_private(evening, house, telegram):
    board = bind(telegram)
    press = telegram.press(board, "Rapportera med knappar", by=EVA)
    telegram.wait_for(lambda: telegram.chat(EVA))
    telegram.wait_for(lambda: telegram.was_answered(press))
    pad = next(one for one in telegram.sent if one.chat == EVA)

    assert telegram.toast(press) == "I have written to you. Go on there."
    assert pad.text == "Natthärbärge A: which night?"
    for word in (pad.markup["inline_keyboard"][0][0]["text"], "9", "Next", "8", "Next", "Store"):
        texts = len(pad.texts)
        telegram.press(pad, word)
        telegram.wait_for(lambda texts=texts: len(pad.texts) > texts)
    telegram.wait_for(lambda: "9 kvinnor + 8 män" in board.text)
    assert len(said(telegram)) == 1


def test_a_group_that_nobody_bound_hears_nothing_and_only_the_coordinator_binds(evening, telegram):
    telegram.becomes(GROUP, "member")
    telegram.say(GROUP, ANNA, "/tonight")
    telegram.say(GROUP, ANNA, "/bind A")
    telegram.say(GROUP, ANNA, "/report K9 M19")
    telegram.say(GROUP, BO, "/tonight")
    telegram.answer_to(DILAN, "?")
    assert telegram.chat(GROUP) == []
    assert telegram.chat(ANNA) == telegram.chat(BO) == []

    telegram.say(GROUP, BO, "/bind")
    telegram.wait_for(lambda: telegram.chat(GROUP))
    assert telegram.chat(GROUP) == ["Skriv /bind och verksamheten i gruppen: A, B eller D1."]


def test_the_link_given_in_private_binds_the_group_that_is_chosen(evening, telegram):
    link = telegram.answer_to(BO, "/bind A")
    payload = link.partition("?startgroup=")[2]
    telegram.becomes(GROUP, "member")
    telegram.say(GROUP, CIA, f"/start@shelter_test_bot {payload}")
    telegram.say(GROUP, BO, f"/start@shelter_test_bot {payload}")
    telegram.wait_for(lambda: telegram.pins.get(GROUP))

    assert board_of(telegram).text.startswith("Natthärbärge A, natten 12-13 okt:")


def test_an_unbound_group_is_unpinned_and_hears_nothing_more(evening, house, telegram):
    board = bind(telegram)
    telegram.say(GROUP, BO, "/unbind")
    telegram.wait_for(lambda: not telegram.pins[GROUP])
    telegram.text(ANNA, "K9 M19")
    telegram.wait_for(lambda: telegram.chat(ANNA))
    telegram.say(GROUP, ANNA, "/tonight")
    flush(telegram)

    assert telegram.chat(GROUP)[-1] == "Gruppen hör inte längre till Natthärbärge A."
    assert len(board.texts) == 1
    assert stored(house, "SELECT COUNT(*) FROM telegram_groups") == [(0,)]


@pytest.mark.parametrize("told", ["by an update", "by a refusal"])
def test_a_bot_that_was_removed_tells_the_coordinator_once(evening, house, telegram, told):
    bind(telegram)
    telegram.blocked.add(GROUP)
    if told == "by an update":
        telegram.becomes(GROUP, "kicked")
    telegram.text(ANNA, "K9 M19")
    telegram.wait_for(lambda: telegram.chat(BO))
    telegram.becomes(GROUP, "kicked")
    telegram.text(ANNA, "K10 M19")
    telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2)
    flush(telegram)

    assert telegram.chat(BO) == [LOST]
    assert stored(house, "SELECT COUNT(*) FROM telegram_groups") == [(0,)]
    telegram.blocked.clear()
    telegram.pins.clear()
    assert "10 kvinnor" in bind(telegram).text


def test_a_bot_that_may_not_pin_says_so_once_and_pins_when_it_may(evening, telegram):
    telegram.no_pins.add(GROUP)
    telegram.say(GROUP, BO, "/bind A")
    telegram.wait_for(lambda: telegram.chat(BO))
    telegram.text(ANNA, "K9 M19")
    telegram.wait_for(lambda: any("9 kvinnor" in text for text in telegram.chat(GROUP)))
    flush(telegram)
    assert telegram.chat(BO) == [
        "Jag får inte fästa meddelanden i gruppen för Natthärbärge A. Gör mig till administratör där med den rätten."
    ]

    telegram.no_pins.clear()
    telegram.becomes(GROUP, "administrator", can_pin_messages=True)
    telegram.wait_for(lambda: telegram.pins.get(GROUP))
    assert "9 kvinnor" in board_of(telegram).text


def test_two_groups_of_a_site_both_show_its_state_and_one_that_telegram_holds_back_stops_no_other(
    evening, house, telegram
):
    bind(telegram)
    telegram.faults["pinChatMessage"] = deque(["429:30"] * 50)
    telegram.say(-400, BO, "/bind A")  # looked at before the other
    telegram.wait_for(lambda: len(telegram.faults["pinChatMessage"]) < 50)
    telegram.text(ANNA, "K9 M19")
    telegram.wait_for(lambda: REPORTED in telegram.chat(GROUP))
    telegram.wait_for(lambda: REPORTED in telegram.chat(-400))

    assert stored(house, "SELECT chat, site FROM telegram_groups ORDER BY chat") == [
        ("-400", "A"),
        (str(GROUP), "A"),
    ]


@pytest.mark.parametrize("tells", [True, False])
def test_a_group_that_becomes_a_supergroup_keeps_its_site_and_has_a_new_board(
    evening, house, telegram, tells
):
    board = bind(telegram)
    telegram.answer(board, ANNA, "K9 M19")
    telegram.wait_for(lambda: "9 kvinnor" in board.text)
    telegram.migrate(GROUP, SUPERGROUP, tells=tells)
    telegram.text(ANNA, "K10 M19")
    telegram.wait_for(lambda: telegram.pins.get(SUPERGROUP))
    moved = board_of(telegram, SUPERGROUP)
    telegram.wait_for(lambda: "10 kvinnor" in moved.text)
    telegram.answer(moved, ANNA, "K11 M19")
    telegram.wait_for(lambda: "11 kvinnor" in moved.text)

    assert telegram.chat(SUPERGROUP).count(moved.text) == 1
    assert len(telegram.pins[SUPERGROUP]) == 1
    assert stored(house, "SELECT chat, site FROM telegram_groups") == [(str(SUPERGROUP), "A")]


def test_a_board_that_was_deleted_comes_again_and_is_pinned(evening, telegram):
    board = bind(telegram)
    del telegram.shown[GROUP, board.number]
    telegram.text(ANNA, "K9 M19")
    telegram.wait_for(lambda: len(telegram.pins[GROUP]) == 2)
    again = board_of(telegram)
    telegram.text(ANNA, "K10 M19")
    telegram.wait_for(lambda: "10 kvinnor" in again.text)

    assert len(telegram.pins[GROUP]) == 2


@pytest.mark.parametrize(
    "saying",
    [
        "@shelter_test_bot, K9 M19",
        "@Shelter_Test_Bot\nK9 M19",
        "K9 M19 @shelter_test_bot!",
        "/report\nK9 M19",
        "/report@shelter_test_bot\nK9 M19",
    ],
)
def test_who_names_the_bot_is_heard_however_the_name_is_set_off(evening, house, telegram, saying):
    bind(telegram)
    telegram.say(GROUP, ANNA, saying)
    telegram.wait_for(lambda: "9 kvinnor + 19 män" in said(telegram)[-1])

    assert [(women, men) for _, _, women, men in counts(house)] == [(9, 19)]


@pytest.mark.parametrize("sender", [GROUP, -1000999], ids=["the group", "a channel"])
def test_who_writes_as_a_group_or_channel_is_told_that_nothing_is_stored(evening, house, telegram, sender):
    board = bind(telegram)

    def says(group, text, **more):
        nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        kind = "supergroup" if sender == GROUP else "channel"
        behind = {"from": nobody, "sender_chat": {"id": sender, "type": kind, "title": "X"}}
        telegram.text(group, text, **behind, **more)

    says(GROUP, "K1 M1")
    says(GROUP, "/tonight")
    says(GROUP, "@shelter_test_bot K9 M19", is_automatic_forward=True)
    says(GROUP, "K9 M19", reply_to_message=telegram._message(board))
    telegram.wait_for(lambda: len(said(telegram)) == 2)
    says(SUPERGROUP, "@shelter_test_bot K9 M19")  # a group that nobody has bound
    flush(telegram)

    assert said(telegram)[1:] == [
        "Du skriver som en grupp eller kanal, så jag ser inte vem du är: inget sparas. Skriv som dig själv."
    ]
    assert counts(house) == []
    assert telegram.chat(SUPERGROUP) == []
