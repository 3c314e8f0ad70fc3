"""Batches are remembered until they are fetched, for their stage of their edition at their endpoint."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aiintel_assets.models import Batch
from aiintel_assets.store import batches
from aiintel_tests.store.samples import AT, DAY

if TYPE_CHECKING:
    from aiintel_assets.store.connect import Store

FIRST = Batch("batch_1", "https://a.example/v1", DAY, "topic_summaries", AT)
SECOND = replace(FIRST, batch_id="batch_2", submitted_at=AT + timedelta(hours=1))
ELSEWHERE = replace(FIRST, batch_id="batch_3", stage="daily_insights")


def test_batches_are_found_by_place_and_forgotten_by_name(store: Store) -> None:
    with store.transaction() as db:
        for batch in (SECOND, FIRST, ELSEWHERE):
            batches.add(db, batch)
    with store.transaction() as db:
        assert batches.under_way(db, FIRST.endpoint, DAY, "topic_summaries") == [FIRST, SECOND]
        batches.remove(db, "batch_1")
    with store.transaction() as db:
        assert batches.under_way(db, FIRST.endpoint, DAY, "topic_summaries") == [SECOND]
        assert batches.under_way(db, "https://b.example/v1", DAY, "topic_summaries") == []
