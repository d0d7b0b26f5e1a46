"""`backup` and `restore` at the terminal, beside a running bot and on an empty machine."""

import gzip
import time

import httpx
import pytest

from tests.bot.conftest import Shell
from tests.stories.conftest import HOUSE

CSV = """site,channel,sent_at,message
A,sms,2017-10-12T22:00,K9 M19
B,sms,2017-10-12T22:05,K10 M21
D1,sms,2017-10-12T16:10,k5 m40
"""


@pytest.fixture
def house(shelterbot):
    """A house with three reports."""
    file = shelterbot.folder / "recording.csv"
    file.write_text(CSV)
    shelterbot("sites", "load", str(HOUSE))
    done = shelterbot("replay", str(file))
    assert done.returncode == 0, done.stderr
    return shelterbot


def summary(shell):
    done = shell("summary", "2017-10-12..2017-10-12", "--format", "json")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_backed_up_beside_a_running_bot_is_put_back_on_another_machine(house, tmp_path):
    with house.running():
        done = house("backup")
    assert done.returncode == 0, done.stderr
    file = house.folder / done.stdout.removeprefix("wrote ").strip()
    other = Shell(tmp_path / "other")

    restored = other("restore", str(file))

    assert restored.returncode == 0, restored.stderr
    assert restored.stdout == f"restored 4 sites and 3 counts from {file}\n"
    assert summary(other) == summary(house)
    assert '"stays": 59' in summary(other)


def test_a_house_that_is_there_is_kept_unless_it_may_be_replaced(house):
    file = house.folder / "kept.db.gz"
    assert house("backup", "--out", str(file)).returncode == 0
    before = summary(house)

    refused = house("restore", str(file))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "--replace" in refused.stderr
    assert summary(house) == before

    assert house("restore", str(file), "--replace").returncode == 0
    assert summary(house) == before


def test_a_running_bot_is_not_restored_into(house):
    file = house.folder / "kept.db.gz"
    house("backup", "--out", str(file))
    with house.running():
        refused = house("restore", str(file), "--replace")

    assert refused.returncode == 2
    assert "stop it first" in refused.stderr


def test_a_damaged_backup_is_refused_in_one_line_and_makes_no_database(house, tmp_path):
    file = house.folder / "kept.db.gz"
    house("backup", "--out", str(file))
    file.write_bytes(file.read_bytes()[:-50])
    other = Shell(tmp_path / "other")

    refused = other("restore", str(file))

    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "damaged" in refused.stderr
    assert not (tmp_path / "other").exists()


def test_a_backup_where_nothing_can_be_written_is_told_in_one_line(house):
    (house.folder / "file").write_text("-")
    refused = house("backup", "--out", str(house.folder / "file" / "kept.db.gz"))

    assert refused.returncode == 2
    assert refused.stderr.startswith("shelterbot: cannot write the backup")
    assert refused.stderr.count("\n") == 1


def test_a_running_bot_makes_the_backup_of_the_day_by_itself(house):
    with house.running() as (_, address):
        ends = time.monotonic() + 20
        while "backup" not in {run["job"] for run in httpx.get(f"{address}/healthz").json()["jobs"]}:
            assert time.monotonic() < ends

    (file,) = (house.folder / "data" / "backups").glob("shelterbot-*.db.gz")
    assert gzip.decompress(file.read_bytes()).startswith(b"SQLite format 3\0")
