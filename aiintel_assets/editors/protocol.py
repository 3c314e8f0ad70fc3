"""What an editor is asked, and with what in hand. Who answers, a model or a rule, is the other modules' business."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from aiintel_assets.text.zh_tw import to_taiwan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from aiintel_assets.edition import Interval
    from aiintel_assets.models import CleanArticle, Insight, Publication, Summary, Topic


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the editor's desk for one edition.

    `earlier` holds the topics of the last editions, by edition, oldest first, `printed` the articles they were made of.
    `closes` is the edition's cutoff in its
    own time zone: the only time of day an editor knows. `watched` is what their watch lists
    hold, as edition and text. `report` is told how far a long piece of work has come, such as `3 of 24 topics`.
    """

    edition: str
    window: Interval
    closes: datetime
    publications: Mapping[str, Publication]
    earlier: Mapping[str, Sequence[Topic]]
    printed: Sequence[CleanArticle] = ()
    watched: Sequence[tuple[str, str]] = ()
    report: Callable[[str], None] = field(default=lambda _progress: None, compare=False)

    def publication_name(self, source_id: str) -> str:
        """The name readers know, in their script; the id of a source that has left the catalog."""
        publication = self.publications.get(source_id)
        return to_taiwan(publication.name) if publication else source_id


@dataclass(frozen=True, slots=True)
class Classification:
    """The day's topics by rank, and why each other article stands in none (article id → reason)."""

    topics: tuple[Topic, ...]
    left_out: Mapping[str, str]


class Editor(Protocol):
    """Who turns a day's articles into a post's contents.

    Every method may raise NewsroomError; `heals` says whether asking again may succeed.
    """

    @property
    def name(self) -> str:
        """How rows and posts name this editor."""

    def classify(self, articles: Sequence[CleanArticle], desk: Desk) -> Classification:
        """Group the articles into topics, each in its section and rank."""

    def summarise(self, topics: Sequence[Topic], articles: Mapping[str, CleanArticle], desk: Desk) -> list[Summary]:
        """Write each topic's item, in the order of the topics, from its articles (by id)."""

    def reflect(
        self,
        topics: Sequence[Topic],
        summaries: Mapping[str, Summary],
        articles: Mapping[str, CleanArticle],
        desk: Desk,
    ) -> Insight:
        """Say what the day as a whole amounts to, from its topics by rank, summaries by topic id, articles by id."""
