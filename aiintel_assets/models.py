"""The frozen dataclasses that flow through the graph. Data only: decisions live in the rooms that make them.

All datetimes are aware and in UTC. An `edition` is a partition key, `YYYY-MM-DD`.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - the store builds rows from these annotations at run time
from typing import Literal

from aiintel_assets.edition import Interval  # noqa: TC001 - the same

CoverageStatus = Literal["complete", "partial", "unrecoverable", "failed"]
Importance = Literal["high", "medium", "low"]
EXTRACTIVE = "extractive"  # how settings and rows name the editor that quotes
# The assets of an edition, in the order in which they are built.
STAGES = (
    "raw_articles",
    "cleaned_articles",
    "classified_topics",
    "topic_summaries",
    "daily_insights",
    "rendered_posts",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a route lists: one item of a feed, an API or an archive.

    `url` is absolute, http or https. `summary` and `content` are HTML as the source sent it; `content` is the full
    text where the source carries it. `published_at` is None when the source gives no readable date.
    """

    id: str
    url: str
    title: str
    published_at: datetime | None
    summary: str = ""
    content: str = ""
    author: str = ""


def pack(body: bytes) -> bytes:
    """The bytes of a page as they are kept, in memory as in the store: zlib-compressed, a fifth of the size."""
    return zlib.compress(body)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of a feed as it was last received, with what its server gave to ask for changes."""

    url: str
    final_url: str
    fetched_at: datetime
    packed: bytes = field(repr=False)
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def body(self) -> bytes:
        """The page byte for byte, unpacked anew."""
        return zlib.decompress(self.packed)


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """An article's page as received; `sha256` is of its bytes before packing."""

    fetched_at: datetime
    http_status: int
    content_type: str | None
    sha256: str
    packed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An entry of the edition's window with its fetched page, byte for byte, or the reason why there is none."""

    edition: str
    article_id: str
    source_id: str
    route: str
    url: str
    title: str
    published_at: datetime
    summary: str = ""
    content: str = ""
    author: str = ""
    fetched_at: datetime | None = None
    http_status: int | None = None
    content_type: str | None = None
    sha256: str | None = None
    packed: bytes | None = field(default=None, repr=False)
    error: str | None = None
    error_heals: bool = False

    @property
    def body(self) -> bytes | None:
        """The page byte for byte, unpacked anew: a day of them would not fit into memory."""
        return None if self.packed is None else zlib.decompress(self.packed)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article came from: a `RawArticle` without its bytes."""

    article_id: str
    url: str
    source_id: str
    route: str
    published_at: datetime
    fetched_at: datetime | None = None
    http_status: int | None = None
    sha256: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """What a source delivered for an edition, and the intervals of time its routes vouch for.

    `asked_at` is when its routes were last asked to the end, None when one may tell more later; after the window has
    closed, asking again tells nothing new, unless it failed.
    """

    edition: str
    source_id: str
    status: CoverageStatus
    reason: str
    route: str | None = None
    covered: tuple[Interval, ...] = ()
    entries: int = 0
    fetched: int = 0
    failed: int = 0
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a page says once its frame is taken away; `language` is a BCP 47 tag, such as `en` or `zh-Hans`."""

    title: str
    text: str
    author: str
    published_at: datetime | None
    language: str


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """An article as the editorial rooms read it: plain text, one paragraph a line."""

    id: str
    title: str
    text: str
    language: str
    source_id: str
    url: str
    published_at: datetime
    author: str = ""
    edition: str = ""
    dropped_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """What the post and the editors need to know of a source."""

    id: str
    name: str
    weight: float = 1.0
    only_ai: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a topic's score counts at its fullest; see `editorial.ranking`."""

    sources: float = 1.6
    trust: float = 1.0
    subject: float = 1.0
    news: float = 1.0
    figures: float = 0.6
    depth: float = 0.5
    prominence: float = 0.8
    continuity: float = 0.4


@dataclass(frozen=True, slots=True)
class Earlier:
    """A topic of an earlier edition that a topic of today takes further."""

    edition: str
    topic_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One event or subject, told by one or more articles; it stands in one section of the post.

    `id` follows from its articles. `rank` orders the topics of an edition, 1 first. `reasons` say why it stands where
    it stands, `anchors` what its articles share, `names` whom and what it is about, most prominent first.
    """

    article_ids: tuple[str, ...]
    id: str = ""
    title: str = ""
    section: str = ""
    rank: int = 0
    score: float = 0.0
    importance: Importance = "low"
    reasons: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    follows: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a stored article, as it stands there."""

    article_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the post and the sentences it rests on."""

    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A sentence that a model wrote and the post does not carry, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A topic's written item: what stands under its heading in the post.

    `editor` is who wrote this item, which may be another than the day's when that one failed. `receipts` are the
    request hashes of the paid calls it rests on.
    """

    topic_id: str
    title: str
    core: tuple[Claim, ...]
    technical: tuple[Claim, ...]
    applications: tuple[Claim, ...]
    entities: tuple[str, ...]
    importance: Importance
    importance_reason: str
    editor: str
    removed: tuple[Removed, ...] = ()
    receipts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the reading list: an article of the day and why to read it."""

    article_id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Background:
    """A term of the day and what the day's own articles say it is."""

    term: str
    explanation: Claim


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of a line of an earlier edition's watch list, told by one of today's topics."""

    edition: str
    line: str
    outcome: str
    topic_id: str


@dataclass(frozen=True, slots=True)
class Insight:
    """What the editor says of the day as a whole; each paragraph is Markdown-free text.

    `claims` holds the sentences of the paragraphs that rest on articles of the day, with their evidence. `model` names
    the language model, where one wrote; `receipts` are the request hashes of its paid calls.
    """

    title: str
    tags: tuple[str, ...]
    description: str
    summary: str
    trend: tuple[str, ...]
    context: tuple[str, ...]
    outlook: tuple[str, ...]
    watch_list: tuple[str, ...]
    readings: tuple[Reading, ...]
    background: tuple[Background, ...]
    keywords: tuple[str, ...]
    editor: str
    followed: tuple[FollowUp, ...] = ()
    claims: tuple[Claim, ...] = ()
    removed: tuple[Removed, ...] = ()
    model: str = ""
    receipts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The stored answer of one call to a model: what was asked is known by its hash, what was answered is kept whole.

    `request_sha256` is over everything that was asked, and of whom; `mode` is how the answer's form was asked for.
    `cost_usd` is None where no price is known, `latency_s` the seconds until the answer was complete.
    """

    request_sha256: str
    edition: str
    stage: str
    endpoint: str
    model: str
    mode: str
    prompt_version: str
    answer: str
    finish_reason: str
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    cost_usd: float | None
    latency_s: float
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Picture:
    """What an image model painted for an edition's cover: the bytes of an image file, as received."""

    request_sha256: str
    edition: str
    model: str
    image: bytes = field(repr=False)
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions that were handed in together for a stage of an edition, and whose answers have not been fetched yet."""

    batch_id: str
    endpoint: str
    edition: str
    stage: str
    submitted_at: datetime
