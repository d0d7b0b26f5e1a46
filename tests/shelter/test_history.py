"""Every change is kept, and what stands is what has not been taken back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter.figures import Count, Queue
from shelter.history import CLOSED, Aspect, Figures, Revision, from_json, standing, to_json

AT = datetime(2017, 10, 12, 19, 40, tzinfo=UTC)


def revisions(*steps: int | None) -> list[Revision]:
    """A history in which each number is a count of so many men and None takes the latest back."""
    return [
        Revision("A", date(2017, 10, 12), Aspect.COUNT, number, None if men is None else Count(0, men), 0 if men is None else None, 1, AT)
        for number, men in enumerate(steps, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ((), []),
        ((1,), [1]),
        ((1, 2), [1, 2]),
        ((1, 2, None), [1]),
        ((1, 2, None, None), []),
        ((1, None, 3), [3]),
        ((None, 1), [1]),
    ],
)
def test_what_stands_is_what_has_not_been_taken_back(steps: tuple[int | None, ...], left: list[int]) -> None:
    assert [one.figures for one in standing(revisions(*steps))] == [Count(0, men) for men in left]


number = st.integers(0, 9999)
figures = st.one_of(
    st.builds(lambda *n: (Aspect.COUNT, Count(*n)), number, number, number, number),
    st.just((Aspect.COUNT, CLOSED)),
    st.builds(lambda *n: (Aspect.QUEUE, Queue(*n)), *[st.none() | number] * 4),
    st.builds(lambda n: (Aspect.ORIGIN, (("BG", n), ("unknown", 0))), number),
    st.just((Aspect.AGE, None)),
)


@given(figures)
def test_figures_are_kept_exactly(told: tuple[Aspect, Figures | None]) -> None:
    aspect, held = told

    assert from_json(aspect, to_json(held)) == held
