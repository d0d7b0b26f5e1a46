"""What a file of figures would add, change and why it is refused, in words."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from reports.wording import Wording
from shelter.figures import Count, Queue
from shelter.history import Closed, Figures
from shelter.house import House
from shelter.importing import Plan, Refused, Step, Taken, Unusual, Why
from shelter.period import Period

SHOWN = 20
"""Rows told one by one of each sort; a file that is refused has all its faults told."""


def preview(
    words: Wording, house: House, plan: Plan, *, unread: Sequence[str], signed: Sequence[Period]
) -> list[str]:
    """What would be added, changed and refused, with what should be looked at, in lines."""
    return [
        *_refused(words, plan.refused),
        *_changed(words, house, plan.changed),
        *_added(words, house, plan.added),
        *_rest(words, plan),
        *_unusual(words, house, plan.unusual),
        *_signed(words, plan, signed),
        *_unread(words, unread),
    ]


def _refused(words: Wording, refused: Sequence[Refused]) -> Iterator[str]:
    if not refused:
        return
    yield words.plural("Refused: {n} row", "Refused: {n} rows", len({fault.row for fault in refused}))
    alike: dict[tuple[Why, str, str], list[int]] = {}
    for fault in refused:
        alike.setdefault((fault.why, fault.said, fault.column), []).append(fault.row)
    for (why, said, column), rows in alike.items():
        at = words.series(str(row) for row in rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
        place = words.say("row {rows}", rows=at) + (f", {column}" if column else "")
        quoted = f" ({said})" if said else ""
        yield f"  {place}: {reason(words, why)}{quoted}"


def _changed(words: Wording, house: House, steps: Sequence[Step]) -> Iterator[str]:
    if not steps:
        return
    yield words.plural("Changed: {n} figure", "Changed: {n} figures", len(steps))
    for step in steps[:SHOWN]:
        was, becomes = (_figures(words, one) for one in (step.before, step.change.figures))
        site = house.site(step.line.site).name
        place = words.say("row {rows}", rows=step.line.row)
        yield "  " + words.say(
            "{place}: {site} {day}, {was} becomes {becomes}",
            place=place,
            site=site,
            day=step.line.date.isoformat(),
            was=was,
            becomes=becomes,
        )
    yield from _more(words, len(steps))


def _more(words: Wording, number: int) -> Iterator[str]:
    if number > SHOWN:
        yield "  " + words.say("and {more} more", more=words.number(number - SHOWN))


def _added(words: Wording, house: House, steps: Sequence[Step]) -> Iterator[str]:
    """What is new, by site: how many, from when to when, and the sums to check against the file."""
    if not steps:
        return
    yield words.plural("Added: {n} figure", "Added: {n} figures", len(steps))
    order = [site.short for site in house.sites]
    in_order = sorted(steps, key=lambda step: (order.index(step.line.site), step.line.date))
    for short, of_site in groupby(in_order, key=lambda step: step.line.site):
        held = list(of_site)
        yield "  " + words.say(
            "{site}: {first} to {last}, {sums}",
            site=house.site(short).name,
            first=held[0].line.date.isoformat(),
            last=held[-1].line.date.isoformat(),
            sums=words.series(_sums(words, held)),
        )


def _sums(words: Wording, steps: Sequence[Step]) -> Iterator[str]:
    figures = [step.change.figures for step in steps]
    counts = [one for one in figures if isinstance(one, Count)]
    queues = [one for one in figures if isinstance(one, Queue)]
    closed = sum(isinstance(one, Closed) for one in figures)
    told = len(figures) - len(counts) - len(queues) - closed
    if counts:
        number = words.plural("{n} count", "{n} counts", len(counts))
        women, men = sum(one.women for one in counts), sum(one.men for one in counts)
        outside = sum(one.other + one.unknown for one in counts)
        rest = f" + {words.number(outside)}" if outside else ""
        yield words.say(
            "{number} with {women} women + {men} men{rest}",
            number=number,
            women=words.number(women),
            men=words.number(men),
            rest=rest,
        )
    if queues:
        number = words.plural("{n} queue", "{n} queues", len(queues))
        applied, offered = sum(one.applied or 0 for one in queues), sum(one.offered or 0 for one in queues)
        yield words.say(
            "{number} with {applied} applied, {offered} offered",
            number=number,
            applied=words.number(applied),
            offered=words.number(offered),
        )
    if closed:
        yield words.plural("{n} closed", "{n} closed", closed)
    if told:
        yield words.plural("{n} of origin or age", "{n} of origin or age", told)


def _rest(words: Wording, plan: Plan) -> Iterator[str]:
    if plan.same:
        yield words.plural("As it is already: {n} row", "As it is already: {n} rows", plan.same)
    if plan.silent:
        yield words.plural(
            "Says nothing, and stays missing: {n} row",
            "Says nothing, and stays missing: {n} rows",
            plan.silent,
        )
    if any(step.line.received_at is None for step in plan.added):
        yield words.say("Without a column received_at, what is added counts as late.")


def _unusual(words: Wording, house: House, unusual: Sequence[Unusual]) -> Iterator[str]:
    if not unusual:
        return
    yield words.plural("Look again at {n} row", "Look again at {n} rows", len(unusual))
    for one in unusual[:SHOWN]:
        yield "  " + words.say(
            "{place}: {site} {day}, {total} where {beside} is the usual or the beds",
            place=words.say("row {rows}", rows=one.line.row),
            site=house.site(one.line.site).name,
            day=one.line.date.isoformat(),
            total=words.number(one.total),
            beside=words.number(one.beside),
        )
    yield from _more(words, len(unusual))


def _signed(words: Wording, plan: Plan, signed: Sequence[Period]) -> Iterator[str]:
    touched = [period for period in signed if any(step.line.date in period for step in plan.steps)]
    for period in touched:
        yield words.say(
            "{period} is signed off and stays as it is; signed off again, a new version says what changed.",
            period=f"{period.first}..{period.last}",
        )


def _unread(words: Wording, unread: Sequence[str]) -> Iterator[str]:
    if unread:
        yield words.say("Not read: {what}", what=words.series(unread))


def outcome(words: Wording, plan: Plan, *, written: bool) -> str:
    """The last line: what happened, and what to do next."""
    if plan.refused:
        return words.say("Nothing was written: put the refused rows right, then all can be taken in.")
    if not plan.steps:
        return words.say("Nothing to change.")
    done = len(plan.steps)
    if written:
        return words.plural(
            "Written: {n} figure. The same file again changes nothing.",
            "Written: {n} figures. The same file again changes nothing.",
            done,
        )
    return words.plural(
        "Nothing was written. Add --write to take in {n} figure.",
        "Nothing was written. Add --write to take in all {n} figures.",
        done,
    )


def taken_back(words: Wording, house: House, last: Taken | None, *, written: bool) -> list[str]:
    """What the last file brought and what becomes of it, the outcome last."""
    if last is None:
        return [words.say("No file has been taken in that could be taken back.")]
    at = f"{last.at.astimezone(house.zone):%Y-%m-%d %H:%M}"
    head = words.say("{file}, taken in {at} by {by}", file=last.source, at=at, by=last.by)
    if last.overtaken:
        told = [f"{house.site(short).name} {day.isoformat()}" for short, day in last.overtaken]
        more = f" +{len(told) - SHOWN}" if len(told) > SHOWN else ""
        return [
            head,
            words.say(
                "Nothing was taken back: changed since: {places}", places=words.series(told[:SHOWN]) + more
            ),
        ]
    number = len(last.changes)
    if written:
        return [head, words.plural("Taken back: {n} figure.", "Taken back: {n} figures.", number)]
    return [
        head,
        words.plural(
            "Nothing was written. Add --write to take back {n} figure.",
            "Nothing was written. Add --write to take back all {n} figures.",
            number,
        ),
    ]


def _figures(words: Wording, figures: Figures | None) -> str:
    match figures:
        case None:
            return words.say("nothing")
        case Count():
            rest = f"+{figures.other}+{figures.unknown}" if figures.other or figures.unknown else ""
            return f"{figures.women}+{figures.men}{rest}"
        case Closed():
            return words.say("closed")
        case Queue():
            parts = (figures.applied, figures.offered, figures.no_show, figures.away)
            return "/".join(".." if part is None else str(part) for part in parts)
    return " ".join(f"{label} {number}" for label, number in figures)


def reason(words: Wording, why: Why) -> str:
    """Why a row is refused, and what would do."""
    say: Callable[..., str] = words.say
    return {
        Why.NO_SITE: say("no site; where cells are merged, write the site in each row"),
        Why.UNKNOWN_SITE: say("no site of the house has this name or short"),
        Why.TWO_SITES: say("the row names two sites"),
        Why.NO_DATE: say("no date"),
        Why.NOT_A_DATE: say("no date; write it as 2017-05-31"),
        Why.EITHER_DATE: say("can be two dates; write it as 2017-05-31"),
        Why.A_LONGER_TIME: say("a week, month or year; each row must be one date"),
        Why.HAS_A_CLOCK: say("a moment; write the reporting date alone"),
        Why.A_SUM: say("a sum; each row must be one site and date"),
        Why.AHEAD: say("a date ahead"),
        Why.NOT_IN_SERVICE: say("the site was not in service on that date"),
        Why.NOT_A_NUMBER: say("no whole number; write 0 for none and leave unknown empty"),
        Why.NOT_WHOLE: say("people are counted in whole numbers"),
        Why.BELOW_ZERO: say("a number below zero"),
        Why.TOO_LARGE: say("too large for one site and date"),
        Why.NO_VALUE: say("a formula without its result; open the file, save it and try again"),
        Why.AN_ERROR: say("an error in the spreadsheet"),
        Why.HIDDEN: say("hidden figures cannot be taken in; use the file for own staff"),
        Why.GENDERS_MISSING: say("women and men are missing; a total alone is not taken in"),
        Why.ONE_GENDER: say("women or men is missing; write 0 for none"),
        Why.SUM_DIFFERS: say("the parts do not add up to the total"),
        Why.CLOSED_WITH_FIGURES: say("closed, yet with guests or visits"),
        Why.NOT_OPEN_OR_CLOSED: say("neither open nor closed"),
        Why.SILENT_WITH_FIGURES: say("told as missing or not scheduled, yet with figures"),
        Why.NO_COUNTS_HERE: say("the intake has a queue, no guests or visits"),
        Why.NO_QUEUE_HERE: say("these parts of the queue are not told at this kind of site"),
        Why.CONTRADICTS: say("more offered than applied, or more no-shows than offered"),
        Why.NOT_LABELLED: say("write origins as RO 12; BG 8; unknown 3 and ages as 18-25 4; 61+ 2"),
        Why.MORE_THAN_COUNTED: say("origin or age of more people than were counted"),
        Why.NOT_A_MOMENT: say("no moment in the past; write it as 2017-05-31T22:10:00+02:00"),
        Why.NO_HEADING: say("a cell in a column without a heading"),
        Why.TWICE: say("the same site and date stand in another row"),
    }[why]


def cannot_read(words: Wording, fault: str, said: str) -> str:
    """Why a file cannot be read at all (bot/importing/sheets.py names the faults), and what would do."""
    say = words.say
    told = {
        "no_file": say("the file cannot be opened"),
        "empty": say("the file is empty"),
        "too_large": say("the file is too large; divide it by year"),
        "old_or_locked": say("an old or locked workbook; save it as .xlsx without a password, or as CSV"),
        "broken": say("neither a CSV file nor a workbook that can be read; save it again as .xlsx or CSV"),
        "letters": say("its letters cannot be told for certain; save it as CSV UTF-8"),
        "no_such_sheet": say("there is no such sheet; there are"),
        "which_sheet": say("several sheets hold figures; name one with --sheet"),
        "no_sheets_in_text": say("a CSV file has no sheets; leave --sheet out"),
        "no_headings": say(
            "no headings found; the first row needs site (boende), date (datum), women (kvinnor) and men (män)"
        ),
        "no_dates": say("there is no column of dates; call it date or datum"),
        "sums": say("sums of weeks, months or years cannot be taken in; each row must be one date"),
        "no_sites": say("there is no column of sites; call it site or boende, or name the site with --site"),
        "no_figures": say("there are no columns of women and men, of the queue or of closed"),
        "double_heading": say("two columns have the same heading"),
        "either_heading": say("these headings can mean two things"),
        "history": say("this is the history of an export; take in the file made without --history"),
        "unknown_site": say("no site of the house has this name or short"),
    }[fault]
    return f"{told}: {said}" if said else told
