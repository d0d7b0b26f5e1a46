"""Groups: an evening in one; what its members see, who is heard, and what becomes of it when it moves or ends."""

import json
import urllib.request

import pytest

from tests.bot.channels.conftest import ANNA, BO, CIA, DILAN, EVA
from tests.bot.channels.test_telegram import counts, stored

GROUP, SUPERGROUP = -500, -1000500
EVENING = "2017-10-12T21:40"
AWAITED = (
    "Natthärbärge A, natten 12-13 okt: ingen siffra ännu. Svara på detta med till exempel K9 M19."
)
REPORTED = (
    "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Svara med rätt siffror."
)


@pytest.fixture
def evening(house, telegram):
    """The running service at a moment that the test turns; reports are due, as the house is open."""
    with house.running(DEMO="1", TZ="Europe/Stockholm") as (_, address):

        def turn(moment):
            body = json.dumps({"moment": moment}).encode()
            asked = urllib.request.Request(
                f"{address}/phone/clock", body, {"Content-Type": "application/json", "Origin": address}
            )
            with urllib.request.urlopen(asked, timeout=10):
                pass

        turn(EVENING)
        yield turn


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
    board = bind(telegram)
    assert said(telegram) == [
        "Gruppen hör nu till Natthärbärge A. Personalen rapporterar genom att svara mig. "
        "Låt mig gärna fästa meddelanden."
    ]
    assert board.text.startswith("Natthärbärge A, natten 12-13 okt:")

    telegram.say(GROUP, ANNA, "hej alla, K3 M4 hittills")
    telegram.say(GROUP, CIA, "K1 M1")
    telegram.say(GROUP, ANNA, "/report@other_bot K3 M4")
    flush(telegram)
    assert len(said(telegram)) == 1

    telegram.answer(board, ANNA, "K9 M19")
    telegram.wait_for(lambda: board.text == REPORTED and len(said(telegram)) == 2)
    assert said(telegram)[1] == (
        "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Skicka rätt siffror."
    )
    telegram.say(GROUP, EVA, "/report@shelter_test_bot K10 M19")
    telegram.wait_for(lambda: "10 women + 19 men" in said(telegram)[-1] and "10 kvinnor" in board.text)
    assert telegram.pins[GROUP] == [board.number]

    evening("2017-10-13T21:40")
    telegram.wait_for(lambda: "natten 13-14 okt" in board.text)
    telegram.text(ANNA, "K5 M6")
    telegram.wait_for(lambda: "5 kvinnor + 6 män" in board.text)
    assert len(said(telegram)) == 3
    assert telegram.pins[GROUP] == [board.number]
