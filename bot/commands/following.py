"""Files and pictures that follow an answer: what is asked for, what is refused, what is said of it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.asked import LONGEST_YEARS, WORD_OF, audience_of, drawable, is_too_long, today_at
from bot.commands.scene import Scene
from reports import enclosed
from shelter.enclosures import Diagram, Enclosed, Enclosure, FileForm
from shelter.house import Part
from shelter.messages import Answer
from shelter.people import Deed
from shelter.period import Period
from shelter.privacy import Audience
from storage.outbox import files_on_their_way
from storage.signoffs import is_signed
from storage.totals import totals_of_period
from storage.wishes import Wish

MOST_WAITING = 8
"""Files that may be on their way to one person: making them takes time that others need too."""


def report_file(
    scene: Scene, form: FileForm, period: Period, audience: Audience, *, draft: bool = False
) -> Wish[Answer]:
    """One file of the report, which follows. What is not signed off is a draft."""
    if (refused := (yield from _waiting(scene))) is not None:
        return refused
    draft = draft or not (yield from is_signed(period))
    enclosure = Enclosure(form, period, scene.wording.language, audience, draft)
    return _following(scene, [enclosure])


def charts(scene: Scene, period: Period, part: Part | None, diagram: Diagram | None) -> Wish[Answer]:
    """The pictures of a period, which follow."""
    words = scene.wording
    sites = part.sites if part else scene.house.within_reach(scene.person, Deed.SEE_TOTALS)
    told = yield from totals_of_period(sites, period, scene.incoming.moment)
    able = drawable(told)
    wanted = able.unasked if diagram is None else tuple(one for one in able.diagrams if one is diagram)
    if not wanted:
        return Answer(enclosed.nothing_to_draw(words, period))
    if (refused := (yield from _waiting(scene))) is not None:
        return refused
    draft = not (yield from is_signed(period))
    whole = part is None and len(sites) == len(scene.house.sites)
    shorts = () if whole else tuple(site.short for site in sites)
    place = part.name if part else None
    follow = [
        Enclosure(
            FileForm.CHART, period, words.language, audience_of(scene), draft, diagram=one, sites=shorts
        )
        for one in wanted
    ]
    known = WORD_OF.get(words.language, WORD_OF["en"])
    more = [known[one] for one in able.diagrams if one not in wanted] if diagram is None else []
    return _following(scene, follow, place, more)


def refused_period(scene: Scene, period: Period) -> Answer | None:
    """Why no file is made of this period; None when one can be."""
    if is_too_long(period):
        return Answer(enclosed.too_long(scene.wording, LONGEST_YEARS))
    if period.first > today_at(scene):
        return Answer(enclosed.not_begun(scene.wording, period))
    return None


def _waiting(scene: Scene) -> Wish[Answer | None]:
    waiting = yield from files_on_their_way(scene.person.id)
    return Answer(enclosed.too_many(scene.wording, waiting)) if waiting >= MOST_WAITING else None


def _following(
    scene: Scene, enclosures: Sequence[Enclosure], place: str | None = None, more: Sequence[str] = ()
) -> Answer:
    """The files behind an answer that names them. Where no file can go, the first speaks for all."""
    words = scene.wording
    follow = [Enclosed(enclosed.caption(words, one, place), one) for one in enclosures]
    first = replace(follow[0], instead=enclosed.not_here(words))
    return Answer(enclosed.coming(words, enclosures, place, more), enclosed=(first, *follow[1:]))
