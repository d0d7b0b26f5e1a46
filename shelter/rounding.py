"""Rounding once, from whole numbers (C8, C9): exact arithmetic in, the digits to show out."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

SMALL_BASE = 20
"""A percentage of fewer than this says less than the numbers themselves (C9)."""


def half_up(value: Fraction | int, decimals: int = 0) -> Decimal:
    """`value` with that many decimals, a half going away from zero: 74.5 is 75, -74.5 is -75 (C9).

    Never hand in what was rounded before; 15 689 / 21 070 is 74 %, though 74.5 would be 75.
    """
    exact = abs(Fraction(value)) * 10**decimals
    units = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return _shown(-units if value < 0 else units, decimals)


def percent(part: int, base: int, decimals: int = 0) -> Decimal | None:
    """`part` as a percentage of `base`; None when there is no base."""
    return half_up(Fraction(100 * part, base), decimals) if base else None


def percentages(parts: Sequence[int], decimals: int = 0) -> tuple[Decimal, ...] | None:
    """The shares of a distribution, in the order shown, adding up to exactly 100 (C8).

    Cut, then the missing units go to the largest remainders, ties in the order shown. For two groups
    this is the same as the first half up and the second the rest. None when all parts are zero.
    """
    base = sum(parts)
    if min(parts, default=0) < 0:
        raise ValueError(f"a part of a distribution is never below zero: {parts}")
    if base == 0:
        return None
    whole = 100 * 10**decimals
    units = [part * whole // base for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: -(parts[place] * whole % base))
    for place in by_remainder[: whole - sum(units)]:
        units[place] += 1
    return tuple(_shown(unit, decimals) for unit in units)


def is_small_base(base: int) -> bool:
    """Whether to show the numbers instead of a percentage (C9)."""
    return base < SMALL_BASE


def _shown(units: int, decimals: int) -> Decimal:
    # Built from its digits: Decimal arithmetic would round to the precision of the context.
    digits = tuple(int(digit) for digit in str(abs(units)))
    return Decimal((int(units < 0), digits, -decimals))
