"""Who may do what, and where: one table, deny by default (P9)."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    REPORTER = "reporter"
    SITE_LEAD = "site_lead"
    COORDINATOR = "coordinator"
    VIEWER = "viewer"


class Deed(StrEnum):
    """What a person can ask the house to do."""

    REPORT = "report"
    SEE_TONIGHT = "see_tonight"
    SEE_MISSING = "see_missing"
    SEE_TOTALS = "see_totals"
    GET_FILES = "get_files"
    SET_ESCALATION = "set_escalation"
    INVITE = "invite"
    REMIND_OTHERS = "remind_others"
    SEE_NUMBERS = "see_numbers"
    """Phone numbers of staff, to call a site that is silent."""
    SEE_ASIDE = "see_aside"
    """Messages of others that could not be handled, as they wrote them."""
    BIND = "bind"
    """Connect a group to a site: what its staff say there is then for the site, and all in it see tonight's count."""


class Reach(StrEnum):
    """The sites a deed is allowed for."""

    NONE = "none"
    OWN = "own"
    ALL = "all"


MAY: dict[Role, dict[Deed, Reach]] = {
    Role.REPORTER: {
        Deed.REPORT: Reach.OWN,
        Deed.SEE_TONIGHT: Reach.OWN,
        Deed.SEE_MISSING: Reach.OWN,
        Deed.SEE_TOTALS: Reach.OWN,
    },
    Role.SITE_LEAD: {
        Deed.REPORT: Reach.OWN,
        Deed.SEE_TONIGHT: Reach.OWN,
        Deed.SEE_MISSING: Reach.OWN,
        Deed.SEE_TOTALS: Reach.OWN,
        Deed.INVITE: Reach.OWN,
    },
    Role.COORDINATOR: {
        Deed.SET_ESCALATION: Reach.ALL,
        Deed.REPORT: Reach.ALL,
        Deed.SEE_TONIGHT: Reach.ALL,
        Deed.SEE_MISSING: Reach.ALL,
        Deed.SEE_TOTALS: Reach.ALL,
        Deed.GET_FILES: Reach.ALL,
        Deed.INVITE: Reach.ALL,
        Deed.REMIND_OTHERS: Reach.ALL,
        Deed.SEE_NUMBERS: Reach.ALL,
        Deed.SEE_ASIDE: Reach.ALL,
        Deed.BIND: Reach.ALL,
    },
    Role.VIEWER: {
        Deed.SEE_TOTALS: Reach.ALL,
        Deed.GET_FILES: Reach.ALL,
    },
}

BY_NUMBER: frozenset[Deed | None] = frozenset(
    {None, Deed.REPORT, Deed.SEE_TONIGHT, Deed.SEE_MISSING, Deed.SEE_TOTALS, Deed.GET_FILES}
)
"""The deeds (None: what needs no leave) for which a phone number is proof enough, as numbers can be faked.

What changes who may do what, or what cannot be undone by another text, is never among them.
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who reports or reads; `sites` are the shorts of their own sites, in house order.

    `id` is 0 for a person who is not stored yet. `language` is None where the house's default holds.
    """

    id: int
    name: str
    role: Role
    sites: tuple[str, ...] = ()
    language: str | None = None


def reach(person: Person, deed: Deed) -> Reach:
    return MAY.get(person.role, {}).get(deed, Reach.NONE)


def may(person: Person, deed: Deed, site: str) -> bool:
    """Whether `person` may do `deed` at the site with the short `site`."""
    allowed = reach(person, deed)
    return allowed is Reach.ALL or (allowed is Reach.OWN and site in person.sites)
