"""From an item of the post down to what it rests on: claims, evidence, articles, paid calls. Decides nothing new."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiintel_assets.editorial.sections import SECTIONS
from aiintel_assets.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aiintel_assets.models import Claim, Insight, Provenance, Receipt, Removed, Summary, Topic

INSIGHT = "insight"
_ORDER = {section.id: number for number, section in enumerate(SECTIONS)}


@dataclass(frozen=True, slots=True)
class Trace:
    """One item of a post, or the editor's insight, with everything it rests on.

    `number` is the item's place in the post, from 1, and `topic_id` its anchor; the insight has neither. `claims` stand
    in the order of the post, each with the name of its part: `core`, `technical` or `applications` of an item, `trend`,
    `context`, `outlook`, `watch_list`, `followed` or `background` of the insight. `removed` is what a model wrote and
    the post does not carry.
    """

    number: int | None
    topic_id: str | None
    section: str
    title: str
    editor: str
    claims: tuple[tuple[str, Claim], ...]
    removed: tuple[Removed, ...]
    articles: tuple[Provenance, ...]
    receipts: tuple[Receipt, ...]

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return INSIGHT if self.number is None else str(self.number)


def traces(
    topics: Sequence[Topic],
    summaries: Iterable[Summary],
    origins: Mapping[str, Provenance],
    receipts: Mapping[str, Receipt],
    insight: Insight | None = None,
) -> list[Trace]:
    """The items of an edition as its post has them: by section, then by rank, without topics that have no item.

    Args:
        topics: of the edition.
        summaries: of its topics.
        origins: of its articles, by article id.
        receipts: of the paid calls that the items rest on, by request hash.
        insight: of the edition; it comes last, where a model was asked for it: otherwise it claims nothing of its own.
    """
    written = {summary.topic_id: summary for summary in summaries}
    told = sorted(
        (topic for topic in topics if topic.id in written),
        key=lambda topic: (_ORDER.get(topic.section, len(_ORDER)), topic.rank),
    )

    def trace(of: Summary | Insight, claims: Sequence[tuple[str, Claim]], topic: Topic | None, number: int) -> Trace:
        cited = [evidence.article_id for _, claim in claims for evidence in claim.evidence]
        return Trace(
            number=number if topic else None,
            topic_id=topic.id if topic else None,
            section=topic.section if topic else INSIGHT,
            title=of.title,
            editor=of.editor,
            claims=tuple(claims),
            removed=of.removed,
            articles=tuple(
                origins[key] for key in dict.fromkeys((*(topic.article_ids if topic else ()), *cited)) if key in origins
            ),
            receipts=tuple(receipts[key] for key in of.receipts if key in receipts),
        )

    found = [
        trace(written[topic.id], list(_claims(written[topic.id])), topic, number)
        for number, topic in enumerate(told, 1)
    ]
    if insight and (insight.claims or insight.removed or insight.receipts):
        found.append(trace(insight, list(_insights_claims(insight)), None, 0))
    return found


def chosen(items: Sequence[Trace], wanted: str) -> Trace:
    """The item that is meant: by its anchor, its number in the post, the word insight, or a part of its title.

    Raises:
        UsageError: none or several are; the message lists them.
    """
    anchor = wanted.strip().removeprefix("#")
    for item in items:
        if anchor in {item.name, item.topic_id, (item.topic_id or "").removeprefix("t-")}:
            return item
    found = [item for item in items if _plain(wanted) in _plain(item.title)]
    if len(found) == 1:
        return found[0]
    listed = "".join(f"\n  {item.name}  {item.title}" for item in found or items)
    if found:
        raise UsageError(f"{wanted!r} is in the titles of {len(found)} items: choose one by its number:{listed}")
    count = sum(item.number is not None for item in items)
    raise UsageError(
        f"there is no item {wanted!r}, the edition has {count} items: choose one by its number or a part of its title:"
        f"{listed}"
    )


def _claims(summary: Summary) -> Iterator[tuple[str, Claim]]:
    return ((part, claim) for part in ("core", "technical", "applications") for claim in getattr(summary, part))


def _insights_claims(insight: Insight) -> Iterator[tuple[str, Claim]]:
    """What the insight claims, by part; a claim that its part had no room for is not in the post."""
    parts = {
        "trend": insight.trend,
        "context": insight.context,
        "outlook": insight.outlook,
        "watch_list": insight.watch_list,
        "followed": [line.outcome for line in insight.followed if line.outcome],
        "background": [term.explanation.text for term in insight.background],
    }
    claims = {claim.text: claim for claim in insight.claims}
    return ((part, claims[text]) for part, texts in parts.items() for text in texts if text in claims)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
