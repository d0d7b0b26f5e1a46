"""What was found before a sign-off, what was accepted and what a new version changes, in words."""

from collections.abc import Sequence

from reports.wording import Wording
from shelter.privacy import Audience
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


def revised(
    wording: Wording, changes: Sequence[Difference], sites: Sequence[Site], audience: Audience
) -> tuple[Revised, ...]:
    """Each figure that changed; for the public women and men alone, so that no place is told of the rest (C15)."""
    names = {site.short: site.name for site in sites}
    is_public = audience is Audience.PUBLIC
    told = [
        Revised(
            names.get(one.site, one.site),
            one.date,
            _report(wording, one.was, is_public=is_public),
            _report(wording, one.became, is_public=is_public),
        )
        for one in changes
    ]
    return tuple(one for one in told if one.was != one.became)


def unplaced(
    wording: Wording, changes: Sequence[Difference], audience: Audience, *, origin_or_age: bool
) -> tuple[str, ...]:
    """What changed, but is told of no site and date: origin and age, and to the public other and unknown gender."""
    told = [wording.say("Origin or age was corrected.")] if origin_or_age else []
    if audience is Audience.PUBLIC and any(_is_outside_gender(one) for one in changes):
        told.append(wording.say("Other or unknown gender was corrected."))
    return tuple(told)


def resited(wording: Wording, sites: Sequence[Site]) -> tuple[str, ...]:
    """The sites of which the house says something else than when the earlier version was signed."""
    return tuple(
        wording.say(
            "{site}: its particulars (name, beds, opening hours and the like) were changed.", site=site.name
        )
        for site in sites
    )


def _is_outside_gender(one: Difference) -> bool:
    counts = [
        report.count for report in (one.was, one.became) if report is not None and report.count is not None
    ]
    return len({(count.other, count.unknown) for count in counts}) > 1


def _report(wording: Wording, report: Report | None, *, is_public: bool) -> str:
    """The figures of a report in short."""
    say = wording.say
    if report is None:
        return say("no report")
    if report.closed:
        return say("closed")
    if (count := report.count) is not None:
        parts = [
            wording.plural("{n} woman", "{n} women", count.women),
            wording.plural("{n} man", "{n} men", count.men),
        ]
        if not is_public and (count.other or count.unknown):
            parts += [
                say("{number} other", number=wording.number(count.other)),
                say("{number} unknown", number=wording.number(count.unknown)),
            ]
        return wording.series(parts)
    queue = report.queue
    parts_of_queue = (queue.applied, queue.offered, queue.no_show) if queue else (None,)
    told = "/".join(".." if part is None else str(part) for part in parts_of_queue)
    return say("applied/offered/no-show {told}", told=told)
