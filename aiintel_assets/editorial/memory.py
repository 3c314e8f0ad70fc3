"""Holding today's topics against those of earlier editions: what takes an earlier one further, what was there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiintel_assets.models import Earlier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aiintel_assets.models import Topic

DAYS = 7  # how many earlier editions are remembered
NAMES_IN_COMMON = 2  # distinct names that two topics must share to be one story


def continuation(topic: Topic, earlier: Mapping[str, Sequence[Topic]]) -> Earlier | None:
    """The topic of an earlier edition that `topic` takes further: the one that shares most names, the newest of equals.

    Names that much of the earlier edition has in common say little, so each counts by how few topics there carry it.
    """
    best: tuple[float, str] | None = None
    found: Earlier | None = None
    own = {_key(name) for name in topic.names}
    for edition, topics in earlier.items():
        carriers: dict[str, int] = {}
        for candidate in topics:
            for name in {_key(name) for name in candidate.names}:
                carriers[name] = carriers.get(name, 0) + 1
        for candidate in topics:
            shared = own & {_key(name) for name in candidate.names}
            if len(shared) < NAMES_IN_COMMON:
                continue
            score = (sum(1 / carriers[name] for name in shared), edition)
            if best is None or score > best:
                best, found = score, Earlier(edition, candidate.id, candidate.title)
    return found


def seen_before(article_ids: Iterable[str], earlier: Mapping[str, Sequence[Topic]]) -> dict[str, str]:
    """Which of the articles stood in an earlier edition already: article id → that edition."""
    editions = {
        article_id: edition for edition, topics in earlier.items() for topic in topics for article_id in topic.article_ids
    }
    return {article_id: editions[article_id] for article_id in article_ids if article_id in editions}


def _key(name: str) -> str:
    return name.casefold()
