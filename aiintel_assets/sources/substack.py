"""The route `substack`: a newsletter's archive, read from its newest post back. Undocumented, so nothing is assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from aiintel_assets.models import Entry
from aiintel_assets.sources.answers import json_of, web_address
from aiintel_assets.sources.api import ANSWER_BYTES, at, below, headline, paragraphs, text, with_query
from aiintel_assets.sources.dates import read_date
from aiintel_assets.sources.paging import Page, older_than, reach_back, read
from aiintel_assets.sources.route import Ask, Listing, Route, RouteError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

PAGES = 80
POSTS = 25  # a page; more are not given, whatever is asked for

_OPEN = {"", "everyone"}


class SubstackRoute(Route):
    """`/api/v1/archive`; `url` is the newsletter's home address, on substack.com or on a domain of its own."""

    LIVE: ClassVar = "all posts, paid ones as a teaser"
    PAST: ClassVar = "any day"

    kind: Literal["substack"]

    async def listing(self, ask: Ask) -> Listing:
        """The posts from the newest one back to the window.

        Raises:
            FetchError: the newsletter cannot be reached.
            RouteError: what it answered cannot be used.
        """
        paid: set[str] = set()
        reading = await read(self._pages(ask, paid), limit=PAGES, enough=older_than(ask.window.start))
        covered, reason = reach_back(reading, ask.window, until=ask.now)
        inside = [post for post in reading.entries if post.published_at and post.published_at in ask.window]
        teasers = sum(post.url in paid for post in inside)
        note = f"for subscribers, with a teaser only: {teasers} of {len(inside)} posts" if teasers else ""
        told = "; ".join(filter(None, (reason, note)))
        return Listing(reading.entries, covered, told, unfinished=reading.interrupted)

    async def _pages(self, ask: Ask, paid: set[str]) -> AsyncGenerator[Page, None]:
        offset = 0
        while True:
            query = {"sort": "new", "offset": offset, "limit": POSTS}
            answer = await ask.web.get(with_query(below(self.url, "/api/v1/archive"), query), max_bytes=ANSWER_BYTES)
            posts = parse_archive(answer.body, url=answer.final_url, timezone=ask.timezone)
            paid.update(posts.paid)
            yield Page(posts.entries, last=not posts.named)
            offset += posts.named


class Posts(NamedTuple):
    """One page of an archive: its posts, the addresses of those that are paid for, and how many it named in all."""

    entries: list[Entry]
    paid: set[str]
    named: int


def parse_archive(body: bytes, *, url: str, timezone: str) -> Posts:
    """The posts of an answer in its order, those without a usable address left out.

    Raises:
        RouteError: the answer is no list of posts.
    """
    posts = json_of(body, "the newsletter")
    if not isinstance(posts, list):
        raise RouteError("the answer is no list of posts: is this the home address of a Substack newsletter?")
    entries, paid = [], set()
    for post in posts:
        address = web_address(at(post, "canonical_url"), url)
        if address is None:
            continue
        moment = read_date(at(post, "post_date"), timezone)
        if text(at(post, "audience")) not in _OPEN:
            paid.add(address)
        entries.append(
            Entry(
                id=text(at(post, "id")) or address,
                url=address,
                title=headline(at(post, "title")),
                published_at=moment and moment.at,
                summary=paragraphs(at(post, "subtitle") or at(post, "description"), at(post, "truncated_body_text")),
                author=", ".join(filter(None, _names(at(post, "publishedBylines")))),
            )
        )
    return Posts(entries, paid, len(posts))


def _names(bylines: object) -> list[str]:
    return [headline(at(byline, "name")) for byline in bylines] if isinstance(bylines, list) else []
