import time
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shelter.periods import (
    Fault,
    NameKind,
    Period,
    UnknownPeriod,
    parse_period,
    period_before,
    period_name,
    same_period_last_year,
)

TODAY = date(2017, 11, 2)  # a Thursday
HALF = "2017-05-01 2017-10-31"


def period(dates: str) -> Period:
    first, *last = dates.split()
    return Period(date.fromisoformat(first), date.fromisoformat(last[0] if last else first))


FORMS = [
    ("2017-05-01..2017-10-31", HALF),
    ("2017-05-01 .. 2017-10-31", HALF),
    ("2017-05-01…2017-10-31", HALF),
    ("2017-05-01 - 2017-10-31", HALF),
    ("2017-05-01–2017-10-31", HALF),
    ("2017-05-01--2017-10-31", HALF),
    ("2017-05-01-2017-10-31", HALF),
    ("2017-05-01/2017-10-31", HALF),
    ("20170501-20171031", HALF),
    ("1/5-31/10 2017", HALF),
    ("1/5 2017 - 31/10 2017", HALF),
    ("1 maj - 31 okt 2017", HALF),
    ("från 1 maj till 31 oktober 2017", HALF),
    ("May 1 - Oct 31, 2017", HALF),
    ("from May 1st to October 31st 2017", HALF),
    ("2017-05..2017-10", HALF),
    ("maj-okt 2017", HALF),
    ("Maj - Oktober 2017", HALF),
    ("maj t.o.m. okt 2017", HALF),
    ("may to october 2017", HALF),
    ("perioden maj-okt 2017", HALF),
    ("maj-okt", HALF),
    ("maj 2017-okt", HALF),
    ("2017 maj-okt", HALF),
    ("2017-05-01", "2017-05-01"),
    ("1/5-2017", "2017-05-01"),
    ("den 1 maj", "2017-05-01"),
    ("May 1, 2017", "2017-05-01"),
    ("1.5.2017", "2017-05-01"),
    ("29 feb", "2016-02-29"),
    ("29 febr 2016", "2016-02-29"),
    ("12/11", "2016-11-12"),
    ("torsdag", "2017-11-02"),
    ("i torsdags", "2017-10-26"),
    ("i tisdags", "2017-10-31"),
    ("förra tisdagen", "2017-10-31"),
    ("last Friday", "2017-10-27"),
    ("tisdag kväll", "2017-10-31"),
    ("tisdag-torsdag", "2017-10-31 2017-11-02"),
    ("helgen", "2017-10-28 2017-10-29"),
    ("i helgen", "2017-10-28 2017-10-29"),
    ("last weekend", "2017-10-28 2017-10-29"),
    ("sommaren", "2017-06-01 2017-08-31"),
    ("summer 2016", "2016-06-01 2016-08-31"),
    ("i höstas", "2017-09-01 2017-11-30"),
    ("våren 2017", "2017-03-01 2017-05-31"),
    ("vintern 2016", "2016-12-01 2017-02-28"),
    ("hittills i år", "2017-01-01 2017-12-31"),
    ("1-15 maj 2017", "2017-05-01 2017-05-15"),
    ("May 1-15, 2017", "2017-05-01 2017-05-15"),
    ("mellan 1 maj och 15 juni 2017", "2017-05-01 2017-06-15"),
    ("2017-05", "2017-05-01 2017-05-31"),
    ("maj 2017", "2017-05-01 2017-05-31"),
    ("i maj", "2017-05-01 2017-05-31"),
    ("okt. 2017", "2017-10-01 2017-10-31"),
    ("5/2017", "2017-05-01 2017-05-31"),
    ("oktober", "2017-10-01 2017-10-31"),
    ("november", "2017-11-01 2017-11-30"),
    ("december", "2016-12-01 2016-12-31"),
    ("nov-apr 2017/18", "2017-11-01 2018-04-30"),
    ("nov-apr 2017/2018", "2017-11-01 2018-04-30"),
    ("nov-apr 2018", "2017-11-01 2018-04-30"),
    ("nov 2017-apr 2018", "2017-11-01 2018-04-30"),
    ("nov-apr", "2017-11-01 2018-04-30"),
    ("2017", "2017-01-01 2017-12-31"),
    ("2015-2017", "2015-01-01 2017-12-31"),
    ("2017 H1", "2017-01-01 2017-06-30"),
    ("2017H2", "2017-07-01 2017-12-31"),
    ("h2 2017", "2017-07-01 2017-12-31"),
    ("första halvåret 2017", "2017-01-01 2017-06-30"),
    ("first half of 2017", "2017-01-01 2017-06-30"),
    ("2017 Q3", "2017-07-01 2017-09-30"),
    ("kvartal 3 2017", "2017-07-01 2017-09-30"),
    ("third quarter 2017", "2017-07-01 2017-09-30"),
    ("Q1-Q3 2017", "2017-01-01 2017-09-30"),
    ("Q4", "2017-10-01 2017-12-31"),
    ("v 44", "2017-10-30 2017-11-05"),
    ("v.44", "2017-10-30 2017-11-05"),
    ("v44 2017", "2017-10-30 2017-11-05"),
    ("vecka 44", "2017-10-30 2017-11-05"),
    ("week 44", "2017-10-30 2017-11-05"),
    ("2017-W44", "2017-10-30 2017-11-05"),
    ("v 45", "2016-11-07 2016-11-13"),
    ("v 53", "2015-12-28 2016-01-03"),
    ("v 44-46 2017", "2017-10-30 2017-11-19"),
    ("v 52-2 2017/18", "2017-12-25 2018-01-14"),
    ("igår", "2017-11-01"),
    ("yesterday", "2017-11-01"),
    ("last night", "2017-11-01"),
    ("i förrgår", "2017-10-31"),
    ("idag", "2017-11-02"),
    ("today", "2017-11-02"),
    ("inatt", "2017-11-02"),
    ("tonight", "2017-11-02"),
    ("senaste veckan", "2017-10-26 2017-11-01"),
    ("last week", "2017-10-26 2017-11-01"),
    ("senaste 10 dagarna", "2017-10-23 2017-11-01"),
    ("last 2 weeks", "2017-10-19 2017-11-01"),
    ("förra veckan", "2017-10-23 2017-10-29"),
    ("previous week", "2017-10-23 2017-10-29"),
    ("denna vecka", "2017-10-30 2017-11-05"),
    ("this week", "2017-10-30 2017-11-05"),
    ("förra månaden", "2017-10-01 2017-10-31"),
    ("last month", "2017-10-01 2017-10-31"),
    ("denna månad", "2017-11-01 2017-11-30"),
    ("förra kvartalet", "2017-07-01 2017-09-30"),
    ("i år", "2017-01-01 2017-12-31"),
    ("this year", "2017-01-01 2017-12-31"),
    ("förra året", "2016-01-01 2016-12-31"),
    ("last year", "2016-01-01 2016-12-31"),
    ("halvår", "2017-11-01 2018-04-30"),
    ("half-year", "2017-11-01 2018-04-30"),
    ("denna period", "2017-11-01 2018-04-30"),
    ("förra perioden", HALF),
    ("previous period", HALF),
    ("förra halvåret", HALF),
    ("2017-10-30..idag", "2017-10-30 2017-11-02"),
]


