"""SMS on its way in: what is answered, what is kept, and that the same text again changes nothing."""

import asyncio
from datetime import timedelta

import pytest

from shelter.figures import Count
from shelter.people import Person, Role
from storage.people import join
from tests.fakes.twilio_server import NUMBER, Text


async def test_a_count_is_stored_and_answered_in_the_reply_to_the_request(line):
    assert await line.says("Anna", "K9 M19") == (
        "Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser. Fel? Skicka rätt siffror."
    )
    assert await line.count() == Count(9, 19)


async def test_an_answer_that_rode_along_is_marked_as_sent_and_never_sent_again(line, twilio):
    await line.says("Anna", "K9 M19")

    await line.tries()

    assert [row["state"] for row in await line.rows("SELECT state FROM outbox")] == ["sent"]
    assert twilio.requests["create"] == 0


async def test_the_same_text_again_gets_the_same_answer_and_changes_nothing(line):
    first = await line.says("Dilan", "+2 k", at="2017-10-12 12:00", sid="SM" + "a" * 32)
    await line.says("Dilan", "8/34", at="2017-10-12 12:01")
    again = await line.says("Dilan", "+2 k", at="2017-10-12 12:02", sid="SM" + "a" * 32)

    assert again == first
    assert await line.count("D1") == Count(8, 34)


async def test_the_answer_says_where_twilio_is_to_tell_of_its_delivery(line):
    text = Text("SM" + "b" * 32, "inbound", "+46701000001", NUMBER, "K9 M19", line.now)

    reply = await line.request(text)

    assert f'statusCallback="https://bot.example.org/sms/status?answers={text.sid}"' in reply.text
    assert reply.headers["content-type"].startswith("text/xml")


@pytest.mark.parametrize(
    ("body", "more", "answered", "kept"),
    [
        ("", {}, "Jag förstod inte.", None),
        ("   ", {}, "Jag förstod inte.", None),
        ("👍", {}, "", None),
        ("K9 M19 😀", {}, "Natthärbärge A", Count(9, 19)),
        ("K9 M19 " + "x" * 1590, {}, "", None),
        ("K9 M19", {"NumMedia": "1", "MediaUrl0": "https://example.org/1"}, "Natthärbärge A", Count(9, 19)),
        ("", {"NumMedia": "1", "MediaUrl0": "https://example.org/1"}, "Jag kan bara läsa text.", None),
        ("K9 M19", {"NumSegments": "3"}, "Natthärbärge A", Count(9, 19)),
    ],
    ids=[
        "empty",
        "spaces",
        "a thumb",
        "count and smile",
        "ten parts",
        "picture and count",
        "picture",
        "three parts",
    ],
)
async def test_texts_of_every_kind_are_answered(line, body, more, answered, kept):
    told = await line.says("Anna", body, **more)

    assert (told or "").startswith(answered)
    assert await line.count() == kept


@pytest.mark.parametrize(
    "word", ["STOP", "stop", "Stop.", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "OPTOUT", "REVOKE"]
)
async def test_a_word_that_ends_texts_is_answered_by_twilio_and_ends_ours(line, word):
    assert await line.says("Anna", word) is None
    assert await line.says("Anna", "K9 M19") is None
    assert await line.count() == Count(9, 19)


async def test_stopp_ends_texts_and_says_goodbye_once(line):
    assert await line.says("Anna", "STOPP") == (
        "Du får inga fler sms härifrån; det du rapporterar sparas ändå. Vill du få sms igen: skriv starta."
    )
    assert await line.says("Anna", "stopp") is None
    assert await line.says("Anna", "K9 M19") is None


@pytest.mark.parametrize(
    "word",
    [
        "STOPP!",
        " Stopp. ",
        "STOPP\u00a0",
        "\uff33\uff34\uff2f\uff30\uff30",
        "stopp 🛑",
        "Stoppa",
        "stopp sms",
    ],
)
async def test_stopp_is_known_however_it_is_written(line, word):
    assert (await line.says("Anna", word) or "").startswith("Du får inga fler sms")
    assert await line.says("Anna", "K9 M19") is None


@pytest.mark.parametrize("text", ["stopp i toaletten", "vi stoppar K9 M19", "K9 M19 stop", "stoppade 3"])
async def test_a_text_that_holds_the_word_is_no_goodbye(line, text):
    await line.says("Anna", text)

    assert await line.says("Anna", "K9 M19") is not None


@pytest.mark.parametrize(
    "body", ["K9 M19\0", "\0", "K9\0 M19", "\ud83d K9 M19".encode("utf-8", "replace").decode()]
)
async def test_signs_that_no_database_holds_harm_nothing(line, body):
    await line.says("Anna", body)

    assert await line.rows("SELECT message FROM set_aside") == []


