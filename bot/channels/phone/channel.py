"""The phone simulator: a channel like the others, whose network is a page in the browser (DEMO=1)."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.channels.phone.requests import SentText, TurnedClock, or_reason, read, target_of
from bot.clock import Clock
from bot.enclosing import Make, NothingToDraw
from shelter.enclosures import FileForm
from shelter.messages import Incoming, Outgoing, Settled
from storage import phone as memory
from storage.database import Database
from storage.outbox import Delivery, enclosure_of
from storage.phone import Handset, Line

LINES = 50
"""How many of its newest messages a phone shows."""

CLOCK_EVERY = 15.0
"""Seconds of silence after which a page is told the time, so that its clock stays right."""

RETRY_MILLISECONDS = 1000
"""How soon a page comes back after a lost connection."""

LARGEST_ID = 2**63 - 1


class Phone:
    """The channel. Everything a page is told is state, not steps, so a lost or doubled event does no harm."""

    name = memory.CHANNEL

    def __init__(
        self,
        database: Database,
        clock: Clock,
        receive: Callable[[Incoming], Awaitable[Settled]],
        make: Make,
        clock_every: float = CLOCK_EVERY,
    ) -> None:
        self._database = database
        self._clock = clock
        self._receive = receive
        self._make = make
        self._clock_every = clock_every
        self._pages: set[_Page] = set()
        self._arrived: deque[int] = deque(maxlen=1000)
        """Messages that reached their phone; the outbox records them as sent a moment later."""
        self._closed = False

    @property
    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route("/phone/messages", or_reason(self._take_text), methods=["POST"]),
            Route("/phone/clock", or_reason(self._take_clock), methods=["POST"]),
            Route("/phone/files/{message:int}", self._show_file, methods=["GET"]),
            Route("/phone/conversations", self._show_house, methods=["GET"]),
            Route("/phone/events", self._stream, methods=["GET"]),
        ]

    @property
    def open_pages(self) -> int:
        return len(self._pages)

    async def deliver(self, messages: Sequence[Outgoing]) -> list[Delivery]:
        """Every message arrives: a phone that no page shows has it when a page opens."""
        self._arrived.extend(message.id for message in messages)
        await self._tell_of({message.address for message in messages})
        return [Delivery(message.id, "sent") for message in messages]

    def close(self) -> None:
        """End the open event streams; a server that is stopping waits for them."""
        self._closed = True
        for page in self._pages:
            page.leave()

    async def _take_text(self, request: Request) -> Response:
        sent = await read(request, SentText)
        settled = await self._receive(
            Incoming(
                channel=self.name,
                external_id=sent.id,
                address=sent.address,
                text=sent.text,
                moment=self._clock.now(),
            )
        )
        await self._tell_of({sent.address})
        return JSONResponse({"answer": settled.text})

    async def _take_clock(self, request: Request) -> Response:
        turned = await read(request, TurnedClock)
        zone = await self._database.read(memory.house_zone)
        await self._clock.set(self._database, target_of(turned, self._clock.now(), zone))
        now = self._time(zone)
        for page in self._pages:
            page.tell("clock", now)
        return JSONResponse(now)

    async def _show_file(self, request: Request) -> Response:
        """The file of a message; made whenever it is looked at."""
        number = request.path_params["message"]
        found = await self._database.read(enclosure_of, number, self.name) if number <= LARGEST_ID else None
        if found is None:
            return JSONResponse({"error": "there is no such file"}, status_code=404)
        try:
            file = await self._make(*found)
        except NothingToDraw:
            return JSONResponse({"error": "there is nothing to draw"}, status_code=404)
        return Response(
            file.content,
            media_type="image/png" if file.is_picture else "application/octet-stream",
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": f'{"inline" if file.is_picture else "attachment"}; filename="{file.name}"',
            },
        )

    async def _show_house(self, _request: Request) -> Response:
        return JSONResponse(await self._house(), headers={"Cache-Control": "no-store"})

    async def _stream(self, _request: Request) -> Response:
        if self._closed:
            return JSONResponse({"error": "the service is stopping"}, status_code=503)
        return StreamingResponse(
            self._events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _events(self) -> AsyncIterator[str]:
        """The whole house first, so that a page that was away has everything; then what changes."""
        with self._open_page() as page:
            yield f"retry: {RETRY_MILLISECONDS}\n{_event('house', await self._house())}"
            async for kind, state in page.news(self._clock_every):
                yield _event(kind, state or self._time(await self._database.read(memory.house_zone)))

    @contextmanager
    def _open_page(self) -> Iterator["_Page"]:
        page = _Page()
        self._pages.add(page)
        try:
            yield page
        finally:
            self._pages.discard(page)

    async def _tell_of(self, addresses: Iterable[str]) -> None:
        if not self._pages:
            return
        for address in addresses:
            lines = await self._database.read(memory.conversation, address, LINES)
            state = {"address": address, "messages": [self._shown(line) for line in lines]}
            for page in self._pages:
                page.tell("conversation", state, of=address)

    async def _house(self) -> dict[str, Any]:
        zone = await self._database.read(memory.house_zone)
        found = await self._database.read(memory.conversations, LINES)
        return {
            "clock": self._time(zone),
            "phones": [
                {**_owner(handset), "messages": [self._shown(line) for line in lines]}
                for handset, lines in found
            ],
        }

    def _shown(self, line: Line) -> dict[str, Any]:
        arrived = line.state == "queued" and int(line.id) in self._arrived
        line = replace(line, state="sent") if arrived else line
        return {
            "id": line.id,
            "direction": line.direction,
            "text": line.text,
            "moment": line.moment.isoformat(),
            "state": line.state,
            **({"file": _file(line)} if line.enclosure else {}),
        }

    def _time(self, zone: ZoneInfo) -> dict[str, str]:
        return {"moment": self._clock.now().astimezone(zone).isoformat(), "zone": zone.key}


class _Page:
    """An open page and what it is still to be told: of each thing the newest state only."""

    def __init__(self) -> None:
        self._news: dict[tuple[str, str], Any] = {}
        self._woken = asyncio.Event()
        self._leaving = False

    def tell(self, kind: str, state: Any, of: str = "") -> None:
        self._news[kind, of] = state
        self._woken.set()

    def leave(self) -> None:
        self._leaving = True
        self._woken.set()

    async def news(self, clock_every: float) -> AsyncIterator[tuple[str, Any]]:
        """What is new, as kind and state, until the page is to leave; after silence, a clock without state."""
        while not self._leaving:
            try:
                await asyncio.wait_for(self._woken.wait(), clock_every)
            except TimeoutError:
                yield "clock", None
            self._woken.clear()
            news, self._news = self._news, {}
            for (kind, _), state in news.items():
                yield kind, state


def _event(kind: str, state: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps(state)}\n\n"


def _file(line: Line) -> dict[str, Any]:
    return {
        "href": f"/phone/files/{line.id}",
        "is_picture": line.enclosure is not None and line.enclosure.form is FileForm.CHART,
    }


def _owner(handset: Handset) -> dict[str, Any]:
    return {
        "address": handset.address,
        "name": handset.name,
        "role": handset.role,
        "sites": [duty.site for duty in handset.duties],
    }
