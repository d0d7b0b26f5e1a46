"""Below the nightly summary: remind the silent, call them, fill in for them. Presses as Telegram brings them."""

import itertools
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.inbox import Inbox
from scheduler.clockwork import wound_up
from shelter.messages import Incoming
from shelter.people import Person, Role
from storage.house import Member, load_house, save_house
from storage.wishes import sql
from tests.storage.test_backup import loaded

ZONE = ZoneInfo("Europe/Stockholm")
MORNING = datetime(2017, 10, 13, 10, 30, tzinfo=ZONE)
OLD_BUTTON = "Den knappen gäller inte längre. Skriv /report för att börja om, eller skriv siffrorna."


class Chats:
    """Telegram as the inbox sees it, at a moment that the test sets."""

    def __init__(self, database):
        self.database = database
        self.inbox = Inbox(database, "sv", lambda: None)
        self.now = MORNING
        self.numbers = itertools.count(1)

    async def send(self, address, text="", press=None):
        """The text that answers, or else the toast."""
        incoming = Incoming("telegram", f"t{next(self.numbers)}", address, text, self.now, press=press)
        settled = await self.inbox.receive(incoming)
        return settled.text or settled.toast

    async def jobs(self):
        clock = await wound_up(self.database, lambda: self.now, lambda: None, "sv")
        await clock.run_all()

    async def to(self, address):
        return [text for text, _ in await self.database.read(queued, address)]

    async def buttons(self, address):
        """Words and sayings of the buttons below the latest message that has some."""
        rows = [json.loads(buttons) for _, buttons in await self.database.read(queued, address) if buttons]
        return {words: says for row in rows[-1] for words, says in row}


def queued(address):
    rows = yield sql(
        "SELECT outbox.text, outbox_buttons.buttons FROM outbox "
        "LEFT JOIN outbox_buttons ON outbox_buttons.outbox = outbox.id "
        "WHERE outbox.address = :address AND outbox.state = 'queued' ORDER BY outbox.id",
        address=address,
    )
    return [(row["text"], row["buttons"]) for row in rows]


def everything_sent():
    yield sql("UPDATE outbox SET state = 'sent'")


@pytest.fixture
async def chats(database):
    """Bo coordinates and Anna reports for A, in Telegram; the night of the 12th only B has reported."""
    await loaded(database)
    house = await database.read(load_house)
    members = [
        Member(Person(0, "Anna", Role.REPORTER, ("A",)), (("telegram", "101"), ("sms", "+46700000001"))),
        Member(Person(0, "Maja", Role.REPORTER, ("A", "D1")), (("telegram", "102"),)),
        Member(Person(0, "Lea", Role.SITE_LEAD, ("A",)), (("sms", "+46700000003"),)),
        Member(Person(0, "Nils", Role.REPORTER, ("I",))),
        Member(Person(0, "Eva", Role.REPORTER, ("B",)), (("telegram", "105"), ("sms", "+46700000005"))),
        Member(Person(0, "Bo", Role.COORDINATOR), (("telegram", "104"),)),
    ]
    await database.write(save_house, "Europe/Stockholm", house.sites, members)
    told = Chats(database)
    told.now = datetime(2017, 10, 12, 22, 0, tzinfo=ZONE)
    for address in ("101", "102", "104"):
        await told.send(address, "?")
    await told.send("105", "K10 M21")
    await database.write(everything_sent)
    told.now = MORNING
    return told


async def test_the_nightly_summary_has_buttons_for_what_is_silent(chats):
    await chats.jobs()

    whole = next(text for text in await chats.to("104") if text.startswith("Natten 12-13 okt:"))
    assert "Natthärbärge B: 10 kvinnor + 21 män = 31 av 40 platser (Telegram)" in whole.splitlines()
    assert await chats.buttons("104") == {
        "Påminn nu": "night.remind.2017-10-12",
        "Ring": "night.call.2017-10-12",
        "Fyll i A": "night.fill.2017-10-12.A",
        "Fyll i D1": "night.fill.2017-10-12.D1",
        "Fyll i I": "night.fill.2017-10-12.I",
    }


async def test_where_everything_has_come_there_is_nothing_to_press(chats):
    for text in ("A: 12 okt k9 m19", "D1: 12 okt k5 m40", "I: 12 okt kö 34 plats 22 uteblev 3"):
        await chats.send("104", text)
    await chats.send("104", "nattrapport")

    assert await chats.database.read(queued, "104") == [(text, None) for text in await chats.to("104")]


