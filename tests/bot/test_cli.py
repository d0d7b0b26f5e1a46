"""The command line as a person meets it: a real process, its output and its exit code."""

import json
import re
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.house_file import EXAMPLE as HOUSE
from bot.replay import EXAMPLE as RECORDING

MESSAGES = Path(__file__).parent / "reading" / "messages.tsv"


def test_the_half_year_gives_the_published_totals_and_again_changes_nothing(shelterbot):
    first = shelterbot("replay", str(RECORDING))
    assert first.returncode == 0, first.stderr
    assert "1431 messages: 1431 kept" in first.stdout
    before = shelterbot("summary", "2017-05-01..2017-10-31", "--format", "json").stdout
    again = shelterbot("replay", str(RECORDING))
    totals = json.loads(before)

    assert "0 kept, 0 answered without keeping anything, 1431 known before" in again.stdout
    assert shelterbot("summary", "2017-05-01..2017-10-31", "--format", "json").stdout == before
    night, day, intake = totals["night"], totals["day"], totals["intake"]
    assert (night["stays"], night["women"], night["men"]) == (15689, 4198, 11491)
    assert (day["visits"], day["women"], day["men"]) == (38974, 6150, 32824)
    assert (round(night["occupancy"]["reported"], 5), round(night["occupancy"]["agreed"], 5)) == (
        0.74461,
        0.74145,
    )
    assert night["overbooked"] == {"site_nights": 12, "guests": 28, "with_free_beds_elsewhere": 12}
    assert (night["closed"], night["reports"]["due"], day["reports"]["due"]) == (3, 552, 695)
    assert (night["reports"]["on_time"], day["reports"]["on_time"]) == (526, 626)
    assert (intake["applied"], intake["offered"], intake["no_show"]) == (5619, 3569, 304)
    assert totals["complete"] is True


def test_a_thinned_file_is_at_least_and_the_whole_one_adds_what_was_missing(shelterbot):
    lines = RECORDING.read_text(encoding="utf-8").splitlines(keepends=True)
    dropped = [line for line in lines if not line.startswith(("2017-05-03,Natthärbärge A", "2017-08-01,Dag"))]
    thinned = shelterbot.folder / "thinned.csv"
    thinned.write_text("".join(dropped), encoding="utf-8")
    assert shelterbot("replay", str(thinned)).returncode == 0

    swedish = shelterbot("summary", "maj-okt", "2017").stdout
    english = shelterbot("summary", "may-oct", "2017", "--language", "en").stdout
    totals = json.loads(shelterbot("summary", "2017-05..2017-10", "--format", "json").stdout)
    shelterbot("replay", str(RECORDING))
    whole = json.loads(shelterbot("summary", "2017-05..2017-10", "--format", "json").stdout)

    assert "minst" in swedish
    assert "3 maj" in swedish
    assert "at least" in english
    assert totals["night"]["reports"] == {"due": 552, "received": 551, "on_time": 525}
    assert totals["complete"] is False
    assert (whole["night"]["stays"], whole["complete"]) == (15689, True)


def test_a_site_the_house_does_not_have_stores_nothing(shelterbot):
    file = shelterbot.folder / "other.csv"
    file.write_text(
        "site,channel,sent_at,message\nNatthärbärge A,sms,2017-05-01T22:00,K9 M19\nHärbärge Ö,sms,2017-05-02T22:00,K1 M1\n",
        encoding="utf-8",
    )
    result = shelterbot("replay", str(file))

    assert result.returncode == 2
    assert "line 3: the house has no site 'Härbärge Ö'" in result.stderr
    with closing(
        sqlite3.connect(shelterbot.folder / "data" / "shelterbot.db", isolation_level=None)
    ) as database:
        for table in ("sites", "messages", "people"):
            assert database.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (0,)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("site,channel,message\n", "there is no column 'sent_at'"),
        (
            "site,channel,sent_at,message\nNatthärbärge A,sms,yesterday,K9 M19\n",
            "sent_at 'yesterday' is no date",
        ),
        ("", "there is no column 'site'"),
    ],
)
def test_a_broken_recording_is_told_with_its_line(shelterbot, content, reason):
    file = shelterbot.folder / "broken.csv"
    file.write_text(content, encoding="utf-8")
    result = shelterbot("replay", str(file))

    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert reason in result.stderr


