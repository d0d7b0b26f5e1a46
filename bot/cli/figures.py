"""`summary` and `report`: the figures of a period."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from bot.cli.desk import Fault, at_the_desk, finished
from bot.settings import Settings, read_settings


def summary(
    *period: Annotated[str, Parameter(allow_leading_hyphen=True)],
    site: str | None = None,
    format: Literal["text", "json"] = "text",  # noqa: A002 the option is called --format
    language: Literal["sv", "en"] | None = None,
) -> None:
    """Show the totals of a period: stays, visits, occupancy, queue and how complete they are.

    Parameters
    ----------
    period
        2017-05-01..2017-10-31, 2017-05, 2017, 2017 H1, maj-okt 2017, v 44, yesterday, ...; needs no quotes.
    site
        Only this site, by its name or short, or the sites of this organisation.
    format
        text for people, json for programs.
    language
        sv or en; DEFAULT_LANGUAGE when left out.
    """
    settings = read_settings()
    finished(_summary(settings, period, site, format, language))


async def _summary(
    settings: Settings, words: tuple[str, ...], only: str | None, form: str, language: str | None
) -> None:
    from bot.commands.asked import part_named
    from shelter.totals_data import totals_as_data
    from storage.totals import totals_of_period

    async with at_the_desk(settings, language) as desk:
        period = desk.period(words)
        chosen = desk.house.sites
        if only is not None:
            part = part_named(only, chosen)
            if part is None:
                raise Fault(f"there is no site {only!r}; there are {', '.join(one.name for one in chosen)}")
            chosen = part.sites
        if form == "json":
            told = await desk.database.read(totals_of_period, chosen, period, desk.now)
            print(json.dumps(totals_as_data(told), ensure_ascii=False, indent=2))
        else:
            print(await summary_text(desk.database, chosen, period, desk.now, desk.language))


async def summary_text(database: Any, chosen: Any, period: Any, now: datetime, language: str) -> str:
    from bot.commands.beside import totals_beside
    from reports.totals_lines import in_lines
    from reports.wording import wording

    return in_lines(wording(language), await database.read(totals_beside, chosen, period, now))


def report(
    *period: Annotated[str, Parameter(allow_leading_hyphen=True)],
    format: Literal["docx", "pdf", "xlsx", "csv", "html"],  # noqa: A002 the option is called --format
    out: Path,
    language: Literal["sv", "en"] | None = None,
    internal: bool = False,
    draft: bool = False,
) -> None:
    """Write the half-year report of a period: Word, PDF, a workbook, data files or a page.

    The same figures give the same bytes. csv writes two files beside the named one: -daily and -codebook.

    Parameters
    ----------
    period
        2017-05-01..2017-10-31, 2017 H1, maj-okt 2017, half-year, last period, ...; needs no quotes.
    format
        docx, pdf, xlsx, csv or html.
    out
        The file to write.
    language
        sv or en; DEFAULT_LANGUAGE when left out.
    internal
        For own staff: other and unknown gender in every row. Left out, the files can be published.
    draft
        The figures as they are now, also of a period that is signed off.
    """
    audience = "staff" if internal else "public"
    finished(_report(read_settings(), period, format, out, language, audience, draft=draft))


async def _report(
    settings: Settings,
    words: tuple[str, ...],
    form: str,
    out: Path,
    language: str | None,
    audience: str,
    *,
    draft: bool,
) -> None:
    from bot.reporting import document_of
    from reports.files import FORMATS
    from shelter.privacy import Audience

    async with at_the_desk(settings, language) as desk:
        document = await desk.database.read(
            document_of,
            desk.house,
            desk.period(words),
            desk.now,
            desk.language,
            Audience(audience),
            draft=draft,
        )
    for ending, content in FORMATS[form](document).items():
        path = out.with_name(f"{out.stem}{ending}{out.suffix}")
        try:
            path.write_bytes(content)
        except OSError as fault:
            raise Fault(
                f"cannot write {path} ({fault.strerror}); give --out a place that can be written"
            ) from fault
        print(f"wrote {path} ({len(content):,} bytes)")
