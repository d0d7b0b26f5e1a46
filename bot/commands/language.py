"""Language: what the person is answered in from now on."""

from bot.commands.scene import Scene
from reports.guide import language_chosen, language_unknown
from reports.wording import wording
from shelter.messages import Answer
from storage.wishes import Wish

WORDS = {
    "sv": ("svenska", "swedish", "sv", "sve"),
    "en": ("engelska", "english", "en", "eng"),
}


def language(scene: Scene) -> Wish[Answer]:
    yield from ()
    wanted = scene.argument.casefold().strip(" .!")
    for code, words in WORDS.items():
        if wanted in words:
            return Answer(language_chosen(wording(code)), language=code)
    return Answer(language_unknown(scene.wording))
