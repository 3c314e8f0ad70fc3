from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from aiintel_assets.editorial.features import is_roundup
from aiintel_assets.editorial.topics import group_topics
from aiintel_assets.models import CleanArticle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_START = datetime(2026, 3, 2, tzinfo=UTC)
_SETS: dict[str, list[dict[str, str | int]]] = {
    name: yaml.safe_load((Path(__file__).parents[1] / f"fixtures/editorial/{name}.yaml").read_text("utf-8"))["articles"]
    for name in ("topics", "topics_hard")
}
_LABELLED = _SETS["topics"]


def article(title: str, text: str = "", *, name: str = "", hour: float = 0, language: str = "en") -> CleanArticle:
    return CleanArticle(
        id=name or hashlib.sha256(f"{title}{text}{hour}".encode()).hexdigest()[:8],
        title=title,
        text=text,
        language=language,
        source_id="harbor-wire",
        url="https://harborwire.example/a",
        published_at=_START + timedelta(hours=hour),
    )


def labelled(items: list[dict[str, str | int]] = _LABELLED) -> list[tuple[CleanArticle, str]]:
    return [
        (
            article(
                str(item["title"]),
                str(item["text"]),
                name=f"a{index:03}",
                hour=float(item["hour"]),
                language=str(item["language"]),
            ),
            str(item["event"]),
        )
        for index, item in enumerate(items)
    ]


def pairs(groups: Iterable[Sequence[object]]) -> int:
    return sum(len(group) * (len(group) - 1) // 2 for group in groups)


@pytest.mark.parametrize("name", _SETS)
def test_one_event_is_one_topic_across_languages_and_wordings(name: str) -> None:
    data = labelled(_SETS[name])
    event = {article.id: event for article, event in data}
    groups = [topic.article_ids for topic in group_topics([article for article, _ in data])]
    right = sum(n * (n - 1) // 2 for group in groups for n in Counter(event[i] for i in group).values())
    wanted = sum(n * (n - 1) // 2 for n in Counter(event.values()).values())
    assert len(data) >= 100
    assert 2 * right / (pairs(groups) + wanted) >= 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marlowe raises $320 million for humanoids", "Brightloom raises $180 million for enzymes"),
        ("Lexicore releases Verba-5.1", "Lexicore releases Verba-5.2"),
        ("Talonworks launches Osprey 4", "Talonworks launches Osprey 4 Mini"),
        ("Nimbara goes down for five hours", "Nimbara to test adverts in its free chatbot"),
        ("Orrery buys Tessel for $650 million", "Orrery sells Lumenta to Harrow Group"),
        ("Quillon 融資 3 億美元", "Quillon 融資 5 億美元"),
        ("波杜利亞通過 AI 標示法", "OpenAI 推出廣告"),
    ],
)
def test_near_misses_stay_apart(one: str, other: str) -> None:
    assert len(group_topics([article(one), article(other, hour=1)])) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orrery buys data-labelling firm Tessel for $650 million", "Orrery 以6.5亿美元收购数据标注公司 Tessel"),
        ("輝達財報：單季營收 570 億美元，年增六成二", "Nvidia revenue rises 62% to $57.0 billion"),
        ("台積電單季獲利創新高，年增 35%", "台积电单季利润创新高，同比增长35%"),
        ("Orrery agrees to buy Tessel for $650m", "Orrery to acquire Tessel in $650 million deal"),
    ],
)
def test_one_event_told_twice_is_one_topic_even_alone(one: str, other: str) -> None:
    (topic,) = group_topics([article(one), article(other, hour=1)])
    assert len(topic.article_ids) == 2


def test_a_headline_that_leaves_the_size_to_its_text_tells_of_the_same_product() -> None:
    event = [
        article("Kestrel 3 Mini draws a picture in four seconds", "Kestrel 3 Mini costs $0.034 a picture."),
        article("Kestrel 3 now draws in four seconds", "The small Kestrel 3 Mini takes $0.034 a picture.", hour=1),
    ]
    assert len(group_topics(event)) == 1


def test_a_gloss_in_one_article_explains_the_name_in_another() -> None:
    event = [
        article("Saltmarsh Compute raises $115 million to cool servers in liquid"),
        article("鹽沼計算（Saltmarsh Compute）完成 1.15 億美元募資", hour=1),
        article("盐沼计算完成1.15亿美元融资", hour=2),
    ]
    assert len(group_topics(event)) == 1


