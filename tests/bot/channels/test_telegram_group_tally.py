"""A live tally in a group: who may count on it, and how long the group's message follows it."""

import pytest

from tests.bot.channels.conftest import ANNA, BO, EVA
from tests.bot.channels.test_telegram import stored
from tests.bot.channels.test_telegram_groups import GROUP, LOST, bind, flush, said
from tests.bot.channels.test_telegram_tally import Panel


def opened(telegram, by=ANNA):
    """The tally that a member of the bound group calls for."""
    before = len(said(telegram))
    telegram.say(GROUP, by, "/tally")
    telegram.wait_for(lambda: len(said(telegram)) > before)
    return next(one for one in telegram.sent if "Summa 0" in one.text)


def test_a_groups_tally_goes_on_when_the_member_who_called_for_it_has_left(evening, house, telegram):
    bind(telegram)
    there = opened(telegram)
    assert house.shell("people", "--end", "Anna", **house.environment).returncode == 0
    press = telegram.press(there, "+1 kvinna", by=EVA)
    telegram.wait_for(lambda: "Summa 1" in there.text)
    hers = telegram.press(there, "+1 kvinna", by=ANNA)
    telegram.wait_for(lambda: telegram.was_answered(hers))

    assert telegram.toast(press) == "+1 woman. Sum 1."
    assert telegram.toast(hers).startswith("Det här numret är för personal")
    assert stored(house, "SELECT SUM(women) FROM tally_steps") == [(1,)]


@pytest.mark.parametrize("ends", ["unbound", "removed", "another site's"])
def test_a_group_that_is_the_sites_no_more_follows_its_tally_no_more(evening, house, telegram, ends):
    evening("2017-10-12T21:40")
    bind(telegram)
    there = opened(telegram)
    anna = Panel(telegram, ANNA)
    match ends:
        case "unbound":
            telegram.say(GROUP, BO, "/unbind")
            telegram.wait_for(lambda: len(said(telegram)) == 3)
        case "removed":
            telegram.blocked.add(GROUP)
            telegram.becomes(GROUP, "kicked")
            telegram.wait_for(lambda: LOST in telegram.chat(BO))
        case "another site's":
            telegram.say(GROUP, BO, "/bind B")
            telegram.wait_for(lambda: len(said(telegram)) == 3)
    anna.press("+5 kvinnor")
    anna.shows("Summa 5")
    press = telegram.press(there, "+1 man", by=EVA)
    telegram.wait_for(lambda: telegram.was_answered(press))
    flush(telegram)

    assert "Summa 0" in there.text
    assert telegram.toast(press)
    assert stored(house, "SELECT SUM(men) FROM tally_steps") == [(0,)]
    assert not telegram.refused
