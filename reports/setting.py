"""What the bot says of its settings: own times, pauses, escalation, and how the jobs run (P6: one segment)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from reports.wording import Wording, first_that_fits
from shelter.escalation import Escalation, Rule, When
from shelter.runs import Run
from shelter.sites import Site


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


def how_to_set_summary(wording: Wording) -> str:
    return wording.say(
        "Write nightly for the last night, nightly 07:30 for a time of your own, or nightly as usual."
    )


def how_to_set_free_beds(wording: Wording) -> str:
    return wording.say("Write free beds for now, free beds 21:00 for each evening, or free beds off.")


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
    held = wording.say(
        "Minutes after the deadline: colleague {colleague}, lead {lead}, coordinator {coordinator}. "
        "Quiet {quiet}. Summary {summary}, digest Mon {digest}.",
        colleague=after[0],
        lead=after[1],
        coordinator=after[2],
        quiet=f"{_clock(settings.quiet_from)}-{_clock(settings.quiet_to)}",
        summary=_clock(settings.summary_at),
        digest=_clock(settings.digest_at),
    )
    return first_that_fits(held)


def site_escalation_is(wording: Wording, site: Site, rule: Rule, settings: Escalation, is_own: bool) -> str:
    """`A: påminn 22:30 07:30, minuter från 10:00: kollega 0, ...`, and how to take it back."""
    never = wording.say("never")
    colleague, lead, coordinator = (
        never if minutes is None else str(minutes)
        for minutes in (settings.colleague, settings.site_lead, settings.coordinator)
    )
    held = wording.say(
        "{site}: remind {times}. Minutes from {clock}: colleague {colleague}, lead {lead}, coordinator {coordinator}.",
        site=site.short,
        times=" ".join(_when(when) for when in rule.reminders),
        clock=_clock(rule.escalate_at or site.deadline.at),
        colleague=colleague,
        lead=lead,
        coordinator=coordinator,
    )
    undo = wording.say("Undo: escalation {site} as usual.", site=site.short)
    return first_that_fits(f"{held} {undo}" if is_own else held, held)


def _when(when: When) -> str:
    """`22:30`, or minutes after closing as `+15`."""
    return f"+{int(when.total_seconds()) // 60}" if isinstance(when, timedelta) else _clock(when)


def how_to_escalate_site(wording: Wording, short: str) -> str:
    return first_that_fits(
        wording.say(
            "Write escalation {site} and remind 22:30 07:30, from 10:00, colleague, lead or coordinator "
            "with minutes or never, or as usual.",
            site=short,
        )
    )


def how_to_escalate(wording: Wording, short: str) -> str:
    """`short` is a site of the house, as an example."""
    held = wording.say(
        "Write escalation and colleague, lead or coordinator with minutes or never, "
        "quiet 22:00-07:00, summary 10:30 or digest 13:00."
    )
    one = wording.say("One site: escalation {site}.", site=short)
    return first_that_fits(f"{held} {one}", held)


def trouble(wording: Wording, what: str) -> str:
    """To a coordinator: something of the machine has gone wrong, and whom to tell."""
    if what == "backup":
        return wording.say("The daily backup could not be written. Tell whoever runs the bot; I keep trying.")
    return wording.say("The database has been damaged. Tell whoever runs the bot now, and keep its backups.")


def jobs(wording: Wording, runs: Sequence[Run], backup: datetime | None, zone: ZoneInfo) -> str:
    """When each job ran last, which of them failed, and how old the backup is."""
    if not runs:
        return wording.say("Nothing has run yet.")
    listed = wording.series(
        f"{_job(wording, run.job)} {run.started_at.astimezone(zone):%H:%M}" for run in runs
    )
    failed = wording.series(_job(wording, run.job) for run in runs if run.fault is not None)
    ran = wording.say("Last runs: {runs}.", runs=listed)
    last = max(run.started_at for run in runs).astimezone(zone)
    briefly = wording.say("{n} jobs, the last at {clock}.", n=len(runs), clock=_clock(last.time()))
    how = wording.say("Failed: {jobs}.", jobs=failed) if failed else wording.say("All well.")
    saved = _backup(wording, backup, zone) if any(run.job == "backup" for run in runs) else ""
    end = f"{saved} {how}" if saved else how
    return first_that_fits(f"{ran} {end}", f"{briefly} {end}", end)


def jobs_whole(wording: Wording, runs: Sequence[Run], backup: datetime | None, zone: ZoneInfo) -> str:
    """A line for each job: when, how long, what it did, or what ended it."""
    if not runs:
        return wording.say("Nothing has run yet.")
    lines = [_run(wording, run, zone) for run in runs]
    if any(run.job == "backup" for run in runs):
        lines.append(_backup(wording, backup, zone))
    return "\n".join(lines)


def _job(wording: Wording, name: str) -> str:
    return {
        "reminders": wording.say("reminders"),
        "corrections": wording.say("corrections"),
        "nightly summary": wording.say("nightly summary"),
        "free beds": wording.say("free beds"),
        "weekly digest": wording.say("weekly digest"),
        "backup": wording.say("backup"),
        "retention": wording.say("tidying up"),
        "upkeep": wording.say("upkeep"),
    }.get(name, name)


def _run(wording: Wording, run: Run, zone: ZoneInfo) -> str:
    at = run.started_at.astimezone(zone)
    seconds = wording.say(
        "{number} s", number=wording.plain_decimal(Decimal(run.seconds).quantize(Decimal("0.01")))
    )
    told = [f"{wording.day(at.date())} {_clock(at.time())}", seconds]
    counts = {
        wording.say("sent {n}", n=run.queued): run.queued,
        wording.say("skipped {n}", n=run.skipped): run.skipped,
        wording.say("done {n}", n=run.done): run.done,
    }
    told += [words for words, n in counts.items() if n]
    if run.fault is not None:
        told.append(wording.say("failed ({fault})", fault=run.fault))
    return f"{_job(wording, run.job)}: {wording.series(told)}"


def _backup(wording: Wording, at: datetime | None, zone: ZoneInfo) -> str:
    if at is None:
        return wording.say("No backup yet.")
    there = at.astimezone(zone)
    return wording.say(
        "Last backup {day} {clock}.", day=wording.day(there.date()), clock=_clock(there.time())
    )
