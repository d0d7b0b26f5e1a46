"""`read`: what the bot makes of a text, or of a file of them."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.cli.desk import Fault
from bot.settings import read_settings


def read(
    *words: str,
    check: bool = False,
    kind: Literal["night", "day", "intake"] = "night",
    at: datetime | None = None,
    language: Literal["sv", "en"] | None = None,
) -> int:
    """Show how the bot reads a text, or every row of a file; nothing is stored.

    Parameters
    ----------
    words
        A text as staff write it, or a FILE.tsv laid out like tests/bot/reading/messages.tsv.
    check
        Compare each row of the file with its expected reading and print the score; exit 1 if it is not good enough.
    kind
        The kind of site the text comes from.
    at
        The local moment it arrives, as 2017-10-12T21:40; now, when left out.
    language
        The sender's language, DEFAULT_LANGUAGE when left out: it only breaks ties.
    """
    settings = read_settings()
    if not words:
        raise Fault("give a text to read, as in `shelterbot read K9 M19`, or a .tsv file")
    if len(words) == 1 and words[0].endswith(".tsv"):
        return _read_file(Path(words[0]), check=check)
    if check:
        raise Fault("--check compares the rows of a .tsv file; name one")
    from bot.clock import real_now
    from bot.reading.canonical import ZONE, canonical, circumstances_of, read_fully

    moment = (at or real_now()).astimezone(ZONE) if at is None or at.tzinfo else at.replace(tzinfo=ZONE)
    around = circumstances_of(language or settings.DEFAULT_LANGUAGE, kind, moment, "")
    print(canonical(read_fully(" ".join(words), around)))
    return 0


def _read_file(path: Path, *, check: bool) -> int:
    from bot.reading.canonical import BrokenFile, read_file
    from bot.reading.scoring import score, score_lines

    try:
        rows = read_file(path)
    except BrokenFile as fault:
        raise Fault(str(fault)) from fault
    if not check:
        for row in rows:
            print(row.canonical)
        return 0
    result = score(rows)
    for line in score_lines(result):
        print(line)
    return 0 if result.passes else 1
