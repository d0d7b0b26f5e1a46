"""A short reply to an open question finishes what was left in doubt (R26)."""

from dataclasses import replace

from bot.reading.afresh import known_names
from bot.reading.choices import (
    another_date,
    closed_or_open,
    date_chosen,
    date_or_pair,
    number_of_choice,
    site_chosen,
)
from bot.reading.circumstances import Circumstances, Reading, Tells
from bot.reading.items import Item, items_of
from bot.reading.laid_over import laid_over
from bot.reading.meanings import GENDERS, Meaning
from bot.reading.neighbours import settled
from bot.reading.open_question import draft_of, finished, with_day
from bot.reading.short_replies import reply_meaning
from shelter.acts import ReportClosed, ReportCount, Topic
from shelter.figures import Count
from shelter.questions import Question

FINISHED_BY_YES = (Topic.FINAL, Topic.HIGH, Topic.EXTRA, Topic.CONFIRM)
"""Topics whose known parts a yes stores, when they are complete: "is 9 and 19 the final number?"."""

LONGEST_REPLY = 60
"""A text of more items is no short reply."""


def answered(clean: str, around: Circumstances, question: Question) -> Reading | None:
    """The reading of a reply; None when the text is no reply and is to be read afresh."""
    meaning = reply_meaning(clean)
    if meaning is Meaning.CANCEL:
        return Reading(tells=Tells.CANCELLED)
    if meaning is Meaning.YES and "?" in clean:  # “ja?” is in doubt itself
        return Reading(question=question)
    if question.topic is not Topic.PERSONAL and meaning in (Meaning.YES, Meaning.NO, Meaning.SWAPPED):
        return _yes_or_no(question, meaning, around)
    if meaning in (Meaning.WOMEN_FIRST, Meaning.MEN_FIRST):
        return _first_said(question, meaning, around)
    items = items_of(clean, known_names(around))
    if question.topic is Topic.PERSONAL or len(items) > LONGEST_REPLY or "?" in clean:
        return None
    items = settled(items, around.language)
    return _by_topic(items, question, around, meaning)


def _by_topic(
    items: list[Item], question: Question, around: Circumstances, meaning: Meaning | None
) -> Reading | None:
    match question.topic:
        case Topic.SITE:
            return site_chosen(items, question, around)
        case Topic.DATE:
            return date_chosen(items, question, around)
        case Topic.DATEPAIR if meaning in (Meaning.DATE_WORD, Meaning.COUNT_WORD) or number_of_choice(
            items, 2
        ):
            is_date = meaning is Meaning.DATE_WORD or number_of_choice(items, 2) == 2
            return date_or_pair(question, around, is_date=is_date)
        case Topic.ORDER if choice := number_of_choice(items, 2):
            return _yes_or_no(question, Meaning.YES if choice == 1 else Meaning.SWAPPED, around)
        case Topic.CLOSED:
            return closed_or_open(items, question, around, meaning)
    return another_date(items, question, around) or laid_over(items, question, around)


def _first_said(question: Question, meaning: Meaning, around: Circumstances) -> Reading:
    """“män först”: of the two numbers as they were written, whatever was proposed."""
    if question.topic not in (Topic.ORDER, Topic.DATEPAIR) or len(question.pair) != len(GENDERS):
        return Reading(question=question)
    draft = draft_of(question)
    draft.numbers = dict(zip(GENDERS, question.pair, strict=True))
    if meaning is Meaning.MEN_FIRST:
        draft.numbers = dict(zip(reversed(GENDERS), question.pair, strict=True))
    return finished(draft, question, around) or Reading(question=question)


def _yes_or_no(question: Question, meaning: Meaning, around: Circumstances) -> Reading:
    again = Reading(question=question)
    if meaning is Meaning.SWAPPED:
        counts = [act for act in question.proposal if isinstance(act, ReportCount)]
        if (
            question.topic not in (Topic.ORDER, Topic.DATEPAIR, Topic.CONFIRM, Topic.WOMEN, Topic.MEN)
            or not counts
        ):
            return again
        return Reading(acts=(*question.along, *(replace(act, count=_swapped(act.count)) for act in counts)))
    if meaning is Meaning.NO:
        return again if question.topic is Topic.ORDER else Reading(tells=Tells.CANCELLED)
    says_closed = any(isinstance(act, ReportClosed) for act in question.proposal)
    if question.topic is Topic.SITE or (question.topic is Topic.CLOSED and not says_closed):
        return again  # neither is answered by yes
    if question.proposal:
        return Reading(acts=(*question.along, *question.proposal))
    if question.topic is Topic.DATE and len(question.dates) == 1:
        return with_day(question, question.dates[0], around) or again
    if question.topic in FINISHED_BY_YES:
        reading = finished(draft_of(question), question, around, accepts_high=question.topic is Topic.HIGH)
        if reading is not None and reading.tells is None:
            return reading
    return again


def _swapped(count: Count) -> Count:
    return Count(count.men, count.women, count.other, count.unknown)
