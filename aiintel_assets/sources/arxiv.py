"""The route `arxiv`: the newest papers of some categories, by the time they were submitted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from aiintel_assets.edition import Interval
from aiintel_assets.sources.api import below, headline, with_query
from aiintel_assets.sources.feed import parse_feed
from aiintel_assets.sources.route import Address, Ask, Listing, Route, RouteError

if TYPE_CHECKING:
    from aiintel_assets.models import Entry

_TOTAL = re.compile(rb"<(?:\w+:)?totalResults[^>]*>\s*(\d{1,9})\s*<")
_EASTERN = ZoneInfo("America/New_York")
_FRIDAY = 4
_DEADLINE = time(14)
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)

Category = Annotated[str, Field(pattern=r"^[a-z-]+(\.[A-Za-z-]+)?$")]


# Where work on AI is filed, that on robots and on programming included.
_CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG", "cs.RO", "cs.SE", "stat.ML")


class ArxivRoute(Route):
    """Papers of arXiv's API (https://info.arxiv.org/help/api/user-manual.html).

    A paper's time is that of its first submission. Of the papers of a window, which are hundreds in the large
    categories, the newest `limit` are taken; what is older is not vouched for.
    """

    LIVE: ClassVar = "papers one to four days after they were submitted"
    PAST: ClassVar = "any day, the newest papers of each window"
    SPACING: ClassVar = 3.0  # seconds between two requests, as the terms of use ask

    kind: Literal["arxiv"]
    url: Address = "https://export.arxiv.org"
    categories: tuple[Category, ...] = Field(default=_CATEGORIES, min_length=1)
    limit: int = Field(default=30, ge=1, le=2_000)

    async def listing(self, ask: Ask) -> Listing:
        """The papers submitted in the window, the newest first.

        Raises:
            FetchError: the API cannot be asked.
            FeedError: what it answered is no feed.
            RouteError: it answered with an error, or announced papers and sent none.
        """
        ask.web.space(self.url, self.SPACING)
        first, last = ask.window.start - _MINUTE, ask.window.end + _MINUTE
        # Both minutes are included, and minutes are as fine as it gets.
        span = f"submittedDate:[{ask.window.start:%Y%m%d%H%M} TO {ask.window.end:%Y%m%d%H%M}]"
        query = {
            "search_query": f"({' OR '.join(f'cat:{name}' for name in self.categories)}) AND {span}",
            "start": 0,
            "max_results": self.limit,
            "sortBy": "submittedDate",
            "sortOrder": "descending",
        }
        page = await ask.web.get(with_query(below(self.url, "/api/query"), query), robots=False)
        total, papers = parse_papers(page.body, url=page.final_url, content_type=page.content_type)
        if total and not papers:
            raise RouteError(f"arXiv announced {total} papers and sent none; ask again later", heals=True)
        if any(paper.published_at and not first <= paper.published_at <= last for paper in papers):
            # Then an answer without papers would prove nothing.
            raise RouteError("arXiv does not heed the times it is asked for; check the route's `url`")
        start, notes = ask.window.start, []
        if len(papers) < total:
            start = max([start, *(paper.published_at + _SECOND for paper in papers[-1:] if paper.published_at)])
            notes.append(f"arXiv has {total} papers of the window, of which the newest {len(papers)} were taken")
        end = min(ask.window.end, announced_until(ask.now))
        if end < ask.window.end:
            notes.append(f"arXiv has announced what was submitted before {end:%Y-%m-%d %H:%M} UTC, not what came later")
        return Listing(
            entries=tuple(paper for paper in papers if paper.published_at and paper.published_at in ask.window),
            covered=(Interval(start, end),) if start < end else (),
            reason="; ".join(notes),
            unfinished=end < ask.window.end,
        )


def parse_papers(body: bytes, *, url: str, content_type: str | None = None) -> tuple[int, list[Entry]]:
    """How many papers the whole answer has, and those of this page, in its order, each with its abstract page.

    Raises:
        FeedError: it is no feed.
        RouteError: it is arXiv's way to tell of an error: a feed with one entry that says so, often with status 200.
    """
    papers = parse_feed(body, url=url, content_type=content_type)
    wrong = next((paper for paper in papers if "api/errors" in paper.id), None)
    if wrong is not None:
        raise RouteError(f"arXiv refuses the query: {headline(wrong.summary)[:200] or 'no reason given'}")
    total = _TOTAL.search(body)
    if total is None:
        raise RouteError("arXiv answered a feed that does not say how many papers there are; check the route's `url`")
    return int(total[1]), papers


def announced_until(now: datetime) -> datetime:
    """The submission deadline up to which arXiv's API has every paper at `now`.

    Deadlines are at 14:00 US Eastern on weekdays. What met one is announced that evening, Friday's on Sunday evening,
    and reaches the API at the midnight after (https://info.arxiv.org/help/availability.html and the API's manual).
    Holidays and papers held back by moderators are not foreseen.
    """
    day = now.astimezone(_EASTERN).date()
    while True:
        day -= timedelta(days=1)
        if day.weekday() > _FRIDAY:
            continue
        known = day + timedelta(days=3 if day.weekday() == _FRIDAY else 1)
        if datetime.combine(known, time(), _EASTERN) <= now:
            return datetime.combine(day, _DEADLINE, _EASTERN).astimezone(UTC)
