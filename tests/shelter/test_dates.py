from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from shelter.dates import deadline, is_correctable, local, opening, reporting_date
from shelter.schedule import late_from
from shelter.sites import DEADLINES, Capacity, Hours, Kind, Site

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def site(kind: Kind, opens: int, closes: int) -> Site:
    return Site(
        name=kind.value,
        short=kind.value,
        kind=kind,
        organisation="One",
        zone=STOCKHOLM,
        first=date(2017, 5, 1),
        hours=(Hours(time(opens), time(closes)),),
        capacities=(Capacity(date(2017, 5, 1), 45),),
        deadline=DEADLINES[kind],
    )


NIGHT, DAY, INTAKE = site(Kind.NIGHT, 19, 9), site(Kind.DAY, 9, 16), site(Kind.INTAKE, 12, 21)


def at(local_time: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(local_time).replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("held", "moment", "belongs_to"),
    [
        pytest.param(NIGHT, "2017-10-12T19:00", "2017-10-12", id="night: from opening"),
        pytest.param(NIGHT, "2017-10-12T23:59", "2017-10-12", id="night: before midnight"),
        pytest.param(NIGHT, "2017-10-13T00:00", "2017-10-12", id="night: from midnight"),
        pytest.param(NIGHT, "2017-10-13T11:59", "2017-10-12", id="night: before the cut-off"),
        pytest.param(NIGHT, "2017-10-13T12:00", None, id="night: at the cut-off, ask"),
        pytest.param(NIGHT, "2017-10-13T18:59", None, id="night: before opening, ask"),
        pytest.param(
            NIGHT, "2017-11-01T00:15", "2017-10-31", id="night: the month is decided by the evening"
        ),
        pytest.param(DAY, "2017-10-12T04:59", "2017-10-11", id="day: the small hours"),
        pytest.param(DAY, "2017-10-12T05:00", None, id="day: before opening, ask"),
        pytest.param(DAY, "2017-10-12T09:00", "2017-10-12", id="day: from opening"),
        pytest.param(DAY, "2017-10-12T23:59", "2017-10-12", id="day: the evening"),
        pytest.param(INTAKE, "2017-10-12T11:59", "2017-10-11", id="intake: the morning"),
        pytest.param(INTAKE, "2017-10-12T12:00", "2017-10-12", id="intake: from noon"),
        pytest.param(NIGHT, "2017-10-29T02:30", "2017-10-28", id="autumn: the hour that comes twice"),
        pytest.param(NIGHT, "2017-10-29T19:00", "2017-10-29", id="autumn: the evening after"),
        pytest.param(NIGHT, "2018-03-25T03:30", "2018-03-24", id="spring: after the hour that is not"),
        pytest.param(NIGHT, "2018-03-25T11:59", "2018-03-24", id="spring: before the cut-off"),
    ],
)
def test_a_moment_belongs_to_a_reporting_date(held, moment, belongs_to):
    expected = date.fromisoformat(belongs_to) if belongs_to else None

    assert reporting_date(held, at(moment)) == expected


@pytest.mark.parametrize("held", [NIGHT, DAY, INTAKE], ids=lambda held: held.kind.value)
@pytest.mark.parametrize(
    "first", ["2017-10-28", "2018-03-24", "2018-07-01"], ids=["autumn", "spring", "summer"]
)
def test_a_date_that_a_moment_belongs_to_can_be_reported(held, first):
    start = at(f"{first}T00:00")
    for quarter in range(4 * 72):
        moment = start + quarter * timedelta(minutes=15)
        day = reporting_date(held, moment)

        assert day is None or is_correctable(held, day, moment)
        assert day is None or held is INTAKE or opening(held, day) <= moment


def test_the_two_moments_of_an_hour_that_comes_twice_are_told_apart():
    twice = datetime(2017, 10, 29, 2, 30, tzinfo=STOCKHOLM)

    assert [local(NIGHT, twice.replace(fold=fold)).fold for fold in (0, 1)] == [0, 1]
    assert [local(NIGHT, at("2017-10-29T02:30", fold)).fold for fold in (0, 1)] == [0, 1]


@pytest.mark.parametrize("fold", [0, 1])
def test_both_hours_that_come_twice_are_the_same_night(fold):
    assert reporting_date(NIGHT, at("2017-10-29T02:30", fold)) == date(2017, 10, 28)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2017, 10, 27), 15, id="an ordinary night"),
        pytest.param(date(2017, 10, 28), 16, id="autumn: an hour more"),
        pytest.param(date(2018, 3, 24), 14, id="spring: an hour less"),
    ],
)
def test_from_opening_to_deadline_the_clock_change_is_counted(day, hours):
    lasted = deadline(NIGHT, day).astimezone(UTC) - opening(NIGHT, day).astimezone(UTC)

    assert lasted == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("held", "received", "on_time"),
    [
        pytest.param(NIGHT, "2017-10-13T10:00:59", True, id="night: within the minute"),
        pytest.param(NIGHT, "2017-10-13T10:01:00", False, id="night: after it"),
        pytest.param(DAY, "2017-10-12T23:59:59", True, id="day: within the minute"),
        pytest.param(DAY, "2017-10-13T00:00:00", False, id="day: the next date"),
        pytest.param(INTAKE, "2017-10-13T12:00:59", True, id="intake: within the minute"),
        pytest.param(INTAKE, "2017-10-13T12:01:00", False, id="intake: after it"),
    ],
)
def test_a_report_is_on_time_up_to_the_end_of_the_deadlines_minute(held, received, on_time):
    assert (at(received) < late_from(held, date(2017, 10, 12))) is on_time


@pytest.mark.parametrize(
    ("day", "correctable"),
    [
        pytest.param(date(2017, 10, 12), True, id="today"),
        pytest.param(date(2017, 10, 13), False, id="a date ahead"),
        pytest.param(date(2017, 9, 7), True, id="35 days back"),
        pytest.param(date(2017, 9, 6), False, id="36 days back"),
    ],
)
def test_staff_may_correct_35_days_back(day, correctable):
    assert is_correctable(NIGHT, day, at("2017-10-12T20:00")) is correctable


def test_nothing_can_be_reported_before_service():
    assert not is_correctable(NIGHT, date(2017, 4, 30), at("2017-05-02T20:00"))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        local(NIGHT, datetime(2017, 10, 12, 20))
