"""The real process killed at each named point of a text's way in and of one's way out (P1): nothing lost, nothing twice."""

import asyncio
import contextlib

import aiohttp
import pytest

from tests.bot.test_sms_process import deliver, load_house, number, rows, settings, until
from tests.fakes.twilio_server import Twilio, ago

DYING = "tests.fakes.dying"


def said(shelterbot):
    return rows(shelterbot, "SELECT men FROM counts"), rows(shelterbot, "SELECT COUNT(*) FROM messages")


@pytest.mark.parametrize("asks_again", [True, False], ids=["asked again", "found in the list"])
@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ("before the commit", 0),
        ("after the commit", 1),
        ("before the acknowledgement", 1),
        ("after the acknowledgement", 1),
    ],
)
def test_a_kill_on_a_texts_way_in_neither_loses_nor_doubles_it(shelterbot, point, kept, asks_again):
    load_house(shelterbot, 1)
    with Twilio() as twilio:
        first = twilio.received(number(0), "8/34", ago(seconds=5))
        with shelterbot.running(**settings(twilio)):
            until(lambda: rows(shelterbot, "SELECT state FROM outbox") == [("sent",)])
        text = twilio.received(number(0), "+1 m", ago())
        twilio.texts.remove(text)  # it comes by request, and Twilio lists it afterwards

        answers = {}
        with (
            shelterbot.running(program=(DYING, point), **settings(twilio)) as (process, address),
            contextlib.suppress(aiohttp.ClientError, ConnectionError),
        ):
            asyncio.run(deliver(address, [text], answers))
        process.wait(30)
        assert process.returncode == -9
        assert said(shelterbot) == ([(34 + kept,)], [(1 + kept,)])

        if not asks_again:
            twilio.texts.append(text)
        with shelterbot.running(**settings(twilio)) as (_, address):
            if asks_again:
                asyncio.run(deliver(address, [text], answers))
            until(lambda: said(shelterbot) == ([(35,)], [(2,)]))
            until(lambda: not rows(shelterbot, "SELECT id FROM outbox WHERE state = 'queued'"))

        assert first.sid != text.sid
        replies = len(answers.get(text.sid, ())) + len(twilio.sent_to(number(0))) - 1
        assert replies <= 1  # the answer to the first went over the API as well


@pytest.mark.parametrize(("point", "arrived"), [("before the sending", 0), ("after the sending", None)])
def test_a_kill_while_a_text_is_sent_neither_loses_nor_doubles_it(shelterbot, point, arrived):
    load_house(shelterbot, 1)
    with Twilio() as twilio:
        twilio.received(number(0), "hej hopp", ago(minutes=30))
        with shelterbot.running(program=(DYING, point), **settings(twilio)) as (process, _):
            process.wait(30)
        assert process.returncode == -9
        if arrived is not None:
            assert len(twilio.sent_to(number(0))) == arrived

        with shelterbot.running(**settings(twilio)):
            until(lambda: rows(shelterbot, "SELECT state FROM outbox") == [("sent",)])

        assert len(twilio.sent_to(number(0))) == 1
