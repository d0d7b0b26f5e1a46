"""The web application: pages, health, files, and the routes that channels hand in."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reports.wording import Wording
from storage.database import Database
from web.api import api
from web.pages import STATIC, page, words_for
from web.phone import phone_page

Check = Callable[[], Awaitable[str | None]]
"""Looks whether a part of the service runs: None when it does, else what is wrong with it."""

Fact = Callable[[], Awaitable[object]]
"""Something that those who run the service want to see, in a form that JSON knows."""

NO_FACTS: Mapping[str, Fact] = {}

CHECK_SECONDS = 5.0
"""A check that has not answered by then has failed: what hangs has stopped."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def build_app(
    *,
    database: Database,
    channel_routes: Sequence[BaseRoute],
    checks: Mapping[str, Check],
    demo: bool,
    language: str,
    check_seconds: float = CHECK_SECONDS,
    facts: Mapping[str, Fact] = NO_FACTS,
    now: Callable[[], datetime] | None = None,
) -> Starlette:
    """The application. `demo` opens the phone page, whose routes are then among `channel_routes`.

    `checks` say by name what has to run for /healthz to be well, each within `check_seconds`; `language` is
    that of a reader who asks for none. `facts` are told by /healthz beside the checks. With the clock `now`
    the API is served at /api/v1.
    """

    async def health(_request: Request) -> Response:
        return await _health(checks, check_seconds, facts)

    async def phones(request: Request) -> Response:
        return await phone_page(words_for(request, language), database)

    async def front(request: Request) -> Response:
        if demo:
            return RedirectResponse("/phone", status_code=303)
        return page("running.html", words_for(request, language))

    async def told(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, HTTPException)  # noqa: S101 - the table below gives no other
        text = _told(words_for(request, language), fault.status_code) or fault.detail
        return PlainTextResponse(f"{text}\n", fault.status_code, headers=fault.headers)

    async def failed(request: Request, _fault: Exception) -> Response:
        """Our own fault is answered outside all middleware, so it brings its headers itself."""
        return PlainTextResponse(f"{_told(words_for(request, language), 500)}\n", 500, headers=HEADERS)

    return Starlette(
        routes=[
            Route("/", front),
            *([Route("/phone", phones)] if demo else []),
            Route("/healthz", health),
            Mount("/static", StaticFiles(directory=STATIC)),
            *([Mount("/api/v1", api(database, now))] if now else []),
            *channel_routes,
        ],
        middleware=[Middleware(_Headers)],
        exception_handlers={HTTPException: told, Exception: failed},
    )


async def _health(checks: Mapping[str, Check], seconds: float, facts: Mapping[str, Fact]) -> Response:
    results = await asyncio.gather(*(_look(check, seconds) for check in checks.values()))
    stopped = {name: fault for name, fault in zip(checks, results, strict=True) if fault is not None}
    if stopped:
        return JSONResponse({"status": "stopped", "stopped": stopped}, status_code=503)
    told = {name: await fact() for name, fact in facts.items()}
    return JSONResponse({"status": "ok", "checks": sorted(checks), **told})


async def _look(check: Check, seconds: float) -> str | None:
    try:
        async with asyncio.timeout(seconds):
            return await check()
    except TimeoutError:
        return f"no answer within {seconds:g} s"
    except Exception as fault:  # noqa: BLE001 - whatever it is, that part has stopped and health says so
        return type(fault).__name__


def _told(words: Wording, status: int) -> str | None:
    """What a status means to a reader; None for one that hardly any reader meets."""
    match status:
        case 404:
            return words.say("There is no such page here. Check the address.")
        case 405:
            return words.say("This address does not take that kind of request.")
        case 500:
            return words.say("Something went wrong on our side. Please try again.")
        case _:
            return None


class _Headers:
    """Puts the security headers on every response that does not set its own; streams pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)
