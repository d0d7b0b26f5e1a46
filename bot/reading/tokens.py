"""A normalised text cut into numbers, words and signs; glued forms come apart ("k9m19"), unreadable ones are marked."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from bot.reading.normalise import folded

RUN = re.compile(r"(?P<line>\n)|[^\S\n]+|(?P<run>(?:[^\W_]|\ufffd)+(?:'[a-zA-Z]+)?)|(?P<sign>\S)")
PARTS = re.compile(r"[0-9]+|[^0-9]+")
ABBREVIATION = re.compile(
    r"\b(?:c:a|c\.a|p\.g\.a|t\.o\.m|fr\.o\.m|i\.s\.?t\.f|m\.v\.h|a\.m|p\.m|[kK][lL](?=\.))\b\.?"
)
LOOKALIKE = re.compile(r"(?:k|kv|m|mn|w|f|a|u)?[0-9OoIl|QSsZzB]+(?:k|kv|m|mn|w|f|a|u|st)?", re.IGNORECASE)
LETTERS_FOR_DIGITS = re.compile(r"(?:[kKmMwWfF]|[kK]v|[mM]n)[OoIl|]{1,2}|[OIl|]{1,3}")
SHIFTED = frozenset('!"#$&()/=@^')
"""What a digit becomes under the shift key, on Swedish and English keys."""

PICTURES = frozenset("♀🚺👩👧👵♂🚹👨👦👴")
"""Signs that are labels: "♂9 ♀19" is nine men."""

LABEL_BEFORE = re.compile(r"(?<![^\W\d_])[kmwf]v?$", re.IGNORECASE)
LABEL_AND_NUMBER = re.compile(r"(?<![^\W\d_])[kmwf]v?[ ]?[0-9]+$", re.IGNORECASE)

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
    text = _without_points(text)
    tokens: list[Token] = []
    glued = False
    for found in RUN.finditer(text):
        kind, piece = found.lastgroup, found[0]
        if kind == "run" and piece.isalpha():  # most pieces are plain words
            tokens.append(Token(Sort.WORD, piece, folded(piece), 0, glued))
        elif kind == "run":
            _add_run(tokens, piece, glued, is_known)
        elif kind == "sign":
            slipped = glued and piece in SHIFTED and _is_shifted_digit(text, found.start())
            _add_sign(tokens, "¤" if slipped else piece, glued)
        elif kind == "line" and tokens and tokens[-1].sort is not Sort.LINE:
            tokens.append(Token(Sort.LINE, piece))
        glued = kind is not None and kind != "line"
    return tokens


def words_of(text: str) -> list[str]:
    """The folded words of a normalised text; what is written together with digits is one word too: "d1"."""
    runs = [found["run"] for found in RUN.finditer(_without_points(text))]
    return [_word(run) for run in runs if run and not _is_number(run)]


def _without_points(text: str) -> str:
    """The text with its abbreviations as words: "c:a" is "ca", "t.o.m." is "tom"."""
    if "." in text or ":" in text:
        return ABBREVIATION.sub(lambda found: re.sub(r"[.:]", "", found[0]), text)
    return text


def _is_shifted_digit(text: str, at: int) -> bool:
    """Whether the sign at a place should have been a digit of the number beside it: "M!9", "M1#", "M1(" (R25)."""
    sign, before, after = text[at], text[at - 1], text[at + 1 : at + 2]
    if not before.isdigit():
        return sign in '!"#$&@^' and after.isdigit() and LABEL_BEFORE.search(text[:at]) is not None
    match sign:
        case "!" | "@" | "#" | "$" | "^" | '"' if after.isdigit():
            return True
        case "#" | "$" | "^":
            return not after.isalnum()
        case "&" | "/" | "=":
            return not text[at + 1 :].strip()
        case '"':
            return text.count('"') % 2 == 1
        case "(":
            return ")" not in text[at:]
        case ")":
            return "(" not in text and LABEL_AND_NUMBER.search(text[:at]) is not None
    return False


def _add_sign(tokens: list[Token], sign: str, glued: bool) -> None:
    if sign in "¤🔟":
        tokens.append(Token(Sort.UNREADABLE, "#", glued=glued))
    elif sign in PICTURES:
        tokens.append(Token(Sort.WORD, sign, sign, 0, glued))
    elif sign < "\x7f" or sign in "±≈≤≥½¼":
        tokens.append(Token(Sort.SIGN, sign, glued=glued))


def _number(text: str, glued: bool) -> Token:
    short = len(text.lstrip("0")) < TOO_LONG or len(text) in (6, 8)
    return Token(Sort.NUMBER, text, "", int(text) if short else HUGE, glued)


def _is_number(run: str) -> bool:
    return run.isascii() and run.isdigit()


def _word(run: str) -> str:
    return folded(run).replace("'", "")


def _add_run(tokens: list[Token], run: str, glued: bool, is_known: Callable[[str], bool]) -> None:
    if _is_number(run):
        tokens.append(_number(run, glued))
        return
    word = _word(run)
    parts = PARTS.findall(run)
    if len(parts) == 1 or is_known(word):
        tokens.append(Token(Sort.WORD, run, word, 0, glued))
        return
    letters = [part for part in parts if not part[0].isdigit()]
    readable = all(part not in LETTERS and is_known(folded(part)) for part in letters)
    slipped = len(parts) > 2 and folded(parts[0]) in LABEL_LETTERS and parts[-1].lower() in BESIDE_THE_DIGITS
    if slipped or (
        not readable and (LOOKALIKE.fullmatch(run) or any(folded(part) in LABEL_LETTERS for part in letters))
    ):
        tokens.append(Token(Sort.UNREADABLE, run, "", 0, glued))
        return
    for part in parts:
        is_word = not "0" <= part[0] <= "9"
        tokens.append(Token(Sort.WORD, part, folded(part), 0, glued) if is_word else _number(part, glued))
        glued = True


LABEL_LETTERS = frozenset(["k", "kv", "m", "mn", "w", "f", "kvinnor", "man"])
BESIDE_THE_DIGITS = frozenset("qertyiopå")
"""Right after the number of a label these are a digit that the finger missed: "m1p", "k9m2e"."""

LETTERS = frozenset("oOlIi")
"""Known as words ("och", "I"), but glued to a digit they are a digit gone wrong (R25)."""


def is_letters_for_digits(token: Token) -> bool:
    """Whether a word looks like a label with letters in place of digits: "kO", "ml", "lO"."""
    return (
        token.text[-1] in "OoIl|"
        and token.sort is Sort.WORD
        and LETTERS_FOR_DIGITS.fullmatch(token.text) is not None
    )


def is_number(tokens: list[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].sort is Sort.NUMBER


def word_at(tokens: list[Token], at: int) -> str:
    """The folded word at a place; empty for a number, a sign, or past the end."""
    return tokens[at].word if at < len(tokens) else ""


def sign_at(tokens: list[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) and tokens[at].sort is Sort.SIGN else ""


def number_at(tokens: list[Token], at: int) -> Token | None:
    return tokens[at] if at < len(tokens) and tokens[at].sort is Sort.NUMBER else None
