"""Earlier years from a spreadsheet: what is taken in, what is refused, and that it is all or nothing."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from bot.importing.sheets import CannotRead
from bot.importing.taking_in import incoming, previewed, written
from reports import exporting
from reports.importing import outcome, preview
from reports.importing import taken_back as taken_back_words
from reports.wording import wording
from shelter.figures import Count, Queue
from shelter.history import CLOSED, Aspect, Change
from shelter.house import House
from shelter.importing import Why
from shelter.period import Period
from shelter.sites import Capacity, Hours, Kind, Site
from shelter.totals import totals
from shelter.totals_data import totals_as_data
from storage.counts import every_revision, history, keep, reports_between
from storage.house import load_house, save_house
from storage.imports import everything, last_taken, taken_back
from storage.totals import totals_of_period
from storage.wishes import Wish, sql

ZONE = ZoneInfo("Europe/Stockholm")
FIRST = date(2016, 1, 1)
NOW = datetime(2017, 6, 1, 12, tzinfo=ZONE)
EVENING, MORNING = (Hours(time(19), time(9)),), (Hours(time(9), time(15)),)
A = Site("Natthärbärge A", "A", Kind.NIGHT, "-", ZONE, FIRST, EVENING, (Capacity(FIRST, 45, 10),))
B = Site("Natthärbärge B", "B", Kind.NIGHT, "-", ZONE, FIRST, EVENING, (Capacity(FIRST, 30),))
D = Site("Dagverksamhet 1", "D1", Kind.DAY, "-", ZONE, FIRST, MORNING, usual=50)
Q = Site("Inskrivningen", "Kö", Kind.INTAKE, "-", ZONE, FIRST, EVENING)
HOUSE = House(1, ZONE, (A, B, D, Q))
MAY = Period(date(2017, 5, 1), date(2017, 5, 31))
HEAD = "site,date,women,men,other,unknown,total,closed,applied,offered,no_show,received_at\n"


def read(folder: Path, text: str | bytes, name: str = "years.csv", **options: str):
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return incoming(path, HOUSE, "Karin", NOW, **options)


def first_line(folder: Path, text: str | bytes, name: str = "years.csv", **options: str):
    """What the first row says; the reasons when it is refused."""
    held = read(folder, text, name, **options).read
    return held.lines[0] if held.lines else [fault.why for fault in held.refused]


# --- what a file may look like -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "site,date,women,men\nA,2017-05-03,9,19\n",
        "Boende;Datum;Kvinnor;Män\nNatthärbärge A;2017-05-03;9;19\n",
        "Verksamhet\tRapportdatum\tAntal kvinnor\tAntal män\tTotalt\nnatthärbärge a\t3/5 2017\t9\t19\t28\n",
        "\ufeffBoende;Datum;Kvinnor;Män\nNatthärbärge A;3 maj 2017;9;19\n",
        "Boende;Datum;Kvinnor;Män\nNatthärbärge A;3.5.2017;9;19\n".encode("cp1252"),
        "Boende\tDatum\tKvinnor\tMän\nNatthärbärge A\t20170503\t9\t19\n".encode("utf-16"),
        "Halvår 2017\n\nsite,date,women,men\nA,2017-05-03,9,19\n",
        'site,date,women,men,comment\n"Natthärbärge A",2017/05/03,"9",19,"kallt, snö"\n',
        "Datum;Natthärbärge A kvinnor;Natthärbärge A män\n2017-05-03;9;19\n",
        "Datum;Kvinnor (A);Män (A);Totalt\n2017-05-03;9;19;28\n",
        "Datum;Dag;Boende;Kvinnor;Män\n2017-05-03;ons;A;9;19\n",
        ";Natthärbärge A;\nDatum;Kvinnor;Män\n2017-05-03;9;19\n",
        "Datum;Natthärbärge A;\n;kvinnor;män\nMay 3, 2017;9;19\n",
        "site,short,status,date,women,men\nNatthärbärge A,A,reported,2017-05-03,9,19\n",
    ],
    ids=lambda text: (text if isinstance(text, str) else text.decode("latin-1"))[:30],
)
def test_the_same_night_in_many_forms(tmp_path, text):
    line = first_line(tmp_path, text)

    assert (line.site, line.date, line.count) == ("A", date(2017, 5, 3), Count(9, 19))


def test_a_file_about_one_site_is_told_which(tmp_path):
    line = first_line(tmp_path, "date,women,men\n2017-05-03,9,19\n", site="natthärbärge a")

    assert (line.site, line.count) == ("A", Count(9, 19))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,2017-05-03,9,19,1,2,31,,,,,", Count(9, 19, 1, 2)),
        ("A,2017-05-03,0,0,,,,,,,,", Count(0, 0)),
        ("A,2017-05-03,,,,,,ja,,,,", CLOSED),
        ("A,2017-05-03,0,0,,,0,x,,,,", CLOSED),
        ("A,2017-05-03,stängt,,,,,,,,,", CLOSED),
        ("D1,2017-05-03,1 234,2,,,,nej,,,,", Count(1234, 2)),
        ("Kö,2017-05-03,,,,,,,34,22,3,", Queue(34, 22, 3)),
        ("Kö,2017-05-03,,,,,,,0,,,", Queue(0)),
    ],
)
def test_zero_closed_and_not_said_stay_apart(tmp_path, row, said):
    line = first_line(tmp_path, HEAD + row)

    assert said in (line.count, line.queue)


def test_a_row_that_says_nothing_stays_missing(tmp_path):
    held = read(tmp_path, HEAD + "A,2017-05-03,,,,,,,,,,\nA,2017-05-04,..,..,..,..,..,,.,.,.,.\n").read

    assert (held.lines, held.refused, held.silent) == ([], [], 2)


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",2017-05-03,9,19,,,,,,,,", Why.NO_SITE),
        ("X,2017-05-03,9,19,,,,,,,,", Why.UNKNOWN_SITE),
        ("Summa,,99,190,,,,,,,,", Why.A_SUM),
        ("A,,9,19,,,,,,,,", Why.NO_DATE),
        ("A,43000,9,19,,,,,,,,", Why.NOT_A_DATE),
        ("A,2017-02-30,9,19,,,,,,,,", Why.NOT_A_DATE),
        ("A,03/04/2017,9,19,,,,,,,,", Why.EITHER_DATE),
        ("A,3/5 17,9,19,,,,,,,,", Why.NOT_A_DATE),
        ("A,v 44,9,19,,,,,,,,", Why.A_LONGER_TIME),
        ("A,2017-05,9,19,,,,,,,,", Why.A_LONGER_TIME),
        ("A,maj 2017,9,19,,,,,,,,", Why.A_LONGER_TIME),
        ("A,2017-05-01--2017-05-07,9,19,,,,,,,,", Why.A_LONGER_TIME),
        ("A,2017-05-03 22:15,9,19,,,,,,,,", Why.HAS_A_CLOCK),
        ("A,2018-05-03,9,19,,,,,,,,", Why.AHEAD),
        ("A,2017-06-01,9,19,,,,,,,,", Why.AHEAD),
        ("A,2015-12-31,9,19,,,,,,,,", Why.NOT_IN_SERVICE),
        ("A,2017-05-03,nio,19,,,,,,,,", Why.NOT_A_NUMBER),
        ("A,2017-05-03,-,19,,,,,,,,", Why.NOT_A_NUMBER),
        ("A,2017-05-03,１２,19,,,,,,,,", Why.NOT_A_NUMBER),
        ("A,2017-05-03,9.5,19,,,,,,,,", Why.NOT_WHOLE),
        ('A,2017-05-03,"9,0",19,,,,,,,,', Why.NOT_WHOLE),
        ("A,2017-05-03,-9,19,,,,,,,,", Why.BELOW_ZERO),
        ("A,2017-05-03,10000,19,,,,,,,,", Why.TOO_LARGE),
        ("A,2017-05-03,99999999999999999999,19,,,,,,,,", Why.TOO_LARGE),
        ("A,2017-05-03,,,,,28,,,,,", Why.GENDERS_MISSING),
        ("A,2017-05-03,9,,,,,,,,,", Why.ONE_GENDER),
        ("A,2017-05-03,9,19,,,30,,,,,", Why.SUM_DIFFERS),
        ("A,2017-05-03,9,19,..,..,28,,,,,", Why.HIDDEN),
        ("A,2017-05-03,9,19,,,,ja,,,,", Why.CLOSED_WITH_FIGURES),
        ("A,2017-05-03,9,19,,,,kanske,,,,", Why.NOT_OPEN_OR_CLOSED),
        ("Kö,2017-05-03,9,19,,,,,,,,", Why.NO_COUNTS_HERE),
        ("D1,2017-05-03,9,19,,,,,5,,,", Why.NO_QUEUE_HERE),
        ("A,2017-05-03,9,19,,,,,5,,,", Why.NO_QUEUE_HERE),
        ("Kö,2017-05-03,,,,,,,10,12,,", Why.CONTRADICTS),
        ("A,2017-05-03,9,19,,,,,,,,i går", Why.NOT_A_MOMENT),
        ("A,2017-05-03,9,19,,,,,,,,2018-01-01T10:00+01:00", Why.NOT_A_MOMENT),
        ("A,2017-05-03,9,19,,,,,,,,,5", Why.NO_HEADING),
    ],
    ids=lambda value: value.value if isinstance(value, Why) else None,
)
async def test_a_row_is_refused_with_its_reason_and_nothing_is_written(tmp_path, database, row, why):
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    file = read(tmp_path, f"{HEAD}B,2017-05-03,1,2,,,,,,,,\n{row}\n")

    seen = await database.write(written, HOUSE, file, NOW)

    assert [(fault.row, fault.why) for fault in seen.plan.refused] == [(3, why)]
    assert await database.read(reports_between, FIRST, NOW.date()) == []
    assert str(3) in "\n".join(preview(wording("sv"), HOUSE, seen.plan, unread=(), signed=()))


def test_every_unknown_site_is_named_with_its_rows(tmp_path):
    held = read(
        tmp_path, HEAD + "X,2017-05-03,1,2,,,,,,,,\nY,2017-05-03,1,2,,,,,,,,\nX,2017-05-04,1,2,,,,,,,,\n"
    )
    from shelter.importing import plan

    made = plan(HOUSE, (), (), {}, NOW, refused=held.read.refused)

    lines = preview(wording("sv"), HOUSE, made, unread=(), signed=())
    assert lines == [
        "Tas inte emot: 3 rader",
        "  rad 2, 4, site: ingen verksamhet har det namnet eller kortnamnet (X)",
        "  rad 3, site: ingen verksamhet har det namnet eller kortnamnet (Y)",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        ("hej\n", "no_headings"),
        ("hej;hopp\n1;2\n", "no_headings"),
        ("site,week,women,men\nA,18,63,133\n", "sums"),
        ("site,women,men\nA,63,133\n", "no_dates"),
        ("date,women,men\n2017-05-03,9,19\n", "no_sites"),
        ("site,date,total\nA,2017-05-03,28\n", "no_figures"),
        ("site,date,women,kvinnor,men\nA,2017-05-03,9,9,19\n", "double_heading"),
        ("site,date,women,men,A women\nA,2017-05-03,9,19,9\n", "either_heading"),
        ("date,aspect,site,women,men\n2017-05-03,count,A,9,19\n", "history"),
        ("site;date;women;män\nA;2017-05-03;9;19\n".encode("cp850"), "letters"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old_or_locked"),
        (b"PK\x03\x04 but no more", "broken"),
        ('site,date,women,men\nA,2017-05-03,9,19\n"A,2017', "broken"),
        (b"\xff\xfe", "empty"),
        ("Datum;Natthärbärge A;Natthärbärge B\n2017-05-04;28;30\n", "no_figures"),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else None,
)
def test_a_file_that_cannot_be_read_for_certain_is_refused_whole(tmp_path, text, fault):
    with pytest.raises(CannotRead) as told:
        read(tmp_path, text)

    assert told.value.fault == fault


# --- all or nothing, and again nothing ---------------------------------------------------------------------


def _say(site: str, day: date, figures: Count | Queue, at: datetime) -> Wish[None]:
    aspect = Aspect.QUEUE if isinstance(figures, Queue) else Aspect.COUNT
    rows = yield sql(
        "INSERT INTO messages (channel, external_id, address, received_at) "
        "VALUES ('phone', :id, 'anna', :at) RETURNING id",
        id=f"{site}{day}{figures}",
        at=at,
    )
    yield from keep(Change(site, day, aspect, figures), None, rows[0]["id"], at)


async def test_a_file_is_previewed_then_taken_in_then_changes_nothing(tmp_path, database):
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    await database.write(_say, "A", date(2017, 5, 3), Count(8, 20), datetime(2017, 5, 3, 20, tzinfo=UTC))
    file = read(
        tmp_path,
        HEAD + "A,2017-05-03,9,19,,,28,,,,,\nB,2017-05-03,4,6,,,,,,,,\nA,2017-05-04,,,,,,ja,,,,\n"
        "Kö,2017-05-03,,,,,,,34,22,3,\nD1,2017-05-03,60,200,,,,,,,,\n",
    )

    before = await database.read(previewed, HOUSE, file, NOW)
    held = await database.read(reports_between, *_ends(MAY))
    assert [report.count for report in held] == [Count(8, 20)]
    done = await database.write(written, HOUSE, file, NOW)
    again = await database.write(written, HOUSE, file, NOW)

    assert before.plan == done.plan
    assert preview(wording("en"), HOUSE, done.plan, unread=(), signed=()) == [
        "Changed: 1 figure",
        "  row 2: Natthärbärge A 2017-05-03, 8+20 becomes 9+19",
        "Added: 4 figures",
        "  Natthärbärge A: 2017-05-04 to 2017-05-04, 1 closed",
        "  Natthärbärge B: 2017-05-03 to 2017-05-03, 1 count with 4 women + 6 men",
        "  Dagverksamhet 1: 2017-05-03 to 2017-05-03, 1 count with 60 women + 200 men",
        "  Inskrivningen: 2017-05-03 to 2017-05-03, 1 queue with 34 applied, 22 offered",
        "Without a column received_at, what is added counts as late.",
        "Look again at 1 row",
        "  row 6: Dagverksamhet 1 2017-05-03, 260 where 50 is the usual or the beds",
    ]
    assert (again.plan.steps, again.plan.same) == ((), 5)
    assert outcome(wording("en"), again.plan, written=True) == "Nothing to change."
    revisions = await database.read(history, "A", date(2017, 5, 3))
    assert [one.figures for one in revisions] == [Count(8, 20), Count(9, 19)]


def _ends(period: Period) -> tuple[date, date]:
    return period.first, period.last


async def test_who_took_it_in_and_from_which_file_is_kept(tmp_path, database):
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    file = read(tmp_path, HEAD + "A,2017-05-03,9,19,,,,,,,,\n", "2017.csv")

    await database.write(written, HOUSE, file, NOW)

    ((revision, by, channel),) = await database.read(every_revision)
    assert (revision.figures, revision.at, by, channel) == (Count(9, 19), NOW, "Karin", "import")
    (message,) = await database.read(_messages)
    assert (message["text"], message["address"]) == ("2017.csv", "Karin")
    assert message["external_id"].startswith(file.source.digest)


def _messages():
    return (yield sql("SELECT * FROM messages"))


async def test_a_queue_part_that_contradicts_what_is_stored_is_refused(tmp_path, database):
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    await database.write(_say, "Kö", date(2017, 5, 3), Queue(20), datetime(2017, 5, 3, 20, tzinfo=UTC))

    seen = await database.write(written, HOUSE, read(tmp_path, HEAD + "Kö,2017-05-03,,,,,,,,25,,\n"), NOW)

    assert [fault.why for fault in seen.plan.refused] == [Why.CONTRADICTS]


async def test_the_same_night_twice_in_a_file_is_refused(tmp_path, database):
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    file = read(tmp_path, HEAD + "A,2017-05-03,9,19,,,,,,,,\nNatthärbärge A,2017-05-03,9,20,,,,,,,,\n")

    seen = await database.write(written, HOUSE, file, NOW)

    assert [(fault.row, fault.why, fault.said) for fault in seen.plan.refused] == [(3, Why.TWICE, "2")]


async def test_the_last_file_is_taken_back_whole(tmp_path, database):
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    await database.write(_say, "A", date(2017, 5, 3), Count(8, 20), datetime(2017, 5, 3, 20, tzinfo=UTC))
    before = await database.read(reports_between, *_ends(MAY))
    file = read(
        tmp_path, HEAD + "A,2017-05-03,9,19,,,,,,,,\nB,2017-05-03,,,,,,ja,,,,\nKö,2017-05-03,,,,,,,34,,,\n"
    )
    await database.write(written, HOUSE, file, NOW)

    last = await database.write(taken_back, "Bo", NOW)

    assert taken_back_words(wording("sv"), HOUSE, last, written=True) == [
        "years.csv, intagen 2017-06-01 12:00 av Karin",
        "Tillbakataget: 3 uppgifter.",
    ]
    (after,) = await database.read(reports_between, *_ends(MAY))
    assert (after.site, after.count, after.received_at) == ("A", Count(8, 20), before[0].received_at)
    assert await database.read(last_taken) is None
    assert [one.figures for one in await database.read(history, "A", date(2017, 5, 3))] == [
        Count(8, 20),
        Count(9, 19),
        Count(8, 20),
    ]
    again = await database.write(written, HOUSE, file, NOW + timedelta(minutes=1))
    assert len(again.plan.steps) == 3


async def test_a_file_that_somebody_has_corrected_since_is_not_taken_back(tmp_path, database):
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    file = read(tmp_path, HEAD + "A,2017-05-03,9,19,,,,,,,,\nB,2017-05-03,4,6,,,,,,,,\n")
    await database.write(written, HOUSE, file, NOW)
    await database.write(_say, "A", date(2017, 5, 3), Count(8, 20), NOW)

    last = await database.write(taken_back, "Bo", NOW)

    assert taken_back_words(wording("en"), HOUSE, last, written=True)[1] == (
        "Nothing was taken back: changed since: Natthärbärge A 2017-05-03"
    )
    assert len(await database.read(reports_between, *_ends(MAY))) == 2


# --- workbooks ---------------------------------------------------------------------------------------------


def workbook(rows, *, epoch_1904=False, merged=()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if epoch_1904:
        book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    for cells in merged:
        sheet.merge_cells(cells)
    written_to = io.BytesIO()
    book.save(written_to)
    return written_to.getvalue()


LONG = ["Boende", "Datum", "Kvinnor", "Män"]


@pytest.mark.parametrize(
    "content",
    [
        workbook([LONG, ["A", date(2017, 5, 3), 9, 19]]),
        workbook([LONG, ["A", datetime(2017, 5, 3), 9.0, "19"]], epoch_1904=True),
        workbook([LONG, ["A", "3 maj 2017", "9", 19]]),
        workbook(
            [["Datum", "Natthärbärge A", None], [None, "Kvinnor", "Män"], [date(2017, 5, 3), 9, 19]],
            merged=["B1:C1", "A1:A2"],
        ),
    ],
    ids=["dates", "1904", "texts", "merged headings"],
)
def test_a_workbook_is_read_as_it_is_seen(tmp_path, content):
    line = first_line(tmp_path, content, "years.xlsx")

    assert (line.site, line.date, line.count) == ("A", date(2017, 5, 3), Count(9, 19))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["A", date(2017, 5, 3), 9.5, 19], Why.NOT_WHOLE),
        (["A", date(2017, 5, 3), "=4+5", 19], Why.NO_VALUE),
        (["A", date(2017, 5, 3), "#REF!", 19], Why.AN_ERROR),
        (["A", datetime(2017, 5, 3, 22, 15), 9, 19], Why.HAS_A_CLOCK),
        (["A", 42858, 9, 19], Why.NOT_A_DATE),
        (["A", date(2017, 5, 3), True, 19], Why.NOT_A_NUMBER),
        (["A", date(2017, 5, 3), date(2017, 5, 3), 19], Why.NOT_A_NUMBER),
    ],
    ids=lambda value: value.value if isinstance(value, Why) else None,
)
def test_a_cell_of_a_workbook_that_is_no_figure_is_refused(tmp_path, row, why):
    assert first_line(tmp_path, workbook([LONG, row]), "years.xlsx") == [why]


def test_a_formula_is_read_by_the_result_it_was_saved_with(tmp_path):
    content = with_part(
        workbook([LONG, ["A", date(2017, 5, 3), "=4+5", 19]]),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<f>4+5</f><v></v>", b"<f>4+5</f><v>9</v>").replace(
            b"<f>4+5</f><v />", b"<f>4+5</f><v>9</v>"
        ),
    )

    assert first_line(tmp_path, content, "years.xlsx").count == Count(9, 19)


def with_part(content: bytes, name: str, change) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(changed, "w") as target:
        for part in source.infolist():
            held = source.read(part)
            target.writestr(part, change(held) if part.filename == name else held)
    return changed.getvalue()


def two_sheets(hidden: bool) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "2016"
    other = book.create_sheet("2017")
    for sheet, women in ((book.active, 1), (other, 9)):
        sheet.append(LONG)
        sheet.append(["A", date(2017, 5, 3), women, 19])
    book["2016"].sheet_state = "hidden" if hidden else "visible"
    book.active = 1
    written_to = io.BytesIO()
    book.save(written_to)
    return written_to.getvalue()


def test_of_several_sheets_with_figures_one_must_be_named(tmp_path):
    with pytest.raises(CannotRead) as told:
        read(tmp_path, two_sheets(hidden=False), "years.xlsx")
    assert (told.value.fault, told.value.said) == ("which_sheet", "2016, 2017")

    assert first_line(tmp_path, two_sheets(hidden=False), "years.xlsx", sheet="2017").count == Count(9, 19)


def test_a_hidden_sheet_is_not_read_and_that_is_told(tmp_path):
    file = read(tmp_path, two_sheets(hidden=True), "years.xlsx")

    assert (file.read.lines[0].count, file.unread) == (Count(9, 19), ("2016",))


def test_a_workbook_that_would_unpack_without_end_is_refused(tmp_path):
    small = workbook([LONG, ["A", date(2017, 5, 3), 9, 19]])
    entities = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]>'
    for content, fault in (
        (swollen(), "too_large"),
        (with_part(small, "xl/workbook.xml", lambda part: entities + part), "broken"),
        (with_part(small, "xl/workbook.xml", lambda part: part.decode().encode("utf-16")), "broken"),
    ):
        with pytest.raises(CannotRead) as told:
            read(tmp_path, content, "years.xlsx")
        assert told.value.fault == fault


def swollen() -> bytes:
    """Half a megabyte that would unpack to 513."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        target.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(513):
            part.write(bytes(1 << 20))
    return held.getvalue()


