"""The command line: wires everything. It is the only code that knows every folder."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TypeVar

from cyclopts import App, CycloptsError, Parameter

from bot.settings import BadSettings, Settings, read_settings

T = TypeVar("T")

app = App(
    name="shelterbot",
    help=(
        "Counts from shelters and day centres, by text message: kept, corrected, chased and summed up.\n\n"
        "Try it without any account: `shelterbot demo`. Your own house: take the example that "
        "`shelterbot sites show --example` prints, then `shelterbot sites load house.toml` and `shelterbot run`."
    ),
    help_format="markdown",
    version=lambda: version("shelterbot"),
)
sites = app.command(App(name="sites", help="Load or show the house: its sites and who reports for them."))


class Fault(Exception):
    """What ends a command: one line for the person at the terminal, and the exit code."""

    def __init__(self, reason: str, code: int = 2) -> None:
        super().__init__(reason)
        self.code = code


def main() -> NoReturn:
    """Run the command line. Exits 0, with 2 for what the user can put right, with 1 for what only we can."""
    try:
        outcome = app(print_error=False, exit_on_error=False, result_action="return_value")
        sys.exit(outcome if isinstance(outcome, int) else 0)
    except CycloptsError as fault:
        _end(" ".join(str(fault).split()) + " See `shelterbot --help`.", 2)
    except BadSettings as fault:
        _end(f"settings: {fault}", 2)
    except Fault as fault:
        _end(str(fault), fault.code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _end(reason: str, code: int) -> NoReturn:
    print(f"shelterbot: {reason}", file=sys.stderr)
    sys.exit(code)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; what is wrong with the memory becomes one line."""
    from storage.faults import StorageFault

    try:
        return asyncio.run(work)
    except StorageFault as fault:
        raise Fault(str(fault)) from fault


@asynccontextmanager
async def _memory(settings: Settings, *, alone: bool = False, must_exist: bool = False) -> AsyncIterator[Any]:
    """The database, open while the block runs; `alone` holds the lock that a second process meets."""
    from bot.lock import only_process
    from storage.database import open_database, sqlite_path

    path = sqlite_path(settings.database_url)
    if must_exist and path is not None and not path.exists():
        raise Fault(
            f"there is no database at {path}; set DATA_DIR, or make one with `shelterbot sites load house.toml`"
        )
    with only_process(settings.database_url if alone else ""):
        database = await open_database(settings.database_url)
        try:
            yield database
        finally:
            await database.close()


@app.command
def run() -> None:
    """Run the bot with the settings of the environment, until it is told to stop (SIGTERM or Ctrl-C)."""
    from bot.logging import log_to_stderr

    settings = read_settings()
    log_to_stderr(settings.LOG_LEVEL)
    _run(_serve(settings))


async def _serve(settings: Settings) -> None:
    from bot.service import serve
    from scheduler.clockwork import wound_up
    from storage.house import house_version
    from web.app import build_app

    bound = _bound(settings)
    async with _memory(settings, alone=True) as database:
        if not await database.read(house_version):
            print(
                "no house is loaded yet: `shelterbot sites load house.toml` does it, also now",
                file=sys.stderr,
            )
        await serve(database, settings, bound, build_app, _ready, wound_up)


def _bound(settings: Settings) -> Any:
    from bot.service import CannotListen, listening_socket

    try:
        return listening_socket(settings.LISTEN_HOST, settings.LISTEN_PORT)
    except CannotListen as fault:
        raise Fault(str(fault)) from fault


def _ready(address: str) -> None:
    print(f"shelterbot is ready on {address}", flush=True)


@app.command
def demo(*, exit: bool = False) -> None:  # noqa: A002 the option is called --exit
    """Load the demonstration house, replay its half-year of 2017, show the summary and serve the phones.

    Nothing leaves this machine: every answer stays on the simulated phones at /phone.

    Parameters
    ----------
    exit
        Stop after the summary.
    """
    from bot.logging import log_to_stderr

    settings = read_settings().model_copy(update={"DEMO": True})
    log_to_stderr("warning" if settings.LOG_LEVEL == "info" else settings.LOG_LEVEL)
    _run(_demo(settings, stop=exit))


