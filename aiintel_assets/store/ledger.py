"""The state of each edition, read from what the stages left: what `aiintel status` shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aiintel_assets.models import EXTRACTIVE
from aiintel_assets.store import (
    classified_topics,
    cleaned_articles,
    daily_insights,
    receipts,
    rendered_posts,
    source_coverage,
    stage_failures,
    topic_summaries,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import duckdb

    from aiintel_assets.edition import Calendar
    from aiintel_assets.models import Insight, SourceCoverage, Summary

EditionState = Literal["published", "degraded", "failed", "missing", "open"]


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """One edition as a person wants to see it.

    `causes` say what keeps it from being simply published. `calls` are all that were ever paid for it, `cost_usd` what
    those came to whose price is known.
    """

    edition: str
    state: EditionState
    causes: tuple[str, ...]
    topics: int
    articles: int
    sources: tuple[SourceCoverage, ...]
    dropped: Mapping[str, int]
    editor: str | None
    calls: int
    cost_usd: float

    @property
    def reason(self) -> str:
        """All that keeps it from being simply published, in one line."""
        return "; ".join(self.causes)


def edition_status(db: duckdb.DuckDBPyConnection, edition: str, calendar: Calendar, now: datetime) -> EditionStatus:
    """The state of one edition at `now`.

    `degraded` is a published edition that some source could not be read for, or for which a model was asked and some
    items quote all the same; `failed` is one whose last run failed.
    """
    post = rendered_posts.of_edition(db, edition)
    failures = stage_failures.of_edition(db, edition)
    coverage = source_coverage.of_edition(db, edition)
    insight = daily_insights.of_edition(db, edition)
    paid = receipts.of_edition(db, edition)
    drops = Counter(
        reason.partition(":")[0]
        for reason in (
            *(a.dropped_reason for a in cleaned_articles.of_edition(db, edition) if a.dropped_reason),
            *classified_topics.left_out(db, edition).values(),
        )
    )
    unread = [line for line in coverage if line.status == "failed"]
    items = topic_summaries.of_edition(db, edition)
    quoted = sum(item.editor == EXTRACTIVE for item in items) if paid else 0
    lacks = [f"{line.source_id}: {line.reason}" for line in unread]
    if quoted:
        lacks.append(f"{quoted} of {len(items)} items quote their sources: the model gave no usable answer")
    state: EditionState
    if failures:
        state, causes = "failed", [f"{stage}: {reason}" for stage, reason in failures.items()]
    elif calendar.state(edition, now) != "closed":
        state, causes = "open", ["its window has not closed yet"]
    elif post is None:
        state, causes = "missing", ["it was never built" if not coverage else "it was not finished"]
    elif lacks:
        state, causes = "degraded", lacks
    else:
        state, causes = "published", []
    return EditionStatus(
        edition=edition,
        state=state,
        causes=tuple(causes),
        topics=post.topics if post else 0,
        articles=post.articles if post else 0,
        sources=tuple(coverage),
        dropped=dict(sorted(drops.items())),
        editor=_editor(insight, items),
        calls=len(paid),
        cost_usd=round(sum(receipt.cost_usd or 0.0 for receipt in paid), 6),
    )


def _editor(insight: Insight | None, items: Sequence[Summary]) -> str | None:
    """Who wrote the edition: whoever did more than quote, if anybody did."""
    if insight is None:
        return None
    editors = (insight.editor, *(item.editor for item in items))
    return next((editor for editor in editors if editor != EXTRACTIVE), EXTRACTIVE)
