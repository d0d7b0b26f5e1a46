"""Codes: a number can be faked, but what is sent to it reaches its owner only (DESIGN 5).

A figure that would do harm waits until a code sent to the number has come back. Whoever fakes the number can ask
for codes and guess at them, so both have an end, and coordinators are told of it.
"""

import hmac
import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.channels.sms.rules import Rules, alarm, may_be_texted
from bot.inbox import Usual
from reports import sms as say
from reports.wording import Wording
from shelter.acts import ReportCount, Topic
from shelter.checks import needs_proof
from shelter.figures import Count
from shelter.history import Aspect, Change, from_json, to_json
from shelter.messages import Answer, Incoming, Notice
from shelter.people import Person
from shelter.tally import TallyDeed, Turn
from storage import sms_codes as memory
from storage.stumbles import somebody_to_ask
from storage.wishes import Wish

OPEN_FOR = timedelta(minutes=30)

TRIES = 3
"""Wrong answers to one code; with the last of them it ends."""

CODES = 3
"""Codes that a number is sent without one coming back, from the first on within CODES_IN: nine guesses a day."""

CODES_IN = timedelta(hours=24)

CODE = re.compile(r"[^0-9]*(?<![\w+-])([0-9]{4})(?!\w)[^0-9]*")
"""A text with one number, of four digits, whatever stands around it: `4711`, `koden är 4711, tack`."""

Versions = list[tuple[str, date, int]]
"""Of each count that an answer changes, the number of the revision it was decided on."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of one text, which may have been read long after it was sent: codes go by the moment `now`.

    `code` is the one to ask for, a fresh one if None.
    """

    rules: Rules
    person: Person
    incoming: Incoming
    now: datetime
    words: Wording
    code: str | None = None

    def answer_to_code(self, usual: Usual) -> Wish[Answer | None]:
        """What a text that is a code is answered; None for any other text, and where no code is waited for."""
        given = CODE.fullmatch(self.incoming.text)
        last = (yield from memory.last_code(self.incoming.address)) if given is not None else None
        if given is None or last is None:
            return None
        right = hmac.compare_digest(given[1], last.code)
        if not self._waits(last):
            return Answer(say.code_over(self.words)) if right else None
        return (yield from self._stored(last, usual) if right else self._guessed(last))

    def proven(self, answer: Answer) -> Wish[Answer]:
        """The answer itself, or the question for a code where one of its counts needs proof."""
        versions: Versions = []
        doubtful: Change | None = None
        waits = False
        for change in would_store(answer):
            if change.aspect is not Aspect.COUNT:
                continue
            before = yield from memory.standing(change.site, change.date, self.incoming.address)
            versions.append((change.site, change.date, before.version))
            waits = waits or before.waits
            after = change.figures if isinstance(change.figures, Count) else None
            if doubtful is None and needs_proof(before.beds, before.count, after):
                doubtful = change
        if doubtful is None:
            if waits or not versions:  # the code was for the text before, or its yes for the question before
                yield from memory.end_code(self.incoming.address)
            return answer
        return (yield from self._asked(answer, doubtful, versions))

    def _asked(self, answer: Answer, doubtful: Change, versions: Versions) -> Wish[Answer]:
        """The question for a code: the same one for the same figures, and none where there have been enough."""
        address = self.incoming.address
        body = json.dumps(
            {"doubt": _as_row(doubtful), **(_as_rows(answer, versions) if answer.changes else {})}
        )
        last = yield from memory.last_code(address)
        if last is not None and self._waits(last) and last.body == body:
            code = last.code
        elif last is not None and self._are_enough(last):
            name = yield from somebody_to_ask(self.person.id)
            return (yield from self._refused(doubtful, last, say.codes_used_up, name))
        elif not (yield from may_be_texted(address, self.rules, self.now)):
            return (yield from self._refused(doubtful, last, say.no_code_can_go))
        else:
            code = self.code or f"{secrets.randbelow(10_000):04}"
            yield from memory.wait_for_code(address, code, body, self.now, self.now - CODES_IN)
        text = say.code_asked(self.words, doubtful.site, doubtful.date, doubtful.figures, code)
        question = answer.question
        if question is not None:
            # Whoever faked the number could else wait for a yes to something else in another channel.
            question = replace(question, only_in=self.incoming.channel)
        return Answer(text, question=question, closes_question=answer.closes_question)

    def _refused(
        self, doubtful: Change, last: memory.Code | None, why: Callable[..., str], *more: str | None
    ) -> Wish[Answer]:
        """No code is sent for these figures: there were too many, or the number takes no texts now."""
        yield from memory.end_code(self.incoming.address)
        yield from self._alarm(doubtful, last)
        text = why(self.words, doubtful.site, doubtful.date, doubtful.figures, *more)
        return Answer(text, closes_question=True)

    def _guessed(self, waiting: memory.Code) -> Wish[Answer]:
        if waiting.tries + 1 < TRIES:
            yield from memory.wrong_code(self.incoming.address)
            return Answer(say.code_wrong(self.words))
        yield from memory.end_code(self.incoming.address)
        yield from self._alarm(_from_row(json.loads(waiting.body)["doubt"]), waiting)
        return Answer(say.code_spent(self.words), closes_question=True)

    def _stored(self, waiting: memory.Code, usual: Usual) -> Wish[Answer | None]:
        """What was waiting for the code that has come."""
        yield from memory.right_code(self.incoming.address)
        kept = json.loads(waiting.body)
        if "changes" not in kept:  # the code is the yes to the question that is open
            return (yield from usual("ok"))
        answer, versions = _from_rows(kept)
        for site, day, version in versions:
            if (yield from memory.standing(site, day, self.incoming.address)).version != version:
                return Answer(say.changed_meanwhile(self.words))
        return answer

    def _waits(self, code: memory.Code) -> bool:
        return bool(code.body) and code.asked_at >= self.now - OPEN_FOR

    def _are_enough(self, code: memory.Code) -> bool:
        return code.codes >= CODES and code.first_at >= self.now - CODES_IN

    def _alarm(self, doubtful: Change, last: memory.Code | None) -> Wish[None]:
        """Tell coordinators of what was not stored, once for all codes that are counted together."""
        name, told = self.person.name, (doubtful.site, doubtful.date, doubtful.figures)
        since = last.first_at if last is not None else self.now
        yield from alarm(
            f"sms-unproven:{self.incoming.address}:{since.isoformat()}",
            lambda words: say.not_proven(words, name, *told),
            self.rules,
            self.now,
            but=self.person.id,
        )


