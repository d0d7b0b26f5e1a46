"""What SMS has of its own between a text and its answer: reserved words, weak identity, the answer that rides along.

Everything here runs in the transaction of its message. Codes: a number can be faked, but what is sent to it
reaches its owner only, so a figure that would do harm waits until a code sent there has come back.
"""

import hmac
import json
import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from bot.channels.sms.joining import answer_to_stranger
from bot.channels.sms.rules import Rules, alarm, within_budget
from bot.channels.sms.words import Reserved, reserved
from bot.commands import Command
from bot.inbox import Usual
from reports import gsm7
from reports import sms as say
from reports.wording import Wording
from shelter.acts import ReportCount, Topic
from shelter.checks import needs_proof
from shelter.figures import Count
from shelter.history import Aspect, Change, from_json, to_json
from shelter.messages import Answer, Incoming, Notice
from shelter.people import BY_NUMBER
from shelter.questions import Question
from shelter.tally import TallyDeed, Turn
from storage import sms as memory
from storage.outbox import queue
from storage.people import Sender
from storage.wishes import Wish

CODE_OPEN_FOR = timedelta(minutes=30)
CODE_TRIES = 3
CODE = re.compile(
    r"\W*(?:(?:min |my |the )?(?:kod|koden|code|svar|svara|answer)[ :]+(?:är |is )?)?([0-9]{4})\W*",
    re.IGNORECASE | re.ASCII,
)
"""A text that is a code and nothing else: `4711`, `4711.`, `kod 4711`."""

LATE_ANSWER = timedelta(hours=12)
"""An answer to a text that was read later than this after it was sent helps nobody any more."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How one text is settled. `code` is the one to ask for, a fresh one if None; `told` is Twilio's OptOutType."""

    rules: Rules
    code: str | None = None
    told: str | None = None
    has_picture: bool = False
    caught_up: bool = False
    """Read from Twilio's list after a while, so that no request waits for the answer."""

    @property
    def queues(self) -> bool:
        return self.caught_up

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
        given = CODE.fullmatch(incoming.text)
        last = (yield from memory.last_code(incoming.address)) if given is not None else None
        if given is not None and last is not None:
            if last.body and last.asked_at >= incoming.moment - CODE_OPEN_FOR:
                return (yield from self._with_code(given[1], last, incoming, usual, words))
            if hmac.compare_digest(given[1], last.code):
                return Answer(say.code_over(words))
        return (yield from self._as_usual(incoming, usual, words))

    def _as_usual(self, incoming: Incoming, usual: Usual, words: Wording) -> Wish[Answer | None]:
        """The answer that every channel would give, as far as a number proves enough."""
        answer = yield from usual(incoming.text)
        if answer is None or not (answer.changes or answer.question or answer.closes_question):
            return answer
        if self.caught_up and (overtaken := (yield from self._overtaken(answer, incoming, words))):
            return overtaken
        return (yield from self._proven(answer, incoming, words))

    def _overtaken(self, answer: Answer, incoming: Incoming, words: Wording) -> Wish[Answer | None]:
        """What is said to a text found late where something sent after it holds: that stays."""
        for change in answer.changes or _if_confirmed(answer.question):
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
                back = yield from memory.opt_in(incoming.address)
                if back and who is not None:
                    return True, Answer(say.welcome_back(words))
                if word is Reserved.YES:
                    return False, None
        if self.told is not None:
            return True, None  # Twilio has answered it
        if who is None:
            return False, None
        return True, (yield from usual("?"))

    def _proven(self, answer: Answer, incoming: Incoming, words: Wording) -> Wish[Answer]:
        """The answer itself, or the question for a code where one of its counts needs proof."""
        versions: Versions = []
        doubtful: Change | None = None
        waits = False
        for change in answer.changes or _if_confirmed(answer.question):
            if change.aspect is not Aspect.COUNT:
                continue
            now = yield from memory.standing(change.site, change.date, incoming.address)
            versions.append((change.site, change.date, now.version))
            waits = waits or now.waits
            after = change.figures if isinstance(change.figures, Count) else None
            if doubtful is None and needs_proof(now.beds, now.count, after):
                doubtful = change
        if doubtful is None:
            if waits or not versions:  # the code was for the text before, or its yes for the question before
                yield from memory.end_code(incoming.address)
            return answer
        body = _kept(answer, versions) if answer.changes else CONFIRMS
        code = self.code or f"{secrets.randbelow(10_000):04}"
        yield from memory.wait_for_code(incoming.address, code, body, incoming.moment)
        text = say.code_asked(words, doubtful.site, doubtful.date, doubtful.figures, code)
        return Answer(text, question=answer.question, closes_question=answer.closes_question)

    def _with_code(
        self, given: str, waiting: memory.Waiting, incoming: Incoming, usual: Usual, words: Wording
    ) -> Wish[Answer | None]:
        if not hmac.compare_digest(given, waiting.code):
            if waiting.tries + 1 < CODE_TRIES:
                yield from memory.wrong_code(incoming.address)
                return Answer(say.code_wrong(words))
            yield from memory.end_code(incoming.address)
            return Answer(say.code_spent(words), closes_question=True)
        yield from memory.end_code(incoming.address)
        if waiting.body == CONFIRMS:
            return (yield from usual("ok"))
        answer, versions = _from_kept(waiting.body)
        for site, day, version in versions:
            now = yield from memory.standing(site, day, incoming.address)
            if now.version != version:
                return Answer(say.changed_meanwhile(words))
        return answer

    def send(self, message: int, incoming: Incoming, person: int | None, answer: Answer) -> Wish[str | None]:
        """Let the answer ride in the reply to Twilio, marked as sent; None where nothing may be sent."""
        text = gsm7.clean(answer.text)
        if not self.rules.may_reach(incoming.address):
            return None
        if self.caught_up:
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
            return None
        yield from memory.keep_as_sent(message, incoming.address, person, text, incoming.moment)
        return text


