"""Importance as a sum that a person can check."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiintel_assets.editorial.ranking import rank_topics
from aiintel_assets.models import CleanArticle, Earlier, Publication, Topic, Weights

NOTHING = Weights(sources=0, trust=0, subject=0, news=0, figures=0, depth=0, prominence=0, continuity=0)


def article(identity: str, source: str = "s", text: str = "", language: str = "en", hour: int = 0) -> CleanArticle:
    url = f"https://{source}.example/{identity}"
    return CleanArticle(identity, "", text, language, source, url, datetime(2026, 3, 9, hour, tzinfo=UTC))


def topic(*articles: CleanArticle, names: tuple[str, ...] = (), follows: Earlier | None = None) -> Topic:
    ids = tuple(article.id for article in articles)
    return Topic(ids, id=f"t-{'-'.join(ids)}", names=names, follows=follows)


def ranked(*topics: Topic, articles: tuple[CleanArticle, ...], weights: Weights | None = None) -> list[Topic]:
    by_id = {article.id: article for article in articles}
    publications = {"s": Publication("s", "S"), "trusted": Publication("trusted", "T", weight=2.0)}
    return rank_topics(topics, by_id, publications, weights or Weights())


def test_more_sources_come_first_and_say_so() -> None:
    own = (article("a"), article("b", "s1"), article("c", "s2"))
    first, second = ranked(topic(own[0]), topic(*own[1:]), articles=own)
    assert first.article_ids == ("b", "c")
    assert (first.rank, second.rank) == (1, 2)
    assert first.reasons == ("2 家來源報導同一事件",)
    assert second.reasons == ("單一來源報導",)


def test_two_articles_of_one_source_are_one_source() -> None:
    own = (article("a"), article("b"))
    (only,) = ranked(topic(*own), articles=own, weights=replace(NOTHING, sources=1))
    assert only.score == 0
    assert only.reasons == ("單一來源報導",)


@pytest.mark.parametrize(
    ("weights", "better", "reason"),
    [
        (replace(NOTHING, trust=1), article("b", "trusted"), None),
        (
            replace(NOTHING, figures=1),
            article("b", text="It costs 40% less and has 70 billion parameters."),
            "內文有 2 項具體數字",
        ),
        (replace(NOTHING, depth=1), article("b", text="word " * 300), None),
        (replace(NOTHING, depth=1), article("b", text="字" * 100, language="zh-Hant"), None),
    ],
)
def test_each_part_of_an_article_counts(weights: Weights, better: CleanArticle, reason: str | None) -> None:
    own = (article("a", text="字" * 100), better)
    first, second = ranked(topic(own[0]), topic(better), articles=own, weights=weights)
    assert first.article_ids == ("b",)
    assert first.score > second.score
    assert reason is None or reason in first.reasons


def test_a_name_of_several_topics_makes_each_more_prominent() -> None:
    own = tuple(map(article, "abc"))
    first, second, last = ranked(
        topic(own[0], names=("Elm",)),
        topic(own[1], names=("Larch", "Fir")),
        topic(own[2], names=("Larch",)),
        articles=own,
        weights=replace(NOTHING, prominence=1),
    )
    assert {first.article_ids, second.article_ids} == {("b",), ("c",)}
    assert "相關名稱另見於本日 1 個主題" in first.reasons
    assert last.score == 0


def test_a_follow_up_counts_and_names_the_day_it_goes_on_from() -> None:
    own = (article("a"), article("b"))
    follows = Earlier("2026-03-07", "t0", "before")
    first, _ = ranked(topic(own[0]), topic(own[1], follows=follows), articles=own)
    assert first.follows == follows
    assert "延續 2026/03/07 的報導" in first.reasons


def test_of_equals_the_one_published_first_leads() -> None:
    own = (article("a", hour=5), article("b", hour=9), article("c", hour=1))
    first, second = ranked(topic(own[0]), topic(own[1], own[2]), articles=own, weights=NOTHING)
    assert first.article_ids == ("b", "c")
    assert second.article_ids == ("a",)


def test_the_length_of_a_text_soon_says_nothing_more() -> None:
    own = (article("a", text="x" * 1500), article("b", text="x" * 1_000_000))
    scores = {t.score for t in ranked(topic(own[0]), topic(own[1]), articles=own, weights=replace(NOTHING, depth=1))}
    assert scores == {1.0}


@pytest.mark.parametrize(
    ("topics", "levels"), [(1, (0, 1, 0)), (3, (1, 1, 1)), (4, (1, 2, 1)), (10, (3, 4, 3)), (24, (6, 10, 8))]
)
def test_importance_is_spread_over_the_day(topics: int, levels: tuple[int, int, int]) -> None:
    own = tuple(article(f"a{n:02}") for n in range(topics))
    found = Counter(t.importance for t in ranked(*map(topic, own), articles=own))
    assert (found["high"], found["medium"], found["low"]) == levels


@given(st.permutations([(number, f"s{number % 3}") for number in range(8)]))
def test_the_order_of_the_topics_does_not_matter(order: list[tuple[int, str]]) -> None:
    own = {n: article(f"a{n}", source, text="word " * (n % 4)) for n, source in order}
    mixed = ranked(*(topic(own[n]) for n, _ in order), articles=tuple(own.values()))
    usual = ranked(*(topic(own[n]) for n in sorted(own)), articles=tuple(own.values()))
    assert mixed == usual


def test_a_day_without_topics_has_none() -> None:
    assert ranked(articles=()) == []


def test_news_comes_before_lessons() -> None:
    lesson, news = replace(article("a"), title="How to build it"), replace(article("b"), title="Orrery buys Tessel")
    first, _ = ranked(topic(lesson), topic(news), articles=(lesson, news))
    assert first.article_ids == ("b",)


def test_what_is_more_about_ai_comes_first() -> None:
    own = (article("a"), article("b"))
    by_id = {each.id: each for each in own}
    topics = [topic(each) for each in own]
    first, second = rank_topics(topics, by_id, {}, Weights(), {"a": 0.5})
    assert (first.article_ids, second.article_ids) == (("b",), ("a",))
    assert first.score - second.score == Weights().subject / 2
