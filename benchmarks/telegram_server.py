"""A Bot API with a full backlog and no limits, lean enough to wait for the bot: started in a process of its own.

Its arguments are the numbers of updates and of chats. It prints its port; "asked" at the first question for
updates; "began" at the first answer; and once every update has been answered and acknowledged the seconds since then
and how many of the answers came more than once.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from urllib.parse import parse_qs

BOT = {"id": 4242, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
SENT_AT = 1507838400
FIRST_UPDATE = 1000


class World:
    """What people have written, what was answered, and how long that took."""

    def __init__(self, updates: int, chats: int) -> None:
        self.backlog = [_update(number, 9000 + number % chats) for number in range(updates)]
        self.chats = Counter(9000 + number % chats for number in range(updates))
        self.first = FIRST_UPDATE
        self.answers: Counter[int] = Counter()
        self.answered = 0
        self.asked = False
        self.sent = 0
        self.began = 0.0
        self.done = asyncio.Event()

    def get_updates(self, fields: dict[str, str]) -> object:
        if not self.asked:
            self.asked = True
            print("asked", flush=True)
        self.first = max(self.first, int(fields.get("offset", 0)))
        self._look()
        start = self.first - FIRST_UPDATE
        return self.backlog[start : start + int(fields.get("limit", 100))]

    def send_message(self, fields: dict[str, str]) -> object:
        chat = int(fields["chat_id"])
        if chat in self.chats:  # a reminder to somebody else is no answer
            if not self.answered:
                print("began", flush=True)
                self.began = time.perf_counter()
            self.answers[chat] += 1
            self.answered += 1
            self._look()
        self.sent += 1
        return {
            "message_id": 1_000_000 + self.sent,
            "date": SENT_AT,
            "chat": {"id": chat, "type": "private", "first_name": "Someone"},
            "from": BOT,
            "text": fields["text"],
        }

    def _look(self) -> None:
        if self.answered >= len(self.backlog) == self.first - FIRST_UPDATE and self.answers >= self.chats:
            self.done.set()

    def answer(self, method: str, fields: dict[str, str]) -> object:
        if method == "getMe":
            return BOT
        if method == "getUpdates":
            return self.get_updates(fields)
        if method == "sendMessage":
            return self.send_message(fields)
        return True


def _update(number: int, chat: int) -> dict[str, object]:
    return {
        "update_id": FIRST_UPDATE + number,
        "message": {
            "message_id": number + 1,
            "date": SENT_AT,
            "chat": {"id": chat, "type": "private", "first_name": "Someone"},
            "from": {"id": chat, "is_bot": False, "first_name": "Someone", "language_code": "sv"},
            "text": "K9 M19",
        },
    }


class Connection(asyncio.Protocol):
    """One kept-alive connection. It knows as much of HTTP as the libraries that bots use say to it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while (end := self._unread.find(b"\r\n\r\n")) >= 0:
            head = self._unread[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 : (head + b"\r\n").index(b"\r\n", at)]) if at >= 0 else 0
            if len(self._unread) < end + 4 + length:
                return
            path = self._unread[: self._unread.index(b" HTTP/")].decode()
            body = self._unread[end + 4 : end + 4 + length].decode()
            self._unread = self._unread[end + 4 + length :]
            self._respond(
                path.rpartition("/")[2], {name: value for name, (value, *_) in parse_qs(body).items()}
            )

    def _respond(self, method: str, fields: dict[str, str]) -> None:
        result = self._world.answer(method, fields)
        if result == [] and int(fields.get("timeout", 0)):
            return  # nothing new: the question is held, longer than a run takes
        body = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


async def serve(updates: int, chats: int) -> None:
    world = World(updates, chats)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(world), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await world.done.wait()
    again = (world.answers - world.chats).total()
    print(time.perf_counter() - world.began, again, flush=True)


if __name__ == "__main__":
    asyncio.run(serve(*(int(argument) for argument in sys.argv[1:])))
