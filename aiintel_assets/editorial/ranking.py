"""How important a topic is, as a sum of named parts that a person can check. Sections are chosen elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiintel_assets.text.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiintel_assets.models import CleanArticle, Importance, Publication, Topic

HIGH, MEDIUM = 3.4, 2.4  # scores from which a topic is of high or medium importance
MANY_QUANTITIES = 8  # concrete figures beyond which more of them say nothing
LONG_TEXT = 1500  # characters of the longest article, beyond which length says nothing


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the score counts at its fullest."""

    sources: float = 1.6
    trust: float = 1.0
    figures: float = 0.6
    depth: float = 0.5
    prominence: float = 0.8
    continuity: float = 0.4


def rank_topics(
    topics: Sequence[Topic],
    articles: Mapping[str, CleanArticle],
    publications: Mapping[str, Publication],
    weights: Weights,
) -> list[Topic]:
    """The topics with score, importance, reasons and rank, best first; ties go to the one published first."""
    mentions: dict[str, int] = {}
    for topic in topics:
        for name in topic.names:
            mentions[name] = mentions.get(name, 0) + 1
    scored = [_scored(topic, articles, publications, mentions, weights) for topic in topics]
    order = sorted(scored, key=lambda topic: (-topic.score, articles[topic.article_ids[0]].published_at, topic.id))
    return [replace(topic, rank=rank) for rank, topic in enumerate(order, start=1)]


def _scored(
    topic: Topic,
    articles: Mapping[str, CleanArticle],
    publications: Mapping[str, Publication],
    mentions: Mapping[str, int],
    weights: Weights,
) -> Topic:
    own = [articles[article_id] for article_id in topic.article_ids]
    sources = list(dict.fromkeys(article.source_id for article in own))
    trust = max(publications[source].weight if source in publications else 1.0 for source in sources)
    figures = len({quantity.text for article in own for quantity in quantities(article.text)})
    shared = max((mentions[name] - 1 for name in topic.names), default=0)
    parts = {
        "sources": weights.sources * math.log2(len(sources)),
        "trust": weights.trust * trust,
        "figures": weights.figures * min(figures, MANY_QUANTITIES) / MANY_QUANTITIES,
        "depth": weights.depth * min(max(len(article.text) for article in own), LONG_TEXT) / LONG_TEXT,
        "prominence": weights.prominence * shared / (1 + shared),
        "continuity": weights.continuity if topic.follows else 0.0,
    }
    score = round(sum(parts.values()), 4)
    return replace(
        topic, score=score, importance=_importance(score), reasons=(*topic.reasons, *_reasons(topic, sources, figures, shared))
    )


def _importance(score: float) -> Importance:
    if score >= HIGH:
        return "high"
    return "medium" if score >= MEDIUM else "low"


def _reasons(topic: Topic, sources: Sequence[str], figures: int, shared: int) -> list[str]:
    """The parts that spoke for the topic, in words."""
    reasons = []
    if len(sources) > 1:
        reasons.append(f"{len(sources)} 家來源報導同一事件")
    if topic.follows:
        reasons.append(f"延續 {topic.follows.edition} 的報導")
    if shared:
        reasons.append(f"相關名稱另見於本日 {shared} 個主題")
    if figures:
        reasons.append(f"內文有 {figures} 項具體數字")
    return reasons
