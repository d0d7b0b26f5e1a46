"""Words that belong to Twilio and the networks, not to us: they end, resume or explain texts to a number."""

import re
import unicodedata
from enum import StrEnum

LONGEST = 40
AROUND = re.compile(r"^[\W_]+|[\W_]+$")
"""What may stand before and after a word: spaces, signs, an emoji."""


class Reserved(StrEnum):
    STOP = "stop"
    """Twilio has ended texts to the number and said so itself."""
    STOPP = "stopp"
    """Swedish for the same, which only we understand."""
    START = "start"
    HELP = "help"
    YES = "yes"
    """Brings a number back that had stopped; otherwise an ordinary answer."""


WORDS = {
    **dict.fromkeys(
        ("stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout"), Reserved.STOP
    ),
    **dict.fromkeys(("stopp", "stoppa", "stopp sms", "stopp tack", "avregistrera"), Reserved.STOPP),
    **dict.fromkeys(("start", "unstop", "starta", "resume"), Reserved.START),
    **dict.fromkeys(("help", "info"), Reserved.HELP),
    "yes": Reserved.YES,
}


def reserved(text: str, told: str | None = None) -> Reserved | None:
    """The reserved word that a text is, if it is nothing else; `told` is Twilio's own reading (OptOutType)."""
    if told in ("STOP", "START", "HELP"):
        return Reserved(told.lower())
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text)
    return WORDS.get(" ".join(AROUND.sub("", plain).split()).casefold())
