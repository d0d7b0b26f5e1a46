"""What a number can begin beside a count: a time, how cold it is, an age band (R12, R21, R29)."""

from bot.reading.tokens import Sort, Token, is_number, word_at

BANDS = {(0, 17): "0-17", (18, 25): "18-25", (26, 40): "26-40", (41, 60): "41-60"}
DEGREES = ("grader", "grad", "degrees")


def past_clock(tokens: list[Token], at: int) -> int:
    """Past "kl 22", "kl 22.30", "klockan 9", "at 22:30"; 0 when there is none."""
    if not is_number(tokens, at + 1):
        return 0
    hour = tokens[at + 1]
    after = at + 2
    minutes = (
        after + 1 < len(tokens)
        and tokens[after].text in ":."
        and tokens[after].glued
        and is_number(tokens, after + 1)
    )
    whole = tokens[at].word != "at" or (after < len(tokens) and tokens[after].word in ("am", "pm"))
    if hour.value > 24 and not (len(hour.text) == 4 and hour.value < 2400):
        return 0
    if minutes and tokens[after + 1].glued and tokens[after + 1].value < 60:
        after += 2
    elif not whole:
        return 0
    return after + (1 if after < len(tokens) and tokens[after].word in ("am", "pm") else 0)


def past_aside(tokens: list[Token], at: int) -> int:
    """Past a time of day or a temperature that begins with a number; 0 when there is none."""
    if after := _past_half_day(tokens, at):
        return after
    after = _past_time_of_day(tokens, at)
    if after and _has_other_numbers(tokens, at, after):
        return after
    return at + 2 if word_at(tokens, at + 1) in DEGREES else 0


def _past_half_day(tokens: list[Token], at: int) -> int:
    """Past "10 pm" and "10:30pm"; 0 when there is none."""
    for words in (1, 3):
        after = at + words
        half_day = after < len(tokens) and tokens[after].word in ("am", "pm") and tokens[at].value <= 12
        if half_day and (words == 1 or tokens[at + 1].text in ":."):
            return after + 1
    return 0


def _past_time_of_day(tokens: list[Token], at: int) -> int:
    """Past "22:30", "9:19"; 0 when it is no time. A point is a time only where it can be no date (R29)."""
    hour = tokens[at]
    if hour.glued and at and tokens[at - 1].sort is Sort.WORD:
        return 0
    if not (
        at + 2 < len(tokens) and is_number(tokens, at + 2) and tokens[at + 1].glued and tokens[at + 2].glued
    ):
        return 0
    minute = tokens[at + 2]
    if hour.value > 24 or minute.value > 59 or len(minute.text) != 2:
        return 0
    if tokens[at + 1].text == ":":
        return at + 3
    return at + 3 if tokens[at + 1].text == "." and minute.value > 31 else 0


def _has_other_numbers(tokens: list[Token], first: int, after: int) -> bool:
    return any(token.sort is Sort.NUMBER for at, token in enumerate(tokens) if not first <= at < after)


def band_at(tokens: list[Token], at: int) -> tuple[str, int, int] | None:
    """An age band that a number follows (R21), "18-25 4", "61+: 3": its name, its number, where the text goes on."""
    token = tokens[at]
    if token.glued and at and tokens[at - 1].sort is Sort.WORD:
        return None
    sign = tokens[at + 1] if at + 1 < len(tokens) else None
    if sign is None or not sign.glued or sign.text not in "+-":
        return None
    band, after = None, at + 2
    if token.value == 61 and not (is_number(tokens, after) and tokens[after].glued):
        band = "61+"
    elif sign.text == "-" and is_number(tokens, after) and tokens[after].glued:
        band, after = BANDS.get((token.value, tokens[after].value)), after + 1
    if band is None:
        return None
    step = after
    while step < len(tokens) and (
        tokens[step].text in ":=" or tokens[step].word in ("ar", "a", "years", "yrs", "ars")
    ):
        step += 1
    if not is_number(tokens, step):
        return None
    return band, tokens[step].value, step + 1
