"""Which articles tell the same event. How alike two of them are is measured elsewhere; nothing is ranked here."""

from __future__ import annotations

import hashlib
import heapq
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from aiintel_assets.editorial.features import profiles
from aiintel_assets.editorial.likeness import anchors, likeness, weigh
from aiintel_assets.models import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from aiintel_assets.editorial.likeness import Weighed
    from aiintel_assets.models import CleanArticle

# Articles are compared when they share one of their heaviest features. A feature that a crowd shares only leads to the
# nearest in time, and an article is compared with the best few, so the work grows with the number of articles and not
# with its square.
_HEAVIEST = 14
_CROWD = 24
_COMPARED = 12
_TOGETHER = 1.0
# Of a larger group so many articles, evenly spread, speak for all when it is held against another.
_SPEAKERS = 8


class _Link(NamedTuple):
    """How alike two groups are: the sum over the pairs of articles compared so far, and their number."""

    total: float
    pairs: int


_NO_LINK = _Link(0.0, 0)


def group_topics(articles: Sequence[CleanArticle]) -> list[Topic]:
    """The articles as topics, one event each: a partition of them, the same for any order of the articles.

    Groups grow by average linkage (Sokal and Michener, 1958): the two groups whose articles are most alike on average
    are joined until no two are alike enough; of a large group a few articles are asked. Topics come in the order of
    their first article, an article's place being (published_at, id); `anchors` holds what the articles of a merged
    topic share.
    """
    ordered = sorted(articles, key=lambda article: (article.published_at, article.id))
    weighed = weigh(profiles(ordered))

    def alike(i: int, j: int) -> float:
        return likeness(weighed[i], weighed[j])

    groups = _agglomerate(len(ordered), sorted(set(_candidates(weighed))), alike)
    return [_topic([ordered[i] for i in group], anchors([weighed[i] for i in group])) for group in groups]


def _candidates(weighed: Sequence[Weighed]) -> Iterator[tuple[int, int]]:
    """Pairs of indices worth comparing, the smaller index first."""
    latest: dict[str, int] = {}
    for index, article in enumerate(weighed):
        if article.facts.plain in latest:
            yield latest[article.facts.plain], index
        latest[article.facts.plain] = index
    heaviest = [
        heapq.nsmallest(_HEAVIEST, ((-weight, key) for key, weight in article.features.items())) for article in weighed
    ]
    postings: dict[str, list[int]] = defaultdict(list)
    for index, keys in enumerate(heaviest):
        for _, key in keys:
            postings[key].append(index)
    for index, keys in enumerate(heaviest):
        shared: dict[int, float] = defaultdict(float)
        for weight, key in keys:
            for other in _nearest(postings[key], index):
                shared[other] += weight
        shared.pop(index, None)
        for other in heapq.nsmallest(_COMPARED, shared, key=lambda o: (shared[o], o)):
            yield min(index, other), max(index, other)


def _nearest(posting: list[int], index: int) -> list[int]:
    if len(posting) <= _CROWD:
        return posting
    at = bisect_left(posting, index)
    return posting[max(0, at - _CROWD // 2) : at + _CROWD // 2]


def _agglomerate(
    count: int, candidates: Iterable[tuple[int, int]], alike: Callable[[int, int], float]
) -> list[list[int]]:
    """Groups of indices by average linkage; each group is sorted, and so are the groups, by their first index.

    Two groups are first judged by the candidates between them, and by the pairs of their speakers before they are
    joined.
    """
    members = {i: [i] for i in range(count)}
    links: dict[int, dict[int, _Link]] = {i: {} for i in range(count)}
    heap: list[tuple[float, int, int]] = []

    def link(i: int, j: int, total: float, pairs: int) -> None:
        links[i][j] = links[j][i] = _Link(total, pairs)
        if total >= _TOGETHER * pairs:
            heapq.heappush(heap, (-total / pairs, i, j))

    for i, j in candidates:
        if (value := alike(i, j)) > 0:
            link(i, j, value, 1)
    joined = count
    while heap:
        _, i, j = heapq.heappop(heap)
        if i not in members or j not in members:
            continue
        pairs = [(min(a, b), max(a, b)) for a in _speakers(members[i]) for b in _speakers(members[j])]
        if links[i][j].pairs < len(pairs):
            link(i, j, sum(alike(a, b) for a, b in pairs), len(pairs))
            continue
        members[joined] = sorted(members.pop(i) + members.pop(j))
        left, right = links.pop(i), links.pop(j)
        links[joined] = {}
        for k in sorted((left.keys() | right.keys()) - {i, j}):
            links[k].pop(i, None)
            links[k].pop(j, None)
            one, other = left.get(k, _NO_LINK), right.get(k, _NO_LINK)
            link(k, joined, one.total + other.total, one.pairs + other.pairs)
        joined += 1
    return sorted(members.values())


def _speakers(group: list[int]) -> list[int]:
    return group[:: -(-len(group) // _SPEAKERS)]


def _topic(group: Sequence[CleanArticle], shared: Iterable[str]) -> Topic:
    ids = tuple(article.id for article in group)
    digest = hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
    return Topic(article_ids=ids, id=f"t-{digest[:12]}", anchors=tuple(shared))
