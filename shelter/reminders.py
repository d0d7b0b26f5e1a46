"""Who is owed a reminder or an escalation at a given moment; never who has reported (DESIGN §6).

Each nudge has the moment from which it is due and the one until which it is of use. What is owed is asked
anew at every moment, so being late, restarted or run twice changes nothing but when it is said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from shelter.dates import opening
from shelter.escalation import (
    AS_USUAL,
    Escalation,
    Rule,
    SiteSettings,
    Snooze,
    Staff,
    Step,
)
from shelter.nudges import Crew, Key, Nudge, crews, escalation_starts, plan, rule_of
from shelter.sites import Site

AGAIN_USEFUL_FOR = timedelta(hours=2)
"""How long what a snooze put off is of use once it has ended."""

LOOK_BACK_DAYS = 3
"""Dates this far back can still owe something: a date's last escalation ends within two days of it."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A site and date that a person is asked about; `in_a_row` when the scheduled date before is silent too."""

    site: str
    date: date
    step: Step
    in_a_row: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """One message to one person about everything they are owed now."""

    person: int
    silences: tuple[Silence, ...]
    nudges: tuple[Nudge, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be said now, and what came too late to be said at all."""

    asks: tuple[Ask, ...] = ()
    skipped: tuple[Nudge, ...] = ()


@dataclass(frozen=True)
class Watch:
    """The house as reminding sees it. Plans are kept: they change only with the house or its people."""

    sites: tuple[Site, ...]
    staff: tuple[Staff, ...]
    settings: Escalation
    rules: Mapping[str, Sequence[Rule]] = field(default_factory=dict)
    own: Mapping[str, SiteSettings] = field(default_factory=dict)
    """What the coordinator set for single sites, by short."""
    _plans: dict[tuple[str, date], tuple[Nudge, ...]] = field(default_factory=dict, compare=False, repr=False)
    _crews: dict[str, Crew] = field(default_factory=dict, compare=False, repr=False)
    _dates: dict[tuple[date, ...], list[tuple[Site, date]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def plan(self, site: Site, day: date) -> tuple[Nudge, ...]:
        if not self._crews:
            self._crews.update(crews(self.sites, self.staff))
        known = self._plans.get((site.short, day))
        if known is None:
            rules, own = self.rules.get(site.short, ()), self.own.get(site.short, AS_USUAL)
            made = plan(site, day, self._crews[site.short], self.settings, rules, own)
            known = self._plans[site.short, day] = made
        return known

    def late_from(self, site: Site, day: date) -> datetime:
        """From when the silence of `day` is taken further."""
        own = self.own.get(site.short, AS_USUAL)
        return escalation_starts(site, day, own.over_rule(rule_of(site, day, self.rules.get(site.short, ()))))

    def dates(self, now: datetime, look_back: int) -> Sequence[tuple[Site, date]]:
        """Each site with its dates that could still owe something, oldest first; the same list all day long."""
        today = {zone: now.astimezone(zone).date() for zone in {site.zone for site in self.sites}}
        known = self._dates.get(key := (*today.values(),))
        if known is None:
            known = [
                (site, today[site.zone] - timedelta(days=back))
                for site in self.sites
                for back in range(look_back, -1, -1)
            ]
            self._dates.clear()
            self._dates[key] = known
        return known

    def forget_before(self, day: date) -> None:
        for known in [key for key in self._plans if key[1] < day]:
            del self._plans[known]


def owed(
    watch: Watch,
    now: datetime,
    has_come: Callable[[str, date], bool],
    done: Set[Key],
    look_back: int = LOOK_BACK_DAYS,
) -> Owed:
    """What is owed at `now` to the silent, without what was `done` before: said, or recorded as skipped."""
    by_person: dict[int, list[Nudge]] = {}
    skipped: list[Nudge] = []
    snoozes = {one.person.id: one.snooze for one in watch.staff if one.snooze and one.snooze.at <= now}
    for site, day in watch.dates(now, look_back):
        if has_come(site.short, day):
            continue
        for nudge in _with_snoozes(watch, site, day, snoozes) if snoozes else watch.plan(site, day):
            if nudge.due > now or nudge.key in done:
                continue
            if nudge.until <= now:
                skipped.append(nudge)
            elif not (nudge.heeds_quiet and watch.settings.is_quiet(now, site.zone)):
                by_person.setdefault(nudge.person, []).append(nudge)
    sites = {site.short: site for site in watch.sites}
    asks = tuple(_ask(person, nudges, sites, has_come) for person, nudges in sorted(by_person.items()))
    return Owed(asks, tuple(skipped))


def _with_snoozes(watch: Watch, site: Site, day: date, snoozes: Mapping[int, Snooze]) -> Iterable[Nudge]:
    """The plan as a snooze changes it: what falls within waits for its end, what was due before comes again."""
    again = {nudge.person: nudge for nudge in _asked_for(watch, site, day, snoozes)}
    for nudge in watch.plan(site, day):
        snooze = snoozes.get(nudge.person)
        if snooze is None:
            yield nudge
            continue
        if snooze.at < nudge.due < snooze.until < nudge.until:
            yield replace(nudge, due=snooze.until)
        elif not snooze.at < nudge.due < snooze.until:
            yield nudge
        if nudge.due <= snooze.at < nudge.until or snooze.at < nudge.due < snooze.until:
            again[nudge.person] = _at_its_end(snooze, nudge)
    yield from again.values()


def _asked_for(watch: Watch, site: Site, day: date, snoozes: Mapping[int, Snooze]) -> Iterable[Nudge]:
    """To whoever put off what was not due yet, or was due to a colleague: they were told that it comes then."""
    if site.practice or not site.is_scheduled(day):
        return
    late = watch.late_from(site, day)
    for one in watch.staff:
        snooze = snoozes.get(one.person.id)
        if snooze is None or site.short not in one.person.sites:
            continue
        if opening(site, day) <= snooze.until < late:
            reminder = Nudge(
                "reminder", Step.REMINDER, site.short, day, one.person.id, snooze.at, late, heeds_quiet=False
            )
            yield _at_its_end(snooze, reminder)


def _at_its_end(snooze: Snooze, nudge: Nudge) -> Nudge:
    return replace(
        nudge,
        kind=f"again-{snooze.until.astimezone(UTC):%Y%m%dT%H%M}",
        due=snooze.until,
        until=snooze.until + AGAIN_USEFUL_FOR,
        heeds_quiet=False,
    )


def _ask(
    person: int, nudges: Sequence[Nudge], sites: Mapping[str, Site], has_come: Callable[[str, date], bool]
) -> Ask:
    furthest: dict[tuple[str, date], Nudge] = {}
    for nudge in nudges:
        known = furthest.get((nudge.site, nudge.date))
        if known is None or _rank(nudge) > _rank(known):
            furthest[nudge.site, nudge.date] = nudge
    return Ask(
        person=person,
        silences=tuple(
            Silence(short, day, nudge.step, _was_silent_before(sites[short], day, has_come))
            for (short, day), nudge in furthest.items()
        ),
        nudges=tuple(nudges),
        until=max(nudge.until for nudge in nudges),
    )


def _rank(nudge: Nudge) -> int:
    return list(Step).index(nudge.step)


def _was_silent_before(site: Site, day: date, has_come: Callable[[str, date], bool]) -> bool:
    """Whether the scheduled date before `day` is silent as well: a site silent for two days is named."""
    for back in range(1, LOOK_BACK_DAYS + 1):
        before = day - timedelta(days=back)
        if site.is_scheduled(before):
            return not has_come(site.short, before)
    return False
