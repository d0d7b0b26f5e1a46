"""What the bot says of its settings: own times, pauses, escalation, and how the jobs run (P6: one segment)."""

from collections.abc import Sequence
from datetime import time

from reports.wording import Wording, first_that_fits
from shelter.escalation import Escalation


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"


def reminder_is(wording: Wording, own: time | None) -> str:
    if own is None:
        return wording.say(
            "You are reminded at the site's times. Own time: remind me 21:45. Later: remind me in 30 min."
        )
    return wording.say(
        "You are reminded at {clock} when the count has not come. Undo with: remind me as usual.",
        clock=_clock(own),
    )


def paused(wording: Wording, until: time) -> str:
    return wording.say(
        "No reminders before {clock}. I ask again then if nothing has come.", clock=_clock(until)
    )


def after_deadline(wording: Wording, deadline: time) -> str:
    return wording.say("The count is due by {clock}. Choose a time before that.", clock=_clock(deadline))


def how_to_be_reminded(wording: Wording) -> str:
    return wording.say(
        "Write remind me 21:45, remind me in 30 min (5 minutes to 4 hours) or remind me as usual."
    )


def free_beds_at(wording: Wording, clock: time | None) -> str:
    if clock is None:
        return wording.say("You get no evening line of free beds. Write free beds 21:00 to get one.")
    return wording.say(
        "You get the free beds each day at {clock}. Undo with: free beds off.", clock=_clock(clock)
    )


def no_shelter(wording: Wording) -> str:
    return wording.say("There is no night shelter here whose beds you can see.")


def not_at_night(wording: Wording) -> str:
    return wording.say("Choose a time from 03:00 on: before that clocks may change.")


def summary_at(wording: Wording, clock: time) -> str:
    return wording.say("You get the nightly summary at {clock}.", clock=_clock(clock))


def escalation_is(wording: Wording, settings: Escalation) -> str:
    """`Vid tystnad, minuter efter tidsgränsen: kollega 0, ledare 30, samordnare 60. Tyst 22:00-07:00. ...`"""
    never = wording.say("never")
    after = [
        never if minutes is None else str(minutes)
        for minutes in (settings.colleague, settings.site_lead, settings.coordinator)
    ]
    return first_that_fits(
        wording.say(
            "Minutes after the deadline: colleague {colleague}, lead {lead}, coordinator {coordinator}. "
            "Quiet {quiet}. Summary {summary}, digest Mon {digest}.",
            colleague=after[0],
            lead=after[1],
            coordinator=after[2],
            quiet=f"{_clock(settings.quiet_from)}-{_clock(settings.quiet_to)}",
            summary=_clock(settings.summary_at),
            digest=_clock(settings.digest_at),
        )
    )


def how_to_escalate(wording: Wording) -> str:
    return wording.say(
        "Write escalation and colleague, lead or coordinator with minutes or never, "
        "quiet 22:00-07:00, summary 10:30 or digest 13:00."
    )


def jobs(wording: Wording, runs: Sequence[tuple[str, time, str | None]]) -> str:
    """When each job ran last, and which of them failed."""
    if not runs:
        return wording.say("Nothing has run yet.")
    names = {
        "reminders": wording.say("reminders"),
        "corrections": wording.say("corrections"),
        "nightly summary": wording.say("nightly summary"),
        "free beds": wording.say("free beds"),
        "weekly digest": wording.say("weekly digest"),
    }
    listed = wording.series(f"{names.get(name, name)} {_clock(at)}" for name, at, _ in runs)
    failed = wording.series(names.get(name, name) for name, _, fault in runs if fault is not None)
    ran = wording.say("Last runs: {runs}.", runs=listed)
    how = wording.say("Failed: {jobs}.", jobs=failed) if failed else wording.say("All well.")
    return first_that_fits(f"{ran} {how}", how)
