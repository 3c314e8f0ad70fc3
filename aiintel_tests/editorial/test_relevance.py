from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from aiintel_assets.editorial.relevance import relevance
from aiintel_assets.text.zh_tw import simplified_leftovers

ITEMS = yaml.safe_load(Path(__file__).parents[1].joinpath("fixtures/editorial/relevance.yaml").read_text("utf-8"))
FILLER = "The committee met on Tuesday and talked about the harbour, its cranes and the price of fish. "


def test_ai_news_is_told_from_other_news() -> None:
    news = [item for item in ITEMS if "section" in item]
    others = [item for item in ITEMS if "section" not in item]
    missed = [item["title"] for item in news if not relevance(item["title"], item["text"]).on_topic]
    wrong = [item["title"] for item in others if relevance(item["title"], item["text"]).on_topic]
    assert len(missed) <= 0.05 * len(news), missed
    assert len(wrong) <= 0.05 * len(others), wrong


@pytest.mark.parametrize(
    "title",
    [
        "OpenAI ships a new model",
        "Wie KI den Unterricht verändert",
        "生成AIの利用が広がる",
        "L'intelligence artificielle au tribunal",
        "La inteligencia artificial llega al campo",
        "人工智能走进课堂",
        "人工智慧走進教室",
        "ＡＩ走進教室",
    ],
)
def test_a_headline_alone_can_decide(title: str) -> None:
    assert relevance(title, "").on_topic


@pytest.mark.parametrize(
    "title", ["AIR FORCE ONE LANDS", "Ai Weiwei paints", "Ma IA t'aime", "Kia recalls cars", "愛河花燈"]
)
def test_lookalikes_do_not_decide(title: str) -> None:
    assert relevance(title, "").on_topic == title.startswith("Ma IA")


def test_one_mention_in_a_long_report_is_not_enough() -> None:
    assert not relevance("Harbour to be dredged", FILLER * 40 + "An algorithm plans the work.").on_topic
    assert not relevance("Harbour to be dredged", FILLER * 40 + "The trust may use AI one day.").on_topic


def test_an_ordinary_word_repeated_is_not_enough() -> None:
    assert not relevance("A model on the runway", "The model walked. " * 60).on_topic


def test_a_text_full_of_ai_needs_no_headline() -> None:
    assert relevance("", "ChatGPT and other chatbots use AI. " * 10).on_topic


def test_more_evidence_never_lowers_the_score() -> None:
    plain = relevance("A new tool", FILLER)
    assert (
        plain.score
        < relevance("A new AI tool", FILLER).score
        < relevance("A new AI tool", FILLER + "It is an LLM.").score
    )


def test_nothing_scores_nothing_and_gives_no_reason() -> None:
    assert relevance("", "") == relevance("Fish", FILLER)
    assert relevance("", "").score == 0
    assert relevance("", "").reasons == ()


def test_reasons_name_the_place_and_the_word_in_taiwans_script() -> None:
    verdict = relevance("开源大模型发布", "训练用了人工智能芯片。")
    assert verdict.reasons[0] == "標題提到「大模型」"
    assert not simplified_leftovers("".join(verdict.reasons))


def test_the_score_stays_within_bounds() -> None:
    assert 0.99 < relevance("AI " * 200, "AI " * 5000).score <= 1


def test_an_article_takes_about_a_millisecond() -> None:
    text = (FILLER + "機器人在倉庫工作，工程師訓練模型。") * 40
    relevance("warm up", text)
    started = time.perf_counter()
    for _ in range(20):
        relevance("Robots", text[:5000])
    assert (time.perf_counter() - started) / 20 < 0.02  # ten times what it takes, for slow and busy machines
