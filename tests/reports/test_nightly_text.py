"""The nightly summary in words: by which channel each figure came."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from reports import gsm7, nightly
from reports.wording import wording
from shelter.figures import Count
from shelter.nightly import summary_of
from shelter.sites import Capacity, Hours, Kind, Site
from shelter.sums import Report

ZONE = ZoneInfo("Europe/Stockholm")
NIGHT = date(2017, 10, 12)
AT = datetime(2017, 10, 13, 8, 0, tzinfo=UTC)


def told(channels):
    sites = [
        Site(
            short * 2,
            short,
            Kind.NIGHT,
            "-",
            ZONE,
            NIGHT,
            (Hours(time(19), time(9)),),
            (Capacity(NIGHT, 45),),
        )
        for short in "ABC"
    ]
    reports = {(short, NIGHT): Report(short, NIGHT, False, Count(9, 19), None, AT, 1) for short in "AB"}
    return summary_of(sites, reports, NIGHT, (), AT, channels)


@pytest.mark.parametrize(
    ("channels", "listed"),
    [
        ({"A": "sms", "B": "telegram"}, "A 28/45*, B 28/45, C väntas (* sms)."),
        ({"A": "sms", "B": "sms"}, "A 28/45*, B 28/45*, C väntas (* sms)."),
        ({"A": "telegram", "B": "telegram"}, "A 28/45, B 28/45, C väntas."),
        ({"A": "telegram", "B": "telegram", "C": "sms"}, "A 28/45, B 28/45, C väntas."),
        ({}, "A 28/45, B 28/45, C väntas."),
    ],
    ids=["one by sms", "all by sms", "none by sms", "one that was taken back", "not known"],
)
def test_in_short_the_figures_that_came_by_sms_are_marked(channels, listed):
    text = nightly.summary(wording("sv"), told(channels))

    assert listed in text
    assert gsm7.segments(text) == 1


def test_whole_it_fits_in_one_message_of_telegram_however_many_sites_there_are():
    many = replace(told({}), nights=told({}).nights * 400, corrected=(("A", NIGHT),) * 2000)

    text = nightly.summary_whole(wording("sv"), many)

    assert len(text) <= 4096
    assert "... och 1170 enheter till." in text


def test_whole_it_names_the_channel_of_every_figure():
    lines = nightly.summary_whole(wording("sv"), told({"A": "sms", "B": "telegram"})).splitlines()

    assert lines[1:4] == [
        "AA: 9 kvinnor + 19 män = 28 av 45 platser (sms)",
        "BB: 9 kvinnor + 19 män = 28 av 45 platser (Telegram)",
        "CC: väntas",
    ]


@pytest.mark.parametrize(
    ("closed", "said"),
    [
        ("ABC", "Natten 12-13 okt: A stängt, B stängt, C stängt."),
        ("AC", "Natten 12-13 okt: A stängt, B väntas, C stängt."),
    ],
    ids=["every shelter", "all but one that is silent"],
)
def test_in_short_a_night_on_which_shelters_were_closed_is_not_told_as_silence(closed, said):
    nights = tuple(
        replace(
            one,
            report=Report(one.site.short, NIGHT, True, None, None, AT, 1)
            if one.site.short in closed
            else None,
        )
        for one in told({}).nights
    )

    assert nightly.summary(wording("sv"), replace(told({}), nights=nights)) == said
