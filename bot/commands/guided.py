"""Guided entry by touch: site, date, women, men, a look, stored; one message that is edited in place."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.commands.about import on_its_day
from bot.commands.entering import ENTER, enter
from bot.commands.entry import DONE, PADS, Progress, kept_as, open_entry, passed_over
from bot.commands.report import report
from bot.commands.scene import Scene
from bot.reading.which_date import may_be_reported
from reports import guided
from shelter.dates import local
from shelter.messages import Answer, Button
from shelter.people import Deed
from shelter.sites import Kind, Site
from storage.panels import Kept
from storage.wishes import Wish

TOKEN_BYTES = 12
MOST_SITES = 48
"""Telegram refuses a message with more than a hundred buttons, and nobody looks through a list of more than these."""
LONGEST_NUMBER = 4
DIGITS = "0123456789"
DATES_SHOWN = 4
BEGIN = "report.by.touch"
"""What the button below a group's board says; who pressed it decides what comes of it."""

AFTER = {
    "site": "day",
    "day": "women",
    "women": "men",
    "men": "look",
    "other": "unknown",
    "unknown": "look",
}
BEFORE = {"day": "site", "women": "day", "men": "women", "look": "men", "other": "look", "unknown": "other"}

Rows = tuple[tuple[Button, ...], ...]


def guide_by_touch(scene: Scene) -> Wish[Answer]:
    """`/report` where there are buttons."""
    sites = sites_of(scene)
    if not sites:
        return Answer(guided.nothing_by_touch(scene.wording))
    first = Progress("site") if len(sites) > 1 else Progress("day", site=sites[0].short)
    begun = yield from _begun(scene, first)
    if scene.incoming.group is None:
        return begun
    # A group has no use for a number pad that one of its members goes through.
    return replace(begun, privately=True, toast=guided.goes_on_privately(scene.wording))


def entry_for(scene: Scene, site: Site, day: date) -> Wish[Answer]:
    """The entry with site and date already chosen."""
    return (yield from _begun(scene, Progress("women", site.short, day.isoformat())))


def _begun(scene: Scene, first: Progress) -> Wish[Answer]:
    """A new entry; one that the chat was in the middle of says that it goes on there."""
    repaints = yield from passed_over(scene, guided.continues(scene.wording))
    return replace(shown(scene, secrets.token_urlsafe(TOKEN_BYTES), first), repaints=repaints)


def pressed(scene: Scene) -> Wish[Answer | None]:
    """A press: one step further, or a kind word when the button is old or somebody else's."""
    if scene.incoming.press == BEGIN:
        return (yield from guide_by_touch(scene))
    token, _, rest = (scene.incoming.press or "").partition(".")
    if rest == ENTER:
        return (yield from enter(scene, token))
    step, _, what = rest.partition(".")
    is_open = scene.entry is not None and scene.entry.token == token
    found = (yield from open_entry(scene)) if is_open else None
    if found is None:
        return Answer("", toast=guided.old_button(scene.wording))
    kept, progress = found
    if progress.step != step:
        # Pressed twice, or below a look of the message that is over: it shows the present one.
        return replace(shown(scene, token, progress), shown_in_answer_to=kept.message)
    if not _is_offered(scene, progress, what):
        return Answer("", toast=guided.old_button(scene.wording))
    return (yield from _step(scene, token, kept, progress, what))


def _step(scene: Scene, token: str, kept: Kept, progress: Progress, what: str) -> Wish[Answer | None]:
    """What the press of one of its buttons makes of the entry."""
    if what == "leave":
        return _left(scene, token, kept)
    if what in ("save", "closed"):
        return (yield from _store(scene, token, kept, progress, closed=what == "closed"))
    further = _further(progress, what)
    if further is None:
        return Answer("", toast=guided.digits_first(scene.wording))
    if further == progress:
        is_full = progress.step in PADS and len(getattr(progress, progress.step)) == LONGEST_NUMBER
        return Answer("", toast=guided.no_more_digits(scene.wording, LONGEST_NUMBER) if is_full else None)
    return replace(shown(scene, token, further), shown_in_answer_to=kept.message)


def sites_of(scene: Scene) -> list[Site]:
    """The sender's sites that report women and men."""
    today = scene.incoming.moment.date()
    return [
        site
        for site in scene.house.within_reach(scene.person, Deed.REPORT)
        if site.kind is not Kind.INTAKE and site.in_service_on(today)
    ]


