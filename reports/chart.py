"""Charts: one description becomes one drawing, the same in page, document and chat.

The SVG is written here, so that it is the same bytes everywhere and each series differs in dash, marker or
pattern as well as in shade: it is read in black and white, and gaps stay gaps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import pairwise
from math import ceil

from reports.chart_style import GRID, INK, MARKERS, PATTERNS, STYLES
from reports.document import Chart, Mark, Series

WIDTH, HEIGHT = 960, 420
LEFT, RIGHT, TOP, BOTTOM = 76, 28, 70, 50
LETTER = 9
"""How wide a letter is at most, on average."""

LEGEND_ROW = 26
FONT = "'Source Sans Pro', 'Source Sans 3', 'Segoe UI', Helvetica, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Canvas:
    """The size of a drawing in its own units; letters are 17 of them high."""

    width: int
    height: int


PAGE = Canvas(WIDTH, HEIGHT)
PHONE = Canvas(560, 420)
"""Narrower, so that the same letters can be read where the drawing is as wide as a phone."""

FEW_POINTS = 14
"""Up to this many values along a line each gets a marker."""


def svg(chart: Chart, canvas: Canvas = PAGE) -> str:
    """The drawing, with its title and description inside for those who listen to it."""
    area = _Area(chart, canvas)
    name, width, height = chart.name, canvas.width, canvas.height
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"',
        f'role="img" aria-labelledby="{name}-title {name}-text" font-family="{FONT}" font-size="17" fill="{INK}">',
        f'<title id="{name}-title">{escape(chart.caption)}</title>',
        f'<desc id="{name}-text">{escape(chart.alt)}</desc>',
        f"<defs>{''.join(_patterns(chart))}</defs>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_grid(chart, area),
        *_reference(chart, area),
        *_bars(chart, area),
        *_lines(chart, area),
        *_flags(chart, area),
        *_legend(chart, area),
        "</svg>",
    ]
    return "\n".join(parts)


def png(chart: Chart, pixels: int = 1600, canvas: Canvas = PAGE) -> bytes:
    """The same drawing as a picture that many pixels wide, for Word and chat."""
    from reports.pdf import picture

    return picture(svg(chart, canvas), canvas.width, canvas.height, pixels)


class _Area:
    """Where values and places lie in the drawing."""

    def __init__(self, chart: Chart, canvas: Canvas) -> None:
        values = [float(value) for one in chart.series for value in one.values if value is not None]
        highest = max([*values, chart.reference[0] if chart.reference else 0, 1])
        self.step = _round_step(highest / 5)
        self.highest = self.step * -(-highest // self.step)
        self.places = max(1, len(chart.labels))
        self.legend = _legend_places(chart, canvas)
        rows = 1 + max((row for row, _ in self.legend), default=0)
        self.top = TOP + LEGEND_ROW * (rows - 1)
        self.right = canvas.width - RIGHT
        self._height = canvas.height - self.top - BOTTOM

    @property
    def slot(self) -> float:
        return (self.right - LEFT) / self.places

    def x(self, place: float) -> float:
        """The middle of a place."""
        return LEFT + (place + 0.5) * self.slot

    def y(self, value: Decimal | int | float) -> float:
        return self.top + self._height * (1 - float(value) / self.highest)

    def ticks(self, chart: Chart) -> Sequence[int]:
        """The places that get a label: of those asked for so many that none runs into the next."""
        asked = chart.ticks or range(len(chart.labels))
        widest = max((len(chart.labels[place]) for place in asked), default=0) * LETTER
        apart = min((later - one for one, later in pairwise(asked)), default=1) * self.slot
        return asked[:: max(1, ceil(widest / apart))]


def _round_step(about: float) -> float:
    """A step of the axis that people count in: 1, 2, 5, 10, 20, 50, ..."""
    size = 1.0
    while True:
        for factor in (1, 2, 2.5, 5):
            if about <= size * factor and (size * factor) % 1 == 0:
                return size * factor
        size *= 10


def _grid(chart: Chart, area: _Area) -> Iterator[str]:
    yield f'<text x="{LEFT - 60}" y="{area.top - 14}" font-size="16">{escape(chart.unit)}</text>'
    value = 0.0
    while value <= area.highest:
        y = area.y(value)
        colour = INK if value == 0 else GRID
        yield f'<line x1="{LEFT}" x2="{area.right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{_axis_number(value, chart.grouping)}</text>'
        value += area.step
    base = area.y(0)
    for place in area.ticks(chart):
        x = area.x(place)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{base:.1f}" y2="{base + 5:.1f}" stroke="{INK}"/>'
        label = escape(chart.labels[place])
        yield f'<text x="{x:.1f}" y="{base + 26:.1f}" text-anchor="middle">{label}</text>'


def _axis_number(value: float, grouping: str) -> str:
    return f"{int(value):,}".replace(",", grouping)


def _reference(chart: Chart, area: _Area) -> Iterator[str]:
    if chart.reference is None:
        return
    value, label = chart.reference
    y = area.y(value)
    yield f'<line x1="{LEFT}" x2="{area.right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{INK}" stroke-width="1.5"/>'
    yield f'<text x="{area.right}" y="{y - 6:.1f}" text-anchor="end" font-size="16">{escape(label)}</text>'


def _bars(chart: Chart, area: _Area) -> Iterator[str]:
    bars = [(number, one) for number, one in enumerate(chart.series) if one.mark is Mark.BAR]
    width = area.slot * 0.76 / max(1, len(bars))
    for order, (number, one) in enumerate(bars):
        for place, value in enumerate(one.values):
            if value is None:
                continue
            x = area.x(place) - width * len(bars) / 2 + order * width
            y = area.y(value)
            yield (
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{area.y(0) - y:.1f}" '
                f'fill="{_fill(chart, number)}" stroke="{INK}" stroke-width="0.6"/>'
            )


def _lines(chart: Chart, area: _Area) -> Iterator[str]:
    for number, one in enumerate(chart.series):
        if one.mark is Mark.BAR:
            continue
        style = STYLES[number % len(STYLES)]
        draw = _stepped if one.mark is Mark.STEP else _straight
        dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
        yield (
            f'<path d="{draw(one, area)}" fill="none" stroke="{style.colour}" stroke-width="2.2" '
            f'stroke-linejoin="round"{dash}/>'
        )
        if len(one.values) <= FEW_POINTS:
            yield from (
                MARKERS[style.marker](area.x(place), area.y(value), style.colour)
                for place, value in enumerate(one.values)
                if value is not None
            )


def _straight(series: Series, area: _Area) -> str:
    """A line from value to value, broken at each gap; a value alone between gaps is a short dash."""
    path = []
    for first, run in _runs(series.values):
        points = [f"{area.x(first + step):.1f} {area.y(value):.1f}" for step, value in enumerate(run)]
        if len(run) == 1:
            x, y = area.x(first), area.y(run[0])
            points = [f"{x - 2:.1f} {y:.1f}", f"{x + 2:.1f} {y:.1f}"]
        path.append("M" + " L".join(points))
    return " ".join(path)


def _stepped(series: Series, area: _Area) -> str:
    path = []
    for first, run in _runs(series.values):
        points = []
        for step, value in enumerate(run):
            left = area.x(first + step - 0.5)
            y = area.y(value)
            points += [f"{left:.1f} {y:.1f}", f"{left + area.slot:.1f} {y:.1f}"]
        path.append("M" + " L".join(points))
    return " ".join(path)


def _runs(values: Sequence[Decimal | int | None]) -> Iterator[tuple[int, list[Decimal | int]]]:
    """The stretches without a gap, each with the place where it begins."""
    run: list[Decimal | int] = []
    for place, value in enumerate([*values, None]):
        if value is not None:
            run.append(value)
        elif run:
            yield place - len(run), run
            run = []


def _flags(chart: Chart, area: _Area) -> Iterator[str]:
    if chart.flag is None:
        return
    for place in chart.flag.places:
        yield _flag(area.x(place), area.y(0) - 7)


def _flag(x: float, y: float) -> str:
    """A small cross on the axis."""
    return (
        f'<path d="M{x - 4:.1f} {y - 4:.1f} L{x + 4:.1f} {y + 4:.1f} M{x - 4:.1f} {y + 4:.1f} '
        f'L{x + 4:.1f} {y - 4:.1f}" stroke="{INK}" stroke-width="1.8" fill="none"/>'
    )


def _legend_places(chart: Chart, canvas: Canvas) -> list[tuple[int, float]]:
    """The row and x of each name, those of the series first; a name that would run off begins the next row."""
    names = [one.name for one in chart.series] + ([chart.flag.name] if chart.flag else [])
    places: list[tuple[int, float]] = []
    row, x = 0, float(LEFT - 12)
    for name in names:
        wide = LETTER * len(name)
        if places and x + 36 + wide * 0.85 > canvas.width:
            row, x = row + 1, float(LEFT - 12)
        places.append((row, x))
        x += 62 + wide
    return places


def _legend(chart: Chart, area: _Area) -> Iterator[str]:
    for number, one in enumerate(chart.series):
        style = STYLES[number % len(STYLES)]
        row, x = area.legend[number]
        y = 22.0 + LEGEND_ROW * row
        if one.mark is Mark.BAR:
            yield (
                f'<rect x="{x:.0f}" y="{y - 9:.0f}" width="22" height="12" fill="{_fill(chart, number)}" '
                f'stroke="{INK}" stroke-width="0.6"/>'
            )
        else:
            dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
            yield (
                f'<path d="M{x:.0f} {y - 4:.0f} h30" stroke="{style.colour}" stroke-width="2.2" '
                f'fill="none"{dash}/>'
            )
            if len(one.values) <= FEW_POINTS:
                yield MARKERS[style.marker](x + 15, y - 4, style.colour)
        yield f'<text x="{x + 36:.0f}" y="{y:.0f}">{escape(one.name)}</text>'
    if chart.flag is not None:
        row, x = area.legend[-1]
        y = 22.0 + LEGEND_ROW * row
        yield _flag(x + 15, y - 4)
        yield f'<text x="{x + 28:.0f}" y="{y:.0f}">{escape(chart.flag.name)}</text>'


def _fill(chart: Chart, number: int) -> str:
    style = STYLES[number % len(STYLES)]
    return style.colour if style.pattern == "solid" else f"url(#{chart.name}-{number})"


def _patterns(chart: Chart) -> Iterator[str]:
    for number, one in enumerate(chart.series):
        style = STYLES[number % len(STYLES)]
        if one.mark is Mark.BAR and style.pattern != "solid":
            yield (
                f'<pattern id="{chart.name}-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
                f'<rect width="8" height="8" fill="#ffffff"/>{PATTERNS[style.pattern].format(colour=style.colour)}'
                "</pattern>"
            )
