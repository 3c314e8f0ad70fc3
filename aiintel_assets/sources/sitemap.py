"""The route `sitemap`: what a site's sitemaps name, placed by what each page says of its own date."""

from __future__ import annotations

import asyncio
import io
import re
import zlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from lxml import etree
from pydantic import AfterValidator, Field

from aiintel_assets.edition import Interval
from aiintel_assets.editorial.identity import canonical_url
from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import Entry
from aiintel_assets.sources.answers import web_address
from aiintel_assets.sources.api import headline
from aiintel_assets.sources.dates import Moment, of_page, read_date
from aiintel_assets.sources.feed_route import STALE
from aiintel_assets.sources.route import Ask, Listing, Route, RouteError, received
from aiintel_assets.web.client import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiintel_assets.models import ReceivedPage

MAX_BYTES = 50 * 1024 * 1024
"""What one file may weigh, unpacked; the protocol (sitemaps.org) allows no more."""

MAX_LINKS = 50_000
"""How many addresses one file may name; the same."""

_DAY = timedelta(days=1)
_GONE = frozenset({404, 410})


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from None
    return value


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a sitemap or an index, and what stands beside it.

    `span` is the stretch of time that its own name, or that of the file it stands in, speaks of.
    """

    url: str
    modified: datetime | None = None
    news: Moment | None = None
    title: str = ""
    span: Interval | None = None

    def may_fall_into(self, window: Interval) -> bool:
        """Whether something published in the window may be here; a day more or less is no contradiction.

        A page cannot have been changed before it was published, and a file not before its newest page was.
        """
        if self.news is not None:
            return window.start - _DAY <= self.news.at <= window.end + _DAY
        if self.modified is not None and self.modified < window.start - _DAY:
            return False
        return self.span is None or self.span.overlap(window) is not None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """One file: the files it leads to, the pages it names; `whole` says that it could be read to its end."""

    files: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    whole: bool = True


@dataclass(slots=True)
class _Found:
    """What the files of a site say together, and what is known to be missing."""

    pages: dict[str, Link] = field(default_factory=dict)
    newest: datetime | None = None
    notes: list[str] = field(default_factory=list)

    def add(self, file: Sitemap, span: Interval | None) -> None:
        """Take in a file whose name speaks of `span`."""
        for found in file.pages:
            key = canonical_url(found.url)
            known = self.pages.get(key, found)
            self.pages[key] = replace(
                known,
                modified=known.modified or found.modified,
                news=known.news or found.news,
                title=known.title or found.title,
                span=known.span or found.span or span,
            )
        for found in (*file.files, *file.pages):
            told = max(filter(None, (found.modified, found.news and found.news.at)), default=None)
            if told and (self.newest is None or told > self.newest):
                self.newest = told


class SitemapRoute(Route):
    """Sitemaps (sitemaps.org) and news sitemaps, from a sitemap, an index of them or a robots.txt.

    `include` is a regular expression found in the addresses of articles; `max_files` bounds the files read below the
    first, `max_pages` the pages asked for their date. A news sitemap's date is taken as it is, like a feed's;
    everything else is placed by the date on its page, since `lastmod` tells of changes. Pages that are gone (404, 410)
    do not count.
    """

    LIVE: ClassVar = "the pages it names, as soon as it names them"
    PAST: ClassVar = "as far back as it lists; a page is asked for its date"

    kind: Literal["sitemap"]
    include: Annotated[str, AfterValidator(_pattern)] = ""
    max_files: int = Field(default=12, ge=1, le=200)
    max_pages: int = Field(default=200, ge=1, le=2_000)

    async def listing(self, ask: Ask) -> Listing:
        """The pages published in the window, and those that had to be asked to know that they were not.

        Raises:
            FetchError: the first file cannot be fetched.
            RouteError: it is no sitemap.
        """
        found = await self._files(ask)
        wanted = [page for page in found.pages.values() if re.search(self.include, page.url)]
        entries = [_entry(page, page.news.at) for page in wanted if page.news and not page.news.day_only]
        unsure = [page for page in wanted if page.news is None or page.news.day_only]
        dateless = [page for page in unsure if not (page.news or page.modified or page.span)]
        if dateless:
            found.notes.append(_few(dateless, "carry no date in the sitemap; name those that matter in `include`"))
        candidates = [page for page in unsure if page not in dateless and page.may_fall_into(ask.window)]
        candidates.sort(key=lambda page: page.modified or ask.window.start)
        if len(candidates) > self.max_pages:
            found.notes.append(
                f"{len(candidates)} pages may be of the window, {self.max_pages} of them were asked for their date"
                " (`max_pages`)"
            )
        answers = await asyncio.gather(*(_asked(page, ask) for page in candidates[: self.max_pages]))
        closed = [answer for answer in answers if answer.error]
        if closed:
            found.notes.append(_few([answer.link for answer in closed], f"could not be fetched: {closed[0].error}"))
        undated = [answer.link for answer in answers if not (answer.entry or answer.gone or answer.error)]
        if undated:
            found.notes.append(_few(undated, "do not say when they were published"))
        if found.newest and ask.window.start - found.newest > STALE:
            found.notes.append(f"the sitemap has stopped: it knows of nothing after {found.newest:%Y-%m-%d}")
        entries += [answer.entry for answer in answers if answer.entry]
        return Listing(
            entries=tuple(entries),
            covered=() if found.notes else (ask.window,),
            reason="; ".join(found.notes),
            pages={canonical_url(answer.link.url): answer.page for answer in answers if answer.page},
        )

    async def _files(self, ask: Ask) -> _Found:
        """The first file and those it leads to that may hold the window, the most promising first."""
        found = _Found()
        waiting = [Link(self.url)]
        seen = {self.url}
        for number in range(self.max_files + 1):
            if not waiting:
                break
            place = waiting.pop(0)
            try:
                answer = await ask.web.get(place.url, max_bytes=MAX_BYTES)
                file = parse_sitemap(answer.body, url=answer.final_url, timezone=ask.timezone)
            except NewsroomError as error:
                if number == 0:
                    raise
                found.notes.append(f"{place.url} could not be read: {error}")
                continue
            if not file.whole:
                found.notes.append(f"{place.url} could not be read to its end")
            found.add(file, place.span)
            new = [one for one in file.files if one.url not in seen and one.may_fall_into(ask.window)]
            seen.update(one.url for one in new)
            waiting = sorted([*waiting, *new], key=lambda one: (one.span is None, one.modified or ask.window.end))
        if waiting:
            found.notes.append(f"{len(waiting)} more files of the sitemap may hold the window (`max_files`)")
        return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page said: its entry where it told a date, itself where it is of the window."""

    link: Link
    entry: Entry | None = None
    page: ReceivedPage | None = None
    gone: bool = False
    error: str = ""


