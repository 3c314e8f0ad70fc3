"""Holding earlier watch lists against today's topics: which awaited matter is in the news again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiintel_assets.text.known_names import canonical, daily_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiintel_assets.models import Topic

LEADING = 3  # how many of a topic's names, most prominent first, say what it is about
NAMES_IN_COMMON = 2


def taken_up(entry: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic of today that brings news of what a watch list's entry awaits: the one that shares most names with it.

    A topic brings news when the entry has two of its telling names, or begins with one of those that lead the topic.
    Names that are in the news on any day tell nothing. Of equals, the better ranked topic is taken.
    """
    best: tuple[int, int] | None = None
    found = None
    for topic in topics:
        telling = [name for name in topic.names if len(name) > 1 and canonical(name) not in daily_names()]
        shared = [name for name in telling if _stands_in(name, entry)]
        begins = any(
            entry.lstrip('「『《〈“"').lower().startswith(name.lower()) for name in telling[:LEADING] if name in shared
        )
        score = (len(shared), -topic.rank)
        if (begins or len(shared) >= NAMES_IN_COMMON) and (best is None or score > best):
            best, found = score, topic
    return found


def _stands_in(name: str, text: str) -> bool:
    """Whether the text has the name: as a whole word in Latin script, as it is in Chinese."""
    return re.search(rf"(?<![A-Za-z0-9.]){re.escape(name)}(?![A-Za-z0-9]|\.\d)", text, re.IGNORECASE) is not None
