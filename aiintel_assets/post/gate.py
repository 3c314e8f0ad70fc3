"""What a post must pass before it may replace a file of the site. Pure: it looks, and says what is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aiintel_assets.text.zh_tw import simplified_leftovers

if TYPE_CHECKING:
    from aiintel_assets.post.render import Day

SHRINKS_TO = 0.5  # a post with fewer than this share of its published version's topics is a worse one
_LINK = re.compile(r"(?i)\]\((https?://[^)\s]+)\)")


def faults(day: Day, markdown: str) -> list[str]:
    """Why the post must not be published, a line each; empty when it may be."""
    found = []
    if not day.topics:
        found.append("it has no topic")
    silent = [topic.title for topic in day.topics if topic.id not in day.summaries or not day.summaries[topic.id].core]
    if silent:
        found.append(f"{len(silent)} topics have no summary, such as 〈{silent[0]}〉")
    known = {unquote(article.url) for article in day.articles.values()}
    foreign = [url for url in _LINK.findall(markdown) if unquote(url) not in known]
    if foreign:
        found.append(f"it links to {foreign[0]}, which no article of the store has")
    leftovers = simplified_leftovers(_LINK.sub("]", markdown))
    if leftovers:
        found.append(f"it holds Simplified characters: {'、'.join(leftovers[:10])}")
    return found


def shrinks(topics: int, published: int) -> str | None:
    """Why a version with `topics` topics is worse than the published one with `published`, or None when it is not."""
    if topics < published * SHRINKS_TO:
        return f"it has {topics} topics, the published version {published}"
    return None
