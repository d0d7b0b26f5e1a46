"""The house: all sites that report together, in the order that every table and list shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from shelter.people import Deed, Person, Reach, reach
from shelter.sites import Site


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the house that somebody asks about: a site, or those of an organisation that they may see."""

    name: str
    short: str
    sites: tuple[Site, ...]

    @property
    def shorts(self) -> tuple[str, ...]:
        return tuple(site.short for site in self.sites)


def parts_of(sites: Sequence[Site]) -> list[Part]:
    """Each site, then each organisation with more than one of them, where there is more than one."""
    organisations: dict[str, list[Site]] = {}
    for site in sites:
        organisations.setdefault(site.organisation, []).append(site)
    found = [Part(site.name, site.short, (site,)) for site in sites]
    if len(organisations) > 1:
        found += [Part(name, name, tuple(held)) for name, held in organisations.items() if len(held) > 1]
    return found


@dataclass(frozen=True)
class House:
    version: int
    zone: ZoneInfo
    sites: tuple[Site, ...]
    only: str | None = None
    """The short of the one site that is spoken of, as in a group; None where all are."""

    def site(self, short: str) -> Site:
        """The site with that short. Raises KeyError for one the house does not have."""
        for site in self.sites:
            if site.short == short:
                return site
        raise KeyError(short)

    def within_reach(self, person: Person, deed: Deed) -> tuple[Site, ...]:
        """The sites at which `person` may do `deed`, in house order."""
        allowed = reach(person, deed)
        spoken_of = self.sites
        if self.only is not None:
            spoken_of = tuple([site for site in self.sites if site.short == self.only])
        if allowed is Reach.ALL:
            return spoken_of
        if allowed is not Reach.OWN:
            return ()
        return tuple([site for site in spoken_of if site.short in person.sites])
