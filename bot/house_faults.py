"""Faults of a house file that lie between the keys of an entry, or between entries."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.house_entries import (
    SECTIONS,
    ClosedEntry,
    HoursEntry,
    RemindingEntry,
    SiteEntry,
)
from shelter.sites import Kind


def faults_between(data: Mapping[str, Any], entries: Mapping[str, list[tuple[str, Any]]]) -> Iterator[str]:
    """Each fault with its place; `data` is the file as it stands, `entries` what of it is sound by itself."""
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
    opens = [*(one.opens for one in site.hours), *([] if site.opens is None else [site.opens])]
    if site.kind is Kind.DAY and site.deadline and any(site.deadline <= one for one in opens):
        yield f"deadline: {site.deadline:%H:%M} is before it opens; a day centre's deadline is on the same date"


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
