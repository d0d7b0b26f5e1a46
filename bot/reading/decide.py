"""What comes of a draft: acts, a question, or that a stored figure is needed to tell (R4-R22)."""

from datetime import date, datetime

from bot.reading.beside_counts import breakdown_said, queue_said
from bot.reading.case import Ask, Case, Outcome, Wanted
from bot.reading.circumstances import Circumstances
from bot.reading.corrections import change_stored, is_partial
from bot.reading.counts import count_said, genders
from bot.reading.date_words import How
from bot.reading.draft import Draft
from bot.reading.meanings import LABELS, QUEUE, Meaning
from bot.reading.which_date import closed_dates, which_date
from shelter.acts import Act, ReportAges, ReportClosed, ReportCount, ReportOrigins, Topic, Undo
from shelter.dates import local, reporting_date
from shelter.figures import Count
from shelter.sites import Kind, Site

ORDER_OF_DOUBTS = (
    Topic.PERSONAL,
    Topic.SITE,
    Topic.NUMBER,
    Topic.CLOSED,
    Topic.FINAL,
    Topic.EXACT,
    Topic.CONFIRM,
    Topic.ORDER,
    Topic.CHANGE,
    Topic.EXTRA,
    Topic.WOMEN,
    Topic.MEN,
    Topic.SUM,
    Topic.GENDER,
    Topic.DATEPAIR,
    Topic.BASE,
    Topic.HIGH,
    Topic.DATE,
)
"""Which question is asked first when a text raises several: what makes the others needless comes first."""

OF_THE_NIGHT = frozenset({Meaning.NIGHT_SITE, Meaning.NIGHT_WORD})
OF_THE_DAY = frozenset({Meaning.DAY_SITE, Meaning.INTAKE_SITE})


def decide(
    draft: Draft, site: Site, around: Circumstances, moment: datetime, *, accepts_high: bool = False
) -> Outcome:
    """What comes of one draft at one site."""
    case = Case(draft, site, around, moment, accepts_high)
    outcome = case.outcome
    try:
        _decide(case)
    except Ask as ask:
        outcome.acts.clear()
        outcome.question = case.question(ask.topic, ask.about, ask.known)
    except Wanted:
        outcome.acts.clear()
    if outcome.wants_counts or outcome.wants_usual:
        return Outcome(wants_counts=outcome.wants_counts, wants_usual=outcome.wants_usual)
    return outcome


def _decide(case: Case) -> None:
    draft = case.draft
    if draft.day is not None and draft.said is None:
        case.day = draft.day
    else:
        case.day = which_date(draft.said, case.site, case.moment, any_age=case.around.any_age).day
    if draft.closed:
        if draft.undo:
            raise Ask(Topic.CHANGE)  # "ta bort stängt"
        _closed(case)
        return
    if draft.undo:
        _undo(case)
        return
    _ask_first_doubt(case)
    _check_kind(case)
    if draft.moves or ((draft.sets or draft.olds) and is_partial(case)):
        change_stored(case)
    else:
        count_said(case)
    if draft.origins:
        breakdown_said(case, draft.origins, ReportOrigins)
    if draft.ages:
        breakdown_said(case, draft.ages, ReportAges)
    queue_said(case)


def _closed(case: Case) -> None:
    draft = case.draft
    if draft.numbers or draft.pair or draft.empty or draft.origins or draft.ages or draft.moves or draft.full:
        raise Ask(Topic.CLOSED)
    if (
        draft.no_end
        and draft.said is None
        and case.day
        and all(one is Topic.CLOSED for one, _ in draft.doubts)
    ):
        raise Ask(Topic.CLOSED, proposal=(ReportClosed(case.site.short, case.day),))
    for topic, about in draft.doubts:
        raise Ask(
            Topic.CLOSED if topic in (Topic.EXTRA, Topic.CHANGE, Topic.NUMBER, Topic.CONFIRM) else topic,
            about,
        )
    if draft.said and draft.said.how is How.VAGUE:
        raise Ask(Topic.DATE)
    if draft.day is not None and draft.said is None:
        case.outcome.acts.append(ReportClosed(case.site.short, draft.day))
        return
    days, choices = closed_dates(draft.said, case.site, case.moment, any_age=case.around.any_age)
    if not days:
        raise Ask(Topic.DATE, dates=choices)
    case.outcome.acts += [ReportClosed(case.site.short, day) for day in days]


def _undo(case: Case) -> None:
    draft = case.draft
    if draft.numbers or draft.pair or draft.moves or draft.origins or draft.ages or draft.doubts:
        raise Ask(Topic.CHANGE)
    day = case.day
    if day is None and draft.said is None:
        day = local(case.site, case.moment).date()
        if reporting_date(case.site, case.moment) is None:
            day = date.fromordinal(day.toordinal() - 1)
    if day is None:
        raise case.ask_date()
    case.outcome.acts.append(Undo(case.site.short, day, draft.said is not None))


def _ask_first_doubt(case: Case) -> None:
    doubts = case.draft.doubts
    for topic in ORDER_OF_DOUBTS if doubts else ():
        for found, about in doubts:
            if found is topic:
                raise Ask(topic, about, proposal=_guess(case, topic))


def _guess(case: Case, topic: Topic) -> tuple[Act, ...]:
    """The count that a question may propose for a yes."""
    draft = case.draft
    if case.day is None:
        return ()
    if topic is Topic.CONFIRM:
        if draft.moves or any(other is not Topic.CONFIRM for other, _ in draft.doubts):
            return ()
        women, men = genders(case)
        if draft.pair and draft.pair[0] <= draft.pair[1] and draft.sign not in "-:.":
            women, men = draft.pair
        if women is None or men is None or case.site.kind is Kind.INTAKE or case.is_high(women + men):
            return ()
        total = draft.numbers.get(Meaning.SUM)
        count = Count(women, men, draft.numbers.get(Meaning.OTHER, 0), draft.numbers.get(Meaning.UNKNOWN, 0))
        return () if total not in (None, count.total) else (ReportCount(case.site.short, case.day, count),)
    if draft.guess and topic in (Topic.MEN, Topic.WOMEN, Topic.ORDER, Topic.CHANGE):
        return (ReportCount(case.site.short, case.day, Count(*draft.guess)),)
    return ()


def _check_kind(case: Case) -> None:
    """A day centre has no night, the intake no guests, a shelter no queue (R19, R22)."""
    draft, kind = case.draft, case.site.kind
    if kind is Kind.INTAKE:
        genders = not LABELS.isdisjoint(draft.numbers) or draft.only or draft.rest
        if genders or draft.origins or draft.ages or draft.moves:
            raise Ask(Topic.SITE)
        return
    if kind is Kind.DAY and (draft.kinds & OF_THE_NIGHT or (draft.said and draft.said.night)):
        raise Ask(Topic.SITE)
    if kind is Kind.NIGHT and draft.kinds & OF_THE_DAY:
        raise Ask(Topic.SITE)
    if Meaning.APPLIED in draft.numbers:
        raise Ask(Topic.SITE)
    if Meaning.OFFERED in draft.numbers or (kind is Kind.DAY and not QUEUE.isdisjoint(draft.numbers)):
        raise Ask(Topic.EXTRA)
