"""How long a thing is kept."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shelter.dates import CORRECTION_DAYS
from shelter.retention import DAYS, Trace, backups_kept, kept_since

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"
TODAY = date(2017, 12, 31)


def test_the_page_on_privacy_names_every_trace_with_its_days():
    page = PRIVACY.read_text(encoding="utf-8")
    told = {
        name: int(days)
        for name, days in re.findall(r"^\| `(\w+)` \|[^|]*\| (\d+) days \|", page, re.MULTILINE)
    }

    assert told == {trace.value: DAYS[trace] for trace in Trace}


def test_texts_outlive_the_window_in_which_they_can_be_corrected():
    assert DAYS[Trace.TEXT] > CORRECTION_DAYS


def test_a_thing_is_let_go_of_once_it_is_older_than_its_days():
    now = datetime(2017, 12, 31, 4, 10, tzinfo=UTC)

    assert kept_since(Trace.QUESTION, now) == datetime(2017, 12, 24, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        ([], 0),
        ([0], 1),
        (range(14), 14),
        (range(16), 15),  # 18-31 December, and the first there is of the month
        (range(800), 14 + 12),
    ],
)
def test_fourteen_days_and_the_first_of_twelve_months_are_kept(made, kept):
    dates = [TODAY - timedelta(days=back) for back in made]

    assert len(backups_kept(dates)) == kept
    assert backups_kept(dates) <= set(dates)


def test_what_is_kept_each_day_for_three_years_is_the_same_as_what_is_kept_at_once():
    held: set[date] = set()
    for number in range(1096):
        held.add(date(2015, 1, 1) + timedelta(days=number))
        held = backups_kept(held)

    assert held == backups_kept(date(2015, 1, 1) + timedelta(days=number) for number in range(1096))
    assert date(2017, 2, 1) in held
