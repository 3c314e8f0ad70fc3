"""Plain ways to do the same work, to stand beside ours: TF-IDF grouping, literal matching. Nothing is tuned here."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiintel_assets.models import CleanArticle

_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]{1,2}")
_LEAD = 600
_FIGURE = re.compile(r"\d[\d,.]*|[A-Z][A-Za-z]+")
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
"""Cosines at which TF-IDF is tried; the table shows the one that does best on each set, which no user could know."""


def tfidf_groups(articles: Sequence[CleanArticle], threshold: float) -> list[Sequence[str]]:
    """Ids of the articles that are linked by a TF-IDF cosine of at least `threshold`, directly or through others."""
    parent = list(range(len(articles)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, j, cosine in _cosines(articles):
        if cosine >= threshold:
            parent[root(i)] = root(j)
    groups: dict[int, list[str]] = defaultdict(list)
    for index, article in enumerate(articles):
        groups[root(index)].append(article.id)
    return [*groups.values()]


def _cosines(articles: Sequence[CleanArticle]) -> list[tuple[int, int, float]]:
    bags = [Counter(_terms(f"{article.title} {article.text[:_LEAD]}")) for article in articles]
    seen = Counter(term for bag in bags for term in bag)
    earlier: dict[str, list[tuple[int, float]]] = defaultdict(list)
    found = []
    for index, bag in enumerate(bags):
        weights = {term: (1 + math.log(n)) * math.log(1 + len(bags) / seen[term]) for term, n in bag.items()}
        norm = math.hypot(*weights.values())
        shared: dict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for other, theirs in earlier[term]:
                shared[other] += theirs * weight / norm
            earlier[term].append((index, weight / norm))
        found += [(other, index, cosine) for other, cosine in shared.items() if cosine >= THRESHOLDS[0]]
    return found


def _terms(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if len(word) > 1]


def literally_missing(claim: str, source: str) -> list[str]:
    """The figures and capitalised words of a claim that do not stand in the source letter for letter."""
    return [found for found in _FIGURE.findall(claim) if found not in source]
