"""What can be added up: the sums of one site over a period, and of the whole house night by night.

They are made from reports in shelter/counting.py, or by the memory from its own sums. Shares, rates and
completeness are worked out from them in shelter/totals.py and nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from shelter.calendar import NO_DATES, Dates
from shelter.figures import Count, Queue
from shelter.history import CLOSED, Closed

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Addends = TypeVar("Addends", bound=DataclassInstance)
else:
    Addends = TypeVar("Addends")


@dataclass(frozen=True, slots=True)
class Report:
    """What is stored now for one site (its short name) and reporting date.

    `received_at` is the moment of the first report and decides whether it was on time; `revision` 1 was
    never corrected. A night site may have a count, queue parts (no-show, turned away) or both. `unseen` of the
    corrections changed other and unknown alone; it is filled in where the public is told of revisions (C15).
    """

    site: str
    date: date
    closed: bool
    count: Count | None
    queue: Queue | None
    received_at: datetime
    revision: int
    unseen: int = 0

    @property
    def figures(self) -> Count | Closed | None:
        """The count, or that the site was closed; None where only no-shows or the like are kept."""
        return CLOSED if self.closed else self.count


@dataclass(frozen=True, slots=True)
class People:
    """Stays or visits by gender; they say nothing about how many different people there were (C4)."""

    women: int = 0
    men: int = 0
    other: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.women + self.men + self.other + self.unknown


@dataclass(frozen=True, slots=True)
class BedNights:
    """Beds summed over nights, by the three denominators of C6."""

    agreed: int = 0
    open: int = 0
    reported: int = 0


@dataclass(frozen=True, slots=True)
class Overbooked:
    """Site-nights with more guests than beds, the guests above, and how many nights had beds elsewhere."""

    site_nights: int = 0
    guests: int = 0
    with_free_beds_elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Reports:
    """How complete the figures are (C10). Of the received some were on time and some corrected later."""

    due: int = 0
    received: int = 0
    on_time: int = 0
    corrected: int = 0
    awaited: int = 0

    @property
    def late(self) -> int:
        return self.received - self.on_time

    @property
    def missing(self) -> int:
        return self.due - self.received

    @property
    def completeness(self) -> Fraction | None:
        return Fraction(self.received, self.due) if self.due else None

    @property
    def are_complete(self) -> bool:
        return self.due > 0 and self.received == self.due and not self.awaited


@dataclass(frozen=True, slots=True)
class QueueSums:
    """The common queue. Each part stands beside the days that told it: no days is missing, not 0 (C13).

    The pairs hold sums over the dates that told both: `placed_of` and `placed` of applied and offered,
    `shown_of` and `not_shown` of offered and no-show; `used_of` and `used` over the dates with all three.
    """

    applied: int = 0
    applied_days: int = 0
    offered: int = 0
    offered_days: int = 0
    no_show: int = 0
    no_show_days: int = 0
    away: int = 0
    away_days: int = 0
    placed_of: int = 0
    placed: int = 0
    shown_of: int = 0
    not_shown: int = 0
    used_of: int = 0
    used: int = 0


@dataclass(frozen=True, slots=True)
class QueueRange:
    """The day with the fewest and the most applicants, and with the lowest and highest placement rate."""

    applied_lowest: int | None = None
    applied_highest: int | None = None
    placement_lowest: Fraction | None = None
    placement_highest: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What was told of a site on which dates, a bit a date (shelter.calendar).

    `closed` and `counted` are the dates reported closed and with a count, `asked` with applied or offered,
    `no_show` and `away` with those; `late` came after the deadline and `corrected` changed later. `over` and
    `free` have more and fewer guests than beds.
    """

    closed: int = 0
    counted: int = 0
    late: int = 0
    corrected: int = 0
    over: int = 0
    free: int = 0
    asked: int = 0
    no_show: int = 0
    away: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """What the reports of a site add up to. `stays` are those of nights with beds, `guests` those above the beds."""

    people: People = People()
    stays: int = 0
    guests: int = 0
    queue: QueueSums = QueueSums()
    queue_range: QueueRange = QueueRange()


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """The figures of one site over a period.

    `counted` is the number of dates with a count, `closed` of scheduled dates reported as closed,
    `stays_in_beds` the stays of nights with a capacity. `nights` are the dates of a shelter with a count,
    `missing` and `awaited` the dates without a report that was due, or will be.
    """

    site: str
    people: People = People()
    counted: int = 0
    closed: int = 0
    stays_in_beds: int = 0
    bed_nights: BedNights = BedNights()
    overbooked: Overbooked = Overbooked()
    reports: Reports = Reports()
    queue: QueueSums = QueueSums()
    queue_range: QueueRange = QueueRange()
    nights: Dates = NO_DATES
    missing: Dates = NO_DATES
    awaited: Dates = NO_DATES


@dataclass(frozen=True, slots=True)
class Door:
    """What the shelters told at the door, on nights that every open shelter told it (C11).

    `shown_of` and `not_shown` are of those of the nights on which the intake told the offered places,
    `used_of` and `used` where it told applied as well.
    """

    no_show: int = 0
    no_show_nights: int = 0
    away: int = 0
    away_nights: int = 0
    shown_of: int = 0
    not_shown: int = 0
    used_of: int = 0
    used: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """All that totals are made from: the figures per site, in house order, and those of all sites together.

    `nights` have a count at some shelter.
    """

    sites: tuple[SiteFigures, ...]
    nights: int
    door: Door = Door()


def added(kind: "type[Addends]", parts: "Iterable[Addends]") -> "Addends":
    """The sum, field by field, of whole-number dataclasses."""
    values = attrgetter(*(field.name for field in fields(kind)))
    return kind(*map(sum, zip(*map(values, parts), strict=True)))


def range_over(ranges: Iterable[QueueRange]) -> QueueRange:
    """The lowest of the lowest and the highest of the highest."""
    held = list(ranges)

    def each(name: str) -> list[Fraction]:
        return [value for value in map(attrgetter(name), held) if value is not None]

    lowest, highest = each("applied_lowest"), each("applied_highest")
    return QueueRange(
        applied_lowest=int(min(lowest)) if lowest else None,
        applied_highest=int(max(highest)) if highest else None,
        placement_lowest=min(each("placement_lowest"), default=None),
        placement_highest=max(each("placement_highest"), default=None),
    )
