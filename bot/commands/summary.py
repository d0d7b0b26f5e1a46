"""/summary: the totals of a period, for all sites the asker may see or for one."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.scene import Scene
from reports import totals_text
from shelter.house import House
from shelter.messages import Answer
from shelter.people import Deed
from shelter.period import half_year_of
from shelter.periods import Period, UnknownPeriod, parse_period
from shelter.sites import Site
from shelter.totals import Totals, totals
from storage.counts import reports_between
from storage.wishes import Wish


def summary(scene: Scene) -> Wish[Answer]:
    sites = scene.house.within_reach(scene.person, Deed.SEE_TOTALS)
    words, site = _split_off_site(scene.argument, sites)
    today = scene.incoming.moment.astimezone(scene.house.zone).date()
    try:
        period = parse_period(words, today) if words else half_year_of(today)
    except UnknownPeriod as fault:
        return Answer(totals_text.not_a_period(scene.wording, fault))
    told = yield from totals_of_period(sites if site is None else [site], period, scene.incoming.moment)
    return Answer(totals_text.in_one_segment(scene.wording, told, site))


def totals_of_period(sites: Sequence[Site], period: Period, now: datetime) -> Wish[Totals]:
    reports = yield from reports_between(period.first, period.last)
    return totals(sites, reports, period, now)


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
