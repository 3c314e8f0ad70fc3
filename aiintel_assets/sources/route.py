"""What every route is and answers with. A route asks one source in one way; it decides nothing about editions."""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict

from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import ReceivedPage, pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping
    from datetime import datetime

    from aiintel_assets.edition import Interval
    from aiintel_assets.models import Entry, FeedPage
    from aiintel_assets.web.client import Fetched, WebClient


class RouteError(NewsroomError):
    """A route whose answer cannot be used, or that lacks what it needs; one line that says what and what to do."""


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]\S*", value):
        raise ValueError(f"{value!r} is no http or https address")
    return value


_CLOCKS = timedelta(hours=1)
Address = Annotated[str, AfterValidator(_address)]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a route is asked: the window, and with what.

    `window` is the part of an edition's window that has happened; `timezone` is for dates that come without a zone;
    `keys` holds secrets from the environment by the name of their variable and must reach no message and no row.
    `feed_pages` holds the last copy of each feed page by address; a route puts newer ones in their place.
    """

    window: Interval
    now: datetime
    timezone: str
    web: WebClient
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    feed_pages: MutableMapping[str, FeedPage] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """A route's answer: the entries it lists, and the intervals for which it vouches that nothing is missing.

    `reason` says in words why it reaches no further, where it does not; `unfinished` says that asking again later may
    tell more. `pages` are article pages that had to be fetched to list them, by address; they are not fetched again.
    `ahead` holds the addresses of entries whose dates had not come when they were seen, and so are wrong, and when that
    was.
    """

    entries: tuple[Entry, ...]
    covered: tuple[Interval, ...]
    reason: str = ""
    unfinished: bool = False
    pages: Mapping[str, ReceivedPage] = field(default_factory=dict, repr=False)
    ahead: Mapping[str, datetime] = field(default_factory=dict)


def ahead_of(seen: datetime, entries: Iterable[Entry]) -> dict[str, datetime]:
    """Address → `seen`, for the entries whose dates had not come when they were seen; clocks may differ by an hour."""
    return {entry.url: seen for entry in entries if entry.published_at and entry.published_at > seen + _CLOCKS}


def received(answer: Fetched) -> ReceivedPage:
    """The answer as an article's page, ready to be kept."""
    return ReceivedPage(
        fetched_at=answer.fetched_at,
        http_status=answer.status,
        content_type=answer.content_type,
        sha256=hashlib.sha256(answer.body).hexdigest(),
        packed=pack(answer.body),
    )


class Route(BaseModel, ABC):
    """One way to ask a source for entries, as the catalog describes it. Each kind is a module of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    LIVE: ClassVar[str]  # what it tells of today, in a few words
    PAST: ClassVar[str]  # how far back it reaches, in a few words

    kind: str
    url: Address

    @abstractmethod
    async def listing(self, ask: Ask) -> Listing:
        """Ask the source for the entries of the window.

        Entries outside the window may come along; they are kept for other editions.

        Raises:
            FetchError: the source cannot be reached.
            RouteError: what it answered cannot be used.
        """
