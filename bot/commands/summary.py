"""/summary: the totals of a period, for all sites the asker may see, for one or for an organisation's."""

from bot.commands.asked import OF_TOTALS, asked, audience_of, not_read, today_at
from bot.commands.beside import totals_beside
from bot.commands.scene import Scene
from bot.commands.totals_panel import open_at_totals
from reports.totals_segment import in_one_segment
from shelter.messages import Answer
from shelter.people import Deed
from shelter.period import half_year_of
from shelter.periods import UnknownPeriod
from storage.telegram import CHANNEL
from storage.wishes import Wish


def summary(scene: Scene) -> Wish[Answer]:
    """One SMS segment; on Telegram the whole, with buttons."""
    sites = scene.house.within_reach(scene.person, Deed.SEE_TOTALS)
    try:
        said = asked(scene.argument, sites, today_at(scene), OF_TOTALS)
    except UnknownPeriod as fault:
        return not_read(scene, fault, OF_TOTALS)
    period = said.period or half_year_of(today_at(scene))
    if scene.incoming.channel == CHANNEL:
        return (yield from open_at_totals(scene, period, said.part))
    chosen = said.part.sites if said.part else sites
    beside = yield from totals_beside(chosen, period, scene.incoming.moment, audience_of(scene))
    return Answer(in_one_segment(scene.wording, beside, said.part))
