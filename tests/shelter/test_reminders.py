"""Who is owed a reminder or an escalation, and when: the rules alone, with no clock but the one in the table."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shelter.escalation import Escalation, Rule, Snooze, Staff, next_clock
from shelter.nudges import Key, closing
from shelter.people import Person, Role
from shelter.reminders import Watch, owed
from shelter.sites import DEADLINES, Hours, Kind, Site, Span

ZONE = ZoneInfo("Europe/Stockholm")
THURSDAY = date(2017, 10, 12)


def site(
    kind: Kind = Kind.NIGHT, short: str = "A", opens: str = "19:00", closes: str = "09:00", **more
) -> Site:
    hours = Hours(time.fromisoformat(opens), time.fromisoformat(closes))
    return Site(
        name=f"Site {short}", short=short, kind=kind, organisation="-", zone=ZONE, first=date(2017, 5, 1),
        hours=more.pop("hours", (hours,)), deadline=DEADLINES[kind], **more,
    )  # fmt: skip


NIGHT = site()
DAY = site(Kind.DAY, "D", "09:00", "16:00")
INTAKE = site(Kind.INTAKE, "I", "12:00", "20:00")
LATE_DAY = site(Kind.DAY, "D", "12:00", "21:50")


def person(number: int, role: Role = Role.REPORTER, *sites: str, **more) -> Staff:
    return Staff(Person(number, f"Person {number}", role, sites), **more)


ANNA, BEA, CARL = (person(number, Role.REPORTER, "A", "D", "I") for number in (1, 2, 3))
LEA = person(4, Role.SITE_LEAD, "A", "D", "I")
BO, BERIT = person(8, Role.COORDINATOR), person(9, Role.COORDINATOR)
EVERYBODY = (ANNA, BEA, CARL, LEA, BO, BERIT)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def asked(
    *sites: Site, at: str, staff=EVERYBODY, settings=None, come=(), rules=None
) -> dict[int, list[tuple[str, int, str]]]:
    """What each person is asked about: site, day of the month and step."""
    watch = Watch(sites, staff, settings or Escalation(), rules or {})
    found = owed(watch, local(at).astimezone(UTC), lambda short, day: (short, day) in come, set())
    return {
        ask.person: [(one.site, one.date.day, one.step.value) for one in ask.silences] for ask in found.asks
    }


def at_each_minute(*sites: Site, first: str, last: str, staff=EVERYBODY, come=(), **more) -> list[str]:
    """Everything that is said from `first` to `last`, each once, as `12 22:30 person 1: A reminder`."""
    watch = Watch(sites, staff, more.get("settings") or Escalation(), more.get("rules") or {})
    done: set[Key] = set()
    said = []
    now, end = local(first).astimezone(UTC), local(last).astimezone(UTC)
    while now <= end:
        found = owed(watch, now, lambda short, day: (short, day) in come, done)
        for ask in found.asks:
            done |= {nudge.key for nudge in ask.nudges}
            what = ", ".join(f"{one.site} {one.step}" for one in ask.silences)
            said.append(f"{now.astimezone(ZONE):%d %H:%M} person {ask.person}: {what}")
        done |= {nudge.key for nudge in found.skipped}
        now += timedelta(minutes=1)
    return said


def since_wednesday(*shorts: str) -> set[tuple[str, date]]:
    """Reports of the dates before Thursday."""
    return {(short, date(2017, 10, day)) for short in shorts for day in range(5, 12)}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            NIGHT,
            [
                "12 22:30 person 1: A reminder",
                "13 07:30 person 1: A reminder",
                "13 10:00 person 1: A deadline",
                "13 10:00 person 2: A colleague",
                "13 10:30 person 4: A site_lead",
                "13 11:00 person 8: A coordinator",
                "13 11:00 person 9: A coordinator",
            ],
        ),
        (
            DAY,
            [
                "12 16:15 person 1: D reminder",
                "12 18:00 person 1: D reminder",
                "13 09:00 person 1: D deadline",
                "13 09:00 person 2: D colleague",
                "13 09:30 person 4: D site_lead",
                "13 10:00 person 8: D coordinator",
                "13 10:00 person 9: D coordinator",
            ],
        ),
        (
            INTAKE,
            [
                "12 20:15 person 1: I reminder",
                "13 09:00 person 1: I reminder",
                "13 12:00 person 1: I deadline",
                "13 12:00 person 2: I colleague",
                "13 12:30 person 4: I site_lead",
                "13 13:00 person 8: I coordinator",
                "13 13:00 person 9: I coordinator",
            ],
        ),
    ],
    ids=["night shelter", "day centre", "intake"],
)
def test_a_silent_site_is_asked_about_step_by_step_each_once(kind, said):
    come = since_wednesday(kind.short)

    assert at_each_minute(kind, first="2017-10-12 08:00", last="2017-10-13 14:59", come=come) == said


def test_nobody_is_asked_about_what_has_come():
    come = since_wednesday("A") | {("A", THURSDAY)}

    assert at_each_minute(NIGHT, first="2017-10-12 15:00", last="2017-10-13 14:00", come=come) == []


@pytest.mark.parametrize(
    ("why", "quiet_site"),
    [
        ("closed by plan", replace(NIGHT, closed=(Span(THURSDAY, THURSDAY),))),
        ("no hours on that weekday", replace(NIGHT, hours=(Hours(time(19), time(9), frozenset({0, 1, 2})),))),
        ("out of season", replace(NIGHT, hours=(Hours(time(19), time(9), last=date(2017, 9, 30)),))),
        ("no longer in service", replace(NIGHT, last=date(2017, 10, 11))),
        ("practice", replace(NIGHT, practice=True)),
    ],
)
def test_nothing_is_owed_for(why, quiet_site):
    come = since_wednesday("A")

    assert at_each_minute(quiet_site, first="2017-10-12 15:00", last="2017-10-13 14:00", come=come) == []


def test_quiet_hours_hold_everything_but_what_goes_to_night_staff():
    late_night = replace(NIGHT, short="N")
    staff = (person(1, Role.REPORTER, "N"), person(2, Role.REPORTER, "D"))
    come = since_wednesday("N", "D")

    said = at_each_minute(
        late_night, LATE_DAY, first="2017-10-12 20:00", last="2017-10-13 08:00", staff=staff, come=come
    )

    assert said == [
        "12 22:30 person 1: N reminder",
        "13 07:00 person 2: D reminder",  # 22:05 and 23:50 are both quiet: one reminder in the morning
        "13 07:30 person 1: N reminder",
    ]


def test_one_message_is_for_all_that_a_person_is_owed():
    both = asked(NIGHT, replace(NIGHT, short="B"), at="2017-10-12 22:30", staff=(person(1, Role.REPORTER, "A", "B"),),
                 come=since_wednesday("A", "B"))  # fmt: skip

    assert both == {1: [("A", 12, "reminder"), ("B", 12, "reminder")]}


@pytest.mark.parametrize(("come", "in_a_row"), [([], True), ([("A", date(2017, 10, 11))], False)])
def test_a_site_that_is_silent_for_the_second_date_in_a_row_is_named_so(come, in_a_row):
    watch = Watch((NIGHT,), (ANNA,), Escalation())

    found = owed(watch, local("2017-10-12 22:30"), lambda short, day: (short, day) in come, set())

    (ask,) = found.asks
    assert [one.in_a_row for one in ask.silences if one.date == THURSDAY] == [in_a_row]


def test_the_date_before_is_the_one_that_was_scheduled_before():
    on_weekdays = replace(DAY, hours=(Hours(time(9), time(16), frozenset(range(5))),))
    watch = Watch((on_weekdays,), (ANNA,), Escalation())
    friday = {("D", date(2017, 10, 13))}

    on_monday = owed(watch, local("2017-10-16 16:15"), lambda short, day: (short, day) in friday, set())

    assert [one.in_a_row for one in on_monday.asks[0].silences] == [False]


def test_an_own_reminder_time_takes_the_place_of_the_first_reminder_also_in_quiet_hours():
    anna = replace(ANNA, own_time=time(23, 45))
    said = at_each_minute(
        LATE_DAY,
        NIGHT,
        first="2017-10-12 20:00",
        last="2017-10-13 08:00",
        staff=(anna,),
        come=since_wednesday("A", "D"),
    )

    assert said == [
        "12 23:45 person 1: D reminder, A reminder",
        "13 07:00 person 1: D reminder",
        "13 07:30 person 1: A reminder",
    ]


def test_a_colleague_with_an_own_time_is_reminded_then_as_well():
    bea = replace(BEA, own_time=time(21, 0))
    said = at_each_minute(
        NIGHT, first="2017-10-12 19:00", last="2017-10-12 23:00", staff=(ANNA, bea), come=since_wednesday("A")
    )

    assert said == ["12 21:00 person 2: A reminder", "12 22:30 person 1: A reminder"]


def test_an_own_time_after_the_deadline_changes_nothing():
    anna = replace(ANNA, own_time=time(11))
    said = at_each_minute(
        NIGHT, first="2017-10-12 19:00", last="2017-10-13 09:00", staff=(anna,), come=since_wednesday("A")
    )

    assert said == ["12 22:30 person 1: A reminder", "13 07:30 person 1: A reminder"]


def test_a_snooze_holds_what_falls_in_it_and_asks_again_at_its_end():
    snooze = Snooze(local("2017-10-12 22:31"), local("2017-10-12 23:15"))
    anna = replace(ANNA, snooze=snooze)
    said = at_each_minute(
        NIGHT, first="2017-10-12 19:00", last="2017-10-13 09:00", staff=(anna,), come=since_wednesday("A")
    )

    assert said == [
        "12 22:30 person 1: A reminder",
        "12 23:15 person 1: A reminder",
        "13 07:30 person 1: A reminder",
    ]


@pytest.mark.parametrize(
    ("said", "until", "asked_then"),
    [
        ("12 20:00", "12 21:00", True),
        ("12 18:30", "12 19:00", True),
        ("12 17:00", "12 18:59", False),
        ("13 09:00", "13 09:59", True),
    ],
    ids=["before any reminder", "until opening", "before there is anything to report", "just in time"],
)
@pytest.mark.parametrize("name", ["Anna", "Carl"])
def test_who_asks_to_be_reminded_is_reminded_then_also_where_nothing_else_was_due(
    said, until, asked_then, name
):
    snooze = Snooze(local(f"2017-10-{said}"), local(f"2017-10-{until}"))
    one = replace(ANNA if name == "Anna" else CARL, snooze=snooze)
    staff = [one if each.person == one.person else each for each in EVERYBODY]

    told = at_each_minute(
        NIGHT, first=f"2017-10-{until}", last=f"2017-10-{until}", staff=staff, come=since_wednesday("A")
    )

    mine = [line for line in told if f"person {one.person.id}" in line]
    assert mine == ([f"{until} person {one.person.id}: A reminder"] if asked_then else [])


def test_a_site_without_reminders_of_its_own_is_still_escalated_and_harms_no_other():
    rules = {"A": (Rule(()),)}

    assert asked(NIGHT, DAY, at="2017-10-13 10:01", rules=rules, come=since_wednesday("A", "D"))[1] == [
        ("A", 12, "deadline"), ("D", 12, "deadline"),
    ]  # fmt: skip


def test_a_snooze_of_somebody_who_does_not_report_there_asks_nothing_of_them():
    snooze = Snooze(local("2017-10-12 20:00"), local("2017-10-12 21:00"))

    assert (
        asked(
            NIGHT, at="2017-10-12 21:00", staff=[ANNA, replace(BO, snooze=snooze)], come=since_wednesday("A")
        )
        == {}
    )


def test_a_snooze_before_the_reminder_moves_it():
    anna = replace(ANNA, snooze=Snooze(local("2017-10-12 22:00"), local("2017-10-12 23:15")))
    said = at_each_minute(
        NIGHT, first="2017-10-12 19:00", last="2017-10-13 07:00", staff=(anna,), come=since_wednesday("A")
    )

    assert said == ["12 23:15 person 1: A reminder"]


def test_a_site_without_reporters_asks_its_lead_as_staff():
    said = at_each_minute(
        NIGHT, first="2017-10-12 19:00", last="2017-10-13 11:30", staff=(LEA, BO), come=since_wednesday("A")
    )

    assert said == [
        "12 22:30 person 4: A reminder",
        "13 07:30 person 4: A reminder",
        "13 10:00 person 4: A deadline",
        "13 11:00 person 8: A coordinator",
    ]


def test_a_step_that_the_house_has_turned_off_is_not_taken():
    settings = Escalation(colleague=None, site_lead=None, coordinator=5)
    said = at_each_minute(
        NIGHT, first="2017-10-13 09:00", last="2017-10-13 12:00", come=since_wednesday("A"), settings=settings
    )

    assert said == [
        "13 09:00 person 1: A reminder",  # what was missed at 07:30 is still of use
        "13 10:00 person 1: A deadline",
        "13 10:05 person 8: A coordinator",
        "13 10:05 person 9: A coordinator",
    ]


def test_a_site_may_have_its_own_times_on_some_weekdays_of_a_season():
    rules = {
        "A": (
            Rule((time(21),), weekdays=frozenset({4, 5}), first=date(2017, 10, 1)),
            Rule((time(23), timedelta(minutes=30)), escalate_at=time(13)),
        )
    }
    thursday = at_each_minute(NIGHT, first="2017-10-12 19:00", last="2017-10-13 14:00", staff=(ANNA,),
                              come=since_wednesday("A"), rules=rules)  # fmt: skip
    friday = at_each_minute(NIGHT, first="2017-10-13 19:00", last="2017-10-14 11:00", staff=(ANNA,),
                            come=since_wednesday("A") | {("A", THURSDAY)}, rules=rules)  # fmt: skip

    assert thursday == [
        "12 23:00 person 1: A reminder",
        "13 09:30 person 1: A reminder",
        "13 13:00 person 1: A deadline",
    ]
    assert friday == ["13 21:00 person 1: A reminder", "14 10:00 person 1: A deadline"]


@pytest.mark.parametrize(
    ("down_until", "said", "skipped"),
    [
        ("2017-10-12 22:30:01", ["reminder-1"], []),
        ("2017-10-12 22:40", ["reminder-1"], []),
        ("2017-10-13 01:30", ["reminder-1"], []),
        ("2017-10-13 08:00", ["reminder-2"], ["reminder-1"]),
        ("2017-10-13 10:45", ["deadline"], ["reminder-1", "reminder-2"]),
        ("2017-10-13 23:30", ["reminder-1"], ["reminder-1", "reminder-2", "deadline"]),
    ],
)
def test_after_being_down_what_is_still_of_use_is_said_and_the_rest_is_skipped(down_until, said, skipped):
    come = since_wednesday("A")
    watch = Watch((NIGHT,), (ANNA,), Escalation())

    found = owed(watch, local(down_until), lambda short, day: (short, day) in come, set())

    assert [nudge.kind for ask in found.asks for nudge in ask.nudges] == said
    assert [nudge.kind for nudge in found.skipped] == skipped
    assert len(found.asks) == 1


@pytest.mark.parametrize(
    ("night", "moments"),
    [
        (
            date(2017, 10, 28),
            ["2017-10-28T20:30", "2017-10-29T06:30", "2017-10-29T09:00"],
        ),  # 25 hours: then UTC+1
        (
            date(2018, 3, 24),
            ["2018-03-24T21:30", "2018-03-25T05:30", "2018-03-25T08:00"],
        ),  # 23 hours: then UTC+2
    ],
)
def test_reminders_keep_their_clock_time_on_the_nights_when_the_clocks_change(night, moments):
    watch = Watch((NIGHT,), (ANNA,), Escalation())

    assert [f"{nudge.due:%Y-%m-%dT%H:%M}" for nudge in watch.plan(NIGHT, night)] == moments


def test_a_clock_time_that_is_skipped_in_spring_comes_once_and_so_does_one_that_comes_twice_in_autumn():
    spring = next_clock(local("2018-03-24 20:00"), time(2, 30), ZONE)
    autumn = next_clock(local("2017-10-28 20:00"), time(2, 30), ZONE)

    assert spring == datetime(2018, 3, 25, 1, 30, tzinfo=UTC)
    assert autumn == datetime(2017, 10, 29, 0, 30, tzinfo=UTC)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_in_that_night():
    """Half past two comes first at 00:30 UTC; from 01:10 UTC on only its second coming lies ahead, and no day is lost."""
    settings = Escalation(quiet_to=time(2, 30))

    assert [
        settings.awake(datetime(2017, 10, 29, hour, minute, tzinfo=UTC), ZONE).astimezone(UTC)
        for hour, minute in ((0, 10), (0, 40), (1, 10), (1, 40))
    ] == [
        datetime(2017, 10, 29, hour, minute, tzinfo=UTC)
        for hour, minute in ((0, 30), (0, 40), (1, 30), (1, 40))
    ]


def test_a_night_closes_on_the_date_after_it_began():
    assert closing(NIGHT, THURSDAY) == datetime(2017, 10, 13, 7, tzinfo=UTC)
    assert closing(DAY, THURSDAY) == datetime(2017, 10, 12, 14, tzinfo=UTC)
