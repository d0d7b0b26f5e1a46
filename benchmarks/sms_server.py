"""The two servers that texts are sent to: ours, whole, and a bare handler for comparison.

`python -m benchmarks.sms_server ours|bare FOLDER` prints its address, and when it is stopped its commits.
"""

import asyncio
import contextlib
import signal
import socket
import sqlite3
import sys
from pathlib import Path
from urllib.parse import parse_qsl

import uvicorn
from twilio.request_validator import RequestValidator

from benchmarks import EVENING
from bot.clock import Clock, real_now
from bot.logging import log_to_stderr
from bot.service import _Server, listening_socket, serve
from bot.settings import read_settings
from scheduler.clockwork import wound_up
from shelter.people import Person, Role
from storage.house import load_house
from storage.people import join
from storage.sqlite import SQLite
from web.app import build_app

ACCOUNT, TOKEN, PUBLIC_URL = "AC" + "0123456789abcdef" * 2, "bench" * 6, "https://bot.example.org"
PHONES = 192


def number(phone: int) -> str:
    return f"+4670{phone:07}"


async def _ours(folder: Path, bound: socket.socket) -> int:
    """The service as `shelterbot run` serves it, with people at every site; returns its commits."""
    from bot.demo import load_demonstration

    environment = {
        "DATA_DIR": str(folder),
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM": "+46766000000",
        "TWILIO_API_URL": "http://127.0.0.1:9",
        "PUBLIC_URL": PUBLIC_URL,
        "SMS_DAILY_BUDGET": "10000000",
        "SMS_NUMBER_BUDGET": "10000000",
    }
    database = await SQLite.open(folder / "shelterbot.db")
    await load_demonstration(database)
    house = await database.read(load_house)
    nights = [site.short for site in house.sites if site.kind == "night"]
    for phone in range(
        PHONES
    ):  # each site's night staff are one person here: nobody replaces another's count
        site = nights[phone % len(nights)]
        await database.write(join, Person(0, f"Staff {site}", Role.REPORTER, (site,)), "sms", number(phone))
    database.commits = 0
    await serve(
        database,
        read_settings(environment),
        bound,
        build_app,
        lambda address: print(address, flush=True),
        wound_up,
        Clock(ahead=EVENING - real_now()),
    )
    await database.close()
    return database.commits


async def _bare(folder: Path, bound: socket.socket) -> int:
    """Checks the signature with Twilio's validator and commits one INSERT with synchronous=FULL."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE texts (sid text PRIMARY KEY, sender text, body text)")
    validator = RequestValidator(TOKEN)
    commits = 0

    async def app(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        nonlocal commits
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
        given = dict(scope["headers"])[b"x-twilio-signature"].decode()
        right = validator.validate(PUBLIC_URL + scope["path"], fields, given)
        if right:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO texts VALUES (?, ?, ?)", [fields["MessageSid"], fields["From"], fields["Body"]]
            )
            connection.execute("COMMIT")
            commits += 1
        headers = [(b"content-type", b"text/xml"), (b"content-length", b"11")]
        await send({"type": "http.response.start", "status": 200 if right else 403, "headers": headers})
        await send({"type": "http.response.body", "body": b"<Response/>"})

    server = _Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, lambda: setattr(server, "should_exit", True))
    host, port = bound.getsockname()[:2]
    bound.listen(1024)
    print(f"http://{host}:{port}", flush=True)
    await server.serve(sockets=[bound])
    with contextlib.closing(connection):
        return commits


def main() -> None:
    log_to_stderr("error")  # what is printed is read
    which, folder = sys.argv[1], Path(sys.argv[2])
    bound = listening_socket("127.0.0.1", 0)
    print(asyncio.run(_ours(folder, bound) if which == "ours" else _bare(folder, bound)), flush=True)


if __name__ == "__main__":
    main()
