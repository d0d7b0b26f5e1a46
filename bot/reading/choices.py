"""Replies that choose: which site, which date, a date or a count, closed or open (R26)."""

from dataclasses import replace

from bot.reading.circumstances import Circumstances, Reading
from bot.reading.date_words import How, SaidDate
from bot.reading.draft import Draft
from bot.reading.items import Item
from bot.reading.meanings import GENDERS, STANDS_ALONE, Meaning
from bot.reading.open_question import draft_of, finished, site_of, with_day
from bot.reading.which_date import which_date
from shelter.acts import ReportCount, Topic
from shelter.questions import Question

NOT_SURE = frozenset({Meaning.NOT, Meaning.INSTEAD, Meaning.ABOUT, Meaning.ABOUT_BEFORE})
"""“inte igår”, “igår tror jag”: words that leave a date in doubt."""

SAYS_NO_MORE = frozenset(
    {Meaning.DATE, Meaning.MARK, Meaning.LINE, Meaning.HARMLESS, Meaning.NIGHT_WORD, Meaning.IS}
)
FAR_FOR_A_BARE_DAY = 7
"""A reply "5" is the 5th when that is not longer ago in days than this; else it may be a count."""


def number_of_choice(items: list[Item], most: int) -> int:
    """A reply that is only a number from 1 to `most`: one of the choices; else 0."""
    plain = [item for item in items if item.meaning not in (Meaning.LINE, Meaning.MARK, Meaning.HARMLESS)]
    if len(plain) == 1 and plain[0].meaning is Meaning.NUMBER and 1 <= plain[0].value <= most:
        return plain[0].value
    return 0


def site_chosen(items: list[Item], question: Question, around: Circumstances) -> Reading | None:
    """“A”, “Natthärbärge A”, “a” or the number of a choice."""
    named = {item.name for item in items if item.meaning is Meaning.SITE}
    choices = question.sites or tuple(site.short for site in around.sites)
    others = [
        item
        for item in items
        if item.meaning not in (Meaning.SITE, Meaning.MARK, Meaning.LINE, Meaning.HARMLESS, Meaning.AND)
    ]
    if not named and len(others) <= 1:
        words = [item.text.casefold() for item in items if item.meaning is not Meaning.MARK]
        named = {short for short in choices if words and words[-1] == short.casefold()}
        others = [] if named else others
    if not named and (choice := number_of_choice(items, len(choices))):
        named, others = {choices[choice - 1]}, []
    if len(named) != 1 or others:
        return None
    short = next(iter(named))
    if short not in {site.short for site in around.sites}:
        return Reading(question=question)
    chosen = tuple(act for act in question.by_site if act.site == short)
    if chosen:
        return Reading(acts=(*question.along, *chosen))
    if question.then is not None:
        proposal = tuple(replace(act, site=short) for act in question.proposal)
        asked = replace(
            question, topic=question.then, then=None, site=short, sites=(), by_site=(), proposal=proposal
        )
        return Reading(question=asked)
    if question.change:
        return Reading(question=replace(question, topic=Topic.CHANGE, site=short, sites=()))
    draft = draft_of(question)
    draft.site, draft.closed = short, False
    if not draft.says_something:
        return Reading(question=replace(question, topic=Topic.GENDER, site=short, sites=()))
    return finished(draft, replace(question, site=short), around)


