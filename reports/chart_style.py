"""How the series of a chart differ, in colour and without: shade, dash, marker and pattern."""

from collections.abc import Callable
from dataclasses import dataclass

INK, GRID = "#1b1b1b", "#d9d9d9"


@dataclass(frozen=True, slots=True)
class Style:
    """How a series is drawn: its shade, dash and marker as a line, its shade and pattern as bars."""

    colour: str
    dash: str
    marker: str
    pattern: str


STYLES = (
    Style("#14405f", "", "circle", "solid"),
    Style("#c2571a", "8 5", "square", "stripes"),
    Style("#4f8f7b", "2 4", "triangle", "dots"),
    Style("#8a6fa8", "12 4 2 4", "diamond", "cross"),
    Style("#7a7a7a", "1 3", "circle", "stripes"),
    Style("#a8892c", "6 3", "square", "dots"),
)

PATTERNS = {
    "stripes": '<path d="M-2 10 L10 -2 M-2 2 L2 -2 M6 10 L10 6" stroke="{colour}" stroke-width="3" fill="none"/>',
    "dots": '<circle cx="2" cy="2" r="1.6" fill="{colour}"/><circle cx="6" cy="6" r="1.6" fill="{colour}"/>',
    "cross": '<path d="M0 4 H8 M4 0 V8" stroke="{colour}" stroke-width="1.6" fill="none"/>',
}


def _circle(x: float, y: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>'


def _square(x: float, y: float, colour: str) -> str:
    return (
        f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" fill="#ffffff" stroke="{colour}" '
        'stroke-width="2"/>'
    )


def _triangle(x: float, y: float, colour: str) -> str:
    return f'<path d="M{x:.1f} {y - 5.5:.1f} L{x + 5.5:.1f} {y + 4:.1f} H{x - 5.5:.1f} Z" fill="{colour}"/>'


def _diamond(x: float, y: float, colour: str) -> str:
    return f'<path d="M{x:.1f} {y - 6:.1f} l6 6 l-6 6 l-6 -6 Z" fill="#ffffff" stroke="{colour}" stroke-width="2"/>'


MARKERS: dict[str, Callable[[float, float, str], str]] = {
    "circle": _circle,
    "square": _square,
    "triangle": _triangle,
    "diamond": _diamond,
}
