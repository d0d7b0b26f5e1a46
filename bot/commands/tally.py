"""The live tally by touch: opened, counted on by several chats at once, looked at, stored."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.guided import MOST_SITES, TOKEN_BYTES
from bot.commands.report import report
from bot.commands.scene import Scene
from bot.commands.tallying import as_a_text, is_too_late, repainted, step_by
from reports import chat, guide, guided
from reports import tally as words_of
from reports.wording import wording
from shelter.figures import Count, Moves, difference, moved
from shelter.history import Aspect
from shelter.messages import Answer, Panel, Repaint
from shelter.people import Deed, may
from shelter.sites import Kind, Site
from shelter.tally import (
    BUTTON,
    COUNTING,
    OF_A_TALLY,
    Tally,
    TallyDeed,
    TallyPanel,
    Turn,
    is_live,
    tally_date,
)
from storage.counts import holding, reporter_of
from storage.panels import panel
from storage.tally import Shown, panels_of, tally_on, tally_panel
from storage.telegram import CHANNEL
from storage.wishes import Wish

WHICH_SITE = '{"step":"tally"}'
"""The state of the panel that only asks for the site."""


def tally(scene: Scene) -> Wish[Answer | None]:
    """`/tally`, `räkna A`: opens the tally of those who come in now, or shows it."""
    sites = _sites(scene)
    if not sites:
        return Answer(guided.nothing_by_touch(scene.wording))
    named = _named(scene.argument, sites)
    if scene.argument and named is None and not scene.incoming.text.startswith("/"):
        return (yield from report(replace(scene, argument=scene.incoming.text)))
    if named is None and len(sites) > 1:
        return _which_site(scene, sites)
    return (yield from _opened(scene, named or sites[0]))


def is_for_a_tally(press: str) -> bool:
    return press.partition(".")[2].startswith(f"{BUTTON}.")


def pressed_in_tally(scene: Scene) -> Wish[Answer | None]:
    """A press on a tally's button: one more guest, one back, a look; a kind word where that cannot be."""
    token, _, what = (scene.incoming.press or "").partition(f".{BUTTON}.")
    if what.startswith("at."):
        return (yield from _chosen(scene, token, what.removeprefix("at.")))
    shown = yield from tally_panel(token)
    here = (scene.incoming.channel, scene.incoming.place)
    found = (yield from tally_on(shown.panel.site, shown.panel.date)) if shown else None
    if shown is None or found is None or (shown.channel, shown.address) != here:
        return Answer("", toast=words_of.old_button(scene.wording))
    if not may(scene.person, Deed.REPORT, found.site):
        return Answer("", toast=guide.not_yours(scene.wording))
    if found.done:
        turn = _opened_again if what == "again" else _is_done
        return (yield from turn(scene, shown, found))
    return (yield from _turned(scene, shown, found, what))


def _turned(scene: Scene, shown: Shown, found: Tally, what: str) -> Wish[Answer]:
    if what in COUNTING:
        return (yield from _counted(scene, found, COUNTING[what]))
    step, _, version = what.partition(".")
    match step:
        case "undo":
            return (yield from _undone(scene, found))
        case "look" | "back":
            return (yield from _looked(scene, shown, found, looks=step == "look"))
        case "save" if version == str(found.version):
            return (yield from _saved(scene, shown, found))
        case "save":
            looked = yield from _looked(scene, shown, found, looks=True)
            return replace(looked, toast=words_of.changed_meanwhile(scene.wording))
    return Answer("", toast=words_of.old_button(scene.wording))


def _sites(scene: Scene) -> list[Site]:
    now = scene.incoming.moment
    return [
        site
        for site in scene.house.within_reach(scene.person, Deed.REPORT)
        if site.kind is not Kind.INTAKE and site.in_service_on(tally_date(site, now))
    ]


def _named(argument: str, sites: Sequence[Site]) -> Site | None:
    said = argument.strip(" .!").casefold()
    return next((site for site in sites if said in (site.short.casefold(), site.name.casefold())), None)


def _which_site(scene: Scene, sites: Sequence[Site]) -> Answer:
    text = words_of.which_site(scene.wording, sites)
    if scene.incoming.channel != CHANNEL or len(sites) > MOST_SITES:
        return Answer(text)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return Answer(text, buttons=words_of.which(token, sites), panel=Panel(token, WHICH_SITE))


def _chosen(scene: Scene, token: str, short: str) -> Wish[Answer]:
    kept = yield from panel(scene.incoming.channel, token)
    site = _named(short, _sites(scene))
    if kept is None or (kept.address, kept.person) != (scene.incoming.address, scene.person.id) or not site:
        return Answer("", toast=words_of.old_button(scene.wording))
    return (yield from _opened(scene, site))


