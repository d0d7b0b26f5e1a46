"""The environment is read once; every fault is named at once, with what would be right."""

from pathlib import Path

import pytest

from bot.settings import BadSettings, read_settings


def test_without_any_environment_the_database_is_a_file_under_data() -> None:
    assert read_settings({}).database_url == "sqlite:///data/shelterbot.db"


def test_database_url_wins_over_the_data_folder() -> None:
    settings = read_settings({"DATA_DIR": "/elsewhere", "DATABASE_URL": "postgresql://bot@db/house"})

    assert settings.database_url == "postgresql://bot@db/house"


def test_an_empty_value_is_as_good_as_none() -> None:
    assert read_settings({"LISTEN_PORT": "", "DEMO": ""}) == read_settings({})


def test_each_value_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://bot:secret@db/house\n")

    assert read_settings({"DATABASE_URL_FILE": str(tmp_path / "url")}).database_url.endswith("@db/house")


def test_every_fault_is_named_at_once_with_what_would_be_right() -> None:
    environment = {
        "LISTEN_PORT": "eighty",
        "DEFAULT_LANGUAGE": "fi",
        "TIMEZONE": "Stockholm",
        "DEMO": "maybe",
        "DATA_DIR_FILE": "/nowhere/at/all",
    }

    with pytest.raises(BadSettings) as caught:
        read_settings(environment)

    lines = str(caught.value).splitlines()
    assert sorted(line.partition(":")[0] for line in lines) == [
        "DATA_DIR_FILE", "DEFAULT_LANGUAGE", "DEMO", "LISTEN_PORT", "TIMEZONE",
    ]  # fmt: skip
    assert "TIMEZONE: there is no time zone 'Stockholm'; an example is Europe/Stockholm" in lines


def test_a_value_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("1")

    with pytest.raises(BadSettings, match="LISTEN_PORT: set both here and in LISTEN_PORT_FILE"):
        read_settings({"LISTEN_PORT": "1", "LISTEN_PORT_FILE": str(tmp_path / "port")})


SMS = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "secret",
    "TWILIO_FROM": "+46700000000",
    "PUBLIC_URL": "https://bot.example.org/",
}


def test_sms_needs_an_account_a_sender_and_the_address_it_is_reached_at() -> None:
    assert read_settings(SMS).PUBLIC_URL == "https://bot.example.org"

    with pytest.raises(BadSettings) as caught:
        read_settings({"TWILIO_ACCOUNT_SID": "AC1"})

    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "TWILIO_AUTH_TOKEN", "PUBLIC_URL", "TWILIO_FROM",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://bot.example.org"),
        ("PUBLIC_URL", "bot.example.org"),
        ("PUBLIC_URL", "https://bot.example.org/?a=1"),
        ("TWILIO_MESSAGING_SERVICE_SID", "MG1"),
        ("SMS_COUNTRIES", "46"),
        ("SMS_DAILY_BUDGET", "-1"),
    ],
)
def test_an_sms_setting_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadSettings):
        read_settings(SMS | {name: value})


def test_plain_http_is_for_this_machine_only() -> None:
    assert read_settings(SMS | {"PUBLIC_URL": "http://127.0.0.1:8080"}).PUBLIC_URL == "http://127.0.0.1:8080"


TOKEN = "4242:canary-token"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"TELEGRAM_TOKEN": "canary"}, "TELEGRAM_TOKEN: a token is a number, a colon and letters, as @BotFather gave it"),
        ({"PUBLIC_URL": "http://bot.example.org"}, "PUBLIC_URL: use https; plain http is for this machine only, not 'http://bot.example.org'"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "webhook"}, "PUBLIC_URL: is missing; TELEGRAM_MODE=webhook needs it, it is what Telegram calls"),
        ({"TELEGRAM_WEBHOOK_SECRET": "canary secret"}, "TELEGRAM_WEBHOOK_SECRET: String should match pattern '^[A-Za-z0-9_-]{0,256}$'"),
    ],
    ids=["token", "public address", "webhook without an address", "secret"],
)  # fmt: skip
def test_a_fault_of_telegrams_settings_is_told_without_repeating_a_secret(
    given: dict[str, str], told: str
) -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings(given)

    assert str(caught.value) == told


def test_telegram_is_polled_at_25_messages_a_second_unless_told_otherwise() -> None:
    settings = read_settings({"TELEGRAM_TOKEN": TOKEN, "PUBLIC_URL": "http://127.0.0.1:8080/"})

    assert (settings.TELEGRAM_MODE, settings.TELEGRAM_RATE, settings.PUBLIC_URL) == (
        "polling",
        25,
        "http://127.0.0.1:8080",
    )
