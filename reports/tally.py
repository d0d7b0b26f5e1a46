"""The words of the live tally: the message that several people count on, and the same by text."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports import chat, guided
from reports.wording import Wording, first_that_fits
from shelter.dates import local
from shelter.figures import Count, Moves
from shelter.history import Figures
from shelter.messages import Button
from shelter.sites import Site
from shelter.tally import BUTTON, COUNTING, Step, Tally

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the date has now that its tally is done, and who said so (None: not known)."""

    figures: Figures | None
    name: str | None


def panel(wording: Wording, site: Site, tally: Tally) -> str:
    """Where, how many, and who counted last: what everybody who counts along has before them."""
    count = tally.count
    parts = wording.say(
        "Women {women}, men {men}, other {other}", women=count.women, men=count.men, other=count.other
    )
    if count.unknown:
        parts = wording.series([parts, wording.say("unknown {unknown}", unknown=count.unknown)])
    heading = wording.series([site.name, wording.reporting_date(site, tally.date)])
    return "\n".join([heading, parts, _total(wording, site, tally), _latest(wording, site, tally.last)])


def _total(wording: Wording, site: Site, tally: Tally) -> str:
    capacity = site.capacity_on(tally.date)
    total = wording.number(tally.count.total)
    if capacity is None:
        return wording.say("Sum {total}", total=total)
    told = wording.say("Sum {total} of {beds} beds", total=total, beds=wording.number(capacity.beds))
    over = tally.count.total - capacity.beds
    return wording.series([told, wording.say("{over} over", over=over)]) if over > 0 else told


def _latest(wording: Wording, site: Site, step: Step | None) -> str:
    if step is None:
        return wording.say("Nobody has pressed yet.")
    clock = f"{local(site, step.at):%H:%M}"
    said = moves(wording, step.moves)
    if step.undoes is not None:
        said = wording.say("undid {moves}", moves=moves(wording, step.moves.taken_back))
    return wording.say("Latest: {name} {moves}, {clock}", name=step.name, moves=said, clock=clock)


def moves(wording: Wording, made: Moves) -> str:
    """`+1 kvinna, -2 män`."""
    told = (
        (made.women, wording.plural("{n} woman", "{n} women", abs(made.women))),
        (made.men, wording.plural("{n} man", "{n} men", abs(made.men))),
        (made.other, wording.plural("{n} other", "{n} other", abs(made.other))),
        (made.unknown, wording.plural("{n} unknown", "{n} unknown", abs(made.unknown))),
    )
    return wording.series(f"{'+' if by > 0 else '-'}{what}" for by, what in told if by)


def look(wording: Wording, site: Site, tally: Tally) -> str:
    return guided.look(wording, site, tally.date, tally.count)


def done(wording: Wording, site: Site, tally: Tally, outcome: Outcome) -> str:
    """What stands in the place of the buttons that counted."""
    figures = chat.figures_of(wording, site, tally.date, outcome.figures)
    when = wording.reporting_date(site, tally.date)
    variants = []
    for name in (site.name, site.short):
        what = wording.say("{where}: {said}.", where=wording.series([name, when]), said=figures)
        if outcome.name is not None:
            variants.append(wording.say("Stored by {name}: {what}", name=outcome.name, what=what))
        else:
            variants.append(wording.say("The tally is closed. {what}", what=what))
    brief = wording.say("{where}: {said}.", where=site.short, said=chat.compact(wording, outcome.figures))
    return first_that_fits(*variants, wording.say("The tally is closed. {what}", what=brief))


def continues(wording: Wording) -> str:
    """What an earlier message of the same chat says when a newer one shows the tally."""
    return wording.say("The tally goes on further down.")


def counting(wording: Wording, token: str) -> Rows:
    """The buttons that count: women before men, each with its number and its word."""
    each = [_button(token, what, moves(wording, made)) for what, made in COUNTING.items()]
    rows = [tuple(each[at : at + 3]) for at in range(0, len(each), 3)]
    last = (
        _button(token, "undo", wording.say("Undo my latest")),
        _button(token, "look", wording.say("Done")),
    )
    return (*rows, last)


def looking(wording: Wording, token: str, version: int) -> Rows:
    """The buttons below the sum; what is saved is the sum that was looked at."""
    save = _button(token, f"save.{version}", guided.label(wording, "save"))
    return ((save, _button(token, "back", guided.label(wording, "back"))),)


def asked(wording: Wording, token: str) -> Rows:
    """Below a question that a word answers."""
    return ((_button(token, "back", guided.label(wording, "back")),),)


def again(wording: Wording, token: str) -> Rows:
    return ((_button(token, "again", wording.say("Open again")),),)


