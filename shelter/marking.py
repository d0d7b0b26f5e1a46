"""From reports to marks and sums: what each report says of its date, measured against the site's beds and deadline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Self
from zoneinfo import ZoneInfo

from shelter.calendar import Calendar
from shelter.figures import Count, Queue
from shelter.schedule import limits_of
from shelter.sites import Capacity, Deadline, Kind, Site
from shelter.sums import Marks, People, QueueRange, QueueSums, Report, Sums, added, range_over


@dataclass(frozen=True, slots=True)
class Terms:
    """All of a site that decides what its reports are marked as. The capacities stand in the order of their dates."""

    kind: Kind
    zone: ZoneInfo
    deadline: Deadline
    first: date
    last: date | None
    capacities: tuple[Capacity, ...]

    @classmethod
    def of(cls, site: Site) -> Self:
        beds = tuple(sorted(site.capacities, key=lambda capacity: capacity.first))
        return cls(site.kind, site.zone, site.deadline, site.first, site.last, beds)

    def beds_on(self, day: date) -> int | None:
        """The beds of a shelter on a date in service (C5); None where it has none."""
        if self.kind is not Kind.NIGHT or day < self.first or (self.last is not None and day > self.last):
            return None
        for capacity in reversed(self.capacities):
            if capacity.first <= day:
                return capacity.beds
        return None


def count_of(report: Report) -> Count | None:
    """The count that stands; a date reported closed has none."""
    return None if report.closed else report.count


def marks_of(terms: Terms, reports: Iterable[Report], calendar: Calendar) -> Marks:
    closed = counted = late = corrected = over = free = asked = no_show = away = 0
    limits = limits_of(terms.deadline, terms.zone)
    for report in reports:
        bit = 1 << calendar.place(report.date)
        if report.closed:
            closed |= bit
        elif report.count is not None:
            counted |= bit
            beds = terms.beds_on(report.date)
            if beds is not None and (total := report.count.total) != beds:
                over, free = (over | bit, free) if total > beds else (over, free | bit)
        if report.received_at >= limits[report.date]:
            late |= bit
        if report.revision > 1:
            corrected |= bit
        queue = report.queue
        if queue is not None:
            asked |= bit if queue.applied is not None or queue.offered is not None else 0
            no_show |= bit if queue.no_show is not None else 0
            away |= bit if queue.away is not None else 0
    return Marks(closed, counted, late, corrected, over, free, asked, no_show, away)


def sums_of(terms: Terms, reports: Sequence[Report]) -> Sums:
    counts = [(report.date, count) for report in reports if (count := count_of(report)) is not None]
    in_beds = [
        (count.total, beds)
        for day, count in (counts if terms.capacities else ())
        if (beds := terms.beds_on(day)) is not None
    ]
    queues = [report.queue for report in reports if report.queue is not None]
    return Sums(
        people=People(
            sum([count.women for _, count in counts]),
            sum([count.men for _, count in counts]),
            sum([count.other for _, count in counts]),
            sum([count.unknown for _, count in counts]),
        ),
        stays=sum([total for total, _ in in_beds]),
        guests=sum([total - beds for total, beds in in_beds if total > beds]),
        queue=queue_sums(queues) if queues else QueueSums(),
        queue_range=_queue_range(queues) if queues else QueueRange(),
    )


def added_sums(parts: Sequence[Sums]) -> Sums:
    if len(parts) == 1:  # as it mostly is
        return parts[0]
    return Sums(
        people=added(People, (one.people for one in parts)),
        stays=sum(one.stays for one in parts),
        guests=sum(one.guests for one in parts),
        queue=added(QueueSums, (one.queue for one in parts)),
        queue_range=range_over(one.queue_range for one in parts),
    )


def queue_sums(queues: Sequence[Queue]) -> QueueSums:
    applied = [queue.applied for queue in queues if queue.applied is not None]
    offered = [queue.offered for queue in queues if queue.offered is not None]
    no_show = [queue.no_show for queue in queues if queue.no_show is not None]
    away = [queue.away for queue in queues if queue.away is not None]
    placed = [(q.applied, q.offered) for q in queues if q.applied is not None and q.offered is not None]
    shown = [(q.offered, q.no_show) for q in queues if q.offered is not None and q.no_show is not None]
    used = [
        (queue.applied, queue.offered - queue.no_show)
        for queue in queues
        if queue.applied is not None and queue.offered is not None and queue.no_show is not None
    ]
    return QueueSums(
        applied=sum(applied),
        applied_days=len(applied),
        offered=sum(offered),
        offered_days=len(offered),
        no_show=sum(no_show),
        no_show_days=len(no_show),
        away=sum(away),
        away_days=len(away),
        placed_of=sum(base for base, _ in placed),
        placed=sum(part for _, part in placed),
        shown_of=sum(base for base, _ in shown),
        not_shown=sum(part for _, part in shown),
        used_of=sum(base for base, _ in used),
        used=sum(part for _, part in used),
    )


def _queue_range(queues: Sequence[Queue]) -> QueueRange:
    applied = [queue.applied for queue in queues if queue.applied is not None]
    placed = [
        (queue.offered, queue.applied) for queue in queues if queue.applied and queue.offered is not None
    ]
    by_rate = sorted(placed, key=lambda pair: pair[0] / pair[1])
    return QueueRange(
        applied_lowest=min(applied, default=None),
        applied_highest=max(applied, default=None),
        placement_lowest=Fraction(*by_rate[0]) if by_rate else None,
        placement_highest=Fraction(*by_rate[-1]) if by_rate else None,
    )
