"""What a page states about its article: title, author, date, JSON-LD. The text of the article is not read here."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from aiintel_assets.text.paragraphs import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_ARTICLE_TYPES = re.compile(r"(Article|Posting|Report|Story|Blog)$")
_LONG_STRING = 300
# A string of JSON, or what is left of one: always a match, and possessive, so that no script makes it backtrack.
_STRING = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"|\\?\Z)', re.DOTALL)
_RUNNING = re.compile(r"<p\b|[a-z]{2,}[.!?] +[A-Z]|[。！？]")
_MAX_NODES = 20_000
_MAX_JSON = 2_000_000
_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article.published",
    "published_time",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dc.created",
    "sailthru.date",
    "parsely-pub-date",
    "bt:pubdate",
    "cxenseparse:recs:publishtime",
    "weibo:article:create_at",
    "apub:time",
    "date.created",
    "created",
    "date",
)
_SCRIPT_DATES = re.compile(
    r"""["']?(?:datePublished|publishedAt|published_at|publish_time|publishTime|pubDate|publishDate|pub_time|
        firstPublishedAt|first_published_at|firstPublicationDate|first_publication_date|published_date|publicationDate|createTime)["']?\s*[:=]\s*["']?
        ([0-9][0-9T:.+\-/Z\s]{7,34}|[0-9]{10,13})|\bvar\s+ct\s*=\s*["']([0-9]{10})["']""",
    re.VERBOSE,
)
_DAY = re.compile(
    r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?"
    r"(?:[\sT,]*(\d{1,2})[:：時时](\d{2})(?:[:：分](\d{2}))?(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_URL_DAY = re.compile(r"[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?![0-9])")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])/")
_DOTTED_DAY = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?![\d.]*\d)")
_MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_ENGLISH_DAY = re.compile(
    r"\b(?:(?P<m1>[A-Z][a-z]{2})[a-z]*\.?\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?,?|(?P<d2>\d{1,2})\s+(?P<m2>[A-Z][a-z]{2})[a-z]*\.?,?)"
    r"\s+(?P<year>(?:19|20)\d\d)\b"
)
_SEPARATOR = re.compile(r"\s+[|–—·•»«:/_-]+\s+|\s*[|｜ㅣ_]\s*|\s*[-–—]{1,2}\s*(?=[\u4e00-\u9fff][^-–—|｜]{0,11}$)")
_AUTHOR_LEAD = re.compile(
    r"^\s*(?:by|von|par|por|di|作者|文|記者|记者|撰文|編譯|编译)\s*[:：|/／]?\s+|^\s*(?:作者|撰文|文)\s*[:：/／]\s*",
    re.IGNORECASE,
)
_EARLIEST, _LATEST = 1994, 2100
_LONGEST_DATE = 100
_LONGEST_TITLE = 500
_LONGEST_NAME = 80
_SHORTEST_TITLE = 4
_SHORTEST_SITE = 3
_SHORT_TAIL = 8
_MAX_HEADINGS = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page states. `body` is the article as its JSON-LD carries it, HTML taken out, or the empty string."""

    title: str
    author: str
    published_at: datetime | None
    body: str


def read_facts(tree: HtmlElement, *, url: str) -> Facts:
    """The statements of a parsed page about its article; a bare date is midnight, a date without zone is UTC."""
    metas = _metas(tree)
    nodes = list(_json_nodes(tree))
    articles = [node for node in nodes if _is_article(node)]
    return Facts(
        title=_title(tree, metas, articles, url),
        author=_author(metas, articles),
        published_at=_first_date(_written_dates(tree, metas, articles, nodes)) or _date_in(url),
        body=max((_plain(_text(node.get("articleBody"))) for node in articles), key=len, default=""),
    )


def parse_date(written: str) -> datetime | None:
    """The instant a page writes as ISO 8601, RFC 2822, epoch seconds or a date in words; UTC where it names no zone."""
    written = written[:_LONGEST_DATE].strip()
    moment: datetime | None = None
    try:
        if re.fullmatch(r"\d{10}(?:\d{3})?", written):
            moment = datetime.fromtimestamp(int(written[:10]), UTC)
        elif written[:4].isdigit():
            moment = _from_iso(written)
        else:
            moment = _from_words(written)
        if moment is None or not _EARLIEST <= moment.year <= _LATEST:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _from_iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        match = _DAY.match(written)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    zone = match[7] or "Z"
    offset = timedelta() if zone[0] not in "+-" else timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return datetime(year, month, day, hour, minute, second, tzinfo=timezone(-offset if zone[0] == "-" else offset))


def _from_words(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written)
    except (ValueError, TypeError):
        pass
    if match := _DAY.search(written):
        return _from_iso(match[0])
    if match := _DOTTED_DAY.search(written):
        return datetime(int(match[3]), int(match[2]), int(match[1]), tzinfo=UTC)
    if match := _ENGLISH_DAY.search(written):
        month = _MONTHS.get((match["m1"] or match["m2"]).lower())
        return datetime(int(match["year"]), month, int(match["d1"] or match["d2"]), tzinfo=UTC) if month else None
    return None


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Meta tags by name, property or itemprop in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
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


def seen_date(text: str, url: str) -> datetime | None:
    """The first day that the page's text writes out, in the month its address names if it names one."""
    written = (match[0] for pattern in (_DAY, _DOTTED_DAY, _ENGLISH_DAY) for match in pattern.finditer(text))
    return next((day for day in map(parse_date, written) if day and fits_address(day, url)), None)


