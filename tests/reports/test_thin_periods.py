"""Periods with little or nothing in them: what is missing is never told as zero, and few are told as numbers."""

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import docx
import pytest

from reports.document import Block, Chart, Document, Paragraph
from reports.files import FORMATS
from reports.halfyear.report import report
from shelter.activity import activity
from shelter.figures import Count, Queue
from shelter.period import Period
from shelter.privacy import Audience
from shelter.signoff import Check, findings
from shelter.sites import Capacity, Hours, Kind, Site
from shelter.standing import NEVER, Standing
from shelter.sums import Report

ZONE = ZoneInfo("Europe/Stockholm")
FIRST = date(2016, 1, 1)
LEAP = date(2016, 2, 29)
DAY = Period(LEAP, LEAP)
NOON = datetime(2016, 3, 1, 13, tzinfo=ZONE)


def site(kind: Kind, short: str) -> Site:
    beds = (Capacity(FIRST, 30, 5),) if kind is Kind.NIGHT else ()
    return Site(short, short, kind, "-", ZONE, FIRST, (Hours(time(9), time(20)),), beds)


HOUSE = (site(Kind.NIGHT, "A"), site(Kind.NIGHT, "B"), site(Kind.DAY, "D"), site(Kind.INTAKE, "Q"))


def told(short: str, figures: Count | Queue | None, day: date = LEAP) -> Report:
    count = figures if isinstance(figures, Count) else None
    queue = figures if isinstance(figures, Queue) else None
    return Report(short, day, figures is None, count, queue, datetime(2016, 3, 1, tzinfo=UTC), 1)


def made(reports: Iterable[Report], period: Period = DAY, audience: Audience = Audience.STAFF) -> Document:
    held = list(reports)
    extracted = max((one.received_at for one in held), default=NEVER)
    return report(activity(HOUSE, held, period, NOON, audience=audience), Standing(extracted), "en")


def row(document: Document, table: str, name: str) -> list[str]:
    held = next(one for one in document.tables() if one.name == table)
    return next([cell.text for cell in one[1:]] for one in held.rows if one[0].text == name)


def text(blocks: Iterable[Block]) -> str:
    return " ".join(block.text for block in blocks if isinstance(block, Paragraph))


def test_where_nothing_was_reported_no_number_says_zero():
    document = made([])

    for table, name in (("table-1", "A"), ("table-1", "All shelters"), ("table-4", "D"), ("key", "Visits")):
        assert row(document, table, name)[:5] == [".."] * 5, (table, name)
    assert row(document, "further", "Overbooked site-nights") == [".."]
    assert row(document, "further", "Closed nights") == [".."]
    said = text(document.blocks)
    assert "No overnight stays have been reported." in said
    assert "Overbooking: not available." in said
    assert "Free beds despite a queue: not available." in said
    assert "At least 0" not in said


def test_one_silent_shelter_beside_one_that_told_is_not_a_shelter_without_guests():
    document = made([told("A", Count(8, 14))])

    assert row(document, "table-1", "B")[:5] == [".."] * 5
    assert row(document, "table-1", "All shelters")[:2] == ["8", "14"]


def test_a_shelter_that_was_closed_all_the_time_had_no_guests():
    document = made([told("A", Count(8, 14)), told("B", None)])

    assert row(document, "table-1", "B")[:2] == ["–", "–"]


def test_a_period_ahead_names_no_moment_and_no_last_date():
    document = made([], Period(date(2030, 1, 1), date(2030, 1, 31)))

    assert document.front == ("Status: draft", "Version 1")
    assert "No report has been due in the period so far." in text(document.blocks)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_period_ahead_can_be_written_in_every_form(form):
    assert all(FORMATS[form](made([], Period(date(2030, 1, 1), date(2030, 1, 2)))).values())


def test_few_are_told_as_numbers_in_sentences_charts_and_comparisons_too():
    before = date(2016, 2, 28)
    document = made(
        [told("A", Count(8, 14)), told("D", Count(4, 5)), told("D", Count(1, 8), before)],
        audience=Audience.STAFF,
    )

    said = text(document.blocks)
    assert "At night about 36% were women and 64% men; by day 4 were women and 5 men." in said
    assert "by day changed" not in said
    chart = next(one for one in document.charts() if one.name == "diagram-6")
    assert [series.values for series in chart.series][1] == (None,)
    assert "44.4%" not in chart.alt
    shares = row(document, "table-9", "Share of women, day")
    assert shares[4:6] == ["..", ".."]


def test_one_day_is_told_in_the_singular():
    document = made([told("A", Count(30, 2)), told("B", Count(2, 8)), told("Q", Queue(25, 20, 0))])

    assert document.subtitle.replace("\u00a0", " ") == "29 February 2016"
    said = text(document.blocks)
    assert "One site-night had more guests than beds, 2 above them. Another shelter had free beds" in said
    assert "On one day applicants got no place" in said
    assert "25 people turned to the intake each day." in said
    assert "32 women slept in the shelters that night, beside 10 women-only beds." in said


def test_a_period_without_a_whole_week_draws_no_empty_picture():
    document = made([told("A", Count(8, 14)), told("D", Count(4, 5)), told("Q", Queue(25, 20, 0))])

    assert not {"diagram-3", "diagram-4"} & {one.name for one in document.charts()}
    assert "Diagram 4. Visits per week: the period has no whole week." in text(document.blocks)
    assert all(chart.labels for chart in document.blocks if isinstance(chart, Chart))


def test_the_public_is_told_which_figures_leave_out_other_and_unknown():
    half = Period(date(2015, 11, 1), date(2016, 4, 30))
    document = made([told("A", Count(20, 20, 0, 9)), told("B", Count(2, 2))], half, Audience.PUBLIC)

    assert "10 above them. Another shelter had free beds that night. Here women and men are counted" in text(
        document.blocks
    )
    notes = {one.name: one.notes for one in document.tables()}
    note = "Overbooked nights are those with more women and men than beds."
    assert note in notes["table-1"]
    assert note in notes["further"]


def test_a_period_that_is_not_over_cannot_be_signed_off():
    march = Period(LEAP, date(2016, 3, 31))
    held = [told("A", Count(8, 14))]

    awaited = [one for one in findings(activity(HOUSE, held, march, NOON)) if one.check is Check.AWAITED]

    assert {one.site.short for one in awaited} == {"A", "B", "D", "Q"}
    assert awaited[0].dates[-1] == march.last


def test_a_long_table_may_be_divided_between_the_pages_of_the_word_file():
    period = Period(date(2016, 1, 1), date(2016, 2, 29))
    held = [replace(told("A", Count(8, 14), day), revision=2) for day in period]

    opened = docx.Document(io.BytesIO(FORMATS["docx"](made(held, period))[""]))
    kept = [
        [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
        for table in opened.tables
    ]

    assert [True] * 3 + [False] * 58 in kept
    assert all(marks == [True] * (len(marks) - 1) + [False] for marks in kept if len(marks) <= 25)
