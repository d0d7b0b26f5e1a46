"""Texts through Telegram: the real process beside a fake server of the Bot API."""

from tests.bot.channels.conftest import ANNA, BO, CIA, EVA


def test_a_count_is_answered_with_what_was_understood(house, telegram):
    with house.running():
        said = telegram.answer_to(ANNA, "K9 M19", at="2017-10-12T21:40+02:00")

    assert said == (
        "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Skicka rätt siffror."
    )
