"""Telegram's servers as the bot meets them: real HTTP, in a thread of its own, with the faults that networks have.

It answers the methods of the Bot API that the bot calls, keeps what every chat shows, and plays the people:
`text`, `edit`, `reply`, `press`. Nothing in it knows how the bot works.
"""

import asyncio
import contextlib
import functools
import json
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.telegram_limits import too_much

TOKEN = "4242:canary-token-of-the-fake"
BOT = {"id": 4242, "is_bot": True, "first_name": "Shelterbot", "username": "shelter_test_bot"}
RIGHTS = [
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
]
LARGEST_PHOTO, LARGEST_DOCUMENT = 10_000_000, 50_000_000
LONGEST_CAPTION = 1024
NO_ANSWERS = {
    "html": "<html>Sign in to the network</html>",
    "half": '{"ok": true, "result": [{"update_id": 10',
    "null": '{"ok": true, "result": null}',
}
"""What a proxy or a server in trouble may say in the place of an answer."""

BUTTON_LIFE = 150
"""Seconds after which the press of a button can no longer be answered."""


@dataclass
class Shown:
    """A message of the bot as its chat shows it now."""

    chat: int
    number: int
    text: str
    markup: Any = None
    texts: list[str] = field(default_factory=list)
    """All it has shown, the first text first."""
    file: bytes | None = None
    file_name: str = ""
    is_photo: bool = False
    topic: int = 0
    """The topic of a forum that it stands in; 0 is its general one, and any other chat."""


@dataclass
class Upload:
    """A file as a request brings it."""

    name: str
    content: bytes


class Refusal(Exception):
    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.parameters = parameters


