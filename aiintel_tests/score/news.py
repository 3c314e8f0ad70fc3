"""The labelled news that several scores read, as clean articles. Where it comes from, not what is measured on it."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from aiintel_assets.demo.newsroom import sites
from aiintel_assets.models import CleanArticle
from aiintel_assets.text.extract import extract
from aiintel_assets.text.language import detect_language
from aiintel_tests.score.measure import records

FIXTURES = Path(__file__).parents[1] / "fixtures/editorial"
_OF_A_STORY = 20
_START = datetime(2026, 3, 2, tzinfo=UTC)


def labelled(path: Path) -> tuple[list[CleanArticle], dict[str, str]]:
    """The articles of a set of topics of our own, and the event of each."""
    items: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["articles"]
    articles = [
        CleanArticle(
            id=f"a{number:03}",
            title=item["title"],
            text=item["text"],
            language=item["language"],
            source_id="harbor-wire",
            url=f"https://harborwire.example/{number}",
            published_at=_START + timedelta(hours=float(item["hour"])),
        )
        for number, item in enumerate(items)
    ]
    return articles, {a.id: str(item["event"]) for a, item in zip(articles, items, strict=True)}


def demo() -> tuple[list[CleanArticle], dict[str, str]]:
    """The demo's articles on AI, and the event of each."""
    articles, events = [], {}
    for site in sites():
        for story in site.stories:
            if story.on_topic and story.event:
                url = site.url(story)
                articles.append(
                    CleanArticle(url, story.title, story.body, site.language, site.id, url, story.published)
                )
                events[url] = story.event
    return articles, events


def headlines(folder: Path) -> tuple[list[CleanArticle], dict[str, str]]:
    """English headlines of 2014, the first of each story, and the story of each."""
    told: Counter[str] = Counter()
    found = []
    for record in records(folder / "clustering/uci.jsonl"):
        told[record["story"]] += 1
        if told[record["story"]] <= _OF_A_STORY:
            found.append(record)
    articles = [
        CleanArticle(
            id=str(record["id"]),
            title=record["title"],
            text="",
            language="en",
            source_id=record["publisher"],
            url=record["url"],
            published_at=datetime.fromtimestamp(record["ts"] / 1000, UTC),
        )
        for record in found
    ]
    return articles, {str(record["id"]): record["story"] for record in found}


def posts(folder: Path) -> tuple[list[CleanArticle], dict[str, str]]:
    """The posts on AI, in English and Chinese, that items of a digest cite, and which item each."""
    cited = {
        link.rstrip("/"): str(number)
        for number, cluster in enumerate(records(folder / "clustering/zk_clusters.jsonl"))
        for link in cluster["links"]
    }
    articles = {
        record["url"].rstrip("/"): CleanArticle(
            id=record["url"].rstrip("/"),
            title=record["title"],
            text=record["text"],
            language=detect_language(f"{record['title']} {record['text']}"),
            source_id=record["source"],
            url=record["url"],
            published_at=datetime.fromisoformat(record["published"] or f"{record['day']}T00:00:00+08:00").astimezone(
                UTC
            ),
        )
        for record in records(folder / "clustering/zk_entries.jsonl")
        if record["url"].rstrip("/") in cited
    }
    return list(articles.values()), {url: cited[url] for url in articles}


@cache
def ai_news(folder: Path, group: str) -> tuple[CleanArticle, ...]:
    """The AI news of a language, read from its pages."""
    found = []
    for record in records(folder / "ainews/gold.jsonl"):
        if record["group"] != group:
            continue
        page = extract(gzip.decompress((folder / "ainews" / record["file"]).read_bytes()), url=record["url"])
        if page:
            moment = datetime.fromisoformat(record["published"] or f"{record['day']}T00:00:00+08:00").astimezone(UTC)
            found.append(
                CleanArticle(
                    record["file"], page.title, page.text, page.language, record["source"], record["url"], moment
                )
            )
    return tuple(found)


def captured(folder: Path, group: str) -> list[str]:
    """The whole texts of the captured pages of a language."""
    return [r["text"] for r in records(folder / "articles/gold.jsonl") if r["group"] == group and r["text"]]
