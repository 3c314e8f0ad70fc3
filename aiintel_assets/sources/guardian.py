"""The route `guardian`: the Guardian's Open Platform. Its key reaches no message, no entry and no stored address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from aiintel_assets.models import Entry
from aiintel_assets.sources.answers import json_of, web_address
from aiintel_assets.sources.api import ANSWER_BYTES, at, below, headline, paragraphs, text, with_query
from aiintel_assets.sources.dates import read_date
from aiintel_assets.sources.paging import Page, reach_forward, read
from aiintel_assets.sources.route import Address, Ask, Listing, Route, RouteError
from aiintel_assets.web.client import FetchError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

KEY = "GUARDIAN_API_KEY"
PAGES = 20  # of two hundred articles each
SPACING = 1.1  # seconds; the free keys allow one request a second

_DAY = timedelta(days=1)
_IN_ORDER = timedelta(0)
_REFUSED = frozenset({401, 403})
_TOO_MANY = 429


class GuardianRoute(Route):
    """`/search` (open-platform.theguardian.com/documentation/search), with the full texts.

    `tag`, `section` and `q` narrow the search as the API's parameters of these names do.
    """

    LIVE: ClassVar = "all articles, with their text"
    PAST: ClassVar = "any day"

    kind: Literal["guardian"]
    url: Address = "https://content.guardianapis.com"
    tag: str = ""
    section: str = ""
    q: str = ""

    async def listing(self, ask: Ask) -> Listing:
        """The articles of the window.

        Raises:
            RouteError: there is no key, it is refused, the API cannot be reached, or its answer cannot be used.
        """
        key = ask.keys.get(KEY, "").strip()
        if not key:
            raise RouteError(f"the Guardian's API needs a key: set {KEY}")
        ask.web.space(self.url, SPACING)
        reading = await read(self._pages(ask, key), limit=PAGES)
        covered, reason = reach_forward(reading, ask.window, disorder=_IN_ORDER)
        inside = (entry for entry in reading.entries if entry.published_at is None or entry.published_at in ask.window)
        return Listing(tuple(inside), covered, reason, unfinished=reading.interrupted)

    async def _pages(self, ask: Ask, key: str) -> AsyncGenerator[Page, None]:
        number = 1
        while True:
            body = await _answer(ask, self._address(ask, key, number))
            results = parse_results(body)
            yield Page(results.entries, last=number >= results.pages)
            number += 1

    def _address(self, ask: Ask, key: str, page: int) -> str:
        # Both ends are days and belong to what is found; a day more on each side is asked for and dropped.
        parameters: dict[str, object] = {
            "from-date": f"{ask.window.start - _DAY:%Y-%m-%d}",
            "to-date": f"{ask.window.end + _DAY:%Y-%m-%d}",
            "use-date": "published",
            "order-by": "oldest",
            "page-size": 200,
            "page": page,
            "show-fields": "trailText,bodyText,byline",
        }
        chosen = {"tag": self.tag, "section": self.section, "q": self.q}
        parameters |= {name: value for name, value in chosen.items() if value}
        return with_query(below(self.url, "/search"), {**parameters, "api-key": key})


class Results(NamedTuple):
    """One page of what a search found, and how many there are."""

    entries: list[Entry]
    pages: int


def parse_results(body: bytes) -> Results:
    """The articles of an answer in its order, those without a usable address left out.

    Raises:
        RouteError: the answer holds no results.
    """
    response = at(json_of(body, "the Guardian's API"), "response")
    results, pages = at(response, "results"), at(response, "pages")
    if at(response, "status") != "ok" or not isinstance(results, list) or not isinstance(pages, int):
        raise RouteError("the answer holds no results of a search")
    entries = []
    for result in results:
        address = web_address(at(result, "webUrl"), "")
        if address is None:
            continue
        moment = read_date(at(result, "webPublicationDate"), "UTC")
        entries.append(
            Entry(
                id=text(at(result, "id")) or address,
                url=address,
                title=headline(at(result, "webTitle")),
                published_at=moment and moment.at,
                summary=text(at(result, "fields.trailText")),
                content=paragraphs(at(result, "fields.bodyText")),
                author=headline(at(result, "fields.byline")),
            )
        )
    return Results(entries, pages)


async def _answer(ask: Ask, address: str) -> bytes:
    """What the API says. The address holds the key, so an error is told anew, without the one it comes from."""
    try:
        return (await ask.web.get(address, max_bytes=ANSWER_BYTES, robots=False)).body
    except FetchError as error:
        failure = error
    if failure.status in _REFUSED:
        raise RouteError(f"the Guardian's API refuses the key (HTTP {failure.status}): check {KEY}")
    if failure.status == _TOO_MANY:
        raise RouteError("the Guardian's API grants this key no more requests for now (HTTP 429)", heals=True)
    raise RouteError(f"the Guardian's API does not answer: {failure}", heals=failure.heals)
