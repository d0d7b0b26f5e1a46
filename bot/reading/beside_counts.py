"""What may stand beside a count: the queue, and guests by origin and age (R19-R21)."""

from bot.reading.case import Ask, Case, Wanted
from bot.reading.meanings import QUEUE, Meaning
from shelter.acts import ReportAges, ReportCount, ReportOrigins, ReportQueue, Topic
from shelter.figures import Count
from shelter.sites import Kind

HIGHEST_APPLIED = 100


def queue_said(case: Case) -> None:
    if QUEUE.isdisjoint(case.draft.numbers):
        if not case.outcome.acts and case.draft.says_something:
            raise Ask(Topic.EXTRA)
        return
    queue = case.queue()
    if case.day is None:
        raise case.ask_date()
    applied, offered, no_show, away = queue.applied, queue.offered, queue.no_show, queue.away
    if (applied is not None and offered is not None and offered > applied) or (
        offered is not None and no_show is not None and no_show > offered
    ):
        raise Ask(Topic.SUM)
    if (
        max(part for part in (applied, offered, no_show, away) if part is not None) > HIGHEST_APPLIED
        and not case.accepts_high
    ):
        raise Ask(Topic.HIGH)
    if case.site.kind is Kind.INTAKE and Meaning.SUM in case.draft.numbers:
        raise Ask(Topic.EXTRA)
    case.outcome.acts.append(ReportQueue(case.site.short, case.day, queue))


def breakdown_said(case: Case, numbers: dict[str, int], act: type[ReportOrigins] | type[ReportAges]) -> None:
    """Origin or age: its sum is never above the count of that date, said here or stored (R20, R21, R29)."""
    if case.day is None:
        raise case.ask_date()
    said = next((one.count.total for one in case.outcome.acts if isinstance(one, ReportCount)), None)
    if said is None:
        key = (case.site.short, case.day)
        if key not in case.around.stored:
            case.outcome.wants_counts.add(key)
            raise Wanted
        held = case.around.stored[key]
        said = held.total if isinstance(held, Count) else None
    if said is not None and sum(numbers.values()) > said:
        raise Ask(Topic.SUM)
    if said is None and case.is_high(sum(numbers.values())):
        raise Ask(Topic.HIGH)
    last = {"other": 1, "unknown": 2}
    ordered = tuple(sorted(numbers.items(), key=lambda pair: (last.get(pair[0], 0), pair[0])))
    case.outcome.acts.append(act(case.site.short, case.day, ordered))
