"""The way in: what a text says, in its circumstances (docs/reading.md tells the whole way)."""

from bot.reading.afresh import only_site, read_afresh, too_long
from bot.reading.answers import answered
from bot.reading.circumstances import Circumstances, Reading, Tells
from bot.reading.normalise import LONGEST, normalised
from bot.reading.personal import is_personal
from shelter.acts import Topic
from shelter.questions import Question


def read(text: str, circumstances: Circumstances) -> Reading:
    """What a text says: acts, one question, or what it tells instead. Any text gives a reading, in linear time.

    A text of more than 1500 characters is never stored from: one question when it holds a digit, or nothing.
    """
    clean = normalised(text[: LONGEST + 1])
    if not circumstances.sites:
        return Reading(tells=Tells.COMMAND if clean.lstrip().startswith("/") else Tells.NO_SITE)
    if len(text) > LONGEST:
        return too_long(clean, circumstances)
    if _is_command(clean):
        return Reading(tells=Tells.COMMAND)
    if is_personal(clean):
        return Reading(question=Question(Topic.PERSONAL, only_site(circumstances)))
    if circumstances.question is not None:
        reading = answered(clean, circumstances, circumstances.question)
        if reading is not None:
            return reading
    return read_afresh(clean, circumstances)


def _is_command(text: str) -> bool:
    stripped = text.lstrip()
    return len(stripped) > 1 and stripped[0] == "/" and stripped[1].isalpha()
