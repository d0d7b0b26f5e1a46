"""What any message may do to a live tally: move it, take a step back, end it; and every chat that shows it sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.commands.about import on_its_day
from bot.commands.scene import Decide, Scene
from reports import asking, chat, guided
from reports import tally as words_of
from reports.wording import Wording, wording
from shelter.acts import Act, MoveTally, ReportClosed, ReportCount, Topic
from shelter.dates import is_correctable
from shelter.figures import Moves, moved
from shelter.history import CLOSED, Aspect, Change, Figures
from shelter.messages import Answer, Repaint
from shelter.people import Deed, Reach, reach
from shelter.sites import Site
from shelter.tally import OF_A_TALLY, Step, Tally, TallyDeed, TallyPanel, Turn, is_live, look_question
from storage.tally import Shown, latest_report_by, open_tallies, panels_of, tally_on
from storage.wishes import Wish

DONE = ("klart", "klar", "färdig", "fardig", "färdigt", "fardigt", "done", "ready", "finished")
"""Words that end a tally, while one is open."""


@dataclass(frozen=True, slots=True)
class DoneSaid:
    """Somebody says that a tally is done; `site` is None where they named none."""

    site: str | None


def done_said(scene: Scene, sites: Sequence[Site]) -> DoneSaid | None:
    """`klart` or `klart A`; None for any other text, and where the word is the yes to an open question."""
    word, _, rest = " ".join(scene.argument.casefold().split()).rstrip(" .!").partition(" ")
    if word.rstrip(".!") not in DONE:
        return None
    if not rest:
        question = scene.question
        is_yes = question is not None and (question.proposal or question.topic in (Topic.HIGH, Topic.FINAL))
        return None if is_yes else DoneSaid(None)
    named = [site.short for site in sites if rest in (site.short.casefold(), site.name.casefold())]
    return DoneSaid(named[0]) if named else None


def open_at(scene: Scene, sites: Sequence[Site]) -> Wish[list[Tally]]:
    """The open tallies of these sites; nothing is asked of the memory where there is none in the house."""
    if not scene.tallying:
        return []
    shorts = {site.short for site in sites}
    found = []
    for short, day in (yield from open_tallies()):
        tally = (yield from tally_on(short, day)) if short in shorts else None
        if tally is not None:
            found.append(tally)
    return found


def live(scene: Scene, tallies: Iterable[Tally]) -> list[Tally]:
    """Those that whoever comes in now is counted in."""
    now = scene.incoming.moment
    return [one for one in tallies if is_live(scene.house.site(one.site), one.date, now)]


def only_one_joined(scene: Scene, tallies: Iterable[Tally]) -> Tally | None:
    """The tally that the sender counts in, where there is just one."""
    joined = [one for one in tallies if one.is_joined_by(scene.person.id)]
    return joined[0] if len(joined) == 1 else None


def step_by(scene: Scene, moves: Moves, undoes: int | None = None, *, opening: bool = False) -> Step:
    return Step(0, scene.person.id, scene.person.name, scene.incoming.moment, moves, opening, undoes)


def is_too_late(scene: Scene, tally: Tally) -> bool:
    """Whether only the coordinator may still store it (C3)."""
    site, now = scene.house.site(tally.site), scene.incoming.moment
    return reach(scene.person, Deed.REPORT) is not Reach.ALL and not is_correctable(site, tally.date, now)


def as_a_text(scene: Scene, tally: Tally, report: Decide) -> Wish[Answer | None]:
    """What a report would answer to the tally's sum, written out on its day."""
    said = replace(scene, argument=guided.as_text(scene.wording, tally.count))
    return (yield from report(on_its_day(said, scene.house.site(tally.site), tally.date)))


def look_at_one(scene: Scene, tallies: Sequence[Tally], said: DoneSaid, report: Decide) -> Wish[Answer]:
    """`klart`: the sum of the tally that is meant, to be stored once it has been looked at."""
    meant = [one for one in tallies if said.site in (None, one.site)]
    mine = only_one_joined(scene, meant)
    if mine is not None or len(meant) == 1:
        return (yield from look_at(scene, mine or meant[0], report))
    sites = [scene.house.site(one.site) for one in meant or tallies]
    return Answer(words_of.which_tally(scene.wording, sites))


def look_at(scene: Scene, tally: Tally, report: Decide, *, changed: bool = False) -> Wish[Answer]:
    """Ask whether to store a tally's sum; what the same text would be asked about is asked instead."""
    site = scene.house.site(tally.site)
    if is_too_late(scene, tally):
        return Answer(chat.not_yours_to_change(scene.wording, site, tally.date), closes_question=True)
    answer = yield from as_a_text(scene, tally, report)
    if answer is not None and answer.question is not None:
        return Answer(answer.text, question=replace(answer.question, change=OF_A_TALLY))
    question = look_question(tally, scene.incoming.moment)
    return Answer(words_of.look_by_text(scene.wording, site, tally, changed=changed), question=question)


