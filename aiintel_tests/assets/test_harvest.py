"""Harvests between editions, as Dagster runs them, on a press house whose feeds forget what is old."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import dagster as dg
import pytest

from aiintel_assets.assets.harvest import harvest, hourly_harvest
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.settings import load_settings
from aiintel_assets.web.hosts import HostLimits
from aiintel_tests.fakes import status
from aiintel_tests.newsdesk import Desk, settings_for

if TYPE_CHECKING:
    from pathlib import Path

    from aiintel_tests.fakes import PressHouse, Publisher

DAY = "2025-12-12"
OPENS, CLOSES = datetime(2025, 12, 10, 22, 40, tzinfo=UTC), datetime(2025, 12, 11, 22, 40, tzinfo=UTC)
LISTED = 3  # entries that a busy feed lists


class Newsday:
    """A newsroom on a clock of its own, which harvests whenever it is told to."""

    def __init__(self, press: PressHouse, folder: Path) -> None:
        self.now = OPENS
        self._press = press
        self._folder = folder
        self.desk = Desk(self._newsroom())

    def at(self, now: datetime) -> Newsday:
        """Let the clock show `now`, and the newsroom read the catalog as it is now."""
        self.now = now
        self.desk = Desk(self._newsroom())
        return self

    def harvest(self, **flags: Any) -> dict[str, Any]:
        """Run the asset; returns its metadata."""
        result = dg.materialize([harvest], resources={"newsroom": replace(self.desk.newsroom, **flags)})
        (event,) = result.asset_materializations_for_node("harvest")
        return {name: value.value for name, value in event.metadata.items()}

    def coverage(self) -> dict[str, str]:
        """Source → how well the edition's window is held."""
        return dict(self.desk.query("SELECT source_id, status FROM source_coverage WHERE edition = ? ORDER BY 1", DAY))

    def seen(self) -> set[str]:
        """The stories that are known."""
        return {url.rpartition("/")[2] for (url,) in self.desk.query("SELECT url FROM feed_entries")}

    def _newsroom(self) -> Newsroom:
        settings = load_settings(**settings_for(self._press, self._folder))
        return Newsroom(settings, HostLimits(settings.per_host, 0.0), clock=lambda: self.now)


@pytest.fixture
def day(press: PressHouse, tmp_path: Path) -> Newsday:
    return Newsday(press, tmp_path)


def publish_and_harvest(day: Newsday, paper: Publisher, *, every: int) -> list[str]:
    """A story every two hours, and a harvest after each `every`; returns what was published within the window."""
    slugs = [f"story-{number:02}" for number in range(11)]
    for number in range(LISTED):
        paper.story(f"before-{number}", (OPENS - timedelta(hours=5 - number)).isoformat())
    listed = [f"before-{number}" for number in range(LISTED)]
    day.at(OPENS + timedelta(minutes=10)).harvest()
    for number, slug in enumerate(slugs, start=1):
        at = OPENS + timedelta(hours=2 * number)
        paper.story(slug, at.isoformat()).unlist(listed.pop(0))
        listed.append(slug)
        if number % every == 0:
            day.at(at + timedelta(minutes=50)).harvest()
    return slugs


def test_a_busy_feed_keeps_everything_when_harvests_overlap_and_the_edition_holds_it(
    press: PressHouse, day: Newsday
) -> None:
    paper = press.publisher("busy", only_ai=True)
    published = publish_and_harvest(day, paper, every=2)
    assert set(press.requests) == {"/busy/feed.xml", "/robots.txt"}
    assert day.coverage() == {"busy": "partial"}
    (outcome,) = day.at(CLOSES).desk.build(DAY, stages=["raw_articles"])
    assert outcome.reason == ""
    assert day.coverage() == {"busy": "complete"}
    articles = day.desk.query("SELECT url, route, sha256 IS NOT NULL FROM raw_articles ORDER BY url")
    assert articles == [(paper.url(slug), "feed", True) for slug in published]


def test_harvests_too_far_apart_keep_what_they_saw_and_leave_a_gap(press: PressHouse, day: Newsday) -> None:
    paper = press.publisher("busy", only_ai=True)
    published = publish_and_harvest(day, paper, every=4)
    day.at(CLOSES).desk.build(DAY, stages=["raw_articles"])
    assert day.coverage() == {"busy": "partial"}
    kept = {slug for slug in day.seen() if slug.startswith("story")}
    assert set(published) - kept == {"story-00", "story-04"}


