"""Several processes on one PostgreSQL keep the same house and double nothing (P11)."""

import asyncio
from datetime import date

import pytest

from shelter.figures import Count

THURSDAY = date(2017, 10, 12)

# A second process on a SQLite file refuses to start: tests/bot/test_cli.py.
pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@pytest.fixture
async def houses(house, database_url):
    other = type(house)(database_url)
    await other.start()
    yield house, other
    await other.stop()


async def test_a_message_handed_to_both_is_settled_once_and_answered_alike(houses):
    answers = await asyncio.gather(
        *(house.phone("Anna").text("K9 M19", message_id="the-same") for house in houses for _ in range(4))
    )

    assert len(set(answers)) == 1
    assert len(await houses[0].store.history("A", THURSDAY)) == 1


async def test_changes_through_both_at_once_all_count(houses):
    await houses[0].phone("Anna").text("K0 M0")
    await asyncio.gather(
        *(
            house.phone("Anna").text("+1 m", message_id=f"{place}-{n}")
            for place, house in enumerate(houses)
            for n in range(10)
        )
    )

    assert await houses[1].store.count("A", THURSDAY) == Count(0, 20)


async def test_a_house_loaded_in_one_is_known_in_the_other(houses):
    first, second = houses
    await first.phone("Anna").text("K9 M19")
    await second.phone("Anna").text("K9 M19")
    await first.load()

    assert (await second.phone("Anna").text("K10 M19")).startswith("Natthärbärge A")
