"""Women per night beside the women-only beds of the shelters that were open (C6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shelter.marking import count_of
from shelter.sites import Kind, Site
from shelter.sums import Report


@dataclass(frozen=True, slots=True)
class WomenNights:
    """Women per night beside the women-only beds; such beds have no occupancy rate of their own (C6).

    `nights` have a count at some shelter; `nights_over` of them have more women than the women-only beds
    of the open shelters, which `bed_nights` sum.
    """

    women: int
    nights: int
    nights_over: int
    bed_nights: int

    @property
    def per_night(self) -> Fraction | None:
        return Fraction(self.women, self.nights) if self.nights else None

    @property
    def beds_per_night(self) -> Fraction | None:
        return Fraction(self.bed_nights, self.nights) if self.nights else None


def women_nights(
    sites: Sequence[Site], reports: Iterable[Report], missing: Mapping[str, Iterable[date]]
) -> WomenNights:
    """Of `reports` of one period at these sites. `missing` are the dates that each still owes, by short."""
    shelters = {site.short: site for site in sites if site.kind is Kind.NIGHT}
    women: dict[date, int] = {}
    open_on: list[tuple[Site, date]] = [
        (site, day) for site in shelters.values() for day in missing[site.short]
    ]
    for report in reports:
        count = count_of(report)
        if count is not None and report.site in shelters:
            women[report.date] = women.get(report.date, 0) + count.women
            open_on.append((shelters[report.site], report.date))
    beds = dict.fromkeys(women, 0)
    for site, day in open_on:
        capacity = site.capacity_on(day)
        if day in beds and capacity is not None:
            beds[day] += capacity.women_only_beds
    return WomenNights(
        sum(women.values()),
        len(women),
        sum(told > beds[day] for day, told in women.items() if beds[day]),
        sum(beds.values()),
    )
