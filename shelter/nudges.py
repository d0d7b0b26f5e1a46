"""The nudges that a silent site and date could bring: to whom, from when, and how long each is of use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shelter.dates import deadline, opening
from shelter.escalation import (
    AS_USUAL,
    RULES,
    Escalation,
    Rule,
    SiteSettings,
    Staff,
    Step,
    next_clock,
)
from shelter.people import Role
from shelter.sites import Kind, Site

USEFUL_FOR = timedelta(hours=12)
"""How long an escalation is of use: the next night has not begun to be missed by then."""

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
    """Who is asked about one site: the first in the house file first, then the next, the leads, the coordinators.

    Whoever cannot be reached comes after all who can: asking them would be asking nobody.
    """

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
        asked = sorted(reporters.get(site.short, []), key=lambda one: not one.reachable)
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
        ends = [due for _, due, _ in mine]
        for (kind, due, heeds), until in zip(mine, [*ends[1:], starts], strict=False):
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
