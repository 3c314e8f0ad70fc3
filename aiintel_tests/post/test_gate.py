"""Each fault keeps a post from being published, and is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aiintel_assets.post.gate import faults, shrinks
from aiintel_assets.post.render import Day, render_post
from aiintel_tests.post.golden_day import DAY, INSIGHT, SUMMARIES


def found(day: Day) -> list[str]:
    return faults(day, render_post(day))


def test_a_good_post_has_no_fault() -> None:
    assert found(DAY) == []


def test_a_day_without_topics_is_no_post() -> None:
    assert found(replace(DAY, topics=())) == ["it has no topic"]


def test_a_topic_without_summary_is_named() -> None:
    assert found(replace(DAY, summaries={"t-larch": SUMMARIES[0]})) == [
        "1 topics have no summary, such as 〈Port of Alder tests *autonomous* cranes <beta>〉"
    ]


def test_a_summary_that_says_nothing_is_no_summary() -> None:
    silent = replace(SUMMARIES[0], core=())
    assert "1 topics have no summary, such as 〈落葉松實驗室發布 Larch 2〉" in found(
        replace(DAY, summaries={**DAY.summaries, "t-larch": silent})
    )


@pytest.mark.parametrize("url", ["https://evil.example/a", "HTTP://EVIL.example", "https://larch.example/story/1?id=2"])
def test_a_link_that_the_store_does_not_know_is_foreign(url: str) -> None:
    assert faults(DAY, f"{render_post(DAY)}\n[x]({url})\n") == [f"it links to {url}, which no article of the store has"]


def test_an_address_that_had_to_be_encoded_is_still_the_stores_own() -> None:
    odd = replace(DAY.articles["a4"], url="https://quay.example/a(b)_中文?q=[1]&lt;#x y".replace(" ", ""))
    assert found(replace(DAY, articles={**DAY.articles, "a4": odd})) == []


@pytest.mark.parametrize("place", ["title", "claim", "insight"])
def test_simplified_leftovers_are_named_wherever_they_stand(place: str) -> None:
    text = "这个模型还没有发布。"
    summary, insight = SUMMARIES[0], INSIGHT
    if place == "title":
        summary = replace(summary, title=text)
    elif place == "claim":
        summary = replace(summary, technical=(replace(summary.core[0], text=text),))
    else:
        insight = replace(insight, outlook=(text,))
    day = replace(DAY, summaries={**DAY.summaries, "t-larch": summary}, insight=insight)
    (fault,) = found(day)
    assert fault.startswith("it holds Simplified characters: 这")
    assert "发" in fault


def test_simplified_characters_in_an_address_are_no_leftover() -> None:
    chinese = replace(DAY.articles["a1"], url="https://larch.example/发布")
    assert found(replace(DAY, articles={**DAY.articles, "a1": chinese})) == []


@pytest.mark.parametrize(
    ("topics", "published", "worse"), [(4, 10, True), (5, 10, False), (1, 0, False), (0, 1, True), (12, 10, False)]
)
def test_a_version_with_far_fewer_topics_is_worse(topics: int, published: int, *, worse: bool) -> None:
    reason = shrinks(topics, published)
    assert (reason == f"it has {topics} topics, the published version {published}") is worse
    assert (reason is None) is not worse
