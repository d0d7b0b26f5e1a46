"""Tonight: who has reported for the date being served now, and the free beds."""

from datetime import date, datetime, timedelta

from bot.commands.scene import Scene
from reports import overview
from reports.overview import Standing, State
from shelter.dates import deadline, local, reporting_date
from shelter.messages import Answer
from shelter.people import Deed
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
    standings = [_standing(site, now, reports) for site in sites if not site.practice]
    return Answer(overview.tonight(scene.wording, standings))


def _standing(site: Site, now: datetime, reports: dict[tuple[str, date], Report]) -> Standing:
    today = local(site, now).date()
    # Between two nights the one just past is what can be told about.
    day = reporting_date(site, now) or today - timedelta(days=1)
    report = reports.get((site.short, day))
    if not site.is_scheduled(day) and report is None:
        state = State.NOT_SCHEDULED
    else:
        state = State.AWAITED if now <= deadline(site, day) else State.MISSING
    return Standing(site, day, report, state)
