"""A period is signed off after a look, stays as it was, and a later correction makes a version that says so."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reporting import SignedOff, document_of, sign_off_period
from reports.document import Document, Paragraph, Voice
from reports.halfyear.findings import finding_line
from reports.wording import wording
from shelter.figures import Count
from shelter.history import Aspect as Kept
from shelter.history import Change, corrects
from shelter.house import House
from shelter.period import Period
from shelter.privacy import Audience
from shelter.signoff import Check
from shelter.sites import Capacity, Hours, Kind, Site
from shelter.standing import Written
from storage.counts import holding, keep
from storage.database import Database
from storage.house import load_house, save_house
from storage.signoffs import texts_now, write_text
from storage.wishes import Wish, sql

ZONE = ZoneInfo("Europe/Stockholm")
FIRST = date(2017, 5, 1)
WEEK = Period(FIRST, date(2017, 5, 7))
NOON = datetime(2017, 5, 8, 12, tzinfo=ZONE)
A = Site(
    "Natthärbärge A",
    "A",
    Kind.NIGHT,
    "-",
    ZONE,
    FIRST,
    (Hours(time(19), time(9)),),
    (Capacity(FIRST, 30, 5),),
)


def say(day: date, women: int, men: int, unknown: int = 0) -> Wish[None]:
    """A report as a message leaves it."""
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC) + timedelta(days=1)
    rows = yield sql(
        "INSERT INTO messages (channel, external_id, address, received_at, text) "
        "VALUES ('phone', :id, 'anna', :at, '') RETURNING id",
        id=f"{day}-{women}-{men}-{unknown}",
        at=at,
    )
    figures = Count(women, men, 0, unknown)
    kept = yield from holding("A", day)
    change = Change("A", day, Kept.COUNT, figures, corrects=corrects(kept.count if kept else None, figures))
    yield from keep(change, None, rows[0]["id"], at)


@pytest.fixture
async def house(database: Database) -> House:
    """One shelter with 30 beds that has told every night of the week but the last."""
    await database.write(save_house, str(ZONE), (A,), ())
    for day in list(WEEK)[:-1]:
        await database.write(say, day, 9, 12)
    return await database.read(load_house)


async def sign(database: Database, house: House, **accepted: str) -> SignedOff:
    reasons = {Check(name): reason for name, reason in accepted.items()}
    return await database.write(sign_off_period, house, WEEK, NOON, reasons, "Bo")


async def made(database: Database, house: House, *, draft: bool = False) -> Document:
    return await database.read(document_of, house, WEEK, NOON + timedelta(days=300), "sv", draft=draft)


async def test_a_missing_report_stands_in_the_way_until_it_is_accepted(database, house):
    refused = await sign(database, house)

    assert refused.version is None
    assert [finding_line(wording("sv"), one) for one in refused.open] == [
        "missing: Natthärbärge A, saknade rapporter (2017-05-07)"
    ]
    assert (await sign(database, house, missing="servern var nere")).version == 1
    front = (await made(database, house)).front
    assert "Godtaget vid fastställandet: saknade rapporter: servern var nere" in front
    assert "Status: fastställd 2017-05-08 12:00" in front


async def test_a_night_far_above_the_beds_is_looked_at(database, house):
    await database.write(say, WEEK.last, 9, 28)

    assert [(one.check, one.dates) for one in (await sign(database, house)).open] == [
        (Check.CROWDED, (WEEK.last,))
    ]


async def test_what_is_awaited_cannot_be_accepted(database, house):
    early = datetime(2017, 5, 8, 8, tzinfo=ZONE)

    refused = await database.write(sign_off_period, house, WEEK, early, dict.fromkeys(Check, "because"), "Bo")

    assert (refused.version, [one.check for one in refused.open]) == (None, [Check.AWAITED])


async def test_a_signed_period_stays_as_it_was_and_a_correction_makes_version_2(database, house):
    await database.write(say, WEEK.last, 9, 12)
    assert (await sign(database, house)).version == 1
    signed = await made(database, house)

    await database.write(say, WEEK.last, 8, 15)

    assert await made(database, house) == signed
    draft = await made(database, house, draft=True)
    assert "Version 2" in draft.front
    assert "Status: utkast" in draft.front
    assert (await sign(database, house)).version == 2
    front = (await made(database, house)).front
    assert "Natthärbärge A, 2017-05-07: 9 kvinnor, 12 män blev 8 kvinnor, 15 män" in front


async def test_signing_again_without_a_change_makes_no_version(database, house):
    await sign(database, house, missing="nere")

    assert await sign(database, house, missing="nere") == SignedOff(1, is_new=False)


async def test_a_text_is_kept_for_the_next_report_and_frozen_in_a_signed_one(database, house):
    await database.write(write_text, Written.ANALYSIS, "Först.\n\nSedan.", NOON)
    await sign(database, house, missing="nere")
    await database.write(write_text, Written.ANALYSIS, "Annat.", NOON)

    def said(document: Document) -> list[str]:
        return [
            block.text
            for block in document.blocks
            if isinstance(block, Paragraph) and block.voice is Voice.PEOPLE
        ]

    assert said(await made(database, house)) == ["Först.", "Sedan."]
    assert said(await made(database, house, draft=True)) == ["Annat."]
    await database.write(write_text, Written.ANALYSIS, "", NOON)
    assert await database.read(texts_now) == {}


async def test_beds_changed_in_the_house_after_sign_off_change_no_signed_report_and_make_version_2(
    database, house
):
    await sign(database, house, missing="nobody was on duty")
    signed = await made(database, house)

    smaller = replace(A, name="Södra härbärget", capacities=(Capacity(FIRST, 20, 5),))
    await database.write(save_house, str(ZONE), (smaller,), ())
    house = await database.read(load_house)

    assert await made(database, house) == signed
    second = await sign(database, house, missing="nobody was on duty")
    assert (second.version, second.is_new) == (2, True)
    front = " ".join((await made(database, house)).front)
    assert "Södra härbärget: grunduppgifter (namn, platser, öppettider och liknande) ändrades." in front


async def test_beds_that_change_after_the_period_make_no_new_version(database, house):
    await sign(database, house, missing="nobody was on duty")
    later = Capacity(WEEK.last + timedelta(days=1), 99)
    await database.write(save_house, str(ZONE), (replace(A, capacities=(*A.capacities, later)),), ())

    again = await sign(database, await database.read(load_house), missing="nobody was on duty")

    assert (again.version, again.is_new) == (1, False)


async def test_a_new_version_tells_the_public_of_no_place_where_other_or_unknown_alone_was_corrected(
    database, house
):
    await sign(database, house, missing="nobody was on duty")
    await database.write(say, FIRST, 9, 12, 1)
    await sign(database, house, missing="nobody was on duty")

    def corrected(document: Document) -> tuple[str, list[str], list[str]]:
        tables = {table.name: table for table in (*document.tables(), *document.annex)}
        daily = tables["daily"].rows[0]
        return (
            daily[tables["daily"].measures.index("revision") + 1].text,
            [row[5].text for row in tables["table-6"].rows],
            [row[1].text for row in tables["corrections"].rows] if "corrections" in tables else [],
        )

    staff = await database.read(document_of, house, WEEK, NOON + timedelta(days=300), "sv", Audience.STAFF)
    assert corrected(staff) == ("2", ["1", "1", "–", "–"], ["Natthärbärge A"])
    public = await made(database, house)
    assert corrected(public) == ("1", ["–"] * 4, [])
    assert "Annat eller okänt kön har rättats." in public.front
