"""Set aside: what coordinators see of the messages that could not be handled (P3)."""

from bot.commands.scene import Scene
from reports import guide
from shelter.messages import ROOMY, Answer
from storage.aside import aside
from storage.wishes import Wish


def set_aside(scene: Scene) -> Wish[Answer]:
    """Who sent what, and when: the coordinator enters it, or has it tried again from the terminal."""
    waiting = yield from aside()
    told = [
        guide.aside_line(
            scene.wording, one.name, one.incoming.moment.astimezone(scene.house.zone), one.incoming.text
        )
        for one in waiting
    ]
    return Answer(guide.aside(scene.wording, told, roomy=scene.incoming.channel in ROOMY), keeps_text=False)
