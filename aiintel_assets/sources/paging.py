"""Lists that come page by page: reading them until there is enough, and what a reading vouches for.

Which page follows is the route's business; nothing is asked here but through the pages it gives.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from aiintel_assets.edition import Interval
from aiintel_assets.errors import NewsroomError
from aiintel_assets.sources.feed_route import STALE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence
    from datetime import datetime

    from aiintel_assets.models import Entry


class Page(NamedTuple):
    """One page of a list; `last` says that the answer proves that no other follows."""

    entries: Sequence[Entry]
    last: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a list, in its order, each address once.

    `whole` says that nothing of the list is missing; where it is, `stopped` says why no more was read, unless enough
    was, and `interrupted` whether reading it again may bring more.
    """

    entries: tuple[Entry, ...]
    whole: bool
    stopped: str = ""
    interrupted: bool = False


async def read(
    pages: AsyncGenerator[Page, None], *, limit: int, enough: Callable[[Sequence[Entry]], bool] = lambda _: False
) -> Reading:
    """Read pages until one is the last, is enough, or cannot be read; what was read before an error is kept.

    Args:
        pages: in the order of the list.
        limit: how many of them are read at most.
        enough: whether those that follow a page of these entries need not be read.

    Raises:
        NewsroomError: the first page cannot be read.
    """
    entries: dict[str, Entry] = {}

    def reading(stopped: str = "", *, whole: bool = False, interrupted: bool = False) -> Reading:
        return Reading(tuple(entries.values()), whole, stopped, interrupted)

    async with aclosing(pages):
        for number in range(1, limit + 1):
            try:
                page = await anext(pages, None)
            except NewsroomError as error:
                if number == 1:
                    raise
                return reading(f"page {number} cannot be read: {error}", interrupted=error.heals)
            if page is None:
                return reading("no way leads to its other pages")
            known = len(entries)
            for entry in page.entries:
                entries.setdefault(entry.url, entry)
            if page.last:
                return reading(whole=True)
            if enough(page.entries):
                return reading()
            if page.entries and len(entries) == known:
                return reading(f"page {number} repeats what came before")
    return reading(f"no more than {limit} pages are read")


def older_than(start: datetime) -> Callable[[Sequence[Entry]], bool]:
    """Whether a page of a list that names the newest first ends before `start`."""

    def ends_before(entries: Sequence[Entry]) -> bool:
        times = _times(entries)
        return bool(times) and times[-1] < start

    return ends_before


def reach_forward(reading: Reading, window: Interval, *, disorder: timedelta) -> tuple[tuple[Interval, ...], str]:
    """The part of `window` for which the answers to a query for it vouch, and in words why it is not all of it.

    Args:
        reading: of a list that names the oldest first.
        window: what was asked for; the list may begin earlier and end later.
        disorder: by how much an entry may be older than one that precedes it in the list.
    """
    if reading.whole:
        return (window,), ""
    times = _times(reading.entries)
    end = min(times[-1] - disorder, window.end) if times else window.start
    if end <= window.start:
        return (), f"nothing of the window is sure: {reading.stopped}"
    return (Interval(window.start, end),), f"sure up to {end:%Y-%m-%d %H:%M} UTC: {reading.stopped}"


def reach_back(reading: Reading, window: Interval, *, until: datetime) -> tuple[tuple[Interval, ...], str]:
    """The interval for which a list vouches that was read from its top, and in words why not for more.

    A list that is empty vouches for nothing: it was not asked for the window, so it says nothing of it.

    Args:
        reading: of a list that names the newest first; an old entry pinned to the top does no harm.
        window: how far back it should reach.
        until: up to when nothing can be added any more.
    """
    if not reading.entries:
        return (), "the list is empty"
    times = [time for time in _times(reading.entries) if time <= until]
    if not times:
        return (), "no entry of the list carries a readable date that has come"
    newest = max(times)
    notes = []
    start = min(window.start, *times)
    if not reading.whole:
        if _rises(times):
            return (), "the list does not name the newest first, and it is not whole"
        # Of entries of the same instant, some may stand on the page that follows.
        start = times[-1] + timedelta.resolution
        if start > window.start:
            notes.append(f"the list was read back to {times[-1]:%Y-%m-%d %H:%M} UTC: {reading.stopped}")
    if until - newest > STALE:
        notes.append(f"the list has stopped: its newest entry is of {newest:%Y-%m-%d}")
        until = newest
    return ((Interval(start, until),) if start < until else ()), "; ".join(notes)


def _times(entries: Sequence[Entry]) -> list[datetime]:
    return [entry.published_at for entry in entries if entry.published_at]


def _rises(times: Sequence[datetime]) -> bool:
    """Whether times rise more often than they fall."""
    return sum(one < following for one, following in pairwise(times)) > sum(
        one > following for one, following in pairwise(times)
    )
