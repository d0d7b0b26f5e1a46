"""Reporting and correcting: a text becomes changes, or a question when it can mean two things."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.commands import entry
from bot.commands.help import help_
from bot.commands.scene import Scene
from bot.commands.tallying import (
    done_said,
    ended_by,
    has_moved_on,
    live,
    look_at,
    look_at_one,
    move_by_text,
    only_one_joined,
    open_at,
    undo_by_text,
)
from bot.commands.undo import undo, undo_own
from bot.reading import Circumstances, Reading, Tells, read
from reports import asking, chat, guide, in_words
from reports.wording import Wording, first_that_fits, wording
from shelter.acts import (
    Act,
    MoveTally,
    ReportAges,
    ReportClosed,
    ReportCount,
    ReportOrigins,
    ReportQueue,
    Topic,
    Undo,
)
from shelter.checks import usual_visits
from shelter.figures import Count, Queue
from shelter.history import CLOSED, Aspect, Change, Closed, Figures, corrects
from shelter.messages import Answer, Notice
from shelter.people import Deed, Reach, Role, reach
from shelter.questions import Question
from shelter.sites import Kind, Site
from shelter.sums import Report
from shelter.tally import Tally
from storage.counts import breakdown, holding, latest_totals, reporter_of
from storage.wishes import Wish

Stored = dict[tuple[str, date], Count | Closed | None]


def report(scene: Scene) -> Wish[Answer | None]:
    """The whole of a text that is no command: changes, a question, or a friendly word."""
    sites = scene.house.within_reach(scene.person, Deed.REPORT)
    if scene.about is not None:
        sites = tuple(site for site in sites if site.short == scene.about[0])
    tallies = yield from open_at(scene, sites)
    if tallies and (done := done_said(scene, sites)):
        return (yield from look_at_one(scene, tallies, done, report))
    reading = yield from _read_by_role(scene, sites, live(scene, tallies))
    if reading.question is not None:
        if _is_plain_undo(reading.question) and not tallies:
            return (yield from _undone(scene, None, ()))
        return _ask(scene, sites, reading.question)
    if not reading.acts:
        return (yield from _nothing_to_keep(scene, sites, reading))
    if isinstance(reading.acts[0], Undo):
        return (yield from _undone(scene, reading.acts[0], live(scene, tallies)))
    moved_on = yield from has_moved_on(scene, reading.acts)
    if moved_on is not None:
        return (yield from look_at(scene, moved_on, report, changed=True))
    return (yield from _carried_out(scene, reading.acts, tallies))


def _undone(scene: Scene, one: Undo | None, tallies: Sequence[Tally]) -> Wish[Answer]:
    """Takes back what is meant; `one` is None where any of several sites can be, and the sender's latest is."""
    says_date = one is not None and one.said
    if scene.incoming.edits is not None and not says_date:
        return (yield from undo_own(scene))
    if one is None:
        return (yield from undo(scene, None, None))
    if says_date or scene.about is not None:
        return (yield from undo(scene, one.site, one.date))
    step_back = yield from undo_by_text(scene, one.site, tallies)
    return step_back or (yield from undo(scene, one.site, None))


def _is_plain_undo(question: Question) -> bool:
    """“ångra” of somebody with several sites: what they did last is known, and the answer names it."""
    acts = question.by_site
    return (
        question.topic is Topic.SITE
        and bool(acts)
        and all(isinstance(act, Undo) and not act.said for act in acts)
    )


def _carried_out(scene: Scene, acts: Sequence[Act], tallies: Sequence[Tally]) -> Wish[Answer]:
    """Counting goes to the tally, all else is kept; a text may hold both."""
    answers: list[Answer] = []
    rest: list[Act] = []
    for act in acts:
        if isinstance(act, MoveTally):
            answers += [(yield from move_by_text(scene, act, tallies))]
        else:
            rest.append(act)
    if rest:
        answers.append((yield from keep(scene, rest)))
    first, *others = answers
    for one in others:
        first = replace(
            first,
            text=first_that_fits(f"{first.text} {one.text}", one.text),
            changes=first.changes + one.changes,
            notices=first.notices + one.notices,
            tallies=first.tallies + one.tallies,
            repaints=first.repaints + one.repaints,
            panel=first.panel or one.panel,
            told=first.told + one.told,
        )
    return first