async def _asked(page: Link, ask: Ask) -> _Asked:
    day = page.news.at if page.news else None
    try:
        answer = await ask.web.get(canonical_url(page.url))
    except FetchError as error:
        gone = error.status in _GONE
        return _Asked(page, _entry(page, day) if day else None, gone=gone, error="" if gone or day else str(error))
    from aiintel_assets.text.extract import extract  # noqa: PLC0415 - who only lists the catalog need not load it

    said = extract(answer.body, url=answer.final_url, content_type=answer.content_type)
    published = (of_page(said.published_at, ask.timezone) if said else None) or day
    if published is None:
        return _Asked(page)
    entry = _entry(page, published, title=said.title if said else "", author=said.author if said else "")
    return _Asked(page, entry, received(answer) if published in ask.window else None)


def _entry(page: Link, published: datetime, *, title: str = "", author: str = "") -> Entry:
    return Entry(id=page.url, url=page.url, title=page.title or title, published_at=published, author=author)


def _few(pages: Sequence[Link], what: str) -> str:
    return f"{len(pages)} pages, such as {pages[0].url[:200]}, {what}"


# Files

_GZIP = b"\x1f\x8b"
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
_SITEMAP_LINE = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


def parse_sitemap(body: bytes, *, url: str, timezone: str) -> Sitemap:
    """What a sitemap, an index of sitemaps or a robots.txt names, in its order; gzip is unpacked.

    A damaged file is read up to where it breaks. Entities and doctypes are not followed.

    Args:
        body: the bytes as they came.
        url: where they came from.
        timezone: IANA name of the source's zone, for dates without one.

    Raises:
        RouteError: it is none of them, or too large.
    """
    data = (_unpacked(body) if body.startswith(_GZIP) else body).removeprefix(_MARK).lstrip()
    if not data.startswith(b"<"):
        places = [
            place
            for line in _SITEMAP_LINE.findall(data)
            if (place := web_address(line.decode("utf-8", "replace"), url))
        ]
        if not places:
            raise RouteError("this is neither a sitemap nor a robots.txt that names one")
        return Sitemap(files=tuple(Link(place, span=span_of_file(place, timezone)) for place in places))
    return _read_xml(data, url, timezone)