async def test_remind_now_asks_each_of_the_silent_once_and_tells_who_was_asked(chats):
    said = await chats.send("104", press="night.remind.2017-10-12")

    assert said == "Påminns nu: Anna (A), Maja (A, D1). Saknar adress: Nils."
    (asked,) = await chats.to("101")
    assert asked.startswith("Natthärbärge A, natten 12-13 okt: inget antal än.")
    assert len(await chats.to("102")) == 1
    assert await chats.to("105") == []


@pytest.mark.parametrize(
    ("after", "times"), [("10:30:00", 1), ("10:44:59", 1), ("10:46", 2)], ids=["at once", "within", "after"]
)
async def test_a_second_press_reminds_again_only_after_a_quarter_of_an_hour(chats, after, times):
    await chats.send("104", press="night.remind.2017-10-12")
    chats.now = datetime.fromisoformat(f"2017-10-13 {after}").replace(tzinfo=ZONE)
    said = await chats.send("104", press="night.remind.2017-10-12")

    assert len(await chats.to("101")) == times
    assert said.startswith("De påmindes kl 10:30." if times == 1 else "Påminns nu: Anna")


async def test_who_has_reported_since_the_last_press_is_left_alone(chats):
    await chats.send("101", "12 okt k9 m19")
    said = await chats.send("104", press="night.remind.2017-10-12")

    assert said == "Påminns nu: Maja (D1). Saknar adress: Nils."


async def test_a_reminder_that_waits_is_taken_back_when_the_report_comes(chats):
    await chats.jobs()
    await chats.send("104", press="night.remind.2017-10-12")
    before = len(await chats.to("101"))
    await chats.send("102", "A: 12 okt k9 m19")
    await chats.jobs()

    assert not any("inget antal" in text for text in await chats.to("101"))
    assert before > 0


async def test_call_shows_whom_to_call(chats):
    said = await chats.send("104", press="night.call.2017-10-12")

    assert said.splitlines() == [
        "Natthärbärge A:",
        "  Anna +46700000001",
        "  Maja (inget nummer)",
        "  Lea +46700000003",
        "Dagverksamhet 1:",
        "  Maja (inget nummer)",
        "Inskrivningen:",
        "  Nils (inget nummer)",
    ]


async def test_fill_in_opens_the_entry_for_that_site_and_date(chats):
    said = await chats.send("104", press="night.fill.2017-10-12.A")
    assert said == "Natthärbärge A, natten 12-13 okt\nKvinnor: ..."

    for press in ("9", "Nästa", "1", "9", "Nästa", "Spara"):
        buttons = await chats.buttons("104")
        said = await chats.send("104", press=buttons[press])
    assert said.startswith("Natthärbärge A, natten 12-13 okt: 9 kvinnor + 19 män = 28 av 45 platser.")


async def test_the_intake_has_no_number_pad_and_is_told_how_to_be_written(chats):
    said = await chats.send("104", press="night.fill.2017-10-12.I")

    assert said == "Skriv till exempel: I: 12 okt kö 34 plats 22"
    kept = await chats.send("104", said.removeprefix("Skriv till exempel: "))
    assert "12 okt" in kept


async def test_a_press_after_everything_has_come_is_told_so(chats):
    for text in ("A: 12 okt k9 m19", "D1: 12 okt k5 m40", "I: 12 okt kö 34 plats 22 uteblev 3"):
        await chats.send("104", text)

    for press in ("remind.2017-10-12", "call.2017-10-12", "fill.2017-10-12.A"):
        assert await chats.send("104", press=f"night.{press}") == "Nu har allt kommit."


@pytest.mark.parametrize("address", ["101", "105"])
@pytest.mark.parametrize("press", ["remind.2017-10-12", "call.2017-10-12", "fill.2017-10-12.A"])
async def test_who_does_not_coordinate_is_shown_nothing_whatever_they_press(chats, address, press):
    assert await chats.send(address, press=f"night.{press}") == (
        "Det får du inte se. Fråga samordnaren om du borde få det."
    )
    assert await chats.to("102") == []


@pytest.mark.parametrize(
    "press",
    [
        "",
        "remind",
        "remind.",
        "remind.2017-13-45",
        "call.tomorrow",
        "sing.2017-10-12",
        ".....",
        "fill.٢٠١٧-10-12.A",
    ],
)
async def test_a_press_that_no_button_of_ours_says_changes_nothing_and_is_answered_kindly(chats, press):
    assert await chats.send("104", press=f"night.{press}") == OLD_BUTTON


async def test_a_site_that_is_not_there_is_not_filled_in(chats):
    assert await chats.send("104", press="night.fill.2017-10-12.XX") == "Nu har allt kommit."
