"""Asking a route of a site on loopback, at a fixed time, for one day."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aiintel_assets.edition import Interval
from aiintel_assets.sources.route import Ask
from aiintel_assets.web.client import WebClient
from aiintel_assets.web.policy import WebPolicy
from aiintel_tests.web.site import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiintel_assets.sources.route import Listing, Route
    from aiintel_tests.web.site import Answer

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
WINDOW = Interval(datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC))


def utc(text: str) -> datetime:
    """The instant that `2026-03-05T08:00` names in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def listing(
    route: Route,
    *,
    window: Interval = WINDOW,
    now: datetime = NOW,
    timezone: str = "UTC",
    keys: Mapping[str, str] | None = None,
) -> Listing:
    """What the route answers; nothing is tried twice."""
    policy = WebPolicy(attempts=1, respect_robots=False, allow_hosts=frozenset({"127.0.0.1"}))

    async def run() -> Listing:
        async with WebClient(policy, clock=lambda: now) as web:
            return await route.listing(Ask(window, now, timezone, web, keys or {}))

    return asyncio.run(run())


def says(value: object, status: int = 200, **headers: str) -> Answer:
    """The answer of an API that says this."""
    return page(json.dumps(value).encode(), status, Content_Type="application/json", **headers)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
