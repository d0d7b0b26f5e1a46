"""The code that lets an invited number join by SMS: made anew whenever it is needed, and kept nowhere.

It comes of the number, of a salt that is kept, and of a secret of the settings that is not in the database, so
that whoever reads the database knows no code. Guesses are few: a code has six digits.
"""

import hashlib
import hmac
import secrets as randomness
from collections.abc import Iterable
from datetime import datetime, timedelta

from reports import joining
from reports.wording import Wording
from shelter.people import Person
from storage.sms_invitations import invite_number, send_code
from storage.wishes import Wish

DIGITS = 6
VALID_FOR = timedelta(hours=24)
PLACE = "-" * DIGITS
"""Where the code stands in a text that waits to be sent."""


def code(secret: str, address: str, salt: str) -> str:
    made = hmac.digest(secret.encode(), f"join {address} {salt}".encode(), hashlib.sha256)
    return f"{int.from_bytes(made) % 10**DIGITS:0{DIGITS}}"


def is_code(given: str, secrets: Iterable[str], address: str, salt: str) -> bool:
    """Whether it is the code by one of these secrets; the time that takes tells nothing of it."""
    right = [hmac.compare_digest(code(secret, address, salt), given) for secret in secrets]
    return any(right)


def filled(text: str, secret: str, address: str, salt: str) -> str:
    """The text with the code in its place, the last one."""
    before, place, after = text.rpartition(PLACE)
    return f"{before}{code(secret, address, salt)}{after}" if place else text


def invited_by_number(person: Person, address: str, now: datetime, *, for_known: bool) -> Wish[str]:
    """Keep an invitation for `person` at this number; returns the salt of its code."""
    salt = randomness.token_hex(8)
    yield from invite_number(address, salt, person, now, now + VALID_FOR, for_known=for_known)
    return salt


def text_code(wording: Wording, person: Person, address: str, salt: str, now: datetime) -> Wish[None]:
    """Queue the text that brings the code to the invited number."""
    text = joining.code_text(wording, person.name, PLACE)
    yield from send_code(address, salt, text, now, now + VALID_FOR)
