"""What the bot answers to a report: one line that says what was understood (P6: one SMS segment)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from reports.wording import Wording, first_that_fits, first_to_fit
from shelter.figures import Count, Queue
from shelter.history import Aspect, Closed, Figures, Numbers
from shelter.sites import Kind, Site
from shelter.sums import People


@dataclass(frozen=True, slots=True)
class Before:
    """What held until now, and who had said so when that was somebody else."""

    figures: Figures
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One aspect of a site and date as it is from now on."""

    site: Site
    date: date
    aspect: Aspect
    figures: Figures | None
    before: Before | None = None
    guests: int | None = None
    """The night's or day's total, where origins or ages are told beside it."""
    in_full: bool = False
    """Whether its date is told with the year, as it is not of these weeks."""


def kept(
    wording: Wording, things: Sequence[Kept], *, tally_closed: bool = False, in_group: bool = False
) -> str:
    """The answer to a report: each thing understood, the old figures where some were replaced.

    `tally_closed`: it took the place of a tally that people may still be counting on. `in_group`: where only
    replies are heard.
    """
    lengths = _lengths(wording, things)
    if tally_closed:
        closed = wording.say("The tally is closed.")
        with_it = (f"{text} {closed}" for text in _lengths(wording, things))
        return first_to_fit(chain(with_it, lengths))
    if any(thing.before is not None for thing in things):
        return first_to_fit(lengths)
    full = next(lengths)
    hint = wording.say("Wrong? Send the right numbers.")
    if in_group:
        hint = wording.say("Wrong? Reply with the right numbers.")
    return first_to_fit(chain((f"{full} {hint}", full), lengths))


def _lengths(wording: Wording, things: Sequence[Kept]) -> Iterator[str]:
    """All things said in full, with the sites' shorts for names, and as staff would text them."""
    for line in (_full, _short, briefly):
        yield " ".join([line(wording, thing) for thing in things])


def undone(wording: Wording, thing: Kept) -> str:
    """The answer to an undo: what holds again, or that nothing does."""
    if thing.figures is None:
        sentence = wording.say("Undone: nothing is reported now for {what}.", what="{what}")
        names = (thing.site.name, thing.site.short)
        return first_that_fits(*(sentence.format(what=_heading(wording, thing, name)) for name in names))
    undone_and = wording.say("Undone. This holds again:")
    return first_to_fit(f"{undone_and} {text}" for text in _lengths(wording, [thing]))


def unchanged(wording: Wording, things: Sequence[Kept]) -> str:
    """The answer to a new wording that says nothing: what the earlier one said holds still."""
    holds = wording.say("I did not understand the edit. This holds still:")
    return first_to_fit(f"{holds} {text}" for text in _lengths(wording, things))


def not_yours_to_change(wording: Wording, site: Site, day: date) -> str:
    """To somebody who wants to change what is no longer theirs to change."""
    sentence = wording.say("{what} can no longer be changed by you. Ask your coordinator.", what="{what}")
    thing = Kept(site, day, Aspect.COUNT, None)
    return first_that_fits(
        *(sentence.format(what=_heading(wording, thing, name)) for name in (site.name, site.short))
    )


def nothing_to_undo(wording: Wording) -> str:
    return wording.say("There is nothing to undo.")


def replaced_by(wording: Wording, name: str, thing: Kept) -> str:
    """The line to somebody whose count another person has replaced."""
    by = wording.say("Changed by {name}:", name=name)
    return first_to_fit(f"{by} {text}" for text in _lengths(wording, [thing]))


def _heading(wording: Wording, thing: Kept, name: str) -> str:
    return f"{name}, {wording.reporting_date(thing.site, thing.date, year=thing.in_full)}"


def _full(wording: Wording, thing: Kept) -> str:
    heading = _heading(wording, thing, thing.site.name)
    return f"{heading}: {_figures(wording, thing)}.{_replaces(wording, thing.before)}"


def _short(wording: Wording, thing: Kept) -> str:
    heading = _heading(wording, thing, thing.site.short)
    return f"{heading}: {_figures(wording, thing)}.{_replaces(wording, thing.before)}"


