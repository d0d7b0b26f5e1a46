"""The page of the phone simulator: each phone of the house side by side, below the house's clock."""

from dataclasses import dataclass

from starlette.responses import Response

from reports.wording import Wording
from shelter.people import Role
from shelter.sites import Kind
from storage.database import Database
from storage.phone import Handset, handsets
from web.pages import page

NIGHT, DAY, INTAKE, SEES_ALL, SEES_TOTALS, STRANGER = (
    "night",
    "day",
    "intake",
    "sees_all",
    "sees_totals",
    "stranger",
)

EXAMPLES = {
    "sv": {
        NIGHT: ("K9 M19", "ångra", "stängt", "hjälp"),
        DAY: ("8/34", "ångra", "stängt", "hjälp"),
        INTAKE: ("kö 34 plats 22 uteblev 3", "ångra", "hjälp"),
        SEES_ALL: ("sammanfattning maj-okt 2017", "diagram maj-okt 2017", "läget", "saknas", "hjälp"),
        SEES_TOTALS: ("sammanfattning maj-okt 2017", "diagram maj-okt 2017", "hjälp"),
        STRANGER: ("hej", "K9 M19"),
    },
    "en": {
        NIGHT: ("W9 M19", "undo", "closed", "help"),
        DAY: ("8/34", "undo", "closed", "help"),
        INTAKE: ("queue 34 offered 22 no-show 3", "undo", "help"),
        SEES_ALL: ("summary May-Oct 2017", "chart May-Oct 2017", "tonight", "missing", "help"),
        SEES_TOTALS: ("summary May-Oct 2017", "chart May-Oct 2017", "help"),
        STRANGER: ("hello", "W9 M19"),
    },
}
"""Texts to try. The bot reads both languages from everybody; these follow the page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A phone as the page shows it."""

    address: str
    name: str
    initial: str
    about: str
    """What the owner does and where; in one line."""
    examples: tuple[str, ...]


async def phone_page(words: Wording, database: Database) -> Response:
    phones = [shown(words, handset) for handset in await database.read(handsets)]
    other = "en" if words.language == "sv" else "sv"
    return page("phone.html", words, phones=phones, other_language=other)


def shown(words: Wording, handset: Handset) -> Shown:
    name = handset.name or words.say("A stranger")
    sites = [duty.site for duty in handset.duties]
    examples = EXAMPLES.get(words.language, EXAMPLES["en"])
    return Shown(
        address=handset.address,
        name=name,
        initial=name[0].upper() if handset.name else "?",
        about=" · ".join([_work(words, handset), *sites]),
        examples=examples[_uses(handset)],
    )


def _uses(handset: Handset) -> str:
    if handset.role is None:
        return STRANGER
    if handset.role is Role.COORDINATOR:
        return SEES_ALL
    if handset.role is Role.VIEWER or not handset.duties:
        return SEES_TOTALS
    return handset.duties[0].kind.value


def _work(words: Wording, handset: Handset) -> str:
    match handset.role:
        case None:
            return words.say("Not known to the house")
        case Role.REPORTER:
            kind = handset.duties[0].kind if handset.duties else None
            match kind:
                case Kind.NIGHT:
                    return words.say("Night staff")
                case Kind.DAY:
                    return words.say("Day staff")
                case Kind.INTAKE:
                    return words.say("Intake staff")
                case None:
                    return words.say("Reporter")
        case Role.SITE_LEAD:
            return words.say("Site lead")
        case Role.COORDINATOR:
            return words.say("Coordinator")
        case Role.VIEWER:
            return words.say("Board officer")
