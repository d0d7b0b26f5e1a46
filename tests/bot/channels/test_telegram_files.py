"""Files and pictures on Telegram, by the half-year of 2017: what arrives is opened and compared with the figures."""

import io
import json
import sqlite3
import time
import urllib.request
import zipfile
from collections import deque
from contextlib import closing

import docx
import openpyxl
import pypdf
import pytest
from PIL import Image

from tests.bot.channels.conftest import ANNA, BO, SIV, VERA
from tests.bot.channels.test_telegram import stored

NBSP = "\u00a0"


@pytest.fixture
def house(half_year_house):
    return half_year_house


def ask(telegram, chat, text, files=1):
    """Write, and wait for so many files; returns them."""
    before = len(telegram.files(chat))
    telegram.text(chat, text)
    telegram.wait_for(lambda: len(telegram.files(chat)) >= before + files, 30)
    return telegram.files(chat)[before:]


def turn_clock(address, moment):
    request = urllib.request.Request(
        f"{address}/phone/clock",
        json.dumps({"moment": moment}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


# --- what the files say -------------------------------------------------------------------------------------


def figures(totals, thousands=NBSP):
    """The sums of the period as the report writes them."""
    sums = (totals["night"]["stays"], totals["night"]["women"], totals["day"]["visits"], totals["day"]["men"])
    return [f"{number:,}".replace(",", thousands) for number in sums]


def words_of_docx(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_pdf(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages)


def test_each_form_of_the_report_arrives_and_says_the_totals(house, telegram, half_year):
    totals = half_year[1]
    with house.running():
        word, pdf, excel, data = (
            ask(telegram, BO, f"rapportfil {form} maj-okt 2017")[0]
            for form in ("word", "pdf", "excel", "csv")
        )
        said = telegram.chat(BO)

    stem = "verksamhetsrapport-2017-05-01--2017-10-31-utkast"
    assert [one.file_name for one in (word, pdf, excel, data)] == [
        f"{stem}.docx",
        f"{stem}.pdf",
        f"{stem}.xlsx",
        f"{stem}.zip",
    ]
    assert word.text == "Verksamhetsrapport maj-okt 2017, utkast (Word)."
    assert said[0] == "Kommer strax: Verksamhetsrapport maj-okt 2017, utkast (Word)."
    for read in (words_of_docx(word.file), words_of_pdf(pdf.file)):
        assert [number for number in figures(totals) if number not in read] == []
        assert "Status: utkast" in read
    book = openpyxl.load_workbook(io.BytesIO(excel.file))
    held = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {totals["night"]["stays"], totals["night"]["women"], totals["day"]["visits"]} <= held
    with zipfile.ZipFile(io.BytesIO(data.file)) as archive:
        assert archive.namelist() == [f"{stem}.csv", f"{stem}-daily.csv", f"{stem}-codebook.csv"]
        assert str(totals["night"]["stays"]) in archive.read(f"{stem}.csv").decode()


def test_the_public_form_comes_unless_a_coordinator_asks_for_the_internal_one(house, telegram):
    with house.running():
        public = ask(telegram, BO, "rapportfil csv maj-okt 2017")[0]
        internal = ask(telegram, BO, "rapportfil csv intern maj-okt 2017")[0]
        viewers = ask(telegram, VERA, "/file csv maj-okt 2017")[0]
        telegram.text(VERA, "/file csv intern maj-okt 2017")
        telegram.wait_for(lambda: "Bara samordnare" in telegram.chat(VERA)[-1])

    assert "intern" in internal.file_name
    assert internal.text.endswith("Bara för egen personal: får inte spridas.")
    assert viewers.file == public.file != internal.file
    assert len(telegram.files(VERA)) == 1


def test_whoever_only_reports_gets_no_report_of_the_whole_house(house, telegram):
    with house.running():
        for chat in (ANNA, SIV):
            said = telegram.answer_to(chat, "/file word maj-okt 2017")
            assert said.startswith("Det får du inte se.")

    assert telegram.files(ANNA) + telegram.files(SIV) == []


def test_a_signed_off_period_is_delivered_as_it_was_signed_off(house, telegram):
    with house.running():
        draft = ask(telegram, BO, "rapportfil pdf maj-okt 2017")[0]
        accept = [f"--accept={check}=granskat" for check in ("crowded", "unusual", "jump")]
        signed_off = house.shell("signoff", "2017-05-01..2017-10-31", "--by", "Bo", *accept, DEMO="1")
        signed = ask(telegram, BO, "rapportfil pdf maj-okt 2017")[0]

    assert signed_off.returncode == 0, signed_off.stdout + signed_off.stderr
    assert "utkast" in draft.text
    assert signed.text == "Verksamhetsrapport maj-okt 2017, fastställd (PDF)."
    assert signed.file_name.endswith("-version-1.pdf")
    assert "Status: fastställd" in words_of_pdf(signed.file)


def test_a_period_that_cannot_be_a_file_is_answered_with_what_can(house, telegram):
    cases = {
        "rapportfil word 2010-2020": "Filer och diagram gäller högst 2 år. Be om en kortare period.",
        "rapportfil word 2019": "2019 har inte börjat.",
        "rapportfil word maj-okt 2017 natthärbärge a": "Rapporten gäller hela huset.",
        "rapportfil word häromdan": "Jag känner inte till perioden",
        "diagram 1990-2080": "Filer och diagram gäller högst 2 år.",
        "diagram maj 2016": "maj 2016: det finns inget att rita.",
        "diagram kö 12 okt 2017": "12 okt 2017: det finns inget att rita.",
        "diagram besök natthärbärge a maj-okt 2017": "maj-okt 2017: det finns inget att rita.",
    }
    with house.running():
        said = {text: telegram.answer_to(BO, text) for text in cases}

    assert {text: answer for text, answer in said.items() if not answer.startswith(cases[text])} == {}
    assert telegram.files(BO) == []


# --- pictures -----------------------------------------------------------------------------------------------


def sizes(shown):
    with Image.open(io.BytesIO(shown.file)) as picture:
        assert picture.format == "PNG"
        return picture.size


def test_a_chart_of_the_house_is_a_picture_of_each_kind_of_site_with_what_else_there_is(house, telegram):
    with house.running():
        pictures = ask(telegram, BO, "diagram maj-okt 2017", files=3)
        said = telegram.chat(BO)[0]

    assert said == "Kommer strax: 3 diagram, maj-okt 2017. Finns också: beläggning, veckodag, kvinnor."
    assert [one.text.partition(",")[0] for one in pictures] == [
        "Övernattningar per natt",
        "Besök per vecka",
        "Kö per vecka",
    ]
    assert all(one.is_photo for one in pictures)
    assert {sizes(one) for one in pictures} == {(1280, 960)}
    assert "Stapeldiagram" in pictures[1].text or "besök" in pictures[1].text


CHARTS = {
    (BO, "diagram beläggning maj-okt 2017"): "Beläggning per månad, maj-okt 2017, utkast.",
    (BO, "/chart women may-oct 2017"): "Andel kvinnor, maj-okt 2017, utkast.",
    (BO, "diagram maj-okt 2017 dagverksamhet 1"): "Besök per vecka, Dagverksamhet 1, maj-okt 2017, utkast.",
    (BO, "diagram okt 2017 inskrivningen"): "Kö per vecka, Inskrivningen, okt 2017, utkast.",
    (BO, "diagram organisation 1 veckodag okt 2017"): "Besök per veckodag, Organisation 1, okt 2017, utkast.",
    (ANNA, "diagram okt 2017"): "Övernattningar per natt, okt 2017, utkast.",
    (VERA, "diagram kö okt 2017"): "Kö per vecka, okt 2017, utkast.",
}


def test_a_chart_is_of_what_was_asked_for_and_nothing_else(house, telegram):
    with house.running():
        pictures = {asked: ask(telegram, *asked)[0] for asked in CHARTS}
        said = telegram.chat(ANNA)[0]

    assert {asked: one.text.partition("\n")[0] for asked, one in pictures.items()} == CHARTS
    assert said == "Kommer strax: Övernattningar per natt, okt 2017, utkast. Finns också: beläggning."
    assert all(one.is_photo and len(one.text) <= 1024 for one in pictures.values())


def test_the_chart_of_a_reporter_holds_the_own_site_alone(house, telegram):
    with house.running():
        own = ask(telegram, ANNA, "diagram okt 2017")[0]
        asked = ask(telegram, BO, "diagram övernattningar okt 2017 natthärbärge a")[0]
        whole = ask(telegram, BO, "diagram övernattningar okt 2017")[0]

    assert own.file == asked.file != whole.file


# --- whatever becomes of a sending --------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["429:1", "500", "drop", "html"])
def test_a_file_that_did_not_leave_is_sent_again_and_arrives_once(house, telegram, fault):
    telegram.faults["sendDocument"] = deque([fault])
    with house.running():
        sent = ask(telegram, BO, "rapportfil csv maj-okt 2017")
        telegram.answer_to(BO, "?")

    assert len(sent) == len(telegram.files(BO)) == 1


def test_a_file_of_unknown_fate_is_repeated_once_with_the_same_bytes(house, telegram):
    telegram.faults["sendDocument"] = deque(["lose", "lose", "lose"])
    with house.running():
        sent = ask(telegram, BO, "rapportfil word maj-okt 2017", files=2)
        telegram.answer_to(BO, "?")

    assert len(telegram.files(BO)) == 2
    assert sent[0].file == sent[1].file


def test_a_process_killed_between_the_request_and_the_file_sends_it_once_when_it_is_back(house, telegram):
    telegram.faults["sendDocument"] = deque(["hang"])
    with house.running() as (process, _):
        telegram.text(BO, "rapportfil word maj-okt 2017")
        telegram.wait_for(lambda: not telegram.faults["sendDocument"])
        process.kill()
    assert telegram.files(BO) == []
    with house.running():
        telegram.wait_for(lambda: telegram.files(BO), 30)
        telegram.answer_to(BO, "?")

    assert len(telegram.files(BO)) == 1
    assert stored(house, "SELECT state FROM outbox WHERE enclosure IS NOT NULL") == [("sent",)]


def test_somebody_who_blocked_the_bot_is_told_once_where_files_come(house, telegram):
    with house.running():
        telegram.faults["sendDocument"] = deque(["429:1"])
        telegram.text(VERA, "/file pdf maj-okt 2017")
        telegram.wait_for(lambda: telegram.chat(VERA))
        with closing(sqlite3.connect(house.database)) as memory, memory:
            memory.execute(
                "INSERT INTO addresses (channel, address, person) "
                "SELECT 'phone', 'vera', id FROM people WHERE name = 'Vera'"
            )
        telegram.blocked.add(VERA)
        telegram.wait_for(lambda: any("når inte längre Vera" in text for text in telegram.chat(BO)), 30)

    told = "Filer och bilder kommer i Telegram, inte med SMS. Siffror kommer även här: sammanfattning maj-okt 2017."
    assert stored(house, "SELECT text, enclosure FROM outbox WHERE address = 'vera'") == [(told, None)]


def test_the_bot_answers_others_while_reports_are_being_made(house, telegram):
    answers = 0
    with house.running():
        for _ in range(4):
            telegram.text(BO, "rapportfil word maj-okt 2017")
        telegram.wait_for(lambda: len(telegram.chat(BO)) >= 4, 30)
        while len(telegram.files(BO)) < 4:
            telegram.answer_to(ANNA, "?")
            answers += 1

    assert answers > 4


def test_more_files_than_can_be_on_their_way_are_refused_kindly(house, telegram):
    telegram.flood[BO] = time.monotonic() + 60
    with house.running():
        for _ in range(10):
            telegram.text(BO, "rapportfil pdf maj-okt 2017")
        telegram.wait_for(
            lambda: len(stored(house, "SELECT id FROM outbox WHERE address = ?", str(BO))) == 18
        )

    texts = [
        text
        for (text,) in stored(
            house, "SELECT text FROM outbox WHERE enclosure IS NULL AND address = ?", str(BO)
        )
    ]
    assert texts[-2:] == ["8 filer är redan på väg. Be igen när de har kommit."] * 2
    assert stored(house, "SELECT COUNT(*) FROM outbox WHERE enclosure IS NOT NULL") == [(8,)]


# --- unasked ------------------------------------------------------------------------------------------------


def test_the_draft_of_a_half_year_comes_once_after_its_last_deadline(house, telegram):
    with house.running() as (_, address):
        turn_clock(address, "2017-11-01T11:59")
        telegram.answer_to(BO, "?")
        assert telegram.files(BO) == []
        turn_clock(address, "2017-11-01T12:01")
        telegram.wait_for(lambda: len(telegram.files(BO)) == 3, 30)
    with house.running() as (_, address):
        turn_clock(address, "2017-11-03T12:00")
        telegram.answer_to(BO, "?")

    files = telegram.files(BO)
    assert [one.file_name.rpartition(".")[2] for one in files] == ["docx", "pdf", "xlsx"]
    assert files[0].text == (
        "Halvåret maj-okt 2017 är slut: 1 431 av 1 431 rapporter har kommit. "
        "Verksamhetsrapport maj-okt 2017, utkast (Word)."
    )
    assert "Status: utkast" in words_of_pdf(files[1].file)
    assert telegram.files(VERA) + telegram.files(ANNA) + telegram.files(SIV) == []