# --- export, and back --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_an_export_taken_into_an_empty_house_gives_the_same_totals(tmp_path, database, form):
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    source = read(
        tmp_path,
        HEAD.replace("received_at", "received_at,origin,age,revision")
        + "A,2017-05-03,9,19,1,2,31,,,,,2017-05-03T21:10:00+00:00,RO 12; BG 8; other 1,18-25 4; 61+ 2; unknown 3,3\n"
        "B,2017-05-03,,,,,,ja,,,,2017-05-05T10:00:00+00:00,,,1\n"
        "D1,2017-05-03,4,5,,,,,,,,,,,\nKö,2017-05-03,,,,,,,34,22,,2017-05-03T21:10:00+00:00,,,\n",
    )
    await database.write(written, HOUSE, source, NOW)
    held = await database.read(everything)
    table = exporting.counts(HOUSE, *held)
    content = exporting.as_csv(table) if form == "csv" else exporting.as_workbook(table)

    await database.write(_empty)
    back = await database.write(written, HOUSE, read(tmp_path, content, f"out.{form}"), NOW)

    assert back.plan.refused == ()
    again = await database.read(everything)
    assert again == held
    assert json.dumps(_totals(again[0])) == json.dumps(_totals(held[0]))
    # Also where the memory keeps sums of its own: the corrected night is still a corrected one.
    told = await database.read(totals_of_period, HOUSE.sites, MAY, NOW)
    assert told == totals(HOUSE.sites, held[0], MAY, NOW)
    assert told.night.reports.corrected == 1
    house = await database.read(load_house)
    assert exporting.as_workbook(exporting.counts(house, *again)) == exporting.as_workbook(table)


