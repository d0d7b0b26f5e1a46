"""A step of the drafting that is passed over would have changed nothing."""

import copy
from pathlib import Path

import pytest

from bot.reading.canonical import read_file
from bot.reading.doubts import IN_DOUBT, doubts_of_words
from bot.reading.draft import Draft
from bot.reading.drafting import STEPS, Step
from bot.reading.items import Item, items_of
from bot.reading.meanings import NAMES, Meaning
from bot.reading.neighbours import settled
from bot.reading.normalise import normalised
from bot.reading.site_names import names_of
from bot.reading.totals import without_idle_guests
from bot.reading.whole_reports import WHOLE_REPORTS, whole_words

HERE = Path(__file__).parent
FILES = ("messages.tsv", "more_messages.tsv")
MESSAGES = [row.message.replace("\\n", "\n") for file in FILES for row in read_file(HERE / file)]
BACKWARDS = [" ".join(reversed(message.split())) for message in MESSAGES]
HOUSE = names_of((("Natthärbärge A", "A"), ("Dagverksamhet 1", "D1")))


def items_without_names(text: str) -> list[Item]:
    return [item for item in settled(items_of(normalised(text), HOUSE), "sv") if item.meaning not in NAMES]


READ = [(text, items_without_names(text)) for text in (*MESSAGES, *BACKWARDS)]


def raises_doubts(draft: Draft, items: list[Item]) -> list[Item]:
    doubts_of_words(draft, items)
    return items


def is_a_whole_report(draft: Draft, items: list[Item]) -> list[Item]:
    whole_words(draft, items)
    return items


ALL_STEPS: tuple[tuple[frozenset[Meaning | str], Step], ...] = (
    *STEPS,
    (frozenset({Meaning.GUESTS}), lambda _, items: without_idle_guests(items)),
    (IN_DOUBT, raises_doubts),
    (WHOLE_REPORTS, is_a_whole_report),
)


@pytest.mark.parametrize(("looks_for", "step"), ALL_STEPS, ids=[step.__name__ for _, step in ALL_STEPS])
def test_a_step_that_is_passed_over_would_have_changed_nothing(
    looks_for: frozenset[Meaning | str], step: Step
) -> None:
    for text, items in READ:
        there = {item.text if item.meaning is Meaning.MARK else item.meaning for item in items}
        if looks_for.isdisjoint(there):
            draft = Draft()
            assert step(draft, [copy.copy(item) for item in items]) == items, text
            assert draft == Draft(), text
