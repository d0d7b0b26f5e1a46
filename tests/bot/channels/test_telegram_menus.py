"""Menus of commands: by role and language, of groups, and at once for who joined or has another role."""

from tests.bot.channels.conftest import ANNA, BO, CIA, EVA, HOUSE
from tests.bot.channels.test_telegram import stored

PRIVATE = "all_private_chats"
REPORTER = [
    *("report", "tally", "undo", "missing", "tonight", "summary", "chart", "remind", "language", "help"),
]


def chat_menu(telegram, chat, language=""):
    return telegram.menus.get((str(chat), language))


def test_everybody_has_the_menu_of_their_role_in_their_language(house, telegram):
    with house.running():
        telegram.wait_for(lambda: chat_menu(telegram, BO, "sv") and chat_menu(telegram, EVA))

    assert telegram.menus[PRIVATE, "sv"] == telegram.menus[PRIVATE, ""] == REPORTER
    assert "bind" in chat_menu(telegram, BO, "sv")
    assert chat_menu(telegram, EVA) == REPORTER  # she has chosen English
    assert chat_menu(telegram, ANNA) is None  # she has chosen nothing: what everybody has, by her device
    told = next(p for p in telegram.commands if str(EVA) in p["scope"])
    assert "Report by touch" in told["commands"]


def test_who_joins_changes_language_or_role_or_leaves_has_the_right_menu_at_once(house, telegram):
    with house.running():
        telegram.wait_for(lambda: chat_menu(telegram, BO, "sv"))
        link = telegram.answer_to(BO, "invite Maja A").split()[-1]
        telegram.text(CIA, "/start " + link.partition("=")[2])
        telegram.wait_for(lambda: chat_menu(telegram, CIA) == REPORTER)
        telegram.text(ANNA, "engelska")
        telegram.wait_for(lambda: chat_menu(telegram, ANNA) == REPORTER)

        file = house.shell.folder / "house.toml"
        anna_leads = HOUSE.replace('name = "Anna"\nrole = "reporter"', 'name = "Anna"\nrole = "site_lead"')
        without_eva = (
            anna_leads[: anna_leads.index('[[people]]\nname = "Eva"')]
            + anna_leads[anna_leads.index('[[people]]\nname = "Dilan"') :]
        )
        file.write_text(without_eva, encoding="utf-8")
        done = house.shell("sites", "load", str(file))
        assert done.returncode == 0, done.stderr
        telegram.wait_for(lambda: "invite" in (chat_menu(telegram, ANNA) or []))
        telegram.wait_for(lambda: chat_menu(telegram, EVA) is None)


def test_a_bound_group_has_a_menu_of_its_own_until_it_is_unbound(house, telegram):
    with house.running():
        telegram.say(-500, BO, "/bind A")
        telegram.wait_for(lambda: chat_menu(telegram, -500) == ["report", "tally", "tonight", "undo"])
        telegram.say(-500, BO, "/unbind")
        telegram.wait_for(lambda: chat_menu(telegram, -500) is None)


def test_menus_that_are_as_they_should_be_are_not_registered_again_after_a_restart(house, telegram):
    with house.running():
        telegram.wait_for(lambda: chat_menu(telegram, BO, "sv") and chat_menu(telegram, EVA))
        telegram.wait_for(lambda: stored(house, "SELECT COUNT(*) FROM telegram_menus") == [(2,)])
    telegram.commands.clear()
    with house.running():
        telegram.wait_for(lambda: len(telegram.commands) == 3)
        telegram.answer_to(ANNA, "?")

    assert all(PRIVATE in one["scope"] for one in telegram.commands)


def test_a_menu_that_telegram_refuses_keeps_nothing_waiting(house, telegram):
    from collections import deque

    telegram.faults["setMyCommands"] = deque(["400"] * 20)
    with house.running():
        telegram.wait_for(lambda: stored(house, "SELECT COUNT(*) FROM telegram_menus") == [(2,)])
        assert telegram.answer_to(ANNA, "?")