@pytest.mark.parametrize(("words", "dates"), [pytest.param(*form, id=form[0]) for form in FORMS])
def test_a_period_is_understood(words, dates):
    assert parse_period(words, TODAY) == period(dates)


@pytest.mark.parametrize(
    "words",
    ["IGÅR", "igar", "iga\u030ar", "  i   går. ", "I GÅR", "i ga\u030ar"],
)
def test_case_lost_dots_and_spaces_change_nothing(words):
    assert parse_period(words, TODAY) == period("2017-11-01")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", Fault.EMPTY),
        (" . ", Fault.EMPTY),
        ("hej", Fault.UNKNOWN),
        ("9 19", Fault.UNKNOWN),
        ("17", Fault.UNKNOWN),
        ("från 1 maj", Fault.UNKNOWN),
        ("2017-05-01..", Fault.UNKNOWN),
        (" ..2017-10-31", Fault.UNKNOWN),
        ("2017/18", Fault.UNKNOWN),
        ("１２ maj", Fault.UNKNOWN),
        ("senaste 0 dagarna", Fault.UNKNOWN),
        ("1/5-17", Fault.AMBIGUOUS),
        ("30 feb", Fault.NO_SUCH_DATE),
        ("2017-13", Fault.NO_SUCH_DATE),
        ("2017-02-29", Fault.NO_SUCH_DATE),
        ("2017-05-01..2017-10-32", Fault.NO_SUCH_DATE),
        ("v 53 2017", Fault.NO_SUCH_DATE),
        ("2017 H3", Fault.NO_SUCH_DATE),
        ("Q5", Fault.NO_SUCH_DATE),
        ("3017", Fault.NO_SUCH_DATE),
        ("2017-10-31..2017-05-01", Fault.BACKWARDS),
        ("okt 2017 - maj 2017", Fault.BACKWARDS),
        ("31/10-1/10", Fault.BACKWARDS),
        ("12 oct to 1 oct", Fault.BACKWARDS),
        ("imorgon", Fault.AHEAD),
        ("nästa vecka", Fault.AHEAD),
        ("next month", Fault.AHEAD),
        ("1950-2150", Fault.TOO_WIDE),
        ("maj " * 40, Fault.TOO_LONG),
    ],
)
def test_what_is_not_a_period_is_refused_with_the_kind_of_fault(words, fault):
    with pytest.raises(UnknownPeriod) as refused:
        parse_period(words, TODAY)

    assert refused.value.fault is fault
    assert words.startswith(refused.value.words)


WORDS = st.sampled_from(
    [word for form, _ in FORMS for word in form.split()] + ["-", "..", "/", "2018", "q", "31"]
)


