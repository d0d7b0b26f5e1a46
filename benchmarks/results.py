"""A measured figure beside its reference, and the two files that keep them: docs/benchmarks.md and .json."""

import json
import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of interleaved runs. `ratio` is made so that more is better and 1 is level with the reference."""

    name: str
    value: float
    unit: str
    reference: str | None
    reference_value: float | None
    ratio: float | None
    runs: int


def rate(name: str, unit: str, ours: Sequence[float], reference: str, theirs: Sequence[float]) -> Result:
    """A figure of which more is better, beside that of a reference."""
    value, other = statistics.median(ours), statistics.median(theirs)
    return Result(name, value, unit, reference, other, value / other, len(ours))


def alone(name: str, unit: str, ours: Sequence[float]) -> Result:
    """A figure that has nothing to stand beside."""
    return Result(name, statistics.median(ours), unit, None, None, None, len(ours))


def duration(name: str, unit: str, ours: Sequence[float], reference: str, theirs: Sequence[float]) -> Result:
    """A figure of which less is better, beside that of a reference."""
    value, other = statistics.median(ours), statistics.median(theirs)
    return Result(name, value, unit, reference, other, other / value, len(ours))


def machine() -> dict[str, str | int | None]:
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def keep(results: Sequence[Result], folder: Path = DOCS) -> None:
    """Write both files; every figure in them was measured in this run."""
    data = {"machine": machine(), "results": [asdict(result) for result in results]}
    (folder / "benchmarks.json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    (folder / "benchmarks.md").write_text(_page(results), encoding="utf-8")


def _page(results: Sequence[Result]) -> str:
    facts = machine()
    about = (
        f"Written by `make bench` on {facts['system']} with {facts['processors']} processors, "
        f"Python {facts['python']}, SQLite {facts['sqlite']}. Medians; ratio is ours / reference for rates and "
        "reference / ours for times, so more is better and 1 is level."
    )
    lines = [
        "# Benchmarks",
        "",
        about,
        "",
        "| what | value | unit | reference | reference value | ratio | runs |",
        "|---|---:|---|---|---:|---:|---:|",
    ]
    lines += [
        f"| {one.name} | {_shown(one.value)} | {one.unit} | {one.reference or ''} | {_shown(one.reference_value)} "
        f"| {_shown(one.ratio)} | {one.runs} |"
        for one in results
    ]
    return "\n".join(lines) + "\n"


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
