"""The reports of 2017 with some dropped and some late: exactly the reminders, escalations and summaries that follow.

What is expected is worked out here from the arrival of each report and hand-written times.
"""

import csv
import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.demo import demonstration
from bot.inbox import Inbox
from bot.replay import EXAMPLE
from scheduler.news import Bulletin
from scheduler.remind import Reminders
from shelter.messages import Incoming
from shelter.people import Person, Role
from shelter.sites import Kind
from storage.database import open_database
from storage.house import Member, save_house
from storage.wishes import sql

ZONE = ZoneInfo("Europe/Stockholm")
DROPPED, LATE = 0.05, 0.10
MONTHS = ["", "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
STEPS = {
    Kind.NIGHT: [("reminder-1", 0, "22:30"), ("reminder-2", 1, "07:30"), ("deadline", 1, "10:00"),
                 ("colleague", 1, "10:00"), ("coordinator", 1, "11:00")],
    Kind.DAY: [("reminder-1", 0, "16:15"), ("reminder-2", 0, "18:00"), ("deadline", 1, "09:00"),
               ("colleague", 1, "09:00"), ("coordinator", 1, "10:00")],
}  # fmt: skip
LOOKS = [time(hour, minute) for hour in range(7, 23) for minute in (0, 15, 30, 45)]
"""Every quarter of an hour in which anything can become due."""


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def rows():
    with EXAMPLE.open(encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    return [row for row in csv.DictReader(lines) if row["kind"] != "intake" and row["message"]]


def arriving(sites):
    """The reports as they come, and for each site and date the moment; a late one names its date."""
    chance = random.Random(552 + 695)
    kept = rows()
    fates = ["dropped"] * round(DROPPED * len(kept)) + ["late"] * round(LATE * len(kept))
    fates += ["as it was"] * (len(kept) - len(fates))
    chance.shuffle(fates)
    by_name = {site.name: site for site in sites}
    messages, came = [], {}
    for row, fate in zip(kept, fates, strict=True):
        site, day = by_name[row["site"]], date.fromisoformat(row["date"])
        moment, text = (
            datetime.fromisoformat(row["sent_at"]).replace(tzinfo=ZONE).astimezone(UTC),
            row["message"].replace("\\n", "\n"),
        )
        if fate == "dropped":
            continue
        if fate == "late":
            late = at(day + timedelta(days=site.deadline.days), site.deadline.at)
            moment = late + timedelta(minutes=chance.randrange(5, 20 * 60))
            said = "stängt" if row["status"] == "closed" else f"k{row['women']} m{row['men']}"
            text = f"{day.day} {MONTHS[day.month]} {said}"
        messages.append((moment, site.short, text))
        came[site.short, day] = moment
    return sorted(messages), came, Counter(fates)


def members(sites):
    staff = []
    for site in sites:
        for role in ("först", "kollega"):
            name = f"{site.short} {role}"
            staff.append(Member(Person(0, name, Role.REPORTER, (site.short,)), (("phone", name),)))
    return [*staff, Member(Person(0, "Bo", Role.COORDINATOR), (("phone", "bo"),))]


def expected(sites, came):
    never = datetime.max.replace(tzinfo=UTC)
    found = {}
    for site in sites:
        for number in range(184):
            day = date(2017, 5, 1) + timedelta(days=number)
            if not site.is_scheduled(day):
                continue
            for kind, days, clock in STEPS[site.kind]:
                due = at(day + timedelta(days=days), time.fromisoformat(clock))
                if came.get((site.short, day), never) > due:
                    found[kind, site.short, day] = due
    return found


def nudges():
    rows = yield sql("SELECT kind, site, date, at, skipped FROM nudges WHERE date <= '2017-10-31'")
    return [(row["kind"], row["site"], row["date"], row["at"], row["skipped"]) for row in rows]


def messages_queued():
    rows = yield sql(
        "SELECT COUNT(*) AS n FROM outbox WHERE key LIKE 'nudge:%' AND key NOT LIKE 'nudge:summary%'"
    )
    return int(rows[0]["n"])


@pytest.fixture
async def database(tmp_path):
    opened = await open_database(f"sqlite:///{tmp_path / 'house.db'}")
    yield opened
    await opened.close()


@pytest.mark.slow
async def test_the_half_year_of_2017_with_gaps_brings_exactly_what_is_owed(database, capsys):
    shown = demonstration()
    sites = [site for site in shown.sites if site.kind is not Kind.INTAKE]
    await database.write(save_house, shown.zone, sites, members(sites))
    inbox = Inbox(database, "sv", lambda: None)
    remind, summarise = Reminders(database, "sv"), Bulletin(database, "sv", "summary")
    messages, came, fates = arriving(sites)
    waiting = iter([*messages, (datetime.max.replace(tzinfo=UTC), "", "")])
    moment, short, text = next(waiting)
    for number in range(185):
        for clock in LOOKS:
            now = at(date(2017, 5, 1) + timedelta(days=number), clock)
            while moment <= now:
                settled = await inbox.receive(
                    Incoming("phone", f"{moment}{short}{text}", f"{short} först", text, moment)
                )
                assert settled.kept, (text, settled.text)
                moment, short, text = next(waiting)
            await remind(now)
            await summarise(now)
    kept = await database.read(nudges)
    queued = await database.read(messages_queued)

    said = {
        (kind, site, day): moment for kind, site, day, moment, skipped in kept if site and skipped is None
    }
    to_who_had_reported = [
        key for key, moment in said.items() if came.get(key[1:], moment + timedelta(1)) <= moment
    ]
    summaries = [day for kind, _, day, _, skipped in kept if kind == "summary" and skipped is None]
    with capsys.disabled():
        print(f"\n{sum(fates.values())} reports: {fates['dropped']} dropped, {fates['late']} late")
        for kind, many in Counter(key[0] for key in said).most_common():
            print(f"  {kind}: {many} sent, {sum(key[0] == kind for key in expected(sites, came))} expected")
        print(
            f"  in {queued} messages, {len(to_who_had_reported)} to those who had reported, {len(summaries)} summaries"
        )
    assert sum(fates.values()) == 552 + 695
    assert said == expected(sites, came)
    assert to_who_had_reported == []
    assert sorted(summaries) == [date(2017, 5, 1) + timedelta(days=number) for number in range(184)]
