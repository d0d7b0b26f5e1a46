"""The questions: nothing is stored until they are answered, and each says how to answer it."""

from collections.abc import Sequence

from reports import chat
from reports.wording import Wording, first_that_fits
from shelter.acts import ReportClosed, ReportCount, Topic
from shelter.dates import is_too_old
from shelter.figures import Count
from shelter.questions import BELOW_ZERO, Question
from shelter.sites import Kind, Site


def asked(wording: Wording, question: Question, sites: Sequence[Site]) -> str:
    """The question with the site and date it is about in front, as far as both fit in one segment."""
    text = _question(wording, question, sites)
    plain = _question(wording, Question(question.topic, site=question.site), sites)
    site = next((site for site in sites if site.short == question.site), None)
    if site is None or question.topic is Topic.SITE:
        return first_that_fits(text, plain)
    if question.date is None or question.topic in (Topic.DATE, Topic.DATEPAIR):
        return first_that_fits(f"{site.name}: {text}", text, plain)
    when = wording.reporting_date(site, question.date)
    return first_that_fits(f"{site.name}, {when}: {text}", f"{site.short}, {when}: {text}", text, plain)


def _question(wording: Wording, question: Question, sites: Sequence[Site]) -> str:  # noqa: C901, PLR0911, PLR0912 one line for each topic
    example = _example(wording, question, sites)
    proposal = proposed(question)
    offered = wording.series(chat.count_parts(wording, proposal)) if proposal else ""
    about = question.about
    match question.topic:
        case Topic.GENDER if question.total is not None:
            return wording.say(
                "{total} in all. How many women and how many men? Write for example {example}.",
                total=question.total,
                example=example,
            )
        case Topic.GENDER | Topic.GUIDED:
            return wording.say(
                "How many women and how many men? Write for example {example}.", example=example
            )
        case Topic.WOMEN:
            return _other_part(wording, question, wording.say("How many women?"), offered)
        case Topic.MEN:
            return _other_part(wording, question, wording.say("How many men?"), offered)
        case Topic.ORDER if offered:
            return wording.say(
                "Do you mean {offered}? Answer ok, or write {example}.", offered=offered, example=example
            )
        case Topic.ORDER:
            return wording.say("Which number is women? Write for example {example}.", example=example)
        case Topic.DATEPAIR if offered:
            return wording.say(
                "Is that a date, or {offered}? Answer ok for {offered}, or write {example}.",
                offered=offered,
                example=example,
            )
        case Topic.DATEPAIR:
            return wording.say(
                "Is that a date, or women and men? Write for example {example}.", example=example
            )
        case Topic.SUM:
            return wording.say(
                "The numbers do not add up. Write them again, for example {example}.", example=example
            )
        case Topic.EXACT:
            return wording.say("I need the exact numbers. Write for example {example}.", example=example)
        case Topic.CONFIRM if offered:
            return wording.say(
                "Shall I store {offered}? Answer ok, or send the right numbers.", offered=offered
            )
        case Topic.CONFIRM:
            return wording.say("Is that a report? Then write it as {example}.", example=example)
        case Topic.FINAL if offered:
            return wording.say(
                "{offered}: is that final? Answer ok, or write again when it is.", offered=offered
            )
        case Topic.FINAL:
            return wording.say(
                "Write again when the numbers are final, for example {example}.", example=example
            )
        case Topic.EXTRA if about:
            return wording.say(
                "I have no place for: {about}. Write women and men only, for example {example}.",
                about=about,
                example=example,
            )
        case Topic.EXTRA:
            return wording.say(
                "I did not understand all of it. Write for example {example}.", example=example
            )
        case Topic.HIGH if offered and proposal:
            return wording.say(
                "{offered} = {total}, more than usual. Is it right? Answer ok, or send the right numbers.",
                offered=offered,
                total=wording.number(proposal.total),
            )
        case Topic.HIGH:
            return wording.say("That is more than usual. Is it right? Answer ok, or send the right numbers.")
        case Topic.NUMBER if about:
            return wording.say(
                "I cannot read the number {about}. Write it again, for example {example}.",
                about=about,
                example=example,
            )
        case Topic.NUMBER:
            return wording.say(
                "I cannot read the number. Write it again, for example {example}.", example=example
            )
        case Topic.DATE:
            return _which_date(wording, question, sites)
        case Topic.SITE:
            return _which_site(wording, question, sites)
        case Topic.CLOSED if any(isinstance(act, ReportClosed) for act in question.proposal):
            return wording.say(
                "I take one date at a time. Is it closed then? Answer ok, or write for example closed 24/12."
            )
        case Topic.CLOSED:
            return wording.say("Closed or open? Write closed, or the numbers: {example}.", example=example)
        case Topic.BASE:
            return wording.say(
                "There is nothing to change yet. Send all numbers: {example}.", example=example
            )
        case Topic.CHANGE if about == BELOW_ZERO:
            return wording.say(
                "It cannot go below zero. Send the right numbers, for example {example}.", example=example
            )
        case Topic.CHANGE:
            return wording.say(
                "What shall I change? Write for example {change}.", change=wording.say("change w10")
            )
    return no_personal_data(wording)


