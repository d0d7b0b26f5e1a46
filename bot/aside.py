"""What cannot be settled is set aside; its sender and the coordinators are told (P3)."""

from reports import guide
from reports.wording import wording
from shelter.messages import Incoming, Settled
from storage.outbox import queue
from storage.people import coordinators, reached
from storage.settle import Send, queue_answer, set_aside
from storage.wishes import Wish


def put_aside(
    incoming: Incoming, fault: str, default_language: str, send: Send = queue_answer, *, silent: bool = False
) -> Wish[Settled]:
    """Keep a message as it came. `silent`: nobody is known to have sent it, so only the coordinators are told."""
    told = None if silent else guide.went_wrong(wording(default_language))
    settled = yield from set_aside(incoming, fault, told, send)
    if settled.fresh:
        yield from _tell_coordinators(incoming, default_language)
    return settled


def _tell_coordinators(incoming: Incoming, default_language: str) -> Wish[None]:
    """Once an hour, however much is set aside in it."""
    for one in (yield from coordinators()):
        to = yield from reached(one.person)
        if to is not None:
            yield from queue(
                key=f"aside:{one.person}:{incoming.moment:%Y-%m-%dT%H}",
                channel=to.channel,
                address=to.address,
                text=guide.set_aside(wording(one.language or default_language)),
                now=incoming.moment,
                person=one.person,
                message=None,
            )
