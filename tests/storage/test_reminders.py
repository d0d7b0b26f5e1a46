"""Settings of reminding: kept, changed one by one, and every change with who made it."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.house_file import read_house_file
from shelter.escalation import Escalation, Rule
from storage.escalation import Reminding, change_escalation, escalation, reminder_rules, setting_changes
from storage.house import save_house
from storage.reminders import keep_skipped

HOUSE = Path(__file__).parents[1] / "stories" / "house.toml"
NOW = datetime(2017, 10, 12, 12, 0, tzinfo=UTC)


async def load(database, changes=None, rules=None):
    file = read_house_file(HOUSE, "Europe/Stockholm")
    reminding = Reminding(changes or {}, rules or {}, NOW)
    await database.write(save_house, file.zone, file.sites, file.members, reminding)


async def test_an_empty_house_has_the_defaults_of_the_rules(database):
    assert await database.read(escalation) == Escalation()


async def test_a_house_file_changes_what_it_names_and_the_change_is_kept(database):
    await load(database, {"coordinator": None, "quiet_to": time(6, 30)})
    await load(database, {"quiet_to": time(6, 30)})

    assert await database.read(escalation) == Escalation(coordinator=None, quiet_to=time(6, 30))
    assert await database.read(setting_changes) == [
        ("escalation.coordinator", "60", None, None),
        ("escalation.quiet_to", "07:00", "06:30", None),
    ]


async def test_a_change_that_changes_nothing_is_none(database):
    assert await database.write(change_escalation, {"colleague": 0}, None, NOW) == 0


async def test_the_rules_of_a_site_are_those_of_the_file(database):
    rule = Rule(
        (time(21), timedelta(minutes=15)), time(9), frozenset({4, 5}), date(2017, 10, 1), date(2017, 12, 31)
    )
    await load(database, rules={"A": (rule, Rule((time(22),)))})
    assert await database.read(reminder_rules) == {"A": (rule, Rule((time(22),)))}

    await load(database)
    assert await database.read(reminder_rules) == {}


async def test_what_was_skipped_is_recorded_once(database):
    await load(database)
    key = ("deadline", "A", date(2017, 10, 12), 1)

    assert await database.write(keep_skipped, [key, key], "too late", NOW) == 1
    assert await database.write(keep_skipped, [key], "too late", NOW) == 0
