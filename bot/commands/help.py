"""Help: how to report, in one line, by what the person does here."""

from bot.commands.scene import Scene
from reports.guide import guide
from shelter.messages import Answer
from storage.sms import CHANNEL as SMS
from storage.wishes import Wish


def help_(scene: Scene) -> Wish[Answer]:
    yield from ()
    kinds = [scene.house.site(short).kind for short in scene.person.sites]
    by_sms = scene.incoming.channel == SMS
    return Answer(guide(scene.wording, scene.person.role, kinds, by_sms=by_sms))
