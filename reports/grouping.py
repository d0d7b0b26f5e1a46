"""What the bot says in groups and of them: the board with a site's state, and how a group is bound."""

from collections.abc import Sequence

from reports import chat
from reports.overview import Standing, State
from reports.wording import Wording, first_that_fits
from shelter.sites import Kind, Site


def board(wording: Wording, standing: Standing) -> str:
    """The pinned message: the state of one site on its current date, and how to report it."""
    site, when = standing.site, wording.reporting_date(standing.site, standing.date)
    told, how = _state(wording, standing)
    return first_that_fits(
        f"{site.name}, {when}: {told} {how}".rstrip(),
        f"{site.short}, {when}: {told} {how}".rstrip(),
        f"{site.short}, {when}: {told}",
    )


def _state(wording: Wording, standing: Standing) -> tuple[str, str]:
    report, site = standing.report, standing.site
    figures = None
    if report is not None:
        figures = report.queue if site.kind is Kind.INTAKE else report.count
    if report is not None and report.closed:
        return wording.say("closed") + ".", ""
    if figures is not None:
        told = chat.figures_of(wording, site, standing.date, figures)
        return f"{told}.", wording.say("Wrong? Reply with the right numbers.")
    if standing.state is State.NOT_SCHEDULED:
        return wording.say("not open by plan."), ""
    example = (
        wording.say("queue 34 placed 22")
        if site.kind is Kind.INTAKE
        else wording.say("W{women} M{men}", women=9, men=19)
    )
    how = wording.say("Reply to this with for example {example}.", example=example)
    if standing.state is State.MISSING:
        return wording.say("missing") + ".", how
    return wording.say("no count yet."), how


def bound(wording: Wording, site: Site) -> str:
    return first_that_fits(
        *(
            wording.say(
                "This group now belongs to {site}. Its staff report by replying to me. Let me pin messages, please.",
                site=name,
            )
            for name in (site.name, site.short)
        )
    )


def anonymous(wording: Wording) -> str:
    """To somebody who writes as the group or as a channel: nothing is taken from who cannot be known."""
    return wording.say(
        "You write as a group or channel, so I cannot see who you are: nothing is stored. Write as yourself."
    )


def unbound(wording: Wording, site: Site) -> str:
    return first_that_fits(wording.say("This group no longer belongs to {site}.", site=site.name))


def not_bound(wording: Wording) -> str:
    return wording.say("This group belongs to no site.")


def how_to_bind(wording: Wording, sites: Sequence[Site]) -> str:
    """To a coordinator who named no site."""
    shorts = wording.alternatives([site.short for site in sites])
    return first_that_fits(
        wording.say("Write /bind and the site, in the group: {sites}.", sites=shorts),
        wording.say("Write /bind and the site's short name, in the group."),
    )


def link(wording: Wording, site: Site, link: str) -> str:
    """To a coordinator, in private: a link is not cut; it may take a second segment."""
    return wording.say("Choose the group of {site}, and I join it: {link}", site=site.short, link=link)


def no_bot_yet(wording: Wording) -> str:
    return wording.say("There is no Telegram bot yet.")


def lost(wording: Wording, site: Site) -> str:
    """To the coordinators: the bot is out of a group, or may no longer write there."""
    return first_that_fits(
        *(
            wording.say(
                "I was removed from the group of {site} or may not write there. Add me and write /bind {short} in it.",
                site=name,
                short=site.short,
            )
            for name in (site.name, site.short)
        )
    )


def cannot_pin(wording: Wording, site: Site) -> str:
    """To the coordinators: everything works but the pin."""
    return first_that_fits(
        *(
            wording.say(
                "I may not pin messages in the group of {site}. Make me an administrator there who may.",
                site=name,
            )
            for name in (site.name, site.short)
        )
    )