async def _demo(settings: Settings, *, stop: bool) -> None:
    from bot.demo import PERIOD, STANDS_AT, AnotherHouse, load_demonstration, set_clock
    from bot.replay import EXAMPLE
    from bot.service import serve
    from scheduler.clockwork import wound_up
    from web.app import build_app

    bound = None if stop else _bound(settings)
    async with _memory(settings, alone=True) as database:
        try:
            house = await load_demonstration(database)
        except AnotherHouse as fault:
            raise Fault(
                f"{settings.database_url} holds another house; give the demonstration a DATA_DIR of its own"
            ) from fault
        await _replay(database, settings, EXAMPLE.name, _recording(EXAMPLE, house.sites))
        await set_clock(database)
        print(await _summary_text(database, house.sites, PERIOD, STANDS_AT, settings.DEFAULT_LANGUAGE))
        if bound is not None:
            await serve(
                database, settings, bound, build_app, lambda address: _ready(f"{address}/phone"), wound_up
            )


@app.command
def replay(file: Path) -> None:
    """Hand a file of recorded messages to the bot, each at the moment it was sent.

    The demonstration house is loaded first where there is none. A message that was replayed before changes
    nothing, so a file can be replayed again, or a fuller one after a thinned one.

    Parameters
    ----------
    file
        CSV with the columns site, channel, sent_at (local time) and message; others are not read.
    """
    from bot.logging import log_to_stderr

    settings = read_settings()
    log_to_stderr("warning" if settings.LOG_LEVEL == "info" else settings.LOG_LEVEL)
    _run(_replay_file(settings, file))


async def _replay_file(settings: Settings, file: Path) -> None:
    from bot.demo import demonstration, load_demonstration
    from storage.house import load_house

    async with _memory(settings, alone=True) as database:
        house = await database.read(load_house)
        # Read before anything is stored: a file that cannot be used leaves no trace.
        recording = _recording(file, house.sites or demonstration().sites)
        if not house.sites:
            await load_demonstration(database)
        await _replay(database, settings, file.name, recording)


def _recording(file: Path, sites: Any) -> Any:
    from bot.replay import ReplayFault, read_recording

    try:
        return read_recording(file, sites)
    except ReplayFault as fault:
        raise Fault(str(fault)) from fault


async def _replay(database: Any, settings: Settings, name: str, recording: Any) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from bot.clock import Clock
    from bot.inbox import Inbox
    from bot.outbox import Outbox
    from bot.replay import SilentPhones, replay

    inbox = Inbox(database, settings.DEFAULT_LANGUAGE, lambda: None)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(f"replaying {name}", total=len(recording))
        done = await replay(database, inbox, recording, lambda: progress.advance(task))
        await Outbox(database, [SilentPhones()], Clock()).deliver_all()
    print(
        f"{len(recording)} messages: {done.kept} kept, {done.answered} answered without keeping anything, "
        f"{done.known} known before"
    )


@app.command
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


