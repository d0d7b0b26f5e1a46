"""Who is owed a reminder or an escalation at a given moment; never who has reported (DESIGN §6).

Each nudge has the moment from which it is due and the one until which it is of use. What is owed is asked
anew at every moment, so being late, restarted or run twice changes nothing but when it is said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from shelter.dates import deadline, opening
from shelter.escalation import (
    AS_USUAL,
    RULES,
    Escalation,
    Rule,
    SiteSettings,
    Snooze,
    Staff,
    Step,
    next_clock,
)
from shelter.people import Role
from shelter.sites import Kind, Site

USEFUL_FOR = timedelta(hours=12)
"""How long an escalation is of use: the next night has not begun to be missed by then."""


AGAIN_USEFUL_FOR = timedelta(hours=2)


LOOK_BACK_DAYS = 3
"""Dates this far back can still owe something: a date's last escalation ends within two days of it."""


ONE_DAY = timedelta(days=1)


Key = tuple[str, str, date, int]
"""Kind, site, date and person: what says that a thing is owed once."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One thing to say to one person about one silent site and date, due from `due` and of use until `until`."""

    kind: str
    step: Step
    site: str
    date: date
    person: int
    due: datetime
    until: datetime
    heeds_quiet: bool

    @property
    def key(self) -> Key:
        return (self.kind, self.site, self.date, self.person)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who is asked about one site: the first in the house file first, then the next, the leads, the coordinators."""

    asked: Staff | None
    colleague: Staff | None
    others: tuple[Staff, ...]
    leads: tuple[Staff, ...]
    coordinators: tuple[Staff, ...]


def crews(sites: Iterable[Site], staff: Sequence[Staff]) -> dict[str, Crew]:
    """The crew of each site. Where nobody but a lead reports, the lead is asked as staff is."""
    reporters: dict[str, list[Staff]] = {}
    leads: dict[str, list[Staff]] = {}
    for one in staff:
        by_site = {Role.REPORTER: reporters, Role.SITE_LEAD: leads}.get(one.person.role)
        if by_site is not None:
            for short in one.person.sites:
                by_site.setdefault(short, []).append(one)
    coordinators = tuple(one for one in staff if one.person.role is Role.COORDINATOR)
    made = {}
    for site in sites:
        asked = reporters.get(site.short, [])
        led = leads.get(site.short, [])
        if not asked:
            asked, led = led[:1], led[1:]
        made[site.short] = Crew(
            asked=asked[0] if asked else None,
            colleague=asked[1] if len(asked) > 1 else None,
            others=tuple(asked[1:]),
            leads=tuple(led),
            coordinators=coordinators,
        )
    return made


def closing(site: Site, day: date) -> datetime:
    """When the service of `day` ends; hours that end before they begin end on the next date."""
    hours = site.hours_on(day) or site.hours[0]
    ends = day + ONE_DAY if hours.closes <= hours.opens else day
    return datetime.combine(ends, hours.closes, site.zone).astimezone(UTC)


def rule_of(site: Site, day: date, rules: Sequence[Rule]) -> Rule:
    return next((rule for rule in rules if rule.holds_on(day)), RULES[site.kind])


def escalation_starts(site: Site, day: date, rule: Rule) -> datetime:
    late = deadline(site, day).astimezone(UTC)
    return late if rule.escalate_at is None else next_clock(late, rule.escalate_at, site.zone)


def own_moment(site: Site, day: date, own_time: time) -> datetime | None:
    """When a person's own reminder for `day` is due; None where that is not before the deadline."""
    moment = next_clock(opening(site, day).astimezone(UTC), own_time, site.zone)
    return moment if moment < deadline(site, day) else None


def reminder_moments(site: Site, day: date, rule: Rule) -> list[datetime]:
    """When the one who is asked is reminded of `day`, whether or not that is in time."""
    opens = opening(site, day).astimezone(UTC)
    closes = closing(site, day)
    return [
        closes + when if isinstance(when, timedelta) else next_clock(opens, when, site.zone)
        for when in rule.reminders
    ]


