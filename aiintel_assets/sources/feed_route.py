"""The route `feed`: fetch a source's feed and say how far back it vouches. Parsing is `feed.py`'s."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from aiintel_assets.edition import Interval
from aiintel_assets.sources.feed import parse_feed
from aiintel_assets.sources.route import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiintel_assets.models import Entry
    from aiintel_assets.sources.catalog import FeedRoute
    from aiintel_assets.web.client import WebClient

STALE = timedelta(days=60)  # a feed whose newest entry is older than this has stopped, whatever its HTTP status says


async def list_feed(route: FeedRoute, web: WebClient, *, timezone: str) -> Listing:
    """The feed's entries as of now.

    Raises:
        FetchError: the feed cannot be fetched.
        FeedError: what came is no feed.
    """
    fetched = await web.get(route.url)
    entries = parse_feed(fetched.body, url=fetched.final_url, content_type=fetched.content_type, timezone=timezone)
    covered, reason = reach(entries, fetched.fetched_at)
    return Listing(tuple(entries), covered, reason)


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
        return (Interval(oldest, newest),), f"the feed has stopped: its newest entry is of {newest:%Y-%m-%d}"
    return (Interval(oldest, now),), f"the feed reaches back to {oldest:%Y-%m-%d %H:%M} UTC"
