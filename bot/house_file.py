"""The house file: a TOML file read whole, with every fault named by its place before anything is kept."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import ValidationError

from bot.house_entries import (
    HARMLESS,
    SECTIONS,
    Entry,
    EscalationEntry,
    HouseEntry,
    PersonEntry,
    SiteEntry,
)
from bot.house_faults import faults_between
from shelter.escalation import RULES, Rule
from shelter.people import Person
from shelter.sites import DEADLINES, Capacity, Deadline, Hours, Site, Span
from storage.house import Member

EXAMPLE = Path(__file__).parent / "sample" / "house.toml"


class HouseFault(Exception):
    """A house file that cannot be used; `faults` has a line for each, with its place and reason."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class HouseFile:
    zone: str
    sites: tuple[Site, ...]
    members: tuple[Member, ...]
    escalation: Mapping[str, Any] = field(default_factory=dict)
    """The settings of reminding that the file names, as storage.reminders.change_escalation takes them."""
    rules: Mapping[str, Sequence[Rule]] = field(default_factory=dict)
    """The sites, by short, that are reminded at times of their own."""


def read_house_file(path: Path, default_zone: str) -> HouseFile:
    """The house in the file at `path`. Raises HouseFault: the line of a syntax fault, or all other faults."""
    try:
        # Some editors put a mark before the first letter, which TOML takes for a part of it.
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise HouseFault([f"{path}: cannot be read ({fault.strerror}); check the path"]) from fault
    except UnicodeDecodeError as fault:
        line = path.read_bytes()[: fault.start].count(b"\n") + 1
        raise HouseFault([f"{path} line {line}: not UTF-8 text; save the file as UTF-8"]) from fault
    except tomllib.TOMLDecodeError as fault:
        raise HouseFault([_syntax(path, str(fault))]) from fault
    return _house_from(data, default_zone)


def _syntax(path: Path, message: str) -> str:
    at = re.search(r"\(at line (\d+), column (\d+)\)", message)
    if at is None:  # the parser says "(at end of document)"
        line = path.read_text(encoding="utf-8").count("\n") + 1
        return f"{path} line {line}: {message.partition(' (at')[0]}"
    return f"{path} line {at[1]}, column {at[2]}: {message.partition(' (at')[0]}"


def _house_from(data: Mapping[str, Any], default_zone: str) -> HouseFile:
    sections = [*SECTIONS, "house", "escalation"]
    faults = [f"{key}: {_unknown(key, sections)}" for key in data if key not in sections]
    house = _checked(HouseEntry, data.get("house", {}), "house", faults)
    zone = (house.timezone if isinstance(house, HouseEntry) else "") or default_zone
    if zone not in available_timezones():
        faults.append(f"house: timezone: there is no time zone {zone!r}; an example is Europe/Stockholm")
        zone = default_zone
    escalation = _checked(EscalationEntry, data.get("escalation", {}), "escalation", faults)
    entries: dict[str, list[tuple[str, Any]]] = {}
    for section, (word, model) in SECTIONS.items():
        entries[section] = _entries(data.get(section, []), section, word, model, faults)
    if not data.get("sites"):
        faults.append("sites: a house needs at least one; begin it with [[sites]]")
    faults += faults_between(data, entries)
    if faults:
        raise HouseFault(faults)
    return HouseFile(
        zone=zone,
        sites=tuple(_site(entry, ZoneInfo(zone)) for _, entry in entries["sites"]),
        members=tuple(_member(entry) for _, entry in entries["people"]),
        escalation=_named_settings(escalation) if isinstance(escalation, EscalationEntry) else {},
        rules={entry.short: _rules(entry) for _, entry in entries["sites"] if entry.reminding},
    )


def _entries(
    given: object, section: str, word: str, model: type[Entry], faults: list[str]
) -> list[tuple[str, Any]]:
    if not isinstance(given, list):
        faults.append(f"{section}: begin each with [[{section}]]")
        return []
    checked = []
    for number, entry in enumerate(given, 1):
        name = entry.get("name") if isinstance(entry, Mapping) else None
        place = f"{word} {number} {name!r}" if isinstance(name, str) else f"{word} {number}"
        one = _checked(model, entry, place, faults)
        if one is not None:
            checked.append((place, one))
    return checked