def fits_address(day: datetime, url: str) -> bool:
    """Whether a date does not contradict the month in an address such as /2026/07/; most addresses name none."""
    month = _URL_MONTH.search(url)
    return month is None or (day.year, day.month) == (int(month[1]), int(month[2]))


def _first_date(candidates: Iterable[str]) -> datetime | None:
    return next((moment for moment in map(parse_date, candidates) if moment), None)


def _date_in(url: str) -> datetime | None:
    """The day in an address such as /2026/07/01/ or /20260701/."""
    match = _URL_DAY.search(url)
    return parse_date("-".join(match.groups())) if match else None


def _written_dates(
    tree: HtmlElement, metas: dict[str, str], articles: list[dict[str, Json]], nodes: list[dict[str, Json]]
) -> Iterator[str]:
    """What the page writes where dates of publication stand, the most telling first."""
    # `article:published_time` speaks of the article alone; a bare `date` may be the page's own.
    yield from (metas[name] for name in _DATE_METAS if name in metas and name.endswith("published_time"))
    yield from (_text(node.get("datePublished")) for node in articles)
    yield from (metas[name] for name in _DATE_METAS if name in metas)
    yield from (_text(node.get("datePublished")) for node in nodes)
    for element in tree.xpath('//*[@itemprop="datePublished" or @pubdate]'):
        yield element.get("datetime") or element.get("content") or str(element.text_content())[:80]
    for element in tree.xpath("//time[@datetime][not(ancestor::aside or ancestor::footer or ancestor::nav)]"):
        classes = [each.get("class") or "" for each in (element, *islice(element.iterancestors(), 2))]
        if re.search(r"publish|pubdate|posted|entry-date|created", " ".join(classes)):
            yield element.get("datetime")
    for script in tree.iter("script"):
        for match in _SCRIPT_DATES.finditer((script.text or "")[:_MAX_JSON]):
            yield match[1] or match[2]


def _title(tree: HtmlElement, metas: dict[str, str], articles: list[dict[str, Json]], url: str) -> str:
    """The headline as the page's heading shows it, else as its metadata state it, without the name of the site."""
    sites = [metas.get("og:site_name", ""), metas.get("application-name", ""), *_host_words(url)]
    stated = [
        metas.get("og:title", ""),
        *(_text(node.get("headline")) for node in articles),
        metas.get("twitter:title", ""),
    ]
    element = tree.find(".//head/title")
    page = _line(element.text_content()) if element is not None else ""
    names = [name for name in (_line(html.unescape(s)) for s in stated) if name] + ([page] if page else [])
    headings = [_line(h.text_content()) for h in islice(tree.iter("h1"), _MAX_HEADINGS)]
    keys = [_key(name) for name in names]
    for heading in headings:
        key = _key(heading)
        if len(key) >= _SHORTEST_TITLE and any(key in other for other in keys) and not _is_site(heading, sites):
            return heading
    if names:
        return without_site(names[0], sites)
    return headings[0] if headings else ""


def without_site(title: str, sites: Iterable[str] = ()) -> str:
    """The title without the site's name at its end or start (“… | Site”, “… - 量子位”).

    Cut at a separator: what equals or holds a known name of the site, and short tails behind a bar.
    """
    sites = [site for site in sites if site]
    while match := next(iter(list(_SEPARATOR.finditer(title))[-1:]), None):
        head, tail = title[: match.start()].strip(), title[match.end() :].strip()
        barred = any(mark in match[0] for mark in "|｜ㅣ_»«")
        short = len(tail) <= max(_SHORT_TAIL, len(head) // 2) and len(head) > _SHORT_TAIL
        if head and tail and (_is_site(tail, sites) or (barred and short)):
            title = head
        elif head and tail and _is_site(head, sites):
            title = tail
        else:
            break
    return title


def _is_site(name: str, sites: Iterable[str]) -> bool:
    key = _key(name)
    keys = [_key(site) for site in sites]
    return key in keys or any(len(site) > _SHORTEST_SITE and site in key and len(key) < 3 * len(site) for site in keys)


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


def _key(text: str) -> str:
    """A text as it is compared: letters and digits only, in one case."""
    return re.sub(r"[\W_]+", "", text).casefold()
