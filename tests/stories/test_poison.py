"""One message that cannot be settled stops nothing (P3)."""

from datetime import UTC, date, datetime

from bot.again import tried_again, waiting
from bot.inbox import Inbox
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


def inbox_of(house):
    return Inbox(house.database, "sv", lambda: None)


def mend_annas_question():
    yield sql("DELETE FROM questions WHERE body = 'no question'")


async def test_the_coordinator_is_told_once_an_hour_and_sees_who_sent_what(house):
    await house.database.write(spoil_annas_question)
    await house.phone("Anna").text("K9 M19", at="2017-10-12 21:40")
    await house.phone("Anna").text("k9 m20", at="2017-10-12 21:45")
    bo = house.phone("Bo")

    told = "Ett meddelande kunde inte hanteras och är undanlagt. Skriv undanlagt så visas det."
    assert (await bo.received()).count(told) == 1
    assert await bo.text("undanlagt") == "2 meddelanden är undanlagda. Anna 12 okt 21:45: k9 m20"


async def test_what_was_set_aside_counts_for_the_moment_it_came_when_it_is_tried_again(house):
    await house.database.write(spoil_annas_question)
    await house.phone("Anna").text("K9 M19", at="2017-10-13 02:10")
    await house.at("2017-10-13 15:00")
    await house.database.write(mend_annas_question)

    (one,) = await waiting(house.database)
    said = await tried_again(house.database, inbox_of(house), one)

    assert said.startswith("Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser.")
    assert await house.store.count("A", THURSDAY) == Count(9, 19)
    assert await waiting(house.database) == []


async def test_what_fails_again_is_set_aside_anew(house):
    await house.database.write(spoil_annas_question)
    await house.phone("Anna").text("K9 M19")
    (one,) = await waiting(house.database)
    await tried_again(house.database, inbox_of(house), one)

    (anew,) = await waiting(house.database)
    assert anew.message != one.message
    assert anew.incoming.text == "K9 M19"


async def test_a_reporter_does_not_see_what_others_sent(house):
    await house.database.write(spoil_annas_question)
    await house.phone("Anna").text("K9 M19")

    assert "K9 M19" not in await house.phone("Erik").text("undanlagt")