def move_by_text(scene: Scene, act: MoveTally, tallies: Iterable[Tally]) -> Wish[Answer]:
    tally = next(one for one in tallies if (one.site, one.date) == (act.site, act.date))
    if moved(tally.count, act.moves) is None:  # somebody took back what an earlier question was about
        return Answer(words_of.below_zero(scene.wording), closes_question=True)
    return (yield from _moved_by_text(scene, tally, act.moves))


def undo_by_text(scene: Scene, site: str, tallies: Iterable[Tally]) -> Wish[Answer | None]:
    """Take back the sender's latest step, where that is the latest they did at the site."""
    tally = next((one for one in tallies if one.site == site), None)
    step = tally.undoable_by(scene.person.id) if tally is not None else None
    if tally is None or step is None or step.message < (yield from latest_report_by(scene.person.id, site)):
        return None
    back = step.moves.taken_back
    if moved(tally.count, back) is None:
        return Answer(words_of.below_zero(scene.wording))
    return (yield from _moved_by_text(scene, tally, back, step.message))


def _moved_by_text(scene: Scene, tally: Tally, moves: Moves, undoes: int | None = None) -> Wish[Answer]:
    after = tally.after(step_by(scene, moves, undoes))
    return Answer(
        words_of.moved(scene.wording, scene.house.site(tally.site), after),
        closes_question=True,
        tallies=(TallyDeed(tally.site, tally.date, Turn.MOVED, moves, undoes),),
        repaints=(yield from repainted(scene, after)),
    )


def ended_by(scene: Scene, acts: Iterable[Act]) -> Wish[tuple[tuple[TallyDeed, ...], tuple[Repaint, ...]]]:
    """What a count does to the open tally of its date: it takes its place."""
    if not scene.tallying:
        return (), ()
    deeds: list[TallyDeed] = []
    repaints: list[Repaint] = []
    for act in acts:
        if not isinstance(act, ReportCount | ReportClosed):
            continue
        tally = yield from tally_on(act.site, act.date)
        if tally is None or tally.done:
            continue
        figures: Figures = act.count if isinstance(act, ReportCount) else CLOSED
        deeds.append(TallyDeed(act.site, act.date, Turn.DONE))
        outcome = words_of.Outcome(figures, scene.person.name)
        repaints += yield from repainted(scene, replace(tally, done=True), outcome=outcome)
    return tuple(deeds), tuple(repaints)


def followed_by(scene: Scene, changes: Iterable[Change]) -> Wish[tuple[Repaint, ...]]:
    """The messages of a tally that was stored show the date's count still when it is corrected or undone."""
    if not scene.tallied:
        return ()
    repaints: list[Repaint] = []
    for change in changes:
        tally = (yield from tally_on(change.site, change.date)) if change.aspect is Aspect.COUNT else None
        if tally is not None and tally.done:
            outcome = words_of.Outcome(change.figures, None if change.undoes else scene.person.name)
            repaints += yield from repainted(scene, tally, outcome=outcome)
    return tuple(repaints)


def has_moved_on(scene: Scene, acts: Sequence[Act]) -> Wish[Tally | None]:
    """The open tally whose sum is being confirmed, though it is no longer what was looked at."""
    question = scene.question
    if question is None or question.change != OF_A_TALLY:
        return None
    for act in acts:
        if isinstance(act, ReportCount) and (act.site, act.date) == (question.site, question.date):
            tally = yield from tally_on(act.site, act.date)
            asked = asking.proposed(question)
            if tally is not None and not tally.done and act.count == asked != tally.count:
                return tally
    return None


def repainted(
    scene: Scene,
    tally: Tally,
    *,
    outcome: words_of.Outcome | None = None,
    instead: TallyPanel | None = None,
    only: str | None = None,
) -> Wish[tuple[Repaint, ...]]:
    """Every message that shows the tally as it looks now; `instead` for one that changes itself, `only` one."""
    site = scene.house.site(tally.site)
    painted = []
    for shown in (yield from panels_of(tally.site, tally.date)):
        panel = shown.panel
        if only is not None and panel.token != only:
            continue
        if instead is not None and instead.token == panel.token:
            panel = instead
        painted.append(_painted(_words(scene, shown), site, tally, shown, panel, outcome))
    return tuple(painted)


def _painted(
    words: Wording,
    site: Site,
    tally: Tally,
    shown: Shown,
    panel: TallyPanel,
    outcome: words_of.Outcome | None,
) -> Repaint:
    if tally.done and outcome is not None:
        text = words_of.done(words, site, tally, outcome)
        buttons = words_of.again(words, panel.token)
    elif panel.looks:
        text = words_of.look(words, site, tally)
        buttons = words_of.looking(words, panel.token, tally.version)
    else:
        text = words_of.panel(words, site, tally)
        buttons = words_of.counting(words, panel.token)
    return Repaint(shown.key, shown.channel, shown.address, shown.person, text, buttons)


def _words(scene: Scene, shown: Shown) -> Wording:
    return wording(shown.language) if shown.language else scene.default_wording
