"""What somebody asks figures of: a part of the house, a period, a file or diagram; in any order of words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.commands.scene import Scene
from shelter.enclosures import DRAWN_OF, FEWEST_DAYS, Diagram, FileForm
from shelter.house import Part, parts_of
from shelter.people import Role
from shelter.period import Period, half_year_of, period_before
from shelter.periods import parse_period
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

T = TypeVar("T")


def taken(words: str, table: Mapping[str, T]) -> tuple[str, T | None]:
    """The words without the first entry of `table` that stands before or after them, and what it means."""
    said = words.strip()
    folded = said.casefold()
    for word in sorted(table, key=len, reverse=True):
        key = word.casefold()
        if folded == key or folded.startswith(f"{key} "):
            return said[len(key) :].strip(" ,"), table[word]
        if folded.endswith(f" {key}"):
            return said[: -len(key)].strip(" ,"), table[word]
    return said, None


def part_in(words: str, sites: Sequence[Site]) -> tuple[str, Part | None]:
    """The words without the site or organisation that stands before or after them, and that part."""
    parts: dict[str, Part] = {}
    for part in parts_of(sites):
        parts.setdefault(part.name.casefold(), part)
        parts.setdefault(part.short.casefold(), part)
    return taken(words, parts)


def part_named(name: str, sites: Sequence[Site]) -> Part | None:
    """The site or organisation with that name or short, in any case."""
    rest, part = part_in(name, sites)
    return part if not rest else None


def today(scene: Scene) -> date:
    return scene.incoming.moment.astimezone(scene.house.zone).date()


def period_in(scene: Scene, words: str) -> Period:
    """The period that the words are; without any the present half-year. Raises UnknownPeriod."""
    return parse_period(words, today(scene)) if words else half_year_of(today(scene))


def reported_period_in(scene: Scene, words: str) -> Period:
    """The same for a report: without words the last half-year that has ended. Raises UnknownPeriod."""
    return parse_period(words, today(scene)) if words else period_before(half_year_of(today(scene)))


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
