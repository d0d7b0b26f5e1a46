"""A chart of the report as a chart of the workbook itself, drawn from the cells beside it."""

from typing import Any

from reports.chart_style import STYLES
from reports.document import Chart, Mark

DASHES = ("solid", "dash", "round_dot", "dash_dot", "square_dot", "long_dash")
MARKERS = ("circle", "square", "triangle", "diamond", "x", "plus")
PATTERNS = (
    None,
    "wide_upward_diagonal",
    "dotted_diamond",
    "small_grid",
    "light_horizontal",
    "light_vertical",
)


def native(book: Any, sheet: str, chart: Chart, head_row: int) -> Any:
    """The chart of the columns under `head_row`: labels first, then a column for each series."""
    is_bars = any(series.mark is Mark.BAR for series in chart.series)
    drawn = book.add_chart({"type": "column"} if is_bars else {"type": "line"})
    first, last = head_row + 1, head_row + len(chart.labels)

    def column(number: int) -> dict[str, Any]:
        return {
            "name": [sheet, head_row, number],
            "categories": [sheet, first, 0, last, 0],
            "values": [sheet, first, number, last, number],
        }

    for number in range(len(chart.series)):
        drawn.add_series(column(number + 1) | _style(chart, number))
    beside = len(chart.series) + 1
    if chart.reference is not None:
        line = book.add_chart({"type": "line"})
        line.add_series(
            column(beside) | {"line": {"color": "#1b1b1b", "width": 1.5}, "marker": {"type": "none"}}
        )
        drawn.combine(line)
        beside += 1
    if chart.flag is not None:
        marks = {"type": "x", "size": 7, "border": {"color": "#1b1b1b"}}
        drawn.add_series(column(beside) | {"line": {"none": True}, "marker": marks})
    drawn.show_blanks_as("gap")
    drawn.set_title({"name": chart.caption, "name_font": {"size": 13, "color": "#14405f"}})
    drawn.set_y_axis(
        {"name": chart.unit, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#d9d9d9"}}}
    )
    spacing = max(1, len(chart.labels) // 13) if len(chart.labels) > 14 else 1
    drawn.set_x_axis({"interval_unit": spacing, "interval_tick": spacing})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 900, "height": 420})
    return drawn


def _style(chart: Chart, number: int) -> dict[str, Any]:
    """Shade with dash and marker, or shade with pattern: never colour alone."""
    place = number % len(STYLES)
    colour = STYLES[place].colour
    if chart.series[number].mark is Mark.BAR:
        pattern = PATTERNS[place]
        if pattern is None:
            return {"fill": {"color": colour}, "border": {"color": "#1b1b1b"}}
        filled = {"pattern": pattern, "fg_color": colour, "bg_color": "#ffffff"}
        return {"pattern": filled, "border": {"color": "#1b1b1b"}}
    marker = {"type": MARKERS[place], "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
    return {
        "line": {"color": colour, "width": 2.25, "dash_type": DASHES[place]},
        "marker": marker if len(chart.labels) <= 14 else {"type": "none"},
    }
