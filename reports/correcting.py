"""What the bot says to a correction that comes too late for staff."""

from datetime import date

from reports.chat import compact
from reports.wording import Wording, first_that_fits
from shelter.history import Figures
from shelter.sites import Site


def too_old(wording: Wording, site: Site, day: date) -> str:
    """To staff: nothing was changed, and why."""
    when = wording.reporting_date(site, day)
    return first_that_fits(
        *(
            wording.say(
                "{site}, {when}: not changed, it is more than 35 days ago. The coordinator has been told and can.",
                site=name,
                when=when,
            )
            for name in (site.name, site.short)
        )
    )


def wants_to_change(wording: Wording, name: str, site: Site, day: date, figures: Figures | None) -> str:
    """To a coordinator: what was not changed, and how to."""
    when, brief = wording.reporting_date(site, day), compact(wording, figures)
    return first_that_fits(
        *(
            wording.say(
                "{name}: {site}, {when} should be {figures}. "
                "Over 35 days ago. Reply to this with the numbers to change it.",
                name=person,
                site=site.short,
                when=when,
                figures=brief,
            )
            for person in (name, name.split(maxsplit=1)[0][:20])
        )
    )
