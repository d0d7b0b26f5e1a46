"""One message that cannot be settled stops nothing (P3)."""

from datetime import UTC, date, datetime

from shelter.figures import Count
from storage.wishes import sql

THURSDAY = date(2017, 10, 12)


def spoil_annas_question():
    """An open question whose kept form cannot be read: whatever Anna writes next fails."""
    yield sql(
        "INSERT INTO questions (person, site, body, asked_at) "
        "SELECT id, 'A', :body, :at FROM people WHERE name = 'Anna'",
        body="no question",
        at=datetime(2017, 10, 12, 19, 30, tzinfo=UTC),
    )


def what_was_set_aside():
    rows = yield sql("SELECT raw, fault FROM set_aside")
    return [(row["raw"], row["fault"]) for row in rows]


async def test_a_message_that_cannot_be_settled_is_set_aside_and_its_sender_told(house):
    await house.database.write(spoil_annas_question)
    said = await house.phone("Anna").text("K9 M19")

    assert said == (
        "Något gick fel här. Ditt meddelande är kvar och samordnaren kan se det. Inget antal har sparats."
    )
    assert await house.database.read(what_was_set_aside) == [("K9 M19", "JSONDecodeError")]
    assert await house.store.count("A", THURSDAY) is None


async def test_the_others_are_settled_all_the_same(house):
    await house.database.write(spoil_annas_question)
    await house.phone("Anna").text("K9 M19")
    await house.phone("Erik").text("W10 M18")

    assert await house.store.count("A", THURSDAY) == Count(10, 18)


async def test_the_same_message_again_is_set_aside_once(house):
    await house.database.write(spoil_annas_question)
    first = await house.phone("Anna").text("K9 M19", message_id="m1")
    again = await house.phone("Anna").text("K9 M19", message_id="m1")

    assert first == again
    assert len(await house.database.read(what_was_set_aside)) == 1
