"""What comes with pictures, with a name or without any words: captions are texts, all else is answered once."""

import pytest

from tests.bot.channels.conftest import ANNA, EVA
from tests.bot.channels.test_telegram import EVENING, KEPT, counts, stored

PICTURE = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
NOT_UNDERSTOOD = "Jag förstod inte. Skriv kvinnor och män, till exempel K9 M19. Mer: ?"


def test_a_caption_is_read_as_a_text_and_its_edit_as_an_edit(house, telegram):
    with house.running():
        telegram.text(ANNA, None, EVENING, photo=PICTURE, caption="K9 M19")
        telegram.wait_for(lambda: telegram.chat(ANNA) == [KEPT])
        edited = telegram.text(ANNA, None, EVENING, photo=PICTURE, caption="10 okt K9 M19")
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == 2)
        changed = {**edited, "caption": "10 okt K8 M19", "edit_date": edited["date"] + 60}
        telegram.push({"edited_message": changed})
        telegram.wait_for(lambda: "8 kvinnor" in telegram.chat(ANNA)[1])

    assert counts(house) == [("A", "2017-10-10", 8, 19), ("A", "2017-10-12", 9, 19)]


@pytest.mark.parametrize("text", ["@shelter_test_bot K9 M19", "K9 M19 @Shelter_Test_Bot"])
def test_who_names_the_bot_in_private_as_in_a_group_is_understood(house, telegram, text):
    mention = {"type": "mention", "offset": text.index("@"), "length": len("@shelter_test_bot")}
    with house.running():
        telegram.text(ANNA, text, EVENING, entities=[mention])
        telegram.wait_for(lambda: telegram.chat(ANNA))

    assert telegram.chat(ANNA) == [KEPT]


@pytest.mark.parametrize(
    ("captions", "answers"),
    [
        (("K9 M19", None, None, None), [KEPT]),
        ((None, None, None), [NOT_UNDERSTOOD]),
        ((None, "K9 M19", None), [NOT_UNDERSTOOD, KEPT]),
        (("10 okt K9 M19", None, "K9 M19"), [KEPT.replace("12-13", "10-11"), KEPT]),
    ],
    ids=["one caption", "none", "a later caption", "two captions"],
)
def test_the_pictures_of_an_album_that_say_nothing_are_answered_once_if_at_all(
    house, telegram, captions, answers
):
    with house.running():
        for caption in captions:
            words = {} if caption is None else {"caption": caption}
            telegram.text(ANNA, None, EVENING, photo=PICTURE, media_group_id="13", **words)
        telegram.answer_to(EVA, "B W1 M1", at=EVENING)
        telegram.wait_for(lambda: len(telegram.chat(ANNA)) == len(answers))

    assert telegram.chat(ANNA) == answers
    assert stored(house, "SELECT COUNT(*) FROM set_aside") == [(0,)]
