"""Below the nightly summary: remind the silent now, show whom to call, fill a count in oneself."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.commands.guided import entry_for
from bot.commands.scene import Scene
from reports import chasing, guide, guided, reminding
from reports.wording import wording
from shelter.escalation import Staff, Step
from shelter.messages import Answer, Notice
from shelter.nightly import SiteNight, summary_of
from shelter.nudges import crews
from shelter.people import Deed, Reach, reach
from shelter.reminders import Silence
from shelter.sites import Kind, Site
from storage.news import reports_on
from storage.people import numbers_of, reached
from storage.reminders import reminded_by_hand, staff
from storage.wishes import Wish

WINDOW = timedelta(minutes=15)
"""A second press within it reminds nobody again."""

USEFUL_FOR = timedelta(hours=2)

NEEDS = {chasing.REMIND: Deed.REMIND_OTHERS, chasing.CALL: Deed.SEE_NUMBERS, chasing.FILL_IN: Deed.REPORT}


def is_below_a_summary(press: str) -> bool:
    return press.startswith(f"{chasing.PRESSED}.")


def pressed_below_a_summary(scene: Scene) -> Wish[Answer]:
    """A press means what is silent now. What it says could be made up: who may do it is looked at each time."""
    _, what, when, short = [*(scene.incoming.press or "").split(".", 3), "", "", ""][:4]
    day = _date(when)
    if what not in NEEDS or day is None:
        return Answer("", toast=guided.old_button(scene.wording))
    if reach(scene.person, NEEDS[what]) is not Reach.ALL:
        return Answer("", toast=guide.not_yours(scene.wording))
    silent = yield from _silent(scene, day)
    if what == chasing.FILL_IN:
        silent = [one for one in silent if one.site.short == short]
    if not silent:
        return Answer("", toast=chasing.all_has_come(scene.wording))
    match what:
        case chasing.REMIND:
            return (yield from _remind(scene, day, silent))
        case chasing.CALL:
            return (yield from _call(scene, [one.site for one in silent[: chasing.MOST_SITES]]))
    site = silent[0].site
    if site.kind is Kind.INTAKE:
        return Answer(chasing.write_it(scene.wording, site, day))
    return (yield from entry_for(scene, site, day))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _silent(scene: Scene, day: date) -> Wish[Sequence[SiteNight]]:
    reports = yield from reports_on([day])
    return summary_of(scene.house.sites, reports, day, (), scene.incoming.moment).silent


def _remind(scene: Scene, day: date, silent: Sequence[SiteNight]) -> Wish[Answer]:
    now = scene.incoming.moment
    reminded = yield from reminded_by_hand(day, now - WINDOW)
    asked = _asked([one.site for one in silent], (yield from staff()))
    if not asked:
        return Answer("", toast=chasing.nobody_to_remind(scene.wording))
    told: dict[str, list[str]] = {}
    without, notices = [], []
    before: list[datetime] = []
    for person, theirs in asked.values():
        fresh = [one for one in theirs if (one.short, person.person.id) not in reminded]
        if not fresh:
            before += [reminded[one.short, person.person.id] for one in theirs]
        elif (yield from reached(person.person.id)) is None:
            without.append(person.person.name)
        else:
            told[person.person.name] = [one.short for one in fresh]
            notices.append(_notice(scene, person, fresh, day))
    if before and not told:
        at = max(before).astimezone(scene.house.zone)
        return Answer("", toast=chasing.reminded_before(scene.wording, at.time()))
    return Answer(chasing.reminded(scene.wording, told, without), notices=tuple(notices))


def _asked(sites: Sequence[Site], everybody: Sequence[Staff]) -> dict[int, tuple[Staff, list[Site]]]:
    """Everybody who reports for these sites, each with theirs; the lead where nobody else does."""
    asked: dict[int, tuple[Staff, list[Site]]] = {}
    by_site = crews(sites, everybody)
    for site in sites:
        crew = by_site[site.short]
        for one in (crew.asked, *crew.others):
            if one is not None:
                asked.setdefault(one.person.id, (one, []))[1].append(site)
    return asked


def _notice(scene: Scene, one: Staff, sites: Sequence[Site], day: date) -> Notice:
    """The reminder that the clock would have sent; its keys say that this window has had it."""
    now = scene.incoming.moment
    words = wording(one.person.language) if one.person.language else scene.default_wording
    silences = [Silence(site.short, day, Step.REMINDER, in_a_row=False) for site in sites]
    by_short = {site.short: site for site in sites}
    text = reminding.ask(words, silences, by_short, now, one.person.sites)
    window = f"by-hand-{_window(now):%Y%m%dT%H%M}"
    about = tuple((window, site.short, day, one.person.id) for site in sites)
    return Notice(one.person.id, text, about=about, until=now + USEFUL_FOR)


def _window(now: datetime) -> datetime:
    return now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % WINDOW


def _call(scene: Scene, sites: Sequence[Site]) -> Wish[Answer]:
    everybody = yield from staff()
    by_site = crews(sites, everybody)
    told = []
    for site in sites:
        crew = by_site[site.short]
        people = [one.person for one in (crew.asked, *crew.others, *crew.leads) if one is not None]
        held = yield from numbers_of([person.id for person in people])
        told.append((site, [(person, held.get(person.id, ())) for person in people]))
    return Answer(chasing.numbers(scene.wording, told))
