"""Remind me: an own reminder time, a pause in the reminders, and the evening's free beds."""

from datetime import datetime, timedelta

from bot.commands.scene import Scene
from bot.commands.when import after_in, clock_in, has_number, is_off
from reports import nightly, setting
from shelter.dates import local, reporting_date
from shelter.escalation import Own, Snooze, Wished
from shelter.messages import Answer
from shelter.nightly import summary_of
from shelter.nudges import own_moment
from shelter.people import Deed
from shelter.sites import Kind
from storage.news import reports_on
from storage.reminders import wishes_of
from storage.wishes import Wish

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=4)
"""A pause in the reminders: longer than that is being reminded of another night."""


def remind(scene: Scene) -> Wish[Answer]:
    """`remind me 21:45`, `remind me in 30 minutes`, `remind me as usual`; alone, what holds now."""
    now = scene.incoming.moment
    if not scene.argument:
        own, _, _ = yield from wishes_of(scene.person.id)
        return Answer(setting.reminder_is(scene.wording, own))
    if is_off(scene.argument):
        return Answer(setting.reminder_is(scene.wording, None), settings=(Wished(Own.REMINDER, None),))
    if clock := clock_in(scene.argument):
        sites = [scene.house.site(short) for short in scene.person.sites]
        today = now.astimezone(scene.house.zone).date()
        if sites and all(own_moment(site, today, clock) is None for site in sites):
            return Answer(setting.after_deadline(scene.wording, sites[0].deadline.at))
        return Answer(setting.reminder_is(scene.wording, clock), settings=(Wished(Own.REMINDER, clock),))
    pause = after_in(scene.argument)
    if pause is None or not SHORTEST <= pause <= LONGEST:
        return Answer(setting.how_to_be_reminded(scene.wording))
    until = _on_the_minute(now + pause)
    text = setting.paused(scene.wording, until.astimezone(scene.house.zone).time())
    return Answer(text, settings=(Snooze(now, until),))


def _on_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def free_beds(scene: Scene) -> Wish[Answer]:
    """`free beds` now, or `free beds 21:00` each evening; `free beds off`."""
    if is_off(scene.argument):
        return Answer(setting.free_beds_at(scene.wording, None), settings=(Wished(Own.FREE_BEDS, None),))
    if clock := clock_in(scene.argument):
        if clock.hour < 3:
            return Answer(setting.not_at_night(scene.wording))
        return Answer(setting.free_beds_at(scene.wording, clock), settings=(Wished(Own.FREE_BEDS, clock),))
    if has_number(scene.argument):  # meant as a time, which it is not
        return Answer(setting.how_to_set_free_beds(scene.wording))
    sites = [
        site
        for site in scene.house.within_reach(scene.person, Deed.SEE_TONIGHT)
        if site.kind is Kind.NIGHT and not site.practice
    ]
    if not sites:
        return Answer(setting.no_shelter(scene.wording))
    now = scene.incoming.moment
    day = reporting_date(sites[0], now) or local(sites[0], now).date() - timedelta(days=1)
    told = summary_of(sites, (yield from reports_on([day])), day, (), now)
    if not told.nights:
        return Answer(setting.no_shelter(scene.wording))
    return Answer(nightly.free_beds(scene.wording, told.nights, day))
