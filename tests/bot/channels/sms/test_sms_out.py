"""SMS on its way out: each text once, whatever the network does, and what each error leads to."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.sms.codes import MEANINGS, Do, meaning
from storage.outbox import queue, waiting
from storage.sms_sent import asked_before
from tests.bot.channels.sms.conftest import NUMBERS, PUBLIC_URL, ZONE
from tests.fakes.twilio_server import ACCOUNT, NUMBER

ANNA, EVA = NUMBERS["Anna"], NUMBERS["Eva"]


async def owes(line, text, *, to=ANNA, person=None, key=None, expires_at=None):
    """A text that the house owes to somebody, as a reminder is queued."""
    row = await line.rows("SELECT person FROM addresses WHERE address = :to", to=to)
    await line.database.write(
        queue,
        key=key or f"test:{text}:{to}",
        channel="sms",
        address=to,
        text=text,
        now=line.now,
        person=row[0]["person"] if row else None,
        message=None,
        expires_at=expires_at,
    )


async def states(line):
    return [row["state"] for row in await line.rows("SELECT state FROM outbox ORDER BY id")]


async def tries_on(line, rounds=8, step=2.0):
    """Rounds of the outbox, each some seconds of real time after the last."""
    for _ in range(rounds):
        await line.tries()
        line.later += timedelta(seconds=step)


async def test_a_text_goes_out_once_from_our_number_and_says_where_to_tell_of_it(line, twilio):
    await owes(line, "Påminnelse")

    await tries_on(line, 3)

    (text,) = twilio.texts
    assert (text.to, text.sender, text.body) == (ANNA, NUMBER, "Påminnelse")
    assert text.callback.startswith(f"{PUBLIC_URL}/sms/status?message=")
    assert text.validity is None


async def test_a_messaging_service_sends_in_place_of_a_number(open_line, twilio):
    line = open_line(service="MG" + "0" * 32)
    await owes(line, "Påminnelse")

    await line.tries()

    assert twilio.texts[0].service == "MG" + "0" * 32


async def test_twilio_keeps_a_text_no_longer_than_it_is_of_use(line, twilio):
    await owes(line, "Påminnelse", expires_at=line.now + timedelta(minutes=90))
    await owes(line, "Sammandrag", expires_at=line.now + timedelta(days=3))

    await line.tries()

    assert [text.validity for text in twilio.texts] == [5400, 36000]


async def test_signs_outside_the_sms_alphabet_are_replaced(line, twilio):
    await owes(line, "Läget – “bra”… 1\u00a0234 😀")

    await line.tries()

    assert twilio.sent_to(ANNA) == ['Läget - "bra"... 1 234 ']


@pytest.mark.parametrize("fault", ["hang", "lose", "html"])
async def test_a_text_whose_answer_was_lost_is_looked_up_and_never_sent_twice(line, twilio, fault):
    twilio.faults.append(fault)
    await owes(line, "Påminnelse")

    await tries_on(line)

    assert twilio.sent_to(ANNA) == ["Påminnelse"]
    assert await states(line) == ["sent"]


@pytest.mark.parametrize("fault", ["cut", "503", "500"])
async def test_a_text_that_twilio_never_had_is_sent_once_that_is_sure(line, twilio, fault):
    twilio.faults.append(fault)
    await owes(line, "Påminnelse")

    await line.tries()
    line.later += timedelta(seconds=0.3)
    await line.tries()
    assert twilio.sent_to(ANNA) == []  # it might still turn up

    await tries_on(line)
    assert twilio.sent_to(ANNA) == ["Påminnelse"]
    assert await states(line) == ["sent"]


async def test_two_texts_alike_are_not_taken_for_one(line, twilio):
    twilio.faults.extend(["lose", "cut"])
    await owes(line, "Samma", key="one")
    await owes(line, "Samma", key="two")

    await tries_on(line, 12)

    assert twilio.sent_to(ANNA) == ["Samma", "Samma"]
    assert await states(line) == ["sent", "sent"]


async def test_a_hundred_hangs_double_nothing_and_lose_nothing(line, twilio):
    numbers = [f"+4670200{number:04}" for number in range(100)]
    for number in numbers:
        await owes(line, f"Till {number}", to=number)
    twilio.faults.extend(["hang"] * 100)

    await tries_on(line, 10)

    assert {number: twilio.sent_to(number) for number in numbers} == {
        number: [f"Till {number}"] for number in numbers
    }
    assert set(await states(line)) == {"sent"}


async def test_an_answer_that_rides_along_while_the_outbox_is_about_to_send_it_is_sent_once(line, twilio):
    """Found in Twilio's list, its answer waits; then the request comes after all, between a look and its text."""
    moment = (datetime.now(ZONE) - timedelta(days=1)).replace(hour=22)
    text = twilio.received(ANNA, "K9 M19", moment.astimezone(UTC))
    line.now = moment + timedelta(minutes=5)
    await line.sms.catch_up()
    (waits,) = await line.database.read(waiting, "sms", line.real_now(), 10)
    known = await line.database.read(asked_before, [waits.id])

    assert (await line.says("Anna", "K9 M19", sid=text.sid)).startswith("Natthärbärge A")
    delivered = await line.sms._sending._in_order([waits], known)

    assert delivered == []
    assert twilio.texts == [text]
    assert await states(line) == ["sent"]


