"""Groups: bound to a site by a coordinator; what is said in one is for its site, and what is not for all stays out."""

from enum import Enum, auto

from bot.commands.scene import Scene
from reports import grouping
from shelter.messages import Answer, Incoming
from shelter.people import Deed, Person, Reach, may, reach
from shelter.sites import Site
from storage.groups import bind_group, site_of_group, unbind_group
from storage.telegram import bot_username
from storage.wishes import Wish


class Heard(Enum):
    """How something that was said in a group is taken."""

    FOR_THE_SITE = auto()
    """As if the group's site were the only one; the group reads the answer."""
    ALONE = auto()
    """As if it had been said in private; the answer goes to the sender alone."""
    REFUSED = auto()
    """The sender has nothing to do with the group's site, and is told so alone."""
    IGNORED = auto()


def heard(
    person: Person, site: str | None, deed: Deed | None, incoming: Incoming, *, in_group: bool
) -> Heard:
    """How what `person` says in a group that is bound to `site` (None: to none) is taken: nothing by default.

    `in_group` says whether the answer to it may be read by all who are there.
    """
    if deed is Deed.BIND and incoming.press is None:
        return Heard.IGNORED if reach(person, deed) is Reach.NONE else Heard.FOR_THE_SITE
    if site is None:
        return Heard.IGNORED
    if incoming.press is not None:
        deed, in_group = Deed.REPORT, True
    if not in_group:
        return Heard.ALONE
    return Heard.FOR_THE_SITE if deed is not None and may(person, deed, site) else Heard.REFUSED


def link(username: str, short: str) -> str:
    """Opens the list of one's groups, and binds the one that is chosen to the site."""
    return f"https://t.me/{username}?startgroup={short.encode().hex()}"


def short_in(payload: str) -> str | None:
    """The site's short that a link from `link` brings; None for anything else."""
    try:
        return bytes.fromhex(payload).decode() or None
    except ValueError:
        return None


def bind(scene: Scene) -> Wish[Answer]:
    """`/bind A` in a group binds it; in private it gives the link that puts the bot in a group and binds that."""
    site = _named(scene)
    incoming = scene.incoming
    if site is None:
        return Answer(grouping.how_to_bind(scene.wording, scene.house.sites))
    if incoming.group is None:
        username = yield from bot_username()
        if username is None:
            return Answer(grouping.no_bot_yet(scene.wording))
        return Answer(grouping.link(scene.wording, site, link(username, site.short)))
    yield from bind_group(
        incoming.group, site.short, scene.wording.language, scene.person.id, incoming.moment, incoming.topic
    )
    return Answer(grouping.bound(scene.wording, site))


def unbind(scene: Scene) -> Wish[Answer]:
    """`/unbind` in a group: it is no site's any more."""
    incoming = scene.incoming
    if incoming.group is None:
        return Answer(grouping.how_to_bind(scene.wording, scene.house.sites))
    short = yield from site_of_group(incoming.group)
    if short is None:
        return Answer(grouping.not_bound(scene.wording))
    yield from unbind_group(incoming.group)
    return Answer(grouping.unbound(scene.wording, scene.house.site(short)))


def _named(scene: Scene) -> Site | None:
    wanted = scene.argument.casefold().strip()
    sites = scene.house.sites
    if not wanted and len(sites) == 1:
        return sites[0]
    return next((site for site in sites if wanted in (site.short.casefold(), site.name.casefold())), None)
