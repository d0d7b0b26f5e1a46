"""Who is heard in a group: every role, site and kind of saying, nothing by default (P9)."""

from datetime import UTC, datetime

import pytest

from bot.commands import command_of
from bot.commands.group import Heard, heard, link, short_in
from shelter.messages import Incoming
from shelter.people import Person, Role

SITE, ALONE, REFUSED, IGNORED = Heard.FOR_THE_SITE, Heard.ALONE, Heard.REFUSED, Heard.IGNORED
SAYINGS = (
    "K9 M19",
    "/report K9 M19",
    "/tonight",
    "/undo",
    "/missing",
    "/help",
    "/invite Maja A",
    "/bind B",
    "/unbind",
    "press",
)
BOUND = {
    #                 text, report, tonight, undo, missing, help, invite, bind, unbind, press
    "own reporter": (SITE, SITE, SITE, SITE, SITE, ALONE, ALONE, IGNORED, IGNORED, SITE),
    "own site lead": (SITE, SITE, SITE, SITE, SITE, ALONE, ALONE, IGNORED, IGNORED, SITE),
    "other reporter": (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, ALONE, ALONE, IGNORED, IGNORED, REFUSED),
    "viewer": (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, ALONE, ALONE, IGNORED, IGNORED, REFUSED),
    "coordinator": (SITE, SITE, SITE, SITE, SITE, ALONE, ALONE, SITE, SITE, SITE),
}
PEOPLE = {
    "own reporter": Person(1, "Anna", Role.REPORTER, ("A",)),
    "own site lead": Person(2, "Liv", Role.SITE_LEAD, ("A", "B")),
    "other reporter": Person(3, "Dilan", Role.REPORTER, ("B",)),
    "viewer": Person(4, "Vera", Role.VIEWER),
    "coordinator": Person(5, "Bo", Role.COORDINATOR),
}
CELLS = [(who, saying, BOUND[who][place]) for who in PEOPLE for place, saying in enumerate(SAYINGS)]


def taken(who: str, saying: str, site: str | None) -> Heard:
    press = "x.y" if saying == "press" else None
    incoming = Incoming(
        "telegram", "1", "101", saying, datetime(2017, 10, 12, tzinfo=UTC), press=press, group="-5"
    )
    command, _ = command_of("" if press else saying)
    assert command is not None
    return heard(PEOPLE[who], site, command.deed, incoming, in_group=command.in_group)


@pytest.mark.parametrize(("who", "saying", "expected"), CELLS)
def test_in_a_bound_group_each_is_heard_as_the_table_says(who: str, saying: str, expected: Heard) -> None:
    assert taken(who, saying, "A") is expected


@pytest.mark.parametrize(("who", "saying", "expected"), CELLS)
def test_in_any_other_group_only_the_coordinator_is_heard_who_binds_it(
    who: str, saying: str, expected: Heard
) -> None:
    binds = who == "coordinator" and saying in ("/bind B", "/unbind")
    assert taken(who, saying, None) is (SITE if binds else IGNORED)


@pytest.mark.parametrize("short", ["A", "SÖDERMAL", "D-1"])
def test_a_link_brings_the_site_back_within_what_telegram_passes_on(short: str) -> None:
    payload = link("bot", short).partition("startgroup=")[2]

    assert short_in(payload) == short
    assert len(payload) <= 64
    assert payload.isalnum()


@pytest.mark.parametrize("payload", ["", "zz", "f", "ff", "A" * 65, "K9 M19"])
def test_any_other_payload_names_no_site(payload: str) -> None:
    assert short_in(payload) is None