async def test_two_processes_send_each_text_once(open_line, twilio):
    one, other = open_line(), open_line()
    numbers = [f"+4670200{number:04}" for number in range(20)]
    for number in numbers:
        await owes(one, f"Till {number}", to=number)

    await asyncio.gather(one.tries(), other.tries())
    one.later = other.later = timedelta(seconds=10)
    await one.tries()
    await other.tries()

    assert [twilio.sent_to(number) for number in numbers] == [[f"Till {number}"] for number in numbers]
    assert set(await states(one)) == {"sent"}


async def test_the_network_away_for_an_hour_delays_and_loses_nothing(line, twilio):
    twilio.away = True
    await owes(line, "Första")
    await owes(line, "Andra")
    await tries_on(line, 12, step=300)
    assert await states(line) == ["queued", "queued"]

    twilio.away = False
    await tries_on(line, 3, step=301)

    assert twilio.sent_to(ANNA) == ["Första", "Andra"]


async def test_nothing_listening_is_no_unknown_fate(line, twilio):
    line.sms._transport._api_url = "http://127.0.0.1:9"
    await owes(line, "Påminnelse")
    await line.tries()

    line.sms._transport._api_url = twilio.url
    await tries_on(line, 2)

    assert twilio.sent_to(ANNA) == ["Påminnelse"]
    assert twilio.requests["list"] == 0


CODES = [(code, what.do) for code, what in MEANINGS.items()]


@pytest.mark.parametrize(("code", "do"), CODES, ids=[str(code) for code, _ in CODES])
async def test_each_error_code_leads_to_what_it_means(line, twilio, code, do):
    twilio.faults.append(code)
    await owes(line, "Påminnelse")

    await line.tries()
    first = await states(line)
    await tries_on(line, 3, step=301)

    waits = do in (Do.WAIT, Do.STOP)
    assert first[0] == ("queued" if waits else "failed")
    assert twilio.sent_to(ANNA) == (["Påminnelse"] if waits else [])
    told = [text for _, text in line.telegram.got]
    assert bool(told) is (do is Do.STOP or (do is not Do.WAIT and MEANINGS[code].alarm))


def test_the_codes_of_the_issue_are_all_known():
    known = {20003, 20429, 21211, 21408, 21606, 21610, 21614, 21617, 21658, 14107, *range(30001, 30009)}

    assert known <= set(MEANINGS)
    assert meaning(99999).do is Do.GIVE_UP
    assert meaning(None, 429).do is Do.WAIT