def plan(
    site: Site,
    day: date,
    crew: Crew,
    settings: Escalation,
    rules: Sequence[Rule] = (),
    own: SiteSettings = AS_USUAL,
) -> tuple[Nudge, ...]:
    """Every nudge that a silent `day` at `site` could bring, in the order they are due.

    None when no report is due (not scheduled, closed by plan), and none ever for practice.
    """
    if site.practice or not site.is_scheduled(day):
        return ()
    settings, rule = own.over_house(settings), own.over_rule(rule_of(site, day, rules))
    starts = escalation_starts(site, day, rule)
    made = [*_reminders(site, day, crew, settings, rule, starts)]
    made += _escalations(site, day, crew, settings, starts)
    return tuple(sorted((one for one in made if one.due < one.until), key=lambda one: one.due))


def _reminders(
    site: Site, day: date, crew: Crew, settings: Escalation, rule: Rule, starts: datetime
) -> Iterable[Nudge]:
    """Before the deadline: at the site's times or, in the place of the first, at a person's own time."""
    # Night staff is at work in the quiet hours; a day centre's and the intake's is not.
    heeds_quiet = site.kind is not Kind.NIGHT
    moments = reminder_moments(site, day, rule)
    for one in (crew.asked, *crew.others):
        if one is None:
            continue
        own = own_moment(site, day, one.own_time) if one.own_time else None
        if one is not crew.asked and own is None:
            continue
        mine = [
            (f"reminder-{number}", settings.awake(moment, site.zone) if heeds_quiet else moment, heeds_quiet)
            for number, moment in enumerate(moments, 1)
            if one is crew.asked and not (own is not None and number == 1)
        ]
        if own is not None:
            mine.append(("reminder-own", own, False))
        mine.sort(key=lambda each: each[1])
        ends = [*(due for _, due, _ in mine[1:]), starts]
        for (kind, due, heeds), until in zip(mine, ends, strict=True):
            yield Nudge(kind, Step.REMINDER, site.short, day, one.person.id, due, min(until, starts), heeds)


def _escalations(
    site: Site, day: date, crew: Crew, settings: Escalation, starts: datetime
) -> Iterable[Nudge]:
    is_night = site.kind is Kind.NIGHT
    rungs: list[tuple[Step, int | None, Sequence[Staff], bool]] = [
        (Step.DEADLINE, 0, [crew.asked] if crew.asked else [], not is_night),
        (Step.COLLEAGUE, settings.colleague, [crew.colleague] if crew.colleague else [], not is_night),
        (Step.SITE_LEAD, settings.site_lead, crew.leads, True),
        (Step.COORDINATOR, settings.coordinator, crew.coordinators, True),
    ]
    for step, minutes, people, heeds in rungs:
        if minutes is None:
            continue
        due = starts + timedelta(minutes=minutes)
        due = settings.awake(due, site.zone) if heeds else due
        for one in people:
            yield Nudge(step.value, step, site.short, day, one.person.id, due, due + USEFUL_FOR, heeds)


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
        for nudge in _with_snoozes(watch.plan(site, day), snoozes) if snoozes else watch.plan(site, day):
            if nudge.due > now or nudge.key in done:
                continue
            if nudge.until <= now:
                skipped.append(nudge)
            elif not (nudge.heeds_quiet and watch.settings.is_quiet(now, site.zone)):
                by_person.setdefault(nudge.person, []).append(nudge)
    sites = {site.short: site for site in watch.sites}
    asks = tuple(_ask(person, nudges, sites, has_come) for person, nudges in sorted(by_person.items()))
    return Owed(asks, tuple(skipped))


def _with_snoozes(nudges: Sequence[Nudge], snoozes: Mapping[int, Snooze | None]) -> Iterable[Nudge]:
    """The plan as a snooze changes it: what falls within waits for its end, what was due before comes again."""
    again: dict[int, Nudge] = {}
    for nudge in nudges:
        snooze = snoozes.get(nudge.person)
        if snooze is None:
            yield nudge
            continue
        if snooze.at < nudge.due < snooze.until < nudge.until:
            yield replace(nudge, due=snooze.until)
        elif not snooze.at < nudge.due < snooze.until:
            yield nudge
        if nudge.due <= snooze.at < nudge.until or snooze.at < nudge.due < snooze.until:
            again[nudge.person] = replace(
                nudge,
                kind=f"again-{snooze.until.astimezone(UTC):%Y%m%dT%H%M}",
                due=snooze.until,
                until=snooze.until + AGAIN_USEFUL_FOR,
                heeds_quiet=False,
            )
    yield from again.values()


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