def proposed(question: Question) -> Count | None:
    """The count that a yes would store."""
    if question.topic is Topic.HIGH and question.women is not None and question.men is not None:
        return Count(question.women, question.men, question.other or 0, question.unknown or 0)
    return next((act.count for act in question.proposal if isinstance(act, ReportCount)), None)


def _other_part(wording: Wording, question: Question, ask: str, offered: str) -> str:
    if offered:
        return wording.say("Do you mean {offered}? Answer ok, or send the right numbers.", offered=offered)
    known = [
        wording.plural("{n} woman", "{n} women", question.women) if question.women is not None else "",
        wording.plural("{n} man", "{n} men", question.men) if question.men is not None else "",
    ]
    return " ".join([*(f"{part}." for part in known if part), ask])


def _example(wording: Wording, question: Question, sites: Sequence[Site]) -> str:
    site = next((site for site in sites if site.short == question.site), sites[0] if sites else None)
    if site is not None and site.kind is Kind.INTAKE:
        return wording.say("queue 34 placed 22 no show 3")
    return wording.say("W{women} M{men}", women=9, men=19)


def _which_date(wording: Wording, question: Question, sites: Sequence[Site]) -> str:
    site = next((site for site in sites if site.short == question.site), None)
    moment = question.moment
    if site is not None and question.dates:
        old = moment is not None and any(is_too_old(site, day, moment) for day in question.dates)
        named = [
            wording.day(day, year=True) if old else wording.reporting_date(site, day)
            for day in question.dates
        ]
        if len(named) == 1:
            return wording.say("Is it for {when}? Answer ok, or a date such as 12/10.", when=named[0])
        listed = wording.series(f"{number} = {when}" for number, when in enumerate(named, 1))
        return wording.say("Which date? {listed}. Answer with the number.", listed=listed)
    if site is not None and site.kind is Kind.NIGHT:
        return wording.say("Which night? Answer yesterday, tonight or a date such as 12/10.")
    return wording.say("Which day? Answer yesterday, today or a date such as 12/10.")


def _which_site(wording: Wording, question: Question, sites: Sequence[Site]) -> str:
    if len(sites) == 1:
        return wording.say(
            "You report for {site} only. Send its numbers, or tell the other site's staff.",
            site=sites[0].name,
        )
    names = [site.short for site in sites]
    text = wording.say("Which site? Answer {sites}.", sites=wording.alternatives(names))
    return first_that_fits(text, wording.say("Which site? Answer with its short name."))


def no_personal_data(wording: Wording) -> str:
    return wording.say(
        "Do not send personal data. The text was not kept. Write numbers only, for example W9 M19."
    )


def taken_back(wording: Wording) -> str:
    return wording.say("All right, nothing was stored.")


def nothing_open(wording: Wording) -> str:
    return wording.say("There is nothing to break off. Write undo to take back the latest.")