def _read_by_role(scene: Scene, sites: Sequence[Site], tallies: Sequence[Tally]) -> Wish[Reading]:
    """A coordinator's text is read for a date of any age (C3).

    A staff's is too, where it is clear in no other way: what it changes is then refused with the reason.
    """
    if reach(scene.person, Deed.REPORT) is Reach.ALL:
        return (yield from _read(scene, sites, tallies, any_age=True))
    reading = yield from _read(scene, sites, tallies)
    asks_date = reading.question is not None and reading.question.topic is Topic.DATE
    if asks_date and reading.may_name_date:
        older = yield from _read(scene, sites, tallies, any_age=True)
        return older if older.acts else reading
    return reading


def _read(
    scene: Scene, sites: Sequence[Site], tallies: Sequence[Tally], *, any_age: bool = False
) -> Wish[Reading]:
    """Read the text, fetching the stored counts and usual numbers that it turns out to need."""
    own = {site.short for site in sites}
    others = tuple([(site.name, site.short) for site in scene.house.sites if site.short not in own])
    joined = only_one_joined(scene, tallies)
    stored: Stored = {}
    usual: dict[str, int | None] = {}
    if len(sites) == 1 and sites[0].kind is Kind.DAY and sites[0].usual is None:
        # A count at such a site always asks for this; fetched at once, the text is read once.
        usual[sites[0].short] = usual_visits((yield from latest_totals(sites[0].short)))
    while True:
        reading = read(
            scene.argument,
            Circumstances(
                moment=scene.incoming.moment,
                sites=tuple(sites),
                others=others,
                language=scene.wording.language,
                stored=stored,
                usual=usual,
                question=scene.question,
                tallies={(one.site, one.date): one.count for one in tallies},
                tallying=joined.site if joined else None,
                any_age=any_age,
            ),
        )
        if not reading.wants_counts and not reading.wants_usual:
            return reading
        for short, day in sorted(reading.wants_counts):
            held = yield from holding(short, day)
            stored[short, day] = held.figures if held else None
        for short in sorted(reading.wants_usual):
            usual[short] = usual_visits((yield from latest_totals(short)))


def _ask(scene: Scene, sites: Sequence[Site], question: Question) -> Answer:
    if question.topic is Topic.PERSONAL:
        # The text holds what must not be kept, and there is nothing to answer: no question stays open.
        return Answer(asking.no_personal_data(scene.wording), closes_question=True, keeps_text=False)
    return Answer(asking.asked(scene.wording, question, sites), question=question)


def _nothing_to_keep(scene: Scene, sites: Sequence[Site], reading: Reading) -> Wish[Answer | None]:
    words, question = scene.wording, scene.question
    match reading.tells:
        case Tells.THANKS | Tells.YES_NO:
            return None
        case Tells.CANCELLED if question is None:
            return Answer(asking.nothing_open(words))
        case Tells.CANCELLED:
            return Answer(asking.taken_back(words), closes_question=True)
        case Tells.NO_SITE:
            return Answer(guide.reports_for_nobody(words))
    if question is not None and question.knows_something:
        return Answer(in_words.once_more(words, asking.asked(words, question, sites)), understood=False)
    return (yield from _said_besides(scene, sites[0].kind if sites else None, reading.tells))


