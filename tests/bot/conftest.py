"""The command line and the service as real processes."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest


class Shell:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.logged: list[str] = []
        """What each run wrote to its log, once it has ended."""
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "SYSTEMROOT", "LANG")
        } | {"DATA_DIR": str(folder / "data"), "LISTEN_PORT": "0", "PYTHONUTF8": "1"}

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @contextmanager
    def running(
        self, *arguments: str, program: Sequence[str] = ("bot",), **environment: str
    ) -> Iterator[tuple[subprocess.Popen[str], str]]:
        """The service in the background, once it has said that it is ready, with the address it serves on."""
        process = subprocess.Popen(
            [sys.executable, "-m", *program, *(arguments or ("run",))],
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            ready = next((line for line in process.stdout if line.startswith("shelterbot is ready")), "")
            yield process, ready.split()[-1] if ready else ""
        finally:
            process.kill()
            self.logged.append(process.communicate()[1])


@pytest.fixture
def shelterbot(tmp_path: Path) -> Shell:
    return Shell(tmp_path)
