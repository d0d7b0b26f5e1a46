"""The shapes of a house file's entries: what each key may hold, and why not something else."""

import re
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

from bot.phone_numbers import as_dialled
from reports import gsm7
from shelter.nightly import EARLIEST
from shelter.people import Role
from shelter.sites import EVERY_DAY, Kind

LONGEST_NAME = 40
LONGEST_SHORT = 8
"""Longer ones would not leave room for an answer in one SMS segment (P6)."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _one_line(text: object) -> object:
    """A name that fits an SMS: GSM-7, one line, with something in it."""
    if isinstance(text, str):
        outside = [character for character in text if character not in gsm7.BASIC or character in "\r\n"]
        if outside:
            raise ValueError(f"{outside[0]!r} cannot be sent by SMS; write the name without it")
        if text.strip() != text or not text:
            raise ValueError("give it letters, and no space at either end")
    return text


def _weekdays(given: object) -> object:
    """`mon-fri`, `thu-sun`, `daily`, or a list of days, as weekday numbers (Monday = 0)."""
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not names:
        raise ValueError('write a range as "mon-fri", "daily", or a list as ["mon", "thu"]')
    days: set[int] = set()
    for name in names:
        words = str(name).lower().strip().split("-")
        if words == ["daily"]:
            days |= EVERY_DAY
            continue
        if len(words) > 2 or any(word[:3] not in WEEKDAYS for word in words):
            raise ValueError(f"{name!r} is no weekday; they are {', '.join(WEEKDAYS)}")
        first, last = WEEKDAYS.index(words[0][:3]), WEEKDAYS.index(words[-1][:3])
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    return frozenset(days)


def weekday_words(days: frozenset[int]) -> str:
    """Weekdays as a house file writes them: `daily`, `mon-fri`, `mon, thu`."""
    if days == EVERY_DAY:
        return "daily"
    ordered = sorted(days)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{WEEKDAYS[ordered[0]]}-{WEEKDAYS[ordered[-1]]}"
    return ", ".join(WEEKDAYS[day] for day in ordered)


def _clock(given: object) -> object:
    if isinstance(given, str) and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", given, re.ASCII):
        raise ValueError('write a clock time as "19:00"')
    return given.zfill(5) if isinstance(given, str) else given


def _minutes(given: object) -> object:
    """Minutes after the escalation's start; `never` is none."""
    return None if given == "never" else given


def _reminder_time(given: object) -> object:
    """`22:30` is a clock time after opening, `+15` minutes after closing."""
    text = str(given)
    if re.fullmatch(r"\+\d{1,3}", text, re.ASCII):
        return timedelta(minutes=int(text))
    if re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text, re.ASCII):
        return time.fromisoformat(text.zfill(5))
    raise ValueError('write a clock time as "22:30", or minutes after closing as "+15"')


def _quiet(given: object) -> object:
    """`22:00-07:00` as two clock times."""
    ends = str(given).split("-")
    if len(ends) != 2:
        raise ValueError('write quiet hours as "22:00-07:00"')
    return tuple(_clock(end.strip()) for end in ends)


def in_the_daytime(clock: time) -> time:
    if clock < EARLIEST:
        raise ValueError("is before 03:00, when clocks may change; choose a later time")
    return clock


def _numbers(addresses: dict[str, str]) -> dict[str, str]:
    """SMS numbers as the network writes them, +46701234567, however people write them; Swedish without a +.

    Telegram knows its people by a number too, which their @name is not: nobody would be known by that.
    """
    telegram = addresses.get("telegram", "")
    if telegram and not (telegram.isascii() and telegram.isdigit()):
        raise ValueError(
            f"telegram: {telegram!r} is no number of Telegram's; leave it out and invite them: shelterbot invite"
        )
    if not addresses.get("sms", "").strip():
        return addresses
    number = as_dialled(addresses["sms"])
    if number is None:
        raise ValueError(f"sms: {addresses['sms']!r} is no phone number; write it as +46701234567")
    return addresses | {"sms": number}


