"""What was found before a sign-off, what was accepted and what a new version changes, in words."""

from collections.abc import Sequence

from reports.wording import Wording
from shelter.signoff import Check, Difference, Finding
from shelter.sites import Site
from shelter.standing import Revised
from shelter.sums import Report

SHOWN_DATES = 5


def check_words(wording: Wording, check: Check) -> str:
    say = wording.say
    return {
        Check.AWAITED: say("reports still awaited"),
        Check.MISSING: say("missing reports"),
        Check.CROWDED: say("nights above 120% of the beds"),
        Check.UNUSUAL: say("days above three times the usual"),
        Check.JUMP: say("share of women changed by more than 20 percentage points from the month before"),
    }[check]


def finding_line(wording: Wording, finding: Finding) -> str:
    """`missing: Natthärbärge A, saknade rapporter (2017-05-03, ...)`, with the word that accepts it first."""
    dates = [day.isoformat() for day in finding.dates[:SHOWN_DATES]]
    more = len(finding.dates) - len(dates)
    told = wording.series(dates) + (f" +{more}" if more else "")
    return f"{finding.check.value}: {finding.site.name}, {check_words(wording, finding.check)} ({told})"


def accepted_words(wording: Wording, accepted: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{check_words(wording, Check(check))}: {reason}" for check, reason in accepted)


def revised(wording: Wording, changes: Sequence[Difference], sites: Sequence[Site]) -> tuple[Revised, ...]:
    names = {site.short: site.name for site in sites}
    return tuple(
        Revised(
            names.get(one.site, one.site), one.date, _report(wording, one.was), _report(wording, one.became)
        )
        for one in changes
    )


def _report(wording: Wording, report: Report | None) -> str:
    """The figures of a report in short; women and men only, since this stands in public files too (C15)."""
    say = wording.say
    if report is None:
        return say("no report")
    if report.closed:
        return say("closed")
    if report.count is not None:
        return say("{women} women, {men} men", women=report.count.women, men=report.count.men)
    queue = report.queue
    parts = (queue.applied, queue.offered, queue.no_show) if queue else (None,)
    told = "/".join(".." if part is None else str(part) for part in parts)
    return say("applied/offered/no-show {told}", told=told)
