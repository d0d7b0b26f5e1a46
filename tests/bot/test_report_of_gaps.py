"""A half-year that went as they do: reports missing, a shelter that closed, winter beds, an estimate, corrections."""

import asyncio
import csv
import io
import re
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pypdf
import pytest

from bot.enclosing import Maker
from bot.reporting import document_of, sign_off_period
from reports.document import Bullets, Document, Paragraph, Table
from reports.files import FORMATS
from shelter.enclosures import Diagram, Enclosure, FileForm
from shelter.figures import Count
from shelter.history import Aspect, Change
from shelter.house import House
from shelter.period import Period
from shelter.privacy import Audience
from shelter.signoff import Check
from shelter.sites import Capacity, Hours, Kind, Site
from shelter.standing import Estimate
from storage.counts import keep
from storage.database import Database
from storage.estimates import end_estimate, estimates_now, write_estimate
from storage.house import save_house
from storage.wishes import Wish, sql

ZONE = ZoneInfo("Europe/Stockholm")
HALF = Period(date(2017, 5, 1), date(2017, 10, 31))
NOON = datetime(2017, 11, 2, 12, tzinfo=ZONE)
BEFORE = date(2016, 11, 1)
OPEN = (Hours(time(19), time(9)),)
A = Site(
    *("Natthärbärge A", "A", Kind.NIGHT, "-", ZONE, BEFORE, OPEN),
    (Capacity(BEFORE, 40, 10), Capacity(date(2017, 8, 1), 50, 12)),
)
C = Site(
    *("Natthärbärge C", "C", Kind.NIGHT, "-", ZONE, BEFORE, OPEN),
    (Capacity(BEFORE, 30),),
    last=date(2017, 9, 30),
)
W = Site(
    *("Vinterplatser", "W", Kind.NIGHT, "-", ZONE, date(2017, 10, 15), OPEN),
    (Capacity(date(2017, 10, 15), 20),),
    programme="winter",
)
HOUSE = House(1, ZONE, (A, C, W))
MISSING = date(2017, 6, 6)
SETTLEMENTS = Estimate("Boplatser", "ca 69 med ca 750 personer", "Stadens uppsökande team", "oktober 2017")
LIKE_A_FORMULA = Estimate("=1+1", "+69", "@stad", "-1")


def kept(changes: list[Change], at: datetime) -> Wish[None]:
    """Changes as messages leave them."""
    rows = yield sql(
        "INSERT INTO messages (channel, external_id, address, received_at) "
        "VALUES ('phone', :id, 'anna', :at) RETURNING id",
        id=at.isoformat(),
        at=at,
    )
    for change in changes:
        yield from keep(change, None, rows[0]["id"], at)


def every_night() -> list[Change]:
    changes = []
    for day in Period(BEFORE, HALF.last):
        for site in HOUSE.sites:
            if site.in_service_on(day) and (site, day) != (A, MISSING):
                count = Count(10, 20, 0, 5 if day.day == 1 and site is A else 0)
                changes.append(Change(site.short, day, Aspect.COUNT, count))
        if day in HALF:
            ages = (("61+", 1), ("18-25", 12), ("26-40", 9), ("0-17", 8))
            changes.append(Change("A", day, Aspect.AGE, ages))
            changes.append(Change("C", day, Aspect.AGE, ages))
    changes += [Change("A", day, Aspect.ORIGIN, (("RO", 20), ("BG", 9))) for day in HALF if day.day < 10]
    changes.append(Change("A", date(2017, 5, 20), Aspect.ORIGIN, (("MA", 2),)))
    return changes


@pytest.fixture
async def house(database: Database) -> House:
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    await database.write(kept, every_night(), datetime(2017, 11, 1, 5, tzinfo=UTC))
    return HOUSE


async def made(
    database: Database, audience: Audience = Audience.PUBLIC, language: str = "en", *, draft: bool = False
) -> Document:
    return await database.read(document_of, HOUSE, HALF, NOON, language, audience, draft=draft)


def table(document: Document, name: str) -> Table:
    return next(one for one in document.tables() if one.name == name)


def rows(held: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in held.rows]


def paragraphs(document: Document) -> str:
    return " ".join(block.text for block in document.blocks if isinstance(block, Paragraph))


