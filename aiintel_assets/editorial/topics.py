"""Which articles tell the same event. How alike two of them are is measured elsewhere; nothing is ranked or named here."""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from aiintel_assets.editorial.likeness import anchors, likeness, profiles, weigh
from aiintel_assets.models import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiintel_assets.editorial.likeness import Profile
    from aiintel_assets.models import CleanArticle

# Candidates are found through an article's heaviest features. A feature that more than so many articles share only
# pairs neighbours in time, so that the work grows with the number of articles and not with its square.
_FEATURES = 24
_CROWD = 60
_CANDIDATES = 40
_TOGETHER = 1.0


def group_topics(articles: Sequence[CleanArticle]) -> list[Topic]:
    """The articles as topics, one event each: a partition of them.

    Groups grow by average linkage (Sokal and Michener, 1958): the two groups whose articles are most alike on average
    are joined until no pair of groups is alike enough. Neither the order of the articles nor their number changes what
    is alike, apart from how rare a word is among them.
    """
    ordered = sorted(articles, key=lambda article: (article.published_at, article.id))
    found = profiles(ordered)
    weights = weigh(found)
    alike = {
        (i, j): value
        for i, j in sorted(_candidates(weights))
        if (value := likeness(found[i], found[j], weights[i], weights[j])) > 0
    }
    groups = _agglomerate(len(ordered), alike)
    return [_topic([ordered[i] for i in group], anchors([weights[i] for i in group])) for group in groups]


def _candidates(weights: Sequence[dict[str, float]]) -> set[tuple[int, int]]:
    postings: dict[str, list[int]] = defaultdict(list)
    for index, features in enumerate(weights):
        for key in heapq.nsmallest(_FEATURES, features, key=lambda k: (-features[k], k)):
            postings[key].append(index)
    pairs: set[tuple[int, int]] = set()
    for index, features in enumerate(weights):
        scores: dict[int, float] = defaultdict(float)
        for key in features:
            if key not in postings or key[0] == "b":
                continue
            posting = postings[key]
            for other in posting if len(posting) <= _CROWD else _near(posting, index):
                if other != index:
                    scores[other] += features[key] * weights[other][key]
        for other in heapq.nsmallest(_CANDIDATES, scores, key=lambda o: (-scores[o], o)):
            pairs.add((min(index, other), max(index, other)))
    return pairs


def _near(posting: list[int], index: int) -> list[int]:
    from bisect import bisect_left

    at = bisect_left(posting, index)
    return posting[max(0, at - _CROWD // 2) : at + _CROWD // 2]


def _agglomerate(count: int, alike: dict[tuple[int, int], float]) -> list[list[int]]:
    """Groups of indices by average linkage over the sparse likenesses; what is not listed is not alike at all."""
    members: dict[int, list[int]] = {i: [i] for i in range(count)}
    sums: dict[int, dict[int, float]] = {i: {} for i in range(count)}
    for (i, j), value in alike.items():
        sums[i][j] = sums[j][i] = value
    heap = [(-value, i, j) for (i, j), value in alike.items() if value >= _TOGETHER]
    heapq.heapify(heap)
    following = count
    while heap:
        _, i, j = heapq.heappop(heap)
        if i not in members or j not in members:
            continue
        members[following] = sorted(members.pop(i) + members.pop(j))
        left, right = sums.pop(i), sums.pop(j)
        merged: dict[int, float] = {}
        for k in sorted((left.keys() | right.keys()) - {i, j}):
            merged[k] = left.get(k, 0.0) + right.get(k, 0.0)
            sums[k].pop(i, None)
            sums[k].pop(j, None)
            sums[k][following] = merged[k]
            average = merged[k] / (len(members[following]) * len(members[k]))
            if average >= _TOGETHER:
                heapq.heappush(heap, (-average, k, following))
        sums[following] = merged
        following += 1
    return sorted(members.values())


def _topic(group: Sequence[CleanArticle], shared: Iterable[str]) -> Topic:
    ids = tuple(article.id for article in group)
    digest = hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
    return Topic(article_ids=ids, id=f"t-{digest[:12]}", anchors=tuple(shared))
