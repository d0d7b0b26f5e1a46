"""A normalised text cut into numbers, words and signs; glued forms come apart ("k9m19"), unreadable ones are marked."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from bot.reading.normalise import LOST, folded

RUN = re.compile(r"(\n)|[^\S\n]+|((?:[^\W_]|\ufffd)+(?:'[a-zA-Z]+)?)|(\S)")
PARTS = re.compile(r"[0-9]+|[^0-9]+")
ABBREVIATION = re.compile(
    r"\b(?:c:a|c\.a|p\.g\.a|t\.o\.m|fr\.o\.m|i\.s\.?t\.f|m\.v\.h|a\.m|p\.m|[kK][lL](?=\.))\b\.?"
)
LOOKALIKE = re.compile(r"(?:k|kv|m|mn|w|f|a|u)?[0-9OoIl|QSsZzB]+(?:k|kv|m|mn|w|f|a|u|st)?", re.IGNORECASE)
LETTERS_FOR_DIGITS = re.compile(r"(?:[kKmMwWfF]|[kK]v|[mM]n)[OoIl|]{1,2}|[OIl|]{1,3}")
TOO_LONG = 6
HUGE = 10**TOO_LONG


class Sort(Enum):
    NUMBER = auto()
    WORD = auto()
    SIGN = auto()
    LINE = auto()
    UNREADABLE = auto()


@dataclass(slots=True)
class Token:
    sort: Sort
    text: str
    word: str = ""
    """Folded; empty for what is no word."""
    value: int = 0
    glued: bool = False
    """Nothing stands between this token and the one before it."""


def tokens_of(text: str, is_known: Callable[[str], bool]) -> list[Token]:
    """The tokens of a normalised text. `is_known` says whether a folded run ("d1"), or a part of one, is a word."""
    if "." in text or ":" in text:
        text = ABBREVIATION.sub(lambda found: re.sub(r"[.:]", "", found[0]), text)
    tokens: list[Token] = []
    end = -1
    for found in RUN.finditer(text):
        line, run, sign = found[1], found[2], found[3]
        glued = found.start() == end
        if run:
            _add_run(tokens, run, glued, is_known)
        elif sign:
            _add_sign(tokens, sign, glued)
        elif line and tokens and tokens[-1].sort is not Sort.LINE:
            tokens.append(Token(Sort.LINE, "\n"))
        if run or sign:
            end = found.end()
    return tokens


def _add_sign(tokens: list[Token], sign: str, glued: bool) -> None:
    if sign in "¤🔟":
        tokens.append(Token(Sort.UNREADABLE, "#", glued=glued))
    elif sign < "\x7f" or sign in "±≈≤≥½¼":
        tokens.append(Token(Sort.SIGN, sign, glued=glued))


def _number(text: str, glued: bool) -> Token:
    shown = text.lstrip("0") or "0"
    value = int(shown) if len(shown) < TOO_LONG or len(text) in (6, 8) else HUGE
    return Token(Sort.NUMBER, text, value=value, glued=glued)


def _add_run(tokens: list[Token], run: str, glued: bool, is_known: Callable[[str], bool]) -> None:
    if run.isascii() and run.isdigit():
        tokens.append(_number(run, glued))
        return
    word = folded(run).replace("'", "")
    if not any("0" <= character <= "9" for character in run) or is_known(word):
        tokens.append(Token(Sort.WORD, run, word, glued=glued))
        return
    parts = PARTS.findall(run)
    readable = all(part[0].isdigit() or (is_known(folded(part)) and part not in LETTERS) for part in parts)
    if not readable and (LOOKALIKE.fullmatch(run) or any(folded(part) in LABEL_LETTERS for part in parts)):
        tokens.append(Token(Sort.UNREADABLE, run, glued=glued))
        return
    for part in parts:
        if "0" <= part[0] <= "9":
            tokens.append(_number(part, glued))
        else:
            tokens.append(Token(Sort.WORD, part, folded(part), glued=glued))
        glued = True


LABEL_LETTERS = frozenset(["k", "kv", "m", "mn", "w", "f", "kvinnor", "man"])
LETTERS = frozenset("oOlIi")
"""Known as words ("och", "I"), but glued to a digit they are a digit gone wrong (R25)."""


def is_letters_for_digits(token: Token) -> bool:
    """Whether a word looks like a label with letters in place of digits: "kO", "ml", "lO"."""
    return token.sort is Sort.WORD and LETTERS_FOR_DIGITS.fullmatch(token.text) is not None


def has_lost_letter(token: Token) -> bool:
    return LOST in token.text


def is_number(tokens: list[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].sort is Sort.NUMBER


def word_at(tokens: list[Token], at: int) -> str:
    """The folded word at a place; empty for a number, a sign, or past the end."""
    return tokens[at].word if at < len(tokens) else ""


def sign_at(tokens: list[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) and tokens[at].sort is Sort.SIGN else ""


def number_at(tokens: list[Token], at: int) -> Token | None:
    return tokens[at] if at < len(tokens) and tokens[at].sort is Sort.NUMBER else None
