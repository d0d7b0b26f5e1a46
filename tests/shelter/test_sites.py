"""When sites are open, with how many beds, and that their plans over a calendar say the same as they do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter.calendar import calendar_over
from shelter.dates import deadline
from shelter.period import Period
from shelter.schedule import begun_through, late_from, passed_through, plan_of
from shelter.sites import EVERY_DAY, Capacity, Deadline, Hours, Kind, Site, Span

STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = date(2017, 5, 1)  # a Monday
WEEKDAYS = frozenset(range(5))


def site(**parts: object) -> Site:
    given_parts: dict[str, object] = {
        "name": "Natthärbärge A",
        "short": "A",
        "kind": Kind.NIGHT,
        "organisation": "One",
        "zone": STOCKHOLM,
        "first": START,
        "hours": (Hours(time(19), time(9)),),
        "capacities": (Capacity(START, 45, 10),),
    }
    return Site(**(given_parts | parts))  # type: ignore[arg-type]


WEEKDAY_SITE = site(hours=(Hours(time(9), time(16), WEEKDAYS),))
SUMMER_SITE = site(hours=(Hours(time(9), time(16), EVERY_DAY, date(2017, 6, 1), date(2017, 8, 31)),))
ENDED_SITE = site(last=date(2017, 5, 31))
CLOSED_SITE = site(closed=(Span(date(2017, 7, 10), date(2017, 7, 30)),))


@pytest.mark.parametrize(
    ("held", "day", "scheduled"),
    [
        pytest.param(WEEKDAY_SITE, date(2017, 5, 5), True, id="Friday"),
        pytest.param(WEEKDAY_SITE, date(2017, 5, 6), False, id="Saturday"),
        pytest.param(SUMMER_SITE, date(2017, 5, 31), False, id="before the season"),
        pytest.param(SUMMER_SITE, date(2017, 6, 1), True, id="first day of the season"),
        pytest.param(SUMMER_SITE, date(2017, 8, 31), True, id="last day of the season"),
        pytest.param(SUMMER_SITE, date(2017, 9, 1), False, id="after the season"),
        pytest.param(ENDED_SITE, date(2017, 4, 30), False, id="before service"),
        pytest.param(ENDED_SITE, date(2017, 5, 1), True, id="first day in service"),
        pytest.param(ENDED_SITE, date(2017, 5, 31), True, id="last day in service"),
        pytest.param(ENDED_SITE, date(2017, 6, 1), False, id="after service"),
        pytest.param(CLOSED_SITE, date(2017, 7, 9), True, id="before the closed weeks"),
        pytest.param(CLOSED_SITE, date(2017, 7, 10), False, id="first closed day"),
        pytest.param(CLOSED_SITE, date(2017, 7, 30), False, id="last closed day"),
        pytest.param(CLOSED_SITE, date(2017, 7, 31), True, id="after the closed weeks"),
    ],
)
def test_a_report_is_planned_for_days_in_service_with_hours_and_not_closed(held, day, scheduled):
    assert held.is_scheduled(day) is scheduled


@pytest.mark.parametrize(
    ("day", "beds"),
    [
        pytest.param(date(2017, 4, 30), None, id="before service"),
        pytest.param(date(2017, 5, 1), None, id="in service, no capacity yet"),
        pytest.param(date(2017, 5, 2), 45, id="the first capacity begins"),
        pytest.param(date(2017, 9, 14), 45, id="the last day of the first"),
        pytest.param(date(2017, 9, 15), 40, id="the second begins"),
        pytest.param(date(2017, 12, 31), 40, id="it holds to the end of service"),
        pytest.param(date(2018, 1, 1), None, id="after service"),
    ],
)
def test_a_capacity_holds_until_the_next_one_begins(day, beds):
    held = site(
        last=date(2017, 12, 31), capacities=(Capacity(date(2017, 9, 15), 40), Capacity(date(2017, 5, 2), 45))
    )
    capacity = held.capacity_on(day)

    assert (capacity.beds if capacity else None) == beds


DATES = st.dates(date(2017, 4, 1), date(2017, 12, 31))
MAYBE = st.none() | DATES
SITES = st.builds(
    site,
    first=DATES,
    last=st.none() | st.dates(date(2017, 8, 1), date(2018, 2, 1)),
    hours=st.lists(
        st.builds(Hours, st.just(time(9)), st.just(time(16)), st.frozensets(st.integers(0, 6)), MAYBE, MAYBE),
        min_size=1,
        max_size=3,
    ).map(tuple),
    closed=st.lists(st.builds(Span, DATES, DATES), max_size=3).map(tuple),
    capacities=st.lists(
        st.builds(Capacity, DATES, st.integers(0, 50)), max_size=3, unique_by=lambda capacity: capacity.first
    ).map(tuple),
)
PERIODS = st.builds(
    lambda first, days: Period(first, first + timedelta(days=days)), DATES, st.integers(0, 250)
)


@given(SITES, PERIODS)
def test_a_plan_says_of_every_date_what_the_site_says(held, period):
    calendar = calendar_over(period)
    plan, inside = plan_of(held, calendar), calendar.between(period.first, period.last)

    def those(bits: int) -> list[date]:
        return list(calendar.dates(bits & inside & calendar.on(EVERY_DAY)))

    assert those(plan.service) == [day for day in period if held.in_service_on(day)]
    assert those(plan.hours) == [day for day in period if held.hours_on(day) is not None]
    assert those(plan.scheduled) == [day for day in period if held.is_scheduled(day)]
    for beds, valid in plan.beds:
        assert {held.capacity_on(day).beds for day in those(valid)} <= {beds}
    with_beds = [day for _, valid in plan.beds for day in those(valid)]
    assert sorted(with_beds) == [day for day in period if held.capacity_on(day) is not None]


MOMENTS = st.datetimes(datetime(2017, 3, 1), datetime(2018, 4, 1), timezones=st.just(UTC))
DEADLINES_SEEN = st.builds(
    Deadline, st.integers(0, 2), st.sampled_from([time(10), time(2, 30), time(23, 59)])
)


@given(DEADLINES_SEEN, PERIODS, MOMENTS)
def test_a_deadline_has_passed_when_a_report_would_be_late(kept, period, now):
    held = site(deadline=kept)
    passed = passed_through(held, period, now)

    for day in period:
        assert (day <= passed) == (now >= late_from(held, day))
    if kept.at != time(2, 30):  # that minute comes twice, or not at all, when the clocks change
        minute = timedelta(minutes=1)
        assert all((now < deadline(held, day) + minute) == (day > passed) for day in period)


@pytest.mark.parametrize(
    ("now", "begun"),
    [
        ("2017-05-09T18:59", date(2017, 5, 8)),
        ("2017-05-09T19:00", date(2017, 5, 9)),
        ("2017-05-10T02:00", date(2017, 5, 9)),
        ("2017-06-01T12:00", date(2017, 5, 14)),
    ],
)
def test_a_night_begins_to_be_served_when_the_shelter_opens(now, begun):
    moment = datetime.fromisoformat(now).replace(tzinfo=STOCKHOLM)

    assert begun_through(site(), Period(date(2017, 5, 8), date(2017, 5, 14)), moment) == begun
