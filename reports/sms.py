"""What is said by SMS only: codes that confirm, goodbye, welcome back, and what coordinators are told of SMS."""

from datetime import date, time

from reports.chat import compact
from reports.wording import Wording, first_that_fits
from shelter.history import Figures
from shelter.people import Role


def code_asked(wording: Wording, site: str, day: date, figures: Figures | None, code: str) -> str:
    """The question for a figure that a number alone does not prove (DESIGN 5)."""
    return first_that_fits(
        wording.say(
            "{site} {day}: {figures}. That differs a lot. Answer {code} to store it. Nothing is stored yet.",
            site=site,
            day=wording.day(day),
            figures=compact(wording, figures),
            code=code,
        )
    )


def code_wrong(wording: Wording) -> str:
    return wording.say("That is not the code. Look at my last text, or send the numbers again.")


def code_spent(wording: Wording) -> str:
    """After too many wrong codes."""
    return wording.say("That was not the code either. Nothing was stored. Send the numbers again.")


def codes_used_up(wording: Wording, site: str, day: date, figures: Figures | None, name: str | None) -> str:
    """Where codes that were sent did not come back; `name` is of somebody who can enter the figures."""
    facts = {"site": site, "day": wording.day(day), "figures": compact(wording, figures)}
    coordinator = wording.say(
        "{site} {day}: {figures} is not stored, as too many codes were sent today. Ask your coordinator to enter it.",
        **facts,
    )
    if name is None:
        return first_that_fits(coordinator)
    return first_that_fits(
        wording.say(
            "{site} {day}: {figures} is not stored, as too many codes were sent today. Ask {name} to enter it.",
            name=name,
            **facts,
        ),
        coordinator,
    )


def no_code_can_go(wording: Wording, site: str, day: date, figures: Figures | None) -> str:
    """In Telegram, to figures that came from a number which takes no texts."""
    return first_that_fits(
        wording.say(
            "{site} {day}: {figures} is not stored. It needs a code, and you get no texts. Send it here.",
            site=site,
            day=wording.day(day),
            figures=compact(wording, figures),
        )
    )


def not_proven(wording: Wording, name: str, site: str, day: date, figures: Figures | None) -> str:
    """To coordinators, of figures whose code did not come back or could not be sent."""
    return first_that_fits(
        wording.say(
            "SMS: {name} sent {site} {day}: {figures}. That differs a lot and was not confirmed by its code. "
            "It is not stored; ask.",
            name=name,
            site=site,
            day=wording.day(day),
            figures=compact(wording, figures),
        ),
        wording.say(
            "SMS: {site} {day}: {figures} was not confirmed by its code and is not stored. Ask {name}.",
            name=name,
            site=site,
            day=wording.day(day),
            figures=compact(wording, figures),
        ),
    )


def code_over(wording: Wording) -> str:
    """To a right code that came too late, or again, or after other figures."""
    return wording.say("That code is no longer valid. If your figures are not stored, send them again.")


def changed_meanwhile(wording: Wording) -> str:
    return wording.say("The figures have changed since you sent yours. Nothing was stored. Send them again.")


def overtaken(wording: Wording, site: str, day: date, figures: Figures | None, sent: time) -> str:
    """To a text that was found late, where something sent after it holds."""
    return first_that_fits(
        wording.say(
            "{site} {day}: {figures} stands. It was sent after your text of {clock}, which came late. "
            "Wrong? Send the right figures.",
            site=site,
            day=wording.day(day),
            figures=compact(wording, figures),
            clock=f"{sent:%H:%M}",
        ),
        wording.say(
            "{site} {day}: your text of {clock} came late. What was sent after it stands.",
            site=site,
            day=wording.day(day),
            clock=f"{sent:%H:%M}",
        ),
    )


def goodbye(wording: Wording) -> str:
    return wording.say(
        "You get no more texts from here; what you report is still stored. To get texts again: resume."
    )


def welcome_back(wording: Wording) -> str:
    return wording.say("You get texts from here again. How to report: ?")


def not_by_sms(wording: Wording, role: Role) -> str:
    if role is Role.COORDINATOR:
        return wording.say("That cannot be done by SMS, as numbers can be faked. Do it in Telegram.")
    return wording.say("That cannot be done by SMS. Ask your coordinator.")


def only_text(wording: Wording) -> str:
    """To a picture without words."""
    return wording.say("I can read text only. Write women and men, for example W9 M19.")


def budget_spent(wording: Wording, segments: int) -> str:
    return wording.say(
        "SMS: today's {segments} segments are used up. Reports are still stored, but nothing is sent until midnight.",
        segments=segments,
    )


def number_budget_spent(wording: Wording, name: str) -> str:
    return first_that_fits(
        wording.say(
            "SMS: {name} has used up today's texts. Reports are still stored, but get no answers until midnight.",
            name=name,
        )
    )


def has_opted_out(wording: Wording, name: str) -> str:
    return first_that_fits(
        wording.say("SMS: {name} wants no texts any more. Their reports are still stored.", name=name)
    )


def abroad(wording: Wording, name: str) -> str:
    """To coordinators, of somebody whose number is in a country that texts are not sent to."""
    return first_that_fits(
        wording.say(
            "SMS: no texts go to {name}'s number, as its country is not in SMS_COUNTRIES. "
            "Reports are stored but not answered.",
            name=name,
        )
    )


def not_delivered(wording: Wording, name: str, code: int) -> str:
    return first_that_fits(
        wording.say(
            "SMS: a text to {name} did not arrive (Twilio error {code}). Check the number.",
            name=name,
            code=code,
        )
    )


def stopped(wording: Wording, code: int) -> str:
    return wording.say(
        "SMS has stopped (Twilio error {code}). Nothing is sent until that is put right.", code=code
    )


def somebody(wording: Wording) -> str:
    """For a number that is nobody's."""
    return wording.say("an unknown number")
