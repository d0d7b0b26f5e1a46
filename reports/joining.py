"""What the bot says to those who join, and to those who invite them."""

from collections.abc import Sequence

from reports.wording import Wording, first_that_fits


def welcome(wording: Wording, name: str, sites: Sequence[str]) -> str:
    if not sites:
        return first_that_fits(
            wording.say("Welcome, {name}! Write ? to see what you can ask for.", name=name)
        )
    return first_that_fits(
        wording.say(
            "Welcome, {name}! You report for {sites}. Write women and men: W9 M19. More: ?",
            name=name,
            sites=wording.series(sites),
        ),
        wording.say("Welcome, {name}! Write women and men: W9 M19. More: ?", name=name),
    )


def already_in(wording: Wording, name: str) -> str:
    return first_that_fits(wording.say("You have joined already, as {name}. More: ?", name=name))


def invitation_used(wording: Wording) -> str:
    return wording.say("This invitation has been used. Ask your coordinator for a new one.")


def invitation_expired(wording: Wording) -> str:
    return wording.say("This invitation is too old. Ask your coordinator for a new one.")


def invitation(wording: Wording, name: str, link: str) -> str:
    """To the one who invites: the link to pass on. A link is not cut; it may take a second segment."""
    return wording.say("For {name}, works once within 72 hours: {link}", name=name, link=link)


def how_to_invite(wording: Wording, site: str) -> str:
    return first_that_fits(wording.say("Write: invite NAME SITE, for example: invite Maja {site}", site=site))


def name_taken(wording: Wording, name: str) -> str:
    return first_that_fits(
        wording.say("There is already somebody called {name}. Choose another name.", name=name)
    )


def no_bot_yet(wording: Wording) -> str:
    return wording.say("There is no Telegram bot to invite to yet.")


def number_added(wording: Wording) -> str:
    return wording.say(
        "Your number is added: texts from it count as yours, and messages can reach you there."
    )


def number_of_another(wording: Wording) -> str:
    return wording.say("That number is somebody else's here. Ask your coordinator.")
