"""The route `hackernews`: stories of Hacker News through Algolia's search, slice by slice of the window."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from aiintel_assets.edition import Interval, union
from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import Entry
from aiintel_assets.sources.answers import json_of, web_address
from aiintel_assets.sources.api import ANSWER_BYTES, at, below, headline, text, with_query
from aiintel_assets.sources.route import Address, Ask, Listing, Route, RouteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ITEM = "https://news.ycombinator.com/item?id="
"""Where a story is discussed, and where a text post stands."""

_ITEM_ID = re.compile(r"\d{1,12}", re.ASCII)
_LATEST = 2**32


@dataclass(frozen=True, slots=True)
class Story:
    """A story and the votes it had when it was asked for."""

    entry: Entry
    created: datetime
    points: int


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of an answer; `total` and `pages` are those of the whole answer."""

    stories: tuple[Story, ...]
    total: int
    pages: int


class HackerNewsRoute(Route):
    """Stories with enough points, by the time they were submitted (https://hn.algolia.com/api).

    `points` is the least a story must have when it is asked for; votes settle a day later. `ai_only` keeps the stories
    whose title speaks of AI.
    """

    LIVE: ClassVar = "stories up to the last minutes, with the votes they have by then"
    PAST: ClassVar = "any day"
    CAP: ClassVar = 1_000  # hits of one query that Algolia gives out, over all pages
    QUERIES: ClassVar = 100  # for one window; a day has about 1,500 stories, and takes three

    kind: Literal["hackernews"]
    url: Address = "https://hn.algolia.com"
    points: int = Field(default=20, ge=0)
    ai_only: bool = True

    async def listing(self, ask: Ask) -> Listing:
        """The stories submitted in the window; a slice that holds more than Algolia gives out is halved.

        Raises:
            FetchError: the first query cannot be asked.
            RouteError: its answer cannot be used.
        """
        waiting = [(math.floor(ask.window.start.timestamp()), math.ceil(ask.window.end.timestamp()))]
        stories: dict[str, Story] = {}
        covered: list[Interval] = []
        notes: list[str] = []
        queries = 0
        while waiting:
            start, end = waiting.pop()
            try:
                hits = await self._hits(ask, start, end, page=0)
                full = hits.total >= self.CAP
                split = full and end - start > 1
                queries += 1 if split else max(1, hits.pages)
                if queries >= self.QUERIES:
                    notes.append(f"Hacker News was left after {self.QUERIES} queries")
                    break
                if split:
                    middle = (start + end) // 2
                    waiting += [(middle, end), (start, middle)]
                    continue
                stories |= _by_id(hits.stories)
                for page in range(1, hits.pages):
                    stories |= _by_id((await self._hits(ask, start, end, page)).stories)
            except NewsroomError as error:
                if not covered:
                    raise
                notes.append(f"Hacker News was read up to {_instant(start):%Y-%m-%d %H:%M} UTC: {error}")
                break
            if full:
                notes.append(f"Hacker News has more stories of {_instant(start):%Y-%m-%d %H:%M:%S} UTC than it gives")
            else:
                covered.append(Interval(_instant(start), _instant(end)))
        return Listing(
            entries=tuple(story.entry for story in stories.values() if self._wanted(story)),
            covered=tuple(part for part in map(ask.window.overlap, union(covered)) if part),
            reason="; ".join(notes),
        )

    def _wanted(self, story: Story) -> bool:
        return story.points >= self.points and (not self.ai_only or about_ai(story.entry.title))

    async def _hits(self, ask: Ask, start: int, end: int, page: int) -> Hits:
        asked = Interval(_instant(start), _instant(end))
        query = {
            "tags": "story",
            "numericFilters": f"created_at_i>={start},created_at_i<{end}",
            "hitsPerPage": self.CAP,
            "page": page,
        }
        address = with_query(below(self.url, "/api/v1/search_by_date"), query)
        hits = parse_hits((await ask.web.get(address, max_bytes=ANSWER_BYTES, robots=False)).body)
        if any(story.created not in asked for story in hits.stories):
            # Then an answer without stories would prove nothing.
            raise RouteError("Hacker News does not heed the times it is asked for; check the route's `url`")
        return hits


