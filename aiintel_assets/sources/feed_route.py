"""The route `feed`: a source's feed, its older pages where it has them, and how far back it vouches."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

from aiintel_assets.edition import Interval
from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import Entry, FeedPage, pack
from aiintel_assets.sources.feed import parse_feed, previous_page
from aiintel_assets.sources.route import Ask, Listing, Route, ahead_of

if TYPE_CHECKING:
    from collections.abc import Sequence


STALE = timedelta(days=60)  # a feed whose newest entry is older than this has stopped, whatever its HTTP status says
FRESH = timedelta(minutes=10)  # a feed read this long ago, and after the window: a backfill of a month asks it once
PAGES = 60  # older pages of one feed that are read at most for one edition


class FeedRoute(Route):
    """RSS, Atom or JSON Feed.

    `paged` says that WordPress's `?paged=N` leads to older pages; links to older pages are followed in any feed.
    """

    LIVE: ClassVar = "the newest entries"
    PAST: ClassVar = "as far back as it lists"

    kind: Literal["feed"]
    paged: bool = False

    async def listing(self, ask: Ask) -> Listing:
        """The entries of the feed, page by page until one reaches back beyond the window.

        Raises:
            FetchError: the feed cannot be fetched.
            FeedError: what came is no feed.
        """
        entries: list[Entry] = []
        seen: set[str] = set()
        address: str | None = self.url
        read_at: datetime | None = None
        covered: tuple[Interval, ...] = ()
        reason = "the feed is empty"
        for number in range(1, PAGES + 1):
            if address is None:
                break
            try:
                page, found = await _read(ask, address, since=read_at or ask.window.end)
            except NewsroomError as error:
                # Past its last page a paged feed answers 404 or a page for people; the first one failing is the feed
                # failing.
                if number == 1:
                    raise
                stopped = f"{reason}; page {number} cannot be read: {error}"
                ahead = ahead_of(read_at or ask.now, entries)
                return Listing(tuple(entries), covered, stopped, unfinished=error.heals, ahead=ahead)
            # What was published after the first page was read stands on none of the pages.
            read_at = read_at or page.fetched_at
            new = [entry for entry in found if entry.url not in seen]
            if not new:
                break
            seen.update(entry.url for entry in new)
            entries.extend(new)
            covered, reason = reach(entries, read_at)
            if covered and covered[0].start <= ask.window.start:
                break
            older = previous_page(page.body, url=page.final_url)
            address = older or (_page(self.url, number + 1) if self.paged else None)
        return Listing(tuple(entries), covered, reason, ahead=ahead_of(read_at or ask.now, entries))


def reach(entries: Sequence[Entry], now: datetime) -> tuple[tuple[Interval, ...], str]:
    """The interval a feed's entries vouch for when read at `now`, and in words where it begins.

    A feed drops its oldest entries, so it vouches from its last listed one on. Most feeds list the newest first; in
    one that does, an entry pinned to the top says nothing about how far back the list goes.
    """
    times = [entry.published_at for entry in entries if entry.published_at and entry.published_at <= now]
    if not entries:
        return (), "the feed is empty"
    if not times:
        return (), "no entry of the feed carries a readable date that has come"
    newest = max(times)
    falls = sum(one > following for one, following in pairwise(times))
    rises = sum(one < following for one, following in pairwise(times))
    oldest = times[-1] if falls > rises else min(times)
    if now - newest > STALE:
        span = f"its newest entry is of {newest:%Y-%m-%d}, its oldest of {oldest:%Y-%m-%d}"
        return (Interval(oldest, newest),), f"the feed has stopped: {span}"
    return (Interval(oldest, now),), f"the feed reaches back to {oldest:%Y-%m-%d %H:%M} UTC"


async def _read(ask: Ask, address: str, *, since: datetime) -> tuple[FeedPage, list[Entry]]:
    """The feed page as it is now, and its entries; only a page that can be read takes the place of an earlier copy.

    `since` is the instant from which on a copy will do.
    """
    page = await _latest(ask, address, since)
    entries = parse_feed(page.body, url=page.final_url, content_type=page.content_type, timezone=ask.timezone)
    ask.feed_pages[address] = page
    return page, entries


async def _latest(ask: Ask, address: str, since: datetime) -> FeedPage:
    """The feed page, not asked for again within `FRESH`, not sent again when it has not changed."""
    known = ask.feed_pages.get(address)
    if known and since <= known.fetched_at and timedelta() <= ask.now - known.fetched_at < FRESH:
        return known
    answer = await ask.web.get(
        address, etag=known.etag if known else None, last_modified=known.last_modified if known else None
    )
    if answer.not_modified and known:
        return replace(known, fetched_at=answer.fetched_at)
    return FeedPage(
        url=address,
        final_url=answer.final_url,
        fetched_at=answer.fetched_at,
        packed=pack(answer.body),
        content_type=answer.content_type,
        etag=answer.etag,
        last_modified=answer.last_modified,
    )


def _page(url: str, number: int) -> str:
    """WordPress's address of an older page of a feed."""
    parts = urlsplit(url)
    query = "&".join(piece for piece in (parts.query, urlencode({"paged": number})) if piece)
    return urlunsplit(parts._replace(query=query))
