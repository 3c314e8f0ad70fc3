"""What the store knows goes in, deliveries come out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from aiintel_assets.assets.collecting import ask_sources
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.models import SourceCoverage
from aiintel_assets.settings import load_settings
from aiintel_assets.sources.collect import Assignment, Delivery, Memory, survey
from aiintel_assets.web.hosts import HostLimits
from aiintel_tests.fakes import PressHouse
from aiintel_tests.newsdesk import Desk, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from aiintel_assets.assets.collecting import Report
    from aiintel_assets.sources.catalog import Source
    from aiintel_assets.web.client import WebClient

DAY, NEXT_DAY = "2025-12-12", "2025-12-13"
BEFORE, AFTER = datetime(2025, 12, 11, 20, tzinfo=UTC), datetime(2025, 12, 12, tzinfo=UTC)


@dataclass
class Listener:
    """A collector that asks nobody and keeps what it was given."""

    memories: Mapping[str, Memory] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    async def __call__(
        self,
        assignment: Assignment,
        sources: Sequence[Source],
        memories: Mapping[str, Memory],
        _web: WebClient,
        report: Report,
    ) -> list[Delivery]:
        self.memories = memories
        self.sources = tuple(source.id for source in sources)
        lines = [SourceCoverage(assignment.edition, source.id, "failed", "100% silent") for source in sources]
        for line in lines:
            report(line)
        return [Delivery((), (), line) for line in lines]


def newsroom_with(house: PressHouse, folder: Path) -> Newsroom:
    """A newsroom with a paper that has a story on each side of the window, two in it, and one without a date."""
    paper = house.publisher("paper", only_ai=True)
    for slug, at in (("old", "2025-12-10T12:00"), ("one", "2025-12-11T01:00"), ("two", "2025-12-11T02:00")):
        paper.story(slug, at)
    paper.story("late", "2025-12-11T23:00").story("some-day", None)
    house.publisher("off", enabled=False)
    settings = load_settings(**settings_for(house, folder), guardian_api_key="secret")
    return Newsroom(settings, HostLimits(settings.per_host, 0.0), clock=lambda: AFTER)


@pytest.fixture
def newsroom(press: PressHouse, tmp_path: Path) -> Newsroom:
    return newsroom_with(press, tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A newsroom that has collected the edition; no test changes it."""
    with PressHouse() as house:
        newsroom = newsroom_with(house, tmp_path_factory.mktemp("built"))
        (outcome,) = Desk(newsroom).build(DAY, stages=["raw_articles"])
        assert outcome.reason == ""
        yield newsroom


def ask(newsroom: Newsroom, edition: str = DAY) -> tuple[Assignment, Memory]:
    listener = Listener()
    assignment, _ = ask_sources(newsroom, edition, listener, dg.build_op_context().log)
    return assignment, listener.memories["paper"]


def slugs(urls: Iterable[str]) -> list[str]:
    return sorted(url.rpartition("/")[2] for url in urls)


def test_a_new_newsroom_knows_nothing_and_asks_every_enabled_source(
    newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    listener = Listener()
    assignment, deliveries = ask_sources(newsroom, DAY, listener, dg.build_op_context().log)
    assert listener.sources == ("paper",)
    assert listener.memories == {"paper": Memory(articles={})}
    assert [delivery.coverage.reason for delivery in deliveries] == ["100% silent"]
    assert (assignment.edition, assignment.window, assignment.now) == (DAY, newsroom.calendar.window(DAY), AFTER)
    assert (assignment.keys, assignment.feed_pages) == ({"GUARDIAN_API_KEY": "secret"}, {})
    assert "paper: failed, 0 pages, 0 failed. 100% silent" in capsys.readouterr().err


def test_a_key_is_in_no_text_of_the_assignment(newsroom: Newsroom) -> None:
    assert "secret" not in repr(ask(newsroom)[0])


def test_what_the_store_holds_of_the_edition_goes_in(built: Newsroom) -> None:
    assignment, memory = ask(built)
    assert slugs(assignment.feed_pages) == ["feed.xml"]
    assert [slugs([entry.url]) for entry in memory.entries] == [["one"], ["two"]]
    assert (slugs(memory.elsewhere), slugs(memory.undated)) == (["late", "old"], ["some-day"])
    assert memory.coverage is not None
    assert (memory.coverage.status, memory.coverage.covered) == ("complete", memory.covered)
    assert slugs(article.url for article in (memory.articles or {}).values()) == ["one", "two"]


def test_another_edition_hears_of_the_entries_and_the_coverage_but_not_of_the_articles(
    built: Newsroom,
) -> None:
    _, memory = ask(built, NEXT_DAY)
    assert slugs(entry.url for entry in memory.entries) == ["late"]
    assert (memory.coverage, memory.articles) == (None, {})
    assert [interval.end for interval in memory.covered] == [AFTER]


def test_with_refresh_only_the_entries_count(built: Newsroom) -> None:
    assignment, memory = ask(replace(built, refresh=True))
    assert assignment.feed_pages == {}
    assert (memory.covered, memory.coverage, memory.articles) == ((), None, {})
    assert slugs(entry.url for entry in memory.entries) == ["one", "two"]


def test_a_survey_before_the_window_closes_fetches_only_what_has_no_date_that_has_come(
    newsroom: Newsroom, press: PressHouse
) -> None:
    early = replace(newsroom, clock=lambda: BEFORE)
    assignment, (delivery,) = ask_sources(early, DAY, survey, dg.build_op_context().log)
    assert set(press.requests) == {"/robots.txt", "/paper/feed.xml", "/paper/some-day", "/paper/late"}
    assert (delivery.articles, delivery.coverage.entries, delivery.coverage.status) == ((), 2, "partial")
    assert slugs(page.url for page in assignment.fetched_pages) == ["feed.xml"]
    assert delivery.coverage.covered[-1].end == BEFORE


def test_the_made_up_hosts_are_served_while_their_sources_are_asked() -> None:
    settings = load_settings(catalog="demo")
    now = datetime(2026, 3, 5, tzinfo=UTC)
    newsroom = Newsroom(settings, HostLimits(settings.per_host, 0.0), clock=lambda: now)
    _, deliveries = ask_sources(newsroom, "2026-03-04", survey, dg.build_op_context().log)
    assert "failed" not in {delivery.coverage.status for delivery in deliveries}
    assert any(delivery.listed for delivery in deliveries)
