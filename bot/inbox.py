"""Every message in: who is it, which command, decided and settled in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.aside import put_aside
from bot.commands import REPORT, Command, Scene, command_of, panel_of
from bot.commands.bounds import within_bounds
from bot.commands.correct import correct
from bot.commands.group import Heard, heard
from bot.commands.help import help_
from bot.commands.in_words import attempted
from bot.commands.join import add_own_number, guessed, stranger_joins
from reports import grouping, guide
from reports.wording import wording
from shelter.house import House
from shelter.messages import Answer, Incoming, Settled
from shelter.people import Reach, reach
from storage.database import Database
from storage.earlier import says_the_same
from storage.faults import StorageFault
from storage.groups import Asked, asked_in, site_of_group
from storage.house import load_house
from storage.people import Sender, sender, told_stranger
from storage.settle import Send, queue_answer, settle
from storage.wishes import Wish

log = structlog.get_logger()

QUESTION_OPEN_FOR = timedelta(hours=12)
"""A short reply later than this answers nothing: it may be meant for another night."""

TRIES = 3
"""How often a message is tried before it is set aside."""

STRANGER_TOLD_AGAIN_AFTER = timedelta(hours=24)


Usual = Callable[[str], Wish[Answer | None]]
"""Decides a text as every channel would."""

Parsed = tuple[Command | None, str]
"""The command of a text and what follows its word."""

Looked = Callable[[], Wish[Answer | None]]
"""An answer that was worked out before; a wish is made anew each time it is run."""


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

    def __init__(
        self,
        database: Database,
        default_language: str,
        on_queued: Callable[[], None],
        texts_to: tuple[str, ...] = (),
    ) -> None:
        """`texts_to` are the country codes of numbers that texts can be sent to."""
        self._database = database
        self._default_language = default_language
        self._on_queued = on_queued
        self._texts_to = texts_to
        self._house: House | None = None

    async def receive(self, incoming: Incoming, manner: Manner = PLAIN) -> Settled:
        """Settle a message: when this returns, its effects are on disk. The same again changes nothing.

        Raises only when nothing could be stored; the channel then does not acknowledge and gets it again.
        """
        for tried in range(1, TRIES + 1):
            try:
                settled = await self._settle(incoming, manner)
                break
            except StorageFault:  # it is not the message's fault, and the channel waits to hear
                raise
            except Exception as fault:  # one bad message must not stop the others (P3)
                if tried < TRIES:
                    continue
                name = type(fault).__name__
                log.exception("message set aside", channel=incoming.channel, fault=name)
                settled = await self._database.write(
                    put_aside, incoming, name, self._default_language, manner.send
                )
        to_send = settled.encloses or settled.repainted or (settled.text is not None and manner.queues)
        if settled.fresh and to_send:
            self._on_queued()
        return settled

    async def _settle(self, incoming: Incoming, manner: Manner) -> Settled:
        asked_after = incoming.moment - QUESTION_OPEN_FOR
        if incoming.group is not None and not await self._knows(incoming, asked_after):
            # In a group a stranger learns nothing and nothing is kept of them; a press is answered to them alone.
            told = wording(guessed(incoming.language, self._default_language))
            return Settled(None, fresh=False, toast=guide.how_to_join(told) if incoming.press else None)
        parsed = command_of(incoming.text)
        command, _ = parsed
        looked = None
        panel = panel_of(incoming.press) if incoming.press is not None else None
        if panel.looks if panel is not None else command is not None and command.looks:
            # Long sums are worked out beside the writers; only their answer is written.
            who = await self._database.read(sender, incoming.channel, incoming.address, asked_after)
            if who is not None:
                answer = await self._database.read(self._decide, who, incoming, incoming.text, parsed)
                looked = partial(_said, answer)
        decide = partial(self._decide_in, manner, parsed, looked)
        return await self._database.write(settle, incoming, asked_after, decide, manner.send)

    def _decide_in(
        self, manner: Manner, parsed: Parsed, looked: Looked | None, who: Sender | None, incoming: Incoming
    ) -> Wish[Answer | None]:
        """Decide a message in the manner of its channel."""
        return manner.decide(who, incoming, parsed[0], partial(self._usual, parsed, looked, who, incoming))

    def _usual(
        self, parsed: Parsed, looked: Looked | None, who: Sender | None, incoming: Incoming, text: str
    ) -> Wish[Answer | None]:
        if looked is not None:
            return looked()
        return self._decide(who, incoming, text, parsed if text == incoming.text else command_of(text))

    async def _knows(self, incoming: Incoming, asked_after: datetime) -> bool:
        found = await self._database.read(sender, incoming.channel, incoming.address, asked_after)
        return found is not None

    def _decide(
        self, who: Sender | None, incoming: Incoming, text: str, parsed: Parsed
    ) -> Wish[Answer | None]:
        if who is None:
            joined = yield from stranger_joins(incoming, self._default_language)
            return joined or (yield from self._answer_stranger(incoming))
        house = yield from self._current_house(who.house_version)
        scene = self._scene(who, house, incoming, text)
        if incoming.edits is not None and (yield from says_the_same(incoming)):
            return None
        answer_here = _answer_in_private if incoming.group is None else _answer_in_group
        answer = yield from answer_here(scene, parsed)
        if answer is None or not answer.changes:
            return answer
        return (yield from within_bounds(scene, answer))

    def _scene(self, who: Sender, house: House, incoming: Incoming, text: str) -> Scene:
        question = who.question
        if question is not None and question.only_in not in ("", incoming.channel):
            question = None
        return Scene(
            who.person,
            house,
            incoming,
            text,
            question,
            wording(who.person.language or self._default_language),
            wording(self._default_language),
            texts_to=self._texts_to,
            tallying=who.tallying,
            tallied=who.tallied,
            entry=who.entry,
        )

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


def _answer(scene: Scene, parsed: Parsed) -> Wish[Answer | None]:
    """What a person's message brings; the scene has the whole of its text."""
    command, argument = parsed
    incoming = scene.incoming
    if incoming.press is not None:
        return (yield from _pressed(scene, incoming.press))
    if incoming.own_number is not None or incoming.no_number is not None:
        return (yield from add_own_number(scene))
    if command is None:
        return Answer(guide.unknown_command(scene.wording, argument))
    if command.alone and scene.question is not None:
        answer = yield from attempted(scene)
        decided = answer is not None and (answer.changes or answer.question or answer.closes_question)
        if answer is not None and answer.understood and decided:
            return answer
    if command.deed is not None and reach(scene.person, command.deed) is Reach.NONE:
        return (yield from _refused(scene, command))
    if argument != scene.argument:
        scene = replace(scene, argument=argument)
    if command is REPORT and incoming.is_of_earlier:
        return (yield from correct(scene))
    return (yield from command.decide(scene))


