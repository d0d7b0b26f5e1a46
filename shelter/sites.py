"""Sites: what a night shelter, a day centre and the common intake are, and when they are open."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))


class Kind(StrEnum):
    NIGHT = "night"
    DAY = "day"
    INTAKE = "intake"


@dataclass(frozen=True, slots=True)
class Capacity:
    """Beds, and how many of them only for women, from a date until the next capacity begins (C5)."""

    first: date
    beds: int
    women_only_beds: int = 0


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours on some weekdays (Monday = 0) of a season; an end that is None has no bound."""

    opens: time
    closes: time
    weekdays: frozenset[int] = EVERY_DAY
    first: date | None = None
    last: date | None = None

    def hold_on(self, day: date) -> bool:
        return (
            day.weekday() in self.weekdays
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Dates, both included, on which a site is closed by plan: no report is due."""

    first: date
    last: date
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a report is late: a local time, some days after the reporting date (C3)."""

    days: int
    at: time


DEADLINES = {
    Kind.NIGHT: Deadline(1, time(10)),
    Kind.DAY: Deadline(0, time(23, 59)),
    Kind.INTAKE: Deadline(1, time(12)),
}


@dataclass(frozen=True, slots=True)
class Site:
    """A place that reports. `usual` is its usual number of visits a day, when the house says so (R13)."""

    name: str
    short: str
    kind: Kind
    organisation: str
    zone: ZoneInfo
    first: date
    hours: tuple[Hours, ...]
    capacities: tuple[Capacity, ...] = ()
    closed: tuple[Span, ...] = ()
    last: date | None = None
    programme: str = "regular"
    usual: int | None = None
    practice: bool = False
    cut_off: time = time(12)
    deadline: Deadline = DEADLINES[Kind.NIGHT]

    def in_service_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def hours_on(self, day: date) -> Hours | None:
        """The opening hours of a reporting date; None when the weekday or season has none."""
        if not self.in_service_on(day):
            return None
        for hours in self.hours:
            if hours.hold_on(day):
                return hours
        return None

    def is_closed_by_plan(self, day: date) -> bool:
        return any(day in span for span in self.closed)

    def is_scheduled(self, day: date) -> bool:
        """Whether a report is due for `day` (C10): in service, a day with hours, not closed by plan."""
        return self.hours_on(day) is not None and not self.is_closed_by_plan(day)

    def capacity_on(self, day: date) -> Capacity | None:
        """The capacity that holds on `day` (C5); None before the first one and outside service."""
        if not self.in_service_on(day):
            return None
        holding: Capacity | None = None
        for capacity in self.capacities:
            if capacity.first <= day and (holding is None or holding.first < capacity.first):
                holding = capacity
        return holding
