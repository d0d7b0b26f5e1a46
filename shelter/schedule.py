"""Which reports of a period are due at a moment (C10), by stretches of dates rather than date by date.

Ten years of a thousand sites are 3.65 million site-dates; they are due by multiplication.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shelter.dates import deadline, local, opening
from shelter.period import Period
from shelter.sites import Capacity, Site

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Dates in a row on which a site in service has the same beds, hours and plan.

    `weekdays` are those with opening hours; `closed` says that the whole stretch is closed by plan.
    """

    first: date
    last: date
    weekdays: frozenset[int]
    closed: bool
    capacity: Capacity | None

    def with_hours(self, through: date) -> int:
        """How many of the dates up to and including `through` have opening hours."""
        last = min(self.last, through)
        if last < self.first:
            return 0
        weeks, rest = divmod((last - self.first).days + 1, 7)
        start = self.first.weekday()
        return weeks * len(self.weekdays) + sum((start + day) % 7 in self.weekdays for day in range(rest))

    def scheduled(self, through: date) -> Iterator[date]:
        """The dates up to and including `through` for which a report is planned, one by one."""
        if self.closed:
            return
        for ordinal in range(self.first.toordinal(), min(self.last, through).toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day.weekday() in self.weekdays:
                yield day


def stretches(site: Site, period: Period) -> tuple[Stretch, ...]:
    """The part of `period` in which the site is in service, cut wherever its beds, hours or plan change."""
    first = max(period.first, site.first)
    last = period.last if site.last is None else min(period.last, site.last)
    if last < first:
        return ()
    begins = [first, *sorted({day for day in _changes(site) if first < day <= last})]
    ends = [*(day - ONE_DAY for day in begins[1:]), last]
    return tuple(_stretch(site, *dates) for dates in zip(begins, ends, strict=True))


def _changes(site: Site) -> Iterator[date]:
    """Every date from which something may be different from the day before."""
    for capacity in site.capacities:
        yield capacity.first
    bounds = [(hours.first, hours.last) for hours in site.hours]
    bounds += [(span.first, span.last) for span in site.closed]
    for first, last in bounds:
        if first is not None:
            yield first
        if last is not None and last < date.max:
            yield last + ONE_DAY


def _stretch(site: Site, first: date, last: date) -> Stretch:
    weekdays = (
        hours.weekdays
        for hours in site.hours
        if (hours.first is None or hours.first <= first) and (hours.last is None or first <= hours.last)
    )
    return Stretch(
        first,
        last,
        weekdays=frozenset().union(*weekdays),
        closed=site.is_closed_by_plan(first),
        capacity=site.capacity_on(first),
    )


def late_from(site: Site, day: date) -> datetime:
    """The first moment, in UTC, at which a report for `day` is late (C3): after the deadline's minute."""
    return deadline(site, day).astimezone(UTC) + timedelta(minutes=1)


def passed_through(site: Site, period: Period, now: datetime) -> date:
    """The last date of the period whose deadline has passed at `now`; before its first date if none has."""
    day = min(period.last, local(site, now).date())
    while day >= period.first and now < late_from(site, day):
        day -= ONE_DAY
    return day


def begun_through(site: Site, period: Period, now: datetime) -> date:
    """The last date of the period that had begun to be served at `now`, as far as a date ahead is none."""
    today = local(site, now).date()
    if today <= period.last and site.hours_on(today) is not None and now < opening(site, today):
        today -= ONE_DAY
    return min(period.last, today)