async def test_a_rate_over_beds_with_a_missing_report_is_told_as_at_least(database, house):
    document = await made(database)

    assert "At least" in paragraphs(document)
    assert any("at least" in note for note in table(document, "further").notes)
    assert any("it is at least" in note for note in table(document, "table-1").notes)


async def test_what_is_left_out_of_months_and_comparisons_for_the_public_is_told(database, house):
    public, staff = await made(database), await made(database, Audience.STAFF)

    assert rows(table(public, "table-2"))[-1][2] == rows(table(staff, "table-2"))[-1][2]
    assert table(public, "table-2").notes == (
        "Months count women and men; the last row also the 30 with other or unknown gender.",
    )
    assert table(public, "table-9").notes[1:] == (
        "Here women and men are counted, without other and unknown gender.",
    )
    assert table(staff, "table-2").notes == ()
    assert len(table(staff, "table-9").notes) == 1


async def test_beds_are_told_to_the_last_date_on_which_they_held(database, house):
    assert rows(table(await made(database, language="sv"), "capacity")) == [
        ["Natthärbärge A", "40", "10", "2016-11-01", "2017-07-31"],
        ["Natthärbärge A", "50", "12", "2017-08-01", ""],
        ["Natthärbärge C", "30", "–", "2016-11-01", "2017-09-30"],
    ]


async def test_the_beds_at_the_end_of_the_period_are_those_of_shelters_still_in_service(database, house):
    assert "12 of 50 beds, 24%" in paragraphs(await made(database))


async def test_a_chart_of_the_winter_beds_alone_draws_them(database, house):
    october = Period(date(2017, 10, 15), HALF.last)
    chart = Enclosure(FileForm.CHART, october, "en", Audience.PUBLIC, True, Diagram.STAYS, ("W",))

    assert (await Maker(database)(chart, NOON)).is_picture


async def test_winter_beds_stand_apart_and_in_no_total(database, house):
    document = await made(database)

    assert rows(table(document, "apart")) == [
        ["Vinterplatser", "winter", "170", "340", "510", "340", "150.0%", "100.0%"]
    ]
    assert [row[0] for row in rows(table(document, "table-1"))] == [
        "Natthärbärge A",
        "Natthärbärge C",
        "All shelters",
    ]


async def test_ages_stand_in_order_and_have_no_other(database, house):
    assert [row[0] for row in rows(table(await made(database), "table-8-night"))] == [
        "0–17 years",
        "18–25 years",
        "26–40 years",
        "61+ years",
        "Unknown",
        "Total",
    ]


async def test_small_ages_are_hidden_from_the_public_and_seen_by_own_staff(database, house):
    few = [Change("A", day, Aspect.AGE, (("18-25", 12), ("26-40", 9))) for day in HALF]
    few += [Change("C", day, Aspect.AGE, (("18-25", 12), ("26-40", 9))) for day in HALF]
    few[0] = Change("A", HALF.first, Aspect.AGE, (("0-17", 2), ("18-25", 12), ("26-40", 9)))
    await database.write(kept, few, NOON)

    for audience, told in ((Audience.PUBLIC, ".."), (Audience.STAFF, "2")):
        held = table(await made(database, audience), "table-8-night")
        assert rows(held)[0][:2] == ["0–17 years", told]
        assert any("hidden" in note for note in held.notes) == (audience is Audience.PUBLIC)


async def test_origins_known_for_less_than_half_are_told_by_size_without_the_small_ones(database, house):
    assert "In order of size, approximate: Romania, Bulgaria." in paragraphs(await made(database))


async def test_an_outside_estimate_stands_with_its_source_in_every_form_and_in_no_total(database, house):
    before = await made(database, language="sv")
    await database.write(write_estimate, SETTLEMENTS, NOON)
    await database.write(write_estimate, LIKE_A_FORMULA, NOON + timedelta(minutes=1))
    document = await made(database, language="sv")
    told = [SETTLEMENTS.what, SETTLEMENTS.figure, SETTLEMENTS.source, SETTLEMENTS.dated]

    assert rows(table(document, "estimates"))[0] == told
    assert [one for one in document.tables() if one.name != "estimates"] == list(before.tables())
    files = {form: render(document) for form, render in FORMATS.items()}
    texts = {
        "docx": "|".join(
            cell.text
            for grid in docx.Document(io.BytesIO(files["docx"][""])).tables
            for row in grid.rows
            for cell in row.cells
        ),
        "pdf": "|".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"][""])).pages),
        "html": files["html"][""].decode(),
        "csv": files["csv"][""].decode("utf-8-sig"),
    }
    for form, text in texts.items():
        for part in told:
            assert re.sub(r"\s", "", part) in re.sub(r"\s", "", text), (form, part)
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"][""]))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.value for cell in cells} >= {*told, "=1+1", "+69", "@stad", "-1"}
    assert "f" not in {cell.data_type for cell in cells}
    for row in csv.reader(io.StringIO(texts["csv"])):
        for value in row:
            assert not value.startswith(("=", "+", "@", "\t", "\r")), value
            assert not value.startswith("-") or re.fullmatch(r"-[0-9.]+", value), value


