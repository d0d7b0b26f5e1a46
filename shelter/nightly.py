"""The nightly summary, the weekly digest and the evening's free beds: when they are due, and what they say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from statistics import median_low
from zoneinfo import ZoneInfo

from shelter.checks import USUAL_FROM
from shelter.counting import has_come
from shelter.escalation import Escalation, Staff
from shelter.nudges import Key
from shelter.people import Deed, Reach, Role, reach
from shelter.period import Period
from shelter.rounding import half_up
from shelter.schedule import late_from
from shelter.sites import Kind, Site
from shelter.sums import People, Report

ONE_DAY = timedelta(days=1)
EARLIEST = time(3)
"""No summary is planned before this: from 02:00 to 03:00 a clock time may not come, or come twice."""

SUMMARY_USEFUL_FOR = timedelta(hours=12)
FREE_BEDS_USEFUL_FOR = timedelta(hours=2)
DIGEST_USEFUL_FOR = timedelta(days=2)

WEEKS_COMPARED = 4
NEEDS_HELP_FROM = 2
"""A site with this many missing reports in a week needs help more than reminders."""

FAR_FROM_USUAL = 3
MUCH_OVER_BEDS = Fraction(12, 10)
"""More than three times the usual, less than a third of it, or above 1.2 x the beds: worth a look (R13, §5)."""


@dataclass(frozen=True, slots=True)
class News:
    """Something of the whole house that one person is owed, about a date (of a digest: the week's first)."""

    kind: str
    date: date
    person: int
    due: datetime
    until: datetime

    @property
    def key(self) -> Key:
        return (self.kind, "", self.date, self.person)


def news(staff: Iterable[Staff], settings: Escalation, zone: ZoneInfo, now: datetime) -> Iterator[News]:
    """All that is due by `now` and was not of no use two days ago, whether or not it was said."""
    today = now.astimezone(zone).date()
    for one in staff:
        for back in (2, 1, 0):
            for made in _news_of(one, settings, zone, today - timedelta(days=back)):
                if made.due <= now:
                    yield made


def _news_of(one: Staff, settings: Escalation, zone: ZoneInfo, day: date) -> Iterator[News]:
    """What becomes due to one person on `day`."""

    def made(kind: str, about: date, clock: time, useful: timedelta) -> News:
        due = datetime.combine(day, clock, zone).astimezone(UTC)
        return News(kind, about, one.person.id, due, due + useful)

    if one.person.role is Role.COORDINATOR:
        yield made("summary", day - ONE_DAY, one.summary_at or settings.summary_at, SUMMARY_USEFUL_FOR)
        if day.weekday() == 0:
            yield made("digest", day - timedelta(days=7), settings.digest_at, DIGEST_USEFUL_FOR)
    if one.free_beds_at is not None and reach(one.person, Deed.SEE_TONIGHT) is not Reach.NONE:
        yield made("free-beds", day, one.free_beds_at, FREE_BEDS_USEFUL_FOR)


@dataclass(frozen=True, slots=True)
class SiteNight:
    """A site on the summary's date. `beds` is None where it has none.

    Without a report it is awaited until its deadline, and missing when that `is_late` (C13).
    """

    site: Site
    report: Report | None
    beds: int | None
    is_late: bool = True
    channel: str | None = None
    """The channel that the figures came by, where it is known."""

    @property
    def is_silent(self) -> bool:
        return self.report is None or not has_come(self.site.kind, self.report)

    @property
    def is_missing(self) -> bool:
        return self.is_silent and self.is_late

    @property
    def total(self) -> int | None:
        count = self.report.count if self.report else None
        return count.total if count and self.report and not self.report.closed else None

    @property
    def over(self) -> int:
        return max(0, (self.total or 0) - self.beds) if self.beds is not None else 0

    @property
    def free(self) -> int:
        return max(0, self.beds - self.total) if self.beds is not None and self.total is not None else 0


@dataclass(frozen=True, slots=True)
class Summary:
    """One night of the whole house, and its day beside it; figures of missing reports are in none of the sums."""

    day: date
    nights: tuple[SiteNight, ...]
    days: tuple[SiteNight, ...]
    corrected: tuple[tuple[str, date], ...]
    """Sites (shorts) and dates corrected since the summary before."""
    since_yesterday: int | None
    since_weekday: int | None
    """Against the mean of the same weekday of the last four weeks, half up; both over the same shelters."""

    @property
    def people(self) -> People:
        counts = [one.report.count for one in self.nights if one.total is not None and one.report]
        held = [count for count in counts if count]
        return People(
            sum(count.women for count in held),
            sum(count.men for count in held),
            sum(count.other for count in held),
            sum(count.unknown for count in held),
        )

    @property
    def beds(self) -> int:
        """Beds of the shelters that have told their count."""
        return sum(one.beds or 0 for one in self.nights if one.total is not None)

    @property
    def free(self) -> int:
        return sum(one.free for one in self.nights)

    @property
    def overbooked(self) -> tuple[SiteNight, ...]:
        return tuple(one for one in self.nights if one.over)

    @property
    def silent(self) -> tuple[SiteNight, ...]:
        return tuple(one for one in (*self.nights, *self.days) if one.is_silent)

    @property
    def missing(self) -> tuple[SiteNight, ...]:
        return tuple(one for one in self.silent if one.is_late)

    @property
    def awaited(self) -> tuple[SiteNight, ...]:
        return tuple(one for one in self.silent if not one.is_late)


def compared_dates(day: date) -> tuple[date, ...]:
    """The dates a summary reads: its own, the one before, and the same weekday of four weeks."""
    return (day, day - ONE_DAY, *(day - timedelta(weeks=week) for week in range(1, WEEKS_COMPARED + 1)))


def summary_of(
    sites: Sequence[Site],
    reports: Mapping[tuple[str, date], Report],
    day: date,
    corrected: Sequence[tuple[str, date]],
    now: datetime,
    channels: Mapping[str, str] | None = None,
) -> Summary:
    """The summary of `day` as it is known at `now`; practice and what is not due stay out.

    `reports` hold those of `compared_dates`, `channels` by which channel each site's figures of `day` came.
    """
    shown = [
        SiteNight(
            site,
            reports.get((site.short, day)),
            _beds(site, day),
            now >= late_from(site, day),
            (channels or {}).get(site.short),
        )
        for site in sites
        if not site.practice and (site.is_scheduled(day) or (site.short, day) in reports)
    ]
    nights = tuple(one for one in shown if one.site.kind is Kind.NIGHT)
    _, yesterday, *weeks = compared_dates(day)
    return Summary(
        day=day,
        nights=nights,
        days=tuple(one for one in shown if one.site.kind is not Kind.NIGHT),
        corrected=tuple(corrected),
        since_yesterday=_change(nights, reports, [yesterday]),
        since_weekday=_change(nights, reports, weeks),
    )


def _beds(site: Site, day: date) -> int | None:
    capacity = site.capacity_on(day) if site.kind is Kind.NIGHT else None
    return capacity.beds if capacity else None


def _change(
    nights: Sequence[SiteNight], reports: Mapping[tuple[str, date], Report], dates: Sequence[date]
) -> int | None:
    """The night's guests against the mean of `dates`, over the shelters that told both; None where none did."""
    now, before = 0, Fraction(0)
    compared = False
    for one in nights:
        if one.total is None:
            continue
        held = [reports[one.site.short, day].count for day in dates if (one.site.short, day) in reports]
        totals = [count.total for count in held if count]
        if totals:
            compared = True
            now += one.total
            before += Fraction(sum(totals), len(totals))
    return int(half_up(now - before)) if compared else None


@dataclass(frozen=True, slots=True)
class Unusual:
    """A figure worth a look: of a site and date, beside its usual total or its beds."""

    site: Site
    date: date
    total: int
    beside: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A week: how complete it is, who is behind, and what stands out."""

    week: Period
    due: int
    received: int
    missing: tuple[tuple[Site, tuple[date, ...]], ...]
    unusual: tuple[Unusual, ...]

    @property
    def need_help(self) -> tuple[Site, ...]:
        return tuple(site for site, days in self.missing if len(days) >= NEEDS_HELP_FROM)


def unusual_in(week: Period, sites: Sequence[Site], reports: Iterable[Report]) -> tuple[Unusual, ...]:
    """Figures of the week far from the median of the reports before it, or far above the beds.

    `reports` hold the week's and those of the weeks before.
    """
    by_site: dict[str, list[Report]] = {}
    for report in reports:
        if report.count is not None and not report.closed:
            by_site.setdefault(report.site, []).append(report)
    found = []
    for site in sites:
        if site.practice:
            continue
        held = by_site.get(site.short, [])
        before = [report.count.total for report in held if report.count and report.date < week.first]
        usual = median_low(before) if len(before) >= USUAL_FROM else None
        for report in held:
            if report.count is None or report.date not in week:
                continue
            total, beds = report.count.total, _beds(site, report.date)
            if beds and total > MUCH_OVER_BEDS * beds:
                found.append(Unusual(site, report.date, total, beds))
            elif usual and (total > FAR_FROM_USUAL * usual or total * FAR_FROM_USUAL < usual):
                found.append(Unusual(site, report.date, total, usual))
    return tuple(found)
