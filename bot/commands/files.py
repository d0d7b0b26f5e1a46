"""/file and /chart: the report as files, its diagrams as pictures, both sent behind the answer."""

from bot.commands.asked import (
    DIAGRAMS,
    DRAFT,
    FORMS,
    INTERNAL,
    part_in,
    period_in,
    reported_period_in,
    taken,
)
from bot.commands.following import charts, refused_period, report_file
from bot.commands.scene import Scene
from bot.commands.totals_panel import open_at_files
from reports import enclosed, totals_text
from shelter.enclosures import CARRY_FILES
from shelter.messages import Answer
from shelter.people import Deed, Role
from shelter.periods import UnknownPeriod
from shelter.privacy import Audience
from storage.telegram import CHANNEL
from storage.wishes import Wish


def file_(scene: Scene) -> Wish[Answer]:
    """The half-year report in the form that is named."""
    words = scene.wording
    if scene.incoming.channel not in CARRY_FILES:
        return Answer(enclosed.not_here(words))
    rest, form = taken(scene.argument, FORMS)
    rest, internal = taken(rest, INTERNAL)
    rest, draft = taken(rest, DRAFT)
    if form is None:
        rest, form = taken(rest, FORMS)
    if part_in(rest, scene.house.sites)[1] is not None:
        return Answer(enclosed.whole_house(words))
    try:
        period = reported_period_in(scene, rest)
    except UnknownPeriod as fault:
        return Answer(totals_text.not_a_period(words, fault))
    if internal and scene.person.role is not Role.COORDINATOR:
        return Answer(enclosed.internal_refused(words))
    if (refused := refused_period(scene, period)) is not None:
        return refused
    if form is None:
        if scene.incoming.channel == CHANNEL:
            return (yield from open_at_files(scene, period))
        return Answer(enclosed.which_form(words))
    audience = Audience.STAFF if internal else Audience.PUBLIC
    return (yield from report_file(scene, form, period, audience, draft=bool(draft)))


def chart(scene: Scene) -> Wish[Answer]:
    """The diagram that is named, or those that fit what is asked about."""
    words = scene.wording
    if scene.incoming.channel not in CARRY_FILES:
        return Answer(enclosed.not_here(words))
    sites = scene.house.within_reach(scene.person, Deed.SEE_TOTALS)
    rest, diagram = taken(scene.argument, DIAGRAMS)
    rest, part = part_in(rest, sites)
    if diagram is None:
        rest, diagram = taken(rest, DIAGRAMS)
    try:
        period = period_in(scene, rest)
    except UnknownPeriod as fault:
        return Answer(totals_text.not_a_period(words, fault))
    if (refused := refused_period(scene, period)) is not None:
        return refused
    return (yield from charts(scene, period, part, diagram))
