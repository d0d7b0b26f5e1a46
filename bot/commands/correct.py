"""What is said of an earlier time: a new wording of a text, a reply to the bot's answer, a text that is passed on."""

from dataclasses import replace
from datetime import date, datetime

from bot.commands.about import on_its_day
from bot.commands.report import report
from bot.commands.scene import Scene
from bot.commands.typed import typed
from reports import chat, tally
from reports.wording import first_that_fits
from shelter.history import Aspect, Change, standing
from shelter.messages import Answer
from shelter.people import Deed, may
from shelter.tally import Turn
from storage.counts import history
from storage.earlier import Earlier, Said, answered_by, earlier_message
from storage.wishes import Wish


def correct(scene: Scene) -> Wish[Answer | None]:
    """The answer to a text that edits, replies to or forwards an earlier one; as any text where that is not known."""
    incoming = scene.incoming
    if incoming.edits is not None:
        earlier = yield from earlier_message(incoming.channel, incoming.edits)
        return (yield from _edited(scene, earlier))
    if incoming.written_at is not None:
        return (yield from report(_as_written(scene, incoming.written_at)))
    earlier = None
    if incoming.replies_to is not None:
        earlier = yield from answered_by(incoming.place, incoming.replies_to)
    if earlier is None or earlier.about is None:
        in_entry = (yield from typed(scene, earlier.message)) if earlier else None
        return in_entry or (yield from report(scene))
    return (yield from _replied(scene, earlier, *earlier.about))


def _edited(scene: Scene, earlier: Earlier | None) -> Wish[Answer | None]:
    """An edit is read as if it had been written when its message was: the night stays the same."""
    answer = yield from report(_as_written(scene, scene.incoming.written_at or scene.incoming.moment))
    if answer is None or answer.question is not None:
        return answer
    if any(deed.turn is Turn.MOVED for deed in answer.tallies):
        # What the first wording counted cannot be told from what was counted since.
        return Answer(tally.no_edits(scene.wording))
    if earlier is None:
        return answer
    answer = yield from _without_what_was_moved(scene, earlier, answer)
    return replace(answer, shown_in_answer_to=earlier.message) if answer.closes_question else answer


def _as_written(scene: Scene, written: datetime) -> Scene:
    """The scene as of when its text was first written; no later question is answered by it."""
    question = scene.question if scene.question and scene.question.moment == written else None
    incoming = replace(scene.incoming, moment=written)
    return replace(scene, incoming=incoming, question=question, asked_at=scene.incoming.moment)


def _replied(scene: Scene, earlier: Earlier, short: str, day: date) -> Wish[Answer | None]:
    """Numbers in reply to an answer are for its site and date, unless they name another."""
    if not may(scene.person, Deed.REPORT, short):
        return (yield from report(scene))
    site = scene.house.site(short)
    then = on_its_day(scene, site, day)
    answer = yield from report(then)
    if answer is None or answer.question is not None or not answer.changes:
        return (yield from report(scene)) if answer is None or answer.question is not None else answer
    if any(change.date != day for change in answer.changes):
        return (yield from report(scene))
    return replace(answer, shown_in_answer_to=earlier.message)


def _without_what_was_moved(scene: Scene, earlier: Earlier, answer: Answer) -> Wish[Answer]:
    """Where the new wording is for another date or site, what the first one said no longer holds."""
    now_about = {(change.site, change.date) for change in answer.changes}
    moved = [
        one
        for one in earlier.said
        if one.stands and one.aspect is Aspect.COUNT and now_about and (one.site, one.date) not in now_about
    ]
    for one in moved:
        change = yield from _taken_back(one)
        kept = chat.Kept(scene.house.site(one.site), one.date, one.aspect, change.figures)
        answer = replace(
            answer,
            changes=(*answer.changes, change),
            text=first_that_fits(f"{answer.text} {chat.undone(scene.wording, kept)}", answer.text),
        )
    return answer


def _taken_back(one: Said) -> Wish[Change]:
    revisions = yield from history(one.site, one.date)
    stack = standing(revision for revision in revisions if revision.aspect is one.aspect)
    figures = stack[-2].figures if len(stack) > 1 else None
    return Change(one.site, one.date, one.aspect, figures, undoes=one.number)