BAD_CALLS = [
    (["frobnicate"], "frobnicate"),
    (["summary", "blåbär"], "database"),
    (["replay", "/nowhere.csv"], "/nowhere.csv: cannot be read"),
    (["sites", "load", "/nowhere.toml"], "/nowhere.toml: cannot be read"),
    (["read"], "give a text to read"),
    (["read", "/nowhere.tsv"], "/nowhere.tsv"),
    (["summary", "2017", "--format", "xml"], "xml"),
    (["token", " "], "name the program"),
]


@pytest.mark.parametrize(("arguments", "reason"), BAD_CALLS, ids=[" ".join(case[0]) for case in BAD_CALLS])
def test_a_mistake_is_one_clear_line_and_exit_2(shelterbot, arguments, reason):
    result = shelterbot(*arguments)

    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert reason in result.stderr


def test_a_period_that_is_none_is_told_in_the_readers_language(shelterbot):
    shelterbot("sites", "load", str(HOUSE))

    assert "Jag känner inte till perioden blåbär" in shelterbot("summary", "blåbär").stderr
    assert "I do not know the period blåbär" in shelterbot("summary", "blåbär", "--language", "en").stderr


def test_a_broken_house_file_loads_nothing(shelterbot):
    file = shelterbot.folder / "house.toml"
    file.write_text(HOUSE.read_text(encoding="utf-8").replace("beds = 30", "beds = -3"), encoding="utf-8")
    result = shelterbot("sites", "load", str(file))

    assert result.returncode == 2
    assert "site 3 'Natthärbärge C': beds" in result.stderr
    assert (
        "no house is loaded" in shelterbot("sites", "show").stderr
        or "no database" in shelterbot("sites", "show").stderr
    )


def test_a_site_with_reports_cannot_leave_the_house_file(shelterbot):
    file = shelterbot.folder / "one.csv"
    file.write_text("site,channel,sent_at,message\nC,sms,2017-05-01T22:00,K9 M19\n", encoding="utf-8")
    shelterbot("replay", str(file))
    text = HOUSE.read_text(encoding="utf-8")
    start = text.index('[[sites]]\nname = "Natthärbärge C"')
    smaller = shelterbot.folder / "smaller.toml"
    smaller.write_text(text[:start] + text[text.index("# weekdays:") :], encoding="utf-8")
    result = shelterbot("sites", "load", str(smaller))

    assert result.returncode == 2
    assert "'Natthärbärge C', which has reports; keep it and give it an end" in result.stderr
    assert "Natthärbärge C" in shelterbot("sites", "show").stdout


def test_a_data_folder_that_cannot_be_written_to_is_named(shelterbot):
    (shelterbot.folder / "data").write_text("a file where the folder should be")
    result = shelterbot("run")

    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert "DATA_DIR" in result.stderr


