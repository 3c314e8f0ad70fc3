"""Collecting an edition: ask the sources, keep what falls into the window, fetch its pages. Nothing is stored here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from aiintel_assets.edition import Interval, gaps, union
from aiintel_assets.editorial.identity import article_id, canonical_url
from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import RawArticle, SourceCoverage
from aiintel_assets.sources.dates import end_of, of_page
from aiintel_assets.sources.route import Ask, received
from aiintel_assets.text.extract import extract
from aiintel_assets.web.client import FetchError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
    from datetime import datetime

    from aiintel_assets.models import CoverageStatus, Entry, FeedPage, ReceivedPage
    from aiintel_assets.sources.catalog import Source
    from aiintel_assets.web.client import WebClient

T = TypeVar("T")
STORED = "stored"
UNDATED = 20  # undated entries of one listing whose pages are asked for a date


@dataclass(frozen=True, slots=True)
class Memory:
    """What the store already knows of one source for one edition.

    `entries` are those of the window; `elsewhere` are the addresses of those that were first seen with another date,
    `undated` of those for which no date was found.
    """

    entries: tuple[Entry, ...] = ()
    elsewhere: frozenset[str] = frozenset()
    undated: frozenset[str] = frozenset()
    covered: tuple[Interval, ...] = ()
    coverage: SourceCoverage | None = None
    articles: Mapping[str, RawArticle] | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one source delivered: its articles of the window, all entries it listed, and its line in the ledger."""

    articles: tuple[RawArticle, ...]
    listed: tuple[Entry, ...]
    coverage: SourceCoverage


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be collected: one edition, and the instant at which it is done.

    `keys` and `feed_pages` are what routes may need: see `Ask`. `patience` is how long one source may take.
    """

    edition: str
    window: Interval
    now: datetime
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    feed_pages: MutableMapping[str, FeedPage] = field(default_factory=dict, repr=False)
    patience: timedelta = timedelta(minutes=20)

    @property
    def fetched_pages(self) -> tuple[FeedPage, ...]:
        """The feed pages that were asked for in this assignment."""
        return tuple(page for page in self.feed_pages.values() if page.fetched_at >= self.now)

    @property
    def past(self) -> Interval:
        """The part of the window that has happened: only that can be covered."""
        return Interval(self.window.start, min(self.window.end, max(self.now, self.window.start)))


async def collect(
    assignment: Assignment,
    sources: Sequence[Source],
    memories: Mapping[str, Memory],
    web: WebClient,
    report: Callable[[SourceCoverage], None],
) -> list[Delivery]:
    """One delivery a source, in the order of the catalog; a source that fails is a line in the ledger, not an error.

    `report` hears of each source as soon as it is done. What the store already holds is not asked for again.
    """
    return await _each(_collect_source, assignment, sources, memories, web, report)


async def survey(
    assignment: Assignment,
    sources: Sequence[Source],
    memories: Mapping[str, Memory],
    web: WebClient,
    report: Callable[[SourceCoverage], None],
) -> list[Delivery]:
    """Like `collect`, without fetching any article: what the sources list, and how far they vouch for it."""
    return await _each(_survey_source, assignment, sources, memories, web, report)


async def _each(  # noqa: PLR0913, PLR0917 - what both ways of asking are given, and which of them
    ask: Callable[[Assignment, Source, Memory, _Visit], Awaitable[Delivery]],
    assignment: Assignment,
    sources: Sequence[Source],
    memories: Mapping[str, Memory],
    web: WebClient,
    report: Callable[[SourceCoverage], None],
) -> list[Delivery]:
    """Ask all sources at the same time, none for too long; each is reported as soon as it is done."""

    async def one(source: Source) -> Delivery:
        visit = _Visit(web.on_behalf_of(source.id), assignment.patience)
        delivery = await ask(assignment, source, memories.get(source.id, Memory()), visit)
        report(delivery.coverage)
        return delivery

    return list(await asyncio.gather(*(one(source) for source in sources)))


class _Visit:
    """Everything that one source is asked in one collection: through one client, until its time is over."""

    def __init__(self, web: WebClient, patience: timedelta) -> None:
        self.web = web
        self._patience = patience
        self._deadline = asyncio.get_running_loop().time() + patience.total_seconds()

    async def in_time(self, answer: Awaitable[T]) -> T:
        """The answer.

        Raises:
            FetchError: it did not come in time; it heals.
        """
        try:
            async with asyncio.timeout_at(self._deadline):
                return await answer
        except TimeoutError:
            minutes = self._patience / timedelta(minutes=1)
            raise FetchError(f"the source's {minutes:g} minutes are over: run the edition again", heals=True) from None


async def _survey_source(assignment: Assignment, source: Source, memory: Memory, visit: _Visit) -> Delivery:
    listing = await _list_source(assignment, source, memory, visit)
    coverage = _coverage(assignment, source, listing, _articles(assignment, source, memory, listing))
    return Delivery((), listing.listed, coverage)


async def _collect_source(assignment: Assignment, source: Source, memory: Memory, visit: _Visit) -> Delivery:
    listing = await _list_source(assignment, source, memory, visit)
    fetched = await asyncio.gather(
        *(_with_page(article, visit, listing.pages) for article in _articles(assignment, source, memory, listing))
    )
    return Delivery(tuple(fetched), listing.listed, _coverage(assignment, source, listing, fetched))


def _coverage(
    assignment: Assignment, source: Source, listing: _SourceListing, articles: Sequence[RawArticle]
) -> SourceCoverage:
    return SourceCoverage(
        edition=assignment.edition,
        source_id=source.id,
        status=listing.status,
        reason=listing.reason,
        route=listing.route,
        covered=listing.covered,
        entries=len(articles),
        fetched=sum(article.packed is not None for article in articles),
        failed=sum(article.error is not None for article in articles),
        asked_at=listing.asked_at,
    )


@dataclass(frozen=True, slots=True)
class _SourceListing:
    """What all routes of a source said together; `listed` is what routes other than `stored` brought."""

    entries: tuple[Entry, ...]
    listed: tuple[Entry, ...]
    covered: tuple[Interval, ...]
    route: str | None
    status: CoverageStatus
    reason: str
    asked_at: datetime | None
    pages: Mapping[str, ReceivedPage]


async def _list_source(assignment: Assignment, source: Source, memory: Memory, visit: _Visit) -> _SourceListing:
    """Try the source's routes in order until they cover the window; `stored` is always the first."""
    covered = list(memory.covered)
    listed: list[Entry] = []
    notes: list[str] = []
    pages: dict[str, ReceivedPage] = {}
    ahead: dict[str, datetime] = {}
    unfinished = answered = False
    errors: list[NewsroomError] = []
    used = STORED if memory.entries or memory.covered else None
    known = memory.coverage
    if known and settled(known, assignment.window):
        return _SourceListing(
            memory.entries, (), known.covered, known.route, known.status, known.reason, known.asked_at, {}
        )
    for route in source.routes:
        if not gaps(assignment.past, covered):
            break
        try:
            listing = await visit.in_time(
                route.listing(
                    Ask(
                        assignment.past,
                        assignment.now,
                        source.timezone,
                        visit.web,
                        assignment.keys,
                        assignment.feed_pages,
                    )
                )
            )
        except NewsroomError as error:
            errors.append(error)
            notes.append(f"{route.kind}: {error}")
            continue
        used = route.kind
        answered = True
        listed.extend(listing.entries)
        covered.extend(listing.covered)
        pages |= listing.pages
        ahead |= listing.ahead
        unfinished = unfinished or listing.unfinished
        if listing.reason:
            notes.append(listing.reason)
    listed = [_placed(entry, source) for entry in await _dated(listed, source, memory, visit, pages, ahead)]
    undated = sum(entry.published_at is None and entry.url not in memory.elsewhere for entry in listed)
    if undated:
        notes.append(f"without a readable date, and so in no edition: {undated} of {len(listed)} entries")
    doubtful = ahead.keys() - memory.elsewhere
    doubted = {entry.url: entry.published_at for entry in listed if entry.url in doubtful}
    if doubted:
        told = sum(date is not None and date <= ahead[url] for url, date in doubted.items())
        notes.append(f"dated ahead of when they were seen: {len(doubted)} entries, {told} of which their page dates")
    # A route that refuses for good is no failure where another one answered: asking again would bring nothing.
    failed = bool(errors) and (not answered or any(error.heals for error in errors))
    status = coverage_status(assignment, covered, failed=failed)
    return _SourceListing(
        entries=(*memory.entries, *listed),
        listed=tuple(listed),
        covered=union(covered),
        route=used,
        status=status,
        reason="; ".join(notes),
        asked_at=None if unfinished else assignment.now,
        pages=pages,
    )


