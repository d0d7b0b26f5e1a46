"""The API: nothing without a token, what a viewer may see, and figures as everywhere else."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import httpx
import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

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
D = Site("Dagverksamhet 1", "D1", Kind.DAY, "-", ZONE, FIRST, (Hours(time(9), time(15)),))
Q = Site("Inskrivningen", "Kö", Kind.INTAKE, "-", ZONE, FIRST, HOURS)
A = Site("Natthärbärge A", "A", Kind.NIGHT, "-", ZONE, FIRST, HOURS, (Capacity(FIRST, 45, 10),))
PRACTICE = Site("Övning", "Ö", Kind.NIGHT, "-", ZONE, FIRST, HOURS, (Capacity(FIRST, 5),), practice=True)


def say(day: date, count: Count, short: str = "A", time: int = 1) -> Wish[None]:
    """A count as a message leaves it; the second `time` and later ones correct it."""
    at = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
    rows = yield sql(
        "INSERT INTO messages (channel, external_id, address, received_at, text) "
        "VALUES ('phone', :id, 'anna', :at, '') RETURNING id",
        id=f"{short} {day} {time}",
        at=at,
    )
    yield from keep(Change(short, day, Aspect.COUNT, count, corrects=time > 1), None, rows[0]["id"], at)


@pytest.fixture
async def api(database: Database):
    """Two nights at one shelter, with a token for a viewer and one for a coordinator."""
    await database.write(save_house, str(ZONE), (A, D, Q, PRACTICE), ())
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
    assert [site["short"] for site in told["sites"]] == ["A", "D1", "Kö"]


async def test_the_extra_winter_beds_are_told_when_asked_for_and_are_in_no_other_total(api, database):
    winter = replace(A, name="Vinterplatser", short="W", programme="winter")
    await database.write(save_house, str(ZONE), (A, D, Q, winter), ())
    await database.write(say, date(2017, 5, 1), Count(3, 4), "W")
    told = {
        words: (await api.get(f"/totals?period=2017-05-01{words}", headers=bearer("coordinator"))).json()
        for words in ("", "&site=W")
    }

    assert (told[""]["night"]["stays"], [site["short"] for site in told[""]["sites"]]) == (
        31,
        ["A", "D1", "Kö"],
    )
    assert (told["&site=W"]["night"]["stays"], [site["short"] for site in told["&site=W"]["sites"]]) == (
        7,
        ["W"],
    )


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


async def test_a_correction_of_other_and_unknown_alone_shows_a_viewer_no_revision(api, database):
    async def revisions() -> list[int]:
        told = [
            await api.get("/counts", params={"period": "2017-05-01"}, headers=bearer(role))
            for role in ("viewer", "coordinator")
        ]
        return [one.json()["counts"][0]["revision"] for one in told]

    await database.write(say, FIRST, Count(9, 19, 2, 2), "A", 2)
    assert await revisions() == [1, 2]

    await database.write(say, FIRST, Count(8, 19, 2, 2), "A", 3)
    assert await revisions() == [2, 3]


async def test_the_sites_with_their_beds_today(api):
    site, *others = (await api.get("/sites", headers=bearer("viewer"))).json()["sites"]

    assert [other["short"] for other in others] == ["D1", "Kö"]

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
        ("/counts?site=", 404, "site"),
        ("/totals?period=", 400, "period"),
        ("/totals?perod=2017-05", 400, "perod"),
        ("/totals?period=2017-05&period=2017-06", 400, "period"),
        ("/sites?period=2017-05", 400, "period"),
    ],
)
async def test_a_request_that_cannot_be_answered_says_why(api, path, status, word):
    answer = await api.get(path, headers=bearer("viewer"))

    assert (answer.status_code, answer.json()["error"].startswith(word)) == (status, True)


async def test_a_program_is_shut_out_at_once(api, database):
    assert await database.write(end_token, "viewer")

    assert (await api.get("/sites", headers=bearer("viewer"))).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("post", "/totals", 405), ("get", "/total", 404), ("get", "/", 404), ("delete", "/counts", 405)],
)
async def test_what_is_not_there_is_told_as_json_too(api, method, path, status):
    answer = await getattr(api, method)(path, headers=bearer("viewer"))

    assert (answer.status_code, set(answer.json())) == (status, {"error"})


async def test_a_fault_of_ours_is_told_as_json_and_tells_nothing_of_it(database):
    await database.write(keep_token, "viewer-token", "viewer", Role.VIEWER, NOW)

    def broken_clock() -> datetime:
        raise RuntimeError("secret")

    app = build_app(
        database=database, channel_routes=(), checks={}, demo=False, language="sv", now=broken_clock
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://house/api/v1") as client:
        answer = await client.get("/sites", headers=bearer("viewer"))

    assert answer.status_code == 500
    assert answer.json() == {"error": "something went wrong on our side; try again"}
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_head_is_a_get_without_the_figures(api):
    answer = await api.head("/counts?period=2017-05", headers=bearer("viewer"))

    assert (answer.status_code, answer.content) == (200, b"")


def schema_of(description, path):
    told = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return told | {"components": description["components"]}


async def test_the_description_is_valid_and_every_answer_is_as_it_says(api):
    description = (await api.get("/openapi.json")).json()

    validate(description)
    assert set(description["paths"]) == {"/totals", "/sites", "/counts"}
    for path in description["paths"]:
        for role in ("viewer", "coordinator"):
            period = "" if path == "/sites" else "?period=2017-05-01..2017-05-03"
            answer = (await api.get(f"{path}{period}", headers=bearer(role))).json()
            OAS31Validator(schema_of(description, path)).validate(answer)


async def test_the_description_says_which_parameters_there_are(api):
    description = (await api.get("/openapi.json")).json()

    for path, told in description["paths"].items():
        named = {parameter["name"] for parameter in told["get"]["parameters"]}
        for name in ("period", "site", "from"):
            value = {"period": "2017-05", "site": "A"}.get(name, "x")
            answer = await api.get(f"{path}?{name}={value}", headers=bearer("viewer"))
            assert answer.status_code == (200 if name in named else 400), (path, name)
