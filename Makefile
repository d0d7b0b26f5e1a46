# Works with GNU make 3.81 and later. Everything that is installed stays in .venv/.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Quiet twice: errors are shown, advice about this machine's pip is not.
PIP    := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
LOCK   := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
          --no-emit-index-url --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo run test check bench lock clean dev

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/runtime ## install the bot and what it runs on into .venv
	@:

demo: setup ## replay half a year of texts and serve the phones (EXIT=1: stop after the summary)
	@$(BIN)/shelterbot demo $(if $(filter-out 0,$(EXIT)),--exit)

run: setup ## run the bot with the settings of the environment
	@$(BIN)/shelterbot run

test: dev ## run the tests (ARGS="-k night -m 'not slow'" chooses among them)
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: dev ## lint, types, imports and tests: what CI runs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

bench: dev ## measure, and write docs/benchmarks.md and .json (ARGS="telegram sms": measure these alone)
	@$(BIN)/python -m benchmarks $(ARGS)

lock: dev ## write the requirements*.txt anew (ARGS=--upgrade: with the newest versions)
	@$(LOCK) $(ARGS) pyproject.toml requirements.in --output-file requirements.txt
	@$(LOCK) $(ARGS) requirements-dev.in --output-file requirements-dev.txt

clean: ## remove .venv and the tools' caches; the data stays
	@rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

dev: $(VENV)/dev
	@:

# Each of the files below says that a step is done; a step is done again when what it was made from is newer.

$(VENV)/made:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "shelterbot needs Python 3.11 or newer, and there is no '$(PYTHON)': install it, or name another: make setup PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "shelterbot needs Python 3.11 or newer, and '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1): install it, or name another: make setup PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python cannot make a virtual environment: install its venv module (Debian, Ubuntu: sudo apt install python3-venv)" >&2; exit 1; }
	@echo "Installing into $(VENV) (once; about a minute)" >&2
	@"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

$(VENV)/runtime: $(VENV)/made requirements.txt pyproject.toml CHANGELOG.md
	@$(PIP) install --require-hashes --requirement requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/runtime requirements-dev.txt
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@
