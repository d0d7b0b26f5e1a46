"""Drawings: the same in page and chat, with names and labels that neither run off nor into each other."""

import re
from itertools import pairwise

import pytest

from reports.chart import LETTER, PAGE, PHONE, Canvas, svg
from reports.document import Chart, Flag, Mark, Series
from reports.halfyear.night import night_ticks
from shelter.period import Period, months

TEXT = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"([^>]*)>([^<]*)</text>')


def chart(names: list[str], labels: list[str], mark: Mark = Mark.LINE, flag: Flag | None = None) -> Chart:
    values = tuple(range(10, 10 + len(labels)))
    return Chart(
        name="diagram-1",
        caption="Diagram",
        alt="A drawing.",
        unit="Stays",
        labels=tuple(labels),
        series=tuple(Series(name, values, mark) for name in names),
        flag=flag,
    )


def texts(drawing: str) -> list[tuple[float, float, str, str]]:
    return [(float(x), float(y), more, text) for x, y, more, text in TEXT.findall(drawing)]


SHELTERS = [f"Härbärget på Södermalmsallén {number}" for number in range(1, 7)]
CHARTS = {
    "a long legend": chart(SHELTERS, ["maj", "juni"], Mark.BAR),
    "short names": chart(["Natt", "Dag"], ["maj", "juni"]),
    "a flag of many words": chart(
        ["Övernattningar", "Platser"], ["1 maj"], flag=Flag("Natt med ett stängt härbärge", (0,))
    ),
    "many weeks": chart(["Besök"], [f"v {number}" for number in range(1, 53)], Mark.BAR),
    "many months": chart(["Besök"], [f"sep {number}" for number in range(2000, 2024)]),
}


@pytest.mark.parametrize("canvas", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("label", CHARTS)
def test_no_name_runs_off_the_drawing(label: str, canvas: Canvas) -> None:
    drawing = svg(CHARTS[label], canvas)
    names = [one.name for one in CHARTS[label].series]

    shown = [(x, text) for x, _, _, text in texts(drawing) if text in names]
    assert [text for _, text in shown] == names
    assert all(x + 0.5 * LETTER * len(text) <= canvas.width for x, text in shown)


@pytest.mark.parametrize("canvas", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("label", CHARTS)
def test_no_label_of_the_axis_runs_into_the_next(label: str, canvas: Canvas) -> None:
    labels = CHARTS[label].labels
    shown = [(x, text) for x, _, more, text in texts(svg(CHARTS[label], canvas)) if "middle" in more]

    assert shown[0][1] == labels[0]
    assert all(
        later - x >= 0.5 * LETTER * (len(text) + len(after)) for (x, text), (later, after) in pairwise(shown)
    )


@pytest.mark.parametrize("label", CHARTS)
def test_the_legend_leaves_the_drawing_room(label: str) -> None:
    drawing = svg(CHARTS[label], PHONE)
    legend = [y for _, y, _, text in texts(drawing) if text in [one.name for one in CHARTS[label].series]]
    unit = next(y for _, y, _, text in texts(drawing) if text == "Stays")

    assert max(legend) < unit - 17


@pytest.mark.parametrize(
    ("period", "labelled"),
    [
        (months(2017, 5, 6), 6),
        (months(2017, 5, 24), 24),
        (months(2017, 10), 5),
        (Period(months(2017, 10).first, months(2017, 10).first), 1),
    ],
    ids=["half-year", "two years", "month", "night"],
)
def test_a_period_of_any_length_has_labels_on_its_axis(period: Period, labelled: int) -> None:
    assert len(night_ticks(list(period))) == labelled
