"""A reminder that still waits to be sent is taken back when the report comes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.house_file import read_house_file
from bot.inbox import Inbox
from scheduler.remind import Reminders
from shelter.messages import Incoming
from storage.house import save_house
from storage.wishes import sql

HOUSE = Path(__file__).parents[1] / "stories" / "house.toml"
REMINDED = datetime(2017, 10, 12, 20, 30, tzinfo=UTC)


def reminders_of(site):
    def wish():
        rows = yield sql(
            "SELECT outbox.state, outbox.fault FROM outbox JOIN nudges ON nudges.outbox = outbox.key "
            "WHERE nudges.site = :site AND nudges.date = :day",
            site=site,
            day=date(2017, 10, 12),
        )
        return [(row["state"], row["fault"]) for row in rows]

    return wish


async def test_a_reminder_that_waits_is_taken_back_when_the_report_comes(database):
    file = read_house_file(HOUSE, "Europe/Stockholm")
    await database.write(save_house, file.zone, file.sites, file.members)
    remind = Reminders(database, "sv")
    await remind(REMINDED)
    assert await database.read(reminders_of("B")) == [("queued", None)]

    inbox = Inbox(database, "sv", lambda: None)
    await inbox.receive(Incoming("phone", "1", "eva", "B k10 m21", REMINDED + timedelta(seconds=20)))
    await remind(REMINDED + timedelta(minutes=1))

    assert await database.read(reminders_of("B")) == [("expired", "reported")]
    assert await database.read(reminders_of("A")) == [("queued", None)]
