"""What the phone page sends, read and checked; what is refused is told as JSON with a reason."""

import functools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, Field, NaiveDatetime, ValidationError, model_validator
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

LONGEST_TEXT = 4096
LARGEST_BODY = 32 * 1024
"""Bytes. A longest text of which every character is escaped is 24 kB."""

FIRST_YEAR, LAST_YEAR = 2000, 2099


class Refused(Exception):
    """A request that the phone does not take; `reason` says what would be right."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be printable characters on one line")
    return value


Token = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_printable)]


class SentText(BaseModel):
    """A text as a phone sends it. `id` is the phone's own: the same id again is the same message again."""

    address: Token
    id: Token
    text: Annotated[str, Field(max_length=LONGEST_TEXT)]


class TurnedClock(BaseModel):
    """Where the clock is to stand: at a local moment of the house, or so many minutes from now."""

    moment: NaiveDatetime | None = None
    forward_minutes: Annotated[int, Field(strict=True, ge=-(10**8), le=10**8)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "TurnedClock":
        if (self.moment is None) == (self.forward_minutes is None):
            raise ValueError('give either "moment" (as 2017-11-01T06:30) or "forward_minutes"')
        return self


def target_of(turned: TurnedClock, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment to set, in UTC. Raises Refused for one that clocks skip or that is too far."""
    if turned.moment is None:
        try:
            target = now + timedelta(minutes=turned.forward_minutes or 0)
        except OverflowError:
            raise _too_far() from None
    else:
        if not FIRST_YEAR <= turned.moment.year <= LAST_YEAR:
            raise _too_far()
        target = turned.moment.replace(tzinfo=zone).astimezone(UTC)
        if target.astimezone(zone).replace(tzinfo=None) != turned.moment:
            raise Refused(422, f"moment: clocks in {zone.key} skip {turned.moment:%H:%M} on that night")
    if not FIRST_YEAR <= target.astimezone(zone).year <= LAST_YEAR:
        raise _too_far()
    return target


def _too_far() -> Refused:
    return Refused(422, f"the clock can stand from {FIRST_YEAR} to {LAST_YEAR}")


Body = TypeVar("Body", bound=BaseModel)


Endpoint = Callable[[Request], Awaitable[Response]]


async def read(request: Request, shape: type[Body]) -> Body:
    """The body of a request from our own page (or from no page at all), as `shape`. Raises Refused."""
    _check_origin(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "send JSON, with the header Content-Type: application/json")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Refused(413, f"the request is larger than {LARGEST_BODY} bytes")
    try:
        return shape.model_validate_json(body)
    except ValidationError as fault:
        errors = fault.errors(include_url=False, include_context=False, include_input=False)
        status = 400 if any(error["type"] == "json_invalid" for error in errors) else 422
        raise Refused(status, "; ".join(_reason(error["loc"], error["msg"]) for error in errors)) from None


def _reason(place: tuple[int | str, ...], message: str) -> str:
    reason = message.removeprefix("Value error, ")
    return f"{place[0]}: {reason}" if place else reason


def _check_origin(request: Request) -> None:
    """A page of another site may be open in the same browser; it must not write here in somebody's name."""
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"} or (
        origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    ):
        raise Refused(403, "only the phone's own page may send from a browser")


def or_reason(endpoint: Endpoint) -> Endpoint:
    """The endpoint, with what it refuses told as JSON."""

    @functools.wraps(endpoint)
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as refused:
            return JSONResponse({"error": refused.reason}, status_code=refused.status)

    return answered
