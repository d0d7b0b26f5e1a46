"""All figures of the half-year report, each worked out once from the reports of the period.

`shelter.totals` sums; here the same sums are laid out by month, week, weekday and night, with what the
public may see (shelter/privacy.py). What the figures are called and how they are rounded is `reports`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from shelter.comparison import Comparison, comparison
from shelter.counting import sites_counted
from shelter.period import Period, months_of, period_before, same_period_last_year
from shelter.privacy import Audience, Shown, shown, without_outside_gender
from shelter.schedule import passed_through
from shelter.site_dates import (
    FreeBeds,
    HouseNight,
    SiteDate,
    Week,
    Weekday,
    free_beds_of,
    nights_of,
    site_dates,
    weekdays_of,
    weeks_of,
)
from shelter.sites import Kind, Site
from shelter.sums import Report
from shelter.totals import Totals, totals
from shelter.women import WomenNights, women_nights


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Stays or visits of one kind by country or age band; `all` is every stay or visit of the kind that is shown."""

    numbers: tuple[tuple[str, int], ...]
    all: int

    @property
    def known(self) -> int:
        return sum(number for label, number in self.numbers if label != "unknown")


class Aspect(StrEnum):
    ORIGIN = "origin"
    AGE = "age"


Said = Mapping[tuple[Aspect, Kind], Mapping[str, int]]
"""What was told of origin and age in the period: guests or visits by label, of each kind of site."""


@dataclass(frozen=True, slots=True)
class Activity:
    """The figures of a period. `totals` is what rows of sites, months and nights are from.

    For the public those hold women and men only; `night` and `day` are what the last row of a kind
    shows (C15), and `whole` is the totals that agree with that row. `apart` are the totals of each other
    programme, such as extra winter beds, that has a site in the period.
    """

    period: Period
    audience: Audience
    totals: Totals
    whole: Totals
    night: Shown
    day: Shown
    months: tuple[Totals, ...]
    nights: tuple[HouseNight, ...]
    weeks: tuple[Week, ...]
    weekdays: tuple[Weekday, ...]
    free_beds: FreeBeds
    women_nights: WomenNights
    breakdowns: Mapping[tuple[Aspect, Kind], Breakdown]
    last_year: Comparison | None
    before: Comparison | None
    apart: tuple[Totals, ...]
    rows: tuple[SiteDate, ...]
    through: date
    sites: tuple[Site, ...] = field(repr=False)


def activity(
    sites: Sequence[Site],
    reports: Iterable[Report],
    period: Period,
    now: datetime,
    *,
    said: Said | None = None,
    audience: Audience = Audience.STAFF,
    programme: str = "regular",
) -> Activity:
    """Everything the report says of `period` as known at `now`.

    `reports` must also hold those of the two earlier periods that it is compared with (C12).
    """
    held = list(reports)
    true = totals(sites, held, period, now, programme)
    rows_from = without_outside_gender(held) if audience is Audience.PUBLIC else held
    told = totals(sites, rows_from, period, now, programme) if audience is Audience.PUBLIC else true
    night, day = shown(true.night.people, period, audience), shown(true.day.people, period, audience)
    counted = tuple(site_totals.site for site_totals in told.sites)
    inside = {(one.site, one.date): one for one in rows_from if one.date in period}
    rows = tuple(site_dates(counted, inside, period, now))
    return Activity(
        period=period,
        audience=audience,
        totals=told,
        whole=replace(
            told,
            # Overbooked nights are told one by one: a sum that knew of more guests than they do would name the night.
            night=replace(true.night, overbooked=told.night.overbooked)
            if night.total == true.night.stays
            else told.night,
            day=true.day if day.total == true.day.visits else told.day,
        ),
        night=night,
        day=day,
        months=tuple(totals(sites, inside.values(), month, now, programme) for month in months_of(period)),
        nights=tuple(nights_of(rows, period)),
        weeks=tuple(weeks_of(rows, period)),
        weekdays=weekdays_of(rows),
        free_beds=free_beds_of(rows),
        women_nights=women_nights(
            counted, inside.values(), {held.site.short: held.figures.missing for held in told.sites}
        ),
        breakdowns=_breakdowns(said or {}, {Kind.NIGHT: night.total, Kind.DAY: day.total}),
        last_year=_compared(sites, rows_from, told, same_period_last_year(period), now),
        before=_compared(sites, rows_from, told, period_before(period), now),
        apart=tuple(
            totals(sites, rows_from, period, now, other)
            for other in sorted({site.programme for site in sites} - {programme})
            if sites_counted(sites, period, other)
        ),
        rows=rows,
        through=max((passed_through(site, period, now) for site in counted), default=period.last),
        sites=counted,
    )


def _breakdowns(said: Said, every: Mapping[Kind, int]) -> dict[tuple[Aspect, Kind], Breakdown]:
    return {
        (aspect, kind): _breakdown(aspect, said.get((aspect, kind), {}), every[kind])
        for aspect in Aspect
        for kind in every
    }


def _breakdown(aspect: Aspect, numbers: Mapping[str, int], every: int) -> Breakdown:
    """Countries by size with `other` after them, ages by age; `unknown` last, with what nobody told of."""
    named = {label: number for label, number in numbers.items() if label not in ("other", "unknown")}
    known = sum(named.values()) + numbers.get("other", 0)
    by_size = aspect is Aspect.ORIGIN
    ordered = sorted(named.items(), key=lambda pair: (-pair[1] if by_size else 0, pair[0]))
    if known and by_size:
        ordered.append(("other", numbers.get("other", 0)))
    return Breakdown((*ordered, ("unknown", max(0, every - known))), every)


def _compared(
    sites: Sequence[Site], reports: Sequence[Report], told: Totals, earlier: Period, now: datetime
) -> Comparison | None:
    """None when nothing was reported in the earlier period: no comparison is available (C12)."""
    then = totals(sites, (one for one in reports if one.date in earlier), earlier, now, told.programme)
    if not then.reports.received:
        return None
    return comparison(told, then)
