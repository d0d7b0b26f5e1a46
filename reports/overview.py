"""The state of the house right now: who has reported, free beds, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from reports.period_words import dates_words
from reports.wording import Wording, first_that_fits
from shelter.counting import has_come
from shelter.sites import Kind, Site
from shelter.sums import Report


class State(Enum):
    """What a site-date without a count is (C13)."""

    AWAITED = auto()
    MISSING = auto()
    NOT_SCHEDULED = auto()


@dataclass(frozen=True, slots=True)
class Standing:
    """A site on its current reporting date: its report, or why there is none."""

    site: Site
    date: date
    report: Report | None
    state: State


def tonight(wording: Wording, standings: Sequence[Standing]) -> str:
    """`Natten 12-13 okt: A 28/45, B väntas, C stängt. Lediga platser: 17.` and the day centres after it.

    A house with too many sites for one segment is told in numbers.
    """
    shown = [one for one in standings if one.state is not State.NOT_SCHEDULED]
    if not shown:
        return wording.say("Nothing is open now.")
    by_date: dict[str, list[Standing]] = {}
    for one in sorted(shown, key=lambda one: list(Kind).index(one.site.kind)):
        by_date.setdefault(wording.reporting_date(one.site, one.date), []).append(one)
    free = _free_beds(wording, shown)
    by_name = [_told(when, _by_name(wording, held)) for when, held in by_date.items()]
    by_number = [_told(when, _by_number(wording, held)) for when, held in by_date.items()]
    return first_that_fits(" ".join([*by_name, *free]), " ".join(by_name), " ".join([*by_number, *free]))


def _told(when: str, what: str) -> str:
    return f"{when[0].upper()}{when[1:]}: {what}."


def _by_name(wording: Wording, held: Sequence[Standing]) -> str:
    return wording.series(f"{one.site.short} {_state(wording, one)}" for one in held)


def _by_number(wording: Wording, held: Sequence[Standing]) -> str:
    come = sum(one.report is not None and has_come(one.site.kind, one.report) for one in held)
    return wording.say("{received} of {due} reports", received=come, due=len(held))


def _free_beds(wording: Wording, shown: Sequence[Standing]) -> list[str]:
    counted = [(one, one.report.count) for one in shown if one.site.kind is Kind.NIGHT and one.report]
    free = [max(0, _beds(one) - count.total) for one, count in counted if count]
    return [wording.say("Free beds: {beds}.", beds=sum(free))] if free else []


def _beds(standing: Standing) -> int:
    capacity = standing.site.capacity_on(standing.date)
    return capacity.beds if capacity else 0


def _state(wording: Wording, standing: Standing) -> str:
    report = standing.report
    if report is not None and report.closed:
        return wording.say("closed")
    if report is not None and report.count is not None:
        beds = _beds(standing)
        return f"{report.count.total}/{beds}" if beds else str(report.count.total)
    if report is not None and report.queue is not None and standing.site.kind is Kind.INTAKE:
        parts = (report.queue.applied, report.queue.offered)
        return "/".join("?" if part is None else str(part) for part in parts)
    return wording.say("missing") if standing.state is State.MISSING else wording.say("awaited")


def missing(wording: Wording, sites: Sequence[tuple[Site, Sequence[date]]], days_back: int) -> str:
    """`Saknas: A 3 okt, 5 okt; D2 4-6 okt.`, or that nothing is."""
    if not sites:
        return wording.say("Nothing is missing from the last {days} days.", days=days_back)
    parts = [f"{site.short} {dates_words(wording, days)}" for site, days in sites]
    counted = [f"{site.short} {len(days)}" for site, days in sites]
    head = wording.say("Missing:")
    return first_that_fits(f"{head} {'; '.join(parts)}.", f"{head} {wording.series(counted)}.")
