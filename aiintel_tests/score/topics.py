"""Scores of the editorial decisions: topics beside TF-IDF, relevance beside the word AI, sections."""

from __future__ import annotations

import re
from datetime import timedelta
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

_CLOSES = timedelta(hours=1, minutes=20)  # the demo's editions close at 22:40 UTC
_SAYS_AI = re.compile(r"\bAI\b|\bKI\b|人工智[慧能]|artificial intelligence", re.IGNORECASE)


def own() -> Iterator[Row]:
    """On our labelled sets and the demo."""
    for path in sorted(FIXTURES.glob("topics*.yaml")):
        yield _topics(path.name, *labelled(path))
    yield _topics("demo, day by day", *demo(), by_day=True)
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


def _topics(data: str, articles: Sequence[CleanArticle], label_of: Mapping[str, str], *, by_day: bool = False) -> Row:
    """Ours beside TF-IDF; `by_day` groups each day alone, as editions are, and joins nothing across days."""
    days = {a.id: (a.published_at + _CLOSES).date() if by_day else None for a in articles}
    labels = {article_id: (days[article_id], label) for article_id, label in label_of.items()}
    parts = [[a for a in articles if days[a.id] == day] for day in dict.fromkeys(days.values())]
    ours = pairwise_f1([topic.article_ids for part in parts for topic in group_topics(part)], labels)
    plain = max(
        pairwise_f1([group for part in parts for group in tfidf_groups(part, threshold)], labels)
        for threshold in THRESHOLDS
    )
    return Row("group_topics", data, "pairwise F1", len(articles), ours, plain, "TF-IDF, best threshold")
