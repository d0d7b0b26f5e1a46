"""Times as people write them after a command: `21:45`, `kl 7.30`, `om 30 min`, `in 2 hours`, `off`."""

import re
from datetime import time, timedelta

CLOCK = re.compile(r"(?:kl\.? ?|at )?([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
AFTER = re.compile(r"(?:om |in )?(\d{1,3}) ?(m|min|minuter|minutes|h|tim|timme|timmar|hour|hours)?", re.ASCII)
HOURS = ("h", "tim", "timme", "timmar", "hour", "hours")
OFF = ("av", "off", "nej", "no", "som vanligt", "as usual", "aldrig", "never", "ingen", "none")


def clock_in(words: str) -> time | None:
    """The clock time that the words are; None for other words."""
    found = CLOCK.fullmatch(words.casefold().strip(" .!"))
    return time(int(found[1]), int(found[2])) if found else None


def after_in(words: str) -> timedelta | None:
    """How long from now: minutes where no unit is said; None for other words."""
    said = words.casefold().strip(" .!").replace("en timme", "1 timme").replace("an hour", "1 hour")
    found = AFTER.fullmatch(said)
    if found is None:
        return None
    number = int(found[1])
    return timedelta(hours=number) if found[2] in HOURS else timedelta(minutes=number)


def is_off(words: str) -> bool:
    return words.casefold().strip(" .!") in OFF


def has_number(words: str) -> bool:
    return any(character.isdigit() for character in words)
