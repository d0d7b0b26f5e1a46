"""What Telegram takes and what it refuses, as the documentation of the Bot API has it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

LONGEST_TEXT, LONGEST_TOAST, LONGEST_DESCRIPTION = 4096, 200, 256
LONGEST_DATA = 64
"""Bytes of what a button says; the others are UTF-16 code units, as Telegram counts letters."""
MOST_BUTTONS = MOST_COMMANDS = 100

Parameters = Mapping[str, Any]


def too_much(method: str, parameters: Parameters) -> str | None:
    """Why Telegram refuses a request that no bot should make; None for any other."""
    return next(_faults(method, parameters), None)


def _faults(method: str, parameters: Parameters) -> Iterator[str]:
    check = CHECKS.get(method.lower())
    if check is not None:
        yield from check(parameters)
    markup = parameters.get("reply_markup")
    if markup:
        yield from _keyboard(json.loads(markup))


def _letters(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _text(parameters: Parameters) -> Iterator[str]:
    if not parameters["text"].strip():
        yield "Bad Request: message text is empty"
    if _letters(parameters["text"]) > LONGEST_TEXT:
        yield "Bad Request: message is too long"


def _toast(parameters: Parameters) -> Iterator[str]:
    if _letters(parameters.get("text", "")) > LONGEST_TOAST:
        yield "Bad Request: MESSAGE_TOO_LONG"


def _keyboard(markup: Any) -> Iterator[str]:
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > MOST_BUTTONS or not all(markup["inline_keyboard"]):
        yield "Bad Request: reply markup is too long"
    for button in buttons:
        if not button["text"].strip():
            yield "Bad Request: text buttons are unallowed in the inline keyboard"
        if not 1 <= len(button["callback_data"].encode()) <= LONGEST_DATA:
            yield "Bad Request: BUTTON_DATA_INVALID"
        if not re.search(r"\w", button["text"]):
            yield "a button without a word"  # of ours: nothing depends on a picture alone


def _commands(parameters: Parameters) -> Iterator[str]:
    commands = json.loads(parameters["commands"])
    if len(commands) > MOST_COMMANDS:
        yield "Bad Request: BOT_COMMANDS_TOO_MUCH"
    for one in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]):
            yield "Bad Request: BOT_COMMAND_INVALID"
        if not 1 <= _letters(one["description"]) <= LONGEST_DESCRIPTION:
            yield "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"


def _webhook(parameters: Parameters) -> Iterator[str]:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", parameters.get("secret_token", "x")):
        yield "Bad Request: secret token contains unallowed characters"


CHECKS: Mapping[str, Callable[[Parameters], Iterator[str]]] = {
    "sendmessage": _text,
    "editmessagetext": _text,
    "answercallbackquery": _toast,
    "setmycommands": _commands,
    "setwebhook": _webhook,
}
