"""Every form in which the demonstration house reports is read back to exactly its numbers."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import Circumstances
from bot.reading.canonical import DAY, HOUSE, INTAKE, NIGHT, ZONE, canonical, read_fully
from bot.reading.near import near_date
from shelter.sites import Site

UNITS = [
    "noll",
    "en",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
    "tretton",
    "fjorton",
    "femton",
    "sexton",
    "sjutton",
    "arton",
    "nitton",
]
TENS = ["", "", "tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"]
MONTHS = ["", "jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"]
WEEKDAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]

LABELLED = (
    "K{w} M{m}", "k{w} m{m}", "k {w} m {m}", "{w}k {m}m", "k{w}m{m}", "K{w}, M{m}", "m{m} k{w}", "K={w} M={m}", "kvinnor {w} män {m}",
    "{w} kvinnor {m} män", "{w} kvinnor och {m} män", "{m} män, {w} kvinnor", "kv {w} m {m}", "{w} kvinor {m} man", "{w} kvinnor, {m} man",
    "{w} damer {m} herrar", "{w} tjejer {m} killar", "Kvinnor: {w}\nMän: {m}", "Kvinnor: {w}\nMän: {m}\nTotalt: {t}", "{t} varav {w} kvinnor",
    "{t} st, {w} kvinnor resten män", "k{w} m{m} tot {t}", "{short}: k{w} m{m}", "{name} k{w} m{m}", "K{w} M{m} 👍",
    "Hej! {w} kvinnor och {m} män idag. Mvh personalen", "{ww} kvinnor {mm} män", "{w} women {m} men", "W{w} M{m}", "{w}w {m}m",
    "{m} men and {w} women", "{t} incl {w} women", "women {w} men {m}, total {t}",
)  # fmt: skip
PAIRS = ("{w} {m}", "{w}+{m}", "{w}, {m}", "{w}+{m}={t}", "{w}/{m}")
VISITS = ("besök idag: {w} kvinnor {m} män", "{t} besök varav {w} kvinnor", "besök {t}, k{w} m{m}")
QUEUES = (
    "kö {a} plats {o} uteblev {n}", "Kö {a}, plats {o}, uteblev {n}", "{a} i kö, {o} fick plats, {n} uteblev", "kö:{a}\nplats:{o}\nuteblev:{n}",
    "{a} sökte, {o} fick plats, {n} kom inte", "ko {a} plats {o} uteblev {n}", "queue {a} placed {o} no show {n}",
)  # fmt: skip


def words(number: int) -> str:
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (UNITS[number % 10] if number % 10 else "")


def said(text: str, site: Site, moment: datetime) -> str:
    others = tuple((other.name, other.short) for other in HOUSE.values() if other is not site)
    return canonical(read_fully(text, Circumstances(moment.replace(tzinfo=ZONE), (site,), others)))


def filled(form: str, women: int, men: int, site: Site) -> str:
    return form.format(
        w=women, m=men, t=women + men, ww=words(women), mm=words(men), short=site.short, name=site.name
    )


evenings = st.dates(date(2017, 5, 2), date(2018, 4, 30))


@pytest.mark.parametrize("form", LABELLED)
@given(
    women=st.integers(0, 20),
    men=st.integers(0, 33),
    day=evenings,
    hours=st.sampled_from([-3, -1, 0, 1, 3, 7, 9]),
)
def test_a_labelled_count_is_read_back(form: str, women: int, men: int, day: date, hours: int) -> None:
    moment = datetime(day.year, day.month, day.day) + timedelta(days=1, hours=hours)

    assert said(filled(form, women, men, NIGHT), NIGHT, moment) == f"count date={day} w={women} m={men}"


@pytest.mark.parametrize("form", PAIRS)
@given(women=st.integers(0, 20), more=st.integers(0, 30), day=evenings)
def test_a_bare_pair_is_read_back_unless_it_may_be_a_date(
    form: str, women: int, more: int, day: date
) -> None:
    men = women + more
    moment = datetime(day.year, day.month, day.day, 22)
    read_back = said(filled(form, women, men, NIGHT), NIGHT, moment)

    if women + men > 54 or men == 45:
        assert read_back.startswith("ask:")
    elif "/" in form and near_date(women, men, day):
        assert read_back == f"ask:datepair w={women} m={men}"
    else:
        assert read_back == f"count date={day} w={women} m={men}"


@pytest.mark.parametrize("form", VISITS)
@given(women=st.integers(0, 40), men=st.integers(0, 95), day=evenings)
def test_visits_are_read_back(form: str, women: int, men: int, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 17)

    assert said(filled(form, women, men, DAY), DAY, moment) == f"count date={day} w={women} m={men}"


@pytest.mark.parametrize("form", QUEUES)
@given(applied=st.integers(20, 100), offered=st.integers(10, 20), no_show=st.integers(0, 10), day=evenings)
def test_a_queue_is_read_back(form: str, applied: int, offered: int, no_show: int, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 9) + timedelta(days=1)
    text = form.format(a=applied, o=offered, n=no_show)

    assert (
        said(text, INTAKE, moment) == f"queue date={day} applied={applied} offered={offered} noshow={no_show}"
    )


@pytest.mark.parametrize(
    "form",
    [
        "natt {d}/{mo}: k{w} m{m}",
        "{d} {month} k{w} m{m}",
        "{iso} {w} kvinnor {m} män",
        "natten till {weekday} k{w} m{m}",
    ],
)
@given(women=st.integers(0, 20), men=st.integers(0, 33), day=evenings, later=st.integers(2, 5))
def test_a_count_sent_some_days_later_says_its_night(
    form: str, women: int, men: int, day: date, later: int
) -> None:
    moment = datetime(day.year, day.month, day.day, 20) + timedelta(days=later)
    weekday = WEEKDAYS[(day.weekday() + 1) % 7]
    text = form.format(
        d=day.day, mo=day.month, month=MONTHS[day.month], iso=day.isoformat(), weekday=weekday, w=women, m=men
    )

    assert said(text, NIGHT, moment) == f"count date={day} w={women} m={men}"
