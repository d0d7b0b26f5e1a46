"""The environment, read once: typed, each name also as `<NAME>_FILE`, every fault named at once."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

SECRETS = frozenset(
    {"TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_OLD"}
)


class BadSettings(Exception):
    """Settings that cannot be used; the text has one line for each."""


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"there is no time zone {name!r}; an example is Europe/Stockholm")
    return name


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("write it as https://example.org")
    return url.rstrip("/")


def _reachable_address(url: str) -> str:
    """Plain http is for this machine only: what travels further holds figures and secrets."""
    address = _address(url)
    parts = urlsplit(address)
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("use https; plain http is for this machine only")
    return address


def _bot_token(token: str) -> str:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
        raise ValueError("a token is a number, a colon and letters, as @BotFather gave it")
    return token


def _country_codes(codes: str) -> str:
    if not all(re.fullmatch(r"\+[1-9]\d{0,3}", code, re.ASCII) for code in codes.split()):
        raise ValueError("write country codes such as +46 +47")
    return codes


class Settings(BaseModel):
    """What the environment says, with the value of the shipped house where it is silent."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    DATABASE_URL: Annotated[
        str, Field(description="`sqlite:///path/to/file.db` or `postgresql://user@host/database`")
    ] = ""
    DATA_DIR: Annotated[
        Path, Field(description="folder of the SQLite file where DATABASE_URL is not set")
    ] = Path("data")
    LISTEN_HOST: Annotated[str, Field(description="address to serve on")] = "127.0.0.1"
    LISTEN_PORT: Annotated[int, Field(ge=0, le=65535, description="port to serve on; 0 takes a free one")] = (
        8080
    )
    TIMEZONE: Annotated[
        str, AfterValidator(_known_zone), Field(description="zone of a house file that names none")
    ] = "Europe/Stockholm"
    DEFAULT_LANGUAGE: Annotated[
        Literal["sv", "en"], Field(description="language of people who have not chosen one: `sv` or `en`")
    ] = "sv"
    LOG_LEVEL: Annotated[
        Literal["debug", "info", "warning", "error"],
        Field(description="least important log line that is written: `debug`, `info`, `warning` or `error`"),
    ] = "info"
    DEMO: Annotated[
        bool, Field(description="`1` opens the phone simulator at `/phone` and lets its clock be set")
    ] = False

    PUBLIC_URL: Annotated[
        str,
        AfterValidator(_reachable_address),
        Field(description="address at which the world reaches this service, as `https://bot.example.org`"),
    ] = ""
    TELEGRAM_TOKEN: Annotated[
        str,
        AfterValidator(_bot_token),
        Field(description="token of the Telegram bot, from @BotFather; without it there is no Telegram"),
    ] = ""
    TELEGRAM_API_URL: Annotated[
        str, AfterValidator(_address), Field(description="server of the Telegram Bot API")
    ] = "https://api.telegram.org"
    TELEGRAM_MODE: Annotated[
        Literal["polling", "webhook"],
        Field(description="`polling` fetches updates; `webhook` has them brought to PUBLIC_URL"),
    ] = "polling"
    TELEGRAM_WEBHOOK_SECRET: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9_-]{0,256}$",
            description="what Telegram shows at the webhook; made from the token when not set",
        ),
    ] = ""
    TELEGRAM_RATE: Annotated[
        float,
        Field(ge=0, le=1000, description="messages a second in all to Telegram; 0 has no limit (for tests)"),
    ] = 25
    TWILIO_ACCOUNT_SID: Annotated[str, Field(description="account of the SMS number; turns SMS on")] = ""
    TWILIO_AUTH_TOKEN: Annotated[
        str, Field(description="its secret: signs what comes in, opens what goes out")
    ] = ""
    TWILIO_AUTH_TOKEN_OLD: Annotated[
        str, Field(description="the secret before that, taken for what comes in while it is being changed")
    ] = ""
    TWILIO_MESSAGING_SERVICE_SID: Annotated[
        str, Field(description="messaging service that texts go out by; or give TWILIO_FROM")
    ] = ""
    TWILIO_FROM: Annotated[str, Field(description="number that texts go out from, as `+46700000000`")] = ""
    TWILIO_API_URL: Annotated[str, Field(description="where Twilio's API is")] = "https://api.twilio.com"
    TWILIO_TIMEOUT: Annotated[
        float, Field(gt=0, le=60, description="seconds that Twilio's API may take for one request")
    ] = 10.0
    SMS_DAILY_BUDGET: Annotated[
        int,
        Field(ge=0, description="SMS segments a day in all; then no more are sent and coordinators are told"),
    ] = 500
    SMS_NUMBER_BUDGET: Annotated[int, Field(ge=0, description="SMS segments a day to one number")] = 100
    SMS_COUNTRIES: Annotated[
        str,
        AfterValidator(_country_codes),
        Field(description="country codes that texts are sent to, as `+46 +47`"),
    ] = "+46"

    @model_validator(mode="after")
    def _channels_are_whole(self) -> Self:
        faults = list(self._missing_for_telegram()) + list(self._missing_for_sms())
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def _missing_for_telegram(self) -> Iterator[str]:
        if self.TELEGRAM_TOKEN and self.TELEGRAM_MODE == "webhook" and not self.PUBLIC_URL:
            yield "PUBLIC_URL: is missing; TELEGRAM_MODE=webhook needs it, it is what Telegram calls"

    def _missing_for_sms(self) -> Iterator[str]:
        if not self.TWILIO_ACCOUNT_SID:
            if self.TWILIO_AUTH_TOKEN:
                yield "TWILIO_ACCOUNT_SID: is missing; TWILIO_AUTH_TOKEN alone does nothing"
            return
        if not self.TWILIO_AUTH_TOKEN:
            yield "TWILIO_AUTH_TOKEN: is missing; SMS needs it beside TWILIO_ACCOUNT_SID"
        if not self.PUBLIC_URL:
            yield "PUBLIC_URL: is missing; Twilio's signature is checked against it"
        if bool(self.TWILIO_MESSAGING_SERVICE_SID) == bool(self.TWILIO_FROM):
            yield "TWILIO_FROM: give either it or TWILIO_MESSAGING_SERVICE_SID"

    @property
    def texts_to(self) -> tuple[str, ...]:
        """The country codes that texts can be sent to; none where there is no SMS."""
        return tuple(self.SMS_COUNTRIES.split()) if self.TWILIO_ACCOUNT_SID else ()

    @property
    def database_url(self) -> str:
        return self.DATABASE_URL or f"sqlite:///{self.DATA_DIR / 'shelterbot.db'}"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of `environment`; an empty value is as good as none. Raises BadSettings with every fault."""
    values, faults = {}, []
    for name in Settings.model_fields:
        text, file = environment.get(name, ""), environment.get(f"{name}_FILE", "")
        if text and file:
            faults.append(f"{name}: set both here and in {name}_FILE; keep one of them")
        elif file:
            try:
                values[name] = Path(file).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as fault:
                faults.append(f"{name}_FILE: cannot read {file} ({fault})")
        elif text:
            values[name] = text.lower() if name == "LOG_LEVEL" else text
    try:
        settings = Settings.model_validate(values)
    except ValidationError as fault:
        faults += [_fault(error["loc"], error["msg"], error["input"]) for error in fault.errors()]
    if faults:
        raise BadSettings("\n".join(faults))
    return settings


def _fault(place: tuple[int | str, ...], message: str, given: object) -> str:
    """One line. A secret that is wrong is not repeated in it."""
    if not place:
        return message.removeprefix("Value error, ")
    if place[0] in SECRETS:
        return f"{place[0]}: {message.removeprefix('Value error, ')}"
    return f"{place[0]}: {_reason(message, given)}"


def _reason(message: str, given: object) -> str:
    reason = message.removeprefix("Value error, ")
    return reason if repr(given) in reason else f"{reason[0].lower()}{reason[1:]}, not {given!r}"