@app.command
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
        Only this site, by its name or short.
    format
        text for people, json for programs.
    language
        sv or en; DEFAULT_LANGUAGE when left out.
    """
    settings = read_settings()
    _run(_summary(settings, " ".join(period), site, format, language or settings.DEFAULT_LANGUAGE))


async def _summary(settings: Settings, words: str, only: str | None, form: str, language: str) -> None:
    from bot.clock import Clock
    from bot.commands.summary import site_named
    from shelter.totals import totals_as_data
    from storage.totals import totals_of_period

    async with _memory(settings, must_exist=True) as database:
        house = await _loaded_house(database)
        clock = await Clock.kept_in(database) if settings.DEMO else Clock()
        period = _period(words, clock.now().astimezone(house.zone).date(), language)
        chosen = house.sites
        if only is not None:
            site = site_named(house, only)
            if site is None:
                raise Fault(
                    f"there is no site {only!r}; there are {', '.join(one.name for one in house.sites)}"
                )
            chosen = (site,)
        if form == "json":
            told = await database.read(totals_of_period, chosen, period, clock.now())
            print(json.dumps(totals_as_data(told), ensure_ascii=False, indent=2))
        else:
            print(await _summary_text(database, chosen, period, clock.now(), language))


async def _summary_text(database: Any, chosen: Any, period: Any, now: datetime, language: str) -> str:
    from bot.commands.summary import totals_beside
    from reports.totals_text import in_lines
    from reports.wording import wording

    return in_lines(wording(language), await database.read(totals_beside, chosen, period, now))


@app.command
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
    settings = read_settings()
    audience = "staff" if internal else "public"
    tongue = language or settings.DEFAULT_LANGUAGE
    _run(_report(settings, " ".join(period), format, out, tongue, audience, draft=draft))


async def _report(
    settings: Settings, words: str, form: str, out: Path, language: str, audience: str, *, draft: bool
) -> None:
    from bot.clock import Clock
    from bot.reporting import document_of
    from reports.files import FORMATS
    from shelter.privacy import Audience

    async with _memory(settings, must_exist=True) as database:
        house = await _loaded_house(database)
        clock = await Clock.kept_in(database) if settings.DEMO else Clock()
        period = _period(words, clock.now().astimezone(house.zone).date(), language)
        document = await database.read(
            document_of, house, period, clock.now(), language, Audience(audience), draft=draft
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


@app.command
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
    settings = read_settings()
    tongue = language or settings.DEFAULT_LANGUAGE
    _run(_sign_off(settings, " ".join(period), _reasons(accept), by, tongue))


def _reasons(accepted: tuple[str, ...]) -> Any:
    from shelter.signoff import Check

    reasons = {}
    for one in accepted:
        check, _, reason = one.partition("=")
        if check not in list(Check) or check == Check.AWAITED or not reason.strip():
            raise Fault(f"--accept {one!r}: write missing=, crowded=, unusual= or jump= and the reason")
        reasons[Check(check)] = reason.strip()
    return reasons


async def _sign_off(settings: Settings, words: str, reasons: Any, by: str, language: str) -> None:
    from bot.clock import Clock
    from bot.reporting import sign_off_period
    from reports.halfyear.findings import finding_line
    from reports.wording import wording

    async with _memory(settings, must_exist=True) as database:
        house = await _loaded_house(database)
        clock = await Clock.kept_in(database) if settings.DEMO else Clock()
        period = _period(words, clock.now().astimezone(house.zone).date(), language)
        done = await database.write(sign_off_period, house, period, clock.now(), reasons, by)
    if done.version is None:
        lines = [finding_line(wording(language), finding) for finding in done.open]
        raise Fault(
            "\n  ".join(
                ("not signed off, look at this first and accept it with --accept WORD=REASON:", *lines)
            )
        )
    state = "signed off" if done.is_new else "nothing has changed since"
    print(f"{period.first}..{period.last}: {state} version {done.version}")


@app.command
def token(name: str, role: Literal["viewer", "coordinator"] = "viewer", *, end: bool = False) -> None:
    """Give a program a key to read figures at /api/v1; the key is shown this once. Again: a new key.

    Parameters
    ----------
    name
        What the program is called.
    role
        viewer sees women and men with small numbers hidden, coordinator sees all.
    end
        Shut the program out instead.
    """
    _run(_token(read_settings(), name, role, end=end))


async def _token(settings: Settings, name: str, role: str, *, end: bool) -> None:
    import secrets

    from bot.clock import real_now
    from shelter.people import Role
    from storage.tokens import end_token, keep_token

    async with _memory(settings, must_exist=True) as database:
        if end:
            if not await database.write(end_token, name):
                raise Fault(f"there is no program {name!r}")
            print(f"{name}: shut out")
            return
        key = secrets.token_urlsafe(32)
        await database.write(keep_token, key, name, Role(role), real_now())
        print(key)


@app.command
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
    _run(_text(read_settings(), part, said))


async def _text(settings: Settings, part: str, said: str | None) -> None:
    from bot.clock import Clock
    from shelter.standing import Written
    from storage.signoffs import texts_now, write_text

    async with _memory(settings, must_exist=True) as database:
        if said is None:
            print((await database.read(texts_now)).get(Written(part), ""))
            return
        await database.write(write_text, Written(part), said, Clock().now())
        print(f"{part}: kept, {len(said.split())} words")


def _period(words: str, today: date, language: str) -> Any:
    """The period that is meant; the half-year of today when no words are given."""
    from reports.totals_text import not_a_period
    from reports.wording import wording
    from shelter.period import half_year_of
    from shelter.periods import UnknownPeriod, parse_period

    try:
        return parse_period(words, today) if words else half_year_of(today)
    except UnknownPeriod as fault:
        raise Fault(not_a_period(wording(language), fault)) from fault


async def _loaded_house(database: Any) -> Any:
    from storage.house import load_house

    house = await database.read(load_house)
    if not house.sites:
        raise Fault("no house is loaded; load yours with `shelterbot sites load house.toml`")
    return house


@sites.command
def load(file: Path) -> None:
    """Load a house file; all of it or, when anything in it is wrong, nothing. Every count is kept.

    Parameters
    ----------
    file
        A TOML file; `shelterbot sites show --example` prints one with explanations.
    """
    from bot.house_file import HouseFault, read_house_file

    settings = read_settings()
    try:
        house = read_house_file(file, settings.TIMEZONE)
    except HouseFault as fault:
        raise Fault(_all_faults(file, fault.faults)) from fault
    _run(_load(settings, file, house))
    print(f"loaded {len(house.sites)} sites and {len(house.members)} people")


def _all_faults(file: Path, faults: tuple[str, ...]) -> str:
    if len(faults) == 1:
        return f"nothing loaded: {faults[0]}"
    return "\n  ".join((f"nothing loaded, {len(faults)} faults in {file}:", *faults))


async def _load(settings: Settings, file: Path, house: Any) -> None:
    from bot.clock import real_now
    from storage.house import SiteInUse, save_house
    from storage.reminders import Reminding

    reminding = Reminding(house.escalation, house.rules, real_now())
    async with _memory(settings) as database:
        try:
            await database.write(save_house, house.zone, house.sites, house.members, reminding)
        except SiteInUse as fault:
            raise Fault(
                f"nothing loaded: {file} no longer has the site {fault.site!r}, which has reports; "
                "keep it and give it an end with last = <date>"
            ) from fault


@sites.command
def show(*, example: bool = False) -> None:
    """Show the sites of the house with their beds and opening hours today.

    Parameters
    ----------
    example
        Print the example house file instead.
    """
    if example:
        from bot.house_file import EXAMPLE

        print(EXAMPLE.read_text(encoding="utf-8"), end="")
        return
    _run(_show(read_settings()))


async def _show(settings: Settings) -> None:
    from rich.console import Console
    from rich.table import Table

    from bot.clock import Clock

    async with _memory(settings, must_exist=True) as database:
        house = await _loaded_house(database)
        clock = await Clock.kept_in(database) if settings.DEMO else Clock()
        today = clock.now().astimezone(house.zone).date()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in (
        "short",
        "site",
        "kind",
        "organisation",
        "beds",
        "women-only",
        "hours",
        "open",
        "in service",
    ):
        table.add_column(heading, justify="right" if heading in ("beds", "women-only") else "left")
    for site in house.sites:
        table.add_row(*_site_row(site, today))
    width = None if sys.stdout.isatty() else 200
    Console(width=width, highlight=False).print(table)


def _site_row(site: Any, today: date) -> tuple[str, ...]:
    from bot.house_entries import weekday_words
    from shelter.dates import usual_hours

    capacity, hours = site.capacity_on(today), usual_hours(site, today)
    return (
        site.short,
        site.name,
        site.kind.value,
        site.organisation,
        str(capacity.beds) if capacity else "",
        str(capacity.women_only_beds) if capacity else "",
        f"{hours.opens:%H:%M}-{hours.closes:%H:%M}",
        weekday_words(hours.weekdays),
        f"{site.first}..{site.last or ''}",
    )


@app.command
def invite(
    name: str,
    *,
    role: Literal["reporter", "site_lead", "coordinator", "viewer"] = "reporter",
    site: Annotated[list[str] | None, Parameter(negative=())] = None,
    language: Literal["sv", "en"] | None = None,
    qr: Path | None = None,
) -> None:
    """Print a link that lets one person join in Telegram: once, and within 72 hours.

    Somebody who is in the house already gets another address by it, and keeps role and sites.

    Parameters
    ----------
    name
        The name they are known by here.
    role
        What they may do.
    site
        A site they report for, by its short; may be given several times.
    language
        What they are answered in; the language of their device, when left out.
    qr
        A .png or .svg file for the link as a picture; on a terminal it is also drawn there.
    """
    from bot.invite import CannotInvite, Invited, draw, invitation

    settings = read_settings()
    wanted = Invited(name, role, tuple(site or ()), language)
    try:
        address = _run(invitation(settings, wanted, _memory))
        picture = draw(address, qr, on_terminal=sys.stdout.isatty())
    except CannotInvite as fault:
        raise Fault(str(fault)) from fault
    print(address)
    if picture:
        print(picture, end="")


@app.command
def migrate() -> None:
    """Bring the tables of the database up to date; `run` does so by itself."""
    _run(_migrate(read_settings()))


async def _migrate(settings: Settings) -> None:
    from storage.migrations import applied_names

    async with _memory(settings, alone=True) as database:
        names = await database.read(applied_names)
    print(f"up to date: {', '.join(names)}")


@app.command
def doctor() -> int:
    """Look at settings, database, house and port, and say of each whether it is well."""
    from bot.doctor import examine

    settings = read_settings()
    well = True
    for finding in _run(examine(settings)):
        print(f"{'ok ' if finding.well else 'BAD'} {finding.what}")
        well &= finding.well
    return 0 if well else 1