def date_chosen(items: list[Item], question: Question, around: Circumstances) -> Reading | None:
    """“igår”, “12/10”, “den 12e”, “12”, or the number of a choice."""
    if choice := number_of_choice(items, len(question.dates)):
        return with_day(question, question.dates[choice - 1], around)
    said, numbers = _said_in(items)
    bare = not said and len(numbers) == 1 and 1 <= numbers[0] <= 31 and number_of_choice(items, 31) > 0
    if bare:
        said, numbers = [SaidDate(How.DAY, numbers[0])], []
    labels = any(item.meaning in (*GENDERS, Meaning.CLOSED, Meaning.EMPTY, Meaning.UNDO) for item in items)
    site = site_of(question, around)
    if not said or numbers or labels or site is None:
        return None
    if any(item.meaning in NOT_SURE for item in items):
        return Reading(question=question)
    if len(said) == 1 and any(item.meaning in STANDS_ALONE for item in items):
        return None
    which = [which_date(one, site, around.moment, any_age=around.any_age) for one in said]
    days = sorted({one.day for one in which if one.day is not None})
    if len(days) != 1:
        choices = tuple(days) or which[0].choices or question.dates
        return Reading(question=replace(question, dates=choices))
    if bare and (around.moment.date() - days[0]).days > FAR_FOR_A_BARE_DAY:
        return None
    return with_day(question, days[0], around)


def another_date(items: list[Item], question: Question, around: Circumstances) -> Reading | None:
    """“igår”, “nej igår” where something else was asked: the same question again, for that date."""
    said = [item.said for item in items if item.said is not None and item.meaning is Meaning.DATE]
    rest = [item for item in items if item.meaning not in SAYS_NO_MORE]
    site = site_of(question, around)
    if len(said) != 1 or rest or site is None or question.change:
        return None
    day = which_date(said[0], site, around.moment, any_age=around.any_age).day
    if day is None or not all(isinstance(act, ReportCount) for act in question.proposal):
        return None
    proposal = tuple(replace(act, date=day) for act in question.proposal)
    return Reading(question=replace(question, date=day, proposal=proposal))


def _said_in(items: list[Item]) -> tuple[list[SaidDate], list[int]]:
    """The dates that a reply says, “12/10” among them, and the numbers beside them."""
    said = [item.said for item in items if item.said is not None]
    signs = [item for item in items if item.text in ("/", ".") and item.meaning is Meaning.MARK]
    numbers = [item.value for item in items if item.meaning is Meaning.NUMBER]
    if len(signs) == 1 and len(numbers) == 2:
        return [SaidDate(How.CALENDAR, numbers[0], numbers[1])], []
    return said, numbers


def date_or_pair(question: Question, around: Circumstances, *, is_date: bool) -> Reading | None:
    site = site_of(question, around)
    pair = question.pair or tuple(number for number in (question.women, question.men) if number is not None)
    if site is None or len(pair) != 2:
        return None
    first, second = pair
    if is_date:
        moment = question.moment or around.moment
        which = which_date(SaidDate(How.CALENDAR, first, second), site, moment, any_age=around.any_age)
        return Reading(question=replace(question, topic=Topic.GENDER, date=which.day, pair=(), proposal=()))
    draft = draft_of(question)
    draft.numbers.clear()
    draft.pair, draft.sign = (first, second), " "  # no date any more; its order may still be in doubt
    return finished(draft, question, around)


def closed_or_open(
    items: list[Item], question: Question, around: Circumstances, meaning: Meaning | None
) -> Reading | None:
    """“stängt” or “öppet”; with “öppet” the count that was said stands."""
    site = site_of(question, around)
    kinds = {item.meaning for item in items}
    if site is None or kinds & {Meaning.NUMBER, *GENDERS, Meaning.UNREADABLE}:
        if not (choice := number_of_choice(items, 2)) or site is None:
            return None
        kinds = {Meaning.CLOSED} if choice == 1 else {Meaning.NOT_CLOSED}
    if Meaning.CLOSED in kinds and Meaning.PLACE in kinds:  # “öppet men stängt kök”
        return Reading(question=question)
    if Meaning.CLOSED in kinds and not any(item.said for item in items):
        draft = Draft(site=site.short, closed=True, day=question.date)
        return finished(draft, question, around)
    if meaning is Meaning.OPEN or Meaning.NOT_CLOSED in kinds:
        draft = draft_of(question)
        draft.closed = False
        if not draft.says_something:
            return Reading(question=replace(question, topic=Topic.GENDER, closed=False))
        return finished(draft, question, around)
    return None
