"""`invite` and `token`: who gets in, people and programs."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from bot.cli.desk import Fault, finished, memory
from bot.settings import Settings, read_settings


def invite(
    name: str,
    *,
    role: Literal["reporter", "site_lead", "coordinator", "viewer"] = "reporter",
    site: Annotated[list[str] | None, Parameter(negative=())] = None,
    language: Literal["sv", "en"] | None = None,
    qr: Path | None = None,
    sms: str | None = None,
    show_code: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Print a link that lets one person join in Telegram: once, and within 72 hours; or invite a phone by SMS.

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
    sms
        A phone number to invite in place of a link: it gets a text with a code, which it answers within 24 hours.
    show_code
        With --sms: print the code here, to be passed on by hand, and send no text.
    """
    from bot.invite import CannotInvite, Invited, draw, invitation, invitation_by_sms

    settings = read_settings()
    wanted = Invited(name, role, tuple(site or ()), language)
    if (sms is None and show_code) or (sms is not None and qr is not None):
        raise Fault("give --show-code with --sms only, and --qr without it")
    try:
        if sms is not None:
            print(finished(invitation_by_sms(settings, wanted, sms, memory, shown=show_code)))
            return
        address = finished(invitation(settings, wanted, memory))
        picture = draw(address, qr, on_terminal=sys.stdout.isatty())
    except CannotInvite as fault:
        raise Fault(str(fault)) from fault
    print(address)
    if picture:
        print(picture, end="")


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
    if not name.strip():
        raise Fault("name the program, so that its key can be ended by that name")
    finished(_token(read_settings(), name.strip(), role, end=end))


async def _token(settings: Settings, name: str, role: str, *, end: bool) -> None:
    import secrets

    from bot.clock import real_now
    from shelter.people import Role
    from storage.tokens import end_token, keep_token

    async with memory(settings, must_exist=True) as database:
        if end:
            if not await database.write(end_token, name):
                raise Fault(f"there is no program {name!r}")
            print(f"{name}: shut out")
            return
        key = secrets.token_urlsafe(32)
        await database.write(keep_token, key, name, Role(role), real_now())
        print(key)
