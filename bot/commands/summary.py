"""/summary: the totals of a period, for all sites the asker may see or for one."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.scene import Scene
from reports import totals_text
from reports.totals_text import Beside
from shelter.comparison import comparison
from shelter.house import House
from shelter.messages import Answer
from shelter.people import Deed, Role
from shelter.period import half_year_of, period_before, same_period_last_year
from shelter.periods import Period, UnknownPeriod, parse_period
from shelter.privacy import Audience
from shelter.sites import Site
from storage.totals import totals_of_periods
from storage.wishes import Wish


def summary(scene: Scene) -> Wish[Answer]:
    sites = scene.house.within_reach(scene.person, Deed.SEE_TOTALS)
    words, site = _split_off_site(scene.argument, sites)
    today = scene.incoming.moment.astimezone(scene.house.zone).date()
    try:
        period = parse_period(words, today) if words else half_year_of(today)
    except UnknownPeriod as fault:
        return Answer(totals_text.not_a_period(scene.wording, fault))
    audience = Audience.PUBLIC if scene.person.role is Role.VIEWER else Audience.STAFF
    chosen = sites if site is None else (site,)
    beside = yield from totals_beside(chosen, period, scene.incoming.moment, audience)
    return Answer(totals_text.in_one_segment(scene.wording, beside, site))


def totals_beside(
    sites: Sequence[Site], period: Period, now: datetime, audience: Audience = Audience.STAFF
) -> Wish[Beside]:
    """The totals beside those of the same period last year and of the period before (C12)."""
    told, *earlier = yield from totals_of_periods(
        sites, [period, same_period_last_year(period), period_before(period)], now, audience
    )
    return Beside(told, *(comparison(told, then) if then.reports.received else None for then in earlier))


def _split_off_site(argument: str, sites: tuple[Site, ...]) -> tuple[str, Site | None]:
    """The words of the period, and the site named before or after them."""
    words = argument.strip()
    for site in sites:
        for name in (site.name, site.short):
            if words.casefold().startswith(f"{name.casefold()} ") or words.casefold() == name.casefold():
                return words[len(name) :].strip(" ,"), site
            if words.casefold().endswith(f" {name.casefold()}"):
                return words[: -len(name)].strip(" ,"), site
    return words, None


def site_named(house: House, name: str) -> Site | None:
    """The site with that name or short, in any case."""
    wanted = name.casefold().strip()
    return next(
        (site for site in house.sites if wanted in (site.name.casefold(), site.short.casefold())), None
    )