def _unpacked(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        data = unpacker.decompress(body, MAX_BYTES)
    except zlib.error:
        raise RouteError("the sitemap is packed, and damaged") from None
    if unpacker.unconsumed_tail:
        raise RouteError(f"the sitemap is larger than {MAX_BYTES // 2**20} MB when unpacked")
    return data


def _read_xml(data: bytes, url: str, timezone: str) -> Sitemap:
    files: list[Link] = []
    pages: list[Link] = []
    root = ""
    whole = True
    events = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for event, element in events:
            name = _name(element)
            root = root or name
            if root not in {"urlset", "sitemapindex"}:
                raise RouteError(f"this is a document of <{root[:40]}>, not a sitemap")
            if event == "start" or name not in {"url", "sitemap"}:
                continue
            if len(files) + len(pages) == MAX_LINKS:
                whole = False
                break
            found = _link(element, url, timezone)
            element.clear()
            if found and name == "sitemap":
                files.append(replace(found, span=span_of_file(found.url, timezone)))
            elif found:
                pages.append(replace(found, span=span_of_page(found.url, timezone)))
    except etree.XMLSyntaxError:
        whole = False
        if not root:
            raise RouteError("this is no sitemap: it is not well-formed") from None
    return Sitemap(tuple(files), tuple(pages), whole)


def _name(element: etree._Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def _link(element: etree._Element, url: str, timezone: str) -> Link | None:
    values = {_name(child): child.text for child in reversed(element)}
    news = next((child for child in element if _name(child) == "news"), ())
    told = {_name(child): child.text for child in news}
    address = web_address(values.get("loc"), url)
    if address is None:
        return None
    modified = read_date(values.get("lastmod"), timezone)
    return Link(
        url=address,
        modified=modified and modified.at,
        news=read_date(told.get("publication_date"), timezone),
        title=headline(told.get("title")),
    )


# Dates in addresses

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"0?[1-9]|1[0-2]|{'|'.join(_MONTHS)}"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_PAGE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # /2025/12/13/, /2025/dec/13/ and /2025/12/; /2025-12-13-words and /20251213/
        rf"/{_YEAR}/(?P<month>{_MONTH})(?:/(?P<day>0?[1-9]|[12]\d|3[01]))?(?=/|$)",
        rf"/{_YEAR}(?P<mark>-?)(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
    )
]
_OF_FILE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # ?year=2025&month=12, ?yyyy=2025&mm=12; /2025/12 and /2025/1; -2025-12 and 202512, with a day or without; -2025
        rf"[?&]y(?:yyy|ear)={_YEAR}&(?:amp;)?m(?:m|onth)=(?P<month>0?[1-9]|1[0-2])(?!\d)",
        rf"/{_YEAR}/(?P<month>{_MONTH})(?:/(?P<day>\d\d))?(?!\w)",
        rf"(?<!\d){_YEAR}(?P<mark>[-_.]?)(?P<month>0[1-9]|1[0-2])(?:(?P=mark)(?P<day>0[1-9]|[12]\d|3[01]))?(?!\d)",
        rf"(?<!\d){_YEAR}(?!\d)",
    )
]


def span_of_page(url: str, timezone: str) -> Interval | None:
    """The day or month that a page's address names, a day wider at each end, since sites count days in other zones."""
    return _span(_OF_PAGE, url.partition("?")[0], timezone)


def span_of_file(url: str, timezone: str) -> Interval | None:
    """The day, month or year that a sitemap's address names, a day wider at each end."""
    return _span(_OF_FILE, url, timezone)


def _span(patterns: Iterable[re.Pattern[str]], url: str, timezone: str) -> Interval | None:
    found = next(filter(None, (pattern.search(url) for pattern in patterns)), None)
    if found is None:
        return None
    part = found.groupdict()
    year = int(part["year"])
    written = part.get("month")
    month = (_MONTHS.index(written.lower()) + 1 if written.isalpha() else int(written)) if written else None
    try:
        start = datetime(year, month or 1, int(part.get("day") or 1), tzinfo=ZoneInfo(timezone)).astimezone(UTC)
    except ValueError:
        return None
    length = _DAY if part.get("day") else timedelta(days=31) if month else timedelta(days=366)
    return Interval(start - _DAY, start + length + _DAY)
