"""Which reporting date a moment belongs to, when that date begins, is late and can be corrected."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shelter.sites import Hours, Kind, Site

CORRECTION_DAYS = 35
"""How far back staff may report and correct (C3)."""

DAY_CENTRE_NIGHT_ENDS = time(5)
"""Before this a day centre's message belongs to the day before (C2)."""


def local(site: Site, moment: datetime) -> datetime:
    """`moment` on the site's own clock. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    # Two moments of the hour that autumn has twice are equal in their own zone: only those in UTC are remembered.
    return _in_zone(moment, site.zone) if moment.tzinfo is UTC else moment.astimezone(site.zone)


@lru_cache(maxsize=64)
def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """A text is looked at on its site's clock many times before it is understood."""
    return moment.astimezone(zone)


def usual_hours(site: Site, day: date) -> Hours:
    """The hours of `day`, or those of the site's first season where the day has none of its own."""
    return site.hours_on(day) or site.hours[0]


def reporting_date(site: Site, moment: datetime) -> date | None:
    """The date a report sent at `moment` belongs to; at a shelter the evening the night began (C1, C2).

    02:13 on the 4th is still the night of the 3rd. None when the rule is to ask: at a night shelter
    between the cut-off and opening, at a day centre between 05:00 and opening.
    """
    here = local(site, moment)
    today, clock = here.date(), here.time()
    opens = usual_hours(site, today).opens
    if site.kind is Kind.NIGHT:
        if clock < site.cut_off:
            return today - timedelta(days=1)
        return today if clock >= opens else None
    if site.kind is Kind.DAY:
        if clock < DAY_CENTRE_NIGHT_ENDS:
            return today - timedelta(days=1)
        return today if clock >= opens else None
    return today - timedelta(days=1) if clock < site.cut_off else today


def opening(site: Site, day: date) -> datetime:
    """The moment at which `day` begins to be served; a count for it before then is for a date ahead."""
    return datetime.combine(day, usual_hours(site, day).opens, site.zone)


def deadline(site: Site, day: date) -> datetime:
    """The last moment at which a report for `day` is on time (C3)."""
    return datetime.combine(day + timedelta(days=site.deadline.days), site.deadline.at, site.zone)


def is_too_old(site: Site, day: date, moment: datetime) -> bool:
    """Whether `day` is more than 35 days back: only the coordinator still changes it (C3)."""
    return day < local(site, moment).date() - timedelta(days=CORRECTION_DAYS)


def is_correctable(site: Site, day: date, moment: datetime) -> bool:
    """Whether staff may still report or correct `day`: not more than 35 days back, not before service."""
    today = local(site, moment).date()
    return site.in_service_on(day) and day <= today and not is_too_old(site, day, moment)
