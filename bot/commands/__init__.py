"""The table of commands. What begins with none of these words is a report, read by bot.reading."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.commands.aside import set_aside
from bot.commands.chasing import is_below_a_summary, pressed_below_a_summary
from bot.commands.escalation import escalation, jobs, nightly_summary
from bot.commands.files import chart, file_
from bot.commands.group import bind, unbind
from bot.commands.guided import pressed
from bot.commands.help import help_
from bot.commands.in_words import guide, said
from bot.commands.join import invite_somebody, start
from bot.commands.language import language
from bot.commands.missing import missing
from bot.commands.remind import free_beds, remind
from bot.commands.report import report
from bot.commands.scene import Decide, Scene
from bot.commands.summary import summary
from bot.commands.tally import is_for_a_tally, pressed_in_tally, tally
from bot.commands.tonight import tonight
from bot.commands.totals_panel import is_below_totals, pressed_below_totals
from shelter.people import Deed

__all__ = ["COMMANDS", "REPORT", "Command", "Panel", "Scene", "command_of", "panel_of"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its slash name and the plain words, Swedish and English, that do the same.

    `deed` is what the sender must be allowed somewhere. `looks` marks a command that only reads and may
    take long: it runs beside the writers. `alone` marks words that are a command only when nothing
    follows them, and not while a question is open that they could be the answer to.
    """

    name: str
    words: tuple[str, ...]
    decide: Decide
    deed: Deed | None = None
    looks: bool = False
    alone: bool = False
    rewrites: str | None = None
    """The plain text that a slash command stands for."""
    in_group: bool = False
    """Whether a group may read the answer; any other is given to the sender alone."""


REPORT = Command("report", (), said, Deed.REPORT, in_group=True)

COMMANDS = (
    Command("help", ("hjälp", "hjalp", "?"), help_, alone=True),
    Command("start", (), start),
    Command(
        "tonight",
        ("läget", "laget", "ikväll", "ikvall", "inatt", "tonight"),
        tonight,
        Deed.SEE_TONIGHT,
        alone=True,
        in_group=True,
    ),
    Command(
        "missing",
        ("saknas", "missing", "vilka saknas", "who is missing"),
        missing,
        Deed.SEE_MISSING,
        alone=True,
        in_group=True,
    ),
    Command(
        "summary",
        (
            "sammanfattning",
            "summering",
            "statistik",
            "hur många hade vi",
            "hur många var det",
            "hur många var vi",
            "summary",
            "statistics",
            "how many did we have",
            "how many were there",
            "how many were we",
        ),
        summary,
        Deed.SEE_TOTALS,
        looks=True,
    ),
    Command("chart", ("diagram", "chart", "charts"), chart, Deed.SEE_TOTALS, looks=True),
    Command(
        "file",
        ("rapportfil", "rapport fil", "report file", "fil", "file"),
        file_,
        Deed.GET_FILES,
        looks=True,
    ),
    Command("language", ("språk", "sprak", "language"), language),
    Command("swedish", ("svenska", "swedish"), language, alone=True, rewrites="svenska"),
    Command("english", ("engelska", "english"), language, alone=True, rewrites="english"),
    Command("remind", ("påminn mig", "paminn mig", "påminn", "remind me", "snooze"), remind, Deed.REPORT),
    Command("beds", ("lediga platser", "free beds"), free_beds, Deed.SEE_TONIGHT),
    Command("nightly", ("nattrapport", "nightly"), nightly_summary, Deed.SET_ESCALATION),
    Command("escalation", ("eskalering", "escalation"), escalation, Deed.SET_ESCALATION),
    Command("jobs", ("jobb", "jobs"), jobs, Deed.SET_ESCALATION, alone=True),
    Command("aside", ("undanlagt", "set aside"), set_aside, Deed.SEE_ASIDE, alone=True),
    Command("invite", ("bjud in", "invite"), invite_somebody, Deed.INVITE),
    Command("report", ("rapportera", "rapport", "report"), guide, Deed.REPORT, alone=True, in_group=True),
    Command(
        "tally",
        ("räkna", "rakna", "räkning", "rakning", "löpande räkning", "lopande rakning", "tally", "live tally"),
        tally,
        Deed.REPORT,
        in_group=True,
    ),
    Command("undo", (), report, Deed.REPORT, rewrites="undo", in_group=True),
    Command("bind", (), bind, Deed.BIND, in_group=True),
    Command("unbind", (), unbind, Deed.BIND, in_group=True),
)

FIRST_WORDS = frozenset(word.partition(" ")[0] for command in COMMANDS for word in command.words)


@dataclass(frozen=True, slots=True)
class Panel:
    """Messages with buttons, and what decides a press of one. `looks` and `in_group` as in a command."""

    decide: Decide
    looks: bool = False
    in_group: bool = False


PANELS: tuple[tuple[Callable[[str], bool], Panel], ...] = (
    (is_for_a_tally, Panel(pressed_in_tally, in_group=True)),
    (is_below_a_summary, Panel(pressed_below_a_summary)),
    (is_below_totals, Panel(pressed_below_totals, looks=True)),
)
"""By what their buttons say. All others are of the guided entry."""


def panel_of(says: str) -> Panel:
    return next((panel for is_its, panel in PANELS if is_its(says)), Panel(pressed, in_group=True))


def command_of(text: str) -> tuple[Command | None, str]:
    """The command of a text and what follows its word; None, with the word, for a slash command we lack."""
    if text.lstrip().startswith("/"):
        head, rest = (*text.split(maxsplit=1), "")[:2]  # what follows may stand on the next line
        name = head[1:].partition("@")[0].casefold()
        longer = _begun(f"{name} {' '.join(rest.split())}")
        if longer is not None:  # /report file word, as it is said in words
            return longer
        found = next((command for command in (*COMMANDS, REPORT) if command.name == name), None)
        return (found, found.rewrites or rest.strip()) if found else (None, head)
    whole = " ".join(text.split()).casefold()
    first = whole.partition(" ")[0]
    if first not in FIRST_WORDS and first.rstrip("!.?") not in FIRST_WORDS:  # as nearly every text
        return REPORT, text
    for command in COMMANDS:
        for word in command.words:
            if whole == word or whole.rstrip("!.?") == word:
                return command, command.rewrites or ""
            if not command.alone and whole.startswith(f"{word} "):
                return command, " ".join(text.split())[len(word) :].strip()
    return REPORT, text


def _begun(words: str) -> tuple[Command, str] | None:
    """The command that several words begin, as `report file`, and what follows them."""
    for command in COMMANDS:
        for word in command.words:
            if " " in word and not command.alone and f"{words.casefold()} ".startswith(f"{word} "):
                return command, command.rewrites or words[len(word) :].strip()
    return None
