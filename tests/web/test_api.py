"""The API: nothing without a token, what a viewer may see, and figures as everywhere else."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import httpx
import pytest

from shelter.figures import Count
from shelter.history import Aspect, Change
from shelter.people import Role
from shelter.sites import Capacity, Hours, Kind, Site
from storage.counts import keep
from storage.database import Database
from storage.house import save_house
from storage.tokens import end_token, keep_token
from storage.wishes import Wish, sql
from web.app import build_app

ZONE = ZoneInfo("Europe/Stockholm")
FIRST = date(2017, 5, 1)
NOW = datetime(2017, 5, 3, 12, tzinfo=ZONE)
HOURS = (Hours(time(19), time(9)),)
A = Site("Natthärbärge A", "A", Kind.NIGHT, "-", ZONE, FIRST, HOURS, (Capacity(FIRST, 45, 10),))
PRACTICE = Site("Övning", "Ö", Kind.NIGHT, "-", ZONE, FIRST, HOURS, (Capacity(FIRST, 5),), practice=True)


def say(day: date, count: Count) -> Wish[None]:
    at = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
    rows = yield sql(
        "INSERT INTO messages (channel, external_id, address, received_at, text) "
        "VALUES ('phone', :id, 'anna', :at, '') RETURNING id",
        id=str(day),
        at=at,
    )
    yield from keep(Change("A", day, Aspect.COUNT, count), None, rows[0]["id"], at)


@pytest.fixture
async def api(database: Database):
    """Two nights at one shelter, with a token for a viewer and one for a coordinator."""
    await database.write(save_house, str(ZONE), (A, PRACTICE), ())
    await database.write(say, FIRST, Count(9, 19, 1, 2))
    await database.write(say, date(2017, 5, 2), Count(8, 12))
    for role in (Role.VIEWER, Role.COORDINATOR):
        await database.write(keep_token, f"{role.value}-token", role.value, role, NOW)
    app = build_app(
        database=database, channel_routes=(), checks={}, demo=False, language="sv", now=lambda: NOW
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://house/api/v1"
    ) as client:
        yield client


def bearer(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {role}-token"}


@pytest.mark.parametrize("path", ["/totals", "/sites", "/counts"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic viewer-token"},
    ],
    ids=["none", "empty", "unknown", "another kind"],
)
async def test_a_stranger_learns_nothing(api, path, headers):
    answer = await api.get(path, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert set(answer.json()) == {"error"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
async def test_it_only_reads(api, method):
    answer = await getattr(api, method)("/totals", headers=bearer("coordinator"))

    assert answer.status_code == 405


async def test_the_totals_are_those_of_the_summary(api):
    told = (await api.get("/totals?period=2017-05-01..2017-05-02", headers=bearer("coordinator"))).json()

    assert told["period"] == {"first": "2017-05-01", "last": "2017-05-02", "days": 2}
    assert {name: told["night"][name] for name in ("stays", "women", "men", "other", "unknown")} == {
        "stays": 51,
        "women": 17,
        "men": 31,
        "other": 1,
        "unknown": 2,
    }
    assert told["night"]["occupancy"]["reported"] == 51 / 90
    assert [site["short"] for site in told["sites"]] == ["A"]


async def test_a_viewer_cannot_work_out_other_and_unknown_from_anything(api):
    told = (await api.get("/totals?period=2017-05-01..2017-05-02", headers=bearer("viewer"))).json()

    for block in (told["night"], told["sites"][0]):
        assert (block["other"], block["unknown"]) == (None, None)
        assert block["stays"] == block["women"] + block["men"] == 48
        assert block["occupancy"]["reported"] == 48 / 90


async def test_the_daily_counts(api):
    path = "/counts?period=2017-05-01&site=a"
    seen = {
        role: (await api.get(path, headers=bearer(role))).json()["counts"]
        for role in ("viewer", "coordinator")
    }

    assert [(row["women"], row["men"], row["other"], row["unknown"]) for row in seen["coordinator"]] == [
        (9, 19, 1, 2)
    ]
    assert [(row["women"], row["men"], row["other"], row["unknown"]) for row in seen["viewer"]] == [
        (9, 19, None, None)
    ]
    assert seen["viewer"][0]["received_at"] == "2017-05-01T21:00:00+00:00"


async def test_the_sites_with_their_beds_today(api):
    (site,) = (await api.get("/sites", headers=bearer("viewer"))).json()["sites"]

    assert (site["site"], site["short"], site["kind"], site["beds"], site["women_only_beds"]) == (
        "Natthärbärge A",
        "A",
        "night",
        45,
        10,
    )


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/totals?period=snart", 400, "period"),
        ("/totals?period=1950..2010", 400, "period"),
        ("/counts?site=X", 404, "site"),
        ("/counts?site=Ö", 404, "site"),
    ],
)
async def test_a_request_that_cannot_be_answered_says_why(api, path, status, word):
    answer = await api.get(path, headers=bearer("viewer"))

    assert (answer.status_code, answer.json()["error"].startswith(word)) == (status, True)


async def test_a_program_is_shut_out_at_once(api, database):
    assert await database.write(end_token, "viewer")

    assert (await api.get("/sites", headers=bearer("viewer"))).status_code == 401


async def test_the_description_names_every_route_and_every_key_of_its_rows(api):
    told = (await api.get("/openapi.json")).json()

    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == {"/totals", "/sites", "/counts"}
    for name in ("sites", "counts"):
        schema = told["paths"][f"/{name}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        row = (await api.get(f"/{name}?period=2017-05", headers=bearer("coordinator"))).json()[name][0]
        assert set(schema["properties"][name]["items"]["properties"]) == set(row)
