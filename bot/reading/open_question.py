"""What the open question knew, and how an answer finishes it (R26)."""

from datetime import date

from bot.reading.afresh import decided_one
from bot.reading.case import FIELD, QUEUE_FIELD
from bot.reading.circumstances import Circumstances, Reading
from bot.reading.draft import Draft
from bot.reading.meanings import Meaning
from shelter.acts import ReportClosed, Topic
from shelter.questions import Question
from shelter.sites import Site


def site_of(question: Question, around: Circumstances) -> Site | None:
    """The site a question is about; None when it is not (or no longer) one of the sender's."""
    if question.site is None:
        return around.sites[0] if len(around.sites) == 1 else None
    return next((site for site in around.sites if site.short == question.site), None)


def finished(
    draft: Draft, question: Question, around: Circumstances, *, accepts_high: bool = False
) -> Reading | None:
    """Decides the draft of an answer, with the acts that waited for it."""
    site = next((own for own in around.sites if own.short == draft.site), None) or site_of(question, around)
    if site is None:
        return None
    return decided_one(draft, site, around, question, accepts_high=accepts_high)


def draft_of(question: Question) -> Draft:
    """What was known when the question was asked."""
    draft = Draft(
        site=question.site, day=question.date, closed=question.closed and question.topic is not Topic.CLOSED
    )
    if question.change == "move":
        draft.sets = False
    else:
        draft.numbers = {
            label: value for label in FIELD if (value := getattr(question, FIELD[label])) is not None
        }
        if question.total is not None:
            draft.numbers[Meaning.SUM] = question.total
    draft.numbers.update(
        {
            part: value
            for part in QUEUE_FIELD
            if (value := getattr(question.queue, QUEUE_FIELD[part])) is not None
        }
    )
    draft.sets = question.change == "set" or question.topic is Topic.CHANGE
    if draft.sets and question.topic is Topic.CHANGE:
        draft.numbers.clear()  # only what the reply says is set; the rest stays as it is stored
    if len(question.pair) == 2 and question.topic not in (Topic.ORDER, Topic.DATEPAIR):
        draft.pair, draft.sign = (question.pair[0], question.pair[1]), " "
    return draft


def with_day(question: Question, day: date, around: Circumstances) -> Reading | None:
    draft = draft_of(question)
    draft.day = day
    if question.closed:
        return Reading(acts=(*question.along, ReportClosed(question.site or "", day)))
    return finished(draft, question, around)
