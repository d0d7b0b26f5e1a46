"""A coordinator enters by one press what staff could no longer change."""

import json
from dataclasses import replace
from datetime import date

from bot.commands.about import on_its_day
from bot.commands.report import keep
from bot.commands.scene import Scene
from bot.commands.undo import undo
from reports import guided
from shelter.acts import Act, ReportAges, ReportClosed, ReportCount, ReportOrigins, ReportQueue
from shelter.figures import Count, Queue
from shelter.history import Aspect, Change, Closed, from_json, to_json
from shelter.messages import Answer, Panel
from shelter.people import Deed, may
from storage.panels import Kept, panel
from storage.wishes import Wish

ENTER = "enter"
"""What a button says after the token of its panel."""

DONE = '{"done":true}'


def enter(scene: Scene, token: str) -> Wish[Answer | None]:
    """Store what was asked for, as if the coordinator had written it; the request shows what came of it."""
    kept = yield from panel(scene.incoming.channel, token)
    change = _asked(scene, kept)
    if kept is None or change is None:
        return Answer("", toast=guided.old_button(scene.wording))
    there = on_its_day(scene, scene.house.site(change.site), change.date)
    if change.figures is None:
        answer = yield from undo(there, change.site, change.date)
    else:
        answer = yield from keep(there, [_act(change)])
    return replace(answer, panel=Panel(token, DONE), shown_in=kept.shown_in)


def state_of(change: Change) -> str:
    """What is asked for, as the panel keeps it."""
    return json.dumps(
        {
            "site": change.site,
            "date": change.date.isoformat(),
            "aspect": change.aspect.value,
            "figures": to_json(change.figures),
        }
    )


def _asked(scene: Scene, kept: Kept | None) -> Change | None:
    """What the panel asks for; None when it has been entered, or is not this person's (any more)."""
    if kept is None or (kept.address, kept.person) != (scene.incoming.address, scene.person.id):
        return None
    state = json.loads(kept.state)
    if state.keys() != {"site", "date", "aspect", "figures"} or not may(
        scene.person, Deed.REPORT, state["site"]
    ):
        return None
    aspect = Aspect(state["aspect"])
    day = date.fromisoformat(state["date"])
    return Change(state["site"], day, aspect, from_json(aspect, state["figures"]))


def _act(change: Change) -> Act:
    match change.figures:
        case Count() as count:
            return ReportCount(change.site, change.date, count)
        case Closed():
            return ReportClosed(change.site, change.date)
        case Queue() as queue:
            return ReportQueue(change.site, change.date, queue)
        case numbers:
            said = ReportOrigins if change.aspect is Aspect.ORIGIN else ReportAges
            return said(change.site, change.date, numbers or ())
