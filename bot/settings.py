"""The environment, read once: typed, each name also as `<NAME>_FILE`, every fault named at once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError


class BadSettings(Exception):
    """Settings that cannot be used; the text has one line for each."""


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"there is no time zone {name!r}; an example is Europe/Stockholm")
    return name


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
        faults += [f"{error['loc'][0]}: {_reason(error['msg'], error['input'])}" for error in fault.errors()]
    if faults:
        raise BadSettings("\n".join(faults))
    return settings


def _reason(message: str, given: object) -> str:
    reason = message.removeprefix("Value error, ")
    return reason if repr(given) in reason else f"{reason[0].lower()}{reason[1:]}, not {given!r}"
