"""A short reply to an open question finishes what was left in doubt (R26)."""

from dataclasses import replace
from datetime import date

from bot.reading.afresh import decided_one, drafts_of, known_names, reply_meaning
from bot.reading.circumstances import Circumstances, Reading, Tells
from bot.reading.date_words import How, SaidDate
from bot.reading.decide import FIELD, QUEUE_FIELD
from bot.reading.draft import Draft
from bot.reading.items import Item, items_of
from bot.reading.meanings import GENDERS, LABELS, Meaning
from bot.reading.neighbours import settled
from bot.reading.which_date import which_date
from shelter.acts import ReportClosed, ReportCount, Topic
from shelter.figures import Count
from shelter.questions import Question
from shelter.sites import Site

FINISHED_BY_YES = (Topic.FINAL, Topic.HIGH, Topic.EXTRA, Topic.CONFIRM)
"""Topics whose known parts a yes stores, when they are complete: "is 9 and 19 the final number?"."""

LONGEST_REPLY = 60
"""A text of more items is no short reply."""

FAR_FOR_A_BARE_DAY = 7
"""A reply "5" is the 5th when that is not longer ago in days than this; else it may be a count."""

STANDS_ALONE = frozenset({Meaning.STRANGE, Meaning.THING, Meaning.PLACE, Meaning.ASKING})


def answered(clean: str, around: Circumstances, question: Question) -> Reading | None:
    """The reading of a reply; None when the text is no reply and is to be read afresh."""
    meaning = reply_meaning(clean)
    if meaning is Meaning.CANCEL:
        return Reading(tells=Tells.CANCELLED)
    if question.topic is not Topic.PERSONAL and meaning in (Meaning.YES, Meaning.NO, Meaning.SWAPPED):
        return _yes_or_no(question, meaning, around)
    items = items_of(clean, known_names(around))
    if question.topic is Topic.PERSONAL or len(items) > LONGEST_REPLY or "?" in clean:
        return None
    items = settled(items, around.language)
    return _by_topic(clean, items, question, around, meaning)


def _by_topic(
    clean: str, items: list[Item], question: Question, around: Circumstances, meaning: Meaning | None
) -> Reading | None:
    match question.topic:
        case Topic.SITE:
            return _site(items, question, around)
        case Topic.DATE:
            return _date(items, question, around)
        case Topic.DATEPAIR if meaning in (Meaning.DATE_WORD, Meaning.COUNT_WORD) or _choice(items, 2):
            is_date = meaning is Meaning.DATE_WORD or _choice(items, 2) == 2
            return _date_or_pair(question, around, is_date=is_date)
        case Topic.ORDER if choice := _choice(items, 2):
            return _yes_or_no(question, Meaning.YES if choice == 1 else Meaning.SWAPPED, around)
        case Topic.CLOSED:
            return _closed(items, question, around, meaning)
    return _numbers(clean, items, question, around)


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
    if question.topic is Topic.SITE:
        return again
    if question.proposal:
        return Reading(acts=(*question.along, *question.proposal))
    if question.topic is Topic.DATE and len(question.dates) == 1:
        return _with_day(question, question.dates[0], around) or again
    if question.topic in FINISHED_BY_YES:
        reading = finished(draft_of(question), question, around, accepts_high=question.topic is Topic.HIGH)
        if reading is not None and reading.tells is None:
            return reading
    return again


def _swapped(count: Count) -> Count:
    return Count(count.men, count.women, count.other, count.unknown)


def _choice(items: list[Item], most: int) -> int:
    """A reply that is only a number from 1 to `most`: one of the choices; else 0."""
    plain = [item for item in items if item.meaning not in (Meaning.LINE, Meaning.MARK, Meaning.HARMLESS)]
    if len(plain) == 1 and plain[0].meaning is Meaning.NUMBER and 1 <= plain[0].value <= most:
        return plain[0].value
    return 0


def _with_day(question: Question, day: date, around: Circumstances) -> Reading | None:
    draft = draft_of(question)
    draft.day = day
    if question.closed:
        return Reading(acts=(*question.along, ReportClosed(question.site or "", day)))
    return finished(draft, question, around)


