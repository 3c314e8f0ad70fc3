"""A made-up press on loopback: publications with stories and feeds, and the ways in which they break."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Self

import yaml

from aiintel_assets.sources.catalog import parse_catalog
from aiintel_tests.web.site import Site, hang, page

if TYPE_CHECKING:
    from aiintel_assets.sources.catalog import Source
    from aiintel_tests.web.site import Answer, Visit

__all__ = ["PressHouse", "Publisher", "feed", "hang", "huge", "no_feed", "status"]

no_feed: Answer = page(
    b"<!DOCTYPE html><html><body><p>Something went wrong.</p></body></html>", Content_Type="text/html"
)


def status(code: int) -> Answer:
    """The fault of answering with an HTTP status and no content."""
    return page(b"", code)


def feed(text: str) -> Answer:
    """The answer of a feed that says exactly this."""
    return page(text.encode(), Content_Type="application/rss+xml")


def huge(size: int) -> Answer:
    """The fault of answering with so many bytes."""
    return page(b"x" * size, Content_Type="text/html")


@dataclass(frozen=True, slots=True)
class Story:
    """One story; `at` is None when the feed gives it no date, `text` has a paragraph a line."""

    slug: str
    at: datetime | None
    title: str
    text: str
    summary: str


class Publisher:
    """One publication of a press house. Its feed lists the newest story first, as of the moment it is asked for."""

    def __init__(self, house: PressHouse, source_id: str, language: str) -> None:
        self.id = source_id
        self._house = house
        self._language = language
        self._listed: dict[str, Story] = {}

    def story(self, slug: str, at: str | None, *, title: str = "", text: str = "", summary: str = "") -> Self:
        """Publish a story, or publish it anew: `at` is ISO 8601, UTC where it says nothing else.

        A story without a text says a little about AI that no other story says.
        """
        title = title or f"AI lab {slug} presents a language model"
        story = Story(slug, _instant(at), title, text or _filler(slug), summary)
        self._listed[slug] = story
        self._house.put(self.path(slug), self._page(story))
        return self

    def unlist(self, *slugs: str) -> Self:
        """Let the feed forget stories; their pages stay."""
        for slug in slugs:
            del self._listed[slug]
        return self

    def path(self, slug: str = "feed.xml") -> str:
        """The path of a story, or of the feed."""
        return f"/{self.id}/{slug}"

    def url(self, slug: str = "feed.xml") -> str:
        """The address of a story, or of the feed."""
        return f"http://{self._house.allow_hosts}{self.path(slug)}"

    def feed(self) -> str:
        """The feed as RSS."""
        newest_first = sorted(
            self._listed.values(), key=lambda story: story.at or datetime.min.replace(tzinfo=UTC), reverse=True
        )
        items = "".join(
            f"<item><title>{html.escape(story.title)}</title><link>{self.url(story.slug)}</link>"
            + (f"<pubDate>{format_datetime(story.at)}</pubDate>" if story.at else "")
            + f"<description>{html.escape(story.summary)}</description></item>"
            for story in newest_first
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{self.id}</title>{items}</channel></rss>'

    def answer(self, visit: Visit) -> None:
        """Answer a request for the feed."""
        feed(self.feed())(visit)

    def _page(self, story: Story) -> Answer:
        title = html.escape(story.title)
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in story.text.splitlines())
        return page(
            f'<!DOCTYPE html><html lang="{self._language}"><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body><main><article><h1>{title}</h1>{paragraphs}</article></main></body></html>".encode(),
            Content_Type="text/html; charset=utf-8",
        )


class PressHouse:
    """Publications on one loopback port, each under its own path; a context manager that serves while it lasts.

    Answers follow what has been built so far, so a test may publish, break and mend between two runs.
    """

    def __init__(self) -> None:
        self._site = Site()
        self._catalog: list[dict[str, object]] = []
        self._sound: dict[str, Answer] = {}

    def publisher(
        self, source_id: str, *, language: str = "en", timezone: str = "UTC", **catalog_keys: object
    ) -> Publisher:
        """Found a publication; `catalog_keys` go into its place in the catalog as they are."""
        publisher = Publisher(self, source_id, language)
        self.put(publisher.path(), publisher.answer)
        self._catalog.append(
            {
                "id": source_id,
                "name": source_id.title(),
                "language": language,
                "homepage": publisher.url(""),
                "timezone": timezone,
                "routes": [{"kind": "feed", "url": publisher.url()}],
                **catalog_keys,
            }
        )
        return publisher

    def withdraw(self, source_id: str) -> None:
        """Take a publication out of the catalog; it goes on publishing."""
        self._catalog = [entry for entry in self._catalog if entry["id"] != source_id]

    def put(self, path: str, answer: Answer) -> None:
        """Answer requests for `path` like this."""
        self._site.pages[path] = answer

    def fault(self, path: str, answer: Answer) -> None:
        """Break what is at `path`: `status(500)`, `hang`, `huge(10**6)`, `no_feed` or any other answer."""
        self._sound.setdefault(path, self._site.pages[path])
        self.put(path, answer)

    def mend(self, path: str) -> None:
        """Let `path` answer as it did before its fault."""
        self.put(path, self._sound.pop(path))

    @property
    def allow_hosts(self) -> str:
        """The value of AIINTEL_ALLOW_HOSTS with which the house can be read."""
        return self._site.place

    @property
    def catalog_text(self) -> str:
        """The publications as the YAML of a catalog."""
        return yaml.safe_dump({"sources": self._catalog}, allow_unicode=True, sort_keys=False)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The publications as the catalog's sources."""
        return parse_catalog(self.catalog_text, "press house").sources

    @property
    def requests(self) -> Counter[str]:
        """How often each path was asked for since the last `forget`."""
        return Counter(path.partition("?")[0] for path in self._site.paths())

    def forget(self) -> None:
        """Count the requests from here on."""
        self._site.visits.clear()

    def __enter__(self) -> Self:
        self._site.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._site.__exit__(*raised)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _filler(slug: str) -> str:
    return (
        f"The laboratory behind {slug} presented a language model on Tuesday and said that it answers questions about "
        f"{slug} in half the time of the version before it.\n"
        f"Researchers who tried {slug} for a week found that the model made fewer mistakes in long texts, and that it "
        "runs on a single graphics card with 24 GB of memory.\n"
        f"The weights of {slug} are free for research; companies have to ask for a licence."
    )
