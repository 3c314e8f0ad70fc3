"""Runs without the UI."""

from __future__ import annotations

import os
import subprocess
import sys

import dagster as dg
import pytest

from aiintel_assets.runs import InstanceError, dagster_instance, prepare_home
from aiintel_assets.settings import load_settings


def test_the_instance_is_made_in_the_data_folder_and_asks_nobody_to_sign_up() -> None:
    home = prepare_home(load_settings())
    text = (home / "dagster.yaml").read_text(encoding="utf-8")
    assert home == load_settings().data_dir / "dagster"
    assert "telemetry:\n  enabled: false" in text


def test_a_data_folder_that_cannot_be_written_is_one_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("blocked") / "file"
    file.write_text("in the way")
    with pytest.raises(InstanceError, match=r"cannot write .*set AIINTEL_DATA_DIR"):
        prepare_home(load_settings(data_dir=file / "data"))


def test_runs_whose_process_was_killed_are_marked_as_failed_and_living_ones_are_not() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True, text=True
    )

    @dg.op
    def nothing() -> None: ...

    @dg.job
    def job() -> None:
        nothing()

    settings = load_settings()
    with dagster_instance(settings) as instance:
        dead, living = (
            instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED, tags={"aiintel/process": process})
            for process in (ended.stdout.strip(), str(os.getpid()))
        )
    with dagster_instance(settings) as instance:
        statuses = [instance.get_run_by_id(run.run_id) for run in (dead, living)]
    assert [run.status for run in statuses if run] == [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.STARTED]