async def test_an_estimate_is_replaced_taken_back_and_frozen_in_a_signed_report(database, house):
    await database.write(write_estimate, SETTLEMENTS, NOON)
    await database.write(sign_off_period, HOUSE, HALF, NOON, dict.fromkeys(Check, "seen"), "Bo")
    await database.write(write_estimate, Estimate("Boplatser", "50", "Staden", "november"), NOON)

    assert [one.figure for one in await database.read(estimates_now)] == ["50"]
    assert rows(table(await made(database), "estimates"))[0][1] == SETTLEMENTS.figure
    assert rows(table(await made(database, draft=True), "estimates"))[0][1] == "50"
    assert await database.write(end_estimate, "Boplatser", NOON)
    assert not await database.write(end_estimate, "Boplatser", NOON)
    assert await database.read(estimates_now) == ()


async def test_a_new_version_tells_each_change_and_the_front_stays_one_page(database, house):
    sign = (sign_off_period, HOUSE, HALF, NOON, dict.fromkeys(Check, "seen"), "Bo")
    await database.write(*sign)
    days = [HALF.first + timedelta(days=place) for place in range(1, 15)]
    changes = [Change("A", day, Aspect.COUNT, Count(11, 20), corrects=True) for day in days]
    changes.append(Change("C", days[0], Aspect.COUNT, Count(10, 20, 1), corrects=True))
    changes.append(Change("A", days[0], Aspect.AGE, (("18-25", 12),), corrects=True))
    await database.write(kept, changes, NOON)
    assert (await database.write(*sign)).version == 2
    public, staff = await made(database), await made(database, Audience.STAFF)

    def told(document: Document) -> tuple[str, ...]:
        return next(
            one.items for one in document.blocks if isinstance(one, Bullets) and "became" in one.items[0]
        )

    assert public.front[-1] == "and 4 more, all in section 7"
    assert told(public)[0] == "Natthärbärge A, 2\u00a0May\u00a02017: 10 women, 20 men became 11 women, 20 men"
    assert told(public)[-2:] == ("Origin or age was corrected.", "Other or unknown gender was corrected.")
    assert not any("Natthärbärge C" in line for line in told(public))
    assert (
        "Natthärbärge C, 2\u00a0May\u00a02017: 10 women, 20 men became 10 women, 20 men, 1 other, 0 unknown"
        in told(staff)
    )


SEEDED = """
import asyncio, hashlib, sys
from datetime import date, datetime
from bot.reporting import document_of
from reports.files import FORMATS
from shelter.period import Period
from storage.database import open_database
from storage.house import load_house

async def main(url, now, *ends):
    database = await open_database(url)
    house = await database.read(load_house)
    document = await database.read(document_of, house, Period(*map(date.fromisoformat, ends)), datetime.fromisoformat(now), "sv")
    await database.close()
    for form, render in FORMATS.items():
        for ending, content in render(document).items():
            print(form, ending, hashlib.sha256(content).hexdigest())

asyncio.run(main(*sys.argv[1:]))
"""


def hashes(url: str, seed: str, zone: str, now: datetime) -> list[str]:
    """What another process makes of the report: a line for each file."""
    ran = subprocess.run(
        [sys.executable, "-c", SEEDED, url, now.isoformat(), str(HALF.first), str(HALF.last)],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "TZ": zone},
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout.splitlines()


async def test_another_process_on_another_day_writes_the_same_bytes(database, database_url, house):
    await database.write(write_estimate, SETTLEMENTS, NOON)

    first = await asyncio.to_thread(hashes, database_url, "1", "UTC", NOON)
    later = await asyncio.to_thread(hashes, database_url, "2", "Asia/Tokyo", NOON + timedelta(days=300))

    assert first == later
    assert len(first) == 7
