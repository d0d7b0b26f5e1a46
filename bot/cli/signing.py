"""`signoff`, `text` and `estimate`: what people decide about a report and write into it."""

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from bot.cli.desk import Fault, at_the_desk, finished, memory
from bot.settings import Settings, read_settings


def signoff(
    *period: Annotated[str, Parameter(allow_leading_hyphen=True)],
    by: str,
    accept: Annotated[tuple[str, ...], Parameter(consume_multiple=False, negative="")] = (),
    language: Literal["sv", "en"] | None = None,
) -> None:
    """Sign a period off: its report is frozen. After later corrections the same command makes the next version.

    What should be looked at first is listed and must be accepted by its word, with a reason.

    Parameters
    ----------
    period
        As for report; needs no quotes.
    by
        Who signs.
    accept
        missing=REASON, crowded=REASON, unusual=REASON or jump=REASON; once for each that is accepted.
    language
        sv or en; DEFAULT_LANGUAGE when left out.
    """
    finished(_sign_off(read_settings(), period, _reasons(accept), by, language))


def _reasons(accepted: tuple[str, ...]) -> Any:
    from shelter.signoff import Check

    reasons = {}
    for one in accepted:
        check, _, reason = one.partition("=")
        if check not in list(Check) or check == Check.AWAITED or not reason.strip():
            raise Fault(f"--accept {one!r}: write missing=, crowded=, unusual= or jump= and the reason")
        reasons[Check(check)] = reason.strip()
    return reasons


async def _sign_off(
    settings: Settings, words: tuple[str, ...], reasons: Any, by: str, language: str | None
) -> None:
    from bot.reporting import sign_off_period
    from reports.halfyear.findings import finding_line
    from reports.wording import wording

    async with at_the_desk(settings, language) as desk:
        period = desk.period(words)
        done = await desk.database.write(sign_off_period, desk.house, period, desk.now, reasons, by)
    if done.version is None:
        lines = [finding_line(wording(desk.language), finding) for finding in done.open]
        raise Fault(
            "\n  ".join(
                ("not signed off, look at this first and accept it with --accept WORD=REASON:", *lines)
            )
        )
    state = "signed off" if done.is_new else "nothing has changed since"
    print(f"{period.first}..{period.last}: {state} version {done.version}")


def text(part: str, file: Path | None = None) -> None:
    """Show or replace a text that people write into the report; it is kept from one report to the next.

    Parameters
    ----------
    part
        background, overbooking, counting, breaks, analysis, measures, follow-up, womens-health or context.
    file
        The new text, UTF-8; an empty line begins a new paragraph. Left out, the text is shown.
    """
    from shelter.standing import Written

    if part not in list(Written):
        raise Fault(f"there is no part {part!r}; there are {', '.join(Written)}")
    try:
        said = None if file is None else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise Fault(f"cannot read {file} as a UTF-8 text ({fault})") from fault
    finished(_text(read_settings(), part, said))


async def _text(settings: Settings, part: str, said: str | None) -> None:
    from bot.clock import Clock
    from shelter.standing import Written
    from storage.signoffs import texts_now, write_text

    async with memory(settings, must_exist=True) as database:
        if said is None:
            print((await database.read(texts_now)).get(Written(part), ""))
            return
        await database.write(write_text, Written(part), said, Clock().now())
        print(f"{part}: kept, {len(said.split())} words")


def estimate(
    what: str | None = None,
    figure: str | None = None,
    *,
    source: str | None = None,
    dated: str | None = None,
    end: bool = False,
) -> None:
    """Show, write or take back a figure from outside, shown in the report with its source and never added to counts.

    Without words it lists those that hold; a name that is there already gets the new figure in place of the old.

    Parameters
    ----------
    what
        What is estimated, as "Settlements in the city".
    figure
        The estimate in words, as "about 69 with about 750 people".
    source
        Who says so, as "the city's outreach team".
    dated
        When it was made, as "October 2017".
    end
        Take the estimate back.
    """
    from shelter.standing import Estimate

    if what is None:
        finished(_list_estimates(read_settings()))
        return
    if end:
        finished(_end_estimate(read_settings(), what))
        return
    said = [" ".join((part or "").split()) for part in (what, figure, source, dated)]
    if not all(said):
        raise Fault('an estimate needs its figure, source and date: WHAT FIGURE --source "..." --dated "..."')
    finished(_write_estimate(read_settings(), Estimate(*said)))


async def _list_estimates(settings: Settings) -> None:
    from storage.estimates import estimates_now

    async with memory(settings, must_exist=True) as database:
        held = await database.read(estimates_now)
        if not held:
            print("no estimate holds")
        for one in held:
            print(f"{one.what}: {one.figure} ({one.source}, {one.dated})")


async def _end_estimate(settings: Settings, what: str) -> None:
    from bot.clock import Clock
    from storage.estimates import end_estimate

    async with memory(settings, must_exist=True) as database:
        if not await database.write(end_estimate, what, Clock().now()):
            raise Fault(f"there is no estimate {what!r}; `shelterbot estimate` lists them")
    print(f"{what}: taken back")


async def _write_estimate(settings: Settings, said: Any) -> None:
    from bot.clock import Clock
    from storage.estimates import write_estimate

    async with memory(settings, must_exist=True) as database:
        await database.write(write_estimate, said, Clock().now())
    print(f"{said.what}: kept")