async def _dated(  # noqa: PLR0913, PLR0917 - what is known of the entries, and through whom more can be
    entries: Sequence[Entry],
    source: Source,
    memory: Memory,
    visit: _Visit,
    pages: dict[str, ReceivedPage],
    ahead: Mapping[str, datetime],
) -> list[Entry]:
    """The entries; the first of those that came without a date get the one of their page, which is asked once.

    So do those that were dated ahead of the moment they were seen, as far as their page tells an earlier date.
    """
    found: dict[str, datetime | None] = {entry.url: entry.published_at for entry in memory.entries}
    known = memory.undated | memory.elsewhere | found.keys()
    unsure = (entry.url for entry in entries if entry.published_at is None or entry.url in ahead)
    for address in list(dict.fromkeys(url for url in unsure if url not in known))[:UNDATED]:
        url = canonical_url(address)
        try:
            page = await visit.in_time(visit.web.get(url))
        except FetchError:
            continue
        pages[url] = received(page)
        said = extract(page.body, url=page.final_url, content_type=page.content_type)
        date = of_page(said.published_at, source.timezone) if said else None
        if date is None or date <= ahead.get(address, date):
            found[address] = date

    def date_of(entry: Entry) -> datetime | None:
        unsure = entry.published_at is None or entry.url in ahead
        return (found.get(entry.url) if unsure else None) or entry.published_at

    return [replace(entry, published_at=date_of(entry)) for entry in entries]


