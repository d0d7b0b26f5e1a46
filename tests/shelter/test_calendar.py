"""Sets of dates as numbers say of every date what the dates themselves say."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shelter.calendar import Calendar, Dates, calendar_over
from shelter.period import Period
from shelter.sites import EVERY_DAY

CALENDAR = Calendar(2015, 2017)
EVERY = [date(2015, 1, 1) + timedelta(days=number) for number in range(365 + 366 + 365)]
DATES = st.dates(date(2014, 1, 1), date(2018, 12, 31))  # also outside the calendar
WEEKDAYS = st.frozensets(st.integers(0, 6))


@given(st.none() | DATES, st.none() | DATES, WEEKDAYS)
def test_bounds_and_weekdays_choose_the_dates_they_name(first, last, weekdays):
    bits = CALENDAR.between(first, last) & CALENDAR.on(weekdays)

    chosen = [day for day in EVERY if day.weekday() in weekdays and (first or day) <= day <= (last or day)]
    assert list(CALENDAR.dates(bits)) == chosen
    assert len(Dates(CALENDAR, bits)) == len(chosen)


def test_each_date_has_a_bit_of_its_own_in_order():
    assert list(CALENDAR.dates(CALENDAR.on(EVERY_DAY))) == EVERY
    assert [list(CALENDAR.dates(1 << CALENDAR.place(day))) for day in EVERY] == [[day] for day in EVERY]


def test_the_same_dates_are_equal_whatever_calendar_they_stand_in():
    wide = calendar_over(
        Period(date(2013, 5, 1), date(2013, 5, 2)), Period(date(2017, 1, 1), date(2017, 1, 2))
    )
    day = date(2017, 3, 3)

    assert (wide.first_year, wide.last_year) == (2013, 2017)
    assert Dates(wide, 1 << wide.place(day)) == Dates(CALENDAR, 1 << CALENDAR.place(day))
    assert Dates(wide, 1 << wide.place(day)) != Dates(CALENDAR, 1 << CALENDAR.place(date(2017, 3, 4)))


def test_the_last_year_there_is_has_dates_too():
    last = calendar_over(Period(date(9999, 12, 1), date.max))

    assert list(last.dates(last.between(date(9999, 12, 30), None) & last.on(EVERY_DAY))) == [
        date(9999, 12, 30),
        date(9999, 12, 31),
    ]