@pytest.mark.parametrize(
    "title",
    [
        "The morning brief: Orrery buys Tessel, and more",
        "Weekly roundup: Orrery buys Tessel for $650 million",
        "AI早报｜Orrery 以6.5亿美元收购 Tessel",
        "一週 AI 大事：Orrery 收購 Tessel",
    ],
)
def test_a_roundup_stands_alone(title: str) -> None:
    story = article("Orrery buys Tessel for $650 million", "Orrery said on Monday it will buy Tessel for $650 million.")
    roundup = article(title, "Orrery said on Monday it will buy Tessel for $650 million. Also: ferries.", hour=2)
    assert len(group_topics([story, roundup])) == 2


@pytest.mark.parametrize(
    "title", ["ChatGPT now has 800 million weekly users", "人民日報社啟用 AI 系統", "The brief life of a chip"]
)
def test_a_weekly_figure_makes_no_roundup(title: str) -> None:
    assert not is_roundup(title)


def test_a_merged_topic_says_what_its_articles_share_and_a_lone_one_nothing() -> None:
    merged, lone = group_topics(
        [
            article("Orrery buys Tessel for $650 million"),
            article("Orrery 以6.5亿美元收购 Tessel", hour=1),
            article("Harbour café reopens", hour=2),
        ]
    )
    assert {"orrery", "tessel", "$650000000"} <= set(merged.anchors)
    assert lone.anchors == ()


def test_topics_and_their_articles_stand_in_order_of_time() -> None:
    late, early, lone = (
        article("Sablefish leak exposed 2.3 million chats", name="b", hour=5),
        article("Leak at Sablefish exposes 2.3 million chats", name="c", hour=1),
        article("Ferry timetable changes in spring", name="a", hour=3),
    )
    topics = group_topics([late, lone, early])
    assert [topic.article_ids for topic in topics] == [("c", "b"), ("a",)]
    digest = hashlib.sha256(b"b\nc").hexdigest()
    assert topics[0].id == f"t-{digest[:12]}"


def test_no_articles_make_no_topics() -> None:
    assert group_topics([]) == []


def test_articles_without_a_telling_word_stand_alone_unless_they_are_the_same() -> None:
    topics = group_topics([article("…", name="a"), article("", name="b", hour=1), article("…", name="c", hour=2)])
    assert [topic.article_ids for topic in topics] == [("a", "c"), ("b",)]


def test_a_story_told_by_a_crowd_is_one_topic() -> None:
    said = [
        "Talonworks released Osprey 4 on Monday",
        "It has 640 billion parameters",
        "API access costs $2.10 per million tokens",
        "The Oslo company keeps the weights closed",
        "It reads 800,000 tokens at once",
    ]
    crowd = [
        article(
            f"Talonworks launches Osprey 4 {said[i % 5].lower()}", ". ".join(said[j % 5] for j in (i, i + 1, i + 3))
        )
        for i in range(5)
    ]
    copies = [
        replace(
            crowd[i % 5], id=f"c{i:02}", title=f"{crowd[i % 5].title} ({i})", published_at=_START + timedelta(minutes=i)
        )
        for i in range(70)
    ]
    others = [one for one, event in labelled() if not event.startswith("osprey")]
    topics = group_topics([*copies, *others])
    assert max(len(topic.article_ids) for topic in topics) == 70


_TITLES = st.one_of(
    st.sampled_from([str(item["title"]) for item in _LABELLED]),
    st.text(max_size=20),
)
_ARTICLES = st.lists(
    st.tuples(_TITLES, st.sampled_from([str(item["text"]) for item in _LABELLED] + [""]), st.integers(0, 100)),
    max_size=9,
).map(lambda rows: [article(title, text, name=f"n{i}", hour=hour) for i, (title, text, hour) in enumerate(rows)])


@settings(max_examples=60, deadline=None)
@given(_ARTICLES, st.randoms(use_true_random=False))
def test_topics_are_a_partition_whatever_the_order(articles: list[CleanArticle], random: object) -> None:
    topics = group_topics(articles)
    assert sorted(i for topic in topics for i in topic.article_ids) == sorted(one.id for one in articles)
    shuffled = list(articles)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types its Random as an object
    assert group_topics(shuffled) == topics


@settings(max_examples=60, deadline=None)
@given(_ARTICLES.filter(bool))
def test_the_same_words_come_together_among_any_others(articles: list[CleanArticle]) -> None:
    copy = replace(articles[0], id="copy", published_at=articles[0].published_at + timedelta(hours=3))
    for topic in group_topics([*articles, copy]):
        assert ("copy" in topic.article_ids) == (articles[0].id in topic.article_ids)
