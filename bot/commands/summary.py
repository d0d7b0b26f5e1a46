"""/summary: the totals of a period, for all sites the asker may see, for one or for an organisation's."""

from bot.commands.asked import audience_of, part_in, period_in
from bot.commands.beside import totals_beside
from bot.commands.scene import Scene
from bot.commands.totals_panel import open_at_totals
from reports import totals_text
from shelter.messages import Answer
from shelter.people import Deed
from shelter.periods import UnknownPeriod
from storage.telegram import CHANNEL
from storage.wishes import Wish


def summary(scene: Scene) -> Wish[Answer]:
    """One SMS segment; on Telegram the whole, with buttons."""
    sites = scene.house.within_reach(scene.person, Deed.SEE_TOTALS)
    words, part = part_in(scene.argument, sites)
    try:
        period = period_in(scene, words)
    except UnknownPeriod as fault:
        return Answer(totals_text.not_a_period(scene.wording, fault))
    if scene.incoming.channel == CHANNEL:
        return (yield from open_at_totals(scene, period, part))
    chosen = part.sites if part else sites
    beside = yield from totals_beside(chosen, period, scene.incoming.moment, audience_of(scene))
    return Answer(totals_text.in_one_segment(scene.wording, beside, part))
