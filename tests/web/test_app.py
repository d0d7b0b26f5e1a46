"""The web application: health, what is open when, security headers, and errors in clear words."""

import asyncio
import re

import httpx
import pytest
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from web.app import build_app


def client(database, *, demo=True, language="sv", routes=(), checks=None, check_seconds=5.0):
    app = build_app(
        database=database,
        channel_routes=routes,
        checks=checks or {},
        demo=demo,
        language=language,
        check_seconds=check_seconds,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://house.test")


async def well():
    return None


async def behind():
    return "no message sent for 90 s"


async def broken():
    raise RuntimeError("a secret that health must not tell")


# Health


async def test_health_is_ok_while_everything_runs(database):
    async with client(database, checks={"database": well, "delivery": well}) as web:
        response = await web.get("/healthz")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "checks": ["database", "delivery"]},
    )


async def test_health_names_what_has_stopped_and_why(database):
    async with client(database, checks={"database": well, "delivery": behind, "scheduler": broken}) as web:
        response = await web.get("/healthz")

    stopped = {"delivery": "no message sent for 90 s", "scheduler": "RuntimeError"}
    assert (response.status_code, response.json()) == (503, {"status": "stopped", "stopped": stopped})


async def test_what_hangs_has_stopped(database):
    async def hangs():
        await asyncio.Event().wait()

    async with client(database, checks={"database": hangs}, check_seconds=0.01) as web:
        response = await web.get("/healthz")

    assert response.status_code == 503
    assert response.json()["stopped"] == {"database": "no answer within 0.01 s"}


# What is open when


async def test_the_phones_are_there_in_a_demonstration(database):
    async with client(database, demo=True) as web:
        front = await web.get("/")
        phones = await web.get("/phone")

    assert (front.status_code, front.headers["location"]) == (303, "/phone")
    assert phones.status_code == 200


async def test_there_are_no_phones_in_earnest(database):
    async with client(database, demo=False) as web:
        front = await web.get("/")
        phones = await web.get("/phone")

    assert phones.status_code == 404
    assert front.status_code == 200
    assert "<h1>shelterbot</h1>" in front.text
    assert "<a " not in front.text


async def test_the_routes_of_channels_are_served(database):
    async def taken(_request):
        return PlainTextResponse("taken")

    async with client(database, demo=False, routes=[Route("/sms/incoming", taken, methods=["POST"])]) as web:
        assert (await web.post("/sms/incoming")).text == "taken"


@pytest.mark.parametrize(
    ("default", "query", "language"),
    [
        pytest.param("sv", "", "sv", id="Swedish by the setting"),
        pytest.param("en", "", "en", id="English by the setting"),
        pytest.param("sv", "?lang=en", "en", id="English when asked for"),
        pytest.param("en", "?lang=sv", "sv", id="Swedish when asked for"),
        pytest.param("sv", "?lang=../../etc", "sv", id="a language that is none"),
        pytest.param("sv", "?lang=", "sv", id="no language"),
    ],
)
async def test_a_page_is_in_the_language_that_is_asked_for(database, default, query, language):
    async with client(database, language=default) as web:
        page = await web.get(f"/phone{query}")

    assert f'<html lang="{language}">' in page.text
    assert page.headers["content-language"] == language


# Safety


async def fails(_request):
    raise RuntimeError("a secret that no page must tell")


PATHS = {
    "page": "/phone",
    "file": "/static/phone.css",
    "health": "/healthz",
    "nothing": "/nowhere",
    "fault": "/fails",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
async def test_every_response_tells_the_browser_to_be_careful(database, path):
    async with client(database, routes=[Route("/fails", fails)]) as web:
        headers = (await web.get(path)).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


async def test_what_a_route_says_about_caching_stands(database):
    async def stream(_request):
        return StreamingResponse(iter(["data"]), headers={"Cache-Control": "no-store"})

    async with client(database, routes=[Route("/stream", stream)]) as web:
        assert (await web.get("/stream")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/phone", "/phone?lang=en", "/"])
async def test_pages_hold_no_script_or_style_of_their_own_and_nothing_from_elsewhere(database, path):
    async with client(database, demo=path != "/") as web:
        text = (await web.get(path)).text

    assert (
        re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)|(?:src|href)=\"(?:https?:)?//", text)
        == []
    )


async def test_names_are_shown_as_text(database):
    def rename():
        from storage.wishes import sql

        yield sql("UPDATE people SET name = :name WHERE name = 'Anna'", name="<b>Anna</b>")

    await database.write(rename)
    async with client(database) as web:
        text = (await web.get("/phone")).text

    assert "&lt;b&gt;Anna&lt;/b&gt;" in text
    assert "<b>Anna" not in text


# Errors


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        pytest.param("GET", "/nowhere", 404, "no such page", id="no such page"),
        pytest.param("GET", "/static/../app.py", 404, "no such page", id="a file beside the static ones"),
        pytest.param("GET", "/static/", 404, "no such page", id="the folder of the static ones"),
        pytest.param("DELETE", "/healthz", 405, "does not take", id="a method that is not taken"),
        pytest.param("GET", "/fails", 500, "on our side", id="a fault of ours"),
    ],
)
async def test_errors_are_told_in_clear_words_and_give_nothing_away(database, method, path, status, words):
    async with client(database, language="en", routes=[Route("/fails", fails)]) as web:
        response = await web.request(method, path)

    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/plain")
    assert words in response.text
    assert "secret" not in response.text