Versions = list[tuple[str, date, int]]
"""Of each count that an answer changes, the number of the revision it was decided on."""


CONFIRMS = "{}"
"""Kept in place of a report where the code is the answer to the question that is open: it says all that is known."""


def _if_confirmed(question: Question | None) -> list[Change]:
    """The counts that a yes to this question would store."""
    if question is None:
        return []
    if question.topic is Topic.HIGH and question.site and question.date and question.women is not None:
        count = Count(question.women, question.men or 0, question.other or 0, question.unknown or 0)
        return [Change(question.site, question.date, Aspect.COUNT, count)]
    counts = [act for act in question.proposal if isinstance(act, ReportCount)]
    return [Change(act.site, act.date, Aspect.COUNT, act.count) for act in counts]


def _kept(answer: Answer, standings: Versions) -> str:
    return json.dumps(
        {
            "text": answer.text,
            "changes": [
                [
                    one.site,
                    one.date.isoformat(),
                    one.aspect.value,
                    to_json(one.figures),
                    one.corrects,
                    one.undoes,
                ]
                for one in answer.changes
            ],
            "notices": [[one.person, one.text] for one in answer.notices],
            "standings": [[site, day.isoformat(), version] for site, day, version in standings],
        }
    )


def _from_kept(body: str) -> tuple[Answer, Versions]:
    kept = json.loads(body)
    changes = tuple(
        Change(
            site,
            date.fromisoformat(day),
            Aspect(aspect),
            from_json(Aspect(aspect), figures),
            corrects=corrects,
            undoes=undoes,
        )
        for site, day, aspect, figures, corrects, undoes in kept["changes"]
    )
    notices = tuple(Notice(person, text) for person, text in kept["notices"])
    standings = [(site, date.fromisoformat(day), version) for site, day, version in kept["standings"]]
    # A count ends the tally of its date, also one that had to wait for its code.
    ended = tuple(TallyDeed(one.site, one.date, Turn.DONE) for one in changes if one.aspect is Aspect.COUNT)
    return Answer(kept["text"], changes=changes, notices=notices, tallies=ended), standings
