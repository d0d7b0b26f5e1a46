"""Strangers: silence, but where their number was invited. There a code lets them in, and one answer a day says how."""

import re
from datetime import timedelta

from bot.channels.sms.rules import Rules, alarm
from bot.join_codes import is_code
from reports import joining as say
from shelter.messages import Answer, Incoming
from shelter.people import Person
from storage.people import told_stranger
from storage.sms_invitations import invitation_to, join_by_number, wrong_code
from storage.wishes import Wish

TRIES = 3
"""Wrong codes that an invitation bears; with the last of them it ends."""

ONE_ANSWER_IN = timedelta(hours=24)

REMEMBERED_FOR = timedelta(days=7)
"""How long after its end an invitation still gets its number an answer."""

CODE = re.compile(r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}(?![0-9])")
BETWEEN = re.compile(r"[\s.,:;!\"'()-]+")


def answer_to_stranger(incoming: Incoming, rules: Rules) -> Wish[Answer | None]:
    """What a number that is nobody's gets: welcome, one line a day, or nothing."""
    invitation = yield from invitation_to(incoming.address)
    if invitation is None or incoming.moment > invitation.expires_at + REMEMBERED_FOR:
        return None
    words = rules.words(invitation.language)
    if incoming.moment >= invitation.expires_at:
        return (yield from _once_a_day(incoming, say.invitation_expired(words)))
    if invitation.tries >= TRIES:
        return (yield from _once_a_day(incoming, say.invitation_spent(words)))
    given = _code_in(incoming.text)
    if given is None:
        return (yield from _once_a_day(incoming, say.how_by_code(words)))
    if is_code(given, rules.secrets, incoming.address, invitation.salt):
        found = yield from join_by_number(incoming.address, incoming.moment)
        if isinstance(found, Person):
            return Answer(say.welcome(rules.words(found.language), found.name, found.sites))
        return (
            yield from _once_a_day(incoming, say.invitation_expired(words))
        )  # the name was taken meanwhile
    if (yield from wrong_code(incoming.address)) < TRIES:
        return (yield from _once_a_day(incoming, say.join_code_wrong(words)))
    yield from alarm(
        f"sms-invitation-spent:{invitation.salt}",
        lambda theirs: say.invitation_was_guessed_at(theirs, invitation.name),
        rules,
        incoming.moment,
    )
    return (yield from _once_a_day(incoming, say.invitation_spent(words)))


def _code_in(text: str) -> str | None:
    """The code that a text is or holds, right or wrong; the first where there are several: a text is one try."""
    plain = BETWEEN.sub("", text)
    if re.fullmatch(r"[0-9]{6}", plain, re.ASCII):
        return plain
    found = CODE.search(text)
    return BETWEEN.sub("", found[0]) if found else None


def _once_a_day(incoming: Incoming, text: str) -> Wish[Answer | None]:
    may = yield from told_stranger(incoming.channel, incoming.address, incoming.moment, ONE_ANSWER_IN)
    return Answer(text) if may else None
