"""The route `wordpress`: the posts of a WordPress site, by its REST API. Any day of the past can be asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from aiintel_assets.models import Entry
from aiintel_assets.sources.answers import json_of, web_address
from aiintel_assets.sources.api import ANSWER_BYTES, at, below, headline, text, with_query
from aiintel_assets.sources.dates import read_date
from aiintel_assets.sources.paging import Page, reach_forward, read
from aiintel_assets.sources.route import Ask, Listing, Route, RouteError
from aiintel_assets.web.client import FetchError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

PAGES = 50  # of a hundred posts each
_FIELDS = "id,date,date_gmt,link,title,excerpt,content"
# The site compares its local time, which is less than a day from UTC.
_DAY = timedelta(days=1)
# It also sorts by local time, which runs back by up to an hour when clocks are changed.
_CLOCK_CHANGE = timedelta(hours=1)
_CLOSED = frozenset({401, 403, 404})
_BAD_REQUEST = 400


class WordPressRoute(Route):
    """`/wp-json/wp/v2/posts` (developer.wordpress.org/rest-api/reference/posts/), with the full texts.

    `url` is the site's home address; `categories` are the ids of those that are read, all when there are none.
    """

    LIVE: ClassVar = "all posts, with their text"
    PAST: ClassVar = "any day"

    kind: Literal["wordpress"]
    categories: tuple[Annotated[int, Field(gt=0)], ...] = ()

    async def listing(self, ask: Ask) -> Listing:
        """The posts of the window.

        Raises:
            FetchError: the site cannot be reached.
            RouteError: its REST API is closed, or what it answered cannot be used.
        """
        reading = await read(self._pages(ask), limit=PAGES)
        covered, reason = reach_forward(reading, ask.window, disorder=_CLOCK_CHANGE)
        inside = (post for post in reading.entries if post.published_at is None or post.published_at in ask.window)
        return Listing(tuple(inside), covered, reason, unfinished=reading.interrupted)

    async def _pages(self, ask: Ask) -> AsyncGenerator[Page, None]:
        number = 1
        pages: int | None = None
        while True:
            try:
                answer = await ask.web.get(self._address(ask, number), max_bytes=ANSWER_BYTES)
            except FetchError as error:
                if error.status == _BAD_REQUEST and number > 1 and pages is None:
                    yield Page((), last=True)  # so answers a page behind the last one
                    return
                if error.status in _CLOSED and number == 1:
                    raise RouteError(
                        f"this site's REST API is closed to us (HTTP {error.status}): use its feed"
                    ) from None
                raise
            posts = parse_posts(answer.body, url=answer.final_url, timezone=ask.timezone)
            _check_heeded(posts, ask)
            pages = _count(answer.headers)
            yield Page(posts, last=answer.body.strip() == b"[]" if pages is None else number >= pages)
            number += 1

    def _address(self, ask: Ask, page: int) -> str:
        parameters: dict[str, object] = {
            "after": f"{ask.window.start - _DAY:%Y-%m-%dT%H:%M:%S}",
            "before": f"{ask.window.end + _DAY:%Y-%m-%dT%H:%M:%S}",
            "per_page": 100,
            "page": page,
            "orderby": "date",
            "order": "asc",
            "_fields": _FIELDS,
        }
        if self.categories:
            parameters["categories"] = ",".join(map(str, self.categories))
        return with_query(below(self.url, "/wp-json/wp/v2/posts"), parameters)


def parse_posts(body: bytes, *, url: str, timezone: str) -> list[Entry]:
    """The posts of an answer in its order, those without a usable address left out.

    A post whose `date_gmt` is missing or `0000-00-00T00:00:00` is placed by its `date`, local to `timezone`.

    Raises:
        RouteError: the answer is no list of posts.
    """
    posts = json_of(body, "the site")
    if not isinstance(posts, list):
        raise RouteError("the answer is no list of posts: is this the home address of a WordPress site?")
    entries = []
    for post in posts:
        address = web_address(at(post, "link"), url)
        if address is None:
            continue
        moment = read_date(at(post, "date_gmt"), "UTC") or read_date(at(post, "date"), timezone)
        entries.append(
            Entry(
                id=text(at(post, "id")) or address,
                url=address,
                title=headline(at(post, "title.rendered")),
                published_at=moment and moment.at,
                summary=text(at(post, "excerpt.rendered")),
                content=text(at(post, "content.rendered")),
            )
        )
    return entries


def _count(headers: Mapping[str, str]) -> int | None:
    """How many pages there are, where the site says so."""
    value = headers.get("x-wp-totalpages", "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else None  # noqa: PLR2004


def _check_heeded(posts: Sequence[Entry], ask: Ask) -> None:
    """Refuse an answer of which most is of other times than were asked for. One stray post is its author's doing.

    Raises:
        RouteError: it is such an answer.
    """
    first, end = ask.window.start - 3 * _DAY, ask.window.end + 3 * _DAY
    strays = sum(post.published_at is not None and not first <= post.published_at <= end for post in posts)
    if 2 * strays > len(posts):
        raise RouteError("this site's REST API does not heed the dates it is asked for: use its feed")