def parse_hits(body: bytes) -> Hits:
    """The stories in an answer of Algolia's search; a story without an address of its own is its discussion.

    Raises:
        RouteError: it is no such answer.
    """
    answer = json_of(body, "Hacker News")
    hits, total, pages = at(answer, "hits"), at(answer, "nbHits"), at(answer, "nbPages")
    if not isinstance(hits, list) or not isinstance(total, int) or not isinstance(pages, int):
        raise RouteError("the answer is no list of hits: is this the address of Algolia's Hacker News search?")
    return Hits(tuple(_stories(hits)), total, pages)


def _stories(hits: Iterable[object]) -> Iterator[Story]:
    for hit in hits:
        identity, created = text(at(hit, "objectID")), at(hit, "created_at_i")
        if not _ITEM_ID.fullmatch(identity) or not isinstance(created, int) or not 0 < created < _LATEST:
            continue
        said, points = text(at(hit, "story_text")), at(hit, "points")
        entry = Entry(
            id=identity,
            url=web_address(at(hit, "url")) or ITEM + identity,
            title=headline(at(hit, "title")),
            published_at=_instant(created),
            summary=said,
            content=said,
            author=text(at(hit, "author")),
        )
        yield Story(entry, _instant(created), points if isinstance(points, int) else 0)


def _by_id(stories: Iterable[Story]) -> dict[str, Story]:
    return {story.entry.id: story for story in stories}


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


# Names and words that make a title one about AI. Written in capitals they count in capitals only: «ai» is also a domain
# and a particle. Words with another everyday meaning (agent, model, transformer) count together with their partner.
_EXACT = (
    *("AI", r"A\.I\.", "GenAI", "AGI", "ASI", "LLM", "VLM", "GPT", r"GPT-?\d\w*", "ML", "NLP", "RAG", "RLHF", "LoRA"),
    *("MCP", "TPU", "GPU", "xAI", "o[1345]-(?:mini|pro)"),
)
_ANY_CASE = (
    *("artificial (?:general )?intelligence", "super-?intelligence", "machine[- ]learn(?:ing|ed)", "deep[- ]learning"),
    *("reinforcement learning", "neural net(?:work)?", "(?:language|foundation|reasoning|world|diffusion) model"),
    *("open[- ]weight", "generative", "transformer (?:model|architecture)", "attention is all", "embedding"),
    *("(?:coding|ai|autonomous|browser) agent", "agentic", "chat-?bot", "deep-?fake", "vibe[- ]cod(?:ing|ed|er)"),
    *("prompt (?:injection|engineering)", "fine-?tun(?:ing|ed|e)", "quantization", "tokeni[sz]er", "context window"),
    *("vector (?:database|search)", "computer vision", "speech recognition", "text-to-(?:speech|image|video)"),
    *("image generation", "self-driving", "robotaxi", "chatgpt", "openai", "anthropic", "claude", "gemini", "gemma"),
    *("deepmind", "deepseek", "qwen", "kimi", "mistral", "llama", r"llama\.cpp", "ollama", "vllm", "grok", "groq"),
    *("cerebras", "copilot", "codex", "midjourney", "stable diffusion", "hugging ?face", "perplexity", "pytorch"),
    *("cuda", "nvidia", "waymo", "sora"),
)
_AI = re.compile(rf"(?<!\w)(?:(?:{'|'.join(_EXACT)})|(?i:{'|'.join(_ANY_CASE)}))s?(?!\w)")


def about_ai(title: str) -> bool:
    """Whether a title names AI: a product, a maker or a term of the field, as whole words.

    A coarse sieve for a list of everything; what a page is really about is decided when it has been read.
    """
    return _AI.search(title) is not None
