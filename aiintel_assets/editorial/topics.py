"""Which articles tell the same event. Nothing is ranked or named here."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from aiintel_assets.models import Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiintel_assets.models import CleanArticle


def group_topics(articles: Sequence[CleanArticle]) -> list[Topic]:
    """The articles as topics, one event each: a partition. The order of the articles does not matter."""
    groups: dict[tuple[str, ...], list[CleanArticle]] = {}
    for article in sorted(articles, key=lambda a: (a.published_at, a.id)):
        groups.setdefault(tuple(re.findall(r"\w+", article.title.lower())), []).append(article)
    return [_topic(tuple(article.id for article in group), key[:1] if len(group) > 1 else ()) for key, group in groups.items()]


def _topic(ids: tuple[str, ...], anchors: tuple[str, ...]) -> Topic:
    digest = hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
    return Topic(article_ids=ids, id=f"t-{digest[:12]}", anchors=anchors)
