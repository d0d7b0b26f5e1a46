"""Estimates from outside the house: what was written last of each, kept from one report to the next."""

from datetime import datetime

from shelter.standing import Estimate
from storage.wishes import Wish, sql


def estimates_now() -> Wish[tuple[Estimate, ...]]:
    """Those that hold, in the order in which they were first written."""
    rows = yield sql(
        """
        SELECT held.what, held.figure, held.source, held.dated
        FROM estimates AS held JOIN estimates AS first ON first.what = held.what AND first.number = 1
        WHERE held.figure IS NOT NULL
            AND held.number = (SELECT MAX(number) FROM estimates WHERE what = held.what)
        ORDER BY first.written_at, held.what
        """
    )
    return tuple(Estimate(row["what"], row["figure"], row["source"], row["dated"]) for row in rows)


def write_estimate(estimate: Estimate, at: datetime) -> Wish[None]:
    yield from _write(estimate.what, estimate.figure, estimate.source, estimate.dated, at)


def end_estimate(what: str, at: datetime) -> Wish[bool]:
    """Take an estimate back; False when there is none of that name."""
    held = yield from estimates_now()
    if what not in {one.what for one in held}:
        return False
    yield from _write(what, None, "", "", at)
    return True


def _write(what: str, figure: str | None, source: str, dated: str, at: datetime) -> Wish[None]:
    yield sql(
        """
        INSERT INTO estimates (what, number, figure, source, dated, written_at)
        VALUES (:what, (SELECT COALESCE(MAX(number), 0) + 1 FROM estimates WHERE what = :what),
                :figure, :source, :dated, :at)
        """,
        what=what,
        figure=figure,
        source=source,
        dated=dated,
        at=at,
    )
