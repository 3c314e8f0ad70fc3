"""Feeds as bytes in, entries out: RSS, Atom, CDF and JSON Feed, however broken. Nothing is fetched or decided here."""

from __future__ import annotations

import calendar
import codecs
import html
import html.entities
import io
import json
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed_offset
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import feedparser

from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 24 * 1024 * 1024
"""What one feed may weigh; anything larger is refused."""

MAX_ENTRIES = 2_000
"""How many items of one feed are read, from the top."""

# Further bounds: markup read per feed, characters of a URL and of a title, and the first year that is no placeholder.
MAX_TAGS = 200_000
MAX_URL = 8_192
MAX_TITLE = 4_000
EARLIEST_YEAR = 1990


class FeedError(NewsroomError):
    """The bytes are no feed."""


def parse_feed(data: bytes, *, url: str, content_type: str | None = None, timezone: str = "UTC") -> list[Entry]:
    """The entries of a feed in its own order, each with a usable URL; an empty feed has none.

    RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 and CDF are read by feedparser (strictly, then leniently), JSON Feed 1 and
    1.1 (jsonfeed.org) here. Pure: nothing is fetched, whatever the bytes say.

    Args:
        data: the body as it came.
        url: where it came from; relative links are resolved against it when the feed names no better base.
        content_type: the Content-Type header, if there was one: a hint, not an authority.
        timezone: IANA name of the source's zone, for dates that come without one.

    Raises:
        FeedError: it is no feed; the message says what it is instead.
    """
    if not data.strip(b"\0\t\n\r "):
        raise FeedError("empty response")
    if len(data) > MAX_BYTES:
        raise FeedError(f"too large for a feed: {len(data) // 2**20} MB, at most {MAX_BYTES // 2**20} are read")
    text = _decode(data, content_type)
    zone = ZoneInfo(timezone)
    found = _from_json(text, url, zone) if text.startswith(("{", "[")) else _from_xml(text, url, zone)
    entries: dict[tuple[str, str], Entry] = {}
    for entry in found:
        entries.setdefault((entry.id, entry.url), entry)
    return list(entries.values())


