"""The nightly summary, the digest and when they are due: the rules alone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shelter.escalation import Escalation, Staff
from shelter.figures import Count
from shelter.nightly import Digest, compared_dates, news, summary_of, unusual_in
from shelter.people import Person, Role
from shelter.period import Period
from shelter.sites import DEADLINES, Capacity, Hours, Kind, Site
from shelter.sums import People, Report

ZONE = ZoneInfo("Europe/Stockholm")
THURSDAY = date(2017, 10, 12)
NOON = datetime(2017, 10, 13, 10, 0, tzinfo=UTC)
BO = Staff(Person(1, "Bo", Role.COORDINATOR))


def site(short: str, kind: Kind = Kind.NIGHT, beds: int = 30, *, practice: bool = False) -> Site:
    return Site(
        name=short, short=short, kind=kind, organisation="-", zone=ZONE, first=date(2017, 5, 1),
        hours=(Hours(time(19), time(9)),), capacities=(Capacity(date(2017, 5, 1), beds),),
        deadline=DEADLINES[kind], practice=practice,
    )  # fmt: skip


def report(short: str, day: date, women: int = 0, men: int = 0, *, closed: bool = False) -> Report:
    count = None if closed else Count(women, men)
    return Report(short, day, closed, count, None, datetime(2017, 10, 13, 6, tzinfo=UTC), 1)


def by_key(*reports: Report) -> dict[tuple[str, date], Report]:
    return {(one.site, one.date): one for one in reports}


def test_a_summary_adds_what_was_told_and_names_what_was_not():
    sites = (site("A", beds=45), site("B", beds=40), site("C"), site("N", practice=True), site("D", Kind.DAY))
    told = summary_of(
        sites,
        by_key(report("A", THURSDAY, 9, 19), report("B", THURSDAY, 10, 35), report("N", THURSDAY, 90, 90)),
        THURSDAY,
        (),
        NOON,
    )

    assert told.people == People(19, 54)
    assert (told.beds, told.free) == (85, 17)
    assert [(one.site.short, one.over) for one in told.overbooked] == [("B", 5)]
    assert [one.site.short for one in told.missing] == ["C", "D"]


def test_a_closed_night_is_neither_missing_nor_free():
    told = summary_of((site("A"),), by_key(report("A", THURSDAY, closed=True)), THURSDAY, (), NOON)

    assert (told.missing, told.free, told.beds) == ((), 0, 0)


def test_changes_are_over_the_shelters_that_told_both_and_half_a_guest_goes_up():
    days = compared_dates(THURSDAY)
    assert days == (THURSDAY, date(2017, 10, 11), *(date(2017, 10, 5) - timedelta(weeks=n) for n in range(4)))

    told = summary_of(
        (site("A"), site("B")),
        by_key(
            report("A", THURSDAY, 10, 20),
            report("B", THURSDAY, 5, 5),
            report("A", days[1], 10, 17),
            report("A", days[2], 10, 19),
            report("A", days[3], 10, 18),
        ),
        THURSDAY,
        (),
        NOON,
    )

    assert told.since_yesterday == 3  # B told nothing yesterday, so it is in neither
    assert told.since_weekday == 2  # 30 against the mean of 29 and 28


def test_without_anything_to_compare_with_there_is_no_change():
    told = summary_of((site("A"),), by_key(report("A", THURSDAY, 10, 20)), THURSDAY, (), NOON)

    assert (told.since_yesterday, told.since_weekday) == (None, None)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2017-10-13 10:29", []),
        ("2017-10-13 10:30", [THURSDAY]),
        ("2017-10-29 10:30", [date(2017, 10, 28)]),  # the clocks went back in the night
        ("2018-03-25 10:30", [date(2018, 3, 24)]),  # and forward
    ],
)
def test_the_summary_is_due_at_its_clock_time_also_after_the_clocks_have_changed(now, due):
    moment = datetime.fromisoformat(now).replace(tzinfo=ZONE)
    found = news([BO], Escalation(), ZONE, moment.astimezone(UTC))

    assert [one.date for one in found if one.kind == "summary" and one.until > moment] == due


def test_after_a_day_down_the_older_summary_is_of_no_use():
    moment = datetime(2017, 10, 14, 12, 30, tzinfo=ZONE)
    useful = {
        one.date: one.until > moment
        for one in news([BO], Escalation(), ZONE, moment)
        if one.kind == "summary"
    }

    assert useful == {date(2017, 10, 11): False, THURSDAY: False, date(2017, 10, 13): True}


def test_only_who_asks_gets_the_free_beds_and_a_viewer_never():
    evening = datetime(2017, 10, 12, 21, 0, tzinfo=ZONE)
    staff = [
        Staff(Person(2, "Anna", Role.REPORTER, ("A",)), free_beds_at=time(21)),
        Staff(Person(3, "Bea", Role.REPORTER, ("A",))),
        Staff(Person(4, "Vera", Role.VIEWER), free_beds_at=time(21)),
    ]

    assert [one.person for one in news(staff, Escalation(), ZONE, evening) if one.until > evening] == [2]


@pytest.mark.parametrize(("total", "strange"), [(10, False), (9, True), (90, False), (91, True)])
def test_a_figure_far_from_the_usual_is_named(total, strange):
    week = Period(date(2017, 10, 9), date(2017, 10, 15))
    before = [report("D", date(2017, 9, day), 0, 30) for day in range(1, 11)]

    found = unusual_in(week, (site("D", Kind.DAY),), [*before, report("D", THURSDAY, 0, total)])

    assert bool(found) is strange


def test_a_night_far_above_its_beds_is_named_and_practice_never():
    week = Period(date(2017, 10, 9), date(2017, 10, 15))
    reports = [report("A", THURSDAY, 0, 37), report("N", THURSDAY, 0, 90), report("B", THURSDAY, 0, 36)]

    found = unusual_in(week, (site("A"), site("B"), site("N", practice=True)), reports)

    assert [(one.site.short, one.total, one.beside) for one in found] == [("A", 37, 30)]


def test_a_site_with_two_missing_reports_needs_a_hand():
    week = Period(date(2017, 10, 9), date(2017, 10, 15))
    one, two = site("A"), site("B")

    told = Digest(week, 14, 11, ((one, (THURSDAY,)), (two, (THURSDAY, date(2017, 10, 13)))), ())

    assert told.need_help == (two,)


def test_what_has_not_come_is_awaited_until_its_deadline_and_then_missing():
    sites = (site("A"), site("I", Kind.INTAKE))

    at_ten, after_ten, after_noon = (
        summary_of(
            sites, {}, THURSDAY, (), datetime.fromisoformat(f"2017-10-13 {clock}").replace(tzinfo=ZONE)
        )
        for clock in ("10:00", "10:01", "12:01")
    )

    assert [one.site.short for one in at_ten.awaited] == ["A", "I"]
    assert [[one.site.short for one in told.missing] for told in (at_ten, after_ten, after_noon)] == [
        [],
        ["A"],
        ["A", "I"],
    ]
