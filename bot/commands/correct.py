"""What is said of an earlier time: a new wording of a text, a reply to something of the bot's, a text passed on."""

from dataclasses import replace
from datetime import date, datetime

from bot.commands.about import on_its_day
from bot.commands.edited import as_edited
from bot.commands.report import report
from bot.commands.scene import Scene
from bot.commands.typed import typed
from shelter.messages import Answer
from shelter.people import Deed
from storage.earlier import Earlier, answered_by, earlier_message, reminded_of
from storage.wishes import Wish


def correct(scene: Scene) -> Wish[Answer | None]:
    """The answer to a text that edits, replies to or forwards an earlier one; as any text where that is not known."""
    incoming = scene.incoming
    if incoming.edits is None:
        then = scene if incoming.written_at is None else _as_written(scene, incoming.written_at)
        return (yield from _read(then))
    # An edit is read as if it had been written when its message was: the night stays the same.
    answer = yield from _read(_as_written(scene, incoming.written_at or incoming.moment))
    return (yield from as_edited(scene, answer))


def _as_written(scene: Scene, written: datetime) -> Scene:
    """The scene as of when its text was first written; no later question is answered by it."""
    question = scene.question if scene.question and scene.question.moment == written else None
    incoming = replace(scene.incoming, moment=written)
    return replace(scene, incoming=incoming, question=question, asked_at=scene.incoming.moment)


def _read(scene: Scene) -> Wish[Answer | None]:
    """What a text says; in reply to an answer, a question, a reminder or a text it is for the site and date of that."""
    incoming = scene.incoming
    if scene.answers_its_question:
        return (yield from report(scene))
    earlier = about = None
    if incoming.replies_to is not None:
        earlier = yield from answered_by(incoming.place, incoming.replies_to)
        about = yield from reminded_of(incoming.place, incoming.replies_to)
    elif incoming.replies_to_text is not None:
        earlier = yield from earlier_message(incoming.channel, incoming.replies_to_text)
    if earlier is not None:
        about = earlier.about
        if about is None and (in_entry := (yield from typed(scene, earlier.message))) is not None:
            return in_entry
    theirs = {site.short for site in scene.house.within_reach(scene.person, Deed.REPORT)}
    if about is None or about[0] not in theirs or _is_asked_still(scene, earlier):
        return (yield from report(scene))
    return (yield from _replied(scene, earlier, *about))


def _is_asked_still(scene: Scene, earlier: Earlier | None) -> bool:
    """Whether a text is replied to that is in doubt until now."""
    question = scene.question
    if question is None or earlier is None or earlier.said:
        return False
    return (question.site, question.date) == earlier.asked


def _replied(scene: Scene, earlier: Earlier | None, short: str, day: date) -> Wish[Answer | None]:
    """Numbers in reply are for the site and date of what they reply to, unless they name another."""
    answer = yield from report(on_its_day(scene, scene.house.site(short), day))
    asks = answer.question if answer is not None else None
    if answer is None or (asks is not None and (asks.site, asks.date) != (short, day)):
        return (yield from report(scene))
    if any(change.date != day for change in answer.changes):
        return (yield from report(scene))
    if earlier is None or asks is not None or not answer.changes:
        return answer
    return replace(answer, shown_in_answer_to=earlier.message)