async def test_a_wrong_secret_stops_all_texts_and_is_told_once(line, twilio):
    twilio.faults.extend([20003])
    for number in range(3):
        await owes(line, f"Text {number}", to=f"+4670200000{number}")
        await line.tries()

    assert twilio.requests["create"] == 1
    assert "TWILIO_AUTH_TOKEN" in (await line.sms.fault())
    assert [text for _, text in line.telegram.got] == [
        "Sms har stannat (Twilio-fel 20003). Inget skickas förrän det är åtgärdat."
    ]

    await tries_on(line, 2, step=301)
    await line.sms.catch_up()
    assert await line.sms.fault() is None
    assert await states(line) == ["sent"] * 4


async def test_who_has_opted_out_at_twilio_gets_no_more_and_is_reached_by_telegram(line, twilio):
    twilio.faults.append(21610)
    await owes(line, "Påminnelse", to=EVA)
    await line.tries()
    await owes(line, "Nästa", to=EVA)
    line.now += timedelta(minutes=1)
    await owes(line, "Tredje", to=EVA)
    await tries_on(line, 2)

    assert twilio.requests["create"] <= 2
    assert twilio.sent_to(EVA) == ["Nästa"] or twilio.sent_to(EVA) == []
    assert ("42", "Påminnelse") in line.telegram.got
    assert ("42", "Tredje") in line.telegram.got
    assert ("77", "Sms: Eva vill inte ha fler sms. Rapporterna därifrån sparas ändå.") in line.telegram.got


ABROAD = (
    "Sms: inga sms går till {}, vars land inte står i SMS_COUNTRIES. Rapporterna sparas men besvaras inte."
)


async def test_no_text_goes_to_a_country_that_is_not_opened_and_the_coordinator_is_told_once(line, twilio):
    await owes(line, "Påminnelse", to=NUMBERS["Nora"])
    await owes(line, "Nästa", to=NUMBERS["Nora"])

    await line.tries()

    assert twilio.requests["create"] == 0
    assert (await states(line))[:2] == ["failed", "failed"]
    assert line.telegram.got == [("77", ABROAD.format("Nora"))]


async def test_who_has_telegram_beside_a_number_that_gets_no_texts_is_reached_there(open_line, twilio):
    line = open_line(countries=("+47",))
    await owes(line, "Påminnelse", to=EVA)

    await line.tries()

    assert line.telegram.got == [("42", "Påminnelse"), ("77", ABROAD.format("Eva"))]


async def test_beyond_the_budget_who_has_telegram_is_reached_there(open_line, twilio):
    line = open_line(daily_budget=0)
    await owes(line, "Påminnelse", to=EVA)

    await line.tries()

    assert twilio.texts == []
    assert ("42", "Påminnelse") in line.telegram.got


async def test_the_budget_stops_what_goes_out_too(open_line, twilio):
    line = open_line(daily_budget=2)
    for number in range(4):
        await owes(line, f"Text {number}", to=f"+4670200000{number}")

    await line.tries()

    assert len(twilio.texts) == 2
    assert (await states(line))[:4].count("failed") == 2
    assert len(line.telegram.got) == 1


# What Twilio tells of a text afterwards


async def told(line, text, status, error=None):
    target = text.callback.removeprefix(PUBLIC_URL)
    fields = [("AccountSid", ACCOUNT), ("MessageSid", text.sid), ("MessageStatus", status), ("To", text.to)]
    fields += [("ErrorCode", str(error))] if error else []
    return (await line.post(target, fields)).status_code


async def kept(line):
    return [(row["status"], row["error"]) for row in await line.rows("SELECT status, error FROM sms_sent")]


async def test_what_twilio_tells_of_a_text_is_kept_in_whatever_order_it_comes(line, twilio):
    await owes(line, "Påminnelse")
    await line.tries()
    (text,) = twilio.texts

    assert await told(line, text, "sent") == 204
    assert await told(line, text, "delivered") == 204
    assert await told(line, text, "sending") == 204

    assert await kept(line) == [("delivered", None)]