_LINK = re.compile(r"<(?:\w+:)?link\b[^<>]{0,16384}>", re.IGNORECASE)
_OLDER = re.compile(r"\brel\s*=\s*[\"'](?:prev-archive|next)[\"']", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_FIRST_ITEM = re.compile(r"<(?:\w+:)?(?:entry|item)\b", re.IGNORECASE)


def previous_page(data: bytes, *, url: str) -> str | None:
    """The address of the page with older entries that a feed names, or None.

    `prev-archive` and `next` links stand before the first entry or behind the last (RFC 5005); JSON Feed has
    `next_url`.
    """
    text = _decode(data[:MAX_BYTES], None)
    if text.startswith("{"):
        try:
            feed = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return None
        return _link(_text(feed, "next_url"), url) if isinstance(feed, dict) else None
    first, ends = _FIRST_ITEM.search(text), [end.end() for end in _ITEM_END.finditer(text)]
    frame = text if first is None else text[: first.start()] + text[max(ends, default=len(text)) :]
    link = next((link for link in _LINK.finditer(frame) if _OLDER.search(link[0])), None)
    address = _HREF.search(link[0]) if link else None
    return _link(html.unescape(address[1] or address[2] or ""), url) if address else None


# Bytes to text

_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
# What publishers mean by a label (https://encoding.spec.whatwg.org/#names-and-labels).
_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']?([\w.:-]{1,40})""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE | re.ASCII)
# Python also calls punycode and base64 codecs. UTF-16 and UTF-32 show in the bytes, whatever a label says.
_CHARACTERS = re.compile(r"utf-8|gb|hz|big5|cp|iso|euc|shift|koi8|mac|johab|tis|kz|ptcp|ascii")
_HIGH = re.compile(rb"[\x80-\xff]+")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


def _decode(data: bytes, content_type: str | None) -> str:
    """The readable text, free of characters that XML forbids; labels are believed only where the bytes do not speak."""
    return _NOT_TEXT.sub("", data.decode(_encoding(data, content_type), "replace")).strip()


def _encoding(data: bytes, content_type: str | None) -> str:
    wide = next((name for mark, name in _WIDE_MARKS if data.startswith(mark)), None)
    if wide:
        return wide
    labels = _labels(data, content_type)
    stateful = [name for name in labels if name.startswith("iso2022")]
    if stateful and b"\x1b" in data:  # spelled in ASCII: it would pass for UTF-8
        return stateful[0]
    with suppress(UnicodeDecodeError):
        data.decode("utf-8")
        return "utf-8"
    high = sum(map(len, _HIGH.findall(data)))
    # A few broken characters do not make it another encoding.
    if data.decode("utf-8", "replace").count("\ufffd") * 20 <= high:
        return "utf-8"
    # A server's default says nothing, and UTF-8 was just found wanting.
    telling = [name for name in labels if name not in {"cp1252", "utf-8"}]
    candidates = telling or [_chinese(data) or "cp1252"]
    return min(candidates, key=lambda name: data.decode(name, "replace").count("\ufffd"))


def _labels(data: bytes, content_type: str | None) -> list[str]:
    """The encodings that the XML declaration and the header name, where they are known as text encodings."""
    declared = _DECLARED.search(data[:1024])
    header = _CHARSET.search(content_type or "")
    names = []
    for label in ([declared[1].decode("ascii", "replace")] if declared else []) + ([header[1]] if header else []):
        try:
            name = codecs.lookup(label).name
        except (LookupError, ValueError):
            continue
        if _CHARACTERS.match(name):
            names.append(_MEANT.get(name, name))
    return names


def _chinese(data: bytes) -> str | None:
    """GB 18030 or Big5, if it reads as one of them: high bytes stand together there, and alone in Western text.

    The second byte of a common character is always high in GB, and often ASCII in Big5.
    """
    runs = [len(run) for run in _HIGH.findall(data)]
    if sum(run for run in runs if run > 1) * 2 < sum(runs):
        return None
    name = "gb18030" if sum(run % 2 for run in runs) * 20 <= len(runs) else "big5hkscs"
    return name if data.decode(name, "replace").count("\ufffd") * 20 <= len(runs) else None


# JSON Feed

_FEED_KEYS = {"home_page_url", "feed_url"}


def _from_json(text: str, url: str, zone: tzinfo) -> Iterator[Entry]:
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise FeedError("it starts like JSON but is not well-formed") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    named = isinstance(feed, dict) and ("jsonfeed" in str(feed.get("version")) or feed.keys() & _FEED_KEYS)
    if not named or not isinstance(items, list | None):
        raise FeedError("this is JSON, but no JSON Feed")
    base = _link(_text(feed, "home_page_url"), url) or url
    for item in islice(items or [], MAX_ENTRIES):
        if not isinstance(item, dict):
            continue
        identity = " ".join(_text(item, "id").split())
        links = (_text(item, "url"), _text(item, "external_url"), identity if _absolute(identity) else "")
        link = next(filter(None, (_link(candidate, base) for candidate in links)), None)
        if link is None:
            continue
        plain, rich = _text(item, "content_text"), _text(item, "content_html")
        dates = (_text(item, "date_published"), _text(item, "date_modified"))
        yield Entry(
            id=identity or link,
            url=link,
            title=_title(_text(item, "title"), marked_up=False),
            published_at=next(filter(None, (_instant(date, zone) for date in dates)), None),
            summary=html.escape(_text(item, "summary"), quote=False),
            content=rich or html.escape(plain, quote=False),
            author=", ".join(_json_authors(item)),
        )


def _json_authors(item: dict[str, Any]) -> Iterator[str]:
    authors = item.get("authors")
    for author in authors if isinstance(authors, list) else [item.get("author")]:
        name = _title(_text(author, "name"), marked_up=False) if isinstance(author, dict) else ""
        if name:
            yield name


def _text(values: dict[str, Any], key: str) -> str:
    """A member as text: publishers also write numbers where the format wants strings."""
    value = values.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    return _NOT_TEXT.sub("", value).strip() if isinstance(value, str) else ""


# XML

_ROOTS = {"rss", "rdf", "feed", "channel", "entry"}
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_ELEMENT = re.compile(r"<((?:[\w.-]+:)?([a-zA-Z][\w.-]*))(?=[\s/>])|<!doctype\s+(html)\b", re.IGNORECASE)
_ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry|channel|feed)\b", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_SECTION = re.compile(r"<!\[CDATA\[|<!--")
# What is not read: a picture's caption would pass for the text, places and sizes can break feedparser, and many
# categories or a huge tag cost it quadratic time.
_UNREAD = re.compile(
    r"</?(?:[\w.-]+:)?(?:category|height|keywords|subject|tags|width)\b[^<>]*>|</?(?:geo|georss|gml|itunes|media):[^<>]*>|<[^<>]{16384,}>?",
    re.IGNORECASE,
)
_LONG_NAME = re.compile(
    r"(<(?:[\w.-]+:)?(?:author|creator|managingeditor|publisher|webmaster)\b[^<>]*>[^<]{256})[^<]+", re.IGNORECASE
)
_TAG_START = re.compile(r"</?[a-zA-Z_]")
_STRAY = re.compile(r"<(?!/?[a-zA-Z_])|&(?:(?:amp|lt|gt|quot|apos);|#(x[0-9a-fA-F]{1,6}|\d{1,7});|(\w{1,32};)?)")
_HEAD = 65_536  # characters in which a document must show what it is
_ADDRESS = re.compile(r"[(<]?[^\s@()<>]+@[^\s@()<>]+[)>]?")
_PARENTHESES = re.compile(r"^\((.*)\)$")


def _from_xml(text: str, url: str, zone: tzinfo) -> Iterator[Entry]:
    document = _bounded(_well_formed(_feed_element(text)))
    try:
        feed = feedparser.parse(
            io.BytesIO(document.encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception:  # noqa: BLE001 -- foreign bytes break the lenient parser in ways nobody has listed
        raise FeedError("not well-formed and nothing could be recovered") from None
    if feed.bozo and not feed.entries and not _ITEM.search(document):
        raise FeedError("not well-formed and nothing could be recovered")
    base = _link(_string(feed.feed, "link"), url) or url
    for item in feed.entries[:MAX_ENTRIES]:
        link = next(filter(None, (_link(candidate, base) for candidate in _links(item))), None)
        if link is None:
            continue
        yield Entry(
            id=" ".join(_string(item, "id").split()) or link,
            url=link,
            title=_title(_string(item, "title"), marked_up=_type(item, "title") != "text/plain"),
            published_at=_published(item, zone),
            summary=_markup(_string(item, "summary"), _type(item, "summary")),
            content=_content(item),
            author=_author(item),
        )


def _feed_element(text: str) -> str:
    """The document from the start of its feed element; what stands before it (a warning, a doctype) is dropped.

    Raises:
        FeedError: there is no feed element near the start.
    """
    head = _COMMENT.sub(lambda comment: " " * len(comment[0]), text[:_HEAD])
    first = None
    for element in _ELEMENT.finditer(head):
        name = (element[2] or element[3]).lower()
        if name in _ROOTS:
            if name == "rdf" and not _ITEM.search(text, element.end()):
                raise FeedError("this is RDF without a channel, not a feed")
            return text[element.start() :]
        if name in {"html", "head", "body"}:
            raise FeedError("this is an HTML page, not a feed")
        first = first or element[1]
    if first and text.startswith("<"):
        raise FeedError(f"this is a document of <{first[:40]}>, not a feed")
    raise FeedError("this is text or binary data, not a feed")


def _bounded(document: str) -> str:
    """The document without what is never read, the items after the first MAX_ENTRIES and what follows MAX_TAGS."""
    document = _LONG_NAME.sub(r"\1", _UNREAD.sub("", document))
    ends = list(islice(_ITEM_END.finditer(document), MAX_ENTRIES - 1, None))
    if len(ends) > 1:
        document = document[: ends[0].end()] + document[ends[-1].end() :]
    bound = next(islice(_TAG_START.finditer(document), MAX_TAGS, None), None)
    return document[: bound.start()] if bound else document


def _well_formed(document: str) -> str:
    """The document without comments and CDATA sections, with the stray ampersands and brackets spelled out."""
    parts = []
    position = 0
    unclosed: set[str] = set()
    for opening in _SECTION.finditer(document):
        start, close = opening.start(), "]]>" if opening[0].endswith("[") else "-->"
        if start < position or close in unclosed:
            continue
        parts.append(_STRAY.sub(_spelled_out, document[position:start]))
        end = document.find(close, opening.end())
        if end < 0:
            unclosed.add(close)
            position = opening.end()
            continue
        position = end + len(close)
        if close == "]]>":
            parts.append(html.escape(document[opening.end() : end], quote=False))
    parts.append(_STRAY.sub(_spelled_out, document[position:]))
    return "".join(parts)


def _spelled_out(stray: re.Match[str]) -> str:
    number, name = stray[1], stray[2]
    if stray[0] == "<":
        return "&lt;"
    if number:
        code = int(number[1:], 16) if number[0] == "x" else int(number)
        return "" if _unfit(code) else stray[0]
    if name:
        return html.escape(html.entities.html5.get(name, f"&{name}"), quote=False)
    return stray[0] if len(stray[0]) > 1 else "&amp;"


def _unfit(code: int) -> bool:
    return code > sys.maxunicode or _NOT_TEXT.match(chr(code)) is not None


def _string(values: dict[str, Any], key: str) -> str:
    """A value as feedparser stored it, without its aliases (`updated` would answer for `published`)."""
    value = dict.get(values, key)
    return value if isinstance(value, str) else ""


def _type(item: dict[str, Any], key: str) -> str:
    return _string(dict.get(item, key + "_detail") or {}, "type") or "text/html"


def _links(item: dict[str, Any]) -> Iterator[str]:
    """What may be the item's page, best first."""
    links = [link for link in dict.get(item, "links") or [] if _string(link, "href")]
    # A relation may be spelled as the address under which it is registered.
    alternates = [link for link in links if _string(link, "rel").rpartition("/")[2] in {"alternate", ""}]
    alternates.sort(key=lambda link: "html" not in _string(link, "type"))
    yield from (_string(link, "href") for link in alternates)
    yield _string(item, "link")
    identity = _string(item, "id")
    # feedparser also denies a guid that it is a link when there is another one, be it empty.
    if _absolute(identity) and (dict.get(item, "guidislink", True) or dict.get(item, "link") is not None):
        yield identity


def _published(item: dict[str, Any], zone: tzinfo) -> datetime | None:
    for key in ("published", "created", "updated"):
        parsed = dict.get(item, key + "_parsed")
        instant = _instant(_string(item, key), zone, fallback=calendar.timegm(parsed) if parsed else None)
        if instant:
            return instant
    return None


def _content(item: dict[str, Any]) -> str:
    parts = [part for part in dict.get(item, "content") or [] if isinstance(part, dict)]
    return max((_markup(_string(part, "value"), _string(part, "type")) for part in parts), key=len, default="")


def _author(item: dict[str, Any]) -> str:
    """The names; feedparser parts names from addresses too coarsely to be asked for one alone."""
    people = dict.get(item, "authors") or []
    raw = [_string(person, "name") for person in people] if len(people) > 1 else [_string(item, "author")]
    names = [_PARENTHESES.sub(r"\1", _ADDRESS.sub("", _title(name, marked_up=False)).strip()) for name in raw]
    return ", ".join(dict.fromkeys(filter(None, names)))


# Text

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)
_BREAK = re.compile(r"</?(?:br|div|h[1-6]|img|li|p|td)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,31});", re.IGNORECASE)
_FORMATTING = re.compile(
    r"<(/?)(a|abbr|b|bdi|big|br|cite|code|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span|strike|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def _title(raw: str, *, marked_up: bool) -> str:
    """A headline as plain text on one line.

    `marked_up` text is HTML. Other text is taken at its word, apart from the entities and formatting tags that
    publishers put there nevertheless; `Vec<T>` stays.
    """
    text = _TAG.sub(_as_space, raw[:MAX_TITLE]) if marked_up else raw[:MAX_TITLE]
    for _ in range(2):
        text = _REFERENCE.sub(lambda reference: html.unescape(reference[0]), _unformatted(text))
    return " ".join(_NOT_TEXT.sub("", _unformatted(text)).split())


def _unformatted(text: str) -> str:
    """The text without formatting; a tag that is never closed is what the text is about."""
    closed = {tag[2].lower() for tag in _FORMATTING.finditer(text) if tag[1]} | {"br", "img", "wbr"}
    return _FORMATTING.sub(lambda tag: _as_space(tag) if tag[2].lower() in closed else tag[0], text)


def _as_space(tag: re.Match[str]) -> str:
    return " " if _BREAK.match(tag[0]) else ""


def _markup(raw: str, kind: str) -> str:
    """A summary or text as HTML."""
    return html.escape(raw, quote=False) if kind == "text/plain" and "</" not in raw else raw


_NOWHERE = re.compile(r"#|https?:(?!//[^/?#])", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\s*https?://", re.IGNORECASE)


def _absolute(raw: str) -> bool:
    return _ABSOLUTE.match(raw) is not None


def _link(raw: str, base: str) -> str | None:
    """The absolute http(s) URL that is meant, or None; white space that a feed has put into it is repaired."""
    text = re.sub(r"\s*[\r\n]\s*|\t", "", raw[: MAX_URL + 1].strip()).replace("&amp;", "&").replace(" ", "%20")
    if not text or len(raw) > MAX_URL or _NOWHERE.match(text):
        return None
    try:
        url = urljoin(base, text)
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        return None
    return url if usable else None


# Dates

_MONTHS = {
    name: n
    for n, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
# Hours east of Greenwich. RFC 822 knows the North American ones; the others are met nevertheless.
_HOURS = {
    "z": 0, "gmt": 0, "ut": 0, "utc": 0, "wet": 0, "bst": 1, "cet": 1, "met": 1, "west": 1, "cest": 2, "eet": 2,
    "mest": 2, "eest": 3, "msk": 3, "ist": 5.5, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "adt": -3, "ast": -4, "edt": -4, "cdt": -5, "est": -5, "cst": -6, "mdt": -6, "mst": -7,
    "pdt": -7, "pst": -8, "akst": -9, "hst": -10,
}  # fmt: skip
_TIME = (
    r"(?:[T\s,]*(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?)?"
)
_REST = r"\s*(?P<rest>.*)"
_WEEKDAY = r"(?:[^\W\d]+\.?(?:\s*,\s*|\s+))?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d)"
_SHAPES = [
    re.compile(shape + "$", re.IGNORECASE | re.DOTALL)
    for shape in (
        _WEEKDAY
        + r"(?P<year>\d{4})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})(?!\d)日?"
        + _TIME
        + _REST,
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)" + _TIME + _REST,
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<name>[a-z]{3,9})\.?,?[\s-]+" + _YEAR + _TIME + _REST,
        _WEEKDAY + r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+" + _YEAR + "(?!:)" + _TIME + _REST,
        _WEEKDAY + r"(?P<name>[a-z]{3})\s+(?P<day>\d{1,2})\s+" + _TIME + r"\s+(?P<rest>[a-z+\d:-]*?)\s*(?P<year>\d{4})",
    )
]
_OFFSET = re.compile(r"(?:gmt|utc?|z)?\s*([+-])(\d{2}):?(\d{2})?(?!\d)|(?:gmt|utc?)\s*([+-])(\d)(?!\d)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3}")
_ZONE_NAME = re.compile(r"\(?(?:Etc/)?([a-z]{1,5})\b", re.IGNORECASE)


def _instant(raw: str, zone: tzinfo, *, fallback: float | None = None) -> datetime | None:
    """The instant a feed's date names, in UTC; None for no date and for dates before 1990, which are placeholders.

    ISO 8601 and RFC 822 with the deviations met in feeds. A date without a zone, or with an unknown one, is local to
    `zone`. `fallback` (seconds since 1970) is what another parser makes of it, for shapes not known here.
    """
    text = " ".join(raw[:100].split())
    found = next(filter(None, (shape.match(text) for shape in _SHAPES)), None)
    try:
        if found:
            instant = _read(found, zone)
        elif fallback is not None and _WORD.search(text):  # of bare numbers it makes dates too freely
            instant = datetime.fromtimestamp(fallback, UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError, KeyError):
        return None
    return instant if instant.year >= EARLIEST_YEAR else None


def _read(found: re.Match[str], zone: tzinfo) -> datetime:
    part = found.groupdict()
    year = int(part["year"])
    if not part["year"][2:]:
        year += 1900 if year >= EARLIEST_YEAR - 1900 else 2000
    month = int(part["month"]) if part.get("month") else _MONTHS[part["name"][:3].lower()]
    hour = int(part["hour"] or 0)
    if part["half"]:
        hour = hour % 12 + (12 if part["half"][0] in "pP" else 0)
    minute, second = int(part["minute"] or 0), min(int(part["second"] or 0), 59)
    fraction = int((part["fraction"] or "0").ljust(6, "0")[:6])
    local = datetime(year, month, int(part["day"]), hour, minute, second, fraction, tzinfo=zone)
    return local.replace(tzinfo=_zone(part["rest"].strip(), local)).astimezone(UTC)


def _zone(text: str, local: datetime) -> tzinfo | None:
    """The zone that is written after a time; `local` is that time in the source's own zone, which is the default."""
    offset = _OFFSET.match(text)
    if offset:
        sign, hours, minutes = offset[1] or offset[4], int(offset[2] or offset[5]), int(offset[3] or 0)
        with suppress(ValueError):  # an offset of a day or more
            return fixed_offset(timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1))
    name = _ZONE_NAME.match(text)
    # CST is Chicago's time in RFC 822, and Taipei's own name for Taipei's time.
    if not name or name[1].upper() == local.tzname() or name[1].lower() not in _HOURS:
        return local.tzinfo
    return fixed_offset(timedelta(hours=_HOURS[name[1].lower()]))
