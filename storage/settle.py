"""The one transaction of a message: its id, what it changed, what it asks, and its answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from shelter.messages import Answer, Incoming, Notice, Settled
from storage.counts import keep
from storage.earlier import keep_asked_about
from storage.outbox import AGAIN, REPAINT, enclose, queue, show_in
from storage.panels import Whose, keep_buttons, keep_panel
from storage.people import Sender, ask, reached, sender, speak
from storage.reminders import keep_setting, say
from storage.tally import carry_out, keep_tally_panel, repaint
from storage.wishes import Wish, sql

Decide = Callable[[Sender | None, Incoming], Wish[Answer | None]]

Send = Callable[[int, Incoming, int | None, Answer], Wish[str | None]]
"""Puts the answer to a message (its id, itself, its sender's person) on its way; returns what is said, if anything."""


def queue_answer(message: int, incoming: Incoming, person: int | None, answer: Answer) -> Wish[str | None]:
    """The usual way of an answer: through the outbox, to where the message came from."""
    yield from _queue(f"answer:{message}", message, incoming, person, answer)
    return answer.text


def settle(
    incoming: Incoming, asked_after: datetime, decide: Decide, send: Send = queue_answer
) -> Wish[Settled]:
    """Settle a message once: decide it on what is stored now, keep everything that follows, queue the answer.

    The same message again changes nothing and gets the answer it got. `decide` reads through wishes of
    its own and sees what this transaction sees; None is an answer of silence.
    """
    if incoming.edits is not None:
        # The first wording comes too late from now on, should a webhook bring it after its edit.
        written = incoming.written_at or incoming.moment
        yield from _taken(replace(incoming, external_id=incoming.edits, moment=written))
    message = yield from _taken(incoming)
    if message is None:
        return (yield from _settled_before(incoming))
    if incoming.edits is not None and (yield from _is_overtaken(incoming)):
        return Settled(None, fresh=True)
    who = yield from sender(incoming.channel, incoming.address, asked_after)
    answer = yield from decide(who, incoming)
    if who is not None:
        yield from _carry_out(message, incoming, who, answer)
    if answer is None:
        return Settled(None, fresh=True)
    person = who.person.id if who else None
    if not answer.text:  # a press that changes nothing to see
        yield from _enclose(message, incoming, person, answer)
        return Settled(
            None,
            fresh=True,
            repainted=bool(answer.repaints),
            toast=answer.toast,
            encloses=bool(answer.enclosed),
        )
    said = yield from send(message, incoming, person, answer)
    earlier = answer.shown_in
    if answer.shown_in_answer_to is not None:
        earlier = f"answer:{answer.shown_in_answer_to}"
    if earlier is not None:
        key = f"answer:{message}"
        if (
            incoming.edits is None and incoming.press is None
        ):  # the reply gets its own answer, and the one it replies to shows it too
            key = f"{AGAIN}{message}"
            yield from _queue(key, message, incoming, person, answer)
        yield from show_in(key, earlier)
    if answer.buttons:
        yield from keep_buttons(f"answer:{message}", answer.buttons)
    if answer.panel is not None and person is not None:
        whose = Whose(incoming.channel, incoming.address, person)
        yield from keep_panel(answer.panel, message, whose, incoming.moment)
    yield from _enclose(message, incoming, person, answer)
    return Settled(
        said,
        fresh=True,
        kept=bool(answer.changes),
        repainted=bool(answer.repaints),
        toast=answer.toast,
        encloses=bool(answer.enclosed),
    )


def _enclose(message: int, incoming: Incoming, person: int | None, answer: Answer) -> Wish[None]:
    """Queue the files that follow an answer; they come where it comes."""
    for place, one in enumerate(answer.enclosed):
        key = f"file:{message}:{place}"
        yield from _queue(key, message, incoming, person, replace(answer, text=one.caption))
        yield from enclose(key, one)


def _taken(incoming: Incoming) -> Wish[int | None]:
    """The id under which a message is kept from now on; None for one that had come before."""
    rows = yield sql(
        """
        INSERT INTO messages (channel, external_id, address, received_at)
        VALUES (:channel, :external_id, :address, :at)
        ON CONFLICT (channel, external_id) DO NOTHING RETURNING id
        """,
        channel=incoming.channel,
        external_id=incoming.external_id,
        address=incoming.address,
        at=incoming.moment,
    )
    if rows and incoming.album is not None:
        yield from _taken(replace(incoming, external_id=incoming.album, album=None))
    return int(rows[0]["id"]) if rows else None


def _is_overtaken(incoming: Incoming) -> Wish[bool]:
    """Whether a later wording of the same message has come before this one."""
    later = yield sql(
        """
        SELECT 1 FROM messages
        WHERE channel = :channel AND address = :address AND received_at > :at AND external_id LIKE :edits
        """,
        channel=incoming.channel,
        address=incoming.address,
        at=incoming.moment,
        edits=f"{incoming.edits}:%",
    )
    return bool(later)


def _queue(key: str, message: int, incoming: Incoming, person: int | None, answer: Answer) -> Wish[None]:
    yield from queue(
        key=key,
        channel=incoming.channel,
        address=incoming.address if answer.privately else incoming.place,
        text=answer.text,
        now=incoming.moment,
        person=person,
        message=message,
    )


def _carry_out(message: int, incoming: Incoming, who: Sender, answer: Answer | None) -> Wish[None]:
    if answer is None or answer.keeps_text:
        yield sql(
            "UPDATE messages SET person = :person, text = :text WHERE id = :id",
            person=who.person.id,
            text=_storable(incoming.text),
            id=message,
        )
    if answer is None:
        return
    for change in answer.changes:
        yield from keep(change, who.person.id, message, incoming.moment)
    if answer.language is not None:
        yield from speak(who.person.id, answer.language)
    for setting in answer.settings:
        yield from keep_setting(setting, who.person.id, incoming.moment)
    yield from carry_out(answer.tallies, message, who.person.id, incoming.moment)
    if answer.tally_panel is not None:
        shown = answer.tally_panel.shown or f"answer:{message}"
        where = (incoming.channel, incoming.place)
        yield from keep_tally_panel(answer.tally_panel, shown, *where, who.person.id)
    yield from repaint(answer.repaints, f"{REPAINT}{message}", message, incoming.moment)
    yield from _turn_questions(incoming.moment, who, answer)
    if answer.question is not None and answer.question.site and answer.question.date:
        yield from keep_asked_about(message, answer.question.site, answer.question.date)
    for place, notice in enumerate(answer.notices):
        yield from _tell(notice, f"notice:{message}:{place}", message, incoming.moment)


def _tell(notice: Notice, key: str, message: int, now: datetime) -> Wish[None]:
    there = yield from reached(notice.person)
    if there is None:
        return
    if notice.until is not None:
        yield from say(notice.about, there, notice.text, now, notice.until)
        return
    yield from queue(
        key=key,
        channel=there.channel,
        address=there.address,
        text=notice.text,
        now=now,
        person=there.person,
        message=message,
    )
    if notice.panel is not None:
        yield from keep_buttons(key, notice.buttons)
        whose = Whose(there.channel, there.address, there.person)
        yield from keep_panel(notice.panel, message, whose, now, shown_in=key)


def _turn_questions(now: datetime, who: Sender, answer: Answer) -> Wish[None]:
    """Close what this message answered or overtook, and open what it asks."""
    person = who.person.id
    if answer.answers_for is not None and (answer.closes_question or answer.question is not None):
        other, site = answer.answers_for
        yield sql("DELETE FROM questions WHERE person = :person AND site = :site", person=other, site=site)
    if who.question is not None:
        done = {change.site for change in answer.changes}
        if answer.closes_question or answer.question is not None:
            done |= {who.question.site or ""}
        for site in sorted(done | {""} if done else done):
            yield sql(
                "DELETE FROM questions WHERE person = :person AND site = :site", person=person, site=site
            )
    if answer.question is not None:
        yield from ask(person, answer.question, now)


def _settled_before(incoming: Incoming) -> Wish[Settled]:
    rows = yield sql(
        """
        SELECT outbox.text FROM messages LEFT JOIN outbox
            ON outbox.message = messages.id AND outbox.key = 'answer:' || CAST(messages.id AS text)
        WHERE messages.channel = :channel AND messages.external_id = :external_id
        """,
        channel=incoming.channel,
        external_id=incoming.external_id,
    )
    return Settled(rows[0]["text"] or None, fresh=False)  # an old answer's words are let go of


def set_aside(incoming: Incoming, fault: str, text: str | None, send: Send = queue_answer) -> Wish[Settled]:
    """Keep a message that could not be settled, with its raw form, and tell its sender `text` (P3)."""
    message = yield from _taken(incoming)
    if message is None:
        return (yield from _settled_before(incoming))
    yield sql(
        "INSERT INTO set_aside (message, raw, fault, at) VALUES (:message, :raw, :fault, :at)",
        message=message,
        raw=_storable(incoming.text or incoming.press or ""),
        fault=fault,
        at=incoming.moment,
    )
    if text is None:
        return Settled(None, fresh=True)
    said = yield from send(message, incoming, None, Answer(text))
    return Settled(said, fresh=True)


def _storable(text: str) -> str:
    """The text without what PostgreSQL or UTF-8 cannot hold: NUL and halves of surrogate pairs."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
