"""Every answer fits one GSM-7 segment in both languages, with the longest names and large numbers (P6)."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.house_entries import LONGEST_NAME, LONGEST_SHORT
from reports import (
    asking,
    chasing,
    chat,
    correcting,
    enclosed,
    grouping,
    gsm7,
    guide,
    guided,
    in_words,
    joining,
    nightly,
    overview,
    reminding,
    setting,
)
from reports import sms as by_sms
from reports import tally as tallied
from reports.chat import Before, Kept
from reports.overview import Standing, State
from reports.period_words import not_a_period
from reports.totals_segment import in_one_segment
from reports.totals_words import Beside
from reports.wording import Wording, languages, wording
from shelter.acts import ReportClosed, ReportCount, Topic
from shelter.enclosures import Diagram, Enclosure, FileForm
from shelter.escalation import Escalation, Rule, Step
from shelter.figures import Count, Moves, Queue
from shelter.history import CLOSED, Aspect, Change
from shelter.nightly import Digest, SiteNight, Summary, Unusual
from shelter.people import Role
from shelter.period import Period
from shelter.periods import Fault, UnknownPeriod
from shelter.privacy import Audience
from shelter.questions import BELOW_ZERO, Question
from shelter.reminders import Silence
from shelter.runs import Run
from shelter.sites import Capacity, Hours, Kind, Site
from shelter.sums import BedNights, Overbooked, People, QueueRange, Report, Reports
from shelter.tally import Step as Counted
from shelter.tally import Tally
from shelter.totals import Day, Intake, Night, Totals, day_of, intake_of, night_of

ZONE = ZoneInfo("Europe/Stockholm")
NAME = "Härbärget på Södermalmsallén för kvinnor"
SHORT = "SÖDERMAL"
PERSON = "Anna-Karin Västerlund-Åkesson på natten 2"
DAY = date(2017, 12, 31)
"""Its night has two years, months of three letters and two-digit days."""

MANY = Count(1234, 2345, 123, 234)
FEW = Count(9, 19)


def site(kind: Kind, name: str = NAME, short: str = SHORT) -> Site:
    return Site(
        name=name,
        short=short,
        kind=kind,
        organisation="-",
        zone=ZONE,
        first=date(2017, 5, 1),
        hours=(Hours(time(19), time(9)),),
        capacities=(Capacity(date(2017, 5, 1), 3456, 20),) if kind is Kind.NIGHT else (),
    )


NIGHT, DAY_CENTRE, INTAKE = (site(kind) for kind in Kind)
QUEUE = Queue(1234, 1123, 1011, 1000)
NUMBERS = (("BG", 812), ("MA", 515), ("RO", 1212), ("other", 321), ("unknown", 333))

KEPT = {
    "a large count": [Kept(NIGHT, DAY, Aspect.COUNT, MANY)],
    "an overbooked night": [Kept(NIGHT, DAY, Aspect.COUNT, Count(3000, 2000))],
    "a replaced count": [Kept(NIGHT, DAY, Aspect.COUNT, MANY, before=Before(FEW))],
    "a count replaced from somebody": [Kept(NIGHT, DAY, Aspect.COUNT, FEW, before=Before(FEW, PERSON))],
    "a closed night after a count": [Kept(NIGHT, DAY, Aspect.COUNT, CLOSED, before=Before(MANY, PERSON))],
    "visits": [Kept(DAY_CENTRE, DAY, Aspect.COUNT, MANY)],
    "a queue": [Kept(INTAKE, DAY, Aspect.QUEUE, QUEUE)],
    "a replaced queue": [Kept(INTAKE, DAY, Aspect.QUEUE, QUEUE, before=Before(QUEUE, PERSON))],
    "origins": [Kept(NIGHT, DAY, Aspect.ORIGIN, NUMBERS, guests=3936)],
    "a count and a queue": [
        Kept(NIGHT, DAY, Aspect.COUNT, FEW),
        Kept(NIGHT, DAY, Aspect.QUEUE, Queue(no_show=3, away=6)),
    ],
    "two nights": [Kept(NIGHT, DAY, Aspect.COUNT, FEW), Kept(NIGHT, date(2017, 12, 30), Aspect.COUNT, FEW)],
}


def questions() -> Iterator[Question]:
    """Each topic with nothing known, and with all that could be known."""
    for topic in Topic:
        yield Question(topic)
        yield Question(
            topic,
            site=SHORT,
            date=DAY,
            women=1234,
            men=2345,
            total=3579,
            proposal=(ReportCount(SHORT, DAY, MANY),),
            about="åäö" * 8,
        )
    yield Question(Topic.CHANGE, site=SHORT, date=DAY, about=BELOW_ZERO)


STANDINGS = [
    *(
        Standing(
            site(Kind.NIGHT, short=f"NATT-{n}"),
            DAY,
            Report(f"NATT-{n}", DAY, False, FEW, None, datetime.now(UTC), 1),
            State.AWAITED,
        )
        for n in range(3)
    ),
    *(Standing(site(Kind.DAY, short=f"DAG-{n}"), DAY, None, State.MISSING) for n in range(5)),
    Standing(INTAKE, DAY, None, State.AWAITED),
]


def told(night: Night, day: Day, intake: Intake, period: Period) -> Totals:
    return Totals(period, "regular", night, day, intake, 0, ())


PEOPLE = People(12_345_678, 23_456_789, 123_456, 234_567)
REPORTS = Reports(due=365_000, received=364_999, on_time=123_456, awaited=1_000)
LONG = Period(date(2017, 11, 13), date(2027, 12, 31))
TOTALS = {
    "millions, incomplete": told(
        Night(
            PEOPLE,
            364_999,
            36_160_490,
            BedNights(40_000_000, 40_000_000, 39_999_999),
            Overbooked(),
            REPORTS,
            0,
        ),
        Day(PEOPLE, 364_999, REPORTS, 0),
        Intake(
            1_234_567, 1_123_456, 101_112, 0, Fraction(8, 9), Fraction(1, 9), None, QueueRange(), REPORTS, 0
        ),
        LONG,
    ),
    "nothing yet": told(
        night_of([]), day_of([]), intake_of([]), Period(date(2017, 10, 1), date(2017, 10, 31))
    ),
}


def tally_answers() -> Iterator[tuple[str, Callable[[Wording], str]]]:
    moment = datetime(2017, 12, 31, 22, 59, tzinfo=UTC)
    begun = Tally(SHORT, DAY)
    grown = Tally(SHORT, DAY, steps=(Counted(1, 1, PERSON, moment, Moves(1234, 2345, 123, 234)),))
    for tally, one in itertools.product((begun, grown), (NIGHT, DAY_CENTRE)):
        at = f"of {tally.count.total} at a {one.kind}"
        for say in (tallied.opened, tallied.moved, tallied.look_by_text, tallied.forgotten):
            yield f"tally {at}: {say.__name__}", partial(say, site=one, tally=tally)
        yield f"tally {at}: changed", partial(tallied.look_by_text, site=one, tally=tally, changed=True)
        for outcome in (tallied.Outcome(MANY, PERSON), tallied.Outcome(CLOSED, None)):
            yield f"tally {at}: {outcome}", partial(tallied.done, site=one, tally=tally, outcome=outcome)
    for sites in ([NIGHT, DAY_CENTRE], [one.site for one in STANDINGS]):
        yield f"tally: which of {len(sites)} sites", partial(tallied.which_site, sites=sites)
        yield f"tally: which of {len(sites)}", partial(tallied.which_tally, sites=sites)
    for label, things in KEPT.items():
        yield f"tally closed by {label}", partial(chat.kept, things=things, tally_closed=True)


def answers() -> Iterator[tuple[str, Callable[[Wording], str]]]:  # noqa: C901, PLR0912 every sentence there is
    for label, things in KEPT.items():
        yield f"kept: {label}", lambda words, things=things: chat.kept(words, things)  # type: ignore[misc]
        thing = things[0]
        yield f"undone: {label}", lambda words, thing=thing: chat.undone(words, thing)  # type: ignore[misc]
        yield f"unchanged: {label}", lambda words, thing=thing: chat.unchanged(words, [thing])  # type: ignore[misc]
        yield f"replaced: {label}", lambda words, thing=thing: chat.replaced_by(words, PERSON, thing)  # type: ignore[misc]
    yield "not yours to change", lambda words: chat.not_yours_to_change(words, NIGHT, DAY)
    old = Kept(NIGHT, DAY, Aspect.COUNT, MANY, before=Before(FEW), in_full=True)
    yield "long ago", lambda words: chat.kept(words, [old])
    yield "undone to nothing", lambda words: chat.undone(words, Kept(NIGHT, DAY, Aspect.COUNT, None))
    for question in questions():
        known = "known" if question.site else "nothing known"
        for count, sites in (("one site", [NIGHT]), ("many sites", [one.site for one in STANDINGS])):
            yield (
                f"asked: {question.topic} {question.about[:2]}, {known}, {count}",
                lambda words, question=question, sites=sites: asking.asked(words, question, sites),  # type: ignore[misc]
            )
    for role in Role:
        yield f"guide: {role}", lambda words, role=role: guide.guide(words, role, [Kind.NIGHT])  # type: ignore[misc]
    yield "guide: intake", lambda words: guide.guide(words, Role.REPORTER, [Kind.INTAKE])
    for kind in (*Kind, None):
        yield f"not understood: {kind}", lambda words, kind=kind: guide.not_understood(words, kind)  # type: ignore[misc]
        yield f"greeted: {kind}", lambda words, kind=kind: guide.greeted(words, kind)  # type: ignore[misc]
    yield "which of many sites", lambda words: guided.which_of_many(words, NIGHT)
    yield "unknown command", lambda words: guide.unknown_command(words, "/" + "å" * 100)
    for say in (
        guide.reports_for_nobody,
        guide.not_yours,
        guide.only_numbers,
        guide.how_to_join,
        guide.language_chosen,
        guide.language_unknown,
        guide.went_wrong,
        asking.no_personal_data,
        asking.taken_back,
        asking.nothing_open,
        chat.nothing_to_undo,
        guided.left,
        guided.nothing_by_touch,
        tallied.no_edits,
        tallied.below_zero,
    ):
        yield say.__name__, say
    for label, told in TOTALS.items():
        for one, audience in itertools.product((None, NIGHT), Audience):
            beside = Beside(told, audience=audience)
            yield (
                f"summary: {label}, {'one site' if one else 'the house'}, {audience}",
                lambda words, beside=beside, one=one: in_one_segment(words, beside, one),  # type: ignore[misc]
            )
    for fault in Fault:
        unknown = UnknownPeriod("å" * 100, fault)
        yield f"no period: {fault}", lambda words, unknown=unknown: not_a_period(words, unknown)  # type: ignore[misc]
    for say in (
        by_sms.code_wrong,
        by_sms.code_spent,
        by_sms.code_over,
        by_sms.changed_meanwhile,
        by_sms.goodbye,
        by_sms.welcome_back,
        by_sms.only_text,
        by_sms.somebody,
    ):
        yield f"sms: {say.__name__}", say
    for figures in (MANY, CLOSED, None):
        yield (
            f"sms: code asked for {figures}",
            lambda words, figures=figures: by_sms.code_asked(words, SHORT, DAY, figures, "0123"),  # type: ignore[misc]
        )
        for name in (PERSON, None):
            yield (
                f"sms: codes used up for {figures}, {name}",
                lambda words, figures=figures, name=name: by_sms.codes_used_up(
                    words, SHORT, DAY, figures, name
                ),  # type: ignore[misc]
            )
        yield (
            f"sms: no code for {figures}",
            lambda words, figures=figures: by_sms.no_code_can_go(words, SHORT, DAY, figures),  # type: ignore[misc]
        )
        yield (
            f"sms: {figures} not proven",
            lambda words, figures=figures: by_sms.not_proven(words, PERSON, SHORT, DAY, figures),  # type: ignore[misc]
        )
    for figures in (Count(123, 456, 78, 9), None):
        yield (
            f"sms: overtaken {figures}",
            lambda words, figures=figures: by_sms.overtaken(words, SHORT, DAY, figures, time(21, 55)),  # type: ignore[misc]
        )
    for role in (Role.COORDINATOR, Role.REPORTER):
        yield f"sms: not by sms, {role}", lambda words, role=role: by_sms.not_by_sms(words, role)  # type: ignore[misc]
    yield "sms: a coordinator's guide", lambda words: guide.guide(words, Role.COORDINATOR, (), by_sms=True)
    yield from tally_answers()
    yield "sms: budget spent", lambda words: by_sms.budget_spent(words, 10_000)
    yield "sms: number's budget spent", lambda words: by_sms.number_budget_spent(words, PERSON)
    yield "sms: opted out", lambda words: by_sms.has_opted_out(words, PERSON)
    yield "sms: abroad", lambda words: by_sms.abroad(words, PERSON)
    yield "sms: not delivered", lambda words: by_sms.not_delivered(words, PERSON, 30008)
    yield "sms: stopped", lambda words: by_sms.stopped(words, 20003)
    yield "set aside, told", guide.set_aside
    line = guide.aside_line(wording("sv"), PERSON, datetime(2017, 12, 31, 23, 59), "k9 " * 40)
    for lines in ([], [line], [line] * 100):
        yield f"set aside: {len(lines)}", lambda words, lines=lines: guide.aside(words, lines, roomy=False)  # type: ignore[misc]
    yield "tonight", lambda words: overview.tonight(words, STANDINGS)
    yield "nothing is open", lambda words: overview.tonight(words, [])
    yield from unasked()
    for elsewhere in (True, False):
        yield (
            f"cannot reach, elsewhere: {elsewhere}",
            lambda words, elsewhere=elsewhere: guide.cannot_reach(words, PERSON, elsewhere=elsewhere),  # type: ignore[misc]
        )
    for site_of_kind in (NIGHT, DAY_CENTRE):
        yield from step_by_step(site_of_kind)
    for many in ([NIGHT] * 2, [NIGHT] * 12, [NIGHT] * 100):
        yield (
            f"words: which of {len(many)} sites",
            lambda words, many=many: in_words.which_site(words, many),  # type: ignore[misc]
        )
    yield "words: choices", in_words.choices
    yield (
        "words: once more",
        lambda words: in_words.once_more(words, in_words.how_many(words, NIGHT, DAY, "other")),
    )
    yield "words: or ask", lambda words: in_words.or_ask(words, in_words.choices(words), PERSON)
    for signed in (True, False):
        yield f"refused, signed {signed}", partial(correcting.refused, site=NIGHT, day=DAY, signed=signed)
        for figures in (MANY, CLOSED, None):
            wants = partial(correcting.wants_to_change, name=PERSON, site=NIGHT, signed=signed)
            change = Change(SHORT, DAY, Aspect.COUNT, figures)
            yield f"wants to change: {figures}, signed {signed}", partial(wants, change=change)
            after = partial(correcting.after_sign_off, text="-" * 150, site=NIGHT, version=12)
            yield f"after sign-off: {figures}, {signed}", partial(after, change=change)
    yield "bound", lambda words: grouping.bound(words, NIGHT)
    yield "unbound", lambda words: grouping.unbound(words, NIGHT)
    yield "not bound", grouping.not_bound
    yield "anonymous", grouping.anonymous
    yield "how to bind", lambda words: grouping.how_to_bind(words, [one.site for one in STANDINGS])
    yield "no bot", grouping.no_bot_yet
    yield "group lost", lambda words: grouping.lost(words, NIGHT)
    yield "cannot pin", lambda words: grouping.cannot_pin(words, NIGHT)
    for standing in STANDINGS:
        yield f"board: {standing}", partial(grouping.board, standing=standing)
    years = Question(
        Topic.DATE,
        site=SHORT,
        moment=datetime(2020, 12, 31, tzinfo=UTC),
        dates=tuple(date(year, 12, 31) for year in (2017, 2018, 2019)),
    )
    yield "which old date", lambda words: asking.asked(words, years, [NIGHT])
    nights = tuple(date(2017, 12, day) for day in (28, 29, 30))
    for number in (1, 3):
        of = Question(
            Topic.DATE, site=SHORT, moment=datetime(2017, 12, 31, tzinfo=UTC), dates=nights[:number]
        )
        yield f"which of {number} nights", lambda words, of=of: asking.asked(words, of, [NIGHT])  # type: ignore[misc]
    ends = Question(Topic.CLOSED, site=SHORT, date=DAY, closed=True, proposal=(ReportClosed(SHORT, DAY),))
    yield "closed for how long", lambda words: asking.asked(words, ends, [NIGHT])
    yield "welcome", lambda words: joining.welcome(words, PERSON, [SHORT] * 8)
    yield "welcome, coordinator", lambda words: joining.welcome(words, PERSON, ())
    yield "already in", lambda words: joining.already_in(words, PERSON)
    yield "how to invite", lambda words: joining.how_to_invite(words, SHORT)
    yield "name taken", lambda words: joining.name_taken(words, PERSON)
    yield "a code to join with", lambda words: joining.code_text(words, PERSON, "012345")
    yield "a code is texted", lambda words: joining.code_is_texted(words, PERSON)
    yield "wrong codes", lambda words: joining.invitation_was_guessed_at(words, PERSON)
    yield "no number to text", lambda words: joining.no_such_number(words, ["+1234"])
    for say in (
        joining.invitation_used,
        joining.invitation_expired,
        joining.how_by_code,
        joining.join_code_wrong,
        joining.invitation_spent,
        joining.no_sms,
        joining.number_wants_none,
        joining.no_bot_yet,
        joining.number_added,
        joining.number_of_another,
        joining.only_your_own,
        joining.no_phone_number,
        guided.written_instead,
        guided.continues,
        guided.left,
        guided.old_button,
        guided.goes_on_privately,
        guided.digits_first,
        guided.nothing_by_touch,
    ):
        yield say.__name__, say
    yield "nothing missing", lambda words: overview.missing(words, [], 35)


def step_by_step(one: Site) -> Iterator[tuple[str, Callable[[Wording], str]]]:
    """What guided entry in words asks at each step."""
    yield f"words: which date, {one.kind}", lambda words: in_words.which_date(words, one, [DAY] * 4)
    most = Count(9999, 9999, 9999)
    yield f"words: look, {one.kind}", lambda words: in_words.look(words, one, DAY, most)
    for part in ("women", "men", "other"):
        yield (
            f"words: how many {part}, {one.kind}",
            lambda words, part=part: in_words.how_many(words, one, DAY, part),  # type: ignore[misc]
        )


SITES = {f"{SHORT[:6]}{n:02}": site(Kind.NIGHT, short=f"{SHORT[:6]}{n:02}") for n in range(12)}
NOON = datetime(2018, 1, 2, 11, 30, tzinfo=UTC)
SETTINGS = Escalation(720, 720, 720)


def unasked() -> Iterator[tuple[str, Callable[[Wording], str]]]:
    """What is said unasked, and what sets it."""
    for step in Step:
        for many in (1, 2, 12):
            silences = [Silence(short, DAY, step, True) for short in list(SITES)[:many]]
            yield (
                f"asked by the clock: {step}, {many}",
                lambda words, silences=silences: reminding.ask(words, silences, SITES, NOON, list(SITES)),  # type: ignore[misc]
            )
    for label, told in SUMMARIES.items():
        yield f"summary: {label}", lambda words, told=told: nightly.summary(words, told)  # type: ignore[misc]
    for label in ("all told", "none told"):
        nights = SUMMARIES[label].nights
        yield f"free beds: {label}", lambda words, nights=nights: nightly.free_beds(words, nights, DAY)  # type: ignore[misc]
    for many in (1, 9):
        changed = [(NIGHT, DAY, COUNTED)] * many
        yield f"corrected: {many}", lambda words, changed=changed: nightly.corrected(words, changed)  # type: ignore[misc]
        digest = Digest(
            week=Period(date(2017, 12, 25), DAY),
            due=1234,
            received=1111,
            missing=tuple((one, (DAY, DAY)) for one in list(SITES.values())[:many]),
            unusual=tuple(Unusual(one, DAY, 1234, 3) for one in list(SITES.values())[:many]),
        )
        yield f"digest: {many}", lambda words, digest=digest: nightly.digest(words, digest)  # type: ignore[misc]
    clock = time(23, 45)
    yield "own time", lambda words: setting.reminder_is(words, clock)
    yield "usual times", lambda words: setting.reminder_is(words, None)
    yield "paused", lambda words: setting.paused(words, clock)
    yield "after the deadline", lambda words: setting.after_deadline(words, clock)
    yield "free beds at", lambda words: setting.free_beds_at(words, clock)
    yield "no free beds", lambda words: setting.free_beds_at(words, None)
    yield "summary at", lambda words: setting.summary_at(words, clock)
    yield "escalation", lambda words: setting.escalation_is(words, SETTINGS)
    yield "how to escalate", lambda words: setting.how_to_escalate(words, SHORT)
    yield "how to escalate a site", lambda words: setting.how_to_escalate_site(words, SHORT)
    rule = Rule((clock, clock, timedelta(minutes=720), clock))
    for own in (True, False):
        yield (
            f"escalation of a site: {own}",
            lambda words, own=own: setting.site_escalation_is(words, NIGHT, rule, SETTINGS, own),  # type: ignore[misc]
        )
    yield "escalation never", lambda words: setting.escalation_is(words, Escalation(None, None, None))
    names = (
        "reminders",
        "corrections",
        "nightly summary",
        "free beds",
        "weekly digest",
        "backup",
        "retention",
    )
    runs = [Run(name, datetime(2017, 12, 31, 22, 45, tzinfo=UTC), 1.0, fault="ValueError") for name in names]
    yield "jobs", lambda words: setting.jobs(words, runs, runs[0].started_at, ZONE)
    yield "no backup", lambda words: setting.jobs(words, runs, None, ZONE)
    yield "no jobs", lambda words: setting.jobs(words, [], None, ZONE)
    for what in ("backup", "damage"):
        yield f"trouble {what}", lambda words, what=what: setting.trouble(words, what)  # type: ignore[misc]
    for say in (
        setting.how_to_be_reminded,
        setting.how_to_set_summary,
        setting.how_to_set_free_beds,
        setting.no_shelter,
        setting.not_at_night,
    ):
        yield say.__name__, say


def below_the_summary() -> Iterator[tuple[str, Callable[[Wording], str]]]:
    many = {f"{PERSON} {n}": (SHORT,) * 3 for n in range(20)}
    for label, people, without in (
        ("one", {PERSON: (SHORT,)}, ()),
        ("many", many, (PERSON,)),
        ("nobody", {}, (PERSON,) * 9),
    ):
        yield (
            f"reminded: {label}",
            lambda words, people=people, without=without: chasing.reminded(words, people, without),  # type: ignore[misc]
        )
    yield "reminded before", lambda words: chasing.reminded_before(words, time(23, 45))
    yield "nobody to remind", chasing.nobody_to_remind
    yield "all has come", chasing.all_has_come
    yield "write it", lambda words: chasing.write_it(words, INTAKE, DAY)


COUNTED = Report(SHORT, DAY, False, MANY, None, NOON, 1)
SUMMARIES = {
    label: Summary(
        day=DAY,
        nights=tuple(SiteNight(one, report, 1200, channel="sms") for one in SITES.values()),
        days=tuple(SiteNight(DAY_CENTRE, None, None) for _ in range(9)),
        corrected=tuple((short, DAY) for short in SITES),
        since_yesterday=-1234,
        since_weekday=1234,
    )
    for label, report in (
        ("all told", COUNTED),
        ("none told", None),
        ("all closed", replace(COUNTED, closed=True)),
    )
}
SUMMARIES["no shelters"] = Summary(
    DAY, (), tuple(SiteNight(DAY_CENTRE, COUNTED, None) for _ in range(9)), (), None, None
)


def about_files() -> Iterator[tuple[str, Callable[[Wording], str]]]:
    """What is said of files and pictures, with the longest period, place and list of what else there is."""
    period = Period(date(2016, 12, 28), date(2017, 12, 28))
    pictures = [
        Enclosure(FileForm.CHART, period, "sv", Audience.STAFF, draft=False, diagram=one) for one in Diagram
    ]
    report = Enclosure(FileForm.CSV, period, "sv", Audience.STAFF, draft=False)
    yield "three charts", lambda words: enclosed.coming(words, pictures[:3], NAME, ["andel kvinnor"] * 6)
    for one in pictures:
        yield (
            f"a chart: {one.diagram}",
            lambda words, one=one: enclosed.coming(words, [one], NAME, ["kö"] * 6),  # type: ignore[misc]
        )
    yield "a file", lambda words: enclosed.coming(words, [report], None, ())
    for say in (enclosed.which_form, enclosed.not_here, enclosed.whole_house, enclosed.internal_refused):
        yield say.__name__, say
    for say in (enclosed.not_made, enclosed.coming_soon, enclosed.old_button):
        yield say.__name__, say
    yield "nothing to draw", lambda words: enclosed.nothing_to_draw(words, period)
    yield "not begun", lambda words: enclosed.not_begun(words, period)
    yield "too long", lambda words: enclosed.too_long(words, 2)
    yield "too many", lambda words: enclosed.too_many(words, 8)
    yield "too large", lambda words: enclosed.too_large(words, 123_456_789)
    yield "half-year by SMS", lambda words: enclosed.period_report_elsewhere(words, period)


ANSWERS = dict([*answers(), *below_the_summary(), *about_files()])


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("label", ANSWERS)
def test_every_answer_fits_one_segment_without_being_cut(label: str, language: str) -> None:
    text = ANSWERS[label](wording(language))

    assert gsm7.segments(text) == 1
    assert not text.endswith("..."), text
    assert "{" not in text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("label", ANSWERS)
def test_no_answer_teaches_a_word_that_twilio_takes_for_itself(label: str, language: str) -> None:
    text = ANSWERS[label](wording(language))

    reserved = r"\b(stop|stopall|unsubscribe|end|quit|cancel|revoke|optout|start|help|info|yes)\b"
    assert not re.search(reserved, text, re.IGNORECASE)


def test_the_names_here_are_the_longest_that_a_house_may_have() -> None:
    assert (len(NAME), len(SHORT)) == (LONGEST_NAME, LONGEST_SHORT)


@pytest.mark.parametrize("language", languages())
def test_a_long_list_of_what_is_missing_is_told_in_numbers(language: str) -> None:
    sites = [
        (site(Kind.DAY, short=f"DAG-{n}"), [date(2017, 10, day) for day in range(1, 29, 2)]) for n in range(8)
    ]

    text = overview.missing(wording(language), sites, 35)

    assert gsm7.fits(text)
    assert "DAG-7 14" in text
