"""Times as people write them after a command."""

from datetime import time, timedelta

import pytest

from bot.commands.when import after_in, clock_in, is_off


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("21:45", time(21, 45)),
        ("7.30", time(7, 30)),
        ("kl 21:45", time(21, 45)),
        ("kl. 07:05", time(7, 5)),
        ("at 21:45", time(21, 45)),
        ("24:00", None),
        ("21:60", None),
        ("21", None),
        ("２１:45", None),
        ("om 30 min", None),
        ("", None),
    ],
)
def test_a_clock_time(words, clock):
    assert clock_in(words) == clock


@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("om 30 min", timedelta(minutes=30)),
        ("30", timedelta(minutes=30)),
        ("in 45 minutes", timedelta(minutes=45)),
        ("om en timme", timedelta(hours=1)),
        ("in an hour", timedelta(hours=1)),
        ("2 h", timedelta(hours=2)),
        ("21:45", None),
        ("1000", None),
        ("en stund", None),
    ],
)
def test_a_while_from_now(words, after):
    assert after_in(words) == after


@pytest.mark.parametrize(
    ("words", "off"), [("av", True), ("Off.", True), ("som vanligt", True), ("never", True), ("21:45", False)]
)
def test_taking_a_wish_back(words, off):
    assert is_off(words) is off
