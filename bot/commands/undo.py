"""Taking the latest change back: the one before it holds again, and the history keeps both."""

from datetime import date

from bot.commands.scene import Scene
from reports import chat
from reports.wording import first_that_fits
from shelter.history import Aspect, Change, standing, undoing
from shelter.messages import Answer
from shelter.people import Deed, may
from storage.counts import history, holding, latest_date_by
from storage.earlier import Said, earlier_message
from storage.wishes import Wish


def undo(scene: Scene, site: str | None, day: date | None) -> Wish[Answer]:
    """Undo the latest change at `site` on `day`; without a day, the sender's own latest change."""
    if day is None or site is None:
        latest = yield from latest_date_by(scene.person.id, site)
        if latest is None:
            return Answer(chat.nothing_to_undo(scene.wording))
        site, day = latest
    if not may(scene.person, Deed.REPORT, site):
        return Answer(chat.not_yours_to_change(scene.wording, scene.house.site(site), day))
    revisions = yield from history(site, day)
    kept = {aspect: standing(one for one in revisions if one.aspect is aspect) for aspect in Aspect}
    latest_of_each = [stack[-1] for stack in kept.values() if stack]
    if not latest_of_each:
        return Answer(chat.nothing_to_undo(scene.wording))
    newest = max(latest_of_each, key=lambda revision: (revision.at, revisions.index(revision)))
    return (yield from _take_back(scene, undoing(kept[newest.aspect])))


def _take_back(scene: Scene, change: Change) -> Wish[Answer]:
    guests = None
    if change.aspect in (Aspect.ORIGIN, Aspect.AGE):
        held = yield from holding(change.site, change.date)
        guests = held.count.total if held and held.count else None
    site = scene.house.site(change.site)
    in_full = scene.is_far_back(site, change.date)
    thing = chat.Kept(site, change.date, change.aspect, change.figures, guests=guests, in_full=in_full)
    return Answer(chat.undone(scene.wording, thing), changes=(change,))


def undo_own(scene: Scene) -> Wish[Answer]:
    """A text that is edited to `ångra` takes back what it said itself, whatever its sender has said since."""
    earlier = yield from earlier_message(scene.incoming.channel, scene.incoming.edits or "")
    standing_still = [one for one in earlier.said if one.stands] if earlier is not None else []
    if not standing_still:
        return Answer(chat.nothing_to_undo(scene.wording))
    changes, told = [], []
    for one in standing_still:
        change = yield from taken_back(one)
        changes.append(change)
        site = scene.house.site(one.site)
        in_full = scene.is_far_back(site, one.date)
        told.append(
            chat.undone(scene.wording, chat.Kept(site, one.date, one.aspect, change.figures, in_full=in_full))
        )
    text = first_that_fits(" ".join(told), told[0])
    return Answer(text, changes=tuple(changes), closes_question=True)


def taken_back(one: Said) -> Wish[Change]:
    """The change that takes back what an earlier message said and nobody has replaced."""
    revisions = yield from history(one.site, one.date)
    return undoing(standing(revision for revision in revisions if revision.aspect is one.aspect))
