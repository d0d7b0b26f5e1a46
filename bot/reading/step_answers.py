"""Answers where one thing is asked at a time, as in guided entry by words: a site, a day, a number, a choice."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.reading.circumstances import Circumstances
from bot.reading.items import items_of
from bot.reading.meanings import Meaning
from bot.reading.neighbours import settled
from bot.reading.normalise import LONGEST, normalised
from bot.reading.read import read
from bot.reading.short_replies import reply_meaning
from bot.reading.site_names import names_of
from shelter.acts import ReportClosed, Topic
from shelter.questions import Question
from shelter.sites import Site

PARTS = {
    "women": Meaning.WOMEN,
    "men": Meaning.MEN,
    "other": Meaning.OTHER,
    "unknown": Meaning.UNKNOWN,
}
LARGEST = 9999
ONE_STEP_BACK = frozenset({"back", "go back", "tillbaka", "backa", "bakåt", "gå tillbaka"})
LEAVING = frozenset({"leave", "exit", "avsluta", "lämna", "sluta"})
"""Words of the line that says how to leave, and their like, beside those that mean it anywhere."""

BY_WORD = {Meaning.YES: 1, Meaning.NO: 2, Meaning.CANCEL: 3}
AFTER_LOOK = {"spara": 1, "store": 1, "ändra": 2, "andra": 2, "change": 2, "avbryt": 3, "leave": 3}
"""The words beside the numbers of the choice after a look."""

BESIDE_A_NUMBER = (Meaning.HARMLESS, Meaning.LINE, Meaning.PIECES)


def number_said(text: str, part: str, language: str) -> int | None:
    """The number of a reply to "how many?": `9`, `nio`, `9 st`, `9 kvinnor`, `inga`; None for anything else."""
    if reply_meaning(normalised(text[: LONGEST + 1])) is Meaning.NO:
        return 0
    number = _only_number(text, PARTS[part], language)
    return number if number is not None and number <= LARGEST else None


def is_bare_number(text: str, language: str) -> bool:
    """Whether it is one number and nothing else: no report, where something else was asked for."""
    return _only_number(text, None, language) is not None


def _only_number(text: str, label: Meaning | None, language: str) -> int | None:
    """The number of a text that has one, perhaps with this label, and says nothing else."""
    said = [
        item
        for item in settled(items_of(normalised(text[: LONGEST + 1]), names_of(())), language)
        if item.meaning not in BESIDE_A_NUMBER and item.meaning is not label
    ]
    while said and said[-1].meaning is Meaning.MARK and said[-1].text in (".", "!"):
        said.pop()
    return said[0].value if len(said) == 1 and said[0].meaning is Meaning.NUMBER else None


def site_said(text: str, sites: Sequence[Site], moment: datetime, language: str) -> str | None:
    """The short of the site that a reply names, by its name, its short or its place in the list."""
    asked = Question(Topic.SITE, sites=tuple(site.short for site in sites))
    around = Circumstances(moment, tuple(sites), language=language, question=asked)
    named = read(text, around).question
    return named.site if named is not None and named.topic is Topic.GENDER and named.total is None else None


def day_said(text: str, site: Site, days: Sequence[date], moment: datetime, language: str) -> date | None:
    """The date that a reply names: one of `days` by its place in the list, or any by its words."""
    asked = Question(Topic.DATE, site=site.short, dates=tuple(days), closed=True)
    acts = read(text, Circumstances(moment, (site,), language=language, question=asked)).acts
    named = acts[0] if len(acts) == 1 else None
    return named.date if isinstance(named, ReportClosed) else None


def is_back(text: str) -> bool:
    """Whether it says to go one step back."""
    return _plain(text) in ONE_STEP_BACK


def choice_said(text: str, most: int) -> int | None:
    """The choice that a reply makes: its number, or a yes, a no or a cancel for the first, second and third."""
    plain = " ".join(normalised(text[: LONGEST + 1]).split()).strip(".!")
    if plain.isascii() and plain.isdigit() and len(plain) == 1 and 1 <= int(plain) <= most:
        return int(plain)
    meaning = reply_meaning(plain)
    return None if meaning is None else BY_WORD.get(meaning)


def look_said(text: str) -> int | None:
    """The choice after a look: `2`, `ändra`, `2 ändra`, or a yes, a no or a cancel."""
    plain = _plain(text)
    number, _, word = plain.partition(" ")
    if word and number == str(AFTER_LOOK.get(word)):
        return int(number)
    return AFTER_LOOK.get(plain) or choice_said(text, len(set(AFTER_LOOK.values())))


def is_left(text: str) -> bool:
    """Whether it says to leave off."""
    return _plain(text) in LEAVING or reply_meaning(normalised(text[: LONGEST + 1])) is Meaning.CANCEL


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(".!").casefold()