def _counts_something(items: list[Item]) -> bool:
    return any(
        item.meaning in (Meaning.NUMBER, Meaning.BAND, Meaning.CLOSED, Meaning.EMPTY, Meaning.FULL, *GENDERS)
        for item in items
    )


def _site(items: list[Item], question: Question, around: Circumstances) -> Reading | None:
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
    if not named and (choice := _choice(items, len(choices))):
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


def _date(items: list[Item], question: Question, around: Circumstances) -> Reading | None:
    """“igår”, “12/10”, “den 12e”, “12”, or the number of a choice."""
    said = [item.said for item in items if item.said is not None]
    if choice := _choice(items, len(question.dates)):
        return _with_day(question, question.dates[choice - 1], around)
    bare = False
    pairs = [item for item in items if item.text in ("/", ".") and item.meaning is Meaning.MARK]
    numbers = [item.value for item in items if item.meaning is Meaning.NUMBER]
    if len(pairs) == 1 and len(numbers) == 2:
        said, numbers = [SaidDate(How.CALENDAR, numbers[0], numbers[1])], []
    elif not said and len(numbers) == 1 and 1 <= numbers[0] <= 31 and _choice(items, 31):
        said, numbers = [SaidDate(How.DAY, numbers[0])], []
        bare = True
    labels = any(item.meaning in (*GENDERS, Meaning.CLOSED, Meaning.EMPTY, Meaning.UNDO) for item in items)
    if not said or numbers or labels or any(item.meaning in STANDS_ALONE for item in items):
        return None
    site = site_of(question, around)
    if site is None:
        return None
    which = which_date(said[0], site, around.moment)
    if bare and which.day is not None and (around.moment.date() - which.day).days > FAR_FOR_A_BARE_DAY:
        return None
    if which.day is None:
        return Reading(question=replace(question, dates=which.choices or question.dates))
    return _with_day(question, which.day, around)


def _date_or_pair(question: Question, around: Circumstances, *, is_date: bool) -> Reading | None:
    site = site_of(question, around)
    pair = question.pair or tuple(number for number in (question.women, question.men) if number is not None)
    if site is None or len(pair) != 2:
        return None
    first, second = pair
    if is_date:
        which = which_date(SaidDate(How.CALENDAR, first, second), site, question.moment or around.moment)
        return Reading(question=replace(question, topic=Topic.GENDER, date=which.day, pair=(), proposal=()))
    draft = draft_of(question)
    draft.numbers.clear()
    draft.pair, draft.sign = (first, second), " "  # no date any more; its order may still be in doubt
    return finished(draft, question, around)


def _closed(
    items: list[Item], question: Question, around: Circumstances, meaning: Meaning | None
) -> Reading | None:
    """“stängt” or “öppet”; with “öppet” the count that was said stands."""
    site = site_of(question, around)
    kinds = {item.meaning for item in items}
    if site is None or kinds & {Meaning.NUMBER, *GENDERS, Meaning.UNREADABLE}:
        if not (choice := _choice(items, 2)) or site is None:
            return None
        kinds = {Meaning.CLOSED} if choice == 1 else {Meaning.NOT_CLOSED}
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


def _numbers(clean: str, items: list[Item], question: Question, around: Circumstances) -> Reading | None:
    """A number, with or without its label: laid over what was known, and decided again."""
    if any(item.meaning in STANDS_ALONE for item in items):
        return None
    drafts = drafts_of(items, around)
    if len(drafts) != 1:
        return _bare_label(items, question, around) if not drafts else None
    reply = drafts[0]
    if reply.site is not None and reply.site != question.site:
        return None
    if (
        _is_full(reply)
        or reply.foreign
        or reply.closed
        or reply.undo
        or reply.doubts
        or reply.moves
        or reply.origins
        or reply.ages
    ):
        return _full_for_the_same(reply, question, around)
    draft = draft_of(question)
    if reply.said is not None:
        draft.said, draft.day = reply.said, None
    if not _lay_over(draft, reply, question):
        return None
    return finished(draft, question, around)


def _is_full(draft: Draft) -> bool:
    both = Meaning.WOMEN in draft.numbers and Meaning.MEN in draft.numbers
    return (
        both
        or draft.pair is not None
        or draft.empty
        or (draft.only is not None and draft.only in draft.numbers)
    )


