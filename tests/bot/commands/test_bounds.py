"""What a coordinator is asked to write, to enter what staff no longer may, is read as exactly that."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.reading import Circumstances, read
from reports import correcting
from reports.wording import languages, wording
from shelter.acts import Act, ReportAges, ReportClosed, ReportCount, ReportOrigins, ReportQueue, Undo
from shelter.figures import Count, Queue
from shelter.history import CLOSED, Aspect, Change, Figures
from shelter.sites import Hours, Kind, Site

ZONE = ZoneInfo("Europe/Stockholm")
DAY = date(2016, 12, 31)
SITES = tuple(
    Site(name, short, kind, "-", ZONE, date(2015, 5, 1), (Hours(time(19), time(9)),))
    for name, short, kind in (
        ("Natthärbärge A", "A", Kind.NIGHT),
        ("Dagverksamhet 1", "D1", Kind.DAY),
        ("Inskrivningen", "INS", Kind.INTAKE),
    )
)
FIGURES: dict[str, tuple[str, Aspect, Figures | None, Act]] = {
    "count": ("A", Aspect.COUNT, Count(9, 19), ReportCount("A", DAY, Count(9, 19))),
    "all parts": ("A", Aspect.COUNT, Count(9, 19, 1, 2), ReportCount("A", DAY, Count(9, 19, 1, 2))),
    "a day centre's": ("D1", Aspect.COUNT, Count(9, 30), ReportCount("D1", DAY, Count(9, 30))),
    "nobody": ("A", Aspect.COUNT, Count(0, 0), ReportCount("A", DAY, Count(0, 0))),
    "closed": ("A", Aspect.COUNT, CLOSED, ReportClosed("A", DAY)),
    "nothing": ("A", Aspect.COUNT, None, Undo("A", DAY)),
    "queue": ("INS", Aspect.QUEUE, Queue(34, 22, 3, 1), ReportQueue("INS", DAY, Queue(34, 22, 3, 1))),
    "one person in it": ("INS", Aspect.QUEUE, Queue(1, 1, 0), ReportQueue("INS", DAY, Queue(1, 1, 0))),
    "origin": (
        "A",
        Aspect.ORIGIN,
        (("BG", 8), ("RO", 12), ("other", 2), ("unknown", 3)),
        ReportOrigins("A", DAY, (("BG", 8), ("RO", 12), ("other", 2), ("unknown", 3))),
    ),
    "age": (
        "A",
        Aspect.AGE,
        (("18-25", 4), ("26-40", 11), ("unknown", 1)),
        ReportAges("A", DAY, (("18-25", 4), ("26-40", 11), ("unknown", 1))),
    ),
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("label", FIGURES)
def test_the_text_that_is_proposed_enters_what_was_asked_for(label: str, language: str) -> None:
    short, aspect, figures, expected = FIGURES[label]
    site = next(site for site in SITES if site.short == short)
    words = wording(language)
    asked = correcting.wants_to_change(words, "Anna", site, Change(short, DAY, aspect, figures), signed=True)
    proposed = asked[asked.rindex(f"{short} {DAY}") :]
    now = datetime(2017, 11, 20, 12, tzinfo=ZONE)
    stored = {(short, DAY): Count(50, 50)}

    reading = read(
        proposed, Circumstances(now, SITES, language=language, stored=stored, usual={"D1": 45}, any_age=True)
    )

    assert reading.acts == (expected,), (proposed, reading)
