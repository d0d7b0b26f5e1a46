"""How well a file of messages was read: wrong stores are critical, silent drops serious, needless questions minor."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.reading.canonical import RowResult


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG_STORE = "wrong store"
    SILENT_DROP = "silent drop"
    NEEDLESS_QUESTION = "needless question"
    OTHER_TOPIC = "other topic"


@dataclass(frozen=True, slots=True)
class Score:
    """The rows by verdict; `right` and the counts add up to `rows`."""

    rows: int
    right: int
    wrong_stores: tuple[RowResult, ...]
    silent_drops: tuple[RowResult, ...]
    needless_questions: tuple[RowResult, ...]
    other_topics: tuple[RowResult, ...]

    @property
    def passes(self) -> bool:
        """The bar: no wrong store, no silent drop, needless questions in at most 2 rows of 100."""
        return (
            not self.wrong_stores and not self.silent_drops and 50 * len(self.needless_questions) <= self.rows
        )


def verdict(row: RowResult) -> Verdict:
    """How a row's reading compares with the best of its alternatives."""
    alternatives = [one.strip() for one in row.expected.split("||")]
    if row.canonical in alternatives:
        return Verdict.RIGHT
    asked = row.canonical.startswith("ask:")
    if not asked and row.canonical != "none":
        return Verdict.WRONG_STORE
    if row.canonical == "none":
        return Verdict.SILENT_DROP
    topic = row.canonical.split()[0]
    if any(one.split()[0] == topic for one in alternatives if one):
        return Verdict.RIGHT  # a proposal may be offered or left out
    if any(one.startswith("ask:") or one == "none" for one in alternatives):
        return Verdict.OTHER_TOPIC
    return Verdict.NEEDLESS_QUESTION


def score(rows: Iterable[RowResult]) -> Score:
    """The verdicts of all rows, counted."""
    sorted_rows: dict[Verdict, list[RowResult]] = {one: [] for one in Verdict}
    for row in rows:
        sorted_rows[verdict(row)].append(row)
    return Score(
        rows=sum(map(len, sorted_rows.values())),
        right=len(sorted_rows[Verdict.RIGHT]),
        wrong_stores=tuple(sorted_rows[Verdict.WRONG_STORE]),
        silent_drops=tuple(sorted_rows[Verdict.SILENT_DROP]),
        needless_questions=tuple(sorted_rows[Verdict.NEEDLESS_QUESTION]),
        other_topics=tuple(sorted_rows[Verdict.OTHER_TOPIC]),
    )


def score_lines(result: Score) -> Iterator[str]:
    """The score in words: a line for each verdict with its share, and under it the rows that got it."""
    groups = {
        "wrong stores": result.wrong_stores,
        "silent drops": result.silent_drops,
        "needless questions": result.needless_questions,
        "other topics": result.other_topics,
    }
    yield f"{result.rows} rows: {result.right} right"
    for name, rows in groups.items():
        share = 100 * len(rows) / result.rows if result.rows else 0.0
        yield f"{len(rows)} {name} ({share:.1f} %)"
        for row in rows:
            yield f"    line {row.line}: {row.message!r} read as {row.canonical!r}, expected {row.expected!r}"
