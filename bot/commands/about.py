"""A scene whose text is for one site and date, whatever the clock says."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.commands.scene import Scene
from shelter.dates import opening
from shelter.sites import Kind, Site

MINUTE = timedelta(minutes=1)


def on_its_day(scene: Scene, site: Site, day: date) -> Scene:
    """The scene as if the sender reported for that site only, when a text without a date is for `day`."""
    if site.kind is Kind.INTAKE:
        moment = datetime.combine(day, site.cut_off, site.zone) + MINUTE
    else:
        moment = opening(site, day) + MINUTE
    return replace(
        scene,
        incoming=replace(scene.incoming, moment=moment),
        about=(site.short, day),
        question=None,
        asked_at=scene.incoming.moment,
    )
