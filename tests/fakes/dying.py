"""The real program, killed the first time it comes to a named point: `python -m tests.fakes.dying POINT run`.

Nothing of the program is changed: the points are where Python's own sqlite3 and asyncio commit and write. The first
matching commit or write counts only once a text has come in or is to go out, so that the start is not what is killed.
"""

import os
import signal
import sqlite3
import sys
from asyncio.selector_events import _SelectorSocketTransport as Transport  # type: ignore[attr-defined]
from typing import Any

POINT = sys.argv.pop(1)
ACKNOWLEDGES = b"HTTP/1.1 200"
SENDS = b"POST /2010-04-01/"

plain_connect = sqlite3.connect
plain_write = Transport.write


def dies(point: str) -> None:
    if point == POINT:
        os.kill(os.getpid(), signal.SIGKILL)


class Connection(sqlite3.Connection):
    """Knows of the transaction under way whether it keeps a text, and dies at its commit."""

    keeps_a_text = False

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if "INSERT INTO messages" in sql:
            self.keeps_a_text = True
        commits = sql == "COMMIT" and self.keeps_a_text
        if commits:
            dies("before the commit")
        cursor = super().execute(sql, *values)
        if commits:
            dies("after the commit")
            self.keeps_a_text = False
        return cursor


def connect(*arguments: Any, **more: Any) -> Any:
    return plain_connect(*arguments, **({"factory": Connection} | more))


def write(transport: Any, data: bytes) -> None:
    """asyncio's write, with a death before or after what acknowledges a text or asks Twilio to send one."""
    begins = bytes(data[:64])
    point = (
        "the acknowledgement"
        if begins.startswith(ACKNOWLEDGES) and b"text/xml" in bytes(data)
        else "the sending"
        if begins.startswith(SENDS)
        else ""
    )
    dies(f"before {point}")
    plain_write(transport, data)
    dies(f"after {point}")


sqlite3.connect = connect
Transport.write = write

if __name__ == "__main__":
    from bot.cli import main

    main()
