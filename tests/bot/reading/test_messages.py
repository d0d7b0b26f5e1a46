"""Every message of the two files is read as its row says."""

from pathlib import Path

import pytest

from bot.reading.canonical import BrokenFile, RowResult, read_file
from bot.reading.scoring import Verdict, score, verdict

HERE = Path(__file__).parent
FILES = ("messages.tsv", "more_messages.tsv", "other_authors.tsv", "tired_staff.tsv")
ROWS = [(file, row) for file in FILES for row in read_file(HERE / file)]


@pytest.mark.parametrize(
    ("file", "row"), ROWS, ids=[f"{file}:{row.line} {row.message!r} {row.note}".strip() for file, row in ROWS]
)
def test_a_message_is_read_as_its_row_says(file: str, row: RowResult) -> None:
    assert verdict(row) is Verdict.RIGHT, f"read as {row.canonical}, expected {row.expected}"


@pytest.mark.parametrize("file", FILES)
def test_no_file_has_a_wrong_store_or_a_silent_drop(file: str) -> None:
    assert score(read_file(HERE / file)).passes


@pytest.mark.parametrize(
    ("canonical", "expected", "verdict_"),
    [
        ("count date=2017-10-12 w=9 m=19", "count date=2017-10-12 w=9 m=19", Verdict.RIGHT),
        ("count date=2017-10-12 w=9 m=19", "count date=2017-10-12 w=9 m=18 || ask:men", Verdict.WRONG_STORE),
        ("count date=2017-10-12 w=9 m=19", "none", Verdict.WRONG_STORE),
        ("none", "ask:men", Verdict.SILENT_DROP),
        ("none", "none || ask:closed", Verdict.RIGHT),
        ("ask:men", "count date=2017-10-12 w=9 m=19", Verdict.NEEDLESS_QUESTION),
        ("ask:men w=9 m=19", "count date=2017-10-12 w=9 m=19 || ask:men", Verdict.RIGHT),
        ("ask:extra", "ask:men", Verdict.OTHER_TOPIC),
        ("ask:extra", "none", Verdict.OTHER_TOPIC),
    ],
)
def test_a_reading_is_judged_by_the_best_alternative(
    canonical: str, expected: str, verdict_: Verdict
) -> None:
    assert verdict(RowResult(1, "", expected, "", canonical)) is verdict_


HEADER = "language\tsite_kind\tlocal_datetime\tmessage\texpected\tnote\n"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "line 1: the header"),
        ("language\tmessage\n", "line 1: the header"),
        ("# only a comment\n", "line 2: the header"),
        (HEADER + "sv\tnight\n", "line 2: 2 columns"),
        (HEADER + "da\tnight\t2017-10-12T21:40\tk9\tnone\t\n", "line 2: the language 'da'"),
        (HEADER + "sv\thotel\t2017-10-12T21:40\tk9\tnone\t\n", "line 2: the site_kind 'hotel'"),
        (HEADER + "sv\tnight\tyesterday\tk9\tnone\t\n", "line 2: the local_datetime 'yesterday'"),
        (
            HEADER + "sv\tnight\t2017-10-12T21:40\tk9\tnone\t[weather fine]\n",
            "line 2: no tag is called 'weather'",
        ),
        (HEADER + "sv\tnight\t2017-10-12T21:40\tk9\tnone\t[sites A,Z]\n", "line 2: 'Z' is not known"),
    ],
)
def test_a_broken_file_is_told_by_its_line_and_fault(tmp_path: Path, content: str, fault: str) -> None:
    path = tmp_path / "broken.tsv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(BrokenFile, match=r"broken\.tsv") as raised:
        read_file(path)

    assert fault in str(raised.value)


def test_a_file_in_another_encoding_is_told_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.tsv"
    path.write_bytes(HEADER.encode() + "sv\tnight\t2017-10-12T21:40\tmän".encode("latin-1"))

    with pytest.raises(BrokenFile, match="line 2: not UTF-8"):
        read_file(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="cannot be read"):
        read_file(tmp_path / "nowhere.tsv")
