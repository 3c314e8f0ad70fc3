"""`kill -9` in the middle of a backfill: the same command again ends where an uninterrupted one would have."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.models import STAGES
from aiintel_tests.newsdesk import desk_for

if TYPE_CHECKING:
    from aiintel_tests.fakes import PressHouse

EDITIONS = ("2025-12-11", "2025-12-12")
# Edition and stage at whose start the process is killed: the first of all, the last of all, and what lies between.
_MOMENTS = [(edition, stage) for edition in EDITIONS for stage in STAGES]
_PROGRAM = """
import os, signal, sys, time, threading
from dataclasses import replace
from pathlib import Path
from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.runs import dagster_instance, run_editions
from aiintel_assets.settings import load_settings

folder, allowed, edition, stage, delay, *editions = sys.argv[1:]
folder = Path(folder)
settings = load_settings(data_dir=folder / "data", catalog=str(folder / "catalog.yaml"), allow_hosts=allowed)

def announce(now, at):
    if (now, at) == (edition, stage):
        threading.Timer(float(delay), os.kill, (os.getpid(), signal.SIGKILL)).start()

with dagster_instance(settings) as instance:
    for outcome in run_editions(replace(newsroom_of(settings), announce=announce), instance, editions):
        print(outcome, flush=True)
time.sleep(5)
"""


@pytest.fixture
def newspapers(press: PressHouse) -> PressHouse:
    """Three publications with a week of news."""
    for name in ("north", "south", "west"):
        paper = press.publisher(name, only_ai=True)
        for day in range(8, 14):
            paper.story(f"{name}-{day}", f"2025-12-{day:02}T05:00:00")
            paper.story(
                f"{name}-{day}-late", f"2025-12-{day:02}T20:00:00", title=f"Late model news of the {name} on day {day}"
            )
    return press


@pytest.mark.parametrize(
    ("edition", "stage", "delay"),
    [
        pytest.param(
            edition, stage, delay, marks=() if (edition, stage) in {_MOMENTS[0], _MOMENTS[8]} else pytest.mark.slow
        )
        for number, (edition, stage) in enumerate(_MOMENTS)
        for delay in (0.02 * (number % 4),)
    ],
)
def test_a_killed_backfill_ends_as_an_uninterrupted_one(
    newspapers: PressHouse, tmp_path: Path, edition: str, stage: str, delay: float
) -> None:
    (tmp_path / "killed").mkdir()
    (tmp_path / "whole").mkdir()
    killed = desk_for(newspapers, tmp_path / "killed")
    process = subprocess.run(
        [
            sys.executable, "-W", "ignore", "-c", _PROGRAM,
            str(tmp_path / "killed"), newspapers.allow_hosts, edition, stage, str(delay), *EDITIONS,
        ],
        check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert process.returncode == -signal.SIGKILL, process.stderr
    assert all(outcome.success for outcome in killed.build(*EDITIONS))
    whole = desk_for(newspapers, tmp_path / "whole")
    assert all(outcome.success for outcome in whole.build(*EDITIONS))
    assert killed.site == whole.site
    assert [path for path in killed.site if not path.endswith(("-ai-intel.md", "-ai-intel.png"))] == []
