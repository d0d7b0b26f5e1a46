"""What is written on a year's page is what is read from it."""

from datetime import UTC, date, datetime, time
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter.calendar import calendar_of
from shelter.figures import Count, Queue
from shelter.marking import Terms, marks_of, sums_of
from shelter.pages import Ledger, page_of, whole_months, with_month
from shelter.period import Period
from shelter.privacy import Audience, without_outside_gender
from shelter.sites import Capacity, Deadline, Kind
from shelter.sums import Report

TERMS = Terms(
    Kind.NIGHT,
    ZoneInfo("Europe/Stockholm"),
    Deadline(1, time(10)),
    date(2017, 1, 1),
    None,
    (Capacity(date(2017, 1, 10), 8), Capacity(date(2017, 11, 20), 12)),
)
PARTS = st.none() | st.integers(0, 9)
REPORTS = st.lists(
    st.builds(
        Report,
        site=st.just("A"),
        date=st.dates(date(2016, 12, 1), date(2018, 1, 31)),
        closed=st.booleans(),
        count=st.none() | st.builds(Count, *[st.integers(0, 6)] * 4),
        queue=st.none() | st.builds(Queue, PARTS, PARTS, PARTS, PARTS),
        received_at=st.datetimes(datetime(2016, 12, 1), datetime(2018, 2, 20), timezones=st.just(UTC)),
        revision=st.integers(1, 3),
    ),
    max_size=60,
    unique_by=lambda report: report.date,
)


@given(REPORTS, st.sampled_from(Audience), st.integers(0, 35), st.integers(1, 36))
def test_marks_and_sums_come_back_as_they_were_written(reports, audience, first, months):
    calendar, end = calendar_of(2016, 2018), min(first + months, 36)
    pages = [
        page_of(TERMS, year, [report for report in reports if report.date.year == year])
        for year in (2016, 2017, 2018)
    ]
    ledger = Ledger(pages, audience)

    seen = without_outside_gender(reports) if audience is Audience.PUBLIC else reports
    assert ledger.marks == marks_of(TERMS, seen, calendar)
    inside = [report for report in seen if first <= calendar.month(report.date) < end]
    assert ledger.sums(first, end) == sums_of(TERMS, inside)


@given(REPORTS, REPORTS)
def test_a_month_written_over_leaves_no_trace(before, after):
    def month(reports: list[Report]) -> list[Report]:
        return [report for report in reports if (report.date.year, report.date.month) == (2017, 5)]

    first = with_month(b"", TERMS, date(2017, 5, 1), month(before))

    assert with_month(first, TERMS, date(2017, 5, 1), month(after)) == with_month(
        b"", TERMS, date(2017, 5, 1), month(after)
    )


def test_the_layout_is_that_of_the_pages_that_are_kept():
    """Whoever changes it writes a migration that fills them anew (storage/migrations), and then this sum."""
    reports = [
        Report(
            "A", date(2017, 1, 9), False, Count(1, 2, 3, 4), None, datetime(2017, 1, 10, 12, tzinfo=UTC), 1
        ),
        Report(
            "A", date(2017, 2, 1), False, Count(9, 2), Queue(5, 4, 3, 2), datetime(2017, 2, 2, tzinfo=UTC), 2
        ),
        Report("A", date(2017, 12, 31), True, None, None, datetime(2018, 1, 1, tzinfo=UTC), 1),
    ]

    assert sha256(page_of(TERMS, 2017, reports)).hexdigest() == (
        "ce699b743b29e729d4b9b7e6f5066c5a1ad68d152244d74141308eedab51aedd"
    )


@pytest.mark.parametrize(
    ("first", "last", "months", "edges"),
    [
        pytest.param("2017-05-01", "2017-10-31", ("2017-05-01", "2017-10-31"), [], id="whole months"),
        pytest.param("2017-05-02", "2017-05-31", None, [("2017-05-02", "2017-05-31")], id="most of a month"),
        pytest.param("2017-05-02", "2017-06-29", None, [("2017-05-02", "2017-06-29")], id="most of two"),
        pytest.param("2017-05-02", "2017-06-30", ("2017-06-01", "2017-06-30"), [("2017-05-02", "2017-05-31")], id="before"),
        pytest.param("2017-05-01", "2017-06-01", ("2017-05-01", "2017-05-31"), [("2017-06-01", "2017-06-01")], id="after"),
        pytest.param("2017-02-28", "2017-04-01", ("2017-03-01", "2017-03-31"), [("2017-02-28", "2017-02-28"), ("2017-04-01", "2017-04-01")], id="around"),
        pytest.param("9999-12-02", "9999-12-31", None, [("9999-12-02", "9999-12-31")], id="the last month there is"),
        pytest.param("0001-01-01", "0001-01-30", None, [("0001-01-01", "0001-01-30")], id="the first month there is"),
    ],
)  # fmt: skip
def test_a_period_is_its_whole_months_and_what_is_left(first, last, months, edges):
    def period(ends: tuple[str, str]) -> Period:
        return Period(*map(date.fromisoformat, ends))

    assert whole_months(period((first, last))) == (
        period(months) if months else None,
        tuple(period(edge) for edge in edges),
    )