@pytest.mark.parametrize("sender", ["71234", "Banken", "+4791000001", "+15005550006", "072"])
async def test_short_codes_names_and_numbers_abroad_get_no_answer(line, twilio, sender):
    for text in ("K9 M19", "?", "STOPP", "HELP", "123456"):
        assert await line.says(sender, text) is None
    await line.tries()
    assert twilio.requests["create"] == 0


async def test_an_answer_whose_words_are_no_longer_kept_is_not_sent_empty(line):
    await line.says("Anna", "K9 M19", sid="SM" + "d" * 32)
    await line.database.write(_words_forgotten)
    text = Text("SM" + "d" * 32, "inbound", "+46701000001", NUMBER, "K9 M19", line.now)

    assert "<Message" not in (await line.request(text)).text
    assert await line.count() == Count(9, 19)


def _words_forgotten():
    from storage.wishes import sql

    yield sql("UPDATE outbox SET text = ''")


async def test_the_same_sid_with_other_words_gets_the_first_answer_and_changes_nothing(line):
    first = await line.says("Anna", "K9 M19", sid="SM" + "c" * 32)

    assert await line.says("Anna", "K20 M20", sid="SM" + "c" * 32) == first
    assert await line.count() == Count(9, 19)


@pytest.mark.parametrize("word", ["START", "start", "UNSTOP", "starta", "YES"])
async def test_start_brings_texts_back(line, word):
    await line.says("Anna", "STOP")

    assert await line.says("Anna", word) == "Du får sms härifrån igen. Så rapporterar du: ?"
    assert (await line.says("Anna", "K9 M19")).startswith("Natthärbärge A")


async def test_the_coordinator_is_told_once_of_who_opted_out(line):
    await line.says("Anna", "STOP")
    await line.says("Anna", "STOP")
    await line.tries()

    assert line.telegram.got == [("77", "Sms: Anna vill inte ha fler sms. Rapporterna därifrån sparas ändå.")]


async def test_yes_answers_an_open_question(line):
    assert "ok" in await line.says("Dilan", "8/340", at="2017-10-12 14:00")

    assert (await line.says("Dilan", "YES")).startswith("Dagverksamhet 1")


async def test_help_is_explained_where_twilio_has_not_done_so(line):
    assert (await line.says("Anna", "HELP")).startswith("Skriv kvinnor och män")
    assert await line.says("Anna", "HELP", OptOutType="HELP") is None


async def test_twilio_may_read_a_word_as_stop_that_we_do_not_know(line):
    assert await line.says("Anna", "basta", OptOutType="STOP") is None
    assert await line.says("Anna", "K9 M19") is None


async def test_a_stranger_gets_no_answer_and_leaves_no_text(line):
    assert await line.says("Cia", "Vem bor där?") is None
    assert [row["text"] for row in await line.rows("SELECT text FROM messages")] == [None]


async def test_a_number_abroad_is_stored_but_not_answered_and_the_coordinator_is_told_once(line):
    assert await line.says("Nora", "K9 M19") is None
    assert await line.says("Nora", "K9 M20") is None
    assert await line.says("+4791000001", "K9 M21") is None  # a stranger there is nobody's mistake
    await line.tries()

    assert await line.count() == Count(9, 20)
    ((to, told),) = line.telegram.got
    assert to == "77"
    assert told.startswith("Sms: inga sms går till Nora, vars land inte står i SMS_COUNTRIES.")


async def test_a_country_can_be_opened(open_line):
    line = open_line(countries=("+46", "+47"))

    assert (await line.says("Nora", "K9 M19")).startswith("Natthärbärge A")


async def test_what_the_network_cannot_carry_is_not_in_an_answer(line):
    told = await line.says("Anna", "K9 M19 “tio”… – 12")

    from reports import gsm7

    assert told is not None
    assert gsm7.fits(told)


async def test_a_spent_day_stores_on_in_silence_and_tells_the_coordinator_once(open_line):
    line = open_line(daily_budget=2)

    answers = [await line.says("Anna", f"K9 M{men}") for men in (19, 20, 21, 22)]
    await line.tries()

    assert [told is None for told in answers] == [False, False, True, True]
    assert await line.count() == Count(9, 22)
    assert line.telegram.got == [
        ("77", "Sms: dagens 2 segment är slut. Rapporter sparas ändå, men inget skickas före midnatt.")
    ]
    assert await line.says("Anna", "K9 M23", at="2017-10-13 00:01") is not None


