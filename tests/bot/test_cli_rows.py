"""`import` and `export` as a coordinator meets them: a real process, its output and its exit code."""

import json

from bot.house_file import EXAMPLE as HOUSE
from bot.replay import EXAMPLE as RECORDING


def test_the_half_year_exported_and_taken_into_an_empty_house_is_the_same_half_year(shelterbot):
    shelterbot("replay", str(RECORDING))
    elsewhere = {"DATA_DIR": str(shelterbot.folder / "elsewhere")}
    out = str(shelterbot.folder / "all.csv")
    told = {}
    for place in ({}, elsewhere):
        if place:
            shelterbot("sites", "load", str(HOUSE), **place)
            seen = shelterbot("import", out, **place)
            assert json.loads(_summary(shelterbot, place))["night"]["stays"] == 0
            done = shelterbot("import", out, "--write", "--by", "Karin", "--language", "en", **place)
            again = shelterbot("import", out, "--language", "en", **place)
        else:
            assert shelterbot("export", "--out", out).stdout.endswith("(1,431 rows)\n")
        told[bool(place)] = _summary(shelterbot, place)

    assert told[True] == told[False]
    assert "Inget har skrivits. Lägg till --write för att ta in alla 1 431 uppgifter." in seen.stdout
    assert (
        "Natthärbärge A: 2017-05-01 till 2017-10-31, 184 räkningar med 1 918 kvinnor + 4 397 män"
        in seen.stdout
    )
    assert "Written: 1,431 figures." in done.stdout
    assert again.stdout.endswith("Nothing to change.\n")
    assert [run.returncode for run in (seen, done, again)] == [0, 0, 0]


def _summary(shelterbot, place):
    return shelterbot("summary", "2017-05..2017-10", "--format", "json", **place).stdout


def test_one_bad_row_keeps_the_whole_file_out_and_is_named(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    file = shelterbot.folder / "bad.csv"
    file.write_text("boende;datum;kvinnor;män\nA;2017-05-01;9;19\nZ;2017-05-01;9;19\n", encoding="cp1252")

    refused = shelterbot("import", str(file), "--write")

    assert refused.returncode == 2
    assert "rad 3, boende: ingen verksamhet har det namnet eller kortnamnet (Z)" in refused.stdout
    assert refused.stderr.count("\n") == 1
    assert shelterbot("export", "--out", str(shelterbot.folder / "out.xlsx")).stdout.endswith("(0 rows)\n")


def test_a_file_cannot_write_to_the_terminal(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    file = shelterbot.folder / "sly.csv"
    file.write_text("boende;datum;kvinnor;män\n\x1b[2JA\u202e;2017-05-01;9;19\n", encoding="utf-8")

    said = shelterbot("import", str(file)).stdout

    assert "(?[2JA?)" in said


def test_what_cannot_be_done_is_said_in_one_line(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    for arguments, said in (
        (("import",), "name the file to take in, or --undo alone"),
        (("import", "--undo"), "Ingen fil har tagits in som kan tas tillbaka."),
        (("import", "no-such.csv"), "no-such.csv: filen kan inte öppnas: No such file or directory"),
        (("export", "--out", "all.ods"), "end its name with .csv or .xlsx"),
        (("export", "--out", "no/such/all.csv"), "give --out a place that can be written"),
        (("estimate", "Boplatser"), "an estimate needs its figure, source and date"),
        (("estimate", "Boplatser", "--end"), "there is no estimate 'Boplatser'"),
    ):
        ran = shelterbot(*arguments)
        assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
        assert said in ran.stderr


def test_an_outside_estimate_is_kept_replaced_and_taken_back(shelterbot):
    shelterbot("sites", "load", str(HOUSE))
    by = ("--source", "Stadens team", "--dated", "oktober 2017")
    shelterbot("estimate", "Boplatser", "ca 50", *by)
    shelterbot("estimate", "Boplatser", "ca 69 med ca 750 personer", *by)

    assert (
        shelterbot("estimate").stdout == "Boplatser: ca 69 med ca 750 personer (Stadens team, oktober 2017)\n"
    )
    assert shelterbot("estimate", "Boplatser", "--end").returncode == 0
    assert shelterbot("estimate").stdout == "no estimate holds\n"
