"""Taking the latest change back: the one before it holds again, and the history keeps both."""

from datetime import date

from bot.commands.scene import Scene
from reports import chat
from shelter.dates import is_correctable, local
from shelter.history import Aspect, Change, Revision, standing
from shelter.messages import Answer
from shelter.people import Deed, Reach, may, reach
from storage.counts import history, holding, latest_date_by
from storage.wishes import Wish


def undo(scene: Scene, site: str | None, day: date | None) -> Wish[Answer]:
    """Undo the latest change at `site` on `day`; without a day, the sender's own latest change."""
    if day is None or site is None:
        latest = yield from latest_date_by(scene.person.id, site)
        if latest is None:
            return Answer(chat.nothing_to_undo(scene.wording))
        site, day = latest
    if not _may_still_change(scene, site, day):
        return Answer(chat.too_long_ago(scene.wording, scene.house.site(site), day))
    revisions = yield from history(site, day)
    kept = {aspect: standing(one for one in revisions if one.aspect is aspect) for aspect in Aspect}
    latest_of_each = [stack[-1] for stack in kept.values() if stack]
    if not latest_of_each:
        return Answer(chat.nothing_to_undo(scene.wording))
    newest = max(latest_of_each, key=lambda revision: (revision.at, revisions.index(revision)))
    return (yield from _take_back(scene, newest, kept[newest.aspect]))


def _may_still_change(scene: Scene, site: str, day: date) -> bool:
    """Staff correct 35 days back, coordinators always (C3); nobody at a site that is not theirs."""
    if not may(scene.person, Deed.REPORT, site):
        return False
    by_all = reach(scene.person, Deed.REPORT) is Reach.ALL
    # A closed night may lie ahead; it is taken back like any other.
    today = local(scene.house.site(site), scene.incoming.moment).date()
    return by_all or day >= today or is_correctable(scene.house.site(site), day, scene.incoming.moment)


def _take_back(scene: Scene, newest: Revision, stack: list[Revision]) -> Wish[Answer]:
    figures = stack[-2].figures if len(stack) > 1 else None
    change = Change(newest.site, newest.date, newest.aspect, figures, undoes=newest.number)
    guests = None
    if newest.aspect in (Aspect.ORIGIN, Aspect.AGE):
        held = yield from holding(newest.site, newest.date)
        guests = held.report.count.total if held and held.report.count else None
    thing = chat.Kept(scene.house.site(newest.site), newest.date, newest.aspect, figures, guests=guests)
    return Answer(chat.undone(scene.wording, thing), changes=(change,))
