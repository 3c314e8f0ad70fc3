"""Dagster runs without the UI, against the same instance: what `aiintel run`, `backfill` and `demo` are made of."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from queue import Queue
from threading import Thread

import dagster as dg

from aiintel_assets.assets.collecting import prefetch
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.assets.schedules import EDITION_JOB
from aiintel_assets.definitions import build_defs
from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import STAGES
from aiintel_assets.settings import Settings

_PROCESS_TAG = "aiintel/process"
# What happens is told by the progress bar and kept in the event log; the terminal stays readable.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class InstanceError(NewsroomError):
    """The Dagster instance cannot be opened."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the run of one edition ended, and how long it took; `reason` is the line for people when it failed."""

    edition: str
    success: bool
    reason: str = ""
    seconds: float = 0.0


@contextmanager
def dagster_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """The instance in the data folder, made if there is none, with runs that died with their process marked as failed.

    Raises:
        InstanceError: the folder cannot be written.
    """
    home = prepare_home(settings)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        _bury_the_dead(instance)
        yield instance


def prepare_home(settings: Settings) -> Path:
    """The instance's folder with its configuration.

    Raises:
        InstanceError: the folder cannot be written.
    """
    home = settings.dagster_home
    configuration = home / "dagster.yaml"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not configuration.exists():
            configuration.write_bytes(files("aiintel_assets.assets").joinpath("dagster.yaml").read_bytes())
        if not os.access(home, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise InstanceError(
            f"cannot write {home}: {error.strerror}; set AIINTEL_DATA_DIR to a folder you may write"
        ) from None
    return home


def run_editions(
    newsroom: Newsroom,
    instance: dg.DagsterInstance,
    editions: Sequence[str],
    stages: Sequence[str] = STAGES,
    *,
    jobs: int = 1,
) -> Iterator[Outcome]:
    """Build the editions in order, each as one Dagster run; a failed one does not stop the next.

    With `jobs` above 1, the pages of that many editions are fetched at the same time, before the runs begin. The runs
    themselves follow in the order of the days, since each day is held against the days before it.
    """
    if jobs > 1 and editions and STAGES[0] in stages:
        prefetch(newsroom, editions, jobs=jobs)
        newsroom = replace(newsroom, refresh=False)
    job = build_defs(newsroom.settings, newsroom).resolve_job_def(EDITION_JOB)
    yield from (_run(job, instance, edition, stages) for edition in editions)


def in_background(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """The same outcomes, made in a thread of their own, so that Ctrl-C ends the waiting at once.

    Dagster keeps interrupts of the main thread to itself until a stage is done. Ending the process in the middle of a
    stage costs nothing: an edition is replaced whole or not at all.
    """
    ready: Queue[Outcome | BaseException | None] = Queue()

    def work() -> None:
        try:
            for outcome in outcomes:
                ready.put(outcome)
            ready.put(None)
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
            ready.put(error)

    Thread(target=work, daemon=True).start()
    while (outcome := ready.get()) is not None:
        if isinstance(outcome, BaseException):
            raise outcome
        yield outcome


def _run(job: dg.JobDefinition, instance: dg.DagsterInstance, edition: str, stages: Sequence[str]) -> Outcome:
    started = time.monotonic()
    result = job.execute_in_process(
        partition_key=edition,
        instance=instance,
        raise_on_error=False,
        asset_selection=[dg.AssetKey(stage) for stage in stages],
        run_config=_QUIET,
        tags={_PROCESS_TAG: str(os.getpid())},
    )
    reason = "" if result.success else _reason(result)
    return Outcome(edition, result.success, reason, time.monotonic() - started)


def _reason(result: dg.ExecuteInProcessResult) -> str:
    """The line for people of the first step that failed."""
    for event in result.all_events:
        if not event.is_step_failure:
            continue
        data = event.step_failure_data
        if data.user_failure_data and data.user_failure_data.description:
            return str(data.user_failure_data.description)
        if data.error:
            cause = data.error.cause or data.error
            return f"{event.step_key}: unexpected {cause.cls_name}: {cause.message.strip().splitlines()[0]}"
    return "the run failed: see it in the Dagster UI"


def _bury_the_dead(instance: dg.DagsterInstance) -> None:
    """A process that was killed leaves its run «started» for ever; say that it has ended."""
    under_way = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING])
    for run in instance.get_runs(under_way):
        process = run.tags.get(_PROCESS_TAG)
        if process and not _alive(int(process)):
            instance.report_run_failed(run, "the process that ran it was killed; run the edition again")


def _alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        try:
            os.kill(process, 0)
        except PermissionError:
            return True
        return True
    return False
