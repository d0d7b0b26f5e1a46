"""The words of what a coordinator does about the silent, below the nightly summary: remind, call, fill in."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from reports.reminding import example
from reports.wording import Wording, first_that_fits
from shelter.messages import Button
from shelter.nightly import Summary
from shelter.people import Person
from shelter.sites import Site

PRESSED = "night"
"""What every button below a nightly summary says begins with this and a full stop."""

REMIND, CALL, FILL_IN = "remind", "call", "fill"
MOST_SITES = 12
IN_A_ROW = 3


def buttons(wording: Wording, told: Summary) -> tuple[tuple[Button, ...], ...]:
    """None where everything has come. A press means what is silent then, so they never grow old."""
    if not told.silent:
        return ()
    day = told.day.isoformat()
    head = (
        Button(wording.say("Remind now"), f"{PRESSED}.{REMIND}.{day}"),
        Button(wording.say("Call"), f"{PRESSED}.{CALL}.{day}"),
    )
    shorts = [one.site.short for one in told.silent[:MOST_SITES]]
    each = [
        Button(wording.say("Fill in {site}", site=short), f"{PRESSED}.{FILL_IN}.{day}.{short}")
        for short in shorts
    ]
    return (head, *(tuple(each[place : place + IN_A_ROW]) for place in range(0, len(each), IN_A_ROW)))


def all_has_come(wording: Wording) -> str:
    return wording.say("Everything has come by now.")


def reminded(wording: Wording, people: Mapping[str, Sequence[str]], without: Sequence[str]) -> str:
    """Who is reminded, by name, of which sites (shorts); `without` are those whom nothing reaches."""
    named = wording.series(f"{name} ({wording.series(sites)})" for name, sites in people.items())
    in_numbers = wording.plural("{n} person", "{n} people", len(people))
    nobody = wording.say("Nobody there can be reached by message: call.")
    parts = [wording.say("Reminded now: {people}.", people=named) if people else nobody]
    briefly = [wording.say("Reminded now: {people}.", people=in_numbers) if people else nobody]
    if people and without:
        parts.append(wording.say("No address: {people}.", people=wording.series(without)))
    return first_that_fits(" ".join(parts), parts[0], briefly[0])


def reminded_before(wording: Wording, at: time) -> str:
    return wording.say("They were reminded at {clock}. Wait a while, or call.", clock=f"{at:%H:%M}")


def nobody_to_remind(wording: Wording) -> str:
    return wording.say("Nobody in the house reports for these sites. Fill in yourself, or invite somebody.")


def numbers(wording: Wording, sites: Sequence[tuple[Site, Sequence[tuple[Person, Sequence[str]]]]]) -> str:
    """A line for each person of each silent site, with the number as a phone dials it."""
    none, nobody = wording.say("(no number)"), wording.say("nobody reports for it")
    lines = []
    for site, people in sites:
        lines.append(f"{site.name}:")
        lines += [f"  {person.name} {wording.series(held) or none}" for person, held in people]
        lines += [] if people else [f"  {nobody}"]
    return "\n".join(lines)


def write_it(wording: Wording, site: Site, day: date) -> str:
    """For a site without a number pad: how its figures are written."""
    text = f"{site.short}: {wording.day(day)} {example(wording, site)}"
    return first_that_fits(wording.say("Write for example: {example}", example=text))
