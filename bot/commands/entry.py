"""The guided entry that a chat is in the middle of: how far it has come, and what ends it or takes its place."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from bot.commands.scene import Scene
from reports import guided
from shelter.acts import Act, ReportClosed, ReportCount
from shelter.figures import Count
from shelter.messages import Panel, Repaint
from shelter.people import Deed
from storage.panels import Kept, panel
from storage.wishes import Wish

DONE = "done"
PADS = ("women", "men", "other", "unknown")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come. Numbers are the digits pressed; '' is not stated."""

    step: str
    site: str = ""
    day: str = ""
    women: str = ""
    men: str = ""
    other: str = ""
    unknown: str = ""

    @property
    def on(self) -> date:
        return date.fromisoformat(self.day)

    @property
    def count(self) -> Count:
        return Count(*(int(getattr(self, part) or 0) for part in PADS))


def kept_as(token: str, progress: Progress) -> Panel:
    return Panel(token, json.dumps(asdict(progress)), is_entry=progress.step != DONE)


def open_entry(scene: Scene) -> Wish[tuple[Kept, Progress] | None]:
    """The sender's open entry; None also where it is for a site that they no longer report for."""
    kept = (yield from panel(scene.incoming.channel, scene.entry.token)) if scene.entry else None
    if kept is None or (kept.address, kept.person) != (scene.incoming.address, scene.person.id):
        return None
    progress = Progress(**json.loads(kept.state))
    # Also a site that has closed since: its last night may still be filled in.
    known = {site.short for site in scene.house.within_reach(scene.person, Deed.REPORT)}
    return (kept, progress) if not progress.site or progress.site in known else None


def passed_over(scene: Scene, says: str) -> Wish[tuple[Repaint, ...]]:
    """The message of the open entry, if there is one, without its buttons: it `says` what became of it."""
    kept = (yield from panel(scene.incoming.channel, scene.entry.token)) if scene.entry else None
    if kept is None:
        return ()
    there = (f"answer:{kept.message}", scene.incoming.channel, scene.incoming.address)
    return (Repaint(*there, scene.person.id, says),)


def ended_by(scene: Scene, acts: Iterable[Act]) -> Wish[tuple[Panel | None, tuple[Repaint, ...]]]:
    """What a count does to the open entry of the chat that it is written in: there is nothing left to enter."""
    if scene.entry is None:
        return None, ()
    incoming = scene.incoming
    is_written_anew = incoming.press is None and incoming.edits is None
    is_count = any(isinstance(act, ReportCount | ReportClosed) for act in acts)
    if not is_written_anew or not is_count:
        return None, ()
    repaints = yield from passed_over(scene, guided.written_instead(scene.wording))
    return kept_as(scene.entry.token, Progress(DONE)), repaints
