from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter.rounding import half_up, is_small_base, percent, percentages

PARTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(149, 2), 0, "75"),
        (Fraction(-149, 2), 0, "-75"),
        (Fraction(49, 100), 0, "0"),
        (Fraction(-49, 100), 0, "0"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(-1, 20), 1, "-0.1"),
        (7, 0, "7"),
        (7, 2, "7.00"),
        (10**40, 0, str(10**40)),
    ],
)
def test_a_half_goes_away_from_zero(value, decimals, shown):
    assert str(half_up(value, decimals)) == shown


@pytest.mark.parametrize(
    ("part", "base", "decimals", "shown"),
    [
        pytest.param(15689, 21070, 0, "74", id="74.461 is 74, though 74.5 would be 75"),
        pytest.param(15689, 21070, 1, "74.5", id="74.461 is 74.5 in tables"),
        pytest.param(15689, 21160, 1, "74.1", id="of the agreed bed-nights"),
        pytest.param(4198, 15689, 0, "27", id="women at night"),
        pytest.param(6150, 38974, 0, "16", id="women by day"),
    ],
)
def test_a_percentage_is_rounded_once_from_whole_numbers(part, base, decimals, shown):
    assert str(percent(part, base, decimals)) == shown


def test_there_is_no_percentage_of_nothing():
    assert percent(0, 0) is None
    assert percentages([0, 0]) is None
    assert percentages([]) is None


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6), st.integers(0, 4))
def test_rounding_is_never_more_than_half_a_unit_off(value, decimals):
    assert abs(Fraction(half_up(value, decimals)) - value) <= Fraction(1, 2 * 10**decimals)


@given(st.decimals(0, 10**6, places=5), st.integers(0, 4))
def test_rounding_agrees_with_the_standard_librarys_half_up(value, decimals):
    assert half_up(Fraction(value), decimals) == value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@given(st.fractions(), st.integers(0, 3))
def test_a_difference_and_its_opposite_are_rounded_alike(value, decimals):
    assert half_up(-value, decimals) == half_up(value, decimals).copy_negate()


@pytest.mark.parametrize(
    ("parts", "decimals", "shown"),
    [
        pytest.param([1, 1, 1], 0, ["34", "33", "33"], id="ties go to the first shown"),
        pytest.param([1, 1, 1], 1, ["33.4", "33.3", "33.3"], id="ties with a decimal"),
        pytest.param([1, 7], 0, ["13", "87"], id="two groups: women half up"),
        pytest.param([4198, 11491], 0, ["27", "73"], id="the nights of the replay"),
        pytest.param([6150, 32824], 0, ["16", "84"], id="the days of the replay"),
        pytest.param([0, 5], 0, ["0", "100"], id="nobody in one group"),
        pytest.param([5], 0, ["100"], id="one group"),
        pytest.param([1, 0, 999, 0], 0, ["0", "0", "100", "0"], id="small remainders"),
    ],
)
def test_a_distribution_is_shown_by_largest_remainder(parts, decimals, shown):
    assert [str(value) for value in percentages(parts, decimals)] == shown


@given(PARTS.filter(any), st.integers(0, 2))
def test_a_distribution_adds_to_100_and_no_value_is_more_than_a_unit_off(parts, decimals):
    shown = percentages(parts, decimals)

    assert sum(shown) == 100
    unit = Fraction(1, 10**decimals)
    for part, value in zip(parts, shown, strict=True):
        assert abs(Fraction(value) - Fraction(100 * part, sum(parts))) < unit


@given(PARTS.filter(any))
def test_equal_parts_differ_by_at_most_a_unit_and_the_earlier_is_never_the_smaller(parts):
    shown = percentages(parts)
    for early in range(len(parts)):
        for late in range(early + 1, len(parts)):
            if parts[early] == parts[late]:
                assert 0 <= shown[early] - shown[late] <= 1


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 2))
def test_of_two_groups_women_are_half_up_and_men_the_rest(women, men, decimals):
    if women + men:
        share = half_up(Fraction(100 * women, women + men), decimals)
        assert percentages([women, men], decimals) == (share, 100 - share)


def test_a_part_below_zero_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        percentages([-1, 5])


@pytest.mark.parametrize(("base", "small"), [(0, True), (19, True), (20, False)])
def test_below_twenty_the_numbers_are_shown_instead(base, small):
    assert is_small_base(base) is small
