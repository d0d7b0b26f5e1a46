"""Who may do what, where: every cell of the table, deny by default (P9)."""

import itertools

import pytest

from shelter.people import Deed, Person, Reach, Role, may, reach

OWN, ALL, NONE = Reach.OWN, Reach.ALL, Reach.NONE
EXPECTED = {
    #                 report, tonight, missing, totals, files, escalation, invite, remind others, numbers, aside, bind
    Role.REPORTER: (OWN, OWN, OWN, OWN, NONE, NONE, NONE, NONE, NONE, NONE, NONE),
    Role.SITE_LEAD: (OWN, OWN, OWN, OWN, NONE, NONE, OWN, NONE, NONE, NONE, NONE),
    Role.COORDINATOR: (ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL),
    Role.VIEWER: (NONE, NONE, NONE, ALL, ALL, NONE, NONE, NONE, NONE, NONE, NONE),
}
CELLS = [(role, deed, EXPECTED[role][place]) for role in Role for place, deed in enumerate(Deed)]


@pytest.mark.parametrize(("role", "deed", "expected"), CELLS)
def test_each_role_reaches_what_the_table_says(role: Role, deed: Deed, expected: Reach) -> None:
    person = Person(1, "Anna", role, ("A",))

    assert reach(person, deed) is expected
    assert may(person, deed, "A") is (expected is not NONE)
    assert may(person, deed, "B") is (expected is ALL)


@pytest.mark.parametrize(("role", "deed"), list(itertools.product(Role, Deed)))
def test_nobody_without_a_site_reaches_one_through_an_own_deed(role: Role, deed: Deed) -> None:
    person = Person(1, "Anna", role, ())

    assert may(person, deed, "A") is (reach(person, deed) is ALL)
