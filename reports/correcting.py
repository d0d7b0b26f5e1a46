"""What the bot says of a correction that is no longer for staff: too long ago, or in a period signed off (C3)."""

from datetime import date

from reports.chat import compact
from reports.wording import Wording, first_that_fits
from shelter.history import Change, Figures
from shelter.sites import Site


def refused(wording: Wording, site: Site, day: date, *, signed: bool) -> str:
    """To staff: nothing was changed, and why."""
    when = wording.reporting_date(site, day)
    return first_that_fits(
        *(_refused(wording, name, when, signed=signed) for name in (site.name, site.short))
    )


def _refused(wording: Wording, site: str, when: str, *, signed: bool) -> str:
    if signed:
        return wording.say(
            "{site}, {when}: not changed, the period is signed off. The coordinator has been told and can.",
            site=site,
            when=when,
        )
    return wording.say(
        "{site}, {when}: not changed, it is more than 35 days ago. The coordinator has been told and can.",
        site=site,
        when=when,
    )


def wants_to_change(wording: Wording, name: str, site: Site, change: Change, *, signed: bool) -> str:
    """To a coordinator: what was not changed, why, and the text that changes it."""
    when = wording.reporting_date(site, change.date, year=True)
    brief = wording.say("undo") if change.figures is None else compact(wording, change.figures)
    text = f"{site.short} {change.date.isoformat()} {brief}"
    why = wording.say("Signed off.") if signed else wording.say("Over 35 days ago.")
    enter = wording.say("To enter it, write {text}", text=text)
    wants = [
        wording.say("{name} wants to change {site}, {when}.", name=person, site=site.short, when=when)
        for person in (name, name.split(maxsplit=1)[0][:20])
    ]
    return first_that_fits(*(f"{want} {why} {enter}" for want in wants))


def enter(wording: Wording, figures: Figures | None) -> str:
    """The words on the button that enters it."""
    if figures is None:
        return wording.say("Undo it")
    return wording.say("Enter {figures}", figures=compact(wording, figures))


def after_sign_off(wording: Wording, text: str, site: Site, change: Change, version: int) -> str:
    """To a coordinator who has changed a period that is signed off: `text` is the answer to the change itself."""
    say = wording.say("Signed off: sign off again for version {version}.", version=version)
    day = wording.day(change.date, year=True)
    return first_that_fits(f"{text} {say}", f"{site.short} {day}: {compact(wording, change.figures)}. {say}")
