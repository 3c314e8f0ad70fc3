"""What a page states about its article: title, author, date, JSON-LD. The text of the article is not read here."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from aiintel_assets.text.dates import parse_date
from aiintel_assets.text.paragraphs import visible
from aiintel_assets.text.titles import headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from lxml.html import HtmlElement

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_ARTICLE_TYPES = re.compile(r"(Article|Posting|Report|Story|Blog)$")
_LONG_STRING = 300
# A string of JSON, or what is left of one: always a match, and possessive, so that no script makes it backtrack.
_STRING = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"|\\?\Z)', re.DOTALL)
_RUNNING = re.compile(r"<p\b|[a-z]{2,}[.!?] +[A-Z]|[。！？]")
_MAX_NODES = 20_000
_MAX_JSON = 2_000_000
# Names of meta tags without their punctuation, the most telling first: Open Graph and its imitators, schema.org, the
# press's own, Dublin Core, Highwire and PRISM, analytics; a bare `date` may be the page's own.
_DATE_METAS = (
    *("articlepublishedtime", "ogarticlepublishedtime", "ogpublishedtime", "shareaholicarticlepublishedtime"),
    *("datepublished", "ogdatepublished", "rnewsdatepublished", "articlepublished", "articlepublisheddate"),
    *("publishedtime", "publishtime", "publishdate", "publisheddate", "publicationdate", "originalpublicationdate"),
    *("articledateoriginal", "articlepostdate", "pubdate", "ogpubdate", "ogpublishdate", "ogregdate", "btpubdate"),
    *("dcdateissued", "dctermsissued", "dcdatepublication", "dctermscreated", "dcdate", "dctermsdate", "dcdatecreated"),
    *("dccreated", "citationonlinedate", "citationpublicationdate", "citationdate", "prismpublicationdate"),
    *("sailthrudate", "parselypubdate", "cxenseparserecspublishtime", "weiboarticlecreateat", "apubtime"),
    *("datecreated", "created", "releasedate", "displaydate", "date"),
)
_SCRIPT_DATES = re.compile(
    r"""["']?(?:datePublished|publishedAt|published_at|publish_time|publishTime|pubDate|publishDate|pub_time|
        firstPublishedAt|first_published_at|firstPublicationDate|first_publication_date|published_date|publicationDate|createTime)["']?\s*[:=]\s*["']?
        ([0-9][0-9T:.+\-/Z\s]{7,34}|[0-9]{10,13})|\bvar\s+ct\s*=\s*["']([0-9]{10})["']""",
    re.VERBOSE,
)
_AUTHOR_LEAD = re.compile(
    r"^\s*(?:by|von|par|por|di|作者|文|記者|记者|撰文|編譯|编译)\s*[:：|/／]?\s+|^\s*(?:作者|撰文|文)\s*[:：/／]\s*",
    re.IGNORECASE,
)
_LONGEST_TITLE = 500
_LONGEST_NAME = 80
_SHORTEST_SITE = 3
_MAX_HEADINGS = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page states.

    `published_at` is stated of the article; where none is, `hinted_at` stands in scripts or times, perhaps another's.
    `description` is what the page says of itself; `body` is the article as its JSON-LD carries it, HTML taken out. Both
    may be the empty string.
    """

    title: str
    author: str
    published_at: datetime | None
    hinted_at: datetime | None
    description: str
    body: str


def read_facts(tree: HtmlElement, *, url: str) -> Facts:
    """The statements of a parsed page about its article; a bare date is midnight, a date without zone is UTC."""
    metas = _metas(tree)
    nodes = list(_json_nodes(tree))
    articles = [node for node in nodes if _is_article(node)]
    published_at = _first_date(_stated_dates(tree, metas, articles, nodes))
    return Facts(
        title=_title(tree, metas, articles, url),
        author=_author(metas, articles),
        published_at=published_at,
        hinted_at=None if published_at else _first_date(_hinted_dates(tree)),
        description=_line(html.unescape(metas.get("og:description") or metas.get("description") or "")),
        body=max((_plain(_text(node.get("articleBody"))) for node in articles), key=len, default=""),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Meta tags by name, property or itemprop in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or element.get("value") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _json_nodes(tree: HtmlElement) -> Iterator[dict[str, Json]]:
    """Every object of the page's JSON-LD, outermost first."""
    budget = _MAX_NODES
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        waiting: list[Json] = [_loads(script.text)]
        while waiting and budget:
            budget -= 1
            node = waiting.pop(0)
            if isinstance(node, dict):
                yield node
                waiting += node.values()
            elif isinstance(node, list):
                waiting += node


def _loads(text: str) -> Json:
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text[:_MAX_JSON]
    ).strip()
    try:
        return json.loads(text.rstrip(";"), strict=False)  # type: ignore[no-any-return]
    except (ValueError, RecursionError):
        # Broken JSON-LD is common (stray commas, raw quotes); the plain fields can still be read.
        fields = re.findall(
            r'"(headline|datePublished|articleBody)"\s*:\s*"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"|\\?\Z)', text
        )
        return {"@type": "Article", **{name: _unescaped(value) for name, value in reversed(fields)}}


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _is_article(node: dict[str, Json]) -> bool:
    kind = node.get("@type")
    return any(isinstance(k, str) and _ARTICLE_TYPES.search(k) for k in (kind if isinstance(kind, list) else [kind]))


