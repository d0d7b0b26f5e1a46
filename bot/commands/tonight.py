"""Tonight: who has reported for the date being served now, and the free beds."""

from datetime import date, datetime, timedelta

from bot.commands.scene import Scene
from reports import overview
from reports.overview import Standing, State
from shelter.dates import local, reporting_date
from shelter.messages import Answer
from shelter.people import Deed
from shelter.schedule import late_from
from shelter.sites import Site
from shelter.sums import Report
from storage.counts import reports_between
from storage.wishes import Wish


def tonight(scene: Scene) -> Wish[Answer]:
    now = scene.incoming.moment
    sites = scene.house.within_reach(scene.person, Deed.SEE_TONIGHT)
    today = now.astimezone(scene.house.zone).date()
    held = yield from reports_between(today - timedelta(days=1), today)
    reports = {(report.site, report.date): report for report in held}
    standings = [
        standing(site, now, reports.get((site.short, current_date(site, now))))
        for site in sites
        if not site.practice
    ]
    return Answer(overview.tonight(scene.wording, standings))


def current_date(site: Site, now: datetime) -> date:
    """The date being served; between two nights the one just past is what can be told about."""
    return reporting_date(site, now) or local(site, now).date() - timedelta(days=1)


def standing(site: Site, now: datetime, report: Report | None) -> Standing:
    """A site on the date being served, with what is stored for that."""
    day = current_date(site, now)
    if not site.is_scheduled(day) and report is None:
        state = State.NOT_SCHEDULED
    else:
        state = State.AWAITED if now < late_from(site, day) else State.MISSING
    return Standing(site, day, report, state)