def _said_besides(scene: Scene, kind: Kind | None, tells: Tells | None) -> Wish[Answer]:
    """To a greeting, a question, a fault in the house, or what means nothing."""
    words = scene.wording
    match tells:
        case Tells.GREETING if scene.person.role is Role.COORDINATOR:
            return (yield from help_(scene))
        case Tells.GREETING:
            return Answer(guide.greeted(words, kind))
        case Tells.QUESTION:
            return replace((yield from help_(scene)), understood=False)
        case Tells.FAULT:
            return Answer(guide.only_numbers(words), understood=False)
    return Answer(guide.not_understood(words, kind), understood=False)


def keep(scene: Scene, acts: Sequence[Act]) -> Wish[Answer]:
    """The changes that these acts make, and the answer that tells them."""
    changes: list[Change] = []
    told: list[chat.Kept] = []
    notices: list[Notice] = []
    for act in acts:
        site = scene.house.site(act.site)
        aspect, figures, before, held = yield from _laid_over(act)
        if isinstance(figures, Queue) and figures.contradicts_itself:
            question = Question(topic=Topic.SUM, site=act.site, date=act.date)
            return Answer(asking.asked(scene.wording, question, [site]), question=question)
        replaced = before if corrects(before, figures) else None
        by = (yield from reporter_of(act.site, act.date, aspect)) if replaced is not None else None
        somebody_else = by if by is not None and by.person != scene.person.id else None
        guests = _guests(acts, act, held) if aspect in (Aspect.ORIGIN, Aspect.AGE) else None
        told.append(
            chat.Kept(
                site=site,
                date=act.date,
                aspect=aspect,
                figures=figures,
                before=None
                if replaced is None
                else chat.Before(replaced, somebody_else.name if somebody_else else None),
                guests=guests,
                in_full=scene.is_far_back(site, act.date),
            )
        )
        if before != figures:
            changes.append(Change(act.site, act.date, aspect, figures, corrects=corrects(before, figures)))
        if replaced is not None and somebody_else is not None:
            theirs = _words_of(somebody_else.language, scene.default_wording)
            thing = chat.Kept(site, act.date, aspect, figures, before=chat.Before(replaced))
            notices.append(Notice(somebody_else.person, chat.replaced_by(theirs, scene.person.name, thing)))
    ended, repaints = yield from ended_by(scene, acts)
    entered, passed_over = yield from entry.ended_by(scene, acts)
    return Answer(
        chat.kept(scene.wording, told, tally_closed=bool(ended), in_group=scene.incoming.group is not None),
        changes=tuple(changes),
        closes_question=True,
        notices=tuple(notices),
        tallies=ended,
        repaints=repaints + passed_over,
        panel=entered,
        told=tuple((act.site, act.date) for act in acts),
    )


def _laid_over(act: Act) -> Wish[tuple[Aspect, Figures, Figures | None, Report | None]]:
    """What an act makes of its aspect, and what that aspect holds until now."""
    aspect = _aspect(act)
    held = yield from holding(act.site, act.date)
    match act:
        case ReportCount():
            return aspect, act.count, held.figures if held else None, held
        case ReportClosed():
            return aspect, CLOSED, held.figures if held else None, held
        case ReportQueue():
            before = held.queue if held else None
            return aspect, (before or Queue()).updated(act.queue), before, held
        case ReportOrigins() | ReportAges():
            numbers = yield from breakdown(act.site, act.date, aspect)
            return aspect, act.numbers, numbers or None, held
    raise TypeError(f"{act} changes nothing")


def _aspect(act: Act) -> Aspect:
    match act:
        case ReportQueue():
            return Aspect.QUEUE
        case ReportOrigins():
            return Aspect.ORIGIN
        case ReportAges():
            return Aspect.AGE
    return Aspect.COUNT


def _guests(acts: Sequence[Act], act: Act, held: Report | None) -> int | None:
    """The total that origins or ages are part of: said in the same text, or stored."""
    for other in acts:
        if isinstance(other, ReportCount) and (other.site, other.date) == (act.site, act.date):
            return other.count.total
    return held.count.total if held and held.count else None


def _words_of(language: str | None, default: Wording) -> Wording:
    return wording(language) if language else default
