"""The totals of a period in one SMS and on a page of lines."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from reports import gsm7
from reports.period_words import not_a_period
from reports.totals_lines import in_lines
from reports.totals_segment import in_one_segment
from reports.totals_words import Beside
from reports.wording import wording
from shelter.comparison import comparison
from shelter.figures import Count, Queue
from shelter.period import Period, same_period_last_year
from shelter.periods import Fault, UnknownPeriod
from shelter.privacy import Audience
from shelter.sites import Capacity, Hours, Kind, Site
from shelter.sums import Report
from shelter.totals import Totals, totals

ZONE = ZoneInfo("Europe/Stockholm")
FIRST = date(2016, 5, 1)
MAY = Period(date(2017, 5, 1), date(2017, 5, 31))
NOW = datetime(2017, 6, 2, 12, tzinfo=ZONE)


def site(kind: Kind, name: str) -> Site:
    return Site(name, name, kind, "-", ZONE, FIRST, (Hours(time(19), time(9)),), (Capacity(FIRST, 45, 10),))


SITES = (site(Kind.NIGHT, "A"), site(Kind.DAY, "D1"), site(Kind.INTAKE, "I"))


def month(period: Period, night: Count, day: Count, queue: Queue) -> Totals:
    reports = [
        Report(short, one, False, count, asked, NOW, 1)
        for one in period
        for short, count, asked in (("A", night, None), ("D1", day, None), ("I", None, queue))
    ]
    return totals(SITES, reports, period, NOW)


def beside() -> Beside:
    now = month(MAY, Count(12, 36), Count(8, 42), Queue(30, 20, 2))
    then = month(same_period_last_year(MAY), Count(10, 30), Count(10, 40), Queue(30, 20, 2))
    return Beside(now, comparison(now, then))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("sv", "maj 2017: fullständigt. Natt 1 488 (25 % k, 75 % m), bel. 107 %. Dag 1 550 (16 % k, 84 % m). Kö 930, 67 % fick plats. I fjol: per natt +20 %, per dag 0 %."),
        ("en", "May 2017: complete. Night 1,488 (25% w, 75% m), occupancy 107%. Day 1,550 visits (16% w, 84% m). Queue 930, 67% placed. Last year: per night +20%, per day 0%."),
    ],
)  # fmt: skip
def test_the_change_since_last_year_goes_before_what_has_no_room(language: str, told: str) -> None:
    assert in_one_segment(wording(language), beside()) == told


def test_night_beside_day_and_overbooking_follow_where_there_is_room() -> None:
    held = beside()
    said = in_one_segment(wording("en"), Beside(held.totals))

    assert "Night-day +9 pp women." in said
    assert gsm7.fits(said)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_tells_night_beside_day_and_both_comparisons(language: str) -> None:
    lines = in_lines(wording(language), beside())

    told = {
        "sv": (
            "Andel kvinnor: natt 25,0 %, dag 16,0 %, 9,0 procentenheter",
            "Samma period föregående år: per natt +20 %, per dag 0 %",
            "Perioden före: jämförelse saknas",
        ),
        "en": (
            "Share of women: night 25.0%, day 16.0%, 9.0 percentage points",
            "Same period last year: per night +20%, per day 0%",
            "The period before: no comparison available",
        ),
    }[language]
    for line in told:
        assert line in lines.splitlines()


def test_the_page_says_at_least_wherever_a_missing_report_could_add() -> None:
    days = Period(MAY.first, date(2017, 5, 3))
    reports = [
        Report("A", days.first, False, Count(12, 16), None, NOW, 1),
        Report("A", date(2017, 5, 2), True, None, None, NOW, 1),
        Report("I", days.first, False, None, Queue(30, 20, 2), NOW, 1),
    ]
    lines = in_lines(wording("en"), Beside(totals(SITES, reports, days, NOW))).splitlines()

    assert "  occupancy 62.2% of open beds with a report (45 bed-nights)" in lines
    assert "  occupancy at least 20.7% of agreed beds (135 bed-nights)" in lines
    assert "Queue: applied at least 30, offered at least 20, no-show at least 2" in lines


def test_a_period_written_as_two_dates_is_repeated_whole() -> None:
    words = "2017-10-31..2017-05-01"
    told = not_a_period(wording("en"), UnknownPeriod(words, Fault.BACKWARDS))

    assert told.startswith(f"The period ends before it begins: {words}. Write")


def test_a_viewer_is_told_that_the_figures_leave_out_other_and_unknown() -> None:
    held = replace(beside(), audience=Audience.PUBLIC)

    assert "Endast kvinnor och män." in in_one_segment(wording("sv"), held)
    assert gsm7.fits(in_one_segment(wording("sv"), held))
    assert in_lines(wording("sv"), held).splitlines()[2] == (
        "Här räknas kvinnor och män, utan annat och okänt kön."
    )