def would_store(answer: Answer) -> Sequence[Change]:
    """What an answer stores, or the counts that a yes to its question would."""
    question = answer.question
    if answer.changes or question is None:
        return answer.changes
    if question.topic is Topic.HIGH and question.site and question.date and question.women is not None:
        count = Count(question.women, question.men or 0, question.other or 0, question.unknown or 0)
        return [Change(question.site, question.date, Aspect.COUNT, count)]
    counts = [act for act in question.proposal if isinstance(act, ReportCount)]
    return [Change(act.site, act.date, Aspect.COUNT, act.count) for act in counts]


# A report while it waits


def _as_rows(answer: Answer, versions: Versions) -> dict[str, Any]:
    return {
        "text": answer.text,
        "changes": [_as_row(one) for one in answer.changes],
        "notices": [[one.person, one.text] for one in answer.notices],
        "standings": [[site, day.isoformat(), version] for site, day, version in versions],
    }


def _from_rows(kept: dict[str, Any]) -> tuple[Answer, Versions]:
    changes = tuple(_from_row(row) for row in kept["changes"])
    notices = tuple(Notice(person, text) for person, text in kept["notices"])
    versions = [(site, date.fromisoformat(day), version) for site, day, version in kept["standings"]]
    # A count ends the tally of its date, also one that had to wait for its code.
    ended = tuple(TallyDeed(one.site, one.date, Turn.DONE) for one in changes if one.aspect is Aspect.COUNT)
    return Answer(kept["text"], changes=changes, notices=notices, tallies=ended), versions


def _as_row(one: Change) -> list[Any]:
    return [one.site, one.date.isoformat(), one.aspect.value, to_json(one.figures), one.corrects, one.undoes]


def _from_row(row: list[Any]) -> Change:
    site, day, kind, figures, corrects, undoes = row
    aspect = Aspect(kind)
    figures = from_json(aspect, figures)
    return Change(site, date.fromisoformat(day), aspect, figures, corrects=corrects, undoes=undoes)
