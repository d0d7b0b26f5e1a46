"""What a new wording of a text does to what its first wording said."""

from dataclasses import replace

from bot.commands.scene import Scene
from bot.commands.undo import taken_back
from reports import chat, tally
from reports.wording import first_that_fits
from shelter.history import Aspect
from shelter.messages import Answer
from shelter.tally import Turn
from storage.counts import history
from storage.earlier import Earlier, Said, earlier_message
from storage.wishes import Wish

TOLD = (Aspect.COUNT, Aspect.QUEUE)
"""What is said to hold still; origins and ages are told beside a count only."""


def as_edited(scene: Scene, answer: Answer | None) -> Wish[Answer | None]:
    """The answer to a new wording, which `answer` would be to a text of its own."""
    incoming = scene.incoming
    earlier = yield from earlier_message(incoming.channel, incoming.edits or "")
    if answer is None or not answer.understood:
        return (yield from _holds_still(scene, earlier)) or answer
    if answer.question is not None:
        return answer
    if any(deed.turn is Turn.MOVED for deed in answer.tallies):
        # What the first wording counted cannot be told from what was counted since.
        return Answer(tally.no_edits(scene.wording))
    if earlier is None:
        return answer
    answer = yield from _without_what_was_moved(scene, earlier, answer)
    return replace(answer, shown_in_answer_to=earlier.message) if answer.closes_question else answer


def _holds_still(scene: Scene, earlier: Earlier | None) -> Wish[Answer | None]:
    """A wording that says nothing takes nothing back: that is told, or somebody would think it did."""
    things: list[chat.Kept] = []
    for one in earlier.said if earlier is not None else ():
        if one.stands and one.aspect in TOLD:
            things += [(yield from _kept(scene, one))]
    return Answer(chat.unchanged(scene.wording, things)) if things else None


def _kept(scene: Scene, one: Said) -> Wish[chat.Kept]:
    revisions = yield from history(one.site, one.date)
    figures = next(
        said.figures for said in revisions if (said.aspect, said.number) == (one.aspect, one.number)
    )
    site = scene.house.site(one.site)
    return chat.Kept(site, one.date, one.aspect, figures, in_full=scene.is_far_back(site, one.date))


def _without_what_was_moved(scene: Scene, earlier: Earlier, answer: Answer) -> Wish[Answer]:
    """Where the new wording is for another date or site, what the first one said no longer holds."""
    moved = [
        one
        for one in earlier.said
        if one.stands
        and one.aspect is Aspect.COUNT
        and answer.told
        and (one.site, one.date) not in answer.told
    ]
    for one in moved:
        change = yield from taken_back(one)
        kept = chat.Kept(scene.house.site(one.site), one.date, one.aspect, change.figures)
        answer = replace(
            answer,
            changes=(*answer.changes, change),
            text=first_that_fits(
                f"{answer.text} {chat.undone(scene.wording, kept)}",
                f"{answer.text} {chat.briefly(scene.wording, kept)}",
                answer.text,
            ),
        )
    return answer