def _checked(model: type[Entry], given: object, place: str, faults: list[str]) -> Entry | None:
    try:
        return model.model_validate(given)
    except ValidationError as fault:
        for error in fault.errors():
            where = ".".join(str(step + 1) if isinstance(step, int) else step for step in error["loc"])
            faults.append(
                f"{place}: {where}: {_reason(error, model)}" if where else f"{place}: {_reason(error, model)}"
            )
        faulty = {str(error["loc"][0]) for error in fault.errors() if error["loc"]}
    return model.model_validate(_harmless(model, given, faulty)) if isinstance(given, Mapping) else None


def _harmless(model: type[Entry], given: Mapping[str, Any], faulty: set[str]) -> dict[str, Any]:
    """The entry with its faulty keys made harmless, so that what its other keys have wrong is told as well."""
    stand_in = HARMLESS[model]
    sound = {key: value for key, value in given.items() if key not in faulty}
    return sound | {key: stand_in[key] for key in faulty if key in stand_in}


def _reason(error: Any, model: type[Entry]) -> str:
    key = str(error["loc"][-1]) if error["loc"] else ""
    match error["type"]:
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return _unknown(key, [field.alias or name for name, field in model.model_fields.items()])
        case "value_error":
            return str(error["ctx"]["error"])
        case "string_too_long" | "too_long" if isinstance(error["input"], str):
            longest = error["ctx"]["max_length"]
            return f"{error['input']!r} has more than {longest} characters; an answer must fit one SMS"
        case "string_pattern_mismatch":
            return f"{error['input']!r} has a space; write it without"
        case "enum" | "literal_error":
            return f"{error['input']!r} is not one of {error['ctx']['expected']}"
    message = str(error["msg"]).removeprefix("Input ")
    return f"{message}, not {error['input']!r}"


def _unknown(key: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(key, known, 1)
    return f"there is no such key; did you mean {close[0]!r}?" if close else "there is no such key"


def _site(entry: SiteEntry, zone: ZoneInfo) -> Site:
    capacities = [Capacity(entry.first, entry.beds, entry.women_only_beds)] if entry.beds is not None else []
    capacities += [Capacity(other.from_, other.beds, other.women_only_beds) for other in entry.capacity]
    if entry.opens is not None:
        hours = [Hours(entry.opens, entry.closes or entry.opens, entry.weekdays)]
    else:
        hours = [Hours(one.opens, one.closes, one.weekdays, one.from_, one.to) for one in entry.hours]
    usual_deadline = DEADLINES[entry.kind]
    return Site(
        name=entry.name,
        short=entry.short,
        kind=entry.kind,
        organisation=entry.organisation,
        zone=zone,
        first=entry.first,
        last=entry.last,
        hours=tuple(hours),
        capacities=tuple(sorted(capacities, key=lambda capacity: capacity.first)),
        closed=tuple(Span(one.from_, one.to, one.reason) for one in entry.closed),
        programme=entry.programme,
        usual=entry.usual,
        practice=entry.practice,
        cut_off=entry.cut_off,
        deadline=Deadline(usual_deadline.days, entry.deadline) if entry.deadline else usual_deadline,
    )


def _rules(entry: SiteEntry) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            reminders=tuple(one.times),
            escalate_at=one.escalate or RULES[entry.kind].escalate_at,
            weekdays=one.weekdays,
            first=one.from_,
            last=one.to,
        )
        for one in entry.reminding
    )


def _named_settings(entry: EscalationEntry) -> dict[str, Any]:
    """Only what the file names: a step that is left out keeps its setting, one that is "never" has none."""
    named: dict[str, Any] = {}
    for name in entry.model_fields_set:
        value = getattr(entry, name)
        match name:
            case "quiet":
                named["quiet_from"], named["quiet_to"] = value
            case "summary" | "digest":
                named[f"{name}_at"] = value
            case _:
                named[name] = value
    return named


def _member(entry: PersonEntry) -> Member:
    person = Person(0, entry.name, entry.role, tuple(entry.sites), entry.language)
    return Member(person, tuple(entry.addresses.items()))
