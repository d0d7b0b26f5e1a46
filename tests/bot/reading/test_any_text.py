"""Promises that hold for every text there is, in all circumstances."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reading import Circumstances, Reading, Tells, read
from bot.reading.canonical import DAY, HOUSE, INTAKE, NIGHT, OTHER_NIGHT, ZONE, canonical, read_fully
from shelter.acts import ReportAges, ReportClosed, ReportCount, ReportOrigins, ReportQueue, Topic, Undo
from shelter.figures import Count, Queue
from shelter.history import CLOSED
from shelter.questions import Question

numbers = st.none() | st.integers(0, 200)
days = st.dates(date(2017, 1, 1), date(2018, 12, 31))
counts = st.builds(Count, *[st.integers(0, 99)] * 4)
queues = st.builds(Queue, numbers, numbers, numbers, numbers)
shorts = st.sampled_from(["A", "B", "D1", "I"])
named_numbers = st.lists(
    st.tuples(st.sampled_from(["BG", "RO", "18-25", "unknown"]), st.integers(0, 99)), max_size=3
).map(tuple)
acts = st.one_of(
    st.builds(ReportCount, shorts, days, counts),
    st.builds(ReportClosed, shorts, days),
    st.builds(ReportQueue, shorts, days, queues),
    st.builds(ReportOrigins, shorts, days, named_numbers),
    st.builds(ReportAges, shorts, days, named_numbers),
    st.builds(Undo, shorts, days, st.booleans()),
)
some_acts = st.lists(acts, max_size=3).map(tuple)
moments = st.datetimes(datetime(2017, 1, 1), datetime(2018, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
questions = st.builds(
    Question,
    st.sampled_from(Topic),
    st.none() | shorts,
    st.none() | days,
    st.none() | moments,
    numbers,
    numbers,
    numbers,
    numbers,
    numbers,
    queues,
    st.just(()) | st.tuples(st.integers(0, 99), st.integers(0, 99)),
    st.sampled_from(["", "set", "move"]),
    st.lists(shorts, max_size=3).map(tuple),
    st.lists(days, max_size=3).map(tuple),
    st.booleans(),
    some_acts,
    st.none() | st.sampled_from(Topic),
    some_acts,
    some_acts,
    st.text("abcåäö 123", max_size=24),
)
circumstances = st.builds(
    Circumstances,
    moments,
    st.sampled_from([(), (NIGHT,), (DAY,), (INTAKE,), (NIGHT, OTHER_NIGHT), (NIGHT, DAY, INTAKE)]),
    st.just(tuple((site.name, site.short) for site in HOUSE.values())),
    st.sampled_from(["sv", "en"]),
    st.dictionaries(st.tuples(shorts, days), st.none() | counts | st.just(CLOSED), max_size=3),
    st.dictionaries(shorts, numbers, max_size=2),
    st.none() | questions,
    st.dictionaries(st.tuples(shorts, days), counts, max_size=2),
)
pieces = st.sampled_from(
    [
        "k9",
        "m19",
        "kvinnor",
        "män",
        "9",
        "19",
        "28",
        "igår",
        "inatt",
        "12/10",
        "okt",
        "natten",
        "till",
        "fredag",
        "stängt",
        "ändra",
        "ska",
        "vara",
        "+",
        "-",
        "/",
        ":",
        ",",
        "?",
        ".",
        "\n",
        "ca",
        "A",
        "B",
        "D1",
        "RO",
        "18-25",
        "plats",
        "kö",
        "uteblev",
        "och",
        "inte",
        "ångra",
        "ja",
        "nej",
        "men",
        "kO",
        "ml9",
        "(varav",
        ")",
        "=",
        "resten",
        "bara",
        "tvärtom",
        "2017-10-12",
        "kl",
        "22:30",
        "women",
        "the",
    ]
)
texts = st.text() | st.lists(pieces, max_size=12).map(" ".join) | st.lists(pieces, max_size=6).map("".join)


@given(texts, circumstances)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_acts_or_a_question_or_a_reason_never_two_of_them(
    text: str, around: Circumstances
) -> None:
    reading = read(text, around)

    wants = bool(reading.wants_counts or reading.wants_usual)
    assert [bool(reading.acts), reading.question is not None, reading.tells is not None, wants].count(
        True
    ) == 1
    assert read(text, around) == reading


@given(texts, circumstances)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_asked_survives_a_restart(text: str, around: Circumstances) -> None:
    question = read_fully(text, around).question

    if question is not None:
        assert Question.from_json(question.to_json()) == question
        assert len(question.about) <= 24


@given(questions)
def test_a_question_comes_back_from_json_as_it_was(question: Question) -> None:
    assert Question.from_json(question.to_json()) == question


def _around(site: object = NIGHT) -> Circumstances:
    return Circumstances(datetime(2017, 10, 12, 21, 40, tzinfo=ZONE), (site,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["9 " * 750, "k9 " * 500, "/" * 1500, "(varav " * 200, "natten till " * 120, "0-" * 750, "=9" * 750, "å\u0308" * 700, "k9 m19 " * 10**5, "1" * 10**7,
     "\ud800" * 1000, "k9 m19\0", "x" * 10**7, "k" + "9" * 10**5],
    ids=lambda text: f"{text[:12]!r} x {len(text)}",
)  # fmt: skip
def test_a_long_or_strange_text_is_read_at_once(text: str) -> None:
    begun = time.perf_counter()

    read(text, _around())

    assert time.perf_counter() - begun < 1


def test_a_text_that_is_too_long_is_never_stored_from() -> None:
    assert read("k9 m19 " + "tack " * 400, _around()).question is not None
    assert read("tack " * 400, _around()).tells is Tells.NONSENSE


def test_a_sender_without_a_site_is_told_so() -> None:
    around = Circumstances(datetime(2017, 10, 12, 21, 40, tzinfo=ZONE), ())

    assert read("k9 m19", around) == Reading(tells=Tells.NO_SITE)


@pytest.mark.parametrize(
    "text", ["k9 m19 900101-1234", "ring Eva 070-123 45 67", "k9 m19 en har schizofreni"]
)
def test_a_question_about_personal_data_holds_nothing_of_the_text(text: str) -> None:
    question = read(text, _around()).question

    assert question == Question(Topic.PERSONAL, "A")


def test_only_what_a_text_needs_is_asked_for() -> None:
    assert not read("K9 M19", _around()).wants_counts
    assert read("+2k", _around()).wants_counts == {("A", date(2017, 10, 12))}
    assert read("RO 12", _around()).wants_counts == {("A", date(2017, 10, 12))}
    assert not read("k9 m19 RO 12", _around()).wants_counts


def test_what_was_clear_waits_for_the_answer_about_the_rest() -> None:
    around = Circumstances(datetime(2017, 10, 12, 21, 40, tzinfo=ZONE), (NIGHT, OTHER_NIGHT))
    question = read("A k9 m19, B k5", around).question
    assert question is not None

    answer = Circumstances(around.moment, around.sites, question=Question.from_json(question.to_json()))

    said = "count site=A date=2017-10-12 w=9 m=19 ; count site=B date=2017-10-12 w=5 m=20"
    assert canonical(read("20", answer), with_site=True) == said
