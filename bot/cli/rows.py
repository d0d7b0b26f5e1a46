"""`import` and `export`: figures of earlier years from a spreadsheet, and every row of the house into one."""

import getpass
import unicodedata
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from bot.cli.desk import Fault, at_the_desk, finished
from bot.settings import Settings, read_settings


def import_(
    file: Path | None = None,
    *,
    undo: bool = False,
    write: Annotated[bool, Parameter(negative="--preview")] = False,
    by: str | None = None,
    sheet: str | None = None,
    site: str | None = None,
    language: Literal["sv", "en"] | None = None,
) -> None:
    """Take in counts of earlier years from a CSV file or workbook: first a preview, then all or nothing.

    One row a site and date, or one row a date with columns for each site and gender. Columns are found by their
    headings: site (boende), date (datum), women (kvinnor), men (män), other, unknown, total, closed (stängt),
    applied, offered, no_show, turned_away. The preview tells what would be added, changed and refused, and why.

    Parameters
    ----------
    file
        A .csv or .xlsx file, such as `shelterbot export` makes.
    undo
        Show what the last file brought, and with --write take it back, unless a figure was changed since.
    write
        Take the figures in. Left out, or with --preview, nothing is written.
    by
        Who takes them in; the user of this machine when left out.
    sheet
        The sheet of a workbook that has several with figures.
    site
        The site that all rows are about, where no column names it.
    language
        sv or en; DEFAULT_LANGUAGE when left out.
    """
    who = by or getpass.getuser()
    if undo == (file is not None):
        raise Fault("name the file to take in, or --undo alone to take the last one back")
    if file is None:
        finished(_undo(read_settings(), who, language, write=write))
        return
    finished(_import(read_settings(), file, who, sheet, site, language, write=write))


async def _import(
    settings: Settings,
    file: Path,
    by: str,
    sheet: str | None,
    site: str | None,
    language: str | None,
    *,
    write: bool,
) -> None:
    from bot.importing.sheets import CannotRead
    from bot.importing.taking_in import incoming, previewed, written
    from reports.importing import cannot_read, outcome, preview
    from reports.wording import wording

    async with at_the_desk(settings, language) as desk:
        words = wording(desk.language)
        try:
            read = incoming(file, desk.house, by, desk.now, sheet=sheet, site=site)
        except CannotRead as fault:
            raise Fault(_tame(f"{file}: {cannot_read(words, fault.fault.value, fault.said)}")) from fault
        if write:
            seen = await desk.database.write(written, desk.house, read, desk.now)
        else:
            seen = await desk.database.read(previewed, desk.house, read, desk.now)
    for line in preview(words, desk.house, seen.plan, unread=read.unread, signed=seen.signed):
        print(_tame(line))
    said = outcome(words, seen.plan, written=write)
    if seen.plan.refused:
        raise Fault(said)
    print(said)


def _tame(line: str) -> str:
    """A line that quotes a file, without signs that would move the terminal's cursor or turn the writing round."""
    return "".join("?" if unicodedata.category(sign).startswith("C") else sign for sign in line)


async def _undo(settings: Settings, by: str, language: str | None, *, write: bool) -> None:
    from reports.importing import taken_back as told
    from reports.wording import wording
    from storage.imports import last_taken, taken_back

    async with at_the_desk(settings, language) as desk:
        if write:
            last = await desk.database.write(taken_back, by, desk.now)
        else:
            last = await desk.database.read(last_taken)
    *lines, outcome = told(wording(desk.language), desk.house, last, written=write)
    for line in lines:
        print(line)
    if last is None or last.overtaken:
        raise Fault(outcome)
    print(outcome)


def export(*, out: Path, history: bool = False) -> None:
    """Write every row of the house to a file: what holds for each site and date. `import` reads it back.

    Nothing is hidden in it: it is for the house itself. What others may read is `report`.

    Parameters
    ----------
    out
        A .csv or .xlsx file.
    history
        Every revision instead: what was said first, each correction, by whom, when and over which channel.
    """
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise Fault(f"cannot tell the form of {out}; end its name with .csv or .xlsx")
    finished(_export(read_settings(), out, history=history))


async def _export(settings: Settings, out: Path, *, history: bool) -> None:
    from reports import exporting
    from storage.counts import every_revision
    from storage.imports import everything

    async with at_the_desk(settings) as desk:
        if history:
            table = exporting.history(desk.house, await desk.database.read(every_revision))
        else:
            table = exporting.counts(desk.house, *await desk.database.read(everything))
    form = exporting.as_csv if out.suffix.lower() == ".csv" else exporting.as_workbook
    _put(out, form(table))
    print(f"wrote {out} ({len(table.rows):,} rows)")


def _put(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as fault:
        raise Fault(
            f"cannot write {out} ({fault.strerror}); give --out a place that can be written"
        ) from fault
