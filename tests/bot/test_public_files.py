"""Two houses that differ only in what the public may not see have the same public report, to the byte (C15)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reporting import Material, document
from reports.files import FORMATS
from shelter.activity import Aspect, Said
from shelter.figures import Count
from shelter.period import Period
from shelter.sites import Capacity, Hours, Kind, Site
from shelter.sums import Report
from storage.activity import Extract

ZONE = ZoneInfo("Europe/Stockholm")
HALF = Period(date(2017, 5, 1), date(2017, 10, 31))
NOON = datetime(2017, 11, 2, 12, tzinfo=ZONE)
OPEN = (Hours(time(19), time(9)),)
BEDS = (Capacity(HALF.first, 30),)
A = Site("Natthärbärge A", "A", Kind.NIGHT, "-", ZONE, HALF.first, OPEN, BEDS)
B = Site("Natthärbärge B", "B", Kind.NIGHT, "-", ZONE, HALF.first, OPEN, BEDS)
FULL, HALF_FULL = date(2017, 6, 10), date(2017, 6, 11)
STAYS = 184 * 2 * 15 + 15

Outside = dict[tuple[str, date], tuple[int, int]]


def public_files(outside: Outside, said: Said, form: str) -> Mapping[str, bytes]:
    """The files of a half-year in which A was full once, with `outside` (other, unknown) beside women and men."""
    reports = [
        Report(
            *(site.short, day, False),
            Count(10, 20 if (site, day) == (A, FULL) else 5, *outside.get((site.short, day), (0, 0))),
            *(None, datetime(day.year, day.month, day.day, 22, tzinfo=UTC) + timedelta(hours=3), 1),
        )
        for day in HALF
        for site in (A, B)
    ]
    material = Material((A, B), HALF, Extract(reports, said, NOON), NOON, 1, None, None, {}, ())
    return FORMATS[form](document(material, "en"))


@pytest.mark.parametrize("form", ["csv", "html", "xlsx"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({("A", FULL): (6, 0)}, {("B", HALF_FULL): (6, 0)}, id="on the full night or elsewhere"),
        pytest.param({("A", FULL): (1, 0)}, {("A", HALF_FULL): (0, 2)}, id="one guest or two"),
        pytest.param({("A", FULL): (1, 0)}, {("B", FULL): (2, 2)}, id="one guest or four"),
    ],
)
@pytest.mark.parametrize("said", [{}, {"RO": STAYS - 900}, {"RO": STAYS + 1}], ids=["none", "most", "all"])
def test_nothing_public_tells_where_other_and_unknown_gender_stood_or_how_few_they_were(
    one, other, said, form
):
    told = {(Aspect.ORIGIN, Kind.NIGHT): said}

    assert public_files(one, told, form) == public_files(other, told, form)
