"""Escalation: what the coordinator sets of reminding, the own time of the nightly summary, and how the jobs run."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from bot.commands.scene import Scene
from bot.commands.site_escalation import escalation_of, minutes_in, site_before
from bot.commands.when import clock_in, has_number, is_off
from reports import chasing, nightly, setting
from shelter.dates import CORRECTION_DAYS
from shelter.escalation import Own, Reset, Wished
from shelter.messages import ROOMY, Answer
from shelter.nightly import EARLIEST, compared_dates, summary_of
from storage.escalation import escalation as settings_kept
from storage.news import channels_on, corrected_since, reports_on
from storage.runs import last_done, latest_runs
from storage.wishes import Wish

STEPS = {
    "colleague": ("kollega", "colleague"),
    "site_lead": ("ledare", "platsansvarig", "lead"),
    "coordinator": ("samordnare", "coordinator"),
}
TIMES = {
    "summary_at": ("sammanfattning", "nattrapport", "summary", "nightly"),
    "digest_at": ("vecka", "veckorapport", "digest"),
}
QUIET = ("tyst", "quiet")
STEP_OF = {word: name for name, words in STEPS.items() for word in words}


def escalation(scene: Scene) -> Wish[Answer]:
    """`escalation` shows the settings; `escalation coordinator 90`, `escalation quiet 22:00-07:00` change one.

    `escalation A` and what follows it are about one site.
    """
    site, behind = site_before(scene.argument, scene.house.sites)
    if site is not None:
        return (yield from escalation_of(scene, site, behind, STEP_OF))
    kept = yield from settings_kept()
    word, _, value = scene.argument.casefold().strip(" .!").partition(" ")
    if not word:
        return Answer(setting.escalation_is(scene.wording, kept))
    resets = _resets(word, value.strip())
    if not resets:
        return Answer(setting.how_to_escalate(scene.wording, scene.house.sites[0].short))
    changed: dict[str, Any] = {reset.name: reset.value for reset in resets}
    return Answer(setting.escalation_is(scene.wording, replace(kept, **changed)), settings=resets)


def _resets(word: str, value: str) -> tuple[Reset, ...]:
    """What is to be changed; nothing when the words name no setting or no value that it may have."""
    if (step := STEP_OF.get(word)) is not None:
        minutes = minutes_in(value)
        return (Reset(step, minutes),) if minutes is not None or is_off(value) else ()
    for name, words in TIMES.items():
        clock = clock_in(value)
        if word in words and clock is not None and clock >= EARLIEST:
            return (Reset(name, clock),)
    ends = [clock_in(end) for end in value.split("-")]
    if (
        word in QUIET
        and len(ends) == 2
        and ends[0] is not None
        and ends[1] is not None
        and ends[0] != ends[1]
    ):
        return (Reset("quiet_from", ends[0]), Reset("quiet_to", ends[1]))
    return ()


def nightly_summary(scene: Scene) -> Wish[Answer]:
    """`nightly` tells the last night whole, since it was asked for; `nightly 07:30` is its own time from now on."""
    if is_off(scene.argument):
        kept = yield from settings_kept()
        return _summary_at(scene, None, kept.summary_at)
    if clock := clock_in(scene.argument):
        if clock < EARLIEST:
            return Answer(setting.not_at_night(scene.wording))
        return _summary_at(scene, clock, clock)
    if has_number(scene.argument):  # meant as a time, which it is not
        return Answer(setting.how_to_set_summary(scene.wording))
    now = scene.incoming.moment
    day = now.astimezone(scene.house.zone).date() - timedelta(days=1)
    reports = yield from reports_on(compared_dates(day))
    corrected = yield from corrected_since(now - timedelta(days=1), day - timedelta(days=CORRECTION_DAYS))
    channels = yield from channels_on(day)
    told = summary_of(scene.house.sites, reports, day, corrected, now, channels)
    below = chasing.buttons(scene.wording, told) if scene.incoming.channel in ROOMY else ()
    return Answer(nightly.summary_whole(scene.wording, told), buttons=below)


def _summary_at(scene: Scene, own: time | None, at: time) -> Answer:
    return Answer(setting.summary_at(scene.wording, at), settings=(Wished(Own.SUMMARY, own),))


def jobs(scene: Scene) -> Wish[Answer]:
    """When each job ran last, and whether it went well; where there is room, also how long it took and what it did."""
    runs = yield from latest_runs()
    backup = yield from last_done("backup")
    tell = setting.jobs_whole if scene.incoming.channel in ROOMY else setting.jobs
    return Answer(tell(scene.wording, runs, backup, scene.house.zone))