def _opened(scene: Scene, site: Site) -> Wish[Answer]:
    """Join the tally, which is opened where it is not, and show it in a new message of this chat."""
    day = tally_date(site, scene.incoming.moment)
    found = yield from tally_on(site.short, day)
    before = found or Tally(site.short, day, done=True)
    after, deed = yield from _begun(scene, before)
    if scene.incoming.channel != CHANNEL:
        return Answer(
            words_of.opened(scene.wording, site, after),
            closes_question=True,
            tallies=(deed,),
            repaints=(yield from repainted(scene, after)) if before.done else (),
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return Answer(
        words_of.panel(scene.wording, site, after),
        closes_question=True,
        buttons=words_of.counting(scene.wording, token),
        tallies=(deed,),
        tally_panel=TallyPanel(site.short, day, token),
        repaints=(yield from _elsewhere(scene, after, changed=before.done)),
    )


def _begun(scene: Scene, before: Tally) -> Wish[tuple[Tally, TallyDeed]]:
    """A tally begins, or goes on after its end, at what is stored for its date."""
    joined = TallyDeed(before.site, before.date, Turn.OPENED)
    if not before.done:
        return before, joined
    held = yield from holding(before.site, before.date)
    stored = held.count if held else None
    moves = difference(before.count, stored) if isinstance(stored, Count) else Moves()
    after = replace(before, done=False)
    if any(moves):
        after = after.after(step_by(scene, moves, opening=True))
    return after, replace(joined, moves=moves)


def _elsewhere(scene: Scene, after: Tally, *, changed: bool) -> Wish[tuple[Repaint, ...]]:
    """This chat's earlier message says that a newer one goes on; the others show what has changed."""
    shown = {one.key: one for one in (yield from panels_of(after.site, after.date))}
    here = (scene.incoming.channel, scene.incoming.place)
    made = []
    for one in (yield from repainted(scene, after)):
        if (one.channel, one.address) == here:
            language = shown[one.shown].language
            words = wording(language) if language else scene.default_wording
            made.append(replace(one, text=words_of.continues(words), buttons=()))
        elif changed:
            made.append(one)
    return tuple(made)


def _counted(scene: Scene, found: Tally, moves: Moves) -> Wish[Answer]:
    site = scene.house.site(found.site)
    if moves.counts_up and not is_live(site, found.date, scene.incoming.moment):
        return Answer("", toast=words_of.of_another_date(scene.wording, site, found))
    return (yield from _moved(scene, found, moves))


def _undone(scene: Scene, found: Tally) -> Wish[Answer]:
    step = found.undoable_by(scene.person.id)
    if step is None:
        return Answer("", toast=words_of.nothing_of_yours(scene.wording))
    return (yield from _moved(scene, found, step.moves.taken_back, step.message))


def _moved(scene: Scene, found: Tally, moves: Moves, undoes: int | None = None) -> Wish[Answer]:
    if moved(found.count, moves) is None:
        return Answer("", toast=words_of.below_zero(scene.wording))
    after = found.after(step_by(scene, moves, undoes))
    return Answer(
        "",
        toast=words_of.pressed(scene.wording, moves, after.count),
        tallies=(TallyDeed(found.site, found.date, Turn.MOVED, moves, undoes),),
        repaints=(yield from repainted(scene, after)),
    )


def _looked(scene: Scene, shown: Shown, found: Tally, *, looks: bool) -> Wish[Answer]:
    turned = replace(shown.panel, looks=looks)
    repaints = yield from repainted(scene, found, instead=turned, only=turned.token)
    return Answer("", tally_panel=turned, repaints=repaints)


def _saved(scene: Scene, shown: Shown, found: Tally) -> Wish[Answer]:
    """Store the sum as the same text would: with its checks, its question and its answer."""
    site = scene.house.site(found.site)
    if is_too_late(scene, found):
        return Answer("", toast=chat.not_yours_to_change(scene.wording, site, found.date))
    answer = yield from as_a_text(scene, found, report)
    if answer is None:
        return Answer("")
    turned = replace(shown.panel, looks=False)
    if answer.question is not None:
        question = replace(answer.question, change=OF_A_TALLY)
        repaint = Repaint(
            shown.key,
            shown.channel,
            shown.address,
            shown.person,
            answer.text,
            words_of.asked(scene.wording, turned.token),
        )
        return Answer("", question=question, tally_panel=turned, repaints=(repaint,))
    repaints = tuple(
        replace(one, text=answer.text) if one.shown == shown.key else one for one in answer.repaints
    )
    return replace(answer, text="", tally_panel=turned, repaints=repaints)


def _opened_again(scene: Scene, shown: Shown, found: Tally) -> Wish[Answer]:
    site = scene.house.site(found.site)
    if not is_live(site, found.date, scene.incoming.moment):
        return Answer("", toast=words_of.of_another_date(scene.wording, site, found))
    after, deed = yield from _begun(scene, found)
    turned = replace(shown.panel, looks=False)
    return Answer(
        "",
        tallies=(deed,),
        tally_panel=turned,
        repaints=(yield from repainted(scene, after, instead=turned)),
    )


def _is_done(scene: Scene, shown: Shown, found: Tally) -> Wish[Answer]:
    """A press that came after the end: told kindly, and the message shows what is stored."""
    held = yield from holding(found.site, found.date)
    by = yield from reporter_of(found.site, found.date, Aspect.COUNT)
    outcome = words_of.Outcome(held.figures if held else None, by.name if by else None)
    return Answer(
        "",
        toast=words_of.is_done(scene.wording),
        repaints=(yield from repainted(scene, found, outcome=outcome, only=shown.panel.token)),
    )
