"""The words of the guided entry: one message with buttons, gone through by touch."""

from datetime import date

from reports import chat
from reports.wording import Wording
from shelter.figures import Count
from shelter.sites import Kind, Site


def which_site(wording: Wording) -> str:
    return wording.say("Which site do you report for?")


def which_of_many(wording: Wording, first: Site) -> str:
    """Where there are too many for a button each."""
    return wording.say(
        "Which site do you report for? Write its short name, for example {site}.", site=first.short
    )


def which_date(wording: Wording, site: Site) -> str:
    if site.kind is Kind.NIGHT:
        return wording.say("{site}: which night?", site=site.name)
    return wording.say("{site}: which day?", site=site.name)


def how_many(wording: Wording, site: Site, day: date, part: str, digits: str, known: str) -> str:
    """The screen of the number pad: where, what is asked, and what has been entered."""
    asked = f"{_part(wording, part)}: {digits or '...'}"
    lines = [f"{site.name}, {wording.reporting_date(site, day)}", *([known] if known else []), asked]
    return "\n".join(lines)


def _part(wording: Wording, part: str) -> str:
    return {
        "women": wording.say("Women"),
        "men": wording.say("Men"),
        "other": wording.say("Other gender"),
        "unknown": wording.say("Unknown gender"),
    }[part]


def known(wording: Wording, parts: dict[str, int]) -> str:
    """What has been entered before: `9 kvinnor`."""
    return wording.series(_counted(wording, part, n) for part, n in parts.items())


def _counted(wording: Wording, part: str, n: int) -> str:
    match part:
        case "women":
            return wording.plural("{n} woman", "{n} women", n)
        case "men":
            return wording.plural("{n} man", "{n} men", n)
        case "other":
            return wording.plural("{n} other", "{n} other", n)
    return wording.plural("{n} unknown", "{n} unknown", n)


def look(wording: Wording, site: Site, day: date, count: Count) -> str:
    said = " + ".join(chat.count_parts(wording, count))
    where = f"{site.name}, {wording.reporting_date(site, day)}"
    return wording.say(
        "{where}: {said} = {total}. Shall I store it?",
        where=where,
        said=said,
        total=wording.number(count.total),
    )


def as_text(wording: Wording, count: Count) -> str:
    """The count as somebody would have written it."""
    return wording.series(chat.count_parts(wording, count))


def closed(wording: Wording) -> str:
    return wording.say("closed")


def left(wording: Wording) -> str:
    return wording.say("Left without storing anything.")


def written_instead(wording: Wording) -> str:
    """What the message with the number pad says once the count was written; the answer to that says the figures."""
    return wording.say("Done: you wrote the count yourself. See my answer to it.")


def continues(wording: Wording) -> str:
    """What the message with the number pad says when a newer one goes on with it."""
    return wording.say("This goes on further down.")


def old_button(wording: Wording) -> str:
    return wording.say("That button no longer works. Write /report to begin again, or write the numbers.")


def goes_on_privately(wording: Wording) -> str:
    return wording.say("I have written to you. Go on there.")


def no_more_digits(wording: Wording, most: int) -> str:
    return wording.say("No number has more than {most} digits. Erase one first.", most=most)


def digits_first(wording: Wording) -> str:
    return wording.say("Press the number first; 0 if there was nobody.")


def nothing_by_touch(wording: Wording) -> str:
    """Where there is no site for the number pad: numbers are written."""
    return wording.say("You have no site to report women and men for. Write ? to see what you can do.")


def begin(wording: Wording) -> str:
    """The words on the button that opens the entry."""
    return wording.say("Report by touch")


def label(wording: Wording, name: str) -> str:
    """The words on a button that is not a number, a site or a date."""
    return {
        "delete": wording.say("Erase"),
        "next": wording.say("Next"),
        "closed": wording.say("We were closed"),
        "save": wording.say("Store"),
        "more": wording.say("Add other or unknown"),
        "back": wording.say("Back"),
        "leave": wording.say("Leave"),
    }[name]
