"""Missing: the due reports of the last 35 days that have not come."""

from datetime import timedelta

from bot.commands.scene import Scene
from reports import overview
from shelter.dates import CORRECTION_DAYS
from shelter.messages import Answer
from shelter.people import Deed
from shelter.period import Period
from storage.totals import totals_of_period
from storage.wishes import Wish


def missing(scene: Scene) -> Wish[Answer]:
    now = scene.incoming.moment
    today = now.astimezone(scene.house.zone).date()
    sites = scene.house.within_reach(scene.person, Deed.SEE_MISSING)
    period = Period(today - timedelta(days=CORRECTION_DAYS), today)
    told = yield from totals_of_period(sites, period, now)
    return Answer(overview.missing(scene.wording, told.missing, CORRECTION_DAYS))