async def test_an_answer_that_rode_along_is_told_of_too(line, twilio):
    sid = twilio.sid()
    await line.says("Anna", "K9 M19", sid=sid)
    fields = [("AccountSid", ACCOUNT), ("MessageSid", "SM" + "e" * 32), ("MessageStatus", "delivered")]

    reply = await line.post(f"/sms/status?answers={sid}", fields)

    assert reply.status_code == 204
    assert await kept(line) == [("delivered", None)]


async def test_a_phone_that_was_off_gets_the_text_once_more_later(line, twilio):
    await owes(line, "Påminnelse")
    await line.tries()

    await told(line, twilio.texts[0], "undelivered", 30003)
    await line.tries()
    assert len(twilio.texts) == 1

    await tries_on(line, 2, step=130)
    assert twilio.sent_to(ANNA) == ["Påminnelse", "Påminnelse"]


@pytest.mark.parametrize("fault", ["hang", "lose", "cut"])
async def test_what_is_told_again_of_the_first_try_says_nothing_of_the_second(line, twilio, fault):
    await owes(line, "Påminnelse")
    await line.tries()
    first = twilio.texts[0]
    await told(line, first, "undelivered", 30003)
    line.later = twilio.later = timedelta(minutes=3)
    twilio.faults.append(fault)
    await line.tries()

    assert await told(line, first, "undelivered", 30003) == 204
    await tries_on(line, 12)

    assert twilio.sent_to(ANNA) == ["Påminnelse", "Påminnelse"]
    assert await states(line) == ["sent"]


@pytest.mark.parametrize("answered", [True, False], ids=["answered", "never answered"])
@pytest.mark.parametrize(
    ("status", "error", "state"),
    [("sent", None, "sent"), ("undelivered", 30003, "queued"), ("failed", 30005, "failed")],
)
async def test_what_twilio_tells_before_it_has_answered_our_request_holds(
    line, twilio, answered, status, error, state
):
    twilio.takes = 0.15 if answered else 0.0
    twilio.faults.extend([] if answered else ["hang"])
    await owes(line, "Påminnelse")
    trying = asyncio.create_task(line.tries())
    async with asyncio.timeout(10):
        while not twilio.texts:  # noqa: ASYNC110 the fake is in a thread of its own
            await asyncio.sleep(0.01)
    await told(line, twilio.texts[0], status, error)
    await trying
    twilio.takes = 0.0

    await tries_on(line, 4, step=5)

    assert (await states(line))[0] == state
    assert len(twilio.sent_to(ANNA)) == 1  # the phone that is off is tried after two minutes
    await tries_on(line, 2, step=130)
    assert len(twilio.sent_to(ANNA)) == (2 if state == "queued" else 1)


async def test_a_text_that_had_to_wait_for_twilio_is_still_tried_again_when_the_phone_is_off(line, twilio):
    twilio.faults.extend([20429] * 6)
    await owes(line, "Påminnelse")
    await tries_on(line, 8, step=301)
    assert len(twilio.texts) == 1

    for tries in (1, 2, 3, 4):
        await told(line, twilio.texts[-1], "undelivered", 30003)
        await tries_on(line, 4, step=301)
        assert len(twilio.texts) == min(tries + 1, 4)

    assert await states(line) == ["failed", "sent"]  # and the coordinator knows


async def test_a_text_that_is_sent_once_more_costs_the_budget_once_more(open_line, twilio):
    line = open_line(daily_budget=2)
    await owes(line, "Påminnelse", to=EVA)
    await tries_on(line, 2)

    for _ in range(2):
        await told(line, twilio.texts[-1], "undelivered", 30003)
        await tries_on(line, 4, step=301)

    assert twilio.sent_to(EVA) == ["Påminnelse", "Påminnelse"]
    assert ("42", "Påminnelse") in line.telegram.got
    assert any(address == "77" and "2" in text for address, text in line.telegram.got)


