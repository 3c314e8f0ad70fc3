"""A warehouse of the test's own, and another process that can be told to hold it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.store.connect import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data" / "warehouse.duckdb", patience=0)


@contextmanager
def another_process(program: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """A Python process that runs `program` (which finds the file's path in `path`) and has printed its first line."""
    script = f"import sys, time\nfrom pathlib import Path\npath = Path(sys.argv[1])\n{program}"
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline(), "the other process has ended before it said anything"
            yield process
        finally:
            process.kill()
