"""A house file is loaded whole or not at all; every fault is told with its place."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.house_file import EXAMPLE, HouseFault, read_house_file
from shelter.escalation import Rule
from shelter.sites import Capacity, Kind

ZONE = "Europe/Stockholm"


def faults_of(tmp_path: Path, text: str) -> tuple[str, ...]:
    file = tmp_path / "house.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HouseFault) as caught:
        read_house_file(file, ZONE)
    return caught.value.faults


def example(*changes: tuple[str, str]) -> str:
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_the_example_is_the_demonstration_house() -> None:
    house = read_house_file(EXAMPLE, ZONE)

    assert [site.short for site in house.sites] == ["A", "B", "C", "D1", "D2", "D3", "D4", "D5", "I"]
    assert [site.capacity_on(date(2017, 10, 12)) for site in house.sites if site.kind is Kind.NIGHT] == [
        Capacity(date(2017, 5, 1), 45, 10),
        Capacity(date(2017, 5, 1), 40, 10),
        Capacity(date(2017, 5, 1), 30, 0),
    ]


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(example(), encoding="utf-8-sig")

    assert read_house_file(file, ZONE) == read_house_file(EXAMPLE, ZONE)


ONE_FAULT = [
    ("a key that is no key", ("usual = 45", "usul = 45"), "site 4 'Dagverksamhet 1': usul: there is no such key; did you mean 'usual'?"),
    ("beds below zero", ("beds = 30", "beds = -3"), "site 3 'Natthärbärge C': beds: should be greater than or equal to 0, not -3"),
    ("beds as text", ("beds = 30", 'beds = "30"'), "site 3 'Natthärbärge C': beds: should be a valid integer, not '30'"),
    ("no beds", ("beds = 30\n", ""), "site 3 'Natthärbärge C': beds: is missing; a night shelter has beds"),
    (
        "more beds for women than beds",
        ("beds = 30", "beds = 30\nwomen_only_beds = 31"),
        "site 3 'Natthärbärge C': women_only_beds: 31 of 30 beds; they are a part of the beds",
    ),
    ("an unknown kind", ('kind = "intake"', 'kind = "inn"'), "site 9 'Inskrivningen': kind: 'inn' is not one of 'night', 'day' or 'intake'"),
    ("a short that is taken", ('short = "C"', 'short = "a"'), "site 3 'Natthärbärge C': short: 'a' is already that of site 1"),
    ("no opening", ('opens = "12:00"\n', ""), "site 9 'Inskrivningen': opens: is missing; add it"),
    ("a clock time that is none", ('opens = "12:00"', 'opens = "25:00"'), "site 9 'Inskrivningen': opens: write a clock time as \"19:00\""),
    ("a weekday that is none", ('"mon-sat"', '"mon-sab"'), "site 6 'Dagverksamhet 3': weekdays: 'mon-sab' is no weekday; they are mon, tue, wed, thu, fri, sat, sun"),
    (
        "a closed span that ends before it begins",
        ("to = 2017-07-30", "to = 2017-07-01"),
        "site 7 'Dagverksamhet 4': closed.1.to: 2017-07-01 is before from, 2017-07-10",
    ),
    (
        "an organisation nobody knows",
        ('organisation = "Organisation 3"', 'organisation = "Organisation 9"'),
        "site 3 'Natthärbärge C': organisation: 'Organisation 9' is not among the organisations",
    ),
    ("a name no SMS can carry", ('"Natthärbärge C"', '"Natthärbärge 🌙"'), "site 3 'Natthärbärge 🌙': name: '🌙' cannot be sent by SMS; write the name without it"),
    ("a name that is too long", ('"Natthärbärge C"', f'"{"C" * 41}"'), f"site 3 '{'C' * 41}': name: '{'C' * 41}' has more than 40 characters; an answer must fit one SMS"),
    ("a person at no site", ('sites = ["A"]', 'sites = ["Q"]'), "person 1 'Anna': sites: there is no site with the short 'Q'"),
    ("two people at one address", ('phone = "dilan"', 'phone = "anna"'), "person 1 'Anna': addresses.phone: 'anna' is given to more than one person"),
    (
        "a deadline before the doors open",
        ("usual = 45", 'usual = 45\ndeadline = "08:30"'),
        "site 4 'Dagverksamhet 1': deadline: 08:30 is before it opens; a day centre's deadline is on the same date",
    ),
    ("an unknown role", ('role = "coordinator"', 'role = "boss"'), "person 3 'Bo': role: 'boss' is not one of 'reporter', 'site_lead', 'coordinator' or 'viewer'"),
    ("a section that is none", ("[house]", "[hous]"), "hous: there is no such key; did you mean 'house'?"),
    ("a zone that is none", ('timezone = "Europe/Stockholm"', 'timezone = "Europe/Stokholm"'), "house: timezone: there is no time zone 'Europe/Stokholm'; an example is Europe/Stockholm"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fault"), [case[1:] for case in ONE_FAULT], ids=[case[0] for case in ONE_FAULT]
)
def test_a_fault_is_told_with_its_place_and_reason(
    tmp_path: Path, change: tuple[str, str], fault: str
) -> None:
    assert fault in faults_of(tmp_path, example(change))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    changes = [case[1] for case in ONE_FAULT if case[0] not in ("no beds", "beds as text", "no opening")]
    kept = [change for change in changes if "beds = 30\n" not in change[1] and change[0] != "beds = -3"]
    only = [change for place, change in enumerate(kept) if change[0] not in {one[0] for one in kept[:place]}]

    assert len(faults_of(tmp_path, example(*only))) >= len(only)


def test_a_second_fault_of_the_same_site_is_told_with_the_first(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, example(("beds = 30", "beds = -3\nlast = 2016-01-01")))

    assert "site 3 'Natthärbärge C': last: 2016-01-01 is before first, 2017-05-01" in faults
    assert len(faults) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[house]\ntimezone = \n", 2),
        ("[[sites]]\nname = 'A'\nname = 'B'\n", 3),
        ("[[sites]\n", 1),
        ("a = '''\n\n", 3),
    ],
)
def test_a_syntax_fault_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    (fault,) = faults_of(tmp_path, text)

    assert f"house.toml line {line}" in fault


def test_a_file_that_is_no_text_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_bytes(b"# ok\nname = '\xe4'\n")

    with pytest.raises(HouseFault, match="line 2: not UTF-8"):
        read_house_file(file, ZONE)


def test_an_empty_file_is_told_how_to_begin(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "") == ("sites: a house needs at least one; begin it with [[sites]]",)


def test_beds_change_from_a_date(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    change = "beds = 30\ncapacity = [{ from = 2017-11-01, beds = 35, women_only_beds = 5 }]"
    file.write_text(example(("beds = 30", change)), encoding="utf-8")

    (site,) = [site for site in read_house_file(file, ZONE).sites if site.short == "C"]

    assert [site.capacity_on(date(2017, month, day)).beds for month, day in ((10, 31), (11, 1))] == [30, 35]  # type: ignore[union-attr]


def test_hours_change_with_the_season(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    seasons = (
        'hours = [{ opens = "19:00", closes = "09:00", to = 2017-10-31 },'
        ' { opens = "17:00", closes = "09:00", weekdays = ["fri", "sat"], from = 2017-11-01 }]'
    )
    text = example(('opens = "19:00"\ncloses = "09:00"', seasons))
    file.write_text(text, encoding="utf-8")

    site = read_house_file(file, ZONE).sites[0]

    assert site.hours_on(date(2017, 10, 31)).opens == time(19)  # type: ignore[union-attr]
    assert site.hours_on(date(2017, 11, 2)) is None
    assert site.hours_on(date(2017, 11, 3)).opens == time(17)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('summary = "10:30"', 'summary = "02:30"', "escalation: summary: is before 03:00, when clocks may change; choose a later time"),
        ("coordinator = 60", "coordinator = 721", "escalation: coordinator: should be less than or equal to 720, not 721"),
        ('quiet = "22:00-07:00"', 'quiet = "22:00"', 'escalation: quiet: write quiet hours as "22:00-07:00"'),
        ("site_lead = 30", "sitelead = 30", "escalation: sitelead: there is no such key; did you mean 'site_lead'?"),
        (
            'short = "A"\n',
            'short = "A"\nreminding = [{ times = ["25:00"] }]\n',
            "site 1 'Natthärbärge A': reminding.1.times.1: write a clock time as \"22:30\", or minutes after closing as \"+15\"",
        ),
        (
            'short = "A"\n',
            'short = "A"\nreminding = [{ times = ["21:00"], from = 2017-10-02, to = 2017-10-01 }]\n',
            "site 1 'Natthärbärge A': reminding.1.to: 2017-10-01 is before from, 2017-10-02",
        ),
    ],
)  # fmt: skip
def test_faults_of_reminding_are_told_by_their_place(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert fault in " | ".join(faults_of(tmp_path, example((old, new))))


def test_reminding_is_read_with_what_the_file_leaves_out_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    text = example(
        ('colleague = 0\nsite_lead = 30\ncoordinator = 60\nquiet = "22:00-07:00"\n', 'coordinator = "never"\nquiet = "23:00-06:30"\n'),
        ('summary = "10:30"\ndigest = "13:00"\n', ""),
        ('short = "D1"\n', 'short = "D1"\nreminding = [{ times = ["+30", "21:00"], weekdays = "fri-sat" }]\n'),
    )  # fmt: skip
    file.write_text(text, encoding="utf-8")

    house = read_house_file(file, ZONE)

    assert house.escalation == {"coordinator": None, "quiet_from": time(23), "quiet_to": time(6, 30)}
    assert house.rules == {
        "D1": (Rule((timedelta(minutes=30), time(21)), escalate_at=time(9), weekdays=frozenset({4, 5})),)
    }


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+46701234567", "+46701234567"),
        ("070-123 45 67", "+46701234567"),
        ("0046 70 123 45 67", "+46701234567"),
        ("+47 912 34 567", "+4791234567"),
    ],
)
def test_a_number_is_kept_as_the_network_writes_it(tmp_path: Path, written: str, kept: str) -> None:
    file = tmp_path / "house.toml"
    file.write_text(example(('{ phone = "anna" }', f'{{ sms = "{written}" }}')), encoding="utf-8")

    anna = next(one for one in read_house_file(file, ZONE).members if one.person.name == "Anna")

    assert anna.addresses == (("sms", kept),)


@pytest.mark.parametrize("written", ["anna", "07", "+46"])
def test_what_is_no_number_is_told(tmp_path: Path, written: str) -> None:
    (fault,) = faults_of(tmp_path, example(('{ phone = "anna" }', f'{{ sms = "{written}" }}')))

    assert fault == (
        f"person 1 'Anna': addresses: sms: '{written}' is no phone number; write it as +46701234567"
    )


@pytest.mark.parametrize("written", ["@anna", "anna", "-500", "+46701234567", "１２"])
def test_what_telegram_knows_nobody_by_is_told(tmp_path: Path, written: str) -> None:
    (fault,) = faults_of(tmp_path, example(('{ phone = "anna" }', f'{{ telegram = "{written}" }}')))

    assert fault == (
        f"person 1 'Anna': addresses: telegram: '{written}' is no number of Telegram's; "
        "leave it out and invite them: shelterbot invite"
    )
