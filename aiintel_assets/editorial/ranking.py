"""How important a topic is, as a sum of named parts that a person can check. Sections are chosen elsewhere."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from aiintel_assets.editorial.genre import newsiness
from aiintel_assets.text.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from aiintel_assets.models import CleanArticle, Importance, Publication, Topic, Weights

SEQUEL = "延續"  # how the reason begins that a topic takes an earlier one further
HIGH, MEDIUM = 0.25, 0.65  # shares of the day's topics, best first, up to which they are of high or medium importance
MANY_QUANTITIES = 8  # concrete figures beyond which more of them say nothing
LONG_TEXT = 1500  # characters of the longest article, beyond which length says nothing
DENSITY = 3  # how many Latin letters a Chinese character stands for


def rank_topics(
    topics: Sequence[Topic],
    articles: Mapping[str, CleanArticle],
    publications: Mapping[str, Publication],
    weights: Weights,
    relevances: Mapping[str, float] | None = None,
) -> list[Topic]:
    """The topics with score, importance, reasons and rank, best first; ties go to the one published first.

    Importance is relative to the day, so that a post always tells a reader short of time where to begin.
    `relevances` says how much an article is about AI, between 0 and 1, by its id; what is not in it is so wholly.
    """
    subjects = relevances or {}
    mentions: dict[str, int] = {}
    for topic in topics:
        for name in topic.names:
            mentions[name] = mentions.get(name, 0) + 1
    scored = []
    for topic in topics:
        subject = max(subjects.get(article_id, 1.0) for article_id in topic.article_ids)
        told = _scored(topic, articles, publications, mentions, weights)
        scored.append(replace(told, score=round(told.score + weights.subject * subject, 4)))
    order = sorted(scored, key=lambda topic: (-topic.score, _first_published(topic, articles), topic.id))
    return [
        replace(topic, rank=rank, importance=importance_at((rank - 0.5) / len(order)))
        for rank, topic in enumerate(order, start=1)
    ]


def _first_published(topic: Topic, articles: Mapping[str, CleanArticle]) -> datetime:
    return min(articles[article_id].published_at for article_id in topic.article_ids)


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
        "news": weights.news * max(newsiness(article.title, article.text) for article in own),
        "figures": weights.figures * min(figures, MANY_QUANTITIES) / MANY_QUANTITIES,
        "depth": weights.depth * min(max(map(_length, own)), LONG_TEXT) / LONG_TEXT,
        "prominence": weights.prominence * shared / (1 + shared),
        "continuity": weights.continuity if topic.follows else 0.0,
    }
    score = round(sum(parts.values()), 4)
    return replace(topic, score=score, reasons=(*topic.reasons, *_reasons(topic, len(sources), figures, shared)))


def _length(article: CleanArticle) -> int:
    return len(article.text) * (DENSITY if article.language.startswith("zh") else 1)


def importance_at(place: float) -> Importance:
    """By the topic's place among the day's, between 0 (first) and 1 (last)."""
    if place <= HIGH:
        return "high"
    return "medium" if place <= MEDIUM else "low"


def _reasons(topic: Topic, sources: int, figures: int, shared: int) -> list[str]:
    """The parts that spoke for the topic, in words."""
    reasons = [f"{sources} 家來源報導同一事件" if sources > 1 else "單一來源報導"]
    if topic.follows:
        reasons.append(f"{SEQUEL} {topic.follows.edition.replace('-', '/')} 的報導")
    if shared:
        reasons.append(f"相關名稱另見於本日 {shared} 個主題")
    if figures:
        reasons.append(f"內文有 {figures} 項具體數字")
    return reasons
