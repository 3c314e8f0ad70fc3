"""What happens to an edition that is built again: nothing is asked twice, nothing good is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aiintel_tests.fakes import status
from aiintel_tests.newsdesk import desk_for

if TYPE_CHECKING:
    from pathlib import Path

    from aiintel_tests.fakes import PressHouse

DAY = "2025-12-12"
_SIX_STORIES = {
    "Harbour cranes in Lisbon learn to see": "The port of Lisbon fitted 14 cranes with cameras and a vision model.\n"
    "Dock workers say that the cranes stop for people now; the port paid 3 million euros and expects 9 more by June.",
    "Court in Oslo weighs a chatbot's promise": "A judge in Oslo heard if a shop must keep a chatbot's promise.\n"
    "The customer was offered 900 crowns back by a language model; the verdict is due in May.",
    "Speech corpus for Basque doubles": "Volunteers published 410 hours of Basque for speech models.\n"
    "The dataset is free; error rates of a small model fell from 19% to 12% with it.",
    "Farmers test a weeding robot in Kenya": "Twelve farms near Nakuru try a robot that finds weeds by neural net.\n"
    "It runs for 6 hours on one charge and costs 2,400 dollars to rent for a season.",
    "Start-up raises money for optical links": "A start-up in Grenoble raised 55 million euros to link AI chips.\n"
    "Its first parts move 2 terabits per second and are due in 2027.",
    "Library teaches retirees to spot deepfakes": "The library of Osaka began deepfake courses for people over 65.\n"
    "Each course lasts 90 minutes; 300 people signed up for the first week of machine learning basics.",
}


@pytest.fixture
def two_papers(press: PressHouse) -> PressHouse:
    """Two publications with news on both sides of the edition's window, [11th 22:40, 12th 22:40) minus a day in UTC."""
    for name in ("morning", "evening"):
        paper = press.publisher(name, only_ai=True)
        paper.story(f"{name}-before", "2025-12-10T22:39:59")
        paper.story(f"{name}-first", "2025-12-10T22:40:00")
        paper.story(f"{name}-last", "2025-12-11T22:39:59")
        paper.story(f"{name}-after", "2025-12-11T22:40:00")
    return press


def test_a_second_run_asks_for_nothing_and_changes_no_byte(two_papers: PressHouse, tmp_path: Path) -> None:
    desk = desk_for(two_papers, tmp_path)
    assert desk.build(DAY)[0].success
    before = desk.site
    two_papers.forget()
    assert desk.build(DAY)[0].success
    assert not two_papers.requests
    assert desk.site == before


def test_only_what_was_published_within_the_window_is_kept(two_papers: PressHouse, tmp_path: Path) -> None:
    desk = desk_for(two_papers, tmp_path)
    desk.build(DAY)
    urls = {url.rpartition("/")[2] for (url,) in desk.query("SELECT url FROM raw_articles")}
    assert urls == {"morning-first", "morning-last", "evening-first", "evening-last"}
    seen = {url.rpartition("/")[2] for (url,) in desk.query("SELECT url FROM feed_entries")}
    assert len(seen) == 8


def test_a_backfill_asks_a_feed_once_for_all_the_days_it_covers(two_papers: PressHouse, tmp_path: Path) -> None:
    long = two_papers.publisher("long", only_ai=True)
    for day in ("08", "09", "10", "11", "12"):
        long.story(f"of-{day}", f"2025-12-{day}T03:00:00")
    desk_for(two_papers, tmp_path).build("2025-12-10", "2025-12-11", "2025-12-12")
    asked = {path: count for path, count in two_papers.requests.items() if path.startswith("/long/")}
    assert asked == {"/long/feed.xml": 1, "/long/of-09": 1, "/long/of-10": 1, "/long/of-11": 1}


def test_one_stage_can_be_built_alone(two_papers: PressHouse, tmp_path: Path) -> None:
    desk = desk_for(two_papers, tmp_path)
    desk.build(DAY)
    before = desk.site
    for path in before:
        (desk.newsroom.settings.site_dir / path).unlink()
    two_papers.forget()
    assert desk.build(DAY, stages=["rendered_posts"])[0].success
    assert desk.site == before
    assert not two_papers.requests


def test_a_source_that_was_down_is_asked_again_and_the_others_are_not(two_papers: PressHouse, tmp_path: Path) -> None:
    two_papers.fault("/evening/feed.xml", status(404))
    desk = desk_for(two_papers, tmp_path)
    assert desk.build(DAY)[0].success
    assert desk.query("SELECT source_id, status FROM source_coverage ORDER BY 1") == [
        ("evening", "failed"),
        ("morning", "complete"),
    ]
    two_papers.mend("/evening/feed.xml")
    two_papers.forget()
    assert desk.build(DAY)[0].success
    assert {path for path in two_papers.requests if path != "/robots.txt"} == {
        "/evening/feed.xml",
        "/evening/evening-first",
        "/evening/evening-last",
    }
    assert desk.query("SELECT count(*) FROM raw_articles") == [(4,)]


def test_a_worse_post_does_not_replace_a_good_one_unless_forced(press: PressHouse, tmp_path: Path) -> None:
    paper = press.publisher("paper", only_ai=True).story("before", "2025-12-10T01:00:00")
    for number, (title, text) in enumerate(_SIX_STORIES.items()):
        paper.story(f"story-{number}", f"2025-12-11T0{number}:00:00", title=title, text=text)
    desk = desk_for(press, tmp_path)
    assert desk.build(DAY)[0].success
    good = desk.site
    with desk.newsroom.store.transaction() as db:
        db.execute("UPDATE cleaned_articles SET dropped_reason = 'gone' WHERE url NOT LIKE '%story-2'")
    later = ["classified_topics", "topic_summaries", "daily_insights", "rendered_posts"]
    outcome = desk.build(DAY, stages=later)[0]
    assert not outcome.success
    assert "1 topics, the published version 6" in outcome.reason
    assert desk.site == good
    assert desk.build(DAY, stages=later, force=True)[0].success
    assert desk.site != good


def test_a_failed_day_does_not_stop_the_next(two_papers: PressHouse, tmp_path: Path) -> None:
    desk = desk_for(two_papers, tmp_path)
    outcomes = desk.build("2025-12-01", DAY)
    assert [outcome.success for outcome in outcomes] == [False, True]
    assert "2025-12-01 raw_articles: no source delivered an article" in outcomes[0].reason


def test_sources_that_leave_the_catalog_keep_their_articles(two_papers: PressHouse, tmp_path: Path) -> None:
    desk_for(two_papers, tmp_path).build(DAY)
    two_papers.withdraw("evening")
    desk = desk_for(two_papers, tmp_path)
    assert desk.build(DAY)[0].success
    assert desk.query("SELECT count(*) FROM raw_articles WHERE source_id = 'evening'") == [(2,)]
