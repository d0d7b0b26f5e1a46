"""What the bot says unasked to those who owe a count: a reminder, an escalation (P6: one SMS segment)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from reports.wording import Wording, first_that_fits
from shelter.dates import reporting_date
from shelter.escalation import Step
from shelter.reminders import Silence
from shelter.sites import Kind, Site


def ask(
    wording: Wording,
    silences: Sequence[Silence],
    sites: Mapping[str, Site],
    now: datetime,
    own_sites: Sequence[str] = (),
) -> str:
    """One message about everything a person is owed now, with how to answer it.

    `own_sites` are those the person reports for: with several, the example begins with the site's short.
    """
    if any(silence.step is Step.COORDINATOR for silence in silences):
        return _list(wording, silences, sites, wording.say("Missing after reminders:"), "")
    if any(silence.step is Step.SITE_LEAD for silence in silences):
        see_to_it = wording.say("Those who report have been reminded. Please see to it.")
        return _list(wording, silences, sites, wording.say("Missing:"), see_to_it)
    first = silences[0]
    about = _prefix(wording, sites[first.site], first.date, now, several=len(own_sites) > 1)
    answer_as = about + example(wording, sites[first.site])
    if len(silences) > 1:
        one_each = wording.say("Send one text for each, such as {example}.", example=answer_as)
        return _list(wording, silences, sites, wording.say("No count yet:"), one_each)
    site = sites[first.site]
    closed = about + wording.say("closed")
    answer = wording.say("Answer for example {example} or {closed}.", example=answer_as, closed=closed)
    told = _told(wording, first.step)
    return first_that_fits(
        f"{_what(wording, first, site, site.name)}: {told} {answer}",
        f"{_what(wording, first, site, site.short)}: {told} {answer}",
        f"{site.short} {wording.day(first.date)}: {told} {answer}",
    )


def _told(wording: Wording, step: Step) -> str:
    match step:
        case Step.DEADLINE:
            return wording.say("the time is up and no count has come.")
        case Step.COLLEAGUE:
            return wording.say("no count has come. Can you send it?")
    return wording.say("no count yet.")


def _what(wording: Wording, silence: Silence, site: Site, name: str) -> str:
    """`Natthärbärge A, natten 12-13 okt`, and that it is not the first in a row."""
    what = f"{name}, {wording.reporting_date(site, silence.date)}"
    return _in_a_row(wording, what) if silence.in_a_row else what


def _list(
    wording: Wording, silences: Sequence[Silence], sites: Mapping[str, Site], head: str, tail: str
) -> str:
    """Everything by its site's name, by its short, or told in numbers where that is too much for one segment."""
    named = [_what(wording, one, sites[one.site], sites[one.site].name) for one in silences]
    shorts = [f"{one.site} {wording.day(one.date)}" for one in silences]
    again = wording.series(one.site for one in silences if one.in_a_row)
    again = wording.say("Second in a row: {sites}.", sites=again) if again else ""
    in_numbers = wording.plural("{n} report", "{n} reports", len(silences))
    where = wording.say("Write missing to see which.")
    tails = [tail, ""] if tail else [""]
    return first_that_fits(
        *(_joined(head, f"{'; '.join(named)}.", end) for end in tails),
        *(_joined(head, f"{'; '.join(shorts)}.", again, end) for end in tails),
        f"{head} {in_numbers}. {where}",
    )


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _in_a_row(wording: Wording, what: str) -> str:
    second = wording.say("(second in a row)")
    return f"{what} {second}"


def _prefix(wording: Wording, site: Site, day: date, now: datetime, *, several: bool) -> str:
    """What an answer begins with to be read as the report that is missing, and not as today's or another site's."""
    dated = "" if reporting_date(site, now) == day else f"{wording.day(day)} "
    return f"{site.short}: {dated}" if several else dated


def example(wording: Wording, site: Site) -> str:
    """Figures as staff of such a site write them."""
    if site.kind is Kind.INTAKE:
        return wording.say("queue 34 placed 22")
    return wording.say("W{women} M{men}", women=9, men=19)
