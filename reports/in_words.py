"""The words of guided entry without buttons, and of the choices that come after two tries in vain."""

from collections.abc import Sequence
from datetime import date

from reports import chat, guided
from reports.wording import Wording, first_that_fits
from shelter.figures import Count
from shelter.sites import Site


def which_site(wording: Wording, sites: Sequence[Site]) -> str:
    asked = guided.which_site(wording)
    leave = _leave(wording)
    names, shorts = _numbered([site.name for site in sites]), _numbered([site.short for site in sites])
    return first_that_fits(
        f"{asked} {names}. {leave}", f"{asked} {shorts}. {leave}", f"{asked} {_by_short(wording)}"
    )


def which_date(wording: Wording, site: Site, days: Sequence[date]) -> str:
    asked = guided.which_date(wording, site)
    choices = [wording.reporting_date(site, day) for day in days]
    leave = _leave(wording)
    fewer = _numbered(choices[:2])
    return first_that_fits(
        f"{asked} {_numbered(choices)}. {leave}", f"{asked} {_numbered(choices)}.", f"{asked} {fewer}."
    )


def _numbered(choices: Sequence[str]) -> str:
    return ", ".join(f"{place} {choice}" for place, choice in enumerate(choices, 1))


def _by_short(wording: Wording) -> str:
    """Where there are more sites than a text holds."""
    return wording.say("Write its short name.")


def _leave(wording: Wording) -> str:
    return wording.say("To leave: back")


def how_many(wording: Wording, site: Site, day: date, part: str) -> str:
    asked = {
        "women": wording.say("How many women?"),
        "men": wording.say("How many men?"),
        "other": wording.say("How many of another gender? 0 if nobody."),
    }[part]
    when = wording.reporting_date(site, day)
    return first_that_fits(f"{site.name}, {when}. {asked}", f"{site.short}, {when}. {asked}")


def look(wording: Wording, site: Site, day: date, count: Count) -> str:
    said, when = " + ".join(chat.count_parts(wording, count)), wording.reporting_date(site, day)
    asked = wording.say("Answer 1 store, 2 change, 3 leave.")
    total = wording.number(count.total)
    return first_that_fits(
        f"{site.name}, {when}: {said} = {total}. {asked}", f"{site.short}, {when}: {said} = {total}. {asked}"
    )


def once_more(wording: Wording, asked: str) -> str:
    """The question again, to an answer that was none."""
    return first_that_fits(wording.say("I did not understand. {question}", question=asked), asked)


def or_ask(wording: Wording, text: str, name: str | None) -> str:
    """`text` with the name of somebody to ask, where there is one and it fits."""
    if name is None:
        return text
    ended = text if text.endswith((".", "?", "!")) else f"{text}."
    return first_that_fits(wording.say("{text} Or ask {name}.", text=ended, name=name), text)


def choices(wording: Wording) -> str:
    """After two tries in vain: what a number brings."""
    return wording.say(
        "I did not understand. Answer 1 to report step by step, 2 for what has been reported, 3 for how to write."
    )