def _totals(reports):
    return totals_as_data(totals(HOUSE.sites, reports, MAY, NOW))


def _empty():
    for table in ("breakdowns", "counts", "revisions", "messages"):
        yield sql(f"DELETE FROM {table}")


async def test_no_cell_of_an_export_is_a_formula(database, tmp_path):
    named = Site("=1+1", "+A", Kind.NIGHT, "-", ZONE, FIRST, EVENING, (Capacity(FIRST, 5),))
    house = House(1, ZONE, (named,))
    await database.write(save_house, str(ZONE), house.sites, ())
    await database.write(_say, "+A", date(2017, 5, 3), Count(1, 2), NOW)
    table = exporting.counts(house, *await database.read(everything))

    book = openpyxl.load_workbook(io.BytesIO(exporting.as_workbook(table)))
    text = exporting.as_csv(table).decode("utf-8-sig")

    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert "2017-05-03,'=1+1,'+A,night" in text
    path = tmp_path / "out.csv"
    path.write_text(text, encoding="utf-8")
    assert incoming(path, house, "Karin", NOW).read.lines[0].site == "+A"


async def test_the_history_has_every_revision_with_who_and_where(database, tmp_path):
    await database.write(save_house, str(ZONE), HOUSE.sites, ())
    await database.write(_say, "A", date(2017, 5, 3), Count(8, 20), datetime(2017, 5, 3, 20, tzinfo=UTC))
    await database.write(written, HOUSE, read(tmp_path, HEAD + "A,2017-05-03,9,19,,,,,,,,\n"), NOW)

    table = exporting.history(HOUSE, await database.read(every_revision))

    rows = [dict(zip(table.head, row, strict=True)) for row in table.rows]
    assert [(row["number"], row["women"], row["men"], row["channel"], row["by"]) for row in rows] == [
        (1, 8, 20, "phone", None),
        (2, 9, 19, "import", "Karin"),
    ]