class FakeTelegram:
    """One bot's world. Use as a context manager; `url` is what TELEGRAM_API_URL is to be."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self.url = ""
        self.me: dict[str, Any] = BOT
        self.sent: list[Shown] = []
        self.shown: dict[tuple[int, int], Shown] = {}
        self.calls: list[tuple[str, dict[str, Any], float]] = []
        self.too_much: list[tuple[str, str]] = []
        """Requests that no bot should make, with why Telegram refuses them."""
        self.refused: list[str] = []
        """Why requests were refused, in Telegram's words."""
        self.updates: deque[dict[str, Any]] = deque()
        self.next_update = 1000
        self.next_number = 1
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}
        self.faults: dict[str, deque[str]] = {}
        """For each method what its next calls meet: a status, `429:<seconds>`, html, half, null, drop or hang, or once it has done its work lose or late."""
        self.flood: dict[int, float] = {}
        """Chats that answer 429 until a moment of time.monotonic()."""
        self.webhook: dict[str, Any] = {}
        self.presses: dict[str, float] = {}
        self.last_pressed: dict[str, Any] = {}
        self.now: Callable[[], float] = time.time
        self.commands: list[dict[str, Any]] = []
        self.served: list[int] = []
        """The numbers of the updates that getUpdates gave out, each time."""
        self.deaf_to_offsets = False
        """As if the question that acknowledges updates had not come."""
        self.menus: dict[tuple[str, str], list[str]] = {}
        """By chat (or the type of scope) and language code, the names of the commands that are shown."""
        self.topics: dict[int, set[int]] = {}
        """The topics of the groups that have some, beside the general one."""
        self.closed_topics: set[tuple[int, int]] = set()
        self.written_in: dict[tuple[int, int], int] = {}
        """The topic of each message that somebody wrote, by chat and number; one that was deleted is not there."""
        self.pins: dict[int, list[int]] = {}
        self.no_pins: set[int] = set()
        """Groups in which the bot has no right to pin."""
        self._wrote: set[int] = set()
        self._written: set[str] = set()
        self._polls = 0
        self._changed = threading.Condition()
        self._ready = threading.Event()
        self._bringing: set[asyncio.Task[None]] = set()

    # A world with a life of its own

    def __enter__(self) -> "FakeTelegram":
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._news = asyncio.Event()
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port)
        await site.start()
        port = runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        self._ready.set()
        bringer = asyncio.create_task(self._bring())
        await self._stop.wait()
        bringer.cancel()
        for task in self._bringing:
            task.cancel()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        parameters = await _parameters(request)
        fault = self._next_fault(method)
        if request.match_info["token"] != TOKEN:
            fault = "401"
        if fault in ("drop", "hang"):
            return await _break(request, fault)
        if fault in NO_ANSWERS:
            return web.Response(text=NO_ANSWERS[fault], content_type="text/html")
        if fault.isdigit():
            return _refusal(Refusal(int(fault), f"HTTP {fault}"))
        if fault.startswith("429:"):
            return _refusal(Refusal(429, "Too Many Requests", retry_after=int(fault[4:])))
        try:
            if reason := too_much(method, parameters):
                self.too_much.append((method, reason))
                raise Refusal(400, reason)
            result = await getattr(self, f"_on_{method.lower()}")(parameters)
        except Refusal as refusal:
            self.refused.append(str(refusal))
            return _refusal(refusal)
        finally:
            with self._changed:
                self.calls.append((method, parameters, time.monotonic()))
                self._changed.notify_all()
        if fault in ("lose", "late"):
            return await _break(request, "drop" if fault == "lose" else "hang")
        return web.json_response({"ok": True, "result": result})

    def _next_fault(self, method: str) -> str:
        waiting = self.faults.get(method)
        return waiting.popleft() if waiting else ""

    # The methods

    async def _on_getme(self, _: dict[str, Any]) -> Any:
        return self.me

    async def _on_deletewebhook(self, _: dict[str, Any]) -> Any:
        self.webhook = {}
        return True

    async def _on_setwebhook(self, parameters: dict[str, Any]) -> Any:
        self.webhook = parameters
        self._news.set()
        return True

    async def _on_getwebhookinfo(self, _: dict[str, Any]) -> Any:
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        }

    async def _on_setmycommands(self, parameters: dict[str, Any]) -> Any:
        self.commands.append(parameters)
        with self._changed:
            shown = [one["command"] for one in _json(parameters["commands"])]
            self.menus[_scope(parameters), parameters.get("language_code", "")] = shown
        return True

    async def _on_deletemycommands(self, parameters: dict[str, Any]) -> Any:
        with self._changed:
            self.menus.pop((_scope(parameters), parameters.get("language_code", "")), None)
        return True

    async def _on_pinchatmessage(self, parameters: dict[str, Any]) -> Any:
        chat = self._chat(parameters)
        if chat in self.no_pins:
            raise Refusal(400, "Bad Request: not enough rights to manage pinned messages in the chat")
        number = int(parameters["message_id"])
        if (chat, number) not in self.shown:
            raise Refusal(400, "Bad Request: message to pin not found")
        with self._changed:
            self.pins.setdefault(chat, []).append(number)
        return True

    async def _on_unpinchatmessage(self, parameters: dict[str, Any]) -> Any:
        chat, number = self._chat(parameters), int(parameters["message_id"])
        with self._changed:
            self.pins.get(chat, []).remove(number)
        return True

    async def _on_getupdates(self, parameters: dict[str, Any]) -> Any:
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine = self._polls
        offset = int(parameters.get("offset", 0))
        with self._changed:
            if not self.deaf_to_offsets:
                self.updates = deque(one for one in self.updates if one["update_id"] >= offset)
            self._changed.notify_all()
        ends = time.monotonic() + float(parameters.get("timeout", 0))
        while not self.updates and time.monotonic() < ends:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ends - time.monotonic()):
                    await self._news.wait()
            if mine != self._polls:
                raise Refusal(409, "Conflict: terminated by other getUpdates request")
        given = list(self.updates)[: int(parameters.get("limit", 100))]
        self.served += [one["update_id"] for one in given]
        return given

    async def _on_sendmessage(self, parameters: dict[str, Any]) -> Any:
        chat = self._chat(parameters)
        topic = self._topic(chat, parameters)
        shown = Shown(chat, self._number(), parameters["text"], _json(parameters.get("reply_markup")))
        shown.texts.append(shown.text)
        shown.topic = topic
        with self._changed:
            self.sent.append(shown)
            self.shown[chat, shown.number] = shown
        return self._message(shown)

    async def _on_senddocument(self, parameters: dict[str, Any]) -> Any:
        return self._take_file(parameters, parameters["document"], LARGEST_DOCUMENT)

    async def _on_sendphoto(self, parameters: dict[str, Any]) -> Any:
        return self._take_file(parameters, parameters["photo"], LARGEST_PHOTO, is_photo=True)

    def _take_file(
        self, parameters: dict[str, Any], sent: Upload, largest: int, *, is_photo: bool = False
    ) -> Any:
        chat = self._chat(parameters)
        content = sent.content
        caption = parameters.get("caption", "")
        if len(content) > largest:
            raise Refusal(413, "Request Entity Too Large")
        if len(caption) > LONGEST_CAPTION:
            raise Refusal(400, "Bad Request: message caption is too long")
        shown = Shown(chat, self._number(), caption, _json(parameters.get("reply_markup")))
        shown.texts.append(caption)
        shown.file, shown.file_name, shown.is_photo = content, sent.name, is_photo
        with self._changed:
            self.sent.append(shown)
            self.shown[chat, shown.number] = shown
        return self._message(shown)

    async def _on_editmessagereplymarkup(self, parameters: dict[str, Any]) -> Any:
        chat = self._chat(parameters)
        shown = self.shown.get((chat, int(parameters["message_id"])))
        if shown is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        markup = _json(parameters.get("reply_markup"))
        if markup == shown.markup:
            raise Refusal(400, "Bad Request: message is not modified")
        with self._changed:
            shown.markup = markup
        return self._message(shown)

    async def _on_editmessagetext(self, parameters: dict[str, Any]) -> Any:
        chat = self._chat(parameters)
        shown = self.shown.get((chat, int(parameters["message_id"])))
        if shown is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        markup = _json(parameters.get("reply_markup"))
        if (parameters["text"], markup) == (shown.text, shown.markup):
            raise Refusal(400, "Bad Request: message is not modified")
        with self._changed:
            shown.text, shown.markup = parameters["text"], markup
            shown.texts.append(shown.text)
        return self._message(shown)

    async def _on_answercallbackquery(self, parameters: dict[str, Any]) -> Any:
        pressed = self.presses.get(parameters["callback_query_id"])
        if pressed is None or self.now() - pressed > BUTTON_LIFE:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired")
        return True

    def _chat(self, parameters: dict[str, Any]) -> int:
        chat = int(parameters["chat_id"])
        if chat in self.moved:
            raise Refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=self.moved[chat])
        if chat in self.blocked:
            who = "kicked from the supergroup chat" if chat < 0 else "blocked by the user"
            raise Refusal(403, f"Forbidden: bot was {who}")
        if (until := self.flood.get(chat, 0)) > time.monotonic():
            raise Refusal(429, "Too Many Requests", retry_after=max(1, round(until - time.monotonic())))
        return chat

    def _topic(self, chat: int, parameters: dict[str, Any]) -> int:
        """Where in a forum a message comes to stand: with what it replies to, else where it is told to."""
        reply = _json(parameters.get("reply_parameters")) or {}
        answered = (chat, int(reply.get("message_id", 0)))
        if answered in self.written_in:
            topic = self.written_in[answered]
        elif reply and (chat in self.topics or not reply.get("allow_sending_without_reply")):
            raise Refusal(400, "Bad Request: message to be replied not found")
        else:
            topic = int(parameters.get("message_thread_id", 0))
        if topic and topic not in self.topics.get(chat, ()):
            raise Refusal(400, "Bad Request: message thread not found")
        if (chat, topic) in self.closed_topics:
            raise Refusal(400, "Bad Request: TOPIC_CLOSED")
        return topic

    def _message(self, shown: Shown) -> dict[str, Any]:
        return {
            "message_id": shown.number,
            "date": int(self.now()),
            "chat": _chat_of(shown.chat),
            "from": BOT,
            "text": shown.text,
        }

    def _number(self) -> int:
        with self._changed:
            self.next_number += 1
            return self.next_number

    # What people do

    def text(self, chat: int, text: str | None, at: str | None = None, **more: Any) -> dict[str, Any]:
        """Somebody writes to the bot, at a moment with its zone; returns the message."""
        moment = datetime.fromisoformat(at).timestamp() if at else self.now()
        message = {
            "message_id": self._number(),
            "date": int(moment),
            "chat": _chat_of(chat),
            "from": {"id": chat, "is_bot": False, "first_name": "Someone", "language_code": "sv"},
            **({} if text is None else {"text": text}),
            **more,
        }
        topic = more["message_thread_id"] if more.get("is_topic_message") else 0
        self.written_in[chat, message["message_id"]] = topic
        self._wrote.add(chat)
        self._written.add(text or "")
        self.push({"message": message})
        return message

    def say(
        self, group: int, by: int, text: str | None, at: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """Somebody writes in a group. With privacy mode on the bot would hear only some of it; here it hears all."""
        who = {"id": by, "is_bot": False, "first_name": "Someone", "language_code": "sv"}
        return self.text(group, text, at, **{"from": who, **more})

    def answer(
        self, to: Shown, by: int, text: str | None, at: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """Somebody replies in a group to a message of the bot."""
        return self.say(to.chat, by, text, at, reply_to_message=self._message(to), **more)

    def becomes(self, group: int, status: str, **rights: bool) -> None:
        """The bot's place in a group changes: member, administrator, left, kicked."""
        old = {"user": BOT, "status": "member"}
        usual: dict[str, dict[str, Any]] = {
            "administrator": {**dict.fromkeys(RIGHTS, False), "can_manage_chat": True},
            "kicked": {"until_date": 0},
        }
        new = {"user": BOT, "status": status, **usual.get(status, {}), **rights}
        self.push(
            {
                "my_chat_member": {
                    "chat": _chat_of(group),
                    "from": {"id": 1, "is_bot": False, "first_name": "Somebody"},
                    "date": int(self.now()),
                    "old_chat_member": old,
                    "new_chat_member": new,
                }
            }
        )

    def migrate(self, group: int, to: int, *, tells: bool = True) -> None:
        """A group becomes a supergroup. Without `tells` the bot learns it only from its next request."""
        self.moved[group] = to
        if tells:
            self.say(group, 1, None, migrate_to_chat_id=to)
            self.say(to, 1, None, migrate_from_chat_id=group)

    @property
    def chats(self) -> set[int]:
        """Every chat that was written in."""
        return {shown.chat for shown in self.sent} | self._wrote

    @property
    def said(self) -> set[str]:
        """All that was said here, by people and by the bot."""
        return {text for shown in self.sent for text in shown.texts} | self._written

    def files(self, chat: int) -> list[Shown]:
        """The messages of the chat that hold a file or a picture, oldest first."""
        return [shown for shown in self.sent if shown.chat == chat and shown.file is not None]

    def edit(self, message: dict[str, Any], text: str, at: str | None = None) -> None:
        moment = datetime.fromisoformat(at).timestamp() if at else self.now()
        self.push({"edited_message": {**message, "text": text, "edit_date": int(moment)}})

    def reply(self, to: Shown, text: str, at: str | None = None) -> dict[str, Any]:
        return self.text(to.chat, text, at, reply_to_message=self._message(to))

    def press(self, shown: Shown, words: str, by: int | None = None) -> str:
        """Somebody presses the button with these words; returns the press's id."""
        rows = shown.markup["inline_keyboard"]
        says = next(one["callback_data"] for row in rows for one in row if one["text"] == words)
        return self.press_what(shown, says, by)

    def press_what(self, shown: Shown, says: str, by: int | None = None) -> str:
        query = f"press-{self._number()}"
        self.presses[query] = self.now()
        who = {"id": by or shown.chat, "is_bot": False, "first_name": "Someone", "language_code": "sv"}
        message = self._message(shown)
        if shown.chat > 0:
            message["chat"] = _chat_of(by or shown.chat)
        content = {"id": query, "from": who, "message": message, "chat_instance": "1", "data": says}
        self.last_pressed = {"callback_query": content}
        self.push(self.last_pressed)
        return query

    def toast(self, query: str) -> str | None:
        """What was shown for a moment after a press; None when nothing was."""
        for method, parameters, _ in self.calls:
            if method == "answerCallbackQuery" and parameters["callback_query_id"] == query:
                return parameters.get("text")
        return None

    def was_answered(self, query: str) -> bool:
        return any(
            method == "answerCallbackQuery" and parameters["callback_query_id"] == query
            for method, parameters, _ in self.calls
        )

    def push(self, content: dict[str, Any], number: int | None = None) -> dict[str, Any]:
        """An update of any content."""
        with self._changed:
            if number is None:
                number, self.next_update = self.next_update, self.next_update + 1
            update = {"update_id": number, **content}
            self.updates.append(update)
        self._loop.call_soon_threadsafe(self._news.set)
        return update

    # What a test sees

    def chat(self, chat: int) -> list[str]:
        """What the chat shows of the bot's messages, oldest first."""
        return [shown.text for shown in self.sent if shown.chat == chat]

    def first_said(self, chat: int) -> list[str]:
        """What each of the bot's messages in the chat said when it came, before any edit."""
        return [shown.texts[0] for shown in self.sent if shown.chat == chat]

    def wait_for(self, done: Callable[[], object], seconds: float = 15.0) -> None:
        """Until `done` is so, looked at whenever something happens here. Fails when it takes too long."""
        ends = time.monotonic() + seconds
        with self._changed:
            while not done():
                left = ends - time.monotonic()
                assert left > 0, (
                    f"not within {seconds:g} s; the chats show {[one.text for one in self.sent][-5:]}"
                )
                self._changed.wait(min(left, 0.5))

    def answer_to(self, chat: int, text: str, at: str | None = None) -> str:
        """Write, wait for the next message in the chat, and return it."""
        before = len(self.chat(chat))
        self.text(chat, text, at)
        self.wait_for(lambda: len(self.chat(chat)) > before)
        return self.chat(chat)[before]

    # The webhook: updates are brought, each again until it is taken

    async def _bring(self) -> None:
        under_way: dict[int, asyncio.Task[None]] = {}
        async with aiohttp.ClientSession() as session:
            while True:
                await self._news.wait()
                self._news.clear()
                for update in list(self.updates) if self.webhook else []:
                    number = update["update_id"]
                    if number not in under_way and len(under_way) < 40:
                        task = asyncio.create_task(self._bring_one(session, update))
                        under_way[number] = task
                        self._bringing.add(task)
                        task.add_done_callback(functools.partial(self._brought, under_way, number))

    def _brought(self, under_way: dict[int, Any], number: int, task: Any) -> None:
        del under_way[number]
        self._bringing.discard(task)
        self._news.set()

    async def _bring_one(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        try:
            async with session.post(
                self.webhook["url"], json=update, headers=headers, timeout=aiohttp.ClientTimeout(total=10)
            ) as answer:
                taken = 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError, KeyError):
            taken = False
        if taken:
            with self._changed:
                self.updates = deque(one for one in self.updates if one is not update)
                self._changed.notify_all()
        else:
            await asyncio.sleep(0.05)


def _chat_of(chat: int) -> dict[str, Any]:
    if chat < 0:
        return {"id": chat, "type": "supergroup", "title": "Group"}
    return {"id": chat, "type": "private", "first_name": "Someone"}


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {
        name: _upload(value) if isinstance(value, web.FileField) else value
        for name, value in (await request.post()).items()
    }


def _upload(sent: web.FileField) -> Upload:
    with sent.file as file:
        return Upload(sent.filename, file.read())


async def _break(request: web.Request, how: str) -> web.StreamResponse:
    """No answer: the connection closes, or stays silent until the other side gives up."""
    if how == "hang":
        await asyncio.sleep(3600)
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def _refusal(refusal: Refusal) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": str(refusal)}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.status)


def _scope(parameters: dict[str, Any]) -> str:
    scope = _json(parameters["scope"])
    return str(scope.get("chat_id", scope["type"]))


def _json(text: Any) -> Any:
    return json.loads(text) if isinstance(text, str) else text
