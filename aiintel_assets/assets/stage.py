"""The frame around every asset: the edition is checked, failures become one line, what failed is on record."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import dagster as dg

from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.errors import NewsroomError
from aiintel_assets.store import stage_failures

GROUP = "newsroom"
OWNERS = ["team:newsroom"]
# What heals at all mostly heals within seconds; longer outages are for the next run.
RETRIES = dg.RetryPolicy(max_retries=2, delay=2, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)


class StageFailedError(NewsroomError):
    """The edition cannot go on: what came out of a stage would be unworthy of a post."""


@contextmanager
def stage(context: dg.AssetExecutionContext, newsroom: Newsroom) -> Iterator[str]:
    """The edition this run is about, while its stage is built.

    Raises:
        Failure: one line for people; Dagster retries only what can heal.
    """
    edition, name = context.partition_key, context.asset_key.to_user_string()
    newsroom.announce(edition, name)
    try:
        if newsroom.calendar.state(edition, newsroom.clock()) == "future":
            raise StageFailedError(f"the edition {edition} lies in the future: wait for its day")  # noqa: TRY301 - on record too
        yield edition
        with newsroom.store.transaction() as db:
            stage_failures.clear(db, edition, name)
    except NewsroomError as error:
        _record(newsroom, edition, name, str(error))
        raise dg.Failure(description=f"{edition} {name}: {error}", allow_retries=error.heals) from None
    except Exception as error:
        # A defect of ours: it does not heal by itself, and the UI keeps the traceback.
        reason = f"unexpected {type(error).__name__}: {' '.join(str(error).split())}; the Dagster UI has the details"
        _record(newsroom, edition, name, reason)
        raise dg.Failure(description=f"{edition} {name}: {reason}", allow_retries=False) from error


def _record(newsroom: Newsroom, edition: str, name: str, reason: str) -> None:
    """Put the failure on record; a store that cannot be opened was the failure itself."""
    with suppress(NewsroomError), newsroom.store.transaction() as db:
        stage_failures.record(db, edition, name, reason)


def facts(started: float, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - Dagster decides what it can show
    """Metadata of a materialization, with the seconds it took since `started` (of `time.monotonic`)."""
    return {**values, "seconds": round(time.monotonic() - started, 3)}


def counted(reasons: Mapping[str, int]) -> dg.MarkdownMetadataValue:
    """Reasons and how often, as a table for the UI."""
    rows = [f"| {reason} | {count} |" for reason, count in sorted(reasons.items(), key=lambda item: -item[1])]
    return dg.MetadataValue.md("\n".join(["| reason | articles |", "| --- | ---: |", *rows]) if rows else "none")
