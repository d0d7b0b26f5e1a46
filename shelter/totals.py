"""Totals of a period: shares, rates and completeness, worked out from sums alone (C6-C13).

One module computes, everything else shows. Rates are exact fractions; None where there is no base.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from shelter.counting import figures_of, sites_counted
from shelter.period import Period
from shelter.rounding import percent
from shelter.sites import Kind, Site
from shelter.sums import (
    BedNights,
    Door,
    Figures,
    Overbooked,
    People,
    QueueRange,
    QueueSums,
    Report,
    Reports,
    SiteFigures,
    added,
    range_over,
)

MUCH_OUTSIDE_GENDER = Fraction(5, 100)
"""Above this share of other and unknown, the text must speak of them (C7)."""


def ratio(part: int, base: int) -> Fraction | None:
    return Fraction(part, base) if base else None


def share_of_women(people: People) -> Fraction | None:
    """Women of women and men, pooled (C7); other and unknown are outside and shown beside it."""
    return ratio(people.women, people.women + people.men)


def has_much_outside_gender(people: People) -> bool:
    return people.other + people.unknown > MUCH_OUTSIDE_GENDER * people.total


@dataclass(frozen=True, slots=True)
class Night:
    """The night services, of one shelter or of several together."""

    people: People
    nights_counted: int
    stays_in_beds: int
    bed_nights: BedNights
    overbooked: Overbooked
    reports: Reports
    closed: int

    @property
    def stays(self) -> int:
        return self.people.total

    @property
    def share_women(self) -> Fraction | None:
        return share_of_women(self.people)

    def occupancy(self, bed_nights: int) -> Fraction | None:
        """Stays of bed-nights (C6), by one of the three denominators in `self.bed_nights`; may exceed 1."""
        return ratio(self.stays_in_beds, bed_nights)

    @property
    def agreed_differs(self) -> bool:
        """Whether the rate over the agreed beds must be shown too: it differs at one decimal (C6)."""
        agreed = percent(self.stays_in_beds, self.bed_nights.agreed, 1)
        return agreed != percent(self.stays_in_beds, self.bed_nights.reported, 1)

    @property
    def stays_per_counted_night(self) -> Fraction | None:
        """Stays of the nights with a count; of several shelters, of their site-nights."""
        return ratio(self.stays, self.nights_counted)


@dataclass(frozen=True, slots=True)
class Day:
    """The day services, of one centre or of several together."""

    people: People
    days_counted: int
    reports: Reports
    closed: int

    @property
    def visits(self) -> int:
        return self.people.total

    @property
    def share_women(self) -> Fraction | None:
        return share_of_women(self.people)

    @property
    def visits_per_open_day(self) -> Fraction | None:
        """Visits of the open days with a count; of several centres, of their site-days."""
        return ratio(self.visits, self.days_counted)


@dataclass(frozen=True, slots=True)
class Intake:
    """The common queue. A part is None when nobody told it in the period: missing, never 0 (C13).

    `from_shelters` names the parts that are the shelters' sums, because the intake itself told none (C11).
    """

    applied: int | None
    offered: int | None
    no_show: int | None
    away: int | None
    placement_rate: Fraction | None
    no_show_rate: Fraction | None
    used_rate: Fraction | None
    range: QueueRange
    reports: Reports
    closed: int
    from_shelters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SiteTotals:
    site: Site
    figures: SiteFigures

    @property
    def block(self) -> Night | Day | Intake:
        if self.site.kind is Kind.NIGHT:
            return night_of([self.figures])
        return day_of([self.figures]) if self.site.kind is Kind.DAY else intake_of([self.figures])

    @property
    def missing(self) -> tuple[date, ...]:
        return tuple(self.figures.missing)

    @property
    def awaited(self) -> tuple[date, ...]:
        return tuple(self.figures.awaited)


@dataclass(frozen=True, slots=True)
class Totals:
    """All of a period and programme, and each site in house order. `nights` have a count at some shelter."""

    period: Period
    programme: str
    night: Night
    day: Day
    intake: Intake
    nights: int
    sites: tuple[SiteTotals, ...]

    @property
    def reports(self) -> Reports:
        return added(Reports, (self.night.reports, self.day.reports, self.intake.reports))

    @property
    def complete(self) -> bool:
        """Only then is a total not "at least" (C10): all that was due has come and nothing is awaited."""
        return self.reports.are_complete

    @property
    def missing(self) -> tuple[tuple[Site, tuple[date, ...]], ...]:
        """The sites with missing dates, in house order."""
        return tuple((held.site, held.missing) for held in self.sites if held.figures.missing)


def totals(
    sites: Sequence[Site],
    reports: Iterable[Report],
    period: Period,
    now: datetime,
    programme: str = "regular",
) -> Totals:
    """The totals of `period` as known at `now`; practice sites and other programmes are never in them."""
    return totals_of(sites, figures_of(sites, reports, period, now, programme), period, programme)


def totals_of(sites: Sequence[Site], figures: Figures, period: Period, programme: str = "regular") -> Totals:
    """The totals that follow from sums; every site of `figures.sites` must be among `sites`."""
    sums = {held.site: held for held in figures.sites}
    held = tuple(
        SiteTotals(site, sums[site.short])
        for site in sites_counted(sites, period, programme)
        if site.short in sums
    )

    def of(kind: Kind) -> list[SiteFigures]:
        return [one.figures for one in held if one.site.kind is kind]

    return Totals(
        period=period,
        programme=programme,
        night=night_of(of(Kind.NIGHT)),
        day=day_of(of(Kind.DAY)),
        intake=intake_of(of(Kind.INTAKE), figures.door),
        nights=figures.nights,
        sites=held,
    )


def night_of(figures: Sequence[SiteFigures]) -> Night:
    return Night(
        people=added(People, (one.people for one in figures)),
        nights_counted=sum(one.counted for one in figures),
        stays_in_beds=sum(one.stays_in_beds for one in figures),
        bed_nights=added(BedNights, (one.bed_nights for one in figures)),
        overbooked=added(Overbooked, (one.overbooked for one in figures)),
        reports=added(Reports, (one.reports for one in figures)),
        closed=sum(one.closed for one in figures),
    )


def day_of(figures: Sequence[SiteFigures]) -> Day:
    return Day(
        people=added(People, (one.people for one in figures)),
        days_counted=sum(one.counted for one in figures),
        reports=added(Reports, (one.reports for one in figures)),
        closed=sum(one.closed for one in figures),
    )


def intake_of(figures: Sequence[SiteFigures], door: Door | None = None) -> Intake:
    """The queue by the intake's own figures; what it told none of is taken from the shelters', at the door."""
    own = added(QueueSums, (one.queue for one in figures))
    door = door or Door()
    no_show, away = _told(own.no_show, own.no_show_days), _told(own.away, own.away_days)
    missed, shown_of = own.not_shown, own.shown_of
    used, used_of = own.used, own.used_of
    borrowed = set()
    if no_show is None and door.no_show_nights:
        no_show = door.no_show
        missed, shown_of = door.not_shown, door.shown_of
        used, used_of = door.used, door.used_of
        borrowed.add("no_show")
    if away is None and door.away_nights:
        away = door.away
        borrowed.add("away")
    return Intake(
        applied=_told(own.applied, own.applied_days),
        offered=_told(own.offered, own.offered_days),
        no_show=no_show,
        away=away,
        placement_rate=ratio(own.placed, own.placed_of),
        no_show_rate=ratio(missed, shown_of),
        used_rate=ratio(used, used_of),
        range=range_over(one.queue_range for one in figures),
        reports=added(Reports, (one.reports for one in figures)),
        closed=sum(one.closed for one in figures),
        from_shelters=frozenset(borrowed),
    )


def _told(value: int, days: int) -> int | None:
    return value if days else None