def _is_offered(scene: Scene, progress: Progress, what: str) -> bool:
    """Whether the message has such a button at this step: a client can be made to press what is not there."""
    if what in ("back", "leave"):
        return True
    match progress.step:
        case "site":
            return what in {site.short for site in sites_of(scene)}
        case "day":
            return _is_open(scene, scene.house.site(progress.site), what)
        case "look":
            return what in ("save", "more")
        case "women" if what == "closed":
            return True
    return what in ("delete", "next", *DIGITS)


def _is_open(scene: Scene, site: Site, day: str) -> bool:
    """Whether a date can be reported now, be it one of the latest or shown since they were others."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        return False
    return may_be_reported(site, chosen, scene.incoming.moment)


def _further(progress: Progress, what: str) -> Progress | None:
    """Where a press leads; None for `next` without a number."""
    step = progress.step
    if what == "back":
        return replace(progress, step=BEFORE.get(step, step))
    if step in PADS:
        digits: str = getattr(progress, step)
        if what == "next":
            needed = step in ("women", "men") and not digits
            return None if needed else replace(progress, step=AFTER[step])
        digits = digits[:-1] if what == "delete" else (digits + what).lstrip("0") or "0"
        return replace(progress, **{step: digits}) if len(digits) <= LONGEST_NUMBER else progress
    if step == "look":
        return replace(progress, step="other") if what == "more" else progress
    return replace(progress, **{step: what}, step=AFTER[step])


def _left(scene: Scene, token: str, kept: Kept) -> Answer:
    done = kept_as(token, Progress(DONE))
    return Answer(guided.left(scene.wording), panel=done, shown_in_answer_to=kept.message)


def _store(scene: Scene, token: str, kept: Kept, progress: Progress, *, closed: bool) -> Wish[Answer | None]:
    """Store as the same text would be: with its checks, its question and its answer."""
    site = scene.house.site(progress.site)
    text = guided.closed(scene.wording) if closed else guided.as_text(scene.wording, progress.count)
    answer = yield from report(on_its_day(replace(scene, argument=text), site, progress.on))
    if answer is None:
        return None
    done = kept_as(token, replace(progress, step=DONE))
    return replace(answer, panel=done, shown_in_answer_to=kept.message)


def shown(scene: Scene, token: str, progress: Progress) -> Answer:
    """The message as it looks at this step."""
    words = scene.wording
    state = kept_as(token, progress)

    def button(label: str, what: str) -> Button:
        return Button(label, f"{token}.{progress.step}.{what}")

    def named(*names: str) -> tuple[Button, ...]:
        return tuple(button(guided.label(words, name), name) for name in names)

    if progress.step == "site":
        sites = sites_of(scene)
        if len(sites) > MOST_SITES:
            text = guided.which_of_many(words, sites[0])
            return Answer(text, buttons=(named("leave"),), panel=state)
        rows: Rows = tuple((button(site.name, site.short),) for site in sites)
        return Answer(guided.which_site(words), buttons=(*rows, named("leave")), panel=state)
    site = scene.house.site(progress.site)
    if progress.step == "day":
        rows = tuple(
            (button(words.reporting_date(site, day), day.isoformat()),) for day in dates_of(scene, site)
        )
        back = named("back", "leave") if len(sites_of(scene)) > 1 else named("leave")
        return Answer(guided.which_date(words, site), buttons=(*rows, back), panel=state)
    if progress.step == "look":
        text = guided.look(words, site, progress.on, progress.count)
        return Answer(text, buttons=(named("save"), named("more"), named("back", "leave")), panel=state)
    entered = {
        part: int(getattr(progress, part))
        for part in PADS[: PADS.index(progress.step)]
        if getattr(progress, part)
    }
    digits = getattr(progress, progress.step)
    text = guided.how_many(words, site, progress.on, progress.step, digits, guided.known(words, entered))
    pad = (*(tuple(button(digit, digit) for digit in row) for row in ("123", "456", "789")),)
    last = (*named("delete"), button("0", "0"), *named("next"))
    closed = (named("closed"),) if progress.step == "women" else ()
    return Answer(text, buttons=(*pad, last, *closed, named("back", "leave")), panel=state)


def dates_of(scene: Scene, site: Site) -> Sequence[date]:
    """The latest dates that can be reported now, the newest first."""
    now = scene.incoming.moment
    today = local(site, now).date()
    days = (today - timedelta(days=back) for back in range(DATES_SHOWN + 1))
    return [day for day in days if may_be_reported(site, day, now)][:DATES_SHOWN]
