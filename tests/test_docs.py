"""What the README says is there is there, and what is there is in the README."""

import re
from pathlib import Path

import pytest

from bot.cli import app, sites
from bot.commands import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    own = [name for name in app if not name.startswith("-") and name != "sites"]
    return own + [f"sites {name}" for name in sites if not name.startswith("-")]


@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_terminal_is_in_the_readme(command: str) -> None:
    assert f"`shelterbot {command}" in README


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_of_the_conversation_is_in_the_readme(command: str) -> None:
    assert f"`/{command}`" in README


@pytest.mark.parametrize("setting", list(Settings.model_fields))
def test_every_setting_is_in_the_readme(setting: str) -> None:
    assert f"| `{setting}` |" in README


def test_every_setting_in_the_readme_exists() -> None:
    table = README.partition("| setting | default | meaning |")[2]

    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == set(Settings.model_fields)


@pytest.mark.parametrize(
    "page", sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")}), ids=lambda page: page.name
)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