def _placed(entry: Entry, source: Source) -> Entry:
    """The entry at its instant; one whose source gives only days stands at the end of its day."""
    if source.precision == "time" or entry.published_at is None:
        return entry
    try:
        day = entry.published_at.astimezone(ZoneInfo(source.timezone)).date()
        return replace(entry, published_at=end_of(day, source.timezone))
    except OverflowError:  # the last day of the calendar is nobody's date
        return replace(entry, published_at=None)


def settled(coverage: SourceCoverage, window: Interval) -> bool:
    """Whether asking the source again could tell nothing new: it was asked after the window closed, and it answered."""
    return coverage.status != "failed" and coverage.asked_at is not None and coverage.asked_at >= window.end


def coverage_status(assignment: Assignment, covered: Sequence[Interval], *, failed: bool) -> CoverageStatus:
    """How well `covered` holds the window; `failed` says that a route could not be asked at all."""
    missing = gaps(assignment.window, covered)
    if not missing:
        return "complete"
    if failed:
        return "failed"
    reached = any(interval.overlap(assignment.window) for interval in covered)
    return "partial" if reached else "unrecoverable"


def _articles(assignment: Assignment, source: Source, memory: Memory, listing: _SourceListing) -> list[RawArticle]:
    """The entries of the window as articles, each address once, with what an earlier run fetched of them."""
    articles: dict[str, RawArticle] = {}
    for entry in listing.entries:
        if entry.published_at is None or entry.published_at not in assignment.window:
            continue
        if entry.url in memory.elsewhere:
            continue
        url = canonical_url(entry.url)
        identity = article_id(url)
        if identity in articles:
            continue
        known = (memory.articles or {}).get(identity)
        if known is not None:  # it may be another source's: several list it, and one of them is its owner
            articles[identity] = known
            continue
        articles[identity] = RawArticle(
            edition=assignment.edition,
            article_id=identity,
            source_id=source.id,
            route=listing.route or STORED,
            url=url,
            title=entry.title,
            published_at=entry.published_at,
            summary=entry.summary,
            content=entry.content,
            author=entry.author,
        )
    return list(articles.values())


async def _with_page(article: RawArticle, visit: _Visit, pages: Mapping[str, ReceivedPage]) -> RawArticle:
    """The article with its page; one that has its page, or an error that does not heal, is left as it is."""
    if article.packed is not None or (article.error and not article.error_heals):
        return article
    try:
        page = pages.get(article.url) or received(await visit.in_time(visit.web.get(article.url)))
    except FetchError as error:
        return replace(article, error=str(error), error_heals=error.heals, http_status=error.status)
    return replace(
        article,
        fetched_at=page.fetched_at,
        http_status=page.http_status,
        content_type=page.content_type,
        sha256=page.sha256,
        packed=page.packed,
        error=None,
        error_heals=False,
    )
