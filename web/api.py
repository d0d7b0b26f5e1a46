"""The API: figures for programs, read-only, each request with a token; what a viewer sees is suppressed (C15)."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shelter.house import House
from shelter.people import Role
from shelter.period import Period, half_year_of
from shelter.periods import UnknownPeriod, parse_period
from shelter.privacy import Audience
from shelter.sites import Capacity, Site
from shelter.sums import Report
from shelter.totals_data import totals_as_data
from storage.database import Database
from storage.house import load_house
from storage.tokens import role_of_token
from storage.totals import daily_reports, totals_of_period
from web.openapi import OPENAPI

MOST_DAYS = 3660
"""More is answered with 400: ten years is what a program asks for at a time."""

MOST_SITE_DATES = 400_000
"""So are more daily counts than this at once: ten years of a hundred sites, some 100 MB of JSON."""


class Refused(Exception):
    """A request that cannot be answered; `status` and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, with what every answer needs."""

    database: Database
    house: House
    audience: Audience
    now: datetime
    request: Request

    def refuse_unknown_parameters(self, known: Collection[str]) -> None:
        """A parameter that is misspelt, or given twice, would be answered with other figures than were meant."""
        names = [name for name, _ in self.request.query_params.multi_items()]
        for name in names:
            if name not in known:
                told = f"there are {', '.join(known)}" if known else "this takes none"
                raise Refused(400, f"{name}: no such parameter; {told}")
            if names.count(name) > 1:
                raise Refused(400, f"{name}: given more than once")

    @property
    def period(self) -> Period:
        words = self.request.query_params.get("period")
        today = self.now.astimezone(self.house.zone).date()
        try:
            period = half_year_of(today) if words is None else parse_period(words, today)
        except UnknownPeriod as fault:
            raise Refused(
                400, f"period: {fault.fault.value}; an example is 2017-05-01..2017-10-31"
            ) from fault
        if period.days > MOST_DAYS:
            raise Refused(400, f"period: more than {MOST_DAYS} days; ask for less at a time")
        return period

    @property
    def sites(self) -> tuple[Site, ...]:
        """The site that was named by its short, or all of them; practice sites are never among them."""
        short = self.request.query_params.get("site")
        sites = tuple(site for site in self.house.sites if not site.practice)
        if short is None:
            return sites
        chosen = tuple(site for site in sites if site.short.casefold() == short.casefold())
        if not chosen:
            raise Refused(404, "site: there is no such short")
        return chosen


Give = Callable[[Asked], Awaitable[Any]]


def api(database: Database, now: Callable[[], datetime]) -> Starlette:
    """What is served under /api/v1; every fault is told as JSON, {"error": why}."""

    def answered(give: Give, parameters: Collection[str]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            audience = await _audience(database, request)
            house = await database.read(load_house)
            asked = Asked(database, house, audience, now(), request)
            asked.refuse_unknown_parameters(parameters)
            return _json(await give(asked))

        return answer

    async def description(_request: Request) -> Response:
        return _json(OPENAPI)

    return Starlette(
        routes=[
            Route("/openapi.json", description),
            Route("/totals", answered(_totals, ("period", "site"))),
            Route("/sites", answered(_sites, ("site",))),
            Route("/counts", answered(_counts, ("period", "site"))),
        ],
        exception_handlers={Refused: _refused, HTTPException: _not_here, Exception: _failed},
    )


async def _refused(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Refused)  # noqa: S101 - the table above gives no other
    headers = {"WWW-Authenticate": "Bearer"} if fault.status == 401 else None
    return JSONResponse({"error": str(fault)}, fault.status, headers)


async def _not_here(_request: Request, fault: Exception) -> Response:
    """Another address or method; the headers say which methods there are."""
    assert isinstance(fault, HTTPException)  # noqa: S101 - the table above gives no other
    return JSONResponse({"error": fault.detail}, fault.status_code, fault.headers)


async def _failed(_request: Request, _fault: Exception) -> Response:
    return JSONResponse({"error": "something went wrong on our side; try again"}, 500)


def _json(data: Any) -> Response:
    return JSONResponse(data, headers={"Cache-Control": "no-store"})


async def _audience(database: Database, request: Request) -> Audience:
    """What the token's role may see. Without a token that is known, nothing."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    role = await database.read(role_of_token, token.strip()) if kind.casefold() == "bearer" else None
    if role is None:
        raise Refused(401, "send a token as Authorization: Bearer TOKEN; `shelterbot token` makes one")
    return Audience.STAFF if role is Role.COORDINATOR else Audience.PUBLIC


async def _totals(asked: Asked) -> Any:
    told = await asked.database.read(totals_of_period, asked.sites, asked.period, asked.now, asked.audience)
    data = totals_as_data(told)
    if asked.audience is Audience.PUBLIC:
        _hide(data)
    return data


def _hide(data: Any) -> None:
    """Put null where the public sees no other and unknown: a 0 would say that there were none."""
    for block in (data["night"], data["day"], *data["sites"]):
        for name in ("other", "unknown"):
            if name in block:
                block[name] = None


async def _sites(asked: Asked) -> Any:
    today = asked.now.astimezone(asked.house.zone).date()
    return {"sites": [_site(site, site.capacity_on(today)) for site in asked.sites]}


def _site(site: Site, capacity: Capacity | None) -> dict[str, Any]:
    return {
        "site": site.name,
        "short": site.short,
        "kind": site.kind.value,
        "organisation": site.organisation,
        "programme": site.programme,
        "first": site.first.isoformat(),
        "last": site.last.isoformat() if site.last else None,
        "beds": capacity.beds if capacity else None,
        "women_only_beds": capacity.women_only_beds if capacity else None,
    }


async def _counts(asked: Asked) -> Any:
    shorts = {site.short for site in asked.sites}
    if asked.period.days * len(shorts) > MOST_SITE_DATES:
        raise Refused(400, "period: too many sites and dates; ask for one site or less time")
    reports = await asked.database.read(daily_reports, asked.period, asked.audience)
    hidden = asked.audience is Audience.PUBLIC
    return {"counts": [_count(report, hidden=hidden) for report in reports if report.site in shorts]}


def _count(report: Report, *, hidden: bool) -> dict[str, Any]:
    count, queue = report.count, report.queue
    return {
        "site": report.site,
        "date": report.date.isoformat(),
        "closed": report.closed,
        "women": count.women if count else None,
        "men": count.men if count else None,
        "other": count.other if count and not hidden else None,
        "unknown": count.unknown if count and not hidden else None,
        "applied": queue.applied if queue else None,
        "offered": queue.offered if queue else None,
        "no_show": queue.no_show if queue else None,
        "away": queue.away if queue else None,
        "revision": report.revision,
        "received_at": report.received_at.astimezone(UTC).isoformat(),
    }
