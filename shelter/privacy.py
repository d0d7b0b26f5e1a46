"""Small numbers (C15): what is left out of everything that leaves for viewers and public files.

Three ways lead back to a small number: the total less the shown cells, a percentage of a known base, and
the difference of two periods. The first is closed by hiding more cells, the second by working public
rates out of women and men alone, the third by publishing what can be small for half-years only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from shelter.figures import Count
from shelter.history import Figures
from shelter.period import HALF_YEAR, Period, half_year_of
from shelter.sums import People, Report

LIMIT = 4
"""Cells from 1 up to this are never shown; the project's own choice (C15)."""


class Audience(StrEnum):
    """Who reads: own staff and coordinators see all, viewers and public files see no small numbers."""

    STAFF = "staff"
    PUBLIC = "public"


def is_small(number: int) -> bool:
    return 1 <= number <= LIMIT


def suppressed(cells: Sequence[int]) -> tuple[int | None, ...]:
    """The cells of a distribution whose total is known, with None for each that is hidden.

    First every 1-4. Then, from the smallest, further cells until each of the small ones could be any of
    1-4 for a reader who knows the total, the rule and which cells were small. Equal cells are hidden
    together, or the one that is shown would tell the value of the other.
    """
    hidden = {place for place, cell in enumerate(cells) if is_small(cell)}
    if not hidden:
        return tuple(cells)
    for more in _next_to_hide(cells):
        if _is_protected(cells, hidden):
            break
        hidden |= more
    return tuple(None if place in hidden else cell for place, cell in enumerate(cells))


def _next_to_hide(cells: Sequence[int]) -> Iterator[set[int]]:
    """Places to hide beside the small ones, step by step: the smallest value first, the zeros last.

    When the last large cell goes the zeros go with it, for nothing is left to tell them from the rest.
    """
    values = sorted({cell for cell in cells if cell > LIMIT})
    for value in values[:-1]:
        yield {place for place, cell in enumerate(cells) if cell == value}
    yield set(range(len(cells)))
    # The step after the last: with every cell hidden only the total is known.
    yield set()


def _is_protected(cells: Sequence[int], hidden: set[int]) -> bool:
    """Whether the known sum of the hidden cells leaves every small one its whole range of 1-4."""
    total = sum(cells[place] for place in hidden)
    smalls = sum(is_small(cells[place]) for place in hidden)
    larges = len(hidden) - smalls
    lowest_of_larges = larges * (LIMIT + 1)
    most_beside = LIMIT * (smalls - 1) if not larges else total
    fewest_beside = smalls - 1 + lowest_of_larges
    return total - LIMIT >= fewest_beside and total - 1 <= most_beside


def is_published_whole(period: Period, half_year: int = HALF_YEAR) -> bool:
    """Whether origin, age, other and unknown may be published for this period: a half-year, nothing else.

    Half-years never overlap, so that no difference between two of them is a month, a week or a night.
    """
    return half_year_of(period.first, half_year) == period


def without_outside_gender(reports: Iterable[Report]) -> list[Report]:
    """The reports as the public may see them day by day: women, men and their sum (C15).

    Nor does the revision tell of the rest: a correction of it alone would say where and when there was somebody.
    """
    return [
        replace(
            report,
            count=report.count and Count(report.count.women, report.count.men),
            revision=max(1, report.revision - report.unseen),
            unseen=0,
        )
        if report.unseen or ((count := report.count) is not None and (count.other or count.unknown))
        else report
        for report in reports
    ]


def unseen_corrections(stated: Iterable[tuple[Figures | None, bool]]) -> int:
    """How many corrections of a date's count changed other and unknown alone.

    `stated` are its figures, oldest first, each with whether it took another back, which is no correction;
    figures that are None take back all, and the numbering of the revisions begins anew.
    """
    unseen, before = 0, None
    for figures, takes_back in stated:
        if figures is None:
            unseen = 0
        elif isinstance(before, Count) and isinstance(figures, Count) and not takes_back:
            seen_alike = (before.women, before.men) == (figures.women, figures.men)
            unseen += seen_alike and before != figures
        before = figures
    return unseen


@dataclass(frozen=True, slots=True)
class Shown:
    """Women, men and the rest of one kind as its last row shows them; None is a hidden "..".

    `merged` is the sum of other and unknown when they are not shown apart. `total` is women + men where
    the sum of the rest is hidden.
    """

    women: int
    men: int
    other: int | None
    unknown: int | None
    merged: int | None
    total: int

    @property
    def are_apart(self) -> bool:
        return self.other is not None and self.unknown is not None


def shown_to_all(people: People) -> Shown:
    """Everything, as own staff and coordinators see it."""
    outside = people.other + people.unknown
    return Shown(people.women, people.men, people.other, people.unknown, outside, people.total)


def shown_to_public(people: People, period: Period, half_year: int = HALF_YEAR) -> Shown:
    """The last row of a kind for viewers and public files (C15)."""
    women, men, outside = people.women, people.men, people.other + people.unknown
    if not is_published_whole(period, half_year) or is_small(outside):
        return Shown(women, men, None, None, None, women + men)
    if is_small(people.other) or is_small(people.unknown):
        return Shown(women, men, None, None, outside, people.total)
    return Shown(women, men, people.other, people.unknown, outside, people.total)


def shown(
    people: People, period: Period, audience: Audience = Audience.STAFF, half_year: int = HALF_YEAR
) -> Shown:
    if audience is Audience.STAFF:
        return shown_to_all(people)
    return shown_to_public(people, period, half_year)
