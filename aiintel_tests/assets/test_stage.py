"""The frame around every asset."""

from collections.abc import Callable
from datetime import UTC, datetime

import dagster as dg
import pytest

from aiintel_assets.assets.newsroom import Newsroom, newsroom_of
from aiintel_assets.assets.stage import stage
from aiintel_assets.errors import NewsroomError
from aiintel_assets.settings import load_settings
from aiintel_assets.store import stage_failures


@pytest.fixture
def newsroom() -> Newsroom:
    return newsroom_of(load_settings())


def _materialize(
    newsroom: Newsroom, work: Callable[[str], None], edition: str = "2025-12-14"
) -> tuple[dg.ExecuteInProcessResult, int]:
    """Run one asset around `work`; returns the result and how often the work was tried."""
    tries: list[str] = []

    @dg.asset(
        name="raw_articles",
        partitions_def=dg.DailyPartitionsDefinition("2025-01-01", end_date="2027-12-31"),
        retry_policy=dg.RetryPolicy(max_retries=2),
    )
    def asset(context: dg.AssetExecutionContext) -> None:
        with stage(context, newsroom) as key:
            tries.append(key)
            work(key)

    result = dg.materialize([asset], partition_key=edition, raise_on_error=False)
    return result, len(tries)


def _on_record(newsroom: Newsroom, edition: str = "2025-12-14") -> dict[str, str]:
    with newsroom.store.transaction() as db:
        return stage_failures.of_edition(db, edition)


def _fail(error: Exception) -> Callable[[str], None]:
    def work(_edition: str) -> None:
        raise error

    return work


def test_a_failure_that_heals_is_tried_again(newsroom: Newsroom) -> None:
    result, tries = _materialize(newsroom, _fail(NewsroomError("the wire is down", heals=True)))
    assert not result.success
    assert tries == 3
    assert _on_record(newsroom) == {"raw_articles": "the wire is down"}


def test_a_failure_that_does_not_heal_is_not_tried_again(newsroom: Newsroom) -> None:
    assert _materialize(newsroom, _fail(NewsroomError("the key is wrong")))[1] == 1


def test_a_defect_is_one_line_and_is_not_tried_again(newsroom: Newsroom) -> None:
    result, tries = _materialize(newsroom, _fail(KeyError("a\nb")))
    assert tries == 1
    [line] = _on_record(newsroom).values()
    assert line.startswith("unexpected KeyError: ")
    assert "\n" not in line
    [failure] = [event for event in result.all_events if event.is_step_failure]
    assert failure.step_failure_data.user_failure_data is not None


def test_success_takes_the_failure_off_the_record(newsroom: Newsroom) -> None:
    _materialize(newsroom, _fail(NewsroomError("the key is wrong")))
    result, _ = _materialize(newsroom, lambda _edition: None)
    assert result.success
    assert _on_record(newsroom) == {}


def test_an_edition_of_the_future_is_refused() -> None:
    newsroom = Newsroom(
        load_settings(), newsroom_of(load_settings()).hosts, clock=lambda: datetime(2025, 12, 1, tzinfo=UTC)
    )
    result, tries = _materialize(newsroom, lambda _edition: None)
    assert not result.success
    assert tries == 0
    assert "lies in the future" in _on_record(newsroom)["raw_articles"]