async def test_one_number_cannot_spend_it_all(open_line):
    line = open_line(number_budget=1)

    await line.says("Anna", "K9 M19")
    assert await line.says("Anna", "K9 M20") is None
    assert await line.says("Eva", "W9 M21") is not None
    await line.tries()

    assert [text for _, text in line.telegram.got if "Anna har använt upp" in text] != []


def test_no_reserved_word_is_a_command_of_ours():
    from bot.channels.sms.words import WORDS
    from bot.commands import COMMANDS

    ours = {word for command in COMMANDS for word in command.words}

    assert ours & set(WORDS) == set()


async def test_what_is_no_report_and_no_look_is_not_done_by_sms(line):
    """No command of ours is refused; one that asked for any other leave would be, until it is put in the list."""
    from datetime import UTC

    from bot.channels.sms.manner import Manner
    from bot.commands import COMMANDS, Command
    from shelter.messages import Answer, Incoming
    from shelter.people import BY_NUMBER, Person, Role
    from storage.people import Sender

    who = Sender(Person(1, "Bo", Role.COORDINATOR, language="en"), None, 1)
    text = Incoming("sms", "SM1", "+46701000009", "invite Anna", line.now.astimezone(UTC))
    manner = Manner(line.sms._rules, code="1234")

    def decided(command):
        def usual(_text):
            yield from ()
            return Answer("done")

        def wish():
            return (yield from manner.decide(who, text, command, usual))

        return line.database.read(wish)

    administers = Command("invite", ("invite",), lambda scene: None, deed="administer")
    assert (await decided(administers)).text.startswith("That cannot be done by SMS")
    for command in COMMANDS:
        assert ((await decided(command)).text == "done") is (command.deed in BY_NUMBER)


async def test_what_cannot_be_stored_is_not_acknowledged_and_is_found_in_the_list_later(line, twilio):
    text = twilio.received("+46701000001", "K9 M19", line.now)
    store = line.database.write

    async def full(*_args):
        raise OSError("no space left on device")

    line.database.write = full
    refused = await line.request(text)
    line.database.write = store
    taken = await line.request(text)

    assert (refused.status_code, refused.text) == (503, "")
    assert taken.status_code == 200
    assert await line.count() == Count(9, 19)


async def test_an_answer_that_took_longer_than_twilio_waits_is_sent_by_itself_and_counted_once(line, twilio):
    """As while the disk stands still: the text is stored, but nobody reads the reply any more."""
    receive = line.sms._receive

    async def slow(incoming, manner):
        settled = await receive(incoming, manner)
        line.later += timedelta(seconds=16)
        return settled

    line.sms._receive = slow
    assert await line.says("Anna", "K9 M19", sid="SM" + "f" * 32) is None
    line.sms._receive = receive
    await line.tries()

    assert [text.startswith("Natthärbärge A") for text in twilio.sent_to("+46701000001")] == [True]
    assert [row["segments"] for row in await line.rows("SELECT segments FROM sms_spent")] == [1, 1]
    assert await line.says("Anna", "K9 M19", sid="SM" + "f" * 32) is None  # it has been answered
    assert await line.count() == Count(9, 19)


async def test_texts_at_the_same_time_are_each_settled_and_a_bad_one_harms_no_other(line, twilio):
    texts = [twilio.received("+46701000002", "+1 m" if one else "8/34", line.now) for one in range(21)]
    line.now = line.now.replace(hour=14)
    await line.request(texts[0])
    texts[7].sid = "SM1"  # not one of Twilio's

    replies = await asyncio.gather(*(line.request(text) for text in texts[1:]))

    assert sorted(reply.status_code for reply in replies) == [200] * 19 + [400]
    assert await line.count("D1") == Count(8, 34 + 19)


FILES = (
    "Filer och bilder kommer i Telegram, inte med SMS. Siffror kommer även här: sammanfattning maj-okt 2017."
)
CORA = "+46701000009"


@pytest.mark.parametrize(
    ("who", "text", "answer"),
    [
        (CORA, "rapportfil word maj-okt 2017", FILES),
        (CORA, "diagram", FILES),
        ("Anna", "diagram okt 2017", FILES),
        ("Anna", "rapportfil word", "Det får du inte se."),
    ],
)
async def test_who_asks_for_a_file_or_picture_is_told_where_they_come(line, who, text, answer):
    await line.database.write(join, Person(0, "Cora", Role.COORDINATOR), "sms", CORA)

    assert (await line.says(who, text)).startswith(answer)
    assert await line.rows("SELECT id FROM outbox WHERE enclosure IS NOT NULL") == []
