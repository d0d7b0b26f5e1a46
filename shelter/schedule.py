"""Which reports of a site are planned, and which of them are due at a moment (C3, C10).

Ten years of a thousand sites are 3.65 million site-dates; none of them is looked at by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shelter.calendar import Calendar
from shelter.dates import local, opening
from shelter.period import Period
from shelter.sites import Deadline, Site

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """A site laid over a calendar, as bits: dates in service, with opening hours, closed by plan, and its beds.

    `hours` and `closed` are dates in service; `beds` are the numbers of beds, each with the dates it holds on.
    """

    service: int
    hours: int
    closed: int
    beds: tuple[tuple[int, int], ...]

    @property
    def scheduled(self) -> int:
        """The dates for which a report is planned."""
        return self.hours & ~self.closed


def plan_of(site: Site, calendar: Calendar) -> Plan:
    service = calendar.between(site.first, site.last)
    hours = closed = 0
    for one in site.hours:
        hours |= calendar.on(one.weekdays) & calendar.between(one.first, one.last)
    for span in site.closed:
        closed |= calendar.between(span.first, span.last)
    return Plan(service, hours & service, closed & service, tuple(_beds(site, calendar, service)))


def _beds(site: Site, calendar: Calendar, service: int) -> Iterator[tuple[int, int]]:
    """Beds hold from a date until the next begin (C5)."""
    over = 0
    for capacity in sorted(site.capacities, key=lambda capacity: capacity.first, reverse=True):
        valid = calendar.between(capacity.first, None) & service & ~over
        over |= valid
        if valid:
            yield capacity.beds, valid


class Limits(dict[date, datetime]):
    """By date the first moment, in UTC, at which a report for it is late (C3): after the deadline's minute."""

    def __init__(self, deadline: Deadline, zone: ZoneInfo) -> None:
        super().__init__()
        self._deadline = deadline
        self._zone = zone

    def __missing__(self, day: date) -> datetime:
        last = datetime.combine(day + timedelta(days=self._deadline.days), self._deadline.at, self._zone)
        limit = self[day] = last.astimezone(UTC) + timedelta(minutes=1)
        return limit


@lru_cache(maxsize=256)
def limits_of(deadline: Deadline, zone: ZoneInfo) -> Limits:
    """The limits that all sites with this deadline share."""
    return Limits(deadline, zone)


def late_from(site: Site, day: date) -> datetime:
    """The first moment, in UTC, at which a report of the site for `day` is late."""
    return limits_of(site.deadline, site.zone)[day]


@lru_cache(maxsize=256)
def last_passed(deadline: Deadline, zone: ZoneInfo, now: datetime) -> date:
    """The last date whose deadline has passed at `now`."""
    limits = limits_of(deadline, zone)
    day = now.astimezone(zone).date()
    while now < limits[day]:
        day -= ONE_DAY
    return day


def passed_through(site: Site, period: Period, now: datetime) -> date:
    """The last date of the period whose deadline has passed at `now`; before its first date if none has."""
    return max(period.first - ONE_DAY, min(period.last, last_passed(site.deadline, site.zone, now)))


def begun_through(site: Site, period: Period, now: datetime) -> date:
    """The last date of the period that had begun to be served at `now`, as far as a date ahead is none."""
    today = local(site, now).date()
    if today <= period.last and site.hours_on(today) is not None and now < opening(site, today):
        today -= ONE_DAY
    return min(period.last, today)
