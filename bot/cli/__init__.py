"""The command line: wires everything. It is the only code that knows every folder."""

import sys
from importlib.metadata import version
from typing import NoReturn

from cyclopts import App, CycloptsError

from bot.cli.access import invite, token
from bot.cli.desk import Fault
from bot.cli.figures import report, summary
from bot.cli.house import load, people, show
from bot.cli.reading import read
from bot.cli.recorded import replay
from bot.cli.rows import export, import_
from bot.cli.saving import backup, restore
from bot.cli.service import demo, run
from bot.cli.signing import estimate, signoff, text
from bot.cli.upkeep import aside, doctor, migrate
from bot.settings import BadSettings

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
sites = App(name="sites", help="Load or show the house: its sites and who reports for them.")

COMMANDS = (
    run,
    demo,
    replay,
    read,
    summary,
    report,
    signoff,
    text,
    estimate,
    import_,
    export,
    sites,
    people,
    invite,
    token,
    backup,
    restore,
    migrate,
    doctor,
    aside,
)
SITES_COMMANDS = (load, show)

for one in COMMANDS:
    app.command(one)
for one in SITES_COMMANDS:
    sites.command(one)


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
