"""Texts that came while we were away: read from Twilio's list, each once, in order, at its own moment."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.sms.transport import FateUnknown, NeverSent
from shelter.figures import Count
from tests.bot.channels.sms.conftest import NUMBERS, ZONE
from tests.fakes.twilio_server import NUMBER, ago

ANNA, DILAN = NUMBERS["Anna"], NUMBERS["Dilan"]


def evening(days):
    """Ten in the evening, so many days ago, and the date of that night."""
    moment = (datetime.now(ZONE) - timedelta(days=days)).replace(hour=22, minute=0, second=0, microsecond=0)
    return moment.astimezone(UTC), moment.date().isoformat()


async def test_each_text_belongs_to_the_night_it_was_sent_in(line, twilio):
    nights = [evening(days) for days in (3, 2, 1)]
    for number, (moment, _) in enumerate(nights):
        twilio.received(ANNA, f"K9 M{19 + number}", moment)

    await line.sms.catch_up()

    assert [await line.count("A", day) for _, day in nights] == [Count(9, 19), Count(9, 20), Count(9, 21)]


async def test_five_hundred_texts_of_three_days_are_settled_once_and_in_order(line, twilio):
    began = ago(hours=71)
    for number in range(500):
        twilio.received(DILAN, "+1 m", began + timedelta(seconds=number * 30))
    line.now = datetime.now(ZONE)

    await line.sms.catch_up()
    await line.sms.catch_up()

    rows = await line.rows("SELECT SUM(men) AS men FROM counts WHERE site = 'D1'")
    order = [row["external_id"] for row in await line.rows("SELECT external_id FROM messages ORDER BY id")]
    asked = await line.rows("SELECT COUNT(*) AS n FROM set_aside")
    assert order == [text.sid for text in twilio.texts]
    assert asked[0]["n"] == 0
    assert rows[0]["men"] is None or rows[0]["men"] <= 500
    assert twilio.requests["list"] >= 11  # pages of fifty


async def test_texts_of_the_same_second_keep_their_order(line, twilio):
    moment, day = evening(1)
    for men in (10, 11, 12):
        twilio.received(ANNA, f"K9 M{men}", moment)

    await line.sms.catch_up()

    assert await line.count("A", day) == Count(9, 12)


async def test_a_text_that_came_by_request_is_not_settled_again(line, twilio):
    moment, _ = evening(1)
    text = twilio.received(ANNA, "K9 M19", moment)
    line.now = moment.astimezone(ZONE)
    await line.says("Anna", "K9 M19", sid=text.sid)

    await line.sms.catch_up()

    assert len(await line.rows("SELECT number FROM revisions")) == 1
    assert [row["state"] for row in await line.rows("SELECT state FROM outbox")] == ["sent"]


async def test_a_request_that_comes_after_all_takes_the_waiting_answer_along(line, twilio):
    moment, _ = evening(1)
    text = twilio.received(ANNA, "K9 M19", moment)
    await line.sms.catch_up()

    answer = await line.says("Anna", "K9 M19", sid=text.sid)
    line.now = moment.astimezone(ZONE)
    await line.tries()

    assert answer.startswith("Natthärbärge A")
    assert twilio.sent_to(ANNA) == []


async def test_a_request_for_a_text_that_was_answered_meanwhile_gets_no_second_answer(line, twilio):
    moment, _ = evening(1)
    text = twilio.received(ANNA, "K9 M19", moment)
    await line.sms.catch_up()
    line.now = moment.astimezone(ZONE)
    await line.tries()

    assert await line.says("Anna", "K9 M19", sid=text.sid) is None
    assert len(twilio.sent_to(ANNA)) == 1


async def test_a_recent_text_is_answered_and_an_old_one_is_not(line, twilio):
    twilio.received(ANNA, "K9 M19", evening(3)[0])
    twilio.received(DILAN, "hej hopp", ago(minutes=30))

    await line.sms.catch_up()
    line.now = datetime.now(ZONE)
    await line.outbox.deliver_all()

    assert twilio.sent_to(ANNA) == []
    assert len(twilio.sent_to(DILAN)) == 1


async def test_a_text_that_may_still_come_by_request_is_left_to_it(line, twilio):
    twilio.received(ANNA, "K9 M19", ago(seconds=5))

    await line.sms.catch_up()
    assert await line.rows("SELECT id FROM messages") == []

    line.later = timedelta(seconds=30)
    await line.sms.catch_up()
    assert len(await line.rows("SELECT id FROM messages")) == 1


async def test_a_text_by_request_does_not_hide_those_that_came_before_it(line, twilio):
    moment, day = evening(2)
    twilio.received(ANNA, "K9 M19", moment)
    line.now = datetime.now(ZONE)
    await line.says("Dilan", "8/34")

    await line.sms.catch_up()

    assert await line.count("A", day) == Count(9, 19)


async def test_a_stop_that_was_lost_does_not_end_what_a_later_start_brought_back(line, twilio):
    stop, start = evening(1)[0], evening(1)[0] + timedelta(minutes=5)
    twilio.received(ANNA, "STOP", stop)
    line.now = start.astimezone(ZONE)
    await line.says("Anna", "START")

    await line.sms.catch_up()

    assert await line.rows("SELECT address FROM sms_optouts") == []


async def test_a_start_that_was_lost_does_not_take_back_a_later_stop(line, twilio):
    start, stop = evening(1)[0], evening(1)[0] + timedelta(minutes=5)
    twilio.received(ANNA, "START", start)
    line.now = stop.astimezone(ZONE)
    await line.says("Anna", "STOP")

    await line.sms.catch_up()
    await line.tries()

    assert [row["address"] for row in await line.rows("SELECT address FROM sms_optouts")] == [ANNA]
    assert twilio.sent_to(ANNA) == []


async def test_a_stop_that_was_lost_ends_texts_to_the_number(line, twilio):
    twilio.received(ANNA, "STOP", evening(1)[0])
    twilio.received(ANNA, "K9 M19", evening(1)[0] + timedelta(minutes=5))

    await line.sms.catch_up()
    await line.tries()

    assert [row["address"] for row in await line.rows("SELECT address FROM sms_optouts")] == [ANNA]
    assert twilio.sent_to(ANNA) == []


async def test_only_texts_to_us_are_read(line, twilio):
    moment, _ = evening(1)
    twilio.received(ANNA, "K9 M19", moment, to="+46766999999")
    twilio.texts.append(twilio.received(NUMBER, "K9 M19", moment, to=ANNA))
    twilio.texts[-1].direction = "outbound-api"

    await line.sms.catch_up()

    assert await line.rows("SELECT id FROM messages") == []


async def test_a_list_that_breaks_off_is_read_again_from_where_it_was_whole(line, twilio):
    moment, day = evening(1)
    twilio.received(ANNA, "K9 M19", moment)
    line.sms._transport._api_url = "http://127.0.0.1:9"
    with pytest.raises(NeverSent):
        await line.sms.catch_up()

    line.sms._transport._api_url = twilio.url
    await line.sms.catch_up()

    assert await line.count("A", day) == Count(9, 19)


async def test_a_minute_without_the_list_is_told_to_those_who_look(line, twilio):
    assert await line.sms.fault() is None

    line.later = timedelta(seconds=61)
    assert await line.sms.fault() == "Twilio's list of texts cannot be read"

    await line.sms.catch_up()
    assert await line.sms.fault() is None


async def test_what_came_while_we_were_away_is_settled_before_what_comes_now(line, twilio):
    """However young it is: nothing that was sent earlier takes the place of what was sent later."""
    line.now = datetime.now(ZONE).replace(hour=22, minute=0, second=0, microsecond=0)
    day = line.now.date().isoformat()
    line.later = line.now.astimezone(UTC) - datetime.now(UTC)
    twilio.received(ANNA, "K9 M19", line.now.astimezone(UTC) - timedelta(seconds=3))
    running = asyncio.create_task(line.sms.run())
    await asyncio.sleep(0)

    told = await line.says("Anna", "K10 M20")

    running.cancel()
    assert "K9 M19" in told or "9 kvinnor" in told  # the answer names the figure it replaced
    assert await line.count("A", day) == Count(10, 20)


async def test_a_list_that_cannot_be_read_at_the_start_holds_nothing_up(line, twilio):
    twilio.away = True
    running = asyncio.create_task(line.sms.run())
    await asyncio.sleep(0)

    assert (await line.says("Anna", "K9 M19")).startswith("Natthärbärge A")

    running.cancel()


@pytest.mark.parametrize("older", ["K9 M19", "+2 m", "stängt", "ångra"])
async def test_a_text_that_is_found_late_takes_no_place_of_one_that_was_sent_later(line, twilio, older):
    moment, day = evening(1)
    line.now = moment.astimezone(ZONE)
    await line.says("Anna", "K10 M20")
    twilio.received(ANNA, older, moment - timedelta(minutes=5))

    await line.sms.catch_up()

    assert await line.count("A", day) == Count(10, 20)
    (told,) = await line.rows("SELECT text FROM outbox WHERE state = 'queued'")
    assert "K10 M20" in told["text"]


@pytest.mark.parametrize("fault", ["500", "503", "html", "hang"])
@pytest.mark.parametrize("whole_pages", [0, 1, 2])
async def test_a_list_that_fails_at_any_page_settles_nothing_and_is_read_whole_the_next_time(
    line, twilio, fault, whole_pages
):
    """A later text is never settled before an earlier one that stood on the page that failed."""
    moment, day = evening(1)
    twilio.list_page = 2
    for number in range(5):
        twilio.received(ANNA, f"K9 M{19 + number}", moment + timedelta(minutes=number))
    twilio.list_faults.extend([*[""] * whole_pages, fault])

    with pytest.raises((FateUnknown, NeverSent)):
        await line.sms.catch_up()
    assert await line.rows("SELECT id FROM messages") == []

    await line.sms.catch_up()
    assert len(await line.rows("SELECT id FROM messages")) == 5
    assert await line.count("A", day) == Count(9, 23)


async def test_a_text_that_comes_while_the_pages_are_read_is_settled_once(line, twilio):
    twilio.list_page = 2
    for number in range(5):
        twilio.received(ANNA, f"K9 M{19 + number}", ago(minutes=30 - number))

    def another(page):
        if page == 1:
            twilio.received(ANNA, "K9 M30", ago(minutes=1))

    twilio.on_page = another
    await line.sms.catch_up()
    twilio.on_page = lambda page: None
    await line.sms.catch_up()

    kept = [row["external_id"] for row in await line.rows("SELECT external_id FROM messages ORDER BY id")]
    assert kept == [text.sid for text in twilio.texts]


async def test_a_text_that_is_caught_up_on_and_brought_at_the_same_time_is_settled_once(line, twilio):
    moment, day = evening(1)
    line.now = moment.astimezone(ZONE) + timedelta(minutes=1)
    text = twilio.received(ANNA, "K9 M19", moment)

    replies, _ = await asyncio.gather(
        asyncio.gather(*(line.request(text) for _ in range(3))), line.sms.catch_up()
    )
    await line.tries()

    assert len(await line.rows("SELECT number FROM revisions")) == 1
    assert await line.count("A", day) == Count(9, 19)
    heard = sum("<Message" in reply.text for reply in replies)
    assert len(twilio.sent_to(ANNA)) + bool(heard) == 1


@pytest.mark.parametrize("clock_change", ["2017-10-29", "2018-03-25"])
async def test_texts_of_the_night_when_the_clocks_change_belong_to_its_evening(line, twilio, clock_change):
    """Their DateSent is GMT; 02:30 comes twice, or not at all."""
    midnight = datetime.fromisoformat(clock_change).replace(tzinfo=ZONE).astimezone(UTC)
    line.later = midnight + timedelta(days=1) - datetime.now(UTC)
    for hours in range(1, 5):
        twilio.received(ANNA, f"K9 M{19 + hours}", midnight + timedelta(hours=hours - 0.5))

    await line.sms.catch_up()

    evening_before = (midnight.astimezone(ZONE) - timedelta(hours=2)).date().isoformat()
    assert await line.count("A", evening_before) == Count(9, 23)


async def test_the_first_hour_after_midnight_is_read_again_from_the_date_in_gmt(line, twilio):
    """Twilio's filter is a date in GMT: from the local one an hour would be missing each night."""
    local_midnight = (datetime.now(ZONE) - timedelta(days=1)).replace(
        hour=0, minute=30, second=0, microsecond=0
    )
    now = local_midnight.astimezone(UTC)
    line.later = now - datetime.now(UTC)
    await line.sms.catch_up()
    twilio.received(ANNA, "igår K9 M19", now - timedelta(minutes=50))

    line.later += timedelta(minutes=1)
    await line.sms.catch_up()

    assert len(await line.rows("SELECT id FROM messages")) == 1
