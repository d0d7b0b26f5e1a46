"""What the project says about itself is true: version, requirements, make targets, the import table."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt")
STANDARD_LIBRARY = sys.stdlib_module_names | {"_typeshed"}  # the second one is for type checkers only
PACKAGES = tuple(
    name
    for name in PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    if (ROOT / name / "__init__.py").exists()
)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run `command` in the project's folder as from a fresh shell, also when make runs the tests."""
    fresh = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        command, cwd=ROOT, env=fresh, capture_output=True, text=True, encoding="utf-8", check=False
    )


def project_files() -> list[Path]:
    """The files that git keeps or would keep; without git, all but what tools and the bot have made."""
    try:
        listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except FileNotFoundError:
        listed = None
    if listed is not None and listed.returncode == 0:
        names = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        made = re.compile(r"(\.venv|\.git|\.\w+_cache|\.hypothesis|data|build|dist|__pycache__)$")
        names = [
            path
            for path in ROOT.rglob("*")
            if not any(made.fullmatch(part) for part in path.relative_to(ROOT).parts)
        ]
    return [path for path in names if path.is_file()]


def imported_by(path: Path) -> set[str]:
    """The top-level names of all that a module imports, wherever in it."""
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    return imported


def make_targets() -> dict[str, str]:
    """What bare `make` lists: each target and its line."""
    listing = run("make", "--no-print-directory")
    assert listing.returncode == 0, listing.stderr
    return {line.split()[1]: line.split(maxsplit=2)[2] for line in listing.stdout.splitlines()}


# The version


def test_the_version_is_the_first_heading_of_the_changelog():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first = next(line for line in changelog.splitlines() if line.startswith("## "))
    heading = re.fullmatch(r"## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}", first)

    assert heading is not None, f"not a version and a date: {first}"
    assert importlib.metadata.version("shelterbot") == heading[1]


def test_the_version_is_written_nowhere_else():
    assert "version" not in PYPROJECT["project"]
    assert PYPROJECT["project"]["dynamic"] == ["version"]
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "CHANGELOG.md"


# The requirements


def locked(name: str) -> dict[str, str]:
    """Each requirement of a lock file, and all that stands with it, its hashes among that."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    return {entry.split("==")[0]: entry for entry in entries}


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_has_an_exact_version_and_hashes(name):
    without = [
        entry.splitlines()[0]
        for entry in locked(name).values()
        if not re.match(r"[a-z0-9-]+==[\w.]+ ", entry) or "--hash=sha256:" not in entry
    ]

    assert without == []


@pytest.mark.parametrize("name", [*LOCKS, "requirements.in", "requirements-dev.in"])
def test_requirements_hold_no_address_and_no_path(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|file:|\s/\w+", text) == []


def test_what_the_project_asks_for_is_locked_and_nothing_more():
    asked = {re.match(r"[\w-]+", need)[0] for need in PYPROJECT["project"]["dependencies"]}
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)
    locked_for_us = {entry.split("==")[0] for entry in entries if "shelterbot (pyproject.toml)" in entry}

    assert locked_for_us == asked, "run: make lock"


def test_the_build_backend_is_locked():
    backend = {re.match(r"[\w-]+", need)[0] for need in PYPROJECT["build-system"]["requires"]}

    assert backend <= locked("requirements.txt").keys()


def test_both_lock_files_agree_on_what_they_share():
    runtime, development = locked("requirements.txt"), locked("requirements-dev.txt")
    differing = [
        name
        for name in runtime.keys() & development.keys()
        if runtime[name].split()[0] != development[name].split()[0]
    ]

    assert differing == []


def test_what_the_packages_import_is_asked_for_by_name():
    asked = {re.match(r"[\w-]+", need)[0].replace("-", "_") for need in PYPROJECT["project"]["dependencies"]}
    owners = importlib.metadata.packages_distributions()
    borrowed = set()
    for path in (path for name in PACKAGES for path in (ROOT / name).rglob("*.py")):
        for module in imported_by(path) - STANDARD_LIBRARY - set(PACKAGES):
            names = {owner.lower().replace("-", "_") for owner in owners.get(module, [module])}
            if not names & asked:
                borrowed.add(f"{path.relative_to(ROOT)} imports {module}")

    assert borrowed == set()


# Make


def test_make_lists_its_targets_with_a_line_each():
    targets = make_targets()

    assert {"setup", "demo", "run", "test", "check", "bench", "lock", "clean"} <= targets.keys()
    assert all(len(line) > 10 for line in targets.values())


def test_every_target_that_the_makefile_or_a_page_names_exists():
    pages = [path for path in project_files() if path.suffix == ".md" or path.name == "Makefile"]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    named = {name for text in texts for name in re.findall(r"[`(]make ([a-z]+)\b", text)}
    for name in sorted({*named, *make_targets()}):
        dry = run("make", "--no-print-directory", "--dry-run", name)
        assert dry.returncode == 0, f"make {name}: {dry.stderr}"


def test_the_entry_point_is_the_command_line():
    assert PYPROJECT["project"]["scripts"] == {"shelterbot": "bot.cli:main"}
    (entry,) = importlib.metadata.entry_points(group="console_scripts", name="shelterbot")
    assert callable(entry.load())


# The import table


def test_every_package_stands_in_the_import_table():
    table = PYPROJECT["tool"]["importlinter"]
    layers = set(re.findall(r"\w+", " ".join(table["contracts"][0]["layers"])))

    assert sorted(table["root_packages"]) == sorted(PACKAGES)
    assert set(PACKAGES) <= layers


def test_the_import_table_holds():
    linter = Path(sys.executable).with_name("lint-imports")
    result = run(str(linter), "--no-cache")

    assert result.returncode == 0, result.stdout + result.stderr


def modules_of_the_rules() -> list[Path]:
    return sorted((ROOT / "shelter").rglob("*.py"))


@pytest.mark.parametrize("path", modules_of_the_rules(), ids=lambda path: path.stem)
def test_the_rules_use_only_themselves_and_the_standard_library(path):
    imported = imported_by(path)

    assert imported - STANDARD_LIBRARY == imported & {"shelter"}
    assert imported & {"asyncio", "os", "pathlib", "socket", "sqlite3", "subprocess", "time"} == set()


@pytest.mark.parametrize("path", modules_of_the_rules(), ids=lambda path: path.stem)
def test_the_rules_await_nothing_and_ask_no_clock_and_no_file(path):
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await):
            found.append(f"line {node.lineno}: awaits")
        elif isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(attr="now" | "today" | "utcnow", value=ast.Name(id="datetime" | "date")):
                    found.append(f"line {node.lineno}: asks the clock")
                case ast.Name(id="open" | "print" | "input"):
                    found.append(f"line {node.lineno}: reaches outside")

    assert found == []


# The files


def test_tests_are_no_package():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_no_file_names_the_machine_it_was_written_on():
    machine = re.compile(r"(?<![\w.~:-])/(?:work|tmp/lab|root|home/[a-z]+)/")
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in machine.finditer(text)]

    assert found == []


def test_catalogues_are_read_as_text_and_never_compiled():
    assert [path for path in project_files() if path.suffix == ".mo"] == []