def which(token: str, sites: Sequence[Site]) -> Rows:
    return tuple((_button(token, f"at.{site.short}", site.name),) for site in sites)


def _button(token: str, what: str, words: str) -> Button:
    return Button(words, f"{token}.{BUTTON}.{what}")


def opened(wording: Wording, site: Site, tally: Tally) -> str:
    """To somebody who counts by text."""
    how = wording.say("Write +w, +2 m, -1 w or undo as they come, and done when all are counted.")
    return first_that_fits(*(f"{stands} {how}" for stands in _stands(wording, site, tally)))


def moved(wording: Wording, site: Site, tally: Tally) -> str:
    how = wording.say("Write done when all are counted.")
    lengths = _stands(wording, site, tally)
    return first_that_fits(*(f"{stands} {how}" for stands in lengths), *lengths)


def _stands(wording: Wording, site: Site, tally: Tally) -> list[str]:
    """The tally in three lengths."""
    when = wording.reporting_date(site, tally.date)
    said = _sum(wording, tally.count)
    brief = chat.compact(wording, tally.count)
    return [
        wording.say("Tally {where}: {said}.", where=wording.series([site.name, when]), said=said),
        wording.say("Tally {where}: {said}.", where=wording.series([site.short, when]), said=said),
        wording.say("Tally {where}: {said}.", where=site.short, said=brief),
    ]


def _sum(wording: Wording, count: Count) -> str:
    parts = " + ".join(chat.count_parts(wording, count))
    return f"{parts} = {wording.number(count.total)}"


def look_by_text(wording: Wording, site: Site, tally: Tally, *, changed: bool = False) -> str:
    """The sum before it is stored; `changed`: it is not what was looked at a moment ago."""
    said = _sum(wording, tally.count)
    when = wording.reporting_date(site, tally.date)
    variants = []
    for name in (site.name, site.short):
        where = wording.series([name, when])
        if changed:
            told = wording.say(
                "The tally of {where} has moved on: {said}. Answer ok to store it.", where=where, said=said
            )
        else:
            told = wording.say("{where}: {said}. Shall I store it? Answer ok.", where=where, said=said)
        variants.append(told)
    return first_that_fits(*variants)


def no_edits(wording: Wording) -> str:
    """To somebody who has reworded a text that counted."""
    return wording.say("Rewording a text does not change a tally. Write +w or -w anew.")


def forgotten(wording: Wording, site: Site, tally: Tally) -> str:
    """To the one who counted last, once the site has closed."""
    when = wording.reporting_date(site, tally.date)
    said = " + ".join(chat.count_parts(wording, tally.count))
    return first_that_fits(
        *(
            wording.say(
                "The tally of {where} stands at {total} ({said}). Done? Answer ok to store it.",
                where=wording.series([name, when]),
                total=wording.number(tally.count.total),
                said=words,
            )
            for name, words in (
                (site.name, said),
                (site.short, said),
                (site.short, chat.compact(wording, tally.count)),
            )
        )
    )


def which_site(wording: Wording, sites: Sequence[Site]) -> str:
    names = [wording.say("tally {site}", site=site.short) for site in sites]
    return first_that_fits(
        wording.say("Which site do you count at? Write {choices}.", choices=wording.alternatives(names)),
        wording.say("Which site do you count at? Write tally and its short name."),
    )


def which_tally(wording: Wording, sites: Sequence[Site]) -> str:
    names = [wording.say("done {site}", site=site.short) for site in sites]
    return first_that_fits(
        wording.say("Which tally? Write {choices}.", choices=wording.alternatives(names)),
        wording.say("Which tally? Write done and the site's short name."),
    )


# What a press is told for a moment


def pressed(wording: Wording, made: Moves, count: Count) -> str:
    return wording.say("{moves}. Sum {total}.", moves=moves(wording, made), total=wording.number(count.total))


def below_zero(wording: Wording) -> str:
    return wording.say("It cannot go below zero.")


def nothing_of_yours(wording: Wording) -> str:
    return wording.say("You have nothing here to undo.")


def of_another_date(wording: Wording, site: Site, tally: Tally) -> str:
    return wording.say(
        "This tally is for {when}. Write /tally for the next one.",
        when=wording.reporting_date(site, tally.date),
    )


def is_done(wording: Wording) -> str:
    return wording.say("The tally is closed. Press Open again to go on.")


def changed_meanwhile(wording: Wording) -> str:
    return wording.say("Somebody has counted on. Look at the sum again.")


def old_button(wording: Wording) -> str:
    return wording.say("That button no longer works. Write /tally to see the tally.")
