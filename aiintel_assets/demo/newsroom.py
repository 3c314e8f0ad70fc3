"""The made-up newsroom of `make demo`: its sites, served over HTTP on loopback. Its stories are in `newsroom/`."""

from __future__ import annotations

import html
import json
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 6, 0, 0, tzinfo=UTC)  # when the made-up newsroom thinks it is
EDITIONS = ("2026-03-03", "2026-03-04", "2026-03-05")  # what `aiintel demo` builds
AFTER_THE_LAST = "2026-03-07"  # the stories reach a day further than that
_ABOUT = "about"
_FEED_PATHS = {"rss": "/feed.xml", "atom": "/atom.xml", "json": "/feed.json", "rdf": "/index.rdf"}
_FEED_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "rdf": "application/rdf+xml",
}


@dataclass(frozen=True, slots=True)
class Story:
    """One made-up article; `event`, `section` and `on_topic` are what its author meant it to be."""

    slug: str
    published: datetime
    title: str
    author: str
    summary: str
    body: str
    event: str
    section: str
    on_topic: bool


@dataclass(frozen=True, slots=True)
class Site:
    """One made-up publication."""

    id: str
    name: str
    host: str
    language: str
    timezone: str
    feed: str
    full_text: bool
    tagline: str
    stories: tuple[Story, ...]

    @property
    def feed_url(self) -> str:
        """Where the site's feed is."""
        return f"http://{self.host}{_FEED_PATHS[self.feed]}"

    def url(self, story: Story) -> str:
        """Where a story of the site is."""
        return f"http://{self.host}/{story.slug}"


