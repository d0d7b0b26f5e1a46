"""A count just as it is taught, `K9 M19`, as nearly all are: read at a glance.

The whole way says the same of it and takes four times as long (a test compares them).
"""

import re

from bot.reading.draft import Draft
from bot.reading.meanings import Meaning
from bot.reading.site_names import Names

TAUGHT = re.compile(r"([kK]) ?([0-9]{1,3})[ ,]{1,2}([mM]) ?([0-9]{1,3})[ .!]?")


def taught(text: str, names: Names) -> Draft | None:
    """The draft of a normalised text that is women and men and nothing else; None for any other text."""
    found = TAUGHT.fullmatch(text)
    if found is None:
        return None
    women, men = found[2], found[4]
    # "K9" could be a site in some house.
    if not names.begins.isdisjoint(("k", "m", women, men, f"k{women}", f"m{men}")):
        return None
    return Draft(numbers={Meaning.WOMEN: int(women), Meaning.MEN: int(men)})
