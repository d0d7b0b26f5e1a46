"""A simulated year, minute by minute: exactly the right messages, whatever comes and whenever it restarts.

What is expected is worked out by hand-written times below, not by the rules under test.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shelter.escalation import Escalation, Staff
from shelter.people import Person, Role
from shelter.reminders import Watch, owed
from shelter.sites import DEADLINES, Hours, Kind, Site, Span

ZONE = ZoneInfo("Europe/Stockholm")
FIRST, LAST = date(2017, 5, 1), date(2018, 4, 30)
MINUTE = timedelta(minutes=1)


def site(
    kind: Kind, short: str, opens: int, closes: int, days: range = range(7), closed: tuple[Span, ...] = ()
) -> Site:
    hours = Hours(time(opens), time(closes), frozenset(days))
    return Site(short, short, kind, "-", ZONE, FIRST, (hours,), closed=closed, deadline=DEADLINES[kind])


SITES = (
    site(Kind.NIGHT, "A", 19, 9),
    site(Kind.NIGHT, "B", 19, 9, closed=(Span(date(2017, 12, 24), date(2017, 12, 26)),)),
    site(Kind.DAY, "D", 9, 16, range(5)),
    site(Kind.DAY, "E", 14, 21),
    site(Kind.INTAKE, "I", 12, 20),
)
STAFF = (
    Staff(Person(1, "Anna", Role.REPORTER, ("A", "B"))),
    Staff(Person(2, "Bea", Role.REPORTER, ("A", "D"))),
    Staff(Person(3, "Dilan", Role.REPORTER, ("D", "E"))),
    Staff(Person(4, "Lea", Role.SITE_LEAD, ("A", "E", "I"))),
    Staff(Person(5, "Bo", Role.COORDINATOR)),
)

# Kind, days after the reporting date, local time, who: the defaults of the design for each site of this house.
NIGHT_A = [
    ("reminder-1", 0, "22:30", 1), ("reminder-2", 1, "07:30", 1), ("deadline", 1, "10:00", 1),
    ("colleague", 1, "10:00", 2), ("site_lead", 1, "10:30", 4), ("coordinator", 1, "11:00", 5),
]  # fmt: skip
EXPECTED = {
    "A": NIGHT_A,
    "B": [step for step in NIGHT_A if step[0] not in ("colleague", "site_lead")],
    "D": [
        ("reminder-1", 0, "16:15", 2), ("reminder-2", 0, "18:00", 2), ("deadline", 1, "09:00", 2),
        ("colleague", 1, "09:00", 3), ("coordinator", 1, "10:00", 5),
    ],
    "E": [
        # Two hours after 21:00 is quiet: it waits until 07:00.
        ("reminder-1", 0, "21:15", 3), ("reminder-2", 1, "07:00", 3), ("deadline", 1, "09:00", 3),
        ("site_lead", 1, "09:30", 4), ("coordinator", 1, "10:00", 5),
    ],
    "I": [
        ("reminder-1", 0, "20:15", 4), ("reminder-2", 1, "09:00", 4), ("deadline", 1, "12:00", 4),
        ("coordinator", 1, "13:00", 5),
    ],
}  # fmt: skip


def moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)


def arrivals() -> dict[tuple[str, date], datetime]:
    """When each report comes: mostly before anything is due, sometimes in the middle of it, sometimes never."""
    chance = random.Random(2017)
    found = {}
    for one in SITES:
        for number in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            opens = datetime.combine(day, one.hours[0].opens, ZONE).astimezone(UTC)
            luck = chance.random()
            if luck < 0.6:
                found[one.short, day] = opens + timedelta(minutes=chance.randrange(60))
            elif luck < 0.85:
                found[one.short, day] = opens + timedelta(minutes=chance.randrange(60, 20 * 60))
    return found


def expected(
    come: dict[tuple[str, date], datetime], last: date = LAST
) -> dict[tuple[str, str, date, int], datetime]:
    """Each message that must be sent: its key, and the minute."""
    found = {}
    for one in SITES:
        for number in range((last - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            if day.weekday() not in one.hours[0].weekdays or any(day in span for span in one.closed):
                continue
            for kind, days, clock, person in EXPECTED[one.short]:
                due = moment(day + timedelta(days=days), clock)
                if (one.short, day) not in come or come[one.short, day] > due:
                    found[kind, one.short, day, person] = due
    return found


def is_restart_night(now: datetime) -> bool:
    here = now.astimezone(ZONE)
    return here.date() in (date(2017, 10, 29), date(2018, 3, 25)) and here.hour < 6


@pytest.mark.slow
def test_a_year_minute_by_minute_says_exactly_what_is_right_when_it_is_right(capsys):
    come = arrivals()
    watch = Watch(SITES, STAFF, Escalation())
    said: dict[tuple[str, str, date, int], datetime] = {}
    messages = restarts = minutes = 0
    now, end = moment(FIRST, "00:00"), moment(LAST + timedelta(days=1), "23:59")
    never = datetime.max.replace(tzinfo=UTC)
    while now <= end:
        if is_restart_night(now):
            watch = Watch(SITES, STAFF, Escalation())
            restarts += 1
        found = owed(
            watch, now, lambda short, day, now=now: come.get((short, day), never) <= now, said.keys()
        )
        assert not found.skipped
        assert len({ask.person for ask in found.asks}) == len(found.asks)
        for ask in found.asks:
            messages += 1
            for nudge in ask.nudges:
                assert nudge.key not in said
                said[nudge.key] = now
        if now.minute == 0:
            watch.forget_before(now.date() - timedelta(days=7))
        now += MINUTE
        minutes += 1

    last = now.astimezone(ZONE).date()
    right = {key: due for key, due in expected(come, last).items() if due < now}
    with capsys.disabled():
        print(f"\n{minutes} minutes, {restarts} restarts: {len(said)} nudges in {messages} messages")
    assert restarts == 7 * 60 + 5 * 60
    assert said == right
