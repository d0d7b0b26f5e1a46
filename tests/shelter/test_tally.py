"""The live tally's rules: what the steps come to, what can be taken back, which date they are for."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter.figures import Count, Moves, difference, moved
from shelter.sites import Capacity, Hours, Kind, Site
from shelter.tally import COUNTING, Step, Tally, forgotten_at, is_live, tally_date

ZONE = ZoneInfo("Europe/Stockholm")
DAY = date(2017, 10, 12)
ANNA, BO, CARL = 1, 2, 3


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


def site(kind: Kind, opens: time, closes: time) -> Site:
    beds = (Capacity(date(2017, 5, 1), 45),) if kind is Kind.NIGHT else ()
    return Site("Site", "S", kind, "-", ZONE, date(2017, 5, 1), (Hours(opens, closes),), beds)


NIGHT = site(Kind.NIGHT, time(19), time(9))
CENTRE = site(Kind.DAY, time(9), time(16))


def step(
    message: int, person: int, moves: Moves, undoes: int | None = None, *, opening: bool = False
) -> Step:
    return Step(message, person, f"P{person}", at("2017-10-12 21:40"), moves, opening, undoes)


presses = st.lists(
    st.tuples(
        st.sampled_from((ANNA, BO, CARL)), st.sampled_from([*COUNTING.values(), "undo", Moves(unknown=2)])
    ),
    max_size=40,
)


def counted(pressed: list[tuple[int, Moves | str]]) -> Tally:
    """A tally after presses as the bot takes them: what would go below zero is not kept."""
    tally = Tally("S", DAY)
    for person, what in pressed:
        back = tally.undoable_by(person) if what == "undo" else None
        if what == "undo" and back is None:
            continue
        moves = back.moves.taken_back if back else what
        assert isinstance(moves, Moves)
        if moved(tally.count, moves) is not None:
            tally = tally.after(step(0, person, moves, undoes=back.message if back else None))
    return tally


@given(presses, st.randoms(use_true_random=False))
def test_the_order_in_which_steps_come_and_how_often_does_not_change_the_sum(pressed, random) -> None:
    tally = counted(pressed)
    shuffled = [*tally.steps, *random.choices(tally.steps, k=3)] if tally.steps else []
    random.shuffle(shuffled)

    assert replace(tally, steps=tuple(shuffled)).count == tally.count


@given(presses)
def test_somebody_who_counts_alone_can_take_everything_back(pressed) -> None:
    alone = [(ANNA, what) for _, what in pressed]

    assert counted([*alone, *[(ANNA, "undo")] * len(alone)]).count == Count(0, 0)


@given(presses)
def test_undo_takes_back_ones_own_latest_step_and_nobody_elses(pressed) -> None:
    tally = counted(pressed)
    back = tally.undoable_by(ANNA)
    own = [one for one in tally.steps if one.person == ANNA and one.undoes is None]
    gone = {one.undoes for one in tally.steps}

    assert back == next((one for one in reversed(own) if one.message not in gone), None)


def test_what_the_date_had_before_is_nobodys_to_undo() -> None:
    tally = Tally("S", DAY, steps=(step(1, ANNA, Moves(9, 19), opening=True),))

    assert tally.count == Count(9, 19)
    assert tally.undoable_by(ANNA) is None
    assert tally.last is None
    assert tally.is_joined_by(ANNA)
    assert not tally.is_joined_by(BO)


def test_joining_moves_nothing_so_that_what_was_looked_at_is_still_the_same() -> None:
    tally = Tally("S", DAY, steps=(step(1, ANNA, Moves(1)),))

    assert tally.after(step(0, BO, Moves(), opening=True)).version == tally.version
    assert tally.after(step(0, BO, Moves(1))).version == tally.version + 1


def test_a_part_never_goes_below_zero() -> None:
    assert moved(Count(0, 5), Moves(women=-1)) is None
    assert moved(Count(1, 5), Moves(women=-1)) == Count(0, 5)


@given(st.builds(Count, *[st.integers(0, 99)] * 4), st.builds(Count, *[st.integers(0, 99)] * 4))
def test_the_difference_leads_from_one_count_to_the_other(before: Count, after: Count) -> None:
    assert moved(before, difference(before, after)) == after


def test_every_button_moves_what_it_says() -> None:
    assert list(COUNTING) == ["w+1", "w+5", "w-1", "m+1", "m+5", "m-1", "o+1", "o+5", "o-1"]
    assert COUNTING["m+5"] == Moves(men=5)
    assert COUNTING["o-1"] == Moves(other=-1)


@pytest.mark.parametrize(
    ("where", "moment", "day"),
    [
        (NIGHT, "2017-10-12 21:40", DAY),
        (NIGHT, "2017-10-13 02:13", DAY),
        (NIGHT, "2017-10-13 11:59", DAY),
        (NIGHT, "2017-10-12 18:45", DAY),
        (NIGHT, "2017-10-13 12:00", DAY + timedelta(1)),
        (CENTRE, "2017-10-12 08:30", DAY),
        (CENTRE, "2017-10-12 10:00", DAY),
        (CENTRE, "2017-10-13 00:10", DAY),
    ],
)
def test_people_are_counted_for_the_service_they_come_to(where: Site, moment: str, day: date) -> None:
    assert tally_date(where, at(moment)) == day
    assert is_live(where, day, at(moment))
    assert not is_live(where, day - timedelta(1), at(moment))


@pytest.mark.parametrize(
    ("where", "last", "forgotten"),
    [
        (CENTRE, "2017-10-12 15:59", "2017-10-12 16:00"),
        (CENTRE, "2017-10-12 16:30", "2017-10-12 17:30"),
        (NIGHT, "2017-10-12 23:00", "2017-10-13 09:00"),
    ],
)
def test_a_tally_is_forgotten_at_closing_but_nobody_is_asked_while_counting(
    where: Site, last: str, forgotten: str
) -> None:
    tally = Tally("S", DAY, steps=(replace(step(1, ANNA, Moves(1)), at=at(last)),))

    assert forgotten_at(where, tally) == at(forgotten)
