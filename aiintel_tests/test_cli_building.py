"""What people see of a build: a line for each edition as it ends, and at the end each cause once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

import pytest

from aiintel_assets.assets.newsroom import unpriced_models
from aiintel_assets.cli.building import chosen_stages
from aiintel_assets.errors import UsageError
from aiintel_assets.models import STAGES
from aiintel_assets.settings import load_settings
from aiintel_tests.fakes import status
from aiintel_tests.model_server import ModelServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aiintel_assets.runs import Outcome
    from aiintel_tests.command import Aiintel
    from aiintel_tests.fakes import PressHouse


def test_without_a_name_all_stages_are_built() -> None:
    assert chosen_stages(None) == STAGES


def test_a_name_is_that_stage_alone_and_a_plus_adds_what_follows() -> None:
    assert chosen_stages("daily_insights") == ("daily_insights",)
    assert chosen_stages("daily_insights+") == ("daily_insights", "rendered_posts")


def test_an_unknown_stage_is_refused_with_the_names_of_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"there is no stage 'render': choose one of raw_articles, .*rendered_posts"):
        chosen_stages("render")


def test_every_edition_is_one_line_as_it_ends_and_a_cause_of_several_is_said_once(
    aiintel: Aiintel, press: PressHouse, tmp_path: Path
) -> None:
    paper = press.publisher("paper", only_ai=True)
    for day in range(9, 12):
        paper.story(f"news-{day}", f"2025-12-{day:02}T02:00:00")
    aiintel.read(press, tmp_path)
    code, out, _ = aiintel("backfill", "2025-12-11", "2025-12-14")
    assert code == 1
    _, *lines = out.splitlines()
    seen = [re.sub(r"[\d.]+ s\b", "N s", " ".join(line.split())) for line in lines]
    assert seen[:5] == [
        "2025-12-11 published 1 topic N s",
        "2025-12-12 published 1 topic N s",
        "2025-12-13 failed 0 topics N s",
        "2025-12-14 failed 0 topics N s",
        "4 editions in N s: 2 published, 2 failed",
    ]
    [cause] = [line for line in lines if "no source delivered" in line]
    assert cause.startswith("• 2025-12-13 to 2025-12-14 failed: raw_articles: no source delivered an article")


def test_a_single_edition_says_its_cause_once(aiintel: Aiintel, press: PressHouse, tmp_path: Path) -> None:
    press.publisher("paper", only_ai=True)
    press.fault("/paper/feed.xml", status(404))
    aiintel.read(press, tmp_path)
    code, out, err = aiintel("run", "2025-12-12")
    assert code == 1
    assert (out + err).count("HTTP 404") == 1


@pytest.mark.parametrize(
    ("more", "warned"),
    [
        ({}, True),
        ({"AIINTEL_PRICE_PER_MILLION": "0,0"}, False),
        ({"AIINTEL_EDITION_BUDGET_TOKENS": "100000"}, False),
        ({"AIINTEL_EDITION_BUDGET_USD": "0", "AIINTEL_DAY_BUDGET_USD": "0"}, False),
    ],
)
def test_a_budget_in_dollars_that_can_stop_nothing_is_warned_of_in_one_line(
    aiintel: Aiintel,
    press: PressHouse,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    more: dict[str, str],
    warned: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    press.publisher("paper", only_ai=True).story("news", "2025-12-11T05:00:00")
    aiintel.read(press, tmp_path)
    with ModelServer() as server:
        for name, value in {"OPENAI_BASE_URL": server.url, "AIINTEL_MODEL": "large", **more}.items():
            monkeypatch.setenv(name, value)
        _, _, err = aiintel("run", "2025-12-12")
    assert (err.count("no price is known for large") == 1) is warned
    assert err.count("\n") == warned


def test_editions_whose_price_is_unknown_do_not_add_up_to_nothing(
    aiintel: Aiintel, press: PressHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = press.publisher("paper", only_ai=True)
    for day in (10, 11):
        paper.story(f"news-{day}", f"2025-12-{day}T05:00:00")
    aiintel.read(press, tmp_path)
    with ModelServer() as server:
        for name, value in {"OPENAI_BASE_URL": server.url, "AIINTEL_MODEL": "large"}.items():
            monkeypatch.setenv(name, value)
        _, out, _ = aiintel("backfill", "2025-12-11", "2025-12-12")
    assert " s, ?: " in out
    assert "$" not in out


def test_a_model_of_the_price_list_needs_no_warning() -> None:
    known = load_settings(openai_api_key="k", model="gpt-4o-mini")
    assert unpriced_models(known) == []
    assert unpriced_models(load_settings(openai_api_key="k", model="gpt-4o-mini", fast_model="ours")) == ["ours"]
    assert unpriced_models(load_settings()) == []


def test_whoever_stops_a_build_reads_how_far_it_came_and_why_editions_failed(
    aiintel: Aiintel, press: PressHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.publisher("paper", only_ai=True)
    aiintel.read(press, tmp_path)

    def first_only(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        yield next(outcomes)
        raise KeyboardInterrupt

    def stop(code: int) -> NoReturn:
        raise SystemExit(code)

    monkeypatch.setattr("aiintel_assets.cli.making.in_background", first_only)
    monkeypatch.setattr("os._exit", stop)
    code, out, err = aiintel("backfill", "2025-12-11", "2025-12-14")
    assert code == 130
    assert "1 of 4 editions in" in out
    assert "• 2025-12-11 failed: raw_articles: no source delivered an article" in out
    assert "the same command takes up the rest" in err
