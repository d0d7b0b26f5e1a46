"""What somebody asks figures of: a part of the house, a period, a file or diagram; in any order of words."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.commands.scene import Scene
from reports.guide import not_yours
from reports.period_words import not_a_period
from shelter.enclosures import DRAWN_OF, FEWEST_DAYS, Diagram, FileForm
from shelter.house import Part, parts_of
from shelter.messages import Answer
from shelter.people import Role
from shelter.period import Period
from shelter.periods import Fault, UnknownPeriod, parse_period
from shelter.privacy import Audience
from shelter.sites import Kind, Site
from shelter.totals import Totals

LONGEST_YEARS = 2
"""Files and diagrams are of half-years and what is near them; a longer one would be too long to read."""

MOST_BARS = 6
"""So many shelters can be told apart beside each other in one month."""

FORMS: Mapping[str, FileForm] = {
    "word": FileForm.WORD,
    "docx": FileForm.WORD,
    "pdf": FileForm.PDF,
    "excel": FileForm.EXCEL,
    "xlsx": FileForm.EXCEL,
    "csv": FileForm.CSV,
    "data": FileForm.CSV,
    "html": FileForm.PAGE,
    "webbsida": FileForm.PAGE,
    "web page": FileForm.PAGE,
}

DIAGRAMS: Mapping[str, Diagram] = {
    "övernattningar": Diagram.STAYS,
    "overnattningar": Diagram.STAYS,
    "stays": Diagram.STAYS,
    "beläggning": Diagram.OCCUPANCY,
    "belaggning": Diagram.OCCUPANCY,
    "occupancy": Diagram.OCCUPANCY,
    "kö": Diagram.QUEUE,
    "queue": Diagram.QUEUE,
    "besök": Diagram.VISITS,
    "besok": Diagram.VISITS,
    "visits": Diagram.VISITS,
    "veckodag": Diagram.WEEKDAYS,
    "veckodagar": Diagram.WEEKDAYS,
    "weekday": Diagram.WEEKDAYS,
    "weekdays": Diagram.WEEKDAYS,
    "andel kvinnor": Diagram.WOMEN,
    "kvinnor": Diagram.WOMEN,
    "könsfördelning": Diagram.WOMEN,
    "share of women": Diagram.WOMEN,
    "women": Diagram.WOMEN,
    "gender": Diagram.WOMEN,
}

WORD_OF: Mapping[str, Mapping[Diagram, str]] = {
    "sv": {
        Diagram.STAYS: "övernattningar",
        Diagram.OCCUPANCY: "beläggning",
        Diagram.QUEUE: "kö",
        Diagram.VISITS: "besök",
        Diagram.WEEKDAYS: "veckodag",
        Diagram.WOMEN: "kvinnor",
    },
    "en": {
        Diagram.STAYS: "stays",
        Diagram.OCCUPANCY: "occupancy",
        Diagram.QUEUE: "queue",
        Diagram.VISITS: "visits",
        Diagram.WEEKDAYS: "weekday",
        Diagram.WOMEN: "women",
    },
}
"""The word by which each diagram is told of."""

INTERNAL: Mapping[str, bool] = {"internal": True, "intern": True, "internt": True}
DRAFT: Mapping[str, bool] = {"draft": True, "utkast": True}

Tables = Mapping[str, Mapping[str, Any]]
"""For each field of Asked the words that say it and what they mean."""

OF_FILES: Tables = {"form": FORMS, "internal": INTERNAL, "draft": DRAFT}
OF_CHARTS: Tables = {"diagram": DIAGRAMS}
OF_TOTALS: Tables = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words after a command say; `period` is None where they name none."""

    period: Period | None = None
    part: Part | None = None
    form: FileForm | None = None
    diagram: Diagram | None = None
    internal: bool = False
    draft: bool = False