def _refused(scene: Scene, command: Command) -> Wish[Answer]:
    """To a greeting of somebody who only reads, what there is to read; to all else that it is not theirs."""
    talks = command is REPORT and not any(character.isdigit() for character in scene.argument)
    if talks and scene.incoming.group is None:
        return (yield from help_(scene))
    return Answer(guide.not_yours(scene.wording))


def _pressed(scene: Scene, says: str) -> Wish[Answer | None]:
    panel = panel_of(says)
    if scene.incoming.group is not None and not panel.in_group:
        return Answer("", toast=guide.not_yours(scene.wording))
    return (yield from panel.decide(scene))


def _answer_in_private(scene: Scene, parsed: Parsed) -> Wish[Answer | None]:
    """What is said to the bot alone; of several open questions a reply answers the one that it replies to."""
    asked = yield from _asked_by_the_message(scene.incoming, None)
    if asked is not None:
        scene = replace(scene, question=asked.question, answers_its_question=True)
    return (yield from _answer(scene, parsed))


def _answer_in_group(scene: Scene, parsed: Parsed) -> Wish[Answer | None]:
    """What is said in a group is for its site, or the sender's alone, or nothing to us."""
    command = parsed[0]
    incoming = scene.incoming
    if command is None and incoming.press is None and "@" not in scene.argument.split(maxsplit=1)[0]:
        return None  # another bot's command
    site = yield from site_of_group(incoming.group or "")
    deed = command.deed if command else None
    in_group = command is not None and command.in_group
    taken = heard(scene.person, site, deed, incoming, in_group=in_group)
    if taken is Heard.IGNORED:  # but a button that is still there says why it does nothing
        return Answer("", toast=grouping.not_bound(scene.wording)) if incoming.press is not None else None
    if taken is Heard.REFUSED:
        if incoming.press is not None:
            return Answer("", toast=guide.not_yours(scene.wording))
        return Answer(guide.not_yours(scene.wording), privately=True)
    if taken is Heard.ALONE:
        answer = yield from _answer(scene, parsed)
        return replace(answer, privately=True) if answer else None
    question = scene.question if scene.question and scene.question.site == site else None
    asked = yield from _asked_by_the_message(incoming, site)
    there = replace(scene, house=replace(scene.house, only=site), question=question)
    if asked is not None:  # of a colleague, perhaps: whoever reports for the site may answer
        there = replace(there, question=asked.question, answers_its_question=True)
    answer = yield from _answer(there, parsed)
    if answer is None or asked is None or asked.person == scene.person.id:
        return answer
    return replace(answer, answers_for=(asked.person, site or ""))


def _asked_by_the_message(incoming: Incoming, site: str | None) -> Wish[Asked | None]:
    """The open question of the message that a text replies to; in a group only one about its site."""
    if incoming.replies_to is None or incoming.edits is not None:
        return None
    asked_after = incoming.moment - QUESTION_OPEN_FOR
    asked = yield from asked_in(incoming.place, incoming.replies_to, site, asked_after)
    return asked if asked is not None and asked.question.only_in in ("", incoming.channel) else None


def _said(answer: Answer | None) -> Wish[Answer | None]:
    yield from ()
    return answer