async def test_a_number_that_is_not_in_use_is_told_to_the_coordinator(line, twilio):
    await owes(line, "Påminnelse")
    await line.tries()

    await told(line, twilio.texts[0], "failed", 30005)
    await line.tries()

    assert await states(line) == ["failed", "sent"]
    assert line.telegram.got == [
        ("77", "Sms: ett meddelande till Anna kom inte fram (Twilio-fel 30005). Kontrollera numret.")
    ]


@pytest.mark.parametrize(
    ("code", "do"), [(code, meaning(code).do) for code in (*range(30001, 30009), 30036, 21610, 99999)]
)
async def test_each_code_that_twilio_tells_afterwards_leads_to_what_it_means(line, twilio, code, do):
    await owes(line, "Påminnelse", to=EVA)
    await line.tries()

    await told(line, twilio.texts[0], "undelivered", code)
    first = (await states(line))[0]
    await tries_on(line, 3, step=301)

    again = do in (Do.WAIT, Do.STOP)
    assert first == ("queued" if again else "failed")
    assert twilio.sent_to(EVA) == ["Påminnelse"] * (2 if again else 1)
    assert (("42", "Påminnelse") in line.telegram.got) is not again
    alarmed = any(address == "77" for address, _ in line.telegram.got)
    assert alarmed is (do is Do.STOP or (do is not Do.WAIT and meaning(code).alarm))


async def test_a_reminder_that_outlived_its_use_at_twilio_is_no_fault_of_the_number(line, twilio):
    await owes(line, "Påminnelse", expires_at=line.now + timedelta(minutes=90))
    await line.tries()

    await told(line, twilio.texts[0], "failed", 30036)
    await line.tries()

    assert await states(line) == ["failed"]
    assert line.telegram.got == []


async def test_a_suspended_account_stops_what_is_sent_and_the_text_goes_when_that_is_put_right(line, twilio):
    await owes(line, "Påminnelse")
    await line.tries()

    await told(line, twilio.texts[0], "failed", 30002)
    await owes(line, "Nästa")
    await line.tries()

    assert "suspended" in await line.sms.fault()
    assert len(twilio.texts) == 1
    assert [text for _, text in line.telegram.got] == [
        "Sms har stannat (Twilio-fel 30002). Inget skickas förrän det är åtgärdat."
    ]
    await tries_on(line, 3, step=301)
    assert twilio.sent_to(ANNA)[1:] == ["Påminnelse", "Nästa"]


async def test_what_was_queued_before_the_number_opted_out_goes_by_telegram_too(line, twilio):
    await owes(line, "Påminnelse", to=EVA)
    await line.says("Eva", "STOPP")

    await line.tries()
    await line.tries()

    assert twilio.sent_to(EVA) == []
    assert ("42", "Påminnelse") in line.telegram.got


async def test_a_status_that_twilio_did_not_sign_changes_nothing(line, twilio):
    await owes(line, "Påminnelse")
    await line.tries()
    target = twilio.texts[0].callback.removeprefix(PUBLIC_URL)
    fields = {"AccountSid": ACCOUNT, "MessageSid": twilio.texts[0].sid, "MessageStatus": "failed"}

    reply = await line.http.post(target, data=fields, headers={"X-Twilio-Signature": "bm90aGluZw=="})

    assert reply.status_code == 403
    assert await kept(line) == [(None, None)]


@pytest.mark.parametrize(
    "reference",
    ["message=", "message=abc", "answers=SM1", "", "message=999999", "message=١", "message=" + "9" * 30],
)
async def test_a_status_of_nothing_we_sent_is_harmless(line, reference):
    fields = [("AccountSid", ACCOUNT), ("MessageSid", "SM" + "e" * 32), ("MessageStatus", "delivered")]

    reply = await line.post(f"/sms/status?{reference}", fields)

    assert reply.status_code in (204, 400, 403)
    assert await kept(line) == []
