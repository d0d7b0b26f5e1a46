"""Dates more than 35 days back: the coordinator's, where the text leaves no doubt of them (C3)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.reading import Circumstances, read
from shelter.acts import Topic
from shelter.sites import Hours, Kind, Site

ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2018, 11, 20, 12, tzinfo=ZONE)


def site(first: date, last: date | None = None) -> Site:
    return Site("Natthärbärge A", "A", Kind.NIGHT, "-", ZONE, first, (Hours(time(19), time(9)),), last=last)


OLD, NEW = site(date(2016, 5, 1)), site(date(2018, 5, 1))
OCTOBER = date(2018, 10, 12)

CLEAR = {
    "the year is said": (OLD, "12 okt 2018 k9 m19", OCTOBER),
    "another year": (OLD, "12 okt 2017 k9 m19", date(2017, 10, 12)),
    "as numbers": (OLD, "2018-10-12 k9 m19", OCTOBER),
    "run together": (OLD, "20181012 k9 m19", OCTOBER),
    "the night by both dates": (OLD, "natten 12-13 okt 2018 k9 m19", OCTOBER),
    "the morning after": (OLD, "natten till 13 okt 2018 k9 m19", OCTOBER),
    "only one year is the site's": (NEW, "12 okt k9 m19", OCTOBER),
    "days ago": (OLD, "för 39 dagar sedan k9 m19", OCTOBER),
    "the weekday tells the year": (OLD, "fredag 12 okt k9 m19", OCTOBER),
    "closed": (OLD, "stängt 12 okt 2018", OCTOBER),
    "undone": (OLD, "ångra 12 okt 2018", OCTOBER),
    "in English": (OLD, "Oct 12, 2018: 9 women 19 men", OCTOBER),
    "within the 35 days as ever": (OLD, "12 nov k9 m19", date(2018, 11, 12)),
}

IN_DOUBT = {
    "several years": (OLD, "12 okt k9 m19", NOW, [date(2016, 10, 12), date(2017, 10, 12), OCTOBER]),
    "before the site": (NEW, "12 okt 2017 k9 m19", NOW, []),
    "after it": (site(date(2016, 5, 1), date(2018, 1, 31)), "12 okt 2018 k9 m19", NOW, []),
    "ahead": (OLD, "12 okt 2019 k9 m19", NOW, []),
    "the wrong weekday": (OLD, "tisdag 12 okt 2018 k9 m19", NOW, None),
    "no such date": (OLD, "31 feb 2018 k9 m19", NOW, None),
    "month first would be these weeks": (
        site(date(2018, 9, 1)),
        "11/10 k9 m19",
        datetime(2018, 12, 1, 12, tzinfo=ZONE),
        [date(2018, 10, 11), date(2018, 11, 10)],
    ),
    "nearer ahead than behind": (
        site(date(2017, 5, 1)),
        "10 dec k9 m19",
        datetime(2018, 10, 20, 12, tzinfo=ZONE),
        [date(2017, 12, 10)],
    ),
    "days ago, at night": (OLD, "40 dagar sedan k9 m19", datetime(2018, 11, 20, 2, tzinfo=ZONE), None),
    "closed in no year": (OLD, "stängt 12 okt", NOW, []),
}


@pytest.mark.parametrize("label", CLEAR)
def test_an_old_date_that_is_clear_is_the_coordinators_to_report(label: str) -> None:
    where, text, day = CLEAR[label]

    reading = read(text, Circumstances(NOW, (where,), any_age=True))

    assert [act.date for act in reading.acts] == [day], reading


@pytest.mark.parametrize("label", IN_DOUBT)
def test_one_that_is_in_doubt_is_asked_about(label: str) -> None:
    where, text, now, choices = IN_DOUBT[label]

    reading = read(text, Circumstances(now, (where,), any_age=True))

    assert reading.acts == ()
    assert reading.question is not None
    assert reading.question.topic is Topic.DATE
    if choices is not None:
        assert list(reading.question.dates) == choices


@pytest.mark.parametrize("label", [label for label in CLEAR if label != "within the 35 days as ever"])
def test_nobody_elses_text_is_read_for_an_old_date(label: str) -> None:
    where, text, _ = CLEAR[label]

    reading = read(text, Circumstances(NOW, (where,)))

    assert reading.acts == ()


@pytest.mark.parametrize(
    ("text", "may"),
    [("k9 m19", False), ("9 kvinnor, 19 män", False), ("12 okt k9 m19", True), ("stängt 12 okt", True)],
)
def test_a_text_is_read_for_older_dates_only_where_it_may_name_one(text: str, may: bool) -> None:
    reading = read(text, Circumstances(NOW, (OLD,)))

    assert reading.question is not None
    assert reading.may_name_date is may
    assert may or read(text, Circumstances(NOW, (OLD,), any_age=True)) == reading