def briefly(wording: Wording, thing: Kept) -> str:
    """In the fewest words: `A 12 okt: K9 M19.`"""
    day = wording.day(thing.date, year=thing.in_full)
    return f"{thing.site.short} {day}: {compact(wording, thing.figures)}."


def figures_of(wording: Wording, site: Site, day: date, figures: Figures | None) -> str:
    """The figures of a site and date in full: `9 kvinnor + 19 män = 28 av 45 platser`."""
    return _figures(wording, Kept(site, day, Aspect.COUNT, figures))


def _figures(wording: Wording, thing: Kept) -> str:
    match thing.figures:
        case None:
            return wording.say("nothing reported")
        case Closed():
            return wording.say("closed")
        case Count() as count:
            return _count(wording, thing.site, thing.date, count)
        case Queue() as queue:
            return wording.series(_queue_parts(wording, queue))
        case numbers:
            return _numbers(wording, thing.aspect, numbers, thing.guests)


def _count(wording: Wording, site: Site, day: date, count: Count) -> str:
    parts = " + ".join(count_parts(wording, count))
    if site.kind is Kind.DAY:
        return f"{parts} = " + wording.plural("{n} visit", "{n} visits", count.total)
    capacity = site.capacity_on(day)
    if capacity is None:
        return f"{parts} = " + wording.plural("{n} guest", "{n} guests", count.total)
    told = wording.say(
        "{parts} = {total} of {beds} beds", parts=parts, total=count.total, beds=wording.number(capacity.beds)
    )
    over = count.total - capacity.beds
    return told + (", " + wording.say("{over} over", over=over) if over > 0 else "")


def count_parts(wording: Wording, count: Count | People) -> list[str]:
    """`9 kvinnor`, `19 män`, and other and unknown only where there are any (C16: women first)."""
    parts = [
        wording.plural("{n} woman", "{n} women", count.women),
        wording.plural("{n} man", "{n} men", count.men),
    ]
    if count.other:
        parts.append(wording.plural("{n} other", "{n} other", count.other))
    if count.unknown:
        parts.append(wording.plural("{n} unknown", "{n} unknown", count.unknown))
    return parts


def _queue_parts(wording: Wording, queue: Queue) -> list[str]:
    parts = []
    if queue.applied is not None:
        parts.append(wording.plural("{n} applied", "{n} applied", queue.applied))
    if queue.offered is not None:
        parts.append(wording.plural("{n} offered a bed", "{n} offered a bed", queue.offered))
    if queue.no_show is not None:
        parts.append(wording.plural("{n} no-show", "{n} no-shows", queue.no_show))
    if queue.away is not None:
        parts.append(wording.plural("{n} turned away", "{n} turned away", queue.away))
    return parts


def _numbers(wording: Wording, aspect: Aspect, numbers: Numbers, guests: int | None) -> str:
    listed = wording.series(f"{_label(wording, label)} {number}" for label, number in numbers)
    what = wording.say("origin") if aspect is Aspect.ORIGIN else wording.say("age")
    told = f"{what} {listed}"
    if guests is None:
        return told
    return told + " " + wording.say("({known} of {all})", known=sum(n for _, n in numbers), all=guests)


def _label(wording: Wording, label: str) -> str:
    return {"other": wording.say("other"), "unknown": wording.say("unknown")}.get(label, label)


def compact(wording: Wording, figures: Figures | None) -> str:
    """The figures as staff would text them: `K9 M19`."""
    match figures:
        case None:
            return wording.say("nothing reported")
        case Closed():
            return wording.say("closed")
        case Count() as count:
            said = wording.say("W{women} M{men}", women=count.women, men=count.men)
            if count.other:
                said += " " + wording.say("other {other}", other=count.other)
            if count.unknown:
                said += " " + wording.say("unknown {unknown}", unknown=count.unknown)
            return said
        case Queue() as queue:
            return wording.series(_queue_parts(wording, queue))
        case numbers:
            return wording.series(f"{_label(wording, label)} {number}" for label, number in numbers)


def _replaces(wording: Wording, before: Before | None) -> str:
    if before is None:
        return ""
    if before.by is None:
        return " " + wording.say("Replaces {before}.", before=compact(wording, before.figures))
    return " " + wording.say(
        "Replaces {before} from {name}.", before=compact(wording, before.figures), name=before.by
    )
