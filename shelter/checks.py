"""What looks wrong with a count, compared with what the site usually has (R13)."""

from collections.abc import Sequence
from statistics import median_low

from shelter.figures import Count

USUAL_DAYS = 28
"""How many of the last reported open days decide what is usual."""

USUAL_FROM = 7
"""Before this many reported days nothing is usual yet, so nothing is checked."""


def usual_visits(totals: Sequence[int]) -> int | None:
    """The usual number of visits a day, from the totals of the last reported open days, newest first."""
    if len(totals) < USUAL_FROM:
        return None
    return median_low(totals[:USUAL_DAYS])


def needs_proof(beds: int | None, before: Count | None, after: Count | None) -> bool:
    """Whether a count by a weak identity, such as a number that can be faked, waits for proof.

    It does above 1.2 x the beds, and where it moves a stored count (`before`) or a part of it by more than
    30 % of the whole and by more than 5 persons; `after` is None where nothing is left of it.
    """
    if after is not None and beds is not None and 5 * after.total > 6 * beds:
        return True
    if before is None:
        return False
    left = after or Count(0, 0)
    moved = max(
        abs(left.total - before.total),
        abs(left.women - before.women),
        abs(left.men - before.men),
        abs(left.other - before.other),
        abs(left.unknown - before.unknown),
    )
    return moved > 5 and 10 * moved > 3 * before.total