def asked(words: str, sites: Sequence[Site], today: date, tables: Tables) -> Asked:
    """The words read so that nothing is left over; what needs no part of the house is preferred.

    `i år` is this year, also where the short of a site is I; a site may have `kvinnor` in its name. Raises
    UnknownPeriod for what is left when everything known has been taken away.
    """
    all_tables = {**tables, "part": _parts(sites)}
    found = next(_readings(words.strip(), today, all_tables), None)
    if found is not None:
        return found
    rest = words
    for table in all_tables.values():
        rest, _ = _taken(rest, table)
    parse_period(rest or words, today)
    raise UnknownPeriod(words, Fault.UNKNOWN)


def not_read(scene: Scene, fault: UnknownPeriod, tables: Tables) -> Answer:
    """What to say of words that were not understood, or that name a site which is not the asker's."""
    with suppress(UnknownPeriod):
        asked(scene.argument, scene.house.sites, today_at(scene), tables)
        return Answer(not_yours(scene.wording))
    return Answer(not_a_period(scene.wording, fault))


def _readings(words: str, today: date, tables: Tables) -> Iterator[Asked]:
    if not words:
        yield Asked()
        return
    with suppress(UnknownPeriod):
        yield Asked(parse_period(words, today))
    for field, table in tables.items():
        rest, value = _taken(words, table)
        if value is not None:
            others = {name: other for name, other in tables.items() if name != field}
            for reading in _readings(rest, today, others):
                yield replace(reading, **{field: value})


def _taken(words: str, table: Mapping[str, Any]) -> tuple[str, Any]:
    """The words without the longest entry of `table` that stands before or after them, and what it means."""
    said = " ".join(words.split())
    folded = said.casefold()
    for word in sorted(table, key=len, reverse=True):
        if folded == word or folded.startswith((f"{word} ", f"{word},")):
            return said[len(word) :].strip(" ,"), table[word]
        if folded.endswith(f" {word}"):
            return said[: -len(word)].strip(" ,"), table[word]
    return said, None


def _parts(sites: Sequence[Site]) -> Mapping[str, Part]:
    found: dict[str, Part] = {}
    for part in parts_of(sites):
        found.setdefault(part.name.casefold(), part)
        found.setdefault(part.short.casefold(), part)
    return found


def part_named(name: str, sites: Sequence[Site]) -> Part | None:
    """The site or organisation with that name or short, in any case."""
    return _parts(sites).get(name.casefold().strip())


def today_at(scene: Scene) -> date:
    return scene.incoming.moment.astimezone(scene.house.zone).date()


def audience_of(scene: Scene) -> Audience:
    """Viewers see what may be published (C15); own staff and coordinators see all."""
    return Audience.PUBLIC if scene.person.role is Role.VIEWER else Audience.STAFF


def is_too_long(period: Period) -> bool:
    return period.days > 366 * LONGEST_YEARS


@dataclass(frozen=True, slots=True)
class Drawable:
    """Which diagrams a period has the figures for; the first of each kind of site comes unasked."""

    diagrams: tuple[Diagram, ...]

    @property
    def unasked(self) -> tuple[Diagram, ...]:
        best = (Diagram.STAYS, Diagram.VISITS, Diagram.QUEUE)
        found = tuple(one for one in best if one in self.diagrams)
        return found or self.diagrams[:1]


def drawable(told: Totals) -> Drawable:
    reported = {
        Kind.NIGHT: told.night.reports.received,
        Kind.DAY: told.day.reports.received,
        Kind.INTAKE: told.intake.reports.received,
    }
    shelters = sum(held.site.kind is Kind.NIGHT for held in told.sites)
    return Drawable(
        tuple(
            diagram
            for diagram in Diagram
            if told.period.days >= FEWEST_DAYS[diagram]
            and any(reported[kind] for kind in DRAWN_OF[diagram])
            and not (diagram is Diagram.OCCUPANCY and shelters > MOST_BARS)
        )
    )
