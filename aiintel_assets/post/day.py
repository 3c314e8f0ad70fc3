"""All that one post is made of, and the places that follow from its edition. Nothing is decided or written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiintel_assets.models import EXTRACTIVE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from aiintel_assets.edition import Interval
    from aiintel_assets.models import CleanArticle, Insight, Publication, SourceCoverage, Summary, Topic


@dataclass(frozen=True, slots=True)
class Watched:
    """An entry of an earlier edition's watch list, and the topic of today that brings news of it, if any does.

    `outcome` is what the editor says became of it, empty when only names connect the two.
    """

    edition: str
    text: str
    topic_id: str | None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One edition, ready to be rendered.

    `closes` is the cutoff in the edition's zone: the only time a post carries. `watched` holds the watch lists of the
    earlier editions; `published` says which anchors the posts of earlier editions have, so that no link goes nowhere.
    """

    edition: str
    window: Interval
    closes: datetime
    topics: Sequence[Topic]
    summaries: Mapping[str, Summary]
    insight: Insight
    articles: Mapping[str, CleanArticle]
    publications: Mapping[str, Publication]
    coverage: Sequence[SourceCoverage]
    watched: Sequence[Watched] = ()
    published: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def editor(self) -> str:
        """Who wrote the edition: the editor of the insight, or of any item, that does more than quote."""
        editors = [self.insight.editor, *(summary.editor for summary in self.summaries.values())]
        return next((editor for editor in editors if editor != EXTRACTIVE), EXTRACTIVE)

    @property
    def extracts(self) -> list[Topic]:
        """The topics whose items quote their sources although the edition's editor writes."""
        return [
            topic
            for topic in self.topics
            if topic.id in self.summaries
            and self.summaries[topic.id].editor == EXTRACTIVE
            and self.editor != EXTRACTIVE
        ]


def slug(edition: str) -> str:
    """What the edition's files and address are called."""
    return f"{edition}-ai-intel"


def post_path(edition: str) -> str:
    """Where the edition's post lies inside a Hugo site."""
    return f"content/posts/{slug(edition)}.md"


def cover_path(edition: str) -> str:
    """Where the edition's cover lies inside a Hugo site."""
    return f"static/images/{slug(edition)}.png"


def anchor(topic_id: str) -> str:
    """The id of a topic's heading in its post: it stays when titles or ranks change."""
    return topic_id


def beside(edition: str, topic_id: str) -> str:
    """The address of another edition's item, as seen from a post: it holds below any address of the site."""
    return f"../{slug(edition)}/#{anchor(topic_id)}"
