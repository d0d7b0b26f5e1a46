"""The half-year report as a document: every section in its order, in the reader's language."""

from itertools import chain

from reports.document import Document
from reports.halfyear.annex import annex, codebook, corrections_table, daily_table
from reports.halfyear.background import background
from reports.halfyear.compared import comparisons, context
from reports.halfyear.day import day
from reports.halfyear.equality import equality
from reports.halfyear.intake import intake
from reports.halfyear.night import night
from reports.halfyear.quality import change_lines, origin, quality
from reports.halfyear.scene import QUALITY_SECTION, Scene
from reports.halfyear.summary import summary
from reports.wording import wording
from shelter.activity import Activity
from shelter.standing import NEVER, Standing

CHANGES_IN_FRONT = 12
"""More are told where the quality of the figures is: the front stays one page."""

SECTIONS = (summary, background, night, intake, day, equality, quality, origin, comparisons, context)


def report(figures: Activity, standing: Standing, language: str) -> Document:
    """The document of `figures`; the same figures and standing give the same document, for ever."""
    scene = Scene(wording(language), figures, standing)
    say = scene.words.say
    daily, corrections = daily_table(scene), corrections_table(scene)
    blocks = [*chain.from_iterable(section(scene) for section in SECTIONS)]
    blocks += annex(scene, daily, corrections)
    return Document(
        language=language,
        title=say("Activity report – support for vulnerable EU and third-country nationals"),
        subtitle=scene.period(),
        front=_front(scene),
        contents_heading=say("Contents"),
        blocks=tuple(blocks),
        annex=(daily,),
        codebook=codebook(scene),
        organisation=say("The partnership"),
        keywords=say("overnight stays, visits, occupancy, gender equality"),
        extracted=standing.extracted,
    )


def _front(scene: Scene) -> tuple[str, ...]:
    say, numerals, standing = scene.words.say, scene.numerals, scene.standing
    zone = scene.figures.sites[0].zone if scene.figures.sites else standing.extracted.tzinfo
    lines = [
        say("Status: draft")
        if standing.signed_at is None
        else say("Status: signed off {moment}", moment=numerals.moment(standing.signed_at.astimezone(zone))),
        say("Version {number}", number=standing.version),
    ]
    if standing.extracted != NEVER:
        moment = numerals.moment(standing.extracted.astimezone(zone))
        lines.append(say("Figures as of {moment}", moment=moment))
    if scene.figures.through >= scene.figures.period.first:
        lines.append(say("Last reporting date included: {day}", day=numerals.dated(scene.figures.through)))
    lines += [say("Accepted at sign-off: {finding}", finding=finding) for finding in standing.accepted]
    changes = change_lines(scene)
    if changes:
        lines += [say("Changed since the last version:"), *changes[:CHANGES_IN_FRONT]]
    if len(changes) > CHANGES_IN_FRONT:
        lines.append(
            say(
                "and {more} more, all in section {section}",
                more=numerals.whole(len(changes) - CHANGES_IN_FRONT),
                section=QUALITY_SECTION,
            )
        )
    return tuple(lines)
