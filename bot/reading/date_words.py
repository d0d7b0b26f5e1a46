"""The ways to say a date, and the phrases that are one by themselves, Swedish and English (R15).

To add a phrase, put it in its row of SAID_SO; write it as people do.
"""

from dataclasses import dataclass
from enum import Enum, auto

from bot.reading.normalise import LOST, folded


class How(Enum):
    """The ways to say a date."""

    CALENDAR = auto()
    """A day and a month, perhaps a year."""
    DAY = auto()
    """Only the day of the month: "den 12e"."""
    WEEKDAY = auto()
    TODAY = auto()
    EVENING = auto()
    NIGHT = auto()
    YESTERDAY = auto()
    LAST_NIGHT = auto()
    NIGHT_BEFORE = auto()
    """“förra natten”: last night, or the night before it."""
    MORNING = auto()
    """“i morse”: at a night shelter the end of the night before."""
    TOMORROW = auto()
    DAYS_AGO = auto()
    VAGUE = auto()
    """A week, a weekend, a month: no single date."""


@dataclass(frozen=True, slots=True)
class SaidDate:
    how: How
    day: int = 0
    month: int = 0
    year: int = 0
    weekday: int = 0
    past: bool = False
    """“i tisdags”, “last Tuesday”."""
    coming: bool = False
    """“på fredag”, “next Friday”."""
    shift: int = 0
    """ -1 for "natten till X": the evening before X."""
    night: bool = False
    """Said of a night, which a day centre does not have."""
    through: int = 0
    """The last day of a span of days: "24-26 dec"."""
    bare: bool = False
    """Two numbers that may also be a count: "12/10"."""
    beside: "SaidDate | None" = None
    """Said of the same date: "ikväll 12/10"; where the two differ it is asked about."""


Found = tuple[SaidDate, int]
"""A date in a text, and where the text goes on."""

SAID_SO: tuple[tuple[How, int, str, str], ...] = (
    (How.TODAY, 0, "idag, i dag, denna dag", "today"),
    (How.EVENING, 0, "ikväll, i kväll", "tonight, this evening, to night"),
    (How.NIGHT, 0, "inatt, i natt", ""),
    (
        How.YESTERDAY,
        0,
        """
        igår, i går, igårkväll, igårnatt, gårdagen, gårdagens, gårdagskväll, gårdagskvällen, gårkväll, gårkvällen,
        gårnatten, för en natt sedan, för en dag sedan, för en natt sen, för en dag sen, en natt sedan, en dag sedan
        """,
        "yesterday, yesterdays, yday, yest, ystd, one day ago, a day ago, one night ago, a night ago",
    ),
    (
        How.LAST_NIGHT,
        0,
        "natten som gick, natten som var, i natt som var, inatt som var, senaste natten",
        "last night, last nights, lastnight, last nite, last evening",
    ),
    (
        How.NIGHT_BEFORE,
        0,
        """
        förra natten, föregående natt, natten innan, natten före, förra kvällen, föregående kväll, kvällen innan,
        kvällen före
        """,
        "previous night, prev night, night before, previous evening, evening before",
    ),
    (How.MORNING, 0, "i morse, imorse", "this morning"),
    (How.TOMORROW, 1, "imorgon, i morgon, imorron, i morron, imorrn, imorgonkväll", "tomorrow"),
    (How.TOMORROW, 2, "i övermorgon, övermorgon, iövermorgon", "day after tomorrow"),
    (
        How.DAYS_AGO,
        2,
        """
        i förrgår, iförrgår, förrgår, i förgår, iförgår, i förrgårs, förrgårs, i förr går, förr går, förrgårnatt,
        förrgårkväll, förrförra natten
        """,
        "day before yesterday, night before last",
    ),
    (
        How.VAGUE,
        0,
        """
        helg, helgen, i helgen, nästa helg, veckan, förra veckan, hela veckan, denna vecka, under veckan, nästa vecka,
        månaden, förra månaden, hela månaden, i månaden, nästa månad, varje dag, varje natt, dagligen, båda nätterna,
        båda dagarna, alla nätter, alla dagar, häromdagen, häromkvällen, häromnatten, helgnatten, dagen efter, kvällen
        efter, natten efter, nästa natt, nästföregående natt, dagen innan, dagen före, föregående dag, en vecka sen,
        en vecka sedan, för en vecka sen, midsommarafton, midsommardagen, påskafton, påskaftonen, påskdagen, annandag
        påsk, skärtorsdag, skärtorsdagen, långfredag, långfredagen, alla helgons dag
        """,
        """
        weekend, this weekend, last weekend, next weekend, this week, last week, next week, last month, this month,
        every night, every day, both nights, both days, all nights, all days, other night, other day, day before, day
        after, night after, next night, next day, previous day, a week ago, midsummer eve, midsummers eve, good
        friday, easter sunday, easter monday
        """,
    ),
)
"""How it is said, days ago or ahead, Swedish, English."""

DAYS_OF_THE_YEAR: tuple[tuple[int, int, str, str], ...] = (
    (24, 12, "julafton, julaftonen, julaftons", "christmas eve"),
    (25, 12, "juldagen", "christmas day"),
    (26, 12, "annandag jul", "boxing day"),
    (31, 12, "nyårsafton, nyårsaftonen", "new years eve"),
    (1, 1, "nyårsdagen", "new years day"),
    (6, 1, "trettondagen, trettondag jul", "epiphany"),
    (30, 4, "valborg, valborgsmässoafton", ""),
    (1, 5, "", "may day"),
    (6, 6, "nationaldagen", "national day"),
)
"""Day, month, what the day is called in Swedish, in English; one that moves from year to year is vague above."""


def _relative() -> dict[str, list[tuple[tuple[str, ...], SaidDate]]]:
    found: dict[str, list[tuple[tuple[str, ...], SaidDate]]] = {}
    rows = [
        (
            SaidDate(how, day=days, night=how in (How.NIGHT, How.LAST_NIGHT, How.NIGHT_BEFORE)),
            swedish,
            english,
        )
        for how, days, swedish, english in SAID_SO
    ] + [
        (SaidDate(How.CALENDAR, day, month), swedish, english)
        for day, month, swedish, english in DAYS_OF_THE_YEAR
    ]
    for said, swedish, english in rows:
        for phrase in " ".join(f"{swedish},{english}".split()).split(","):
            lost = "".join(LOST if letter in "åäö" else letter for letter in phrase)
            for form in dict.fromkeys((folded(phrase), folded(lost))):
                if words := tuple(form.split()):
                    found.setdefault(words[0], []).append((words, said))
    for phrases in found.values():
        phrases.sort(key=lambda entry: -len(entry[0]))
    return found


RELATIVE = _relative()
"""The phrases by their first word, the longest first."""
