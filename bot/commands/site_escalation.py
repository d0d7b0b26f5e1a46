"""`escalation A ...`: what the coordinator sets of reminding for one site, until it is taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.commands.scene import Scene
from bot.commands.when import clock_in, is_off
from reports import setting
from shelter.escalation import AS_USUAL, Rule, SiteReset, SiteSettings, When
from shelter.messages import Answer
from shelter.nudges import escalation_starts, reminder_moments, rule_of
from shelter.sites import Site
from storage.escalation import escalation, reminder_rules, site_settings
from storage.wishes import Wish

REMIND = ("påminn", "paminn", "påminnelse", "påminnelser", "remind", "reminder", "reminders")
FROM = ("från", "fran", "from")
AS_BEFORE = ("som vanligt", "as usual", "som huset", "as the house")
MOST_REMINDERS = 4
LOOK_AHEAD_DAYS = 14


def site_before(words: str, sites: Sequence[Site]) -> tuple[Site | None, str]:
    """The site that the words begin with, by name or short, and what stands behind it."""
    said = " ".join(words.split())
    named = [(name, site) for site in sites for name in (site.name, site.short)]
    for name, site in sorted(named, key=lambda one: -len(one[0])):
        head, behind = said[: len(name)], said[len(name) :]
        if head.casefold() == name.casefold() and behind[:1] in ("", " ", ":"):
            return site, behind.strip(" :")
    return None, said


def escalation_of(scene: Scene, site: Site, words: str, step_of: dict[str, str]) -> Wish[Answer]:
    """Show or change one site's settings; `step_of` are the words for the steps, in both languages."""
    held = (yield from site_settings()).get(site.short, AS_USUAL)
    rules = (yield from reminder_rules()).get(site.short, ())
    house = yield from escalation()
    today = scene.incoming.moment.astimezone(scene.house.zone).date()
    usual = rule_of(site, today, rules)

    def shown(own: SiteSettings) -> str:
        return setting.site_escalation_is(
            scene.wording, site, own.over_rule(usual), own.over_house(house), own != AS_USUAL
        )

    if not words:
        return Answer(shown(held))
    changed = _changed(held, words.casefold().strip(" .!"), step_of)
    if changed is None:
        return Answer(setting.how_to_escalate_site(scene.wording, site.short))
    if changed.reminders is not None and not _are_in_time(site, today, changed.over_rule(usual)):
        return Answer(setting.after_deadline(scene.wording, site.deadline.at))
    return Answer(shown(changed), settings=(SiteReset(site.short, changed),))


def _changed(held: SiteSettings, words: str, step_of: dict[str, str]) -> SiteSettings | None:
    """The site's settings after the words; None when they name no setting or no value that it may have."""
    if words in AS_BEFORE:
        return AS_USUAL
    word, _, value = words.partition(" ")
    as_before = value in AS_BEFORE
    if (step := step_of.get(word)) is not None:
        if as_before:
            return held.without_step(step)
        minutes = minutes_in(value)
        return held.with_step(step, minutes) if minutes is not None or is_off(value) else None
    if word in FROM:
        clock = None if as_before else clock_in(value)
        return replace(held, escalate_at=clock) if clock or as_before else None
    if word in REMIND:
        times = None if as_before else _times(value)
        return replace(held, reminders=times) if times or as_before else None
    return None


LONGEST_MINUTES = 720


def minutes_in(value: str) -> int | None:
    is_number = value.isascii() and value.isdigit() and len(value) <= len(str(LONGEST_MINUTES))
    return int(value) if is_number and int(value) <= LONGEST_MINUTES else None


def _times(value: str) -> tuple[When, ...] | None:
    """`22:30 07:30`, or minutes after closing as `+15 +120`."""
    parts = value.replace(",", " ").split()
    times: list[When] = []
    for part in parts[: MOST_REMINDERS + 1]:
        minutes = minutes_in(part[1:]) if part.startswith("+") else None
        when = clock_in(part) if minutes is None else timedelta(minutes=minutes)
        if when is None:
            return None
        times.append(when)
    return tuple(times) if len(times) <= MOST_REMINDERS else None


def _are_in_time(site: Site, today: date, rule: Rule) -> bool:
    """Whether each reminder comes before the silence is taken further, on the next date that is scheduled."""
    days = (today + timedelta(days=ahead) for ahead in range(LOOK_AHEAD_DAYS))
    day = next((day for day in days if site.is_scheduled(day)), None)
    if day is None:
        return True
    starts = escalation_starts(site, day, rule)
    return all(moment < starts for moment in reminder_moments(site, day, rule))
