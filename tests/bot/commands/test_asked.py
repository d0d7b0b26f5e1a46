"""What the words after /summary, /chart and /file ask for, whatever their order."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.commands import command_of
from bot.commands.asked import OF_CHARTS, OF_FILES, OF_TOTALS, Asked, asked
from bot.house_file import EXAMPLE, read_house_file
from shelter.enclosures import Diagram, FileForm
from shelter.house import parts_of
from shelter.period import Period, months
from shelter.periods import UnknownPeriod

SITES = read_house_file(Path(EXAMPLE), "Europe/Stockholm").sites
PARTS = {part.name: part for part in parts_of(SITES)}
TODAY = date(2017, 11, 1)
OCTOBER, HALF_YEAR = months(2017, 10), months(2017, 5, 6)

TOTALS = {
    "": Asked(),
    "okt 2017": Asked(OCTOBER),
    "natthärbärge a okt 2017": Asked(OCTOBER, PARTS["Natthärbärge A"]),
    "Okt 2017, NATTHÄRBÄRGE A": Asked(OCTOBER, PARTS["Natthärbärge A"]),
    "a": Asked(part=PARTS["Natthärbärge A"]),
    "organisation 1 maj-okt 2017": Asked(HALF_YEAR, PARTS["Organisation 1"]),
    "i år": Asked(months(2017, 1, 12)),
    "i okt 2017": Asked(OCTOBER),
    "inskrivningen i år": Asked(months(2017, 1, 12), PARTS["Inskrivningen"]),
}
CHARTS = {
    "kö": Asked(diagram=Diagram.QUEUE),
    "kö i okt 2017": Asked(OCTOBER, diagram=Diagram.QUEUE),
    "i okt 2017 kö": Asked(OCTOBER, diagram=Diagram.QUEUE),
    "andel kvinnor maj-okt 2017": Asked(HALF_YEAR, diagram=Diagram.WOMEN),
    "organisation 1 veckodag okt 2017": Asked(OCTOBER, PARTS["Organisation 1"], diagram=Diagram.WEEKDAYS),
    "beläggning okt 2017 natthärbärge b": Asked(OCTOBER, PARTS["Natthärbärge B"], diagram=Diagram.OCCUPANCY),
}
FILES = {
    "word": Asked(form=FileForm.WORD),
    "word maj-okt 2017": Asked(HALF_YEAR, form=FileForm.WORD),
    "maj-okt 2017 Excel": Asked(HALF_YEAR, form=FileForm.EXCEL),
    "intern pdf 2017-10": Asked(OCTOBER, form=FileForm.PDF, internal=True),
    "pdf utkast 2017-10 internal": Asked(OCTOBER, form=FileForm.PDF, internal=True, draft=True),
    "web page": Asked(form=FileForm.PAGE),
}
CASES = [
    (tables, words, expected)
    for tables, cases in ((OF_TOTALS, TOTALS), (OF_CHARTS, CHARTS), (OF_FILES, FILES))
    for words, expected in cases.items()
]


@pytest.mark.parametrize(("tables", "words", "expected"), CASES, ids=[case[1] for case in CASES])
def test_words_in_any_order_say_the_same(tables, words, expected):
    assert asked(words, SITES, TODAY, tables) == expected


@pytest.mark.parametrize(
    ("tables", "words", "left"),
    [
        (OF_TOTALS, "word okt 2017", "word okt 2017"),
        (OF_FILES, "word blåbär", "blåbär"),
        (OF_CHARTS, "kö kö okt 2017", "kö okt 2017"),
        (OF_TOTALS, "natthärbärge a a okt 2017", "a okt 2017"),
    ],
)
def test_what_is_not_understood_is_told_as_it_was_left(tables, words, left):
    with pytest.raises(UnknownPeriod) as fault:
        asked(words, SITES, TODAY, tables)

    assert fault.value.words == left


def test_a_site_with_a_diagrams_word_in_its_name_is_found():
    sites = [site for site in SITES if site.short == "A"]
    for_women = [replace(sites[0], name="Härbärget för kvinnor")]

    assert asked("okt 2017 härbärget för kvinnor", for_women, TODAY, OF_CHARTS) == Asked(
        OCTOBER, parts_of(for_women)[0]
    )


def test_dates_are_a_period():
    assert asked("2017-10-01..2017-10-05", SITES, TODAY, OF_TOTALS).period == Period(
        date(2017, 10, 1), date(2017, 10, 5)
    )


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/file word", "file", "word"),
        ("/report file word maj-okt 2017", "file", "word maj-okt 2017"),
        ("Rapport fil  pdf", "file", "pdf"),
        ("rapportfil", "file", ""),
        ("/report", "report", ""),
        ("/report K9 M19", "report", "K9 M19"),
        ("diagram kö", "chart", "kö"),
        ("/chart@shelter_bot women", "chart", "women"),
    ],
)
def test_files_and_charts_are_asked_for_by_word_and_by_slash(text, name, argument):
    command, rest = command_of(text)

    assert (command.name, rest) == (name, argument)