def test_a_database_of_a_newer_version_is_left_alone(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    path = shelterbot.folder / "data" / "shelterbot.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("INSERT INTO migrations VALUES (9999, '9999_later', 'then')")
    result = shelterbot("run")

    assert result.returncode == 2
    assert "newer version" in result.stderr


def test_a_second_process_on_the_same_file_refuses_and_the_others_work_beside(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    with shelterbot.running() as (first, _):
        second = shelterbot("run")
        summary = shelterbot("summary", "2017-10", "--format", "json")

        assert second.returncode == 2
        assert f"another shelterbot (process {first.pid}) uses" in second.stderr
        assert summary.returncode == 0


def test_a_port_in_use_is_named(shelterbot):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = shelterbot("run", LISTEN_PORT=str(port))

    assert result.returncode == 2
    assert f"port {port} on 127.0.0.1 is in use" in result.stderr


def test_every_bad_setting_is_named(shelterbot):
    result = shelterbot("run", LISTEN_PORT="eighty", DEFAULT_LANGUAGE="fi")

    assert result.returncode == 2
    assert "LISTEN_PORT" in result.stderr
    assert "DEFAULT_LANGUAGE" in result.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_stops_when_told_and_ends_well(shelterbot, number):
    with shelterbot.running() as (process, address):
        assert address.startswith("http://127.0.0.1:")
        process.send_signal(number)

        assert process.wait(timeout=10) == 0


def test_the_sample_of_messages_is_read_well_enough(shelterbot):
    result = shelterbot("read", str(MESSAGES), "--check")

    assert result.returncode == 0
    assert re.search(r"0 wrong stores", result.stdout)
    assert re.search(r"0 silent drops", result.stdout)


def test_reading_a_file_prints_one_line_a_row_and_nothing_else(shelterbot):
    rows = [line for line in MESSAGES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    result = shelterbot("read", str(MESSAGES))

    assert len(result.stdout.splitlines()) == len(rows) - 1
    assert result.stdout.splitlines()[0] == "count date=2017-10-12 w=9 m=19"


def test_reading_a_text_needs_no_quotes(shelterbot):
    result = shelterbot("read", "K9", "M19", "--at", "2017-10-12T21:40")

    assert result.stdout == "count date=2017-10-12 w=9 m=19\n"


def test_the_doctor_says_what_is_missing_and_then_that_all_is_well(shelterbot):
    ill = shelterbot("doctor")
    shelterbot("sites", "load", str(HOUSE))
    well = shelterbot("doctor")

    assert (ill.returncode, well.returncode) == (1, 0)
    assert "BAD database: none" in ill.stdout
    assert "ok  house: 9 sites" in well.stdout


def test_migrate_says_what_the_database_has(shelterbot):
    assert shelterbot("migrate").stdout.startswith("up to date: 0001_")


@pytest.mark.parametrize(
    "command",
    [
        "",
        "run",
        "demo",
        "replay",
        "read",
        "summary",
        "sites",
        "sites load",
        "sites show",
        "migrate",
        "doctor",
    ],
)
def test_every_command_explains_itself(shelterbot, command):
    result = shelterbot(*command.split(), "--help")

    assert result.returncode == 0
    assert "Usage" in result.stdout


def test_the_version_is_that_of_the_changelog(shelterbot):
    changelog = (Path(__file__).resolve().parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"## [{shelterbot('--version').stdout.strip()}]" in changelog


def test_what_nobody_has_reported_is_missing_and_never_zero(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    said = shelterbot("summary", "2017-05-02").stdout

    assert "Natt: inget rapporterat. 0 av 3 rapporter" in said
    assert "Natthärbärge A  inget rapporterat" in said
    assert "minst 0" not in said


def test_what_was_set_aside_is_shown_and_counts_when_it_is_tried_again(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    assert shelterbot("aside").stdout == "nothing is set aside\n"
    with closing(sqlite3.connect(shelterbot.folder / "data" / "shelterbot.db")) as database, database:
        ((channel, address),) = database.execute(
            "SELECT channel, address FROM addresses JOIN duties USING (person) WHERE site = 'A' LIMIT 1"
        )
        (message,) = database.execute(
            "INSERT INTO messages (channel, external_id, address, received_at) VALUES (?, 'm1', ?, ?) RETURNING id",
            (channel, address, "2017-10-12T19:40:00.000000+00:00"),
        ).fetchone()
        database.execute(
            "INSERT INTO set_aside (message, raw, fault, at) VALUES (?, 'K9 M19', 'KeyError', ?)",
            (message, "2017-10-12T19:40:00.000000+00:00"),
        )

    shown = shelterbot("aside").stdout
    tried = shelterbot("aside", "--again").stdout

    assert "2017-10-12 21:40" in shown
    assert "K9 M19" in shown
    assert "9 kvinnor + 19 män = 28" in tried
    assert shelterbot("aside").stdout == "nothing is set aside\n"