def test_a_source_that_fails_does_not_sink_the_harvest_nor_what_was_known_of_it(
    press: PressHouse, day: Newsday
) -> None:
    for name in ("shaky", "sound"):
        press.publisher(name).story(f"{name}-old", "2025-12-10T12:00").story(f"{name}-early", "2025-12-10T23:00")
    first = day.at(OPENS + timedelta(hours=1)).harvest()
    assert (first["edition"], first["sources"], first["new_entries"], first["failed"]) == (DAY, 2, 4, {})
    known = day.desk.query("SELECT covered FROM source_coverage WHERE source_id = 'shaky'")
    press.fault("/shaky/feed.xml", status(404))
    press.fault("/sound/feed.xml", press.publisher("sound-2").story("late", "2025-12-11T00:00").answer)
    press.withdraw("sound-2")
    second = day.at(OPENS + timedelta(hours=2)).harvest()
    assert (second["new_entries"], second["failed"]) == (1, {"shaky": "feed: HTTP 404"})
    assert day.coverage() == {"shaky": "failed", "sound": "partial"}
    assert day.desk.query("SELECT covered FROM source_coverage WHERE source_id = 'shaky'") == known
    assert "late" in day.seen()


def test_a_source_that_left_the_catalog_keeps_its_line(press: PressHouse, day: Newsday) -> None:
    for name in ("gone", "stays"):
        press.publisher(name).story(f"{name}-old", "2025-12-10T12:00")
    day.at(OPENS + timedelta(hours=1)).harvest()
    press.withdraw("gone")
    assert day.at(OPENS + timedelta(hours=2)).harvest()["sources"] == 1
    assert day.coverage() == {"gone": "partial", "stays": "partial"}


def test_an_unchanged_feed_brings_nothing_new_and_is_vouched_for_up_to_now(press: PressHouse, day: Newsday) -> None:
    press.publisher("quiet").story("old", "2025-12-10T12:00")
    day.at(OPENS + timedelta(hours=1)).harvest()
    assert day.at(OPENS + timedelta(hours=3)).harvest()["new_entries"] == 0
    assert day.desk.query("SELECT covered[1].end FROM source_coverage") == [(day.now,)]
    assert day.desk.query("SELECT count(*), max(fetched_at) FROM feed_pages") == [(1, day.now)]


def test_a_harvest_just_before_the_cutoff_does_not_spare_the_edition_the_asking(
    press: PressHouse, day: Newsday
) -> None:
    paper = press.publisher("paper", only_ai=True).story("old", "2025-12-10T12:00").story("noon", "2025-12-11T12:00")
    day.at(CLOSES - timedelta(minutes=9)).harvest()
    paper.story("last-minute", (CLOSES - timedelta(minutes=5)).isoformat())
    day.at(CLOSES).desk.build(DAY, stages=["raw_articles"])
    assert day.coverage() == {"paper": "complete"}
    assert day.desk.query("SELECT url FROM raw_articles ORDER BY published_at") == [
        (paper.url("noon"),),
        (paper.url("last-minute"),),
    ]


def test_after_the_cutoff_a_harvest_is_for_the_next_edition(press: PressHouse, day: Newsday) -> None:
    press.publisher("paper").story("old", "2025-12-10T12:00")
    assert day.at(CLOSES - timedelta(seconds=1)).harvest()["edition"] == DAY
    assert day.at(CLOSES).harvest()["edition"] == "2025-12-13"


def test_a_catalog_that_cannot_be_used_is_one_line(press: PressHouse, day: Newsday, tmp_path: Path) -> None:
    press.publisher("paper")
    day.at(OPENS)
    (tmp_path / "catalog.yaml").write_text("sources: []\n", encoding="utf-8")
    result = dg.materialize([harvest], resources={"newsroom": day.desk.newsroom}, raise_on_error=False)
    (failure,) = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    assert failure.user_failure_data is not None
    assert "harvest: " in (failure.user_failure_data.description or "")
    assert "sources: must not be empty" in (failure.user_failure_data.description or "")


def test_the_schedule_runs_each_hour_and_is_off_until_switched_on() -> None:
    schedule = hourly_harvest()
    assert schedule.cron_schedule == "30 * * * *"
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
