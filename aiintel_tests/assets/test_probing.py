"""Trying the sources: what would come is told, and nothing stays behind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from aiintel_assets.assets.newsroom import Newsroom, newsroom_of
from aiintel_assets.assets.probing import probe
from aiintel_assets.settings import load_settings
from aiintel_assets.web.hosts import HostLimits
from aiintel_tests.fakes import status
from aiintel_tests.newsdesk import settings_for

if TYPE_CHECKING:
    from pathlib import Path

    from aiintel_assets.models import SourceCoverage
    from aiintel_tests.fakes import PressHouse

DAY = "2025-12-12"
LATER = datetime(2025, 12, 12, tzinfo=UTC)


@pytest.fixture
def newsroom(press: PressHouse, tmp_path: Path) -> Newsroom:
    sound = press.publisher("sound").story("old", "2025-12-10T12:00")
    sound.story("one", "2025-12-11T01:00").story("two", "2025-12-11T02:00")
    press.publisher("short").story("one", "2025-12-11T01:00")
    press.publisher("broken")
    press.fault("/broken/feed.xml", status(404))
    settings = load_settings(**settings_for(press, tmp_path))
    return Newsroom(settings, HostLimits(settings.per_host, 0.0), clock=lambda: LATER)


def test_each_source_is_told_in_the_order_of_the_catalog_and_reported_once(newsroom: Newsroom) -> None:
    reported: list[SourceCoverage] = []
    found = probe(newsroom, DAY, newsroom.catalog.enabled, reported.append)
    assert [(line.source_id, line.status, line.route, line.entries) for line in found] == [
        ("sound", "complete", "feed", 2),
        ("short", "partial", "feed", 1),
        ("broken", "failed", None, 0),
    ]
    assert found[2].reason == "feed: HTTP 404"
    assert sorted(line.source_id for line in reported) == ["broken", "short", "sound"]


def test_only_the_sources_that_are_named_are_asked(press: PressHouse, newsroom: Newsroom) -> None:
    (short,) = [source for source in newsroom.catalog.enabled if source.id == "short"]
    assert len(probe(newsroom, DAY, [short], lambda _line: None)) == 1
    assert set(press.requests) == {"/robots.txt", "/short/feed.xml"}


def test_nothing_is_stored_no_article_is_fetched_and_the_next_probe_asks_again(
    press: PressHouse, newsroom: Newsroom
) -> None:
    for _ in range(2):
        probe(newsroom, DAY, newsroom.catalog.enabled, lambda _line: None)
    assert {path: count for path, count in press.requests.items() if path != "/robots.txt"} == {
        "/sound/feed.xml": 2,
        "/short/feed.xml": 2,
        "/broken/feed.xml": 2,
    }
    assert not newsroom.settings.data_dir.exists()


def test_the_made_up_newsroom_can_be_tried_too() -> None:
    newsroom = newsroom_of(load_settings(catalog="demo"))
    found = probe(newsroom, "2026-03-04", newsroom.catalog.enabled, lambda _line: None)
    assert len(found) == len(newsroom.catalog.enabled)
    assert "failed" not in {line.status for line in found}
    assert sum(line.entries for line in found) > 0
