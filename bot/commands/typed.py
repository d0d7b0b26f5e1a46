"""What is written while a guided entry by touch is open: the answer to its question, or the whole report."""

import secrets
from dataclasses import replace
from datetime import date, timedelta

from bot.commands.about import on_its_day
from bot.commands.entry import DONE, PADS, Progress, kept_as, open_entry, passed_over
from bot.commands.guided import AFTER, BEFORE, TOKEN_BYTES, shown, sites_of
from bot.commands.report import report
from bot.commands.scene import Scene
from bot.reading.step_answers import (
    choice_said,
    day_said,
    is_back,
    is_bare_number,
    is_left,
    number_said,
    site_said,
)
from bot.reading.which_date import may_be_reported
from reports import guided
from shelter.messages import Answer
from storage.wishes import Wish

HOLDS_FOR = timedelta(minutes=15)
"""Somebody who has let it lie for longer may mean another night."""

NO_NUMBERS, YES, NO = 0, 1, 2
"""What a word chooses where no numbers stand before the choices."""


def typed(scene: Scene, in_answer_to: int | None = None) -> Wish[Answer | None]:
    """The answer to a text as part of the open entry; None where there is none, or the text is no part of it.

    `in_answer_to` is the stored message whose answer it replies to, if it replies to one.
    """
    incoming, entry = scene.incoming, scene.entry
    written_now = incoming.edits is None and incoming.written_at is None
    if entry is None or scene.question is not None or not written_now or incoming.group is not None:
        return None
    found = (yield from open_entry(scene)) if abs(incoming.moment - entry.touched_at) <= HOLDS_FOR else None
    if found is None:
        return None
    kept, progress = found
    if incoming.replies_to is not None and in_answer_to != kept.message:
        return None
    further = _further(scene, progress)
    if further is not None:
        # Below what was written, so that the question stands last in the chat.
        repaints = yield from passed_over(scene, guided.continues(scene.wording))
        return replace(shown(scene, secrets.token_urlsafe(TOKEN_BYTES), further), repaints=repaints)
    looks = progress.step == "look"
    is_refused = looks and choice_said(scene.argument, NO_NUMBERS) == NO
    if is_refused or is_left(scene.argument) or is_back(scene.argument):
        left = guided.left(scene.wording)
        repaints = yield from passed_over(scene, left)
        return Answer(left, panel=kept_as(entry.token, Progress(DONE)), repaints=repaints)
    if not progress.day:
        return None
    if looks and choice_said(scene.argument, NO_NUMBERS) == YES:
        scene = replace(scene, argument=guided.as_text(scene.wording, progress.count))
    return (yield from _report_there(scene, progress))


def _further(scene: Scene, progress: Progress) -> Progress | None:
    """Where the text leads as the answer to what is asked; None where it is none."""
    text, now, language = scene.argument, scene.incoming.moment, scene.wording.language
    step = progress.step
    if is_back(text):
        is_first = step == "site" or (step == "day" and len(sites_of(scene)) == 1)
        return None if is_first else replace(progress, step=BEFORE[step])
    if step in PADS:
        number = number_said(text, step, language)
        if number is not None:
            return replace(progress, **{step: str(number)}, step=AFTER[step])
        goes_on = getattr(progress, step) and choice_said(text, NO_NUMBERS) == YES
        return replace(progress, step=AFTER[step]) if goes_on else None
    if step == "look" or is_bare_number(text, language):
        return None
    if step == "site":
        short = site_said(text, sites_of(scene), now, language)
        return None if short is None else replace(progress, site=short, step=AFTER[step])
    site = scene.house.site(progress.site)
    day = day_said(text, site, (), now, language)
    if day is None or not may_be_reported(site, day, now):
        return None
    return replace(progress, day=day.isoformat(), step=AFTER[step])


def _report_there(scene: Scene, progress: Progress) -> Wish[Answer | None]:
    """A text without a date is for the site and date that were chosen; None for one that names its own."""
    answer = yield from report(on_its_day(scene, scene.house.site(progress.site), progress.on))
    if answer is None or not answer.understood:
        return None
    about: set[tuple[str | None, date | None]] = {(change.site, change.date) for change in answer.changes}
    if answer.question is not None:
        about.add((answer.question.site, answer.question.date))
    return answer if about == {(progress.site, progress.on)} else None
