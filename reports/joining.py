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
    return first_that_fits(
        wording.say(
            "Write: invite NAME SITE, and a number to invite by SMS. Example: invite Maja {site}", site=site
        )
    )


def name_taken(wording: Wording, name: str) -> str:
    return first_that_fits(
        wording.say("There is already somebody called {name}. Choose another name.", name=name)
    )


def code_text(wording: Wording, name: str, code: str) -> str:
    """To a number that is invited, which may be the wrong one: it says nothing of the house."""
    return first_that_fits(
        wording.say(
            "Hello {name}! To report here by text, answer {code} within 24 hours.", name=name, code=code
        )
    )


def code_is_texted(wording: Wording, name: str) -> str:
    """To the one who invites."""
    return first_that_fits(
        wording.say("{name} gets a text with a code, and joins by answering it within 24 hours.", name=name)
    )


def how_by_code(wording: Wording) -> str:
    """To an invited number that has sent something else than a code."""
    return wording.say("To join, answer with the code you got by text: six digits, nothing else.")


def join_code_wrong(wording: Wording) -> str:
    return wording.say("That is not the code. Send the six digits that you got, nothing else.")


def invitation_spent(wording: Wording) -> str:
    """After too many wrong codes."""
    return wording.say(
        "That was not the code, so this invitation has ended. Ask your coordinator for a new one."
    )


def invitation_was_guessed_at(wording: Wording, name: str) -> str:
    """To coordinators."""
    return first_that_fits(
        wording.say(
            "SMS: three wrong codes have come for {name}; that invitation has ended. Invite again.", name=name
        )
    )


def no_sms(wording: Wording) -> str:
    return wording.say("There is no SMS here to invite by.")


def no_such_number(wording: Wording, countries: Sequence[str]) -> str:
    return first_that_fits(
        wording.say("That is no number I can text. Write it as {country}701234567.", country=countries[0])
    )


def number_wants_none(wording: Wording) -> str:
    """Of a number that has opted out."""
    return wording.say("That number wants no texts. Its owner can change that by texting: resume.")


def no_bot_yet(wording: Wording) -> str:
    return wording.say("There is no Telegram bot to invite to yet.")


def number_added(wording: Wording) -> str:
    return wording.say(
        "Your number is added: texts from it count as yours, and messages can reach you there."
    )


def number_of_another(wording: Wording) -> str:
    return wording.say("That number is somebody else's here. Ask your coordinator.")


def only_your_own(wording: Wording) -> str:
    """To somebody who has shared another person's contact."""
    return wording.say("Only your own number can be added, shared by yourself. Nothing was stored.")


def no_phone_number(wording: Wording) -> str:
    """To somebody whose own contact has no number that could be dialled."""
    return wording.say("The number in that contact is no phone number I know. Nothing was stored.")
