"""The house file: a TOML file read whole, with every fault named by its place before anything is kept."""

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import ValidationError

from bot.house_entries import (
    HARMLESS,
    ClosedEntry,
    Entry,
    EscalationEntry,
    HoursEntry,
    HouseEntry,
    OrganisationEntry,
    PersonEntry,
    RemindingEntry,
    SiteEntry,
)
from shelter.escalation import RULES, Rule
from shelter.people import Person
from shelter.sites import DEADLINES, Capacity, Deadline, Hours, Kind, Site, Span
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


SECTIONS: dict[str, tuple[str, type[Entry]]] = {
    "organisations": ("organisation", OrganisationEntry),
    "sites": ("site", SiteEntry),
    "people": ("person", PersonEntry),
}


def read_house_file(path: Path, default_zone: str) -> HouseFile:
    """The house in the file at `path`. Raises HouseFault: the line of a syntax fault, or all other faults."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
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
    faults += _across(data, entries)
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
        case "string_too_long":
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


def _across(data: Mapping[str, Any], entries: Mapping[str, list[tuple[str, Any]]]) -> Iterator[str]:
    """Faults that lie between keys or entries."""
    for section, (word, _) in SECTIONS.items():
        given = data.get(section, [])
        for key in ("name", "short"):
            yield from _repeated(word, key, given if isinstance(given, list) else [])
    organisations = _named(data, "organisations", "name")
    shorts = _named(data, "sites", "short")
    for place, site in entries["sites"]:
        if organisations and site.organisation not in {*organisations, "-"}:
            yield f"{place}: organisation: {site.organisation!r} is not among the organisations"
        yield from (f"{place}: {fault}" for fault in _within_site(site))
    addresses = Counter(
        (channel, address) for _, person in entries["people"] for channel, address in person.addresses.items()
    )
    for place, person in entries["people"]:
        for short in person.sites:
            if short not in shorts:
                yield f"{place}: sites: there is no site with the short {short!r}"
        for channel, address in person.addresses.items():
            if addresses[channel, address] > 1:
                yield f"{place}: addresses.{channel}: {address!r} is given to more than one person"
            if not address.strip():
                yield f"{place}: addresses.{channel}: is empty; write the address or leave the key out"


def _within_site(site: SiteEntry) -> Iterator[str]:
    """Faults that lie between the keys of one site."""
    if site.last is not None and site.last < site.first:
        yield f"last: {site.last} is before first, {site.first}"
    yield from _within_beds(site)
    yield from _within_hours(site)
    spans: list[tuple[str, Sequence[ClosedEntry | HoursEntry | RemindingEntry]]] = [
        ("closed", site.closed),
        ("hours", site.hours),
        ("reminding", site.reminding),
    ]
    for key, ranges in spans:
        for number, span in enumerate(ranges, 1):
            if span.from_ and span.to and span.to < span.from_:
                yield f"{key}.{number}.to: {span.to} is before from, {span.from_}"
    starts = {
        "capacity": [capacity.from_ for capacity in site.capacity],
        "closed": [closed.from_ for closed in site.closed],
    }
    for key, days in starts.items():
        for day, times in Counter(days).items():
            if times > 1:
                yield f"{key}: two begin on {day}; keep one"


def _within_beds(site: SiteEntry) -> Iterator[str]:
    if site.kind is Kind.NIGHT and site.beds is None and not site.capacity:
        yield "beds: is missing; a night shelter has beds"
    if site.beds is not None and any(other.from_ <= site.first for other in site.capacity):
        yield f"capacity: beds already hold from {site.first}; later capacities begin after that"
    if (site.beds or 0) < site.women_only_beds:
        yield f"women_only_beds: {site.women_only_beds} of {site.beds or 0} beds; they are a part of the beds"
    for number, capacity in enumerate(site.capacity, 1):
        if capacity.beds < capacity.women_only_beds:
            yield f"capacity.{number}.women_only_beds: {capacity.women_only_beds} of {capacity.beds} beds"


def _within_hours(site: SiteEntry) -> Iterator[str]:
    if site.hours and (site.opens or site.closes):
        yield "hours: give either opens and closes, or hours by season, not both"
    if not site.hours and site.opens is None:
        yield "opens: is missing; add it"
    if not site.hours and site.closes is None and site.kind is not Kind.INTAKE:
        yield "closes: is missing; add it"


def _named(data: Mapping[str, Any], section: str, key: str) -> set[object]:
    given = data.get(section, [])
    return (
        {entry.get(key) for entry in given if isinstance(entry, Mapping)}
        if isinstance(given, list)
        else set()
    )


def _repeated(word: str, key: str, given: Sequence[object]) -> Iterator[str]:
    """Names and shorts that differ only in case are the same in a text message."""
    seen: dict[str, int] = {}
    for number, entry in enumerate(given, 1):
        value = entry.get(key) if isinstance(entry, Mapping) else None
        if not isinstance(value, str):
            continue
        first = seen.setdefault(value.casefold(), number)
        if first != number:
            name = entry.get("name") if isinstance(entry, Mapping) else None
            yield f"{word} {number} {name!r}: {key}: {value!r} is already that of {word} {first}"


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
