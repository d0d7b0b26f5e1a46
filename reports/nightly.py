"""The nightly summary, a correction after it, the evening's free beds and the weekly digest, in words.

Each is told in one SMS segment; the summary and the digest also whole, for channels that have the room.
"""

from collections.abc import Sequence
from datetime import date

from reports import chat
from reports.period_words import dates_words
from reports.wording import Wording, first_that_fits
from shelter.history import CLOSED
from shelter.nightly import Digest, SiteNight, Summary
from shelter.sites import Site
from shelter.sums import Report

MOST_LINES, MOST_LETTERS = 30, 4000
"""Of a whole summary: Telegram takes no message of more than 4 096 letters."""

CHANNELS = {"sms": "sms", "telegram": "Telegram"}
"""What the ways are called by which figures come, in both languages; the simulator's phones need no name."""


def summary(wording: Wording, told: Summary) -> str:
    """One segment: the guests by gender, each shelter, free beds, what is missing; less where there is no room."""
    if not told.nights:
        return _days(wording, told)
    has_any = any(one.total is not None for one in told.nights)
    if not has_any and not all(one.is_silent for one in told.nights):
        return _closed(wording, told)
    listed = f"{_listed(wording, told.nights)}." if has_any else ""
    missing = _joined(_missing(wording, told.missing), _awaited(wording, told.awaited))
    # The shelters' own list says which of them are missing.
    others = (
        _joined(
            _missing(wording, [one for one in told.missing if one in told.days]),
            _awaited(wording, [one for one in told.awaited if one in told.days]),
        )
        if has_any
        else missing
    )
    free = wording.say("Free beds: {beds}.", beds=told.free) if has_any else ""
    change = _since_yesterday(wording, told)
    head = _head(wording, told)
    return first_that_fits(
        _joined(head, listed, free, others, change, _corrected(wording, told)),
        _joined(head, listed, free, others, change),
        _joined(head, listed, free, others),
        _joined(head, free, missing, change),
        _joined(head, free, missing),
        _joined(head, free, _missing_number(wording, told)),
    )


def summary_whole(wording: Wording, told: Summary) -> str:
    """Line by line, for a channel with room: every site with women, men and other, then what stands out."""
    sites = (*told.nights, *told.days)
    lines = [_when(wording, told) + ":"]
    lines += [_line(wording, one) for one in sites[:MOST_LINES]]
    if len(sites) > MOST_LINES:
        lines.append(wording.say("... and {n} more sites.", n=len(sites) - MOST_LINES))
    if any(one.total is not None for one in told.nights):
        lines.append(_head(wording, told))
        lines.append(wording.say("Free beds: {beds}.", beds=told.free))
        lines += [
            wording.say("{site}: {over} over its beds.", site=one.site.name, over=one.over)
            for one in told.overbooked[:MOST_LINES]
        ]
    lines += [_since_yesterday(wording, told), _since_weekday(wording, told)]
    lines.append(_corrected(wording, told))
    return "\n".join(line for line in lines if line)[:MOST_LETTERS]


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _when(wording: Wording, told: Summary) -> str:
    if not told.nights:
        return wording.day(told.day)
    when = wording.reporting_date(told.nights[0].site, told.day)
    return when[0].upper() + when[1:]


def _head(wording: Wording, told: Summary) -> str:
    """`Natten 12-13 okt: 23 kvinnor + 62 män = 85 av 115.`, of those that have told."""
    if all(one.total is None for one in told.nights):
        nothing = wording.say("no shelter has told its count")
        return f"{_when(wording, told)}: {nothing}."
    sum_of = wording.say(
        "{parts} = {total} of {beds} beds",
        parts=" + ".join(chat.count_parts(wording, told.people)),
        total=told.people.total,
        beds=told.beds,
    )
    return f"{_when(wording, told)}: {sum_of}."


def _listed(wording: Wording, sites: Sequence[SiteNight]) -> str:
    """`A 28/45*, B 31/40 (* sms)`: a number is weak proof of who wrote, so those figures are marked."""
    listed = wording.series(
        f"{one.site.short} {_brief(wording, one)}{'*' if _is_by_sms(one) else ''}" for one in sites
    )
    return f"{listed} (* sms)" if any(_is_by_sms(one) for one in sites) else listed


def _is_by_sms(one: SiteNight) -> bool:
    return one.channel == "sms" and not one.is_silent


def _brief(wording: Wording, one: SiteNight) -> str:
    if one.report is not None and one.report.closed:
        return wording.say("closed")
    if one.is_silent or one.report is None:
        return _silent(wording, one)
    if one.total is None:
        return chat.compact(wording, one.report.queue)
    return str(one.total) if one.beds is None else f"{one.total}/{one.beds}"


def _line(wording: Wording, one: SiteNight) -> str:
    if one.is_silent or one.report is None:
        return f"{one.site.name}: {_silent(wording, one)}"
    figures = CLOSED if one.report.closed else one.report.count or one.report.queue
    told = f"{one.site.name}: {chat.figures_of(wording, one.site, one.report.date, figures)}"
    channel = CHANNELS.get(one.channel or "")
    return f"{told} ({channel})" if channel else told


