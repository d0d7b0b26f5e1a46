"""The catalogues say everything the code says, and nothing else."""

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from reports.wording import LOCALES, languages, wording

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {"say": None, "plural": (1, 2)}


def said() -> set[object]:
    """Every sentence that the code asks a catalogue for."""
    found: set[object] = set()
    for folder in ("reports", "bot", "scheduler", "web"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".html"):
                method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
                for _, message, _, _ in extract_from_file(method, path, keywords=KEYWORDS):
                    found.add(tuple(message) if isinstance(message, (list, tuple)) else message)
    return found


def catalogue(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "shelterbot.po").open("rb") as file:
        return read_po(file, locale=language)


def entries(language: str) -> dict[object, Message]:
    return {entry.id: entry for entry in catalogue(language) if entry.id}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", languages())
def test_every_sentence_has_an_entry_and_every_entry_is_said(language: str) -> None:
    assert set(entries(language)) == said()


@pytest.mark.parametrize("language", languages())
def test_no_entry_is_empty_or_fuzzy_or_has_lost_what_is_filled_in(language: str) -> None:
    for key, entry in entries(language).items():
        sentences = [key] if isinstance(key, str) else list(key)  # type: ignore[call-overload]
        translations = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
        assert all(translations), key
        assert not entry.fuzzy, key
        for translation in translations:
            assert blanks(translation) == blanks(sentences[-1]), key


def test_swedish_and_english_are_there() -> None:
    assert languages() == ["en", "sv"]


@pytest.mark.parametrize(
    ("language", "one", "many"), [("sv", "1 kvinna", "1 234 kvinnor"), ("en", "1 woman", "1,234 women")]
)
def test_numbers_and_plurals_have_the_form_of_the_language(language: str, one: str, many: str) -> None:
    words = wording(language)

    assert (words.plural("{n} woman", "{n} women", 1), words.plural("{n} woman", "{n} women", 1234)) == (
        one,
        many,
    )
