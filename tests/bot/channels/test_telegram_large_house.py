"""A house with more sites than Telegram puts buttons below a message: each is named by writing its short name."""

import pytest

from tests.bot.channels.conftest import BO, House
from tests.bot.channels.test_telegram_touch import Touch
from tests.house_files import NIGHT_A, QUIET, staff

SITES = 110


@pytest.fixture
def large_house(shelterbot, telegram):
    file = shelterbot.folder / "house.toml"
    sites = [
        NIGHT_A.replace('"Natthärbärge A"', f'"Natthärbärge {place}"').replace('"A"', f'"N{place}"') + QUIET
        for place in range(SITES)
    ]
    file.write_text("".join([*sites, staff("Bo", telegram=BO)]), encoding="utf-8")
    done = shelterbot("sites", "load", str(file))
    assert done.returncode == 0, done.stderr
    return House(shelterbot, telegram)


def test_a_coordinator_of_more_sites_than_buttons_writes_the_short_name(large_house, telegram):
    with large_house.running():
        touch = Touch(telegram, BO)
        assert touch.shown.text == "Vilken plats rapporterar du för? Skriv dess kortnamn, till exempel N0."
        assert touch.words == ["Avbryt"]
        assert telegram.answer_to(BO, "N105") == "Natthärbärge 105: vilken natt?"
        said = telegram.answer_to(BO, "/tally")
        assert said == "Vilket ställe räknar du på? Skriv räkna och dess kortnamn."
        assert telegram.answer_to(BO, "räkna N7").startswith("Natthärbärge 7, natten ")
