"""What looks wrong with a count, compared with what the site usually has (R13)."""

from collections.abc import Sequence
from statistics import median_low

USUAL_DAYS = 28
"""How many of the last reported open days decide what is usual."""

USUAL_FROM = 7
"""Before this many reported days nothing is usual yet, so nothing is checked."""


def usual_visits(totals: Sequence[int]) -> int | None:
    """The usual number of visits a day, from the totals of the last reported open days, newest first."""
    if len(totals) < USUAL_FROM:
        return None
    return median_low(totals[:USUAL_DAYS])
