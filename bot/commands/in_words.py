"""Guided entry without buttons: site, day, women, men, other, a look, stored; each answered by a number or a word.

Where somebody stands is their open question, so it outlives a restart, lapses like any other, and a whole report
at any point takes its place.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.commands.about import on_its_day
from bot.commands.guided import dates_of, guide_by_touch, sites_of
from bot.commands.help import help_
from bot.commands.report import report
from bot.commands.scene import Scene
from bot.commands.tonight import tonight
from bot.commands.typed import typed
from bot.reading.step_answers import (
    choice_said,
    day_said,
    is_back,
    is_bare_number,
    is_left,
    look_said,
    number_said,
    site_said,
)
from bot.reading.which_date import may_be_reported
from reports import asking, guided, in_words
from shelter.acts import Topic
from shelter.figures import Count
from shelter.messages import Answer
from shelter.people import Deed
from shelter.questions import Question
from shelter.sites import Site
from shelter.tally import OF_A_TALLY
from storage.stumbles import somebody_to_ask, stumbled
from storage.telegram import CHANNEL
from storage.wishes import Wish

STEPS = ("site", "day", "women", "men", "other", "look")
NUMBERS = ("women", "men", "other")
MENU = "menu"
STORE, CHANGE, LEAVE = 1, 2, 3
STEP_BY_STEP, STANDING, HOW = 1, 2, 3
TWICE = 2


def guide(scene: Scene) -> Wish[Answer | None]:
    """`rapportera` or `/report`, also with a site, opens the entry; with numbers behind it, it is the report itself."""
    named = scene.argument.casefold()
    for site in sites_of(scene):
        if named in (site.short.casefold(), site.name.casefold()):
            scene = replace(scene, argument="", house=replace(scene.house, only=site.short))
            break
    if scene.argument:
        return (yield from typed(scene)) or (yield from report(scene))
    if scene.incoming.channel == CHANNEL:
        return (yield from guide_by_touch(scene))
    return (yield from guide_in_words(scene))


def guide_in_words(scene: Scene) -> Wish[Answer]:
    """`rapportera` by itself: the first question."""
    yield from ()
    sites = sites_of(scene)
    if not sites:
        return Answer(guided.nothing_by_touch(scene.wording))
    if len(sites) > 1:
        return _asks(scene, Question(Topic.GUIDED, step="site", sites=tuple(site.short for site in sites)))
    return _asks(scene, _on_day(scene, sites[0]))


def said(scene: Scene) -> Wish[Answer | None]:
    """A text that is no command: the answer to a step, or else a report; in vain twice, and there is a way out."""
    answer = yield from attempted(scene)
    if answer is None:
        return None
    if _asked_again(scene.question, answer.question):
        name = yield from somebody_to_ask(scene.person.id)
        return replace(answer, text=in_words.or_ask(scene.wording, answer.text, name))
    if answer.understood:
        return answer
    incoming = scene.incoming
    tries = yield from stumbled(incoming.channel, incoming.external_id, incoming.address, incoming.moment)
    if tries < TWICE:
        return answer
    return (yield from _way_out(scene, answer, again=tries > TWICE))


def attempted(scene: Scene) -> Wish[Answer | None]:
    """The answer to a step, or else a report; nothing is noted where it is neither."""
    if scene.question is None or scene.question.topic is not Topic.GUIDED:
        return (yield from typed(scene)) or (yield from report(scene))
    return (yield from _to_step(scene, scene.question))


def _asked_again(before: Question | None, now: Question | None) -> bool:
    """Whether a doubt is asked about for the second time in a row."""
    if before is None or now is None or now.change == OF_A_TALLY:  # a sum is looked at as often as it moves
        return False
    return before.topic is now.topic is not Topic.GUIDED


def _way_out(scene: Scene, answer: Answer, *, again: bool) -> Wish[Answer]:
    """After two tries in vain: the open question, or what there is to choose, with the name of somebody to ask."""
    name = yield from somebody_to_ask(scene.person.id)
    words, question = scene.wording, answer.question or scene.question
    if scene.incoming.channel == CHANNEL:
        touch = yield from guide_by_touch(scene)
        text = in_words.once_more(words, touch.text)
        return replace(touch, text=in_words.or_ask(words, text, name), understood=False)
    if question is not None and question.step not in ("", MENU):
        return replace(answer, text=in_words.or_ask(words, answer.text, name))
    if question is not None and question.step != MENU and not again:
        asked = asking.asked(words, question, scene.house.within_reach(scene.person, Deed.REPORT))
        return replace(answer, text=in_words.or_ask(words, asked, name))
    menu = Question(Topic.GUIDED, step=MENU)
    return Answer(in_words.or_ask(words, in_words.choices(words), name), question=menu, understood=False)


def _to_step(scene: Scene, question: Question) -> Wish[Answer | None]:
    own = {site.short for site in sites_of(scene)}
    if not own.issuperset((*question.sites, *((question.site,) if question.site else ()))):
        return (yield from report(replace(scene, question=None)))  # they no longer report for it
    if is_back(scene.argument):
        return _one_back(scene, question)
    if is_left(scene.argument) and question.step != MENU:
        return Answer(guided.left(scene.wording), closes_question=True)
    if question.step == MENU:
        return (yield from _chosen(scene))
    if question.step == "look":
        answer = yield from _after_look(scene, question)
    else:
        further = _further(scene, question)
        answer = _asks(scene, further) if further is not None else None
    return answer or (yield from _otherwise(scene, question))


def _chosen(scene: Scene) -> Wish[Answer | None]:
    """What the choice after two tries in vain brings."""
    alone = replace(scene, question=None)
    match choice_said(scene.argument, HOW):
        case 1:
            return (yield from guide_in_words(alone))
        case 2:
            return replace((yield from tonight(alone)), closes_question=True)
        case 3:
            return replace((yield from help_(alone)), closes_question=True)
    return (yield from report(alone))


def _further(scene: Scene, question: Question) -> Question | None:
    """The next question, with what this answer says; None where it is no answer."""
    text, language, now = scene.argument, scene.wording.language, scene.incoming.moment
    if question.step == "site":
        short = site_said(text, _sites(scene, question.sites), now, language)
        return None if short is None else _on_day(scene, scene.house.site(short))
    site = scene.house.site(question.site or "")
    if question.step == "day":
        outside = is_bare_number(text, language) and choice_said(text, len(question.dates)) is None
        day = None if outside else day_said(text, site, question.dates, now, language)
        if day is None or not may_be_reported(site, day, now):
            return None
        return replace(question, step="women", date=day)
    number = number_said(text, question.step, language)
    if number is None:
        return None
    return replace(_with(question, question.step, number), step=STEPS[STEPS.index(question.step) + 1])


def _with(question: Question, part: str, number: int | None) -> Question:
    match part:
        case "women":
            return replace(question, women=number)
        case "men":
            return replace(question, men=number)
    return replace(question, other=number)


def _on_day(scene: Scene, site: Site) -> Question:
    return Question(Topic.GUIDED, site=site.short, step="day", dates=tuple(dates_of(scene, site)))


def _one_back(scene: Scene, question: Question) -> Answer:
    place = STEPS.index(question.step) if question.step in STEPS else 0
    sites = tuple(site.short for site in sites_of(scene))
    if place == 0 or (question.step == "day" and len(sites) < TWICE):
        return Answer(guided.left(scene.wording), closes_question=True)
    before = STEPS[place - 1]
    if before == "site":
        return _asks(scene, Question(Topic.GUIDED, step=before, sites=sites))
    return _asks(scene, replace(question, step=before))


def _after_look(scene: Scene, question: Question) -> Wish[Answer | None]:
    choice = look_said(scene.argument)
    if choice == CHANGE:
        return _asks(scene, replace(question, step="women"))
    if choice == LEAVE:
        return Answer(guided.left(scene.wording), closes_question=True)
    if choice != STORE:
        return None
    text = guided.as_text(scene.wording, _count(question))
    return (yield from report(_there(scene, question, text)))


def _otherwise(scene: Scene, question: Question) -> Wish[Answer | None]:
    """A whole report in place of the answer is taken as one; of anything else the question is asked again."""
    if is_bare_number(scene.argument, scene.wording.language):
        return _once_more(scene, question)
    answer = yield from report(_there(scene, question, scene.argument))
    if answer is not None and answer.question is not None and answer.question.topic is Topic.SITE:
        answer = yield from report(replace(scene, question=None))  # it names another site
    says = answer is not None and answer.understood and (answer.changes or answer.question or answer.tallies)
    if answer is not None and says and not _is_slip(question, answer.question):
        return answer
    return _once_more(scene, question)


def _is_slip(step: Question, doubt: Question | None) -> bool:
    """Whether in place of a number came what says neither women nor men, as `-5`, `9.5` or `ca 9`."""
    return (
        step.step in NUMBERS
        and doubt is not None
        and doubt.topic not in (Topic.GUIDED, Topic.SITE, Topic.DATE, Topic.CLOSED)
        and doubt.women is None
        and doubt.men is None
        and not doubt.proposal
    )


def _once_more(scene: Scene, question: Question) -> Answer:
    asked = _asks(scene, question)
    return replace(asked, text=in_words.once_more(scene.wording, asked.text), understood=False)


def _there(scene: Scene, question: Question, text: str) -> Scene:
    """The scene with a text for the site and day that have been chosen, as far as they have."""
    scene = replace(scene, argument=text, question=None)
    if question.site is None or question.date is None:
        return scene
    return on_its_day(scene, scene.house.site(question.site), question.date)


def _asks(scene: Scene, question: Question) -> Answer:
    return Answer(_asked(scene, question), question=question)


def _asked(scene: Scene, question: Question) -> str:
    words = scene.wording
    if question.step == "site":
        return in_words.which_site(words, _sites(scene, question.sites))
    site = scene.house.site(question.site or "")
    if question.step == "day":
        return in_words.which_date(words, site, question.dates)
    day: date = question.date or scene.incoming.moment.date()
    if question.step == "look":
        return in_words.look(words, site, day, _count(question))
    return in_words.how_many(words, site, day, question.step)


def _sites(scene: Scene, shorts: Sequence[str]) -> list[Site]:
    return [scene.house.site(short) for short in shorts]


def _count(question: Question) -> Count:
    return Count(question.women or 0, question.men or 0, question.other or 0, 0)
