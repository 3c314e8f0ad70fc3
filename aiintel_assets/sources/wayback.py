"""The route `wayback`: a feed as the Internet Archive kept it, in as few copies as reach over the window."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from aiintel_assets.edition import Interval, gaps, union
from aiintel_assets.errors import NewsroomError
from aiintel_assets.sources.answers import json_of, web_address
from aiintel_assets.sources.api import below, with_query
from aiintel_assets.sources.feed import parse_feed
from aiintel_assets.sources.feed_route import reach
from aiintel_assets.sources.route import Address, Ask, Listing, Route, RouteError, ahead_of
from aiintel_assets.web.client import FetchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiintel_assets.models import Entry

AFTERWARDS = timedelta(days=30)
"""How long after the window a copy may have been made that can still reach back into it."""

_STAMP = "%Y%m%d%H%M%S"
_COPY = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/")
_WRAPPED = re.compile(r"^(https?://[^/]+(?:/.*?)?)/web/\d{4,14}(?:[a-z]{2}_)?/(https?):/+(.+)$", re.DOTALL)
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, order=True, slots=True)
class Capture:
    """A copy that the archive has: when it was made, and of which address."""

    at: datetime
    original: str


class WaybackRoute(Route):
    """The feed at `url` in the Wayback Machine at `archive`, in `max_copies` copies at most.

    Its index is the CDX server (github.com/internetarchive/wayback, wayback-cdx-server); `id_` in an address asks for
    the bytes as they were. Each copy vouches for its own span, up to the moment it was made. Articles are fetched from
    their own sites, not from the archive.
    """

    LIVE: ClassVar = "nothing, unless the archive has just made a copy"
    PAST: ClassVar = "days of which the archive has copies of the feed"
    SPACING: ClassVar = 2.5  # seconds between two requests: 24 a minute is what the archive bears

    kind: Literal["wayback"]
    archive: Address = "https://web.archive.org"
    max_copies: int = Field(default=8, ge=1, le=60)

    async def listing(self, ask: Ask) -> Listing:
        """The entries of the copies, each once, as the earliest copy has it.

        Raises:
            FetchError: the archive cannot be asked.
            RouteError: its index cannot be used.
            FeedError: no copy is a feed.
        """
        ask.web.space(self.archive, self.SPACING)
        captures = await self._captures(ask)
        if not captures:
            return Listing((), (), "the archive has no copy of the feed from the window or the month after it")
        read: dict[Capture, list[Entry]] = {}
        covered: list[Interval] = []
        notes: list[str] = []
        error: NewsroomError | None = None
        reached = ask.window.end
        for _ in range(self.max_copies):
            capture = next_capture(captures, reached, before=min(read, default=None))
            if capture is None or reached <= ask.window.start:
                break
            captures.remove(capture)
            try:
                made, entries = await self._copy(ask, capture)
            except NewsroomError as problem:
                error = problem
                if isinstance(problem, FetchError) and problem.status == _TOO_MANY_REQUESTS:
                    notes.append("the archive wants to be asked less often (HTTP 429)")
                    break
                notes.append(f"the copy of {capture.at:%Y-%m-%d %H:%M} UTC could not be read: {problem}")
                continue
            read[replace(capture, at=made)] = entries
            spans, _ = reach(entries, made)
            covered += spans
            reached = min([reached, made, *(span.start for span in spans)])
        if error and not read:
            raise error
        parts = tuple(part for part in map(ask.window.overlap, union(covered)) if part)
        if gaps(ask.window, parts):
            notes.append(f"the archive's copies of the feed that were read ({len(read)}) leave part of the window open")
        earliest, ahead = _earliest(read)
        return Listing(earliest, parts, "; ".join(notes), unfinished=bool(error and error.heals), ahead=ahead)

    async def _captures(self, ask: Ask) -> list[Capture]:
        query = {
            "url": self.url,
            "from": f"{ask.window.start:{_STAMP}}",
            "to": f"{ask.window.end + AFTERWARDS:{_STAMP}}",
            "filter": "statuscode:200",
            "output": "json",
            "fl": "timestamp,original",
            "collapse": "timestamp:10",  # one an hour
        }
        page = await ask.web.get(with_query(below(self.archive, "/cdx/search/cdx"), query), robots=False, attempts=1)
        return parse_captures(page.body)

    async def _copy(self, ask: Ask, capture: Capture) -> tuple[datetime, list[Entry]]:
        """When the copy was really made, and what it lists: the archive redirects to one near the one asked for."""
        address = below(self.archive, f"/web/{capture.at:{_STAMP}}id_/{capture.original}")
        page = await ask.web.get(address, robots=False, attempts=1)
        found = _COPY.search(page.final_url)
        if found is None:
            raise RouteError("the archive sent its reader elsewhere")
        entries = parse_feed(page.body, url=capture.original, content_type=page.content_type, timezone=ask.timezone)
        unwrapped = [replace(entry, url=original_of(entry.url, self.archive)) for entry in entries]
        return _instant(found[1]), unwrapped


def parse_captures(body: bytes) -> list[Capture]:
    """The copies that an answer of the index lists, the oldest first; none for an empty answer.

    Raises:
        RouteError: it is no such answer.
    """
    rows = json_of(body.strip() or b"[]", "the archive's index")
    if not isinstance(rows, list) or (rows and rows[0] != ["timestamp", "original"]):
        raise RouteError("the answer is no table of captures: is `archive` the address of a Wayback Machine?")
    captures = set()
    for row in rows[1:]:
        match row:
            case [str(stamp), str(original)] if re.fullmatch(r"\d{14}", stamp, re.ASCII) and web_address(original):
                try:
                    captures.add(Capture(_instant(stamp), original))
                except ValueError:
                    continue
    return sorted(captures)


def next_capture(captures: Sequence[Capture], reached: datetime, *, before: Capture | None) -> Capture | None:
    """The copy to read next when those read so far reach back to `reached`; `captures` are those not yet read.

    The first one made at or after `reached` joins without a gap and reaches back the furthest. One that is younger
    than the oldest copy read so far (`before`) can add nothing. Where none joins, the last one before `reached` leaves
    the smallest gap.
    """
    joining = [one for one in captures if one.at >= reached and (before is None or one.at < before.at)]
    return min(joining, default=None) or max((one for one in captures if one.at < reached), default=None)


def original_of(url: str, archive: str) -> str:
    """The address that the archive at `archive` has rewritten into its own; any other as it is."""
    wrapped = _WRAPPED.match(url)
    if wrapped is None or wrapped[1] not in {archive.rstrip("/"), "https://web.archive.org", "http://web.archive.org"}:
        return url
    return f"{wrapped[2]}://{wrapped[3]}"


def _earliest(read: dict[Capture, list[Entry]]) -> tuple[tuple[Entry, ...], dict[str, datetime]]:
    """Each entry once, as it was first seen: later copies may date it anew; and those that were dated ahead of that."""
    entries: dict[str, Entry] = {}
    ahead: dict[str, datetime] = {}
    for capture in sorted(read):
        new = [entry for entry in read[capture] if entry.url not in entries]
        ahead |= ahead_of(capture.at, new)
        for entry in new:
            entries.setdefault(entry.url, entry)
    return tuple(entries.values()), ahead


def _instant(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