@given(st.text(max_size=120) | st.lists(WORDS, max_size=7).map(" ".join), st.dates())
@example("förra året", date.min)
@example("denna period", date.max)
@example("v 1", date.max)
@example("senaste 9999 dagarna", date.min)
def test_any_text_on_any_date_gives_a_period_or_is_refused(words, today):
    try:
        found = parse_period(words, today)
    except UnknownPeriod:
        return
    assert found.first <= found.last


@pytest.mark.parametrize("words", ["-" * 100, "1-" * 50, "i " * 50, "maj-" * 25, ".." * 50, "9" * 10**6])
def test_a_hostile_text_is_refused_at_once(words):
    begun = time.perf_counter()
    with pytest.raises(UnknownPeriod):
        parse_period(words, TODAY)

    assert time.perf_counter() - begun < 0.2


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 4000))
def test_two_dates_are_read_back_as_they_were_written(first, days):
    last = first + timedelta(days=days)

    for separator in ("..", " - ", "--", "-"):
        assert parse_period(f"{first}{separator}{last}", TODAY) == Period(first, last)


@pytest.mark.parametrize(
    ("begins", "words", "dates"),
    [
        (4, "denna period", "2017-10-01 2018-03-31"),
        (4, "förra perioden", "2017-04-01 2017-09-30"),
        (11, "denna period", "2017-11-01 2018-04-30"),
        (1, "halvår", "2017-07-01 2017-12-31"),
        (12, "halvår", "2017-06-01 2017-11-30"),
    ],
)
def test_the_month_in_which_the_half_years_begin_is_a_setting(begins, words, dates):
    assert parse_period(words, TODAY, begins) == period(dates)


def test_a_period_holds_its_first_and_last_date_and_no_other():
    half = period(HALF)

    assert half.days == 184 == len(list(half))
    assert (half.first in half, half.last in half) == (True, True)
    assert half.first - timedelta(days=1) not in half
    with pytest.raises(ValueError):
        Period(half.last, half.first)


@pytest.mark.parametrize(
    ("now", "earlier"),
    [
        (HALF, "2016-05-01 2016-10-31"),
        ("2017-11-01 2018-04-30", "2016-11-01 2017-04-30"),
        ("2016-02-29", "2015-02-28"),
        ("2016-02-01 2016-02-29", "2015-02-01 2015-02-28"),
        ("2017-02-01 2017-02-28", "2016-02-01 2016-02-28"),
    ],
)
def test_the_same_period_last_year_has_the_same_calendar_dates(now, earlier):
    assert same_period_last_year(period(now)) == period(earlier)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        pytest.param("2017-05-01 2017-05-31", "2017-04-01 2017-04-30", id="month"),
        pytest.param("2017-01-01 2017-01-31", "2016-12-01 2016-12-31", id="month of another year"),
        pytest.param(HALF, "2016-11-01 2017-04-30", id="half-year"),
        pytest.param("2017-07-01 2017-09-30", "2017-04-01 2017-06-30", id="quarter"),
        pytest.param("2017-01-01 2017-12-31", "2016-01-01 2016-12-31", id="year"),
        pytest.param("2017-10-30 2017-11-05", "2017-10-23 2017-10-29", id="week"),
        pytest.param("2017-05-02 2017-05-11", "2017-04-22 2017-05-01", id="ten days"),
        pytest.param("2017-03-01", "2017-02-28", id="day"),
    ],
)
def test_the_period_before_is_of_the_same_kind(now, before):
    assert period_before(period(now)) == period(before)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_the_period_before_ends_the_day_before(first, days):
    now = Period(first, first + timedelta(days=days))

    assert period_before(now).last + timedelta(days=1) == now.first


@pytest.mark.parametrize(
    ("dates", "kind", "number", "year"),
    [
        ("2017-05-01", NameKind.DAY, None, None),
        ("2017-10-30 2017-11-05", NameKind.WEEK, 44, 2017),
        ("2018-12-31 2019-01-06", NameKind.WEEK, 1, 2019),
        ("2017-05-01 2017-05-31", NameKind.MONTH, None, 2017),
        (HALF, NameKind.MONTHS, None, 2017),
        ("2017-11-01 2018-04-30", NameKind.MONTHS, None, None),
        ("2017-07-01 2017-09-30", NameKind.QUARTER, 3, 2017),
        ("2017-10-01 2017-12-31", NameKind.QUARTER, 4, 2017),
        ("2017-01-01 2017-06-30", NameKind.HALF, 1, 2017),
        ("2017-07-01 2017-12-31", NameKind.HALF, 2, 2017),
        ("2017-01-01 2017-12-31", NameKind.YEAR, None, 2017),
        ("2016-01-01 2017-12-31", NameKind.YEARS, None, None),
        ("2017-05-02 2017-05-31", NameKind.DAYS, None, None),
    ],
)
def test_a_period_has_a_shortest_name(dates, kind, number, year):
    name = period_name(period(dates))

    assert (name.kind, name.number, name.year) == (kind, number, year)
    assert Period(name.first, name.last) == period(dates)
