"""The webhook: Telegram brings each update, and is told that it arrived once its effects are on disk."""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

log = structlog.get_logger()

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 the name of a header
LARGEST_BODY = 128 * 1024
"""Bytes."""


def secret_of(token: str) -> str:
    """The secret of a bot that was given none: made of its token, so that it is the same after a restart."""
    return hmac.new(token.encode(), b"shelterbot webhook", hashlib.sha256).hexdigest()


class Webhook:
    """The endpoint. Only what could not be stored is a 503, so that Telegram brings nothing else again."""

    def __init__(self, take: Callable[[Any], Awaitable[None]], secret: str) -> None:
        self._take = take
        self._secret = secret.encode()

    async def bring(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)  # Telegram brings again what it could not bring whole
        if body is None:
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            update = body.decode("utf-8", "replace")  # set aside as it is
        try:
            await self._take(update)
        except Exception as fault:  # Telegram keeps it and brings it again
            log.exception("update not stored", fault=type(fault).__name__)
            return Response(status_code=503, headers={"Retry-After": "1"})
        return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    """The body; None when it is larger than allowed, which its header tells before any of it is read."""
    length = request.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length) > LARGEST_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
