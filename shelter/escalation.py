"""How the house reminds: the times of a site, the steps of an escalation, quiet hours, and what people ask for."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from shelter.people import Person
from shelter.sites import EVERY_DAY, Kind

When = time | timedelta
"""A clock time, the first one after opening; or so long after closing."""


class Step(StrEnum):
    """The steps of one silent site and date, in the order they are taken."""

    REMINDER = "reminder"
    DEADLINE = "deadline"
    COLLEAGUE = "colleague"
    SITE_LEAD = "site_lead"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Rule:
    """When a site is reminded on some weekdays of a season, and from when its silence is taken further.

    `escalate_at` is the first such clock time from the deadline on; None is the deadline itself.
    """

    reminders: tuple[When, ...]
    escalate_at: time | None = None
    weekdays: frozenset[int] = EVERY_DAY
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return (
            day.weekday() in self.weekdays
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
        )


RULES = {
    Kind.NIGHT: Rule((time(22, 30), time(7, 30))),
    Kind.DAY: Rule((timedelta(minutes=15), timedelta(hours=2)), escalate_at=time(9)),
    Kind.INTAKE: Rule((time(20, 15), time(9))),
}
"""Used where a site has no rule of its own. The intake, of which nothing was said, is reminded as the others
are: soon after it closes and in the morning before its deadline."""


STEPS = ("colleague", "site_lead", "coordinator")
"""The steps whose minutes can be set, for the house and for one site."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """The house's settings: minutes from the escalation's start to each step, None for never; quiet hours."""

    colleague: int | None = 0
    site_lead: int | None = 30
    coordinator: int | None = 60
    quiet_from: time = time(22)
    quiet_to: time = time(7)
    summary_at: time = time(10, 30)
    digest_at: time = time(13)
    """After the last deadline of the week, the intake's on Monday at noon."""

    def is_quiet(self, moment: datetime, zone: ZoneInfo) -> bool:
        clock = moment.astimezone(zone).time()
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    def awake(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """`moment`, or the end of the quiet hours it lies in."""
        if not self.is_quiet(moment, zone):
            return moment
        return next_clock(moment.astimezone(zone), self.quiet_to, zone)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the coordinator set for one site; None where the house file's rule holds.

    `steps` are those of the house's settings that are others here: their names with minutes, None for never.
    """

    reminders: tuple[When, ...] | None = None
    escalate_at: time | None = None
    steps: tuple[tuple[str, int | None], ...] = ()

    def over_house(self, settings: Escalation) -> Escalation:
        others: dict[str, Any] = dict(self.steps)
        return replace(settings, **others)

    def over_rule(self, rule: Rule) -> Rule:
        return replace(
            rule,
            reminders=rule.reminders if self.reminders is None else self.reminders,
            escalate_at=self.escalate_at or rule.escalate_at,
        )

    def with_step(self, name: str, minutes: int | None) -> "SiteSettings":
        return replace(self, steps=(*self.without_step(name).steps, (name, minutes)))

    def without_step(self, name: str) -> "SiteSettings":
        return replace(self, steps=tuple(step for step in self.steps if step[0] != name))


AS_USUAL = SiteSettings()


@dataclass(frozen=True, slots=True)
class Snooze:
    """Asked for at `at`: nothing before `until`, and then again what is still silent."""

    at: datetime
    until: datetime


class Own(StrEnum):
    """The clock times that a person may choose."""

    REMINDER = "own_time"
    SUMMARY = "summary_at"
    FREE_BEDS = "free_beds_at"


@dataclass(frozen=True, slots=True)
class Wished:
    """A person's own time for something; None takes the wish back."""

    own: Own
    clock: time | None


@dataclass(frozen=True, slots=True)
class Reset:
    """A setting of the house's Escalation, by its name, and what it is from now on."""

    name: str
    value: time | int | None


@dataclass(frozen=True, slots=True)
class SiteReset:
    """What holds at one site (its short) from now on, instead of what was set for it before."""

    site: str
    settings: SiteSettings


Setting = Wished | Snooze | Reset | SiteReset


@dataclass(frozen=True, slots=True)
class Staff:
    """A person with what they have asked for: their own reminder time, a snooze, evening news of free beds."""

    person: Person
    own_time: time | None = None
    snooze: Snooze | None = None
    summary_at: time | None = None
    free_beds_at: time | None = None
    reachable: bool = True
    """False for one who has not joined, has blocked the bot, or wants no texts and has nothing else."""


def next_clock(start: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, from `start` on at which the local clock shows `clock`.

    A time that is skipped in spring is the moment it would have been; one that comes twice is its first,
    unless only its second lies ahead.
    """
    day = start.astimezone(zone).date()
    for ahead, fold in product(range(3), (0, 1)):
        shown = datetime.combine(day + timedelta(days=ahead), clock, zone).replace(fold=fold)
        moment = shown.astimezone(UTC)
        if moment >= start:
            return moment
    raise AssertionError("every clock time comes within two days")
