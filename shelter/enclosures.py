"""Files that go with a message, as they are asked for: nothing of them is made or kept before they are sent."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shelter.period import Period
from shelter.privacy import Audience
from shelter.sites import Kind


class FileForm(StrEnum):
    """What a file is; the value is the ending of its name, but for a chart, which is a picture."""

    WORD = "docx"
    PDF = "pdf"
    EXCEL = "xlsx"
    CSV = "csv"
    PAGE = "html"
    CHART = "chart"


class Diagram(StrEnum):
    """The diagrams of the half-year report, by the names that their descriptions carry."""

    STAYS = "diagram-1"
    OCCUPANCY = "diagram-2"
    QUEUE = "diagram-3"
    VISITS = "diagram-4"
    WEEKDAYS = "diagram-5"
    WOMEN = "diagram-6"


DRAWN_OF: dict[Diagram, frozenset[Kind]] = {
    Diagram.STAYS: frozenset({Kind.NIGHT}),
    Diagram.OCCUPANCY: frozenset({Kind.NIGHT}),
    Diagram.QUEUE: frozenset({Kind.INTAKE}),
    Diagram.VISITS: frozenset({Kind.DAY}),
    Diagram.WEEKDAYS: frozenset({Kind.DAY}),
    Diagram.WOMEN: frozenset({Kind.NIGHT, Kind.DAY}),
}
"""The kinds of site that a diagram shows; it can be drawn when one of them has reported."""

FEWEST_DAYS: dict[Diagram, int] = {
    Diagram.STAYS: 2,
    Diagram.OCCUPANCY: 1,
    Diagram.QUEUE: 20,
    Diagram.VISITS: 20,
    Diagram.WEEKDAYS: 7,
    Diagram.WOMEN: 32,
}
"""A shorter period has too few nights, whole weeks or months for the diagram to show anything."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file that is asked for; made when it is sent, and made alike if it is sent again.

    `draft`: the figures as they are then, rather than those of the last sign-off. `sites` (shorts) narrow
    a chart; without any it shows the whole house.
    """

    form: FileForm
    period: Period
    language: str
    audience: Audience
    draft: bool
    diagram: Diagram | None = None
    sites: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(
            {
                "form": self.form.value,
                "first": self.period.first.isoformat(),
                "last": self.period.last.isoformat(),
                "language": self.language,
                "audience": self.audience.value,
                "draft": self.draft,
                "diagram": self.diagram.value if self.diagram else None,
                "sites": list(self.sites),
            },
            ensure_ascii=False,
        )

    @staticmethod
    def from_json(text: str) -> "Enclosure":
        held = json.loads(text)
        return Enclosure(
            form=FileForm(held["form"]),
            period=Period(date.fromisoformat(held["first"]), date.fromisoformat(held["last"])),
            language=held["language"],
            audience=Audience(held["audience"]),
            draft=held["draft"],
            diagram=Diagram(held["diagram"]) if held["diagram"] else None,
            sites=tuple(held["sites"]),
        )


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An enclosure with the line that stands below it.

    `instead` is what its reader gets where no file can go, None for one that is then left out: of several
    files that come together one speaks for all.
    """

    caption: str
    enclosure: Enclosure
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was made; no database keeps it. A picture is shown in the chat; `alt` says what it shows."""

    name: str
    content: bytes
    is_picture: bool = False
    alt: str = ""


CARRY_FILES = frozenset({"telegram", "phone"})
"""The channels that files can go by."""
