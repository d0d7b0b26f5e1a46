import pytest

from shelter.figures import Count, Queue


def test_a_count_adds_its_four_groups():
    assert Count(9, 19, 1, 2).total == 31


@pytest.mark.parametrize("numbers", [(-1, 0, 0, 0), (0, -1, 0, 0), (0, 0, -1, 0), (0, 0, 0, -1)])
def test_a_count_is_never_below_zero(numbers):
    with pytest.raises(ValueError, match="below zero"):
        Count(*numbers)


@pytest.mark.parametrize(
    ("later", "held"),
    [
        pytest.param(Queue(no_show=2), Queue(34, 22, 2), id="a part is added"),
        pytest.param(Queue(applied=30), Queue(30, 22), id="a part is replaced"),
        pytest.param(Queue(offered=0), Queue(34, 0), id="zero is said, not missing"),
        pytest.param(Queue(), Queue(34, 22), id="nothing said, nothing changed"),
    ],
)
def test_only_the_parts_of_a_queue_that_were_said_are_changed(later, held):
    assert Queue(34, 22).updated(later) == held