def _full_for_the_same(reply: Draft, question: Question, around: Circumstances) -> Reading | None:
    """A full count wins over the question. It keeps the question's date where it repeats what was known;
    where the question is about another date than the text would be, the date is asked for.
    """
    site = site_of(question, around)
    if (
        site is None
        or reply.foreign
        or reply.said is not None
        or question.date is None
        or not _is_full(reply)
    ):
        return None
    if which_date(None, site, around.moment).day == question.date:
        return None
    known = draft_of(question).numbers
    same = bool(known) and all(reply.numbers.get(label, value) == value for label, value in known.items())
    if same:
        reply.day = question.date
    else:
        reply.said = SaidDate(How.VAGUE)
    return finished(reply, replace(question, along=()), around)


def _lay_over(draft: Draft, reply: Draft, question: Question) -> bool:
    """Puts the reply's numbers in the draft; a bare number goes where one number was missing."""
    labelled: dict[Meaning, int] = {
        label: value for label, value in reply.numbers.items() if label is not Meaning.SUM
    }
    total = reply.numbers.get(Meaning.SUM)
    if question.topic in (Topic.ORDER, Topic.DATEPAIR):
        return total is None and _labels_one_of_two(draft, labelled, question)
    if question.change == "move" or (reply.full and not reply.numbers):
        return False
    draft.only, draft.rest = reply.only, reply.rest
    draft.numbers.update(labelled)
    if total is None:
        return bool(labelled or reply.only or reply.rest)
    if reply.guests_said and not reply.total_said:
        return False
    missing = None if reply.total_said else _missing(draft, question)
    if missing is not None and missing not in labelled:
        draft.numbers[missing] = total
    elif _may_be_women(question, total) and not (reply.total_said or labelled):
        draft.guess = (total, (question.total or 0) - total)
        draft.doubt(Topic.WOMEN)
    else:
        draft.numbers[Meaning.SUM] = total
    return True


def _labels_one_of_two(draft: Draft, labelled: dict[Meaning, int], question: Question) -> bool:
    """“9 är kvinnor” settles the order of 19 and 9: the other number is the men's."""
    known = (question.women, question.men)
    values = list(question.pair) or [number for number in known if number is not None]
    if len(values) != 2 or len(labelled) != 1:
        return False
    label, value = next(iter(labelled.items()))
    if label not in GENDERS or value not in values:
        return False
    values.remove(value)
    draft.numbers.update({label: value, GENDERS[1 - GENDERS.index(label)]: values[0]})
    return True


def _missing(draft: Draft, question: Question) -> Meaning | None:
    """The label that a bare number answers."""
    if question.topic in (Topic.NUMBER, Topic.EXACT, Topic.SUM):
        lacking = [label for label in GENDERS if label not in draft.numbers]
        return lacking[0] if len(lacking) == 1 and Meaning.SUM not in draft.numbers else None
    return {Topic.WOMEN: Meaning.WOMEN, Topic.MEN: Meaning.MEN}.get(question.topic)


def _may_be_women(question: Question, number: int) -> bool:
    """Whether a bare “9” after “28 gäster” may be how many of them are women: proposed, never taken."""
    return question.topic is Topic.GENDER and question.total is not None and number < question.total


def _bare_label(items: list[Item], question: Question, around: Circumstances) -> Reading | None:
    """“kvinnor” after “+2” or “ändra 10”, “män” after “28”: what the number belongs to."""
    labels = [item for item in items if item.meaning in LABELS]
    rest = [
        item for item in items if item.meaning not in (*LABELS, Meaning.MARK, Meaning.LINE, Meaning.HARMLESS)
    ]
    if len(labels) != 1 or rest:
        return None
    label = labels[0].meaning
    draft = draft_of(question)
    if question.change == "move" and question.total is not None:
        draft.moves = [(label, question.total)]
        return finished(draft, question, around)
    if (question.change == "set" or question.topic is Topic.CHANGE) and question.total is not None:
        draft.numbers = {label: question.total}
        return finished(draft, question, around)
    return None
