"""What every change goes through before it is settled: how far back staff may go, and periods signed off (C3)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.entering import ENTER, state_of
from bot.commands.scene import Scene
from bot.commands.tallying import followed_by
from reports import correcting
from reports.wording import wording
from shelter.dates import is_too_old
from shelter.history import Change
from shelter.messages import Answer, Button, Notice, Panel
from shelter.people import Deed, Reach, reach
from shelter.period import Period
from storage.earlier import told_here
from storage.people import coordinators
from storage.signoffs import signed_period
from storage.wishes import Wish

TOKEN_BYTES = 12


@dataclass(frozen=True, slots=True)
class Bound:
    """Why a change is no longer for staff: its period is signed off, or (None) it is more than 35 days back."""

    change: Change
    signed: Period | None = None
    version: int = 0


def within_bounds(scene: Scene, answer: Answer) -> Wish[Answer]:
    """The answer as it may be settled. What staff may no longer change is refused and told to the coordinators.

    The answer that told the figures until now is edited to show old and new, whichever way they were corrected; so
    are the messages of their tally.
    """
    bound = yield from _bound(scene, answer.changes)
    if bound is None:
        return (yield from _shown_elsewhere(scene, answer))
    if reach(scene.person, Deed.REPORT) is not Reach.ALL:
        return (yield from _refused(scene, answer, bound))
    answer = yield from _shown_elsewhere(scene, answer)
    if bound.signed is None:
        return answer
    site = scene.house.site(bound.change.site)
    text = correcting.after_sign_off(scene.wording, answer.text, site, bound.change, bound.version + 1)
    return replace(answer, text=text)


def _bound(scene: Scene, changes: Sequence[Change]) -> Wish[Bound | None]:
    """The first change that is out of bounds for staff."""
    for change in changes:
        site = scene.house.site(change.site)
        signed = None if site.practice else (yield from signed_period(change.date))
        if signed is not None:
            return Bound(change, *signed)
        if is_too_old(site, change.date, scene.incoming.moment):
            return Bound(change)
    return None


def _shown_elsewhere(scene: Scene, answer: Answer) -> Wish[Answer]:
    answer = yield from _shown_earlier(scene, answer)
    followed = yield from followed_by(scene, answer.changes)
    return replace(answer, repaints=answer.repaints + followed) if followed else answer


def _shown_earlier(scene: Scene, answer: Answer) -> Wish[Answer]:
    """New numbers as a text of their own: the answer that they make untrue shows them too, where it can be edited."""
    corrects = [change for change in answer.changes if change.corrects or change.undoes]
    by_itself = scene.incoming.press is None and scene.incoming.edits is None
    if not corrects or not by_itself or answer.shown_in_answer_to is not None:
        return answer
    earlier = yield from told_here(scene.incoming, corrects[0])
    return answer if earlier is None else replace(answer, shown_in_answer_to=earlier)


def _refused(scene: Scene, answer: Answer, bound: Bound) -> Wish[Answer]:
    notices = []
    for coordinator in (yield from coordinators()):
        words = wording(coordinator.language) if coordinator.language else scene.default_wording
        for change in answer.changes:
            site = scene.house.site(change.site)
            is_signed = bound.signed is not None
            text = correcting.wants_to_change(words, scene.person.name, site, change, signed=is_signed)
            token = secrets.token_urlsafe(TOKEN_BYTES)
            button = Button(correcting.enter(words, change.figures), f"{token}.{ENTER}")
            state = Panel(token, state_of(change))
            notices.append(Notice(coordinator.person, text, buttons=((button,),), panel=state))
    site = scene.house.site(bound.change.site)
    text = correcting.refused(scene.wording, site, bound.change.date, signed=bool(bound.signed))
    pressed = scene.incoming.press is not None
    return Answer(
        text,
        closes_question=answer.closes_question,
        notices=tuple(notices),
        panel=answer.panel if pressed else None,
        shown_in_answer_to=answer.shown_in_answer_to if pressed else None,
    )
