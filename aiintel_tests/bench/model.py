"""What a model editor asks and costs for an edition, and how close it comes to the ideal when answers take time."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rich.table import Table

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.editors.budget import Budget
from aiintel_assets.editors.calls import Terms
from aiintel_assets.editors.material import tokens
from aiintel_assets.editors.model_editor import Access, ModelEditor
from aiintel_assets.runs import dagster_instance, run_editions
from aiintel_assets.settings import load_settings
from aiintel_assets.store import classified_topics, receipts
from aiintel_tests.editors.book import Book
from aiintel_tests.editors.newsdesk import article, desk, topic_of
from aiintel_tests.model_server import ModelServer, honest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from http.server import BaseHTTPRequestHandler

    from aiintel_assets.models import CleanArticle

# Dollars for a million tokens read, read from the provider's cache, and written.
PRICES = {"small": (0.10, 0.01, 0.50), "medium": (0.25, 0.025, 2.00), "large": (2.00, 0.20, 10.00)}
TOPICS, AT_ONCE, SECONDS = 30, 8, 2.0


def counting(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> dict[str, Any]:
    """Honest, with a count of tokens; the instructions count as cached, as they are the same for every question."""
    body = honest(handler, request)
    schema = json.dumps(request.get("response_format", ""), ensure_ascii=False)
    system, *others = (message["content"] for message in request["messages"])
    cached = tokens(system) + tokens(schema)
    read = cached + sum(map(tokens, others))
    written = tokens(body["choices"][0]["message"]["content"])
    body["usage"] = {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
        "prompt_tokens_details": {"cached_tokens": cached},
    }
    return body


def calls_table(editions: Sequence[str]) -> Table:
    """Calls, tokens and dollars of the demo's editions, at three prices."""
    table = Table(title="a model writes the demo's editions (tokens estimated)", title_justify="left", box=None)
    for heading in ("edition", "items", "calls", "calls an item", "read", "of it cached", "written", *PRICES):
        table.add_column(heading, justify="left" if heading == "edition" else "right")
    with ModelServer(always=counting) as server, TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder), catalog="demo", editor="llm", openai_base_url=server.url)
        newsroom = newsroom_of(settings)
        with dagster_instance(settings) as instance:
            outcomes = list(run_editions(newsroom, instance, editions))
        assert all(outcome.success for outcome in outcomes), outcomes
        for edition in editions:
            with newsroom.store.transaction() as db:
                items = len(classified_topics.of_edition(db, edition))
                paid = receipts.of_edition(db, edition)
            read, cached, written = (
                sum(getattr(receipt, f"{kind}_tokens") for receipt in paid)
                for kind in ("prompt", "cached", "completion")
            )
            costs = (((read - cached) * new + cached * old + written * out) / 1e6 for new, old, out in PRICES.values())
            table.add_row(
                edition, str(items), str(len(paid)), f"{len(paid) / items:.2f}", f"{read:,}", f"{cached:,}",
                f"{written:,}", *(f"${cost:.4f}" for cost in costs),
            )  # fmt: skip
    return table


def latency_table() -> Table:
    """How long a stage takes when each answer takes its time, against what so many at once could take at best."""
    articles = [_story(number) for number in range(TOPICS)]
    topics = [topic_of(story, title=story.title) for story in articles]

    def slow(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> dict[str, Any]:
        time.sleep(SECONDS)
        return honest(handler, request)

    with ModelServer(always=slow) as server:
        access = Access(server.url, "none", "m", "m", timeout=60, terms=Terms(Budget(), at_once=AT_ONCE))
        editor = ModelEditor(access, Book(), max_topics=TOPICS, headlines=4)
        started = time.perf_counter()
        editor.summarise(topics, {story.id: story for story in articles}, desk())
        taken = time.perf_counter() - started
    ideal = math.ceil(TOPICS / AT_ONCE) * SECONDS
    table = Table(title="items while answers take their time", title_justify="left", box=None)
    for heading in ("topics", "at once", "seconds a call", "ideal", "taken", "ratio"):
        table.add_column(heading, justify="right")
    table.add_row(str(TOPICS), str(AT_ONCE), f"{SECONDS:g}", f"{ideal:.1f}", f"{taken:.2f}", f"{taken / ideal:.2f}")
    return table


def _story(number: int) -> CleanArticle:
    """An article of usual length that is like no other."""
    name = f"Model {chr(65 + number % 26)}{number}"
    text = "\n".join(
        f"{name} 在第 {place} 項測試處理 {number * 100 + place} 份文件，第 {number}{place} 組錯誤率 {place}.{number}%。"
        for place in range(1, 30)
    )
    return replace(article(f"s{number}", "alder", f"{name} 公布測試結果", text), url=f"https://alder.example/{number}")
