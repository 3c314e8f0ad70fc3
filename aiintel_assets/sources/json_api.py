"""The route `json`: a site's own list of articles, as the catalog describes it. It names the newest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, NamedTuple, Self
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from aiintel_assets.models import Entry
from aiintel_assets.sources.answers import json_of, web_address
from aiintel_assets.sources.api import ANSWER_BYTES, at, headline, markup, text, with_query
from aiintel_assets.sources.dates import read_date
from aiintel_assets.sources.paging import Page, older_than, reach_back, read
from aiintel_assets.sources.route import Ask, Listing, Route, RouteError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


def _path(value: str) -> str:
    if not re.fullmatch(r"[^\s.]+(\.[^\s.]+)*", value):
        raise ValueError(f"{value!r} is no path: write the keys with dots between them, such as data.items")
    return value


def _template(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/{}]+/[^\s{}]*\{id\}[^\s{}]*", value):
        raise ValueError(f"{value!r} is no address with one {{id}} in it, such as https://example.org/news/{{id}}")
    return value


Path = Annotated[str, AfterValidator(_path)]
Name = Annotated[str, Field(min_length=1)]


class Fields(BaseModel):
    """Where an item holds what an entry needs: dotted paths."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Path
    published_at: Path
    url: Path | None = None
    summary: Path | None = None
    id: Path | None = None


class JsonRoute(Route):
    """One GET a page.

    `items` is the dotted path to the list, none where the answer is the list. The address of an item stands in
    `fields.url`, or is `url_template` with its `fields.id`. Older pages are found by a number (`page_param`, counted
    from `first_page`) or by an address that the answer holds (`next`, on the same host); otherwise there is one page.
    `size_param` and `size` ask for so many items a page.
    """

    LIVE: ClassVar = "the list, newest first"
    PAST: ClassVar = "as far back as its pages lead"

    kind: Literal["json"]
    method: Literal["get"] = "get"
    items: Path | None = None
    fields: Fields
    url_template: Annotated[str, AfterValidator(_template)] | None = None
    page_param: Name | None = None
    first_page: int = Field(1, ge=0)
    size_param: Name | None = None
    size: int | None = Field(None, gt=0, le=1000)
    next: Path | None = None
    max_pages: int = Field(20, gt=0, le=200)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.fields.url is None) == (self.url_template is None):
            raise ValueError("say where an item's address is: either fields.url or url_template")
        if self.url_template and self.fields.id is None:
            raise ValueError("url_template needs fields.id")
        if self.page_param and self.next:
            raise ValueError("page_param and next are two ways to the same pages: keep one")
        if "first_page" in self.model_fields_set and self.page_param is None:
            raise ValueError("first_page needs page_param")
        if (self.size_param is None) != (self.size is None):
            raise ValueError("size_param and size belong together")
        return self

    async def listing(self, ask: Ask) -> Listing:
        """The entries from the newest one back to the window.

        Raises:
            FetchError: the list cannot be reached.
            RouteError: what it answered cannot be used.
        """
        by_day: set[str] = set()
        reading = await read(self._pages(ask, by_day), limit=self.max_pages, enough=older_than(ask.window.start))
        note = ""
        if by_day:
            days = sum(entry.url in by_day for entry in reading.entries)
            note = f"with a day only, and so placed at its end: {days} of {len(reading.entries)} entries"
        covered, reason = reach_back(reading, ask.window, until=ask.now)
        told = "; ".join(filter(None, (reason, note)))
        return Listing(reading.entries, covered, told, unfinished=reading.interrupted)

    async def _pages(self, ask: Ask, by_day: set[str]) -> AsyncGenerator[Page, None]:
        number = self.first_page
        address: str | None = self._address(number)
        while address:
            answer = await ask.web.get(address, max_bytes=ANSWER_BYTES)
            items = parse_items(answer.body, self, url=answer.final_url, timezone=ask.timezone)
            by_day.update(items.by_day)
            if self.next:
                # That the first page names no other may be a slip in the catalog as well.
                yield Page(items.entries, last=items.older is None and number > self.first_page)
                address = items.older
            else:
                yield Page(items.entries, last=not items.named)
                address = self._address(number + 1) if self.page_param else None
            number += 1

    def _address(self, number: int) -> str:
        parameters: dict[str, object] = {}
        if self.page_param:
            parameters[self.page_param] = number
        if self.size_param:
            parameters[self.size_param] = self.size
        return with_query(self.url, parameters) if parameters else self.url


class Items(NamedTuple):
    """One page of a list.

    `by_day` are the addresses of entries that have no time of day, `named` is how many items the page named in all,
    `older` is the address of the page with older ones, None where the answer holds nothing at that place.
    """

    entries: list[Entry]
    by_day: set[str]
    named: int
    older: str | None


def parse_items(body: bytes, route: JsonRoute, *, url: str, timezone: str) -> Items:
    """The items of an answer in its order as `route` describes them, those without a usable address left out.

    Raises:
        RouteError: there is no list where the catalog says.
    """
    answer = json_of(body, "the site")
    items = at(answer, route.items or "")
    if not isinstance(items, list):
        where = f"at {route.items!r}" if route.items else "in it"
        raise RouteError(f"the answer has no list {where}: compare it with items in the catalog")
    entries, by_day = [], set()
    for item in items:
        identity = text(at(item, route.fields.id)) if route.fields.id else ""
        address = _address_of(item, identity, route, url)
        if address is None:
            continue
        moment = read_date(at(item, route.fields.published_at), timezone)
        if moment and moment.day_only:
            by_day.add(address)
        entries.append(
            Entry(
                id=identity or address,
                url=address,
                title=headline(at(item, route.fields.title)),
                published_at=moment and moment.at,
                summary=markup(at(item, route.fields.summary)) if route.fields.summary else "",
            )
        )
    return Items(entries, by_day, len(items), _older(at(answer, route.next), url) if route.next else None)


def _address_of(item: object, identity: str, route: JsonRoute, base: str) -> str | None:
    if route.url_template is None:
        return web_address(at(item, route.fields.url or ""), base)
    return web_address(route.url_template.replace("{id}", quote(identity)), base) if identity else None


def _older(value: object, page: str) -> str | None:
    """The address of the page that follows `page`, if one is named.

    Raises:
        RouteError: it is no address on the same host.
    """
    if not text(value):
        return None
    address = web_address(value, page)
    if address is None or urlsplit(address).netloc != urlsplit(page).netloc:
        raise RouteError("the page that follows is named by something that is no address on the same host")
    return address
