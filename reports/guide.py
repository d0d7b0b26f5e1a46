"""What the bot says of itself: how to report, what it does not know, how to join."""

from collections.abc import Sequence
from datetime import datetime

from reports.wording import Wording, first_that_fits
from shelter.people import Role
from shelter.sites import Kind

LONGEST_ASIDE = 60
"""Letters that are shown of a message that was set aside."""

MOST_ASIDE = 20


def guide(wording: Wording, role: Role, kinds: Sequence[Kind], *, by_sms: bool = False) -> str:
    """How to report or read, with an example that fits what the person does."""
    if role is Role.COORDINATOR and by_sms:
        text = wording.say(
            "Write tonight, missing, free beds or summary may-oct 2017. To report for a site, "
            "begin with its short name: A K9 M19. The rest is done in Telegram."
        )
    elif role is Role.COORDINATOR:
        text = wording.say(
            "Write tonight, missing, nightly, summary may-oct 2017, escalation or jobs. "
            "To report for a site, begin with its short name: A K9 M19."
        )
    elif role is Role.VIEWER:
        text = wording.say(
            "Write summary and a period: summary may-oct 2017, summary week 44. "
            "Also: chart may-oct 2017, report file word."
        )
    elif kinds and all(kind is Kind.INTAKE for kind in kinds):
        text = wording.say(
            "Write the queue: queue 34 placed 22 no show 3. Wrong? Send the right numbers. Also: undo, closed, missing."
        )
    else:
        text = wording.say(
            "Write women and men: W9 M19. Wrong? Send the right numbers or undo. Also: closed, "
            "yesterday w8 m20, tonight, missing, summary, tally."
        )
    return first_that_fits(text)


def not_understood(wording: Wording, site_kind: Kind | None) -> str:
    if site_kind is Kind.INTAKE:
        return wording.say("I did not understand. Write for example: queue 34 placed 22 no show 3. More: ?")
    return wording.say("I did not understand. Write women and men, for example W9 M19. More: ?")


def greeted(wording: Wording, site_kind: Kind | None) -> str:
    if site_kind is Kind.INTAKE:
        return wording.say("Hello! Write for example: queue 34 placed 22 no show 3. More: ?")
    return wording.say("Hello! Write women and men, for example W9 M19. More: ?")


def only_numbers(wording: Wording) -> str:
    """To somebody who tells of a broken bed: nobody reads it here."""
    return wording.say("I only take numbers; this goes to nobody, so tell somebody else too. More: ?")


def unknown_command(wording: Wording, command: str) -> str:
    """A slash command that does not exist, and those that do."""
    return first_that_fits(
        wording.say(
            "There is no command {command}. Write ? to see what there is.",
            command=command[:20],
        )
    )


def reports_for_nobody(wording: Wording) -> str:
    """To somebody known who has no site to report for."""
    return wording.say("You have no site to report for. Ask your coordinator to add you to one. More: ?")


def not_yours(wording: Wording) -> str:
    return wording.say("That is not yours to see. Ask your coordinator if it should be.")


def how_to_join(wording: Wording) -> str:
    """The one neutral line that a stranger gets: nothing of the house is told (P9)."""
    return wording.say("This number is for staff who report counts. Ask your coordinator for an invitation.")


def language_chosen(wording: Wording) -> str:
    return wording.say("I answer in English from now on.")


def language_unknown(wording: Wording) -> str:
    return wording.say("Write language swedish or language english.")


def went_wrong(wording: Wording) -> str:
    """To the sender of a message that was set aside (P3)."""
    return wording.say(
        "Something went wrong here. Your message is kept and the coordinator can see it. Nothing was stored."
    )


def set_aside(wording: Wording) -> str:
    """To a coordinator: a message waits to be looked at (P3)."""
    return wording.say("A message could not be handled and is set aside. Write set aside to see it.")


def aside_line(wording: Wording, name: str | None, moment: datetime, text: str) -> str:
    """One message that was set aside, `moment` in the house's zone."""
    who = name or wording.say("somebody")
    return f"{who} {wording.day(moment.date())} {moment:%H:%M}: {' '.join(text.split())[:LONGEST_ASIDE]}"


def aside(wording: Wording, lines: Sequence[str], *, roomy: bool) -> str:
    """To a coordinator: what is set aside, the newest first where not all of it fits."""
    if not lines:
        return wording.say("Nothing is set aside.")
    head = wording.plural("{n} message is set aside.", "{n} messages are set aside.", len(lines))
    if roomy:
        shown = lines[-MOST_ASIDE:]
        return "\n".join(
            [head, *reversed(shown), wording.say("Enter the figures yourself: site, date, numbers.")]
        )
    return first_that_fits(f"{head} {lines[-1]}", head)


def cannot_reach(wording: Wording, name: str, *, elsewhere: bool) -> str:
    """To a coordinator: Telegram no longer delivers to this person."""
    if elsewhere:
        return first_that_fits(
            wording.say(
                "Telegram no longer reaches {name} (blocked or closed). Messages go another way.", name=name
            )
        )
    return first_that_fits(
        wording.say("Telegram no longer reaches {name} (blocked or closed). Call or invite again.", name=name)
    )
