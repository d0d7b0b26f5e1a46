"""What a word or phrase can do to the reading of a text, and the groups that rules speak of."""

from enum import Enum, auto


class Meaning(Enum):
    """What a word or phrase does to the reading of a text."""

    # What a number can belong to
    WOMEN = auto()
    MEN = auto()
    MEN_OR_BUT = auto()
    OTHER = auto()
    UNKNOWN = auto()
    APPLIED = auto()
    OFFERED = auto()
    NO_SHOW = auto()
    AWAY = auto()
    SUM = auto()
    GUESTS = auto()
    PIECES = auto()
    # Numbers and what is said of them
    NONE = auto()
    ONE = auto()
    ABOUT = auto()
    ABOUT_BEFORE = auto()
    ONLY = auto()
    ALL = auto()
    REST = auto()
    WHEREOF = auto()
    OF = auto()
    PLUS = auto()
    MINUS = auto()
    MORE = auto()
    FEWER = auto()
    # Whole texts
    EMPTY = auto()
    FULL = auto()
    CLOSED = auto()
    NOT_CLOSED = auto()
    NO_END = auto()
    UNDO = auto()
    ALL_CAME = auto()
    CHANGE = auto()
    WRONG = auto()
    SORRY = auto()
    INSTEAD = auto()
    NOT = auto()
    FROM = auto()
    TO = auto()
    NOT_FINAL = auto()
    EXTRA = auto()
    DOUBTFUL = auto()
    SAME = auto()
    ASKING = auto()
    RIGHT = auto()
    # Small words
    AND = auto()
    IS = auto()
    OR = auto()
    REASON = auto()
    PLACE = auto()
    THING = auto()
    TRAIT = auto()
    CLOCK = auto()
    HALF_DAY = auto()
    SIGNED = auto()
    HARMLESS = auto()
    GREETING = auto()
    THANKS = auto()
    YES = auto()
    NO = auto()
    SWAPPED = auto()
    WOMEN_FIRST = auto()
    MEN_FIRST = auto()
    CANCEL = auto()
    OPEN = auto()
    DATE_WORD = auto()
    COUNT_WORD = auto()
    NIGHT_SITE = auto()
    NIGHT_WORD = auto()
    DAY_SITE = auto()
    INTAKE_SITE = auto()
    # Not from the vocabulary: what else stands in a text
    NUMBER = auto()
    MARK = auto()
    LINE = auto()
    DATE = auto()
    DATE_OR_PAIR = auto()
    SITE = auto()
    ORIGIN = auto()
    BAND = auto()
    STRANGE = auto()
    UNREADABLE = auto()

    __hash__ = object.__hash__  # an Enum hashes its name in Python, a fifth of the time of a reading


GENDERS = (Meaning.WOMEN, Meaning.MEN)
LABELS = frozenset({*GENDERS, Meaning.OTHER, Meaning.UNKNOWN})
QUEUE = frozenset({Meaning.APPLIED, Meaning.OFFERED, Meaning.NO_SHOW, Meaning.AWAY})
LABELS_AND_QUEUE = LABELS | QUEUE
PEOPLE = LABELS_AND_QUEUE | {Meaning.ORIGIN}
WEAK = frozenset({Meaning.SUM, Meaning.GUESTS})
"""A total's word may also stand alone: "totalt 9 kvinnor och 19 män"."""

COUNTED = LABELS_AND_QUEUE | WEAK
THINGS = frozenset({Meaning.EXTRA, Meaning.THING, Meaning.TRAIT, Meaning.PLACE})
TAKERS = PEOPLE | WEAK | THINGS
"""What a number can belong to."""

NAMES = frozenset({Meaning.SITE, Meaning.DATE})
"""What tells whose count it is, and of when."""

FIGURES = frozenset(
    {
        Meaning.NUMBER,
        Meaning.DATE_OR_PAIR,
        Meaning.BAND,
        Meaning.CLOSED,
        Meaning.EMPTY,
        Meaning.FULL,
        Meaning.ALL_CAME,
        Meaning.NONE,
        Meaning.UNREADABLE,
    }
)
"""What makes a text a report."""

STANDS_ALONE = frozenset({Meaning.STRANGE, Meaning.THING, Meaning.PLACE, Meaning.ASKING})
"""A text with one of these is about something else than figures, or about them and something else."""
