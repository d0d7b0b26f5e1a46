"""Small numbers stay hidden from a reader who adds, subtracts, divides and knows the rule (C15)."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import pytest

from shelter.figures import Count
from shelter.history import CLOSED, Figures
from shelter.period import Period, half_year_of, period_before
from shelter.privacy import (
    LIMIT,
    Audience,
    Shown,
    is_published_whole,
    is_small,
    shown,
    shown_to_public,
    suppressed,
    unseen_corrections,
    without_outside_gender,
)
from shelter.sums import People, Report

HALF = Period(date(2017, 5, 1), date(2017, 10, 31))


@pytest.mark.parametrize(
    ("label", "cells", "told"),
    [
        ("nothing small, nothing hidden", (12, 8, 0, 30), (12, 8, 0, 30)),
        ("one small cell takes the smallest large one with it", (3, 40, 12, 0), (None, 40, None, 0)),
        ("equal large cells go together", (3, 12, 12, 90), (None, None, None, 90)),
        ("two small ones that could be anything need no third", (2, 3, 40, 0), (None, None, 40, 0)),
        ("two ones add up to two, so a third is hidden", (1, 1, 40, 60), (None, None, None, 60)),
        ("two fours add up to eight, so a third is hidden", (4, 4, 40, 60), (None, None, None, 60)),
        ("a five and a one would show as six", (1, 5, 70, 80), (None, None, None, 80)),
        ("a small total hides the whole table", (3, 0, 0, 0), (None, None, None, None)),
        ("zeros alone are shown", (0, 0, 0), (0, 0, 0)),
        ("no cells", (), ()),
    ],
)
def test_what_is_hidden(label: str, cells: Sequence[int], told: Sequence[int | None]) -> None:
    assert suppressed(cells) == told, label


def feasible(total: int, told: Sequence[int | None], place: int, smalls: set[int]) -> range:
    """What a hidden cell can be for a reader who even knows which of the hidden cells are small.

    Where every cell is hidden nothing tells them apart.
    """
    if all(cell is None for cell in told):
        smalls = set()
    lows = {spot: 1 if spot in smalls else 0 for spot, cell in enumerate(told) if cell is None}
    highs = {spot: LIMIT if spot in smalls else total for spot in lows}
    left = total - sum(cell for cell in told if cell is not None)
    others = [spot for spot in lows if spot != place]
    low = max(lows[place], left - sum(highs[spot] for spot in others))
    high = min(highs[place], left - sum(lows[spot] for spot in others))
    return range(low, high + 1)


def test_an_attacker_pins_down_no_hidden_cell_of_10_000_random_tables() -> None:
    chance = random.Random(2017)
    hidden = 0
    for _ in range(10_000):
        scale = chance.choice((3, 8, 30, 400))
        cells = [chance.randint(0, scale) for _ in range(chance.randint(2, 8))]
        told = suppressed(cells)
        smalls = {place for place, cell in enumerate(cells) if is_small(cell)}
        assert all(told[place] is None for place in smalls), cells
        for place, cell in enumerate(told):
            if cell is not None:
                assert cell == cells[place]
                continue
            hidden += 1
            could_be = feasible(sum(cells), told, place, smalls)
            assert cells[place] in could_be
            assert len(could_be) > 1, (cells, told, place)
    assert hidden > 10_000


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield (first, *rest)


@pytest.mark.parametrize(("parts", "largest"), [(2, 40), (3, 34), (4, 22), (5, 16)])
def test_even_who_runs_the_same_rule_over_every_possible_table_learns_no_cell(
    parts: int, largest: int
) -> None:
    for total in range(1, largest):
        seen = defaultdict(list)
        for cells in splits(total, parts):
            seen[suppressed(cells)].append(cells)
        for told, possible in seen.items():
            for place in (place for place, cell in enumerate(told) if cell is None):
                assert len({cells[place] for cells in possible}) > 1, (told, possible)


def test_half_years_alone_are_published_so_that_no_two_can_be_subtracted() -> None:
    published = [
        Period(first, last)
        for first in HALF
        for last in HALF
        if first <= last and is_published_whole(Period(first, last))
    ]

    assert published == [HALF]
    assert is_published_whole(period_before(HALF))
    assert not is_published_whole(Period(date(2017, 1, 1), date(2017, 12, 31)))
    assert is_published_whole(Period(date(2017, 1, 1), date(2017, 6, 30)), half_year=1)
    assert half_year_of(date(2017, 11, 1)).first > HALF.last


@pytest.mark.parametrize(
    ("label", "people", "told"),
    [
        ("large: each by itself", People(60, 90, 7, 12), Shown(60, 90, 7, 12, 19, 169)),
        ("none", People(60, 90), Shown(60, 90, 0, 0, 0, 150)),
        ("one small: merged", People(60, 90, 3, 12), Shown(60, 90, None, None, 15, 165)),
        (
            "merged and still small: gone, and so from the total",
            People(60, 90, 1, 2),
            Shown(60, 90, None, None, None, 150),
        ),
        ("a small one beside a zero", People(60, 90, 0, 4), Shown(60, 90, None, None, None, 150)),
    ],
)
def test_other_and_unknown_gender_in_public(label: str, people: People, told: Shown) -> None:
    assert shown_to_public(people, HALF) == told, label
    assert shown(people, HALF, Audience.STAFF).total == people.total


def test_other_and_unknown_are_told_for_half_years_only() -> None:
    people = People(60, 90, 700, 12)

    assert shown_to_public(people, HALF).other == 700
    assert shown_to_public(people, Period(HALF.first, HALF.first)) == Shown(60, 90, None, None, None, 150)


def test_the_reader_of_a_merged_figure_cannot_split_it() -> None:
    for other in range(LIMIT + 8):
        for unknown in range(LIMIT + 8):
            told = shown_to_public(People(50, 50, other, unknown), HALF)
            same = {
                a
                for a in range(LIMIT + 8)
                for b in range(LIMIT + 8)
                if shown_to_public(People(50, 50, a, b), HALF) == told
            }
            assert told.are_apart or len(same) > 1


def test_public_rates_rest_on_women_and_men_alone() -> None:
    night = Report("A", HALF.first, False, Count(9, 19, 1, 1), None, datetime(2017, 5, 2, 5, tzinfo=UTC), 1)
    closed = Report("A", HALF.last, True, None, None, datetime(2017, 11, 1, 5, tzinfo=UTC), 1)

    told = without_outside_gender([night, closed])

    assert [report.count for report in told] == [Count(9, 19), None]
    assert told[1] == closed


W9, W9_U1, W9_U2, W8 = Count(9, 12), Count(9, 12, 0, 1), Count(9, 12, 0, 2), Count(8, 12)


@pytest.mark.parametrize(
    ("label", "stated", "unseen"),
    [
        ("said once", [(W9_U1, False)], 0),
        ("women corrected", [(W9, False), (W8, False)], 0),
        ("unknown corrected twice", [(W9, False), (W9_U1, False), (W9_U2, False)], 2),
        ("women and unknown at once", [(W8, False), (W9_U1, False)], 0),
        ("unknown corrected and taken back", [(W9, False), (W9_U1, False), (W9, True)], 1),
        ("closed between", [(W9, False), (CLOSED, False), (W9_U1, False)], 0),
        ("all taken back and said again", [(W9, False), (W9_U1, False), (None, True), (W9, False)], 0),
    ],
)
def test_corrections_that_the_public_does_not_see(
    label: str, stated: Sequence[tuple[Figures | None, bool]], unseen: int
) -> None:
    assert unseen_corrections(stated) == unseen, label
