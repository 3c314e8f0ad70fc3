from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.edition import Calendar
from aiintel_assets.store import (
    classified_topics,
    cleaned_articles,
    daily_insights,
    receipts,
    rendered_posts,
    source_coverage,
    stage_failures,
    topic_summaries,
)
from aiintel_assets.store.ledger import EditionStatus, edition_status
from aiintel_tests.store import samples
from aiintel_tests.store.samples import DAY, RECEIPT

if TYPE_CHECKING:
    from aiintel_assets.store.connect import Store

CALENDAR = Calendar("Asia/Taipei", time(6, 40))
AFTER = CALENDAR.closes(DAY)
READ = replace(samples.COVERAGE, status="complete", reason="")


def build(store: Store, *, unread: bool = False, post: bool = True) -> None:
    """An edition as the stages leave it."""
    with store.transaction() as db:
        source_coverage.replace(db, DAY, [READ, *([samples.COVERAGE_OF_NOTHING] if unread else [])])
        cleaned_articles.replace(db, DAY, [samples.CLEAN, samples.DROPPED])
        classified_topics.replace(db, DAY, [samples.TOPIC], {"a": "off topic: sport", "b": "off topic: cooking"})
        daily_insights.replace(db, DAY, samples.INSIGHT)
        if post:
            rendered_posts.replace(db, samples.POST)


def status(store: Store, *, after_closing: timedelta = timedelta(0)) -> EditionStatus:
    with store.transaction() as db:
        return edition_status(db, DAY, CALENDAR, AFTER + after_closing)


def test_a_whole_edition_is_published(store: Store) -> None:
    build(store)
    assert status(store) == EditionStatus(
        edition=DAY,
        state="published",
        causes=(),
        topics=12,
        articles=40,
        sources=(READ,),
        dropped={"no text": 1, "off topic": 2},
        editor="llm",
        calls=0,
        cost_usd=0.0,
    )


def test_an_edition_says_how_many_calls_its_editor_made_and_what_they_cost(store: Store) -> None:
    build(store)
    with store.transaction() as db:
        for receipt in (RECEIPT, replace(RECEIPT, cost_usd=None), replace(RECEIPT, edition="2026-03-05")):
            receipts.add(db, receipt)
    assert (status(store).calls, status(store).cost_usd) == (2, RECEIPT.cost_usd)


def test_an_edition_whose_model_left_items_to_be_quoted_is_degraded(store: Store) -> None:
    build(store)
    with store.transaction() as db:
        topic_summaries.replace(db, DAY, [samples.SUMMARY, samples.BARE_SUMMARY])
        assert edition_status(db, DAY, CALENDAR, AFTER).state == "published"
        receipts.add(db, RECEIPT)
    assert (status(store).state, status(store).editor) == ("degraded", "llm")
    assert status(store).reason == "1 of 2 items quote their sources: the model gave no usable answer"


def test_an_edition_without_one_of_its_sources_is_degraded(store: Store) -> None:
    build(store, unread=True)
    assert (status(store).state, status(store).reason) == ("degraded", "beta: HTTP 500")


def test_an_edition_whose_last_run_failed_says_where(store: Store) -> None:
    build(store)
    with store.transaction() as db:
        stage_failures.record(db, DAY, "topic_summaries", "no key")
    assert (status(store).state, status(store).reason) == ("failed", "topic_summaries: no key")
    assert status(store).topics == 12


@pytest.mark.parametrize("before", [timedelta(seconds=1), timedelta(days=2)])
def test_an_edition_whose_window_has_not_closed_is_open(store: Store, before: timedelta) -> None:
    build(store)
    assert status(store, after_closing=-before).state == "open"


def test_an_edition_that_was_never_built_is_missing(store: Store) -> None:
    found = status(store)
    assert (found.state, found.reason) == ("missing", "it was never built")
    assert (found.topics, found.articles, found.sources, found.dropped, found.editor) == (0, 0, (), {}, None)


def test_an_edition_that_was_begun_and_not_finished_is_missing(store: Store) -> None:
    build(store, post=False)
    assert (status(store).state, status(store).reason) == ("missing", "it was not finished")
