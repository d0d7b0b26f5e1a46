"""What is usual at a day centre, from which a text that says far more is asked about (R13)."""

import pytest

from shelter.checks import usual_visits


@pytest.mark.parametrize(
    ("totals", "usual"),
    [
        ([], None),
        ([40] * 6, None),
        ([40] * 7, 40),
        ([30, 40, 50, 60, 70, 80, 90], 60),
        ([10] * 28 + [1000] * 100, 10),
    ],
)
def test_the_usual_number_is_the_median_of_the_last_28_from_the_7th_on(
    totals: list[int], usual: int | None
) -> None:
    assert usual_visits(totals) == usual