Name = Annotated[str, BeforeValidator(_one_line), Field(max_length=LONGEST_NAME)]
Short = Annotated[str, BeforeValidator(_one_line), Field(max_length=LONGEST_SHORT, pattern=r"^\S+$")]
Clock = Annotated[time, BeforeValidator(_clock)]
Weekdays = Annotated[frozenset[int], BeforeValidator(_weekdays)]
Minutes = Annotated[Annotated[StrictInt, Field(ge=0, le=720)] | None, BeforeValidator(_minutes)]
Daytime = Annotated[time, BeforeValidator(_clock), AfterValidator(in_the_daytime)]
ReminderTime = Annotated[time | timedelta, BeforeValidator(_reminder_time)]
Number = Annotated[StrictInt, Field(ge=0, le=9999)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class HouseEntry(Entry):
    timezone: str = ""


class OrganisationEntry(Entry):
    name: Name


class CapacityEntry(Entry):
    from_: Annotated[date, Field(alias="from")]
    beds: Number
    women_only_beds: Number = 0


class HoursEntry(Entry):
    opens: Clock
    closes: Clock
    weekdays: Weekdays = EVERY_DAY
    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None


class ClosedEntry(Entry):
    from_: Annotated[date, Field(alias="from")]
    to: date
    reason: str = ""


class RemindingEntry(Entry):
    """When a site is reminded, on some weekdays of a season."""

    times: list[ReminderTime]
    escalate: Clock | None = None
    weekdays: Weekdays = EVERY_DAY
    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None


class EscalationEntry(Entry):
    """What a key that is left out holds is not changed by the file."""

    colleague: Minutes = None
    site_lead: Minutes = None
    coordinator: Minutes = None
    quiet: Annotated[tuple[time, time] | None, BeforeValidator(_quiet)] = None
    summary: Daytime | None = None
    digest: Daytime | None = None


class SiteEntry(Entry):
    name: Name
    short: Short
    kind: Kind
    organisation: Name
    programme: Name = "regular"
    first: date
    last: date | None = None
    beds: Number | None = None
    women_only_beds: Number = 0
    capacity: list[CapacityEntry] = []
    opens: Clock | None = None
    closes: Clock | None = None
    weekdays: Weekdays = EVERY_DAY
    hours: list[HoursEntry] = []
    closed: list[ClosedEntry] = []
    reminding: list[RemindingEntry] = []
    usual: Annotated[StrictInt, Field(ge=1, le=9999)] | None = None
    cut_off: Clock = time(12)
    deadline: Clock | None = None
    practice: StrictBool = False


class PersonEntry(Entry):
    name: Name
    role: Role
    sites: list[str] = []
    language: Literal["sv", "en"] | None = None
    addresses: Annotated[dict[Literal["phone", "telegram", "sms"], str], AfterValidator(_numbers)] = {}


ANY_HOURS = {"opens": "00:00", "closes": "00:00"}
HARMLESS: dict[type[Entry], dict[str, Any]] = {
    HouseEntry: {},
    EscalationEntry: {},
    OrganisationEntry: {"name": "-"},
    SiteEntry: {
        "name": "-",
        "short": "-",
        "kind": "intake",
        "organisation": "-",
        "first": date.min,
        "beds": 9999,
        "hours": [ANY_HOURS],
        **ANY_HOURS,
    },
    PersonEntry: {"name": "-", "role": "viewer"},
}
"""What stands in for a faulty key while the rest of its entry is looked at: a value that is no fault itself."""

SECTIONS: dict[str, tuple[str, type[Entry]]] = {
    "organisations": ("organisation", OrganisationEntry),
    "sites": ("site", SiteEntry),
    "people": ("person", PersonEntry),
}
"""The lists of a house file, and what one entry of each is called."""