@cache
def sites() -> tuple[Site, ...]:
    """All publications of the made-up newsroom, each with its stories, newest first."""
    folder = files("aiintel_assets.demo").joinpath("newsroom")
    loaded = [yaml.safe_load(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return tuple(sorted((_site(data) for data in loaded), key=lambda site: site.id))


def catalog_text() -> str:
    """The newsroom's sites as a catalog."""
    return yaml.safe_dump(
        {
            "sources": [
                {
                    "id": site.id,
                    "name": site.name,
                    "language": site.language,
                    "homepage": f"http://{site.host}/",
                    "timezone": site.timezone,
                    "only_ai": all(story.on_topic for story in site.stories if story.slug != _ABOUT),
                    "routes": [{"kind": "feed", "url": site.feed_url}],
                }
                for site in sites()
            ]
        },
        allow_unicode=True,
        sort_keys=False,
    )


@contextmanager
def serve() -> Iterator[dict[str, tuple[str, int]]]:
    """Serve all sites on one free loopback port; yields host name → (address, port), as a web client needs it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield {site.host: ("127.0.0.1", server.server_port) for site in sites()}
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def feed(site: Site) -> str:
    """The site's feed as a document, in the format the site speaks."""
    return {"rss": _rss, "atom": _atom, "json": _json_feed, "rdf": _rdf}[site.feed](site)


def page(site: Site, story: Story) -> str:
    """The story as a page of HTML, with a frame such as news sites have."""
    date = story.published.isoformat()
    return f"""<!DOCTYPE html>
<html lang="{site.language}">
<head><meta charset="utf-8"><title>{_e(story.title)} | {_e(site.name)}</title>
<meta property="og:title" content="{_e(story.title)}"><meta property="og:site_name" content="{_e(site.name)}">
<meta name="author" content="{_e(story.author)}"><meta name="description" content="{_e(story.summary)}">
<meta property="article:published_time" content="{date}"></head>
<body><header><a href="/">{_e(site.name)}</a> <span>{_e(site.tagline)}</span></header>
<main><article><h1>{_e(story.title)}</h1>
<p class="byline">{_e(story.author)} <time datetime="{date}">{date[:10]}</time></p>
{_body(story)}
</article></main>
<footer>© 2026 {_e(site.name)}</footer></body></html>
"""


class _Handler(BaseHTTPRequestHandler):
    """Answers for the site that the Host header names."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Serve the feed, a story, or 404."""
        host = (self.headers.get("Host") or "").partition(":")[0]
        site = next((site for site in sites() if site.host == host), None)
        path = urlsplit(self.path).path
        story = next((story for story in site.stories if f"/{story.slug}" == path), None) if site else None
        if site and path == _FEED_PATHS[site.feed]:
            self._answer(HTTPStatus.OK, feed(site), _FEED_TYPES[site.feed])
        elif site and story:
            self._answer(HTTPStatus.OK, page(site, story), "text/html")
        else:
            self._answer(HTTPStatus.NOT_FOUND, "no such page", "text/plain")

    def _answer(self, status: HTTPStatus, text: str, kind: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle(self) -> None:
        """Serve one connection; a client that hangs up is no news."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep the terminal to ourselves."""


def _site(data: dict[str, Any]) -> Site:
    stories = [
        Story(**{**item, "published": datetime.fromisoformat(item["published"]).astimezone(UTC)})
        for item in data["articles"]
    ]
    site = Site(**data["site"], stories=())
    stories.append(_welcome(site))
    stories.sort(key=lambda story: story.published, reverse=True)
    return replace(site, stories=tuple(stories))


def _welcome(site: Site) -> Story:
    """A story from before the first edition, so that the feed shows that it reaches back far enough."""
    return Story(
        slug=_ABOUT,
        published=datetime(2026, 3, 1, 4, 0, tzinfo=UTC),
        title=f"About {site.name}",
        author=site.name,
        summary=f"{site.name} does not exist: its stories, companies and people are made up for a demonstration.",
        body=f"{site.name} does not exist. Its stories, companies and people are made up for a demonstration.",
        event=f"about-{site.id}",
        section="industry",
        on_topic=False,
    )


def _e(text: str) -> str:
    return html.escape(text, quote=True)


def _body(story: Story) -> str:
    """The body's paragraphs, sub-headings and lists as HTML."""
    blocks = []
    for block in story.body.strip().split("\n\n"):
        lines = block.strip().splitlines()
        if all(line.startswith("- ") for line in lines):
            blocks.append("<ul>" + "".join(f"<li>{_e(line[2:])}</li>" for line in lines) + "</ul>")
        elif lines[0].startswith("## "):
            blocks.append(f"<h2>{_e(lines[0][3:])}</h2>" + "".join(f"<p>{_e(line)}</p>" for line in lines[1:]))
        else:
            blocks.append(f"<p>{_e(' '.join(lines))}</p>")
    return "\n".join(blocks)


def _carried(site: Site, story: Story) -> str:
    return _body(story) if site.full_text else ""


def _rss(site: Site) -> str:
    items = "".join(
        f"<item><title>{_e(s.title)}</title><link>{_e(site.url(s))}?utm_source=rss</link>"
        f'<guid isPermaLink="false">{_e(site.id)}-{_e(s.slug)}</guid>'
        f"<pubDate>{format_datetime(s.published)}</pubDate><dc:creator>{_e(s.author)}</dc:creator>"
        f"<description>{_e(s.summary)}</description>"
        + (f"<content:encoded>{_e(_carried(site, s))}</content:encoded>" if site.full_text else "")
        + "</item>"
        for s in site.stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{_e(site.name)}</title><link>http://{site.host}/</link><description>{_e(site.tagline)}</description>"
        f"{items}</channel></rss>"
    )


def _atom(site: Site) -> str:
    entries = "".join(
        f'<entry><title>{_e(s.title)}</title><id>tag:{site.host},2026:{_e(s.slug)}</id><link href="{_e(site.url(s))}"/>'
        f"<published>{s.published.isoformat()}</published><updated>{s.published.isoformat()}</updated>"
        f"<author><name>{_e(s.author)}</name></author><summary>{_e(s.summary)}</summary>"
        + (f'<content type="html">{_e(_carried(site, s))}</content>' if site.full_text else "")
        + "</entry>"
        for s in site.stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{_e(site.name)}</title><id>http://{site.host}/</id>"
        f"<updated>{site.stories[0].published.isoformat()}</updated>{entries}</feed>"
    )


def _rdf(site: Site) -> str:
    items = "".join(
        f'<item rdf:about="{_e(site.url(s))}"><title>{_e(s.title)}</title><link>{_e(site.url(s))}</link>'
        f"<dc:date>{s.published.isoformat()}</dc:date><dc:creator>{_e(s.author)}</dc:creator>"
        f"<description>{_e(s.summary)}</description></item>"
        for s in site.stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="http://{site.host}/"><title>{_e(site.name)}</title><link>http://{site.host}/</link>'
        f"<description>{_e(site.tagline)}</description></channel>{items}</rdf:RDF>"
    )


def _json_feed(site: Site) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": site.name,
            "home_page_url": f"http://{site.host}/",
            "items": [
                {
                    "id": f"{site.id}:{s.slug}",
                    "url": site.url(s),
                    "title": s.title,
                    "summary": s.summary,
                    "date_published": s.published.isoformat(),
                    "authors": [{"name": s.author}],
                    **({"content_html": _carried(site, s)} if site.full_text else {"content_text": s.summary}),
                }
                for s in site.stories
            ],
        },
        ensure_ascii=False,
    )
