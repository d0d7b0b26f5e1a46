"""When the draft of a half-year is owed: after the last deadline of any report that it owes."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shelter.half_year import Handover, handover, last_deadline, readers_of
from shelter.people import Person, Role
from shelter.period import months
from shelter.sites import DEADLINES, Deadline, Hours, Kind, Site, Span

ZONE = ZoneInfo("Europe/Stockholm")
HALF_YEAR = months(2017, 5, 6)


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def site(kind=Kind.NIGHT, **more):
    return Site(
        name="A",
        short="A",
        kind=kind,
        organisation="-",
        zone=ZONE,
        first=date(2017, 5, 1),
        hours=(Hours(time(19), time(9)),),
        deadline=DEADLINES[kind],
        **more,
    )


NIGHT, DAY, INTAKE = site(), site(Kind.DAY), site(Kind.INTAKE)
DEADLINES_OF = {
    "a night shelter: the morning after": ([NIGHT], "2017-11-01 10:00"),
    "a day centre: the same night": ([DAY], "2017-10-31 23:59"),
    "an intake: noon of the day after": ([INTAKE], "2017-11-01 12:00"),
    "the latest of all sites": ([NIGHT, INTAKE, DAY], "2017-11-01 12:00"),
    "a deadline of its own": ([replace(NIGHT, deadline=Deadline(3, time(9)))], "2017-11-03 09:00"),
    "a site that ended in July": ([replace(NIGHT, last=date(2017, 7, 3))], "2017-07-04 10:00"),
    "closed by plan at the end": (
        [replace(NIGHT, closed=(Span(date(2017, 10, 20), date(2017, 12, 1)),))],
        "2017-10-20 10:00",
    ),
    "practice owes nothing": ([replace(INTAKE, practice=True), NIGHT], "2017-11-01 10:00"),
    "a site that began later": ([replace(NIGHT, first=date(2017, 11, 1))], None),
    "closed throughout": ([replace(NIGHT, closed=(Span(date(2017, 1, 1), date(2018, 1, 1)),))], None),
    "no site": ([], None),
}


@pytest.mark.parametrize(("sites", "expected"), DEADLINES_OF.values(), ids=DEADLINES_OF.keys())
def test_the_last_deadline_of_a_half_year(sites, expected):
    assert last_deadline(sites, HALF_YEAR) == (local(expected) if expected else None)


MOMENTS = {
    "the evening before": ("2017-10-31 23:59", None),
    "a second before noon": ("2017-11-01 11:59:59", None),
    "within the deadline's minute": ("2017-11-01 12:00:59", None),
    "after it": ("2017-11-01 12:01", "2017-05-01"),
    "a month later": ("2017-12-01 12:00", "2017-05-01"),
    "as long as the next one runs": ("2018-05-01 11:59", None),
    "then the next": ("2018-05-01 12:01", "2017-11-01"),
}


@pytest.mark.parametrize(("now", "first"), MOMENTS.values(), ids=MOMENTS.keys())
def test_the_half_year_that_ended_last_is_handed_over(now, first):
    found = handover([NIGHT, INTAKE], local(now), ZONE)

    assert (found.period.first.isoformat() if found else None) == first


def test_it_is_of_use_for_two_weeks_and_has_a_key_for_each_person_and_file():
    found = handover([INTAKE], local("2017-11-02 08:00"), ZONE)

    assert found == Handover(HALF_YEAR, local("2017-11-01 12:01"))
    assert found.until == found.due + timedelta(days=14)
    keys = found.keys(7) + found.keys(8)
    assert len(set(keys)) == 6
    assert keys[0] == ("half-year-docx", "", date(2017, 5, 1), 7)


def test_coordinators_alone_are_sent_it():
    people = [Person(number, role.value, role) for number, role in enumerate(Role)]

    assert [person.role for person in readers_of(people)] == [Role.COORDINATOR]
