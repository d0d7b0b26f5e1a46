"""What Twilio's error codes mean for us, as data: Twilio's own numbers come no further than this channel.

From https://www.twilio.com/docs/api/errors; codes that are not here are given up on and coordinators are told.
"""

from dataclasses import dataclass
from enum import StrEnum


class Do(StrEnum):
    """What happens to the text, and to those after it."""

    WAIT = "wait"
    """It may pass by itself: try again later."""
    GIVE_UP = "give up"
    """This text will never go; others may."""
    OPTED_OUT = "opted out"
    """The number wants no texts: none are sent until it comes back."""
    STOP = "stop"
    """No text will go until somebody has put something right: all wait, and /healthz says so."""


@dataclass(frozen=True, slots=True)
class Meaning:
    do: Do
    what: str
    """For logs and for /healthz: what is wrong, in words of ours."""
    alarm: bool = True
    """Whether coordinators are told."""


NO_SENDER = Meaning(Do.STOP, "TWILIO_FROM is no number of the account that can send texts")
NO_SERVICE = Meaning(Do.STOP, "TWILIO_MESSAGING_SERVICE_SID is no service that can send texts")

MEANINGS = {
    10001: Meaning(Do.STOP, "the Twilio account is not active"),
    14107: Meaning(Do.WAIT, "too many texts to one number in a short time", alarm=False),
    20003: Meaning(Do.STOP, "Twilio does not take TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN"),
    20404: Meaning(Do.STOP, "there is no such Twilio account or messaging service"),
    20429: Meaning(Do.WAIT, "too many requests at once", alarm=False),
    21211: Meaning(Do.GIVE_UP, "no such number"),
    21408: Meaning(Do.GIVE_UP, "the Twilio account may not send to that country"),
    21606: NO_SENDER,
    21609: Meaning(Do.STOP, "Twilio does not take an address under PUBLIC_URL to tell of deliveries"),
    21610: Meaning(Do.OPTED_OUT, "the number wants no texts"),
    21611: Meaning(Do.WAIT, "too many texts wait at Twilio", alarm=False),
    21614: Meaning(Do.GIVE_UP, "not a mobile number"),
    21617: Meaning(Do.GIVE_UP, "the text is longer than Twilio takes"),
    21658: Meaning(Do.GIVE_UP, "a part of the text is longer than Twilio takes"),
    **dict.fromkeys((21659, 21660, 21661), NO_SENDER),  # since July 2024 in place of 21606
    **dict.fromkeys(range(21701, 21706), NO_SERVICE),
    30001: Meaning(Do.WAIT, "the queue at Twilio is full", alarm=False),
    30002: Meaning(Do.STOP, "the Twilio account is suspended"),
    30003: Meaning(Do.WAIT, "the phone is off or out of reach"),
    30004: Meaning(Do.GIVE_UP, "the number takes no texts from us"),
    30005: Meaning(Do.GIVE_UP, "the number is not in use"),
    30006: Meaning(Do.GIVE_UP, "a landline, or a network that takes no texts"),
    30007: Meaning(Do.GIVE_UP, "the network filtered the text out"),
    30008: Meaning(Do.WAIT, "the network did not say why"),
    30036: Meaning(Do.GIVE_UP, "it could not be sent while it was of use", alarm=False),
}

UNKNOWN = Meaning(Do.GIVE_UP, "Twilio refused the text")


def meaning(code: int | None, status: int | None = None) -> Meaning:
    """What an error means by its code, or where Twilio gives none by its HTTP status."""
    if code in MEANINGS:
        return MEANINGS[code]
    if status == 429:
        return MEANINGS[20429]
    if status == 401:
        return MEANINGS[20003]
    return UNKNOWN
