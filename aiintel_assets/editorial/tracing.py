"""From an item of the post down to what it rests on: claims, evidence, articles, paid calls. Decides nothing new."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aiintel_assets.models import Claim, Provenance, Receipt, Summary, Topic

PARTS = ("core", "technical", "applications")
_ORDER = {section.id: number for number, section in enumerate(SECTIONS)}


@dataclass(frozen=True, slots=True)
class Trace:
    """One item of a post with everything it rests on.

    `number` is its place in the post, from 1; `claims` are by part of the item, in its order.
    """

    number: int
    topic: Topic
    summary: Summary
    articles: tuple[Provenance, ...]
    receipts: tuple[Receipt, ...]

    @property
    def claims(self) -> tuple[tuple[str, Claim], ...]:
        """Every claim of the item, with the part it stands in: one of `PARTS`."""
        return tuple(_claims(self.summary))


def traces(
    topics: Sequence[Topic],
    summaries: Iterable[Summary],
    origins: Mapping[str, Provenance],
    receipts: Mapping[str, Receipt],
) -> list[Trace]:
    """The items of an edition as its post has them: by section, then by rank, without topics that have no item.

    Args:
        topics: of the edition.
        summaries: of its topics.
        origins: of its articles, by article id.
        receipts: of the paid calls that the items rest on, by request hash.
    """
    written = {summary.topic_id: summary for summary in summaries}
    told = sorted(
        (topic for topic in topics if topic.id in written),
        key=lambda topic: (_ORDER.get(topic.section, len(_ORDER)), topic.rank),
    )
    found = []
    for number, topic in enumerate(told, 1):
        summary = written[topic.id]
        cited = {evidence.article_id: None for _, claim in _claims(summary) for evidence in claim.evidence}
        found.append(
            Trace(
                number=number,
                topic=topic,
                summary=summary,
                articles=tuple(origins[key] for key in {**dict.fromkeys(topic.article_ids), **cited} if key in origins),
                receipts=tuple(receipts[key] for key in summary.receipts if key in receipts),
            )
        )
    return found


def chosen(items: Sequence[Trace], wanted: str) -> Trace:
    """The item that is meant: by its anchor, its number in the post, or a part of its title.

    Raises:
        UsageError: none or several are; the message lists them.
    """
    anchor = wanted.strip().removeprefix("#")
    for item in items:
        if anchor in {item.topic.id, item.topic.id.removeprefix("t-")}:
            return item
    if anchor.isdecimal() and 1 <= int(anchor) <= len(items):
        return items[int(anchor) - 1]
    found = [item for item in items if _plain(wanted) in _plain(item.summary.title)]
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{item.number} {item.summary.title}" for item in found or items)
    if found:
        raise UsageError(f"{wanted!r} is in the titles of {len(found)} items: choose one by its number: {listed}")
    raise UsageError(f"there is no item {wanted!r}: choose one by its number or a part of its title: {listed}")


def _claims(summary: Summary) -> Iterable[tuple[str, Claim]]:
    return ((part, claim) for part in PARTS for claim in getattr(summary, part))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
