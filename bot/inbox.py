"""Every message in: who is it, which command, decided and settled in one transaction."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

import structlog

from bot.commands import REPORT, Command, Scene, command_of, panel_of
from bot.commands.correct import correct
from bot.commands.join import add_own_number, guessed, stranger_joins
from reports import guide
from reports.wording import Wording, wording
from shelter.house import House
from shelter.messages import Answer, Incoming, Settled
from shelter.people import Reach, reach
from storage.database import Database
from storage.house import load_house
from storage.people import Sender, sender, told_stranger
from storage.settle import Send, queue_answer, set_aside, settle
from storage.wishes import Wish

log = structlog.get_logger()

QUESTION_OPEN_FOR = timedelta(hours=12)
"""A short reply later than this answers nothing: it may be meant for another night."""

TRIES = 3
"""How often a message is tried before it is set aside."""

STRANGER_TOLD_AGAIN_AFTER = timedelta(hours=24)


Usual = Callable[[str], Wish[Answer | None]]
"""Decides a text as every channel would."""


class Manner(Protocol):
    """What a channel has of its own between a message and its answer; both run in the message's transaction."""

    def decide(
        self, who: Sender | None, incoming: Incoming, command: Command | None, usual: Usual
    ) -> Wish[Answer | None]:
        """Decide a text that `command` is the command of; None for a slash command that we lack."""
        ...

    @property
    def send(self) -> Send: ...

    @property
    def queues(self) -> bool:
        """Whether the answer goes through the outbox, which is then to be woken."""
        ...


class _Plain:
    """The manner of a channel that adds nothing: the text is decided and its answer queued."""

    send = staticmethod(queue_answer)
    queues = True

    def decide(
        self, _who: Sender | None, incoming: Incoming, _command: Command | None, usual: Usual
    ) -> Wish[Answer | None]:
        return (yield from usual(incoming.text))


PLAIN = _Plain()


class Inbox:
    """Where the channels hand in what they received, and get back what was answered."""

    def __init__(self, database: Database, default_language: str, on_queued: Callable[[], None]) -> None:
        self._database = database
        self._default_language = default_language
        self._on_queued = on_queued
        self._house: House | None = None

    async def receive(self, incoming: Incoming, manner: Manner = PLAIN) -> Settled:
        """Settle a message: when this returns, its effects are on disk. The same again changes nothing.

        Raises only when nothing could be stored; the channel then does not acknowledge and gets it again.
        """
        for tried in range(1, TRIES + 1):
            try:
                settled = await self._settle(incoming, manner)
                break
            except Exception as fault:  # one bad message must not stop the others (P3)
                if tried < TRIES:
                    continue
                name = type(fault).__name__
                log.exception("message set aside", channel=incoming.channel, fault=name)
                text = guide.went_wrong(wording(self._default_language))
                settled = await self._database.write(set_aside, incoming, name, text, manner.send)
        if settled.fresh and (settled.encloses or (settled.text is not None and manner.queues)):
            self._on_queued()
        return settled

    async def _settle(self, incoming: Incoming, manner: Manner) -> Settled:
        asked_after = incoming.moment - QUESTION_OPEN_FOR
        parsed = command_of(incoming.text)
        command, _ = parsed
        looked: Callable[[], Wish[Answer | None]] | None = None
        pressed = panel_of(incoming.press) if incoming.press is not None else None
        looks = pressed.looks if pressed is not None else command is not None and command.looks
        if looks:
            # Long sums are worked out beside the writers; only their answer is written.
            who = await self._database.read(sender, incoming.channel, incoming.address, asked_after)
            if who is not None:
                answer = await self._database.read(self._decide, who, incoming, incoming.text, parsed)
                looked = lambda: _said(answer)  # noqa: E731 a wish is made anew each time it is run

        def decide(who: Sender | None, incoming: Incoming) -> Wish[Answer | None]:
            def usual(text: str) -> Wish[Answer | None]:
                if looked is not None:
                    return looked()
                known = parsed if text == incoming.text else command_of(text)
                return self._decide(who, incoming, text, known)

            return manner.decide(who, incoming, command, usual)

        return await self._database.write(settle, incoming, asked_after, decide, manner.send)

    def _decide(
        self, who: Sender | None, incoming: Incoming, text: str, parsed: tuple[Command | None, str]
    ) -> Wish[Answer | None]:
        command, argument = parsed
        if who is None:
            joined = yield from stranger_joins(incoming, self._default_language)
            return joined or (yield from self._answer_stranger(incoming))
        house = yield from self._current_house(who.house_version)
        words = wording(who.person.language or self._default_language)
        if incoming.press is not None:
            return (yield from panel_of(incoming.press).decide(self._scene(who, house, incoming, "", words)))
        if incoming.own_number is not None:
            return (yield from add_own_number(self._scene(who, house, incoming, argument, words)))
        if command is None:
            return Answer(guide.unknown_command(words, argument))
        if command.alone and who.question is not None:
            answer = yield from REPORT.decide(self._scene(who, house, incoming, text, words))
            if answer is not None and (answer.changes or answer.question or answer.closes_question):
                return answer
        if command.deed is not None and reach(who.person, command.deed) is Reach.NONE:
            return Answer(guide.not_yours(words))
        scene = self._scene(who, house, incoming, argument, words)
        if command is REPORT and (incoming.edits is not None or incoming.replies_to is not None):
            return (yield from correct(scene))
        return (yield from command.decide(scene))

    def _scene(self, who: Sender, house: House, incoming: Incoming, argument: str, words: Wording) -> Scene:
        default = wording(self._default_language)
        return Scene(who.person, house, incoming, argument, who.question, words, default)

    def _answer_stranger(self, incoming: Incoming) -> Wish[Answer | None]:
        words = wording(guessed(incoming.language, self._default_language))
        to_be_told = yield from told_stranger(
            incoming.channel, incoming.address, incoming.moment, STRANGER_TOLD_AGAIN_AFTER
        )
        return Answer(guide.how_to_join(words)) if to_be_told else None

    def _current_house(self, version: int) -> Wish[House]:
        """The house as of `version`, loaded anew only when the kept one is another."""
        if self._house is None or self._house.version != version:
            self._house = yield from load_house()
        return self._house


def _said(answer: Answer | None) -> Wish[Answer | None]:
    yield from ()
    return answer
