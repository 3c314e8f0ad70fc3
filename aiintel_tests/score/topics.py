"""Scores of the editorial decisions: topics beside TF-IDF, relevance beside the word AI, sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from aiintel_assets.editorial.relevance import relevance
from aiintel_assets.editorial.sections import place
from aiintel_assets.editorial.topics import group_topics
from aiintel_tests.score.baselines import THRESHOLDS, tfidf_groups
from aiintel_tests.score.measure import Row, pairwise_f1, share
from aiintel_tests.score.news import FIXTURES, demo, headlines, labelled, posts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from aiintel_assets.models import CleanArticle

_SAYS_AI = re.compile(r"\bAI\b|\bKI\b|人工智[慧能]|artificial intelligence", re.IGNORECASE)


def own() -> Iterator[Row]:
    """On our labelled sets and the demo."""
    for path in sorted(FIXTURES.glob("topics*.yaml")):
        yield _topics(path.name, *labelled(path))
    yield _topics("demo", *demo())
    items = yaml.safe_load((FIXTURES / "relevance.yaml").read_text(encoding="utf-8"))
    wanted = ["section" in item for item in items]
    yield Row(
        "relevance",
        "relevance.yaml",
        "right decisions",
        len(items),
        share([relevance(i["title"], i["text"]).on_topic == w for i, w in zip(items, wanted, strict=True)]),
        share([bool(_SAYS_AI.search(f"{i['title']} {i['text']}")) == w for i, w in zip(items, wanted, strict=True)]),
        "says “AI”",
    )
    news = [item for item in items if "section" in item]
    yield Row(
        "sections",
        "relevance.yaml",
        "right section",
        len(news),
        share([place(i["title"], i["text"]).section == i["section"] for i in news]),
        max(share([i["section"] == section for i in news]) for section in {i["section"] for i in news}),
        "always the commonest",
    )


def corpora(folder: Path) -> Iterator[Row]:
    """On two public sets, cut to the size of an edition's topics; the labels of both are broad."""
    yield _topics("uci, 20 headlines a story", *headlines(folder))
    yield _topics("zk, posts that are cited", *posts(folder))


def _topics(data: str, articles: Sequence[CleanArticle], label_of: Mapping[str, str]) -> Row:
    ours = pairwise_f1([topic.article_ids for topic in group_topics(articles)], label_of)
    plain = max(pairwise_f1(tfidf_groups(articles, threshold), label_of) for threshold in THRESHOLDS)
    return Row("group_topics", data, "pairwise F1", len(articles), ours, plain, "TF-IDF, best threshold")
