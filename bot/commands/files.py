"""/file and /chart: the report as files, its diagrams as pictures, both sent behind the answer."""

from bot.commands.asked import OF_CHARTS, OF_FILES, asked, not_read, today_at
from bot.commands.following import charts, refused_period, report_file
from bot.commands.scene import Scene
from bot.commands.totals_panel import open_at_files
from reports import enclosed
from reports.period_words import not_a_period
from shelter.enclosures import CARRY_FILES
from shelter.messages import Answer
from shelter.people import Deed, Role
from shelter.period import half_year_of, period_before
from shelter.periods import UnknownPeriod
from shelter.privacy import Audience
from storage.telegram import CHANNEL
from storage.wishes import Wish


def file_(scene: Scene) -> Wish[Answer]:
    """The half-year report in the form that is named, of the last half-year where no period is."""
    words = scene.wording
    if scene.incoming.channel not in CARRY_FILES:
        return Answer(enclosed.not_here(words))
    try:
        said = asked(scene.argument, scene.house.sites, today_at(scene), OF_FILES)
    except UnknownPeriod as fault:
        return Answer(not_a_period(words, fault))
    if said.part is not None:
        return Answer(enclosed.whole_house(words))
    if said.internal and scene.person.role is not Role.COORDINATOR:
        return Answer(enclosed.internal_refused(words))
    period = said.period or period_before(half_year_of(today_at(scene)))
    if (refused := refused_period(scene, period)) is not None:
        return refused
    if said.form is None:
        if scene.incoming.channel == CHANNEL:
            return (yield from open_at_files(scene, period))
        return Answer(enclosed.which_form(words))
    audience = Audience.STAFF if said.internal else Audience.PUBLIC
    return (yield from report_file(scene, said.form, period, audience, draft=said.draft))


def chart(scene: Scene) -> Wish[Answer]:
    """The diagram that is named, or those that fit what is asked about."""
    words = scene.wording
    if scene.incoming.channel not in CARRY_FILES:
        return Answer(enclosed.not_here(words))
    sites = scene.house.within_reach(scene.person, Deed.SEE_TOTALS)
    try:
        said = asked(scene.argument, sites, today_at(scene), OF_CHARTS)
    except UnknownPeriod as fault:
        return not_read(scene, fault, OF_CHARTS)
    period = said.period or half_year_of(today_at(scene))
    if (refused := refused_period(scene, period)) is not None:
        return refused
    return (yield from charts(scene, period, said.part, said.diagram))
