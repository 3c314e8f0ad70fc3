"""Whole editions written by a model: paid for once, rebuilt for nothing, safe from what fails on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.definitions import build_defs
from aiintel_assets.editors import prompts
from aiintel_assets.settings import load_settings
from aiintel_tests.model_server import ModelServer, hang, honest, says, status
from aiintel_tests.newsdesk import Desk, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiintel_tests.fakes import PressHouse

EDITIONS = ("2025-12-11", "2025-12-12")


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def newspapers(press: PressHouse) -> PressHouse:
    for name in ("north", "south", "west"):
        paper = press.publisher(name, only_ai=True)
        for day in range(10, 13):
            paper.story(f"{name}-{day}", f"2025-12-{day:02}T05:00:00")
    return press


def desk(press: PressHouse, folder: Path, server: ModelServer, **knobs: Any) -> Desk:
    wired = {"openai_base_url": server.url, "model": "large", "fast_model": "small", "call_timeout": 5.0}
    return Desk(newsroom_of(load_settings(**settings_for(press, folder), **wired, **knobs)))


def test_an_edition_is_written_once_and_rebuilt_for_nothing(
    newspapers: PressHouse, tmp_path: Path, server: ModelServer
) -> None:
    news = desk(newspapers, tmp_path, server)
    assert [outcome.reason for outcome in news.build(*EDITIONS)] == ["", ""]
    asked, site = len(server.requests), news.site
    (topics,) = news.query("SELECT count(*) FROM classified_topics")[0]
    assert asked == topics + len(EDITIONS)  # an item a topic, and an insight a day: there is too little to choose from
    assert set(news.query("SELECT editor FROM topic_summaries UNION SELECT editor FROM daily_insights")) == {("llm",)}
    (paid,) = news.query("SELECT count(*) FROM receipts")[0]
    assert paid == asked
    # All of it again, then only the last stage: the same post, and nobody is asked.
    assert all(outcome.success for outcome in news.build(*EDITIONS))
    assert all(outcome.success for outcome in news.build(*EDITIONS, stages=["rendered_posts"]))
    assert (len(server.requests), news.site) == (asked, site)


def test_on_purpose_the_model_is_asked_again(newspapers: PressHouse, tmp_path: Path, server: ModelServer) -> None:
    news = desk(newspapers, tmp_path, server)
    news.build(EDITIONS[0])
    asked = len(server.requests)
    assert all(outcome.success for outcome in news.build(EDITIONS[0], stages=["topic_summaries"], asked_afresh={}))
    assert server.repeats == len(server.requests) - asked > 0


def test_a_stage_that_fails_half_way_goes_on_where_it_was(
    newspapers: PressHouse, tmp_path: Path, server: ModelServer
) -> None:
    news = desk(newspapers, tmp_path, server, calls_at_once=1, edition_budget_tokens=100)
    (outcome,) = news.build(EDITIONS[0])
    assert not outcome.success
    assert "the budget of this edition is spent" in outcome.reason
    assert "AIINTEL_EDITION_BUDGET_TOKENS" in outcome.reason
    asked = len(server.requests)
    assert asked == 1  # an item; then the limit was reached, and nothing was retried
    more = desk(newspapers, tmp_path, server, calls_at_once=1)
    assert all(outcome.success for outcome in more.build(EDITIONS[0]))
    assert server.repeats == 0


def test_a_wrong_key_fails_the_edition_at_once_with_one_line(
    newspapers: PressHouse, tmp_path: Path, server: ModelServer
) -> None:
    server.always, server.models = status(401), None
    news = desk(newspapers, tmp_path, server, openai_api_key="sk-secret", calls_at_once=1)
    (outcome,) = news.build(EDITIONS[0])
    assert outcome.reason == (
        f"{EDITIONS[0]} topic_summaries: {server.url} refuses us (HTTP 401): check OPENAI_API_KEY"
    )
    assert len(server.requests) == 1


def test_the_key_stands_nowhere_but_in_the_request(newspapers: PressHouse, tmp_path: Path, server: ModelServer) -> None:
    server.next = [says("sk-secret says hello")]
    news = desk(newspapers, tmp_path, server, openai_api_key="sk-really-secret")
    assert all(outcome.success for outcome in news.build(EDITIONS[0]))
    assert server.keys == {"Bearer sk-really-secret"}
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            assert b"sk-really-secret" not in file.read_bytes(), file


def test_a_day_without_a_single_usable_answer_is_quoted(
    newspapers: PressHouse, tmp_path: Path, server: ModelServer
) -> None:
    server.always = says("I would rather not.")
    news = desk(newspapers, tmp_path, server)
    (outcome,) = news.build(
        EDITIONS[0],
        stages=["raw_articles", "cleaned_articles", "classified_topics", "topic_summaries", "daily_insights"],
    )
    assert outcome.success
    assert set(news.query("SELECT editor FROM topic_summaries UNION SELECT editor FROM daily_insights")) == {
        ("extractive",)
    }


def test_only_what_follows_a_changed_prompt_is_out_of_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(data_dir=tmp_path, openai_base_url="http://127.0.0.1:1/v1")

    def versions() -> dict[str, str | None]:
        specs = build_defs(settings).resolve_all_asset_specs()
        return {spec.key.to_user_string(): spec.code_version for spec in specs}

    before = versions()
    source = prompts._source
    monkeypatch.setattr(prompts, "_source", lambda name: source(name) + ("!" if name == "reflect.j2" else ""))
    prompts.version.cache_clear()
    try:
        after = versions()
    finally:
        monkeypatch.undo()
        prompts.version.cache_clear()
    assert {asset for asset in before if before[asset] != after[asset]} == {"daily_insights"}


_PROGRAM = """
import sys
from pathlib import Path
from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.runs import dagster_instance, run_editions
from aiintel_assets.settings import load_settings

folder, allowed, url, *editions = sys.argv[1:]
folder = Path(folder)
settings = load_settings(data_dir=folder / "data", catalog=str(folder / "catalog.yaml"), allow_hosts=allowed,
                         openai_base_url=url, model="large", fast_model="small", calls_at_once=1)
with dagster_instance(settings) as instance:
    list(run_editions(newsroom_of(settings), instance, editions))
"""


def test_killed_between_two_answers_it_pays_for_none_of_them_again(
    newspapers: PressHouse, tmp_path: Path, server: ModelServer
) -> None:
    news = desk(newspapers, tmp_path, server, calls_at_once=1)
    # The third question is never answered: whoever waits for it is killed.
    server.next = [honest, honest, hang(30)]
    program = [sys.executable, "-W", "ignore", "-c", _PROGRAM, str(tmp_path), newspapers.allow_hosts, server.url]
    with subprocess.Popen(
        [*program, *EDITIONS], env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ) as process:
        server.wait_for(3)
        process.send_signal(signal.SIGKILL)
    answered = server.requests[:2]
    assert all(outcome.success for outcome in news.build(*EDITIONS))
    assert all(server.requests.count(request) == 1 for request in answered)
    assert news.query("SELECT count(*) = count(DISTINCT request_sha256) FROM receipts") == [(True,)]