def _missing(wording: Wording, sites: Sequence[SiteNight]) -> str:
    if not sites:
        return ""
    missing = wording.say("Missing:")
    return f"{missing} {wording.series(one.site.short for one in sites)}."


def _awaited(wording: Wording, sites: Sequence[SiteNight]) -> str:
    if not sites:
        return ""
    awaited = wording.say("Awaited:")
    return f"{awaited} {wording.series(one.site.short for one in sites)}."


def _missing_number(wording: Wording, told: Summary) -> str:
    return wording.say("Missing: {n}.", n=len(told.missing)) if told.missing else ""


def _closed(wording: Wording, told: Summary) -> str:
    """A night without guests: shelters said that they were closed, which is an answer and no silence."""
    listed = f"{_when(wording, told)}: {_listed(wording, told.nights)}."
    days = _joined(
        _missing(wording, [one for one in told.missing if one in told.days]),
        _awaited(wording, [one for one in told.awaited if one in told.days]),
    )
    closed = sum(not one.is_silent for one in told.nights)
    number = wording.plural("{n} shelter was closed", "{n} shelters were closed", closed)
    return first_that_fits(
        _joined(listed, days, _corrected(wording, told)),
        _joined(listed, days),
        listed,
        _joined(f"{_when(wording, told)}: {number}.", _missing_number(wording, told)),
    )


def _days(wording: Wording, told: Summary) -> str:
    """A house without shelters is told by its day centres and intake."""
    listed = _listed(wording, told.days)
    return first_that_fits(
        f"{_when(wording, told)}: {listed}.",
        _joined(f"{_when(wording, told)}:", _missing_number(wording, told)),
    )


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else str(number)


def _since_yesterday(wording: Wording, told: Summary) -> str:
    if told.since_yesterday is None:
        return ""
    return wording.say("{change} since the night before.", change=_signed(told.since_yesterday))


def _since_weekday(wording: Wording, told: Summary) -> str:
    if told.since_weekday is None:
        return ""
    return wording.say(
        "{change} against the mean of the same weekday, four weeks.", change=_signed(told.since_weekday)
    )


def _corrected(wording: Wording, told: Summary) -> str:
    if not told.corrected:
        return ""
    listed = wording.series(f"{short} {wording.day(day)}" for short, day in told.corrected)
    return wording.say("Corrected: {what}.", what=listed)


def corrected(wording: Wording, changed: Sequence[tuple[Site, date, Report | None]]) -> str:
    """A late report or a correction after the summary: what holds now, in one line."""
    told = []
    for site, day, report in changed:
        figures = None if report is None else CLOSED if report.closed else report.count or report.queue
        told.append(f"{site.short} {wording.day(day)}: {chat.compact(wording, figures)}")
    head = wording.say("After the summary:")
    in_numbers = wording.plural("{n} report", "{n} reports", len(changed))
    return first_that_fits(f"{head} {'; '.join(told)}.", f"{head} {in_numbers}.")


def free_beds(wording: Wording, nights: Sequence[SiteNight], day: date) -> str:
    """`Lediga platser, natten 12-13 okt: A 17, B väntas, C 0. Summa 17.`"""
    listed = wording.series(f"{one.site.short} {_free(wording, one)}" for one in nights)
    when = wording.reporting_date(nights[0].site, day)
    head = wording.say("Free beds, {when}:", when=when)
    if all(one.total is None for one in nights):
        nothing = wording.say("no shelter has told its count")
        return first_that_fits(f"{head} {listed}.", f"{head} {nothing}.")
    total = wording.say("In all {beds}.", beds=sum(one.free for one in nights))
    return first_that_fits(f"{head} {listed}. {total}", f"{head} {total}")


def _free(wording: Wording, one: SiteNight) -> str:
    if one.report is not None and one.report.closed:
        return wording.say("closed")
    return _silent(wording, one) if one.total is None else str(one.free)


def _silent(wording: Wording, one: SiteNight) -> str:
    return wording.say("missing") if one.is_missing else wording.say("awaited")


def digest(wording: Wording, told: Digest) -> str:
    """One segment: how complete the week is, what is missing, who needs help, what is unusual."""
    head = wording.say(
        "Week {week}: {received} of {due} reports.",
        week=told.week.first.isocalendar().week,
        received=told.received,
        due=told.due,
    )
    missing = [f"{site.short} {dates_words(wording, days)}" for site, days in told.missing]
    counted = [f"{site.short} {len(days)}" for site, days in told.missing]
    helped = [site.short for site in told.need_help]
    unusual = [f"{one.site.short} {wording.day(one.date)} {one.total}" for one in told.unusual]
    named = _after(wording.say("Missing:"), "; ".join(missing))
    numbers = _after(wording.say("Missing:"), wording.series(counted))
    needed = _after(wording.say("Need a hand:"), wording.series(helped))
    strange = _after(wording.say("Unusual:"), "; ".join(unusual))
    strange_number = wording.say("Unusual: {n}.", n=len(unusual)) if unusual else ""
    return first_that_fits(
        _joined(head, named, needed, strange),
        _joined(head, numbers, needed, strange),
        _joined(head, numbers, needed, strange_number),
        _joined(head, needed, strange_number),
        _joined(head, strange_number),
    )


def _after(head: str, listed: str) -> str:
    return f"{head} {listed}." if listed else ""