def _text(value: Json) -> str:
    """A JSON-LD value as text: itself, its `name`, or its parts."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    return ""


def _plain(text: str) -> str:
    """Text without tags, entities and blank lines, one paragraph a line."""
    text = re.sub(r"(?i)<(?:br|/p|/div|/h\d|/li)[^>]*>", "\n", text)
    text = html.unescape(re.sub(r"<[^<>]{1,2000}>", "", html.unescape(text)))
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def text_of_scripts(tree: HtmlElement) -> str:
    """The longest running text in the data of the page's scripts (Next.js, Nuxt and their kind), or nothing."""
    best = ""
    for script in tree.iter("script"):
        source = (script.text or "")[:_MAX_JSON]
        if "ld+json" in (script.get("type") or "") or len(source) < _LONG_STRING:
            continue
        for text in _long_strings(source):
            # A string may hold JSON itself (React's streamed pages do).
            inner = _long_strings(text) if '":"' in text else [text]
            best = max([best, *(_plain(part) for part in inner if _RUNNING.search(part))], key=len)
    return best


def _long_strings(source: str) -> list[str]:
    return [_unescaped(match[1]) for match in _STRING.finditer(source) if len(match[1]) >= _LONG_STRING]


def _first_date(candidates: Iterable[str]) -> datetime | None:
    return next((moment for moment in map(parse_date, candidates) if moment), None)


def _stated_dates(
    tree: HtmlElement, metas: dict[str, str], articles: list[dict[str, Json]], nodes: list[dict[str, Json]]
) -> Iterator[str]:
    """What the page writes where dates of publication stand, the most telling first."""
    named = {re.sub(r"[\W_]+", "", name): content for name, content in reversed(metas.items())}
    # `article:published_time` speaks of the article alone.
    yield from (named[name] for name in _DATE_METAS if name in named and name.endswith("publishedtime"))
    yield from (_text(node.get("datePublished")) for node in articles)
    yield from (named[name] for name in _DATE_METAS if name in named)
    yield from (_text(node.get("datePublished")) for node in nodes)
    for element in tree.xpath('//*[@itemprop="datePublished" or @pubdate]'):
        yield element.get("datetime") or element.get("content") or str(element.text_content())[:80]


def _hinted_dates(tree: HtmlElement) -> Iterator[str]:
    """What looks like the date of publication in the page's times and in the data of its scripts."""
    for element in tree.xpath("//time[@datetime][not(ancestor::aside or ancestor::footer or ancestor::nav)]"):
        classes = [each.get("class") or "" for each in (element, *islice(element.iterancestors(), 2))]
        if re.search(r"publish|pubdate|posted|entry-date|created", " ".join(classes)):
            yield element.get("datetime")
    for script in tree.iter("script"):
        for match in _SCRIPT_DATES.finditer((script.text or "")[:_MAX_JSON]):
            yield match[1] or match[2]


def _title(tree: HtmlElement, metas: dict[str, str], articles: list[dict[str, Json]], url: str) -> str:
    sites = [metas.get("og:site_name", ""), metas.get("application-name", ""), *_host_words(url)]
    stated = [
        metas.get("og:title", ""),
        *(_text(node.get("headline")) for node in articles),
        metas.get("twitter:title", ""),
    ]
    element = tree.find(".//head/title")
    first, second = ([_line(h.text_content()) for h in islice(tree.iter(tag), _MAX_HEADINGS)] for tag in ("h1", "h2"))
    page = _line(element.text_content()) if element is not None else ""
    return headline([_line(html.unescape(name)) for name in stated], page, first, second, sites=sites)


def _host_words(url: str) -> list[str]:
    match = re.match(r"(?i)https?://(?:www\.|m\.)?([^/:?#]+)", url)
    if not match:
        return []
    host = match[1].lower()
    parts = [part for part in host.split(".")[:-1] if len(part) >= _SHORTEST_SITE]
    return [host, *parts]


def _author(metas: dict[str, str], articles: list[dict[str, Json]]) -> str:
    stated = [_text(node.get("author")) for node in articles]
    stated += [
        metas.get(name, "")
        for name in ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author")
    ]
    for name in stated:
        people = [_AUTHOR_LEAD.sub("", _line(html.unescape(line))).strip(" ,;、") for line in name.split("\n")]
        people = [p for p in people if p and len(p) <= _LONGEST_NAME and not re.search(r"https?:|www\.|@|\.com/", p)]
        if people:
            return ", ".join(dict.fromkeys(people))
    return ""


def _line(text: str) -> str:
    return " ".join(visible(text[: 20 * _LONGEST_TITLE]).split())[:_LONGEST_TITLE]
