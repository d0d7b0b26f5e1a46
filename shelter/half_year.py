"""The draft report of a half-year that has ended: when it is owed, and to whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shelter.dates import deadline
from shelter.enclosures import FileForm
from shelter.nudges import Key
from shelter.people import Person, Role
from shelter.period import Period, half_year_of, period_before
from shelter.sites import Site

FORMS = (FileForm.WORD, FileForm.PDF, FileForm.EXCEL)
"""The report to write in, to read and to reckon with."""

USEFUL_FOR = timedelta(days=14)
"""After being down for longer, coordinators have asked for it themselves."""

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
"""What comes within the deadline's minute is on time."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A half-year that has ended, and the moment its last report was due."""

    period: Period
    due: datetime

    @property
    def until(self) -> datetime:
        return self.due + USEFUL_FOR

    def keys(self, person: int) -> list[Key]:
        """One for each file, so that each comes once to a person."""
        return [(f"half-year-{form.value}", "", self.period.first, person) for form in FORMS]


def handover(sites: Iterable[Site], now: datetime, zone: ZoneInfo) -> Handover | None:
    """The half-year that ended last, once the last of its reports is late; None before, or if it owed none."""
    period = period_before(half_year_of(now.astimezone(zone).date()))
    last = last_deadline(sites, period)
    if last is None or now < last + ONE_MINUTE:
        return None
    return Handover(period, last + ONE_MINUTE)


def last_deadline(sites: Iterable[Site], period: Period) -> datetime | None:
    """The latest deadline of any report that the period owes; practice sites owe none."""
    owing = ((site, _last_scheduled(site, period)) for site in sites if not site.practice)
    return max((deadline(site, day) for site, day in owing if day is not None), default=None)


def _last_scheduled(site: Site, period: Period) -> date | None:
    day = period.last if site.last is None else min(site.last, period.last)
    while day >= max(site.first, period.first):
        if site.is_scheduled(day):
            return day
        day -= ONE_DAY
    return None


def readers_of(people: Iterable[Person]) -> Iterator[Person]:
    """Coordinators write the report out and sign it off; nobody else is sent it unasked."""
    return (person for person in people if person.role is Role.COORDINATOR)
