"""The ways in and out. One folder is one whole channel: way in, way out, meaning of its errors, routes."""

from collections.abc import Sequence
from typing import Protocol

from starlette.routing import BaseRoute

from shelter.messages import Outgoing
from storage.outbox import Delivery


class Channel(Protocol):
    """What the outbox and the web server know of a channel."""

    @property
    def name(self) -> str:
        """What messages and addresses of this channel are kept under."""
        ...

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """Where the outside reaches this channel over HTTP; none for a channel that only calls out."""
        ...

    async def deliver(self, messages: Sequence[Outgoing]) -> list[Delivery]:
        """Try to send each of these once, in order. A provider's faults come back as deliveries, never raised."""
        ...


class Line(Channel, Protocol):
    """A channel to a provider: it receives by itself, and can be out of order."""

    async def run(self) -> None:
        """Receive, or fetch what was missed, until cancelled."""
        ...

    async def caught_up(self) -> None:
        """Wait until what came while we were away is settled, where we fetch it ourselves."""
        ...

    async def fault(self) -> str | None:
        """What is wrong, for /healthz; None when all is well."""
        ...

    async def close(self) -> None:
        """Let go of connections, once nothing is received any more."""
        ...
