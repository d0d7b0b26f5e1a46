"""What SMS has of its own between a text and its answer: reserved words, weak identity, the answer that rides along.

Everything here runs in the transaction of its message.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.sms.joining import answer_to_stranger
from bot.channels.sms.proof import Proof, would_store
from bot.channels.sms.rules import Rules, alarm, tell_of_abroad, within_budget
from bot.channels.sms.words import Reserved, reserved
from bot.commands import REPORT, Command
from bot.inbox import Usual
from reports import gsm7
from reports import sms as say
from reports.wording import Wording
from shelter.messages import Answer, Incoming
from shelter.people import BY_NUMBER
from storage import sms as memory
from storage.outbox import queue
from storage.people import Sender
from storage.wishes import Wish

LATE_ANSWER = timedelta(hours=12)
"""An answer to a text that was read later than this after it was sent helps nobody any more."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How one text is settled. `code` is the one to ask for, a fresh one if None; `told` is Twilio's OptOutType."""

    rules: Rules
    code: str | None = None
    told: str | None = None
    has_picture: bool = False
    read_at: datetime | None = None
    """When it was read from Twilio's list, so that no request waits for the answer; None for one that was brought."""

    @property
    def queues(self) -> bool:
        return self.read_at is not None

    def decide(
        self, who: Sender | None, incoming: Incoming, command: Command | None, usual: Usual
    ) -> Wish[Answer | None]:
        """Decide a text; None is an answer of silence."""
        word = reserved(incoming.text, self.told)
        if word is not None:
            handled, answer = yield from self._reserved(word, who, incoming, usual)
            if handled:
                return answer
        if who is None:
            return (yield from answer_to_stranger(incoming, self.rules))
        words = self.rules.words(who.person.language)
        if self.has_picture and not incoming.text.strip():
            return Answer(say.only_text(words))
        if command is not None and command.deed not in BY_NUMBER:
            return Answer(say.not_by_sms(words, who.person.role))
        proof = Proof(self.rules, who.person, incoming, self.read_at or incoming.moment, words, self.code)
        if command is REPORT:
            answer = yield from proof.answer_to_code(usual)
            if answer is not None:
                return answer
        return (yield from self._as_usual(incoming, usual, words, proof))

    def _as_usual(
        self, incoming: Incoming, usual: Usual, words: Wording, proof: Proof
    ) -> Wish[Answer | None]:
        """The answer that every channel would give, as far as a number proves enough."""
        answer = yield from usual(incoming.text)
        if answer is None or not (answer.changes or answer.question or answer.closes_question):
            return answer
        if self.queues and (overtaken := (yield from self._overtaken(answer, incoming, words))):
            return overtaken
        return (yield from proof.proven(answer))

    def _overtaken(self, answer: Answer, incoming: Incoming, words: Wording) -> Wish[Answer | None]:
        """What is said to a text found late where something sent after it holds: that stays."""
        for change in would_store(answer):
            later = yield from memory.sent_later(change.site, change.date, change.aspect, incoming.moment)
            if later is not None:
                sent = incoming.moment.astimezone(self.rules.zone)
                return Answer(say.overtaken(words, change.site, change.date, later.figures, sent.time()))
        return None

    def _reserved(
        self, word: Reserved, who: Sender | None, incoming: Incoming, usual: Usual
    ) -> Wish[tuple[bool, Answer | None]]:
        words = self.rules.words(who.person.language if who else None)
        match word:
            case Reserved.STOP | Reserved.STOPP:
                if self.queues and (yield from _has_come_back(incoming)):
                    return True, None
                new = yield from memory.opt_out(incoming.address, incoming.moment)
                if new and who is not None:
                    yield from alarm(
                        f"sms-opted-out:{incoming.external_id}",
                        lambda theirs: say.has_opted_out(theirs, who.person.name),
                        self.rules,
                        incoming.moment,
                        but=who.person.id,
                    )
                # Twilio has answered its own word; the number takes nothing more from us.
                said = word is Reserved.STOPP and new and who is not None
                return True, Answer(say.goodbye(words)) if said else None
            case Reserved.START | Reserved.YES:
                back = yield from memory.opt_in(incoming.address, incoming.moment)
                if back and who is not None:
                    return True, Answer(say.welcome_back(words))
                if word is Reserved.YES:
                    return False, None
        if self.told is not None:
            return True, None  # Twilio has answered it
        if who is None:
            return False, None
        return True, (yield from usual("?"))

    def send(self, message: int, incoming: Incoming, person: int | None, answer: Answer) -> Wish[str | None]:
        """Let the answer ride in the reply to Twilio, marked as sent; None where no text may be sent."""
        text = gsm7.clean(answer.text)
        if not self.rules.may_reach(incoming.address):
            if person is not None:
                yield from tell_of_abroad(incoming.address, self.rules, incoming.moment)
                yield from memory.answer_by_telegram(message, person, answer.text, incoming.moment)
            return None
        if self.queues:
            late = None if answer.question else incoming.moment + LATE_ANSWER
            yield from queue(
                key=f"answer:{message}",
                channel=incoming.channel,
                address=incoming.address,
                text=text,
                now=incoming.moment,
                person=person,
                message=message,
                expires_at=late,
            )
            return text
        if not (yield from within_budget(incoming.address, text, self.rules, incoming.moment)):
            if person is not None:
                yield from memory.answer_by_telegram(message, person, answer.text, incoming.moment)
            return None
        yield from memory.keep_as_sent(message, incoming.address, person, text, incoming.moment)
        return text


def _has_come_back(stop: Incoming) -> Wish[bool]:
    """Whether a number that is found to have opted out has taken that back since."""
    later = yield from memory.texts_after(stop.address, stop.moment)
    return any(reserved(text) in (Reserved.START, Reserved.YES) for text in later)
