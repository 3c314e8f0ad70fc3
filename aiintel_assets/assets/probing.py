"""Trying every source without keeping anything: what `aiintel sources check` shows."""

import asyncio
from collections.abc import Callable, Sequence

from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.models import SourceCoverage
from aiintel_assets.sources.catalog import Source
from aiintel_assets.sources.collect import Assignment, survey
from aiintel_assets.web.client import WebClient


def probe(
    newsroom: Newsroom, edition: str, sources: Sequence[Source], report: Callable[[SourceCoverage], None]
) -> list[SourceCoverage]:
    """Ask the sources for the edition as if nothing were known; no article is fetched and nothing is stored."""
    assignment = Assignment(edition, newsroom.calendar.window(edition), newsroom.clock(), newsroom.settings.route_keys)
    with newsroom.made_up_hosts() as connect_to:

        async def ask() -> list[SourceCoverage]:
            async with WebClient(
                newsroom.web_policy, hosts=newsroom.hosts, connect_to=connect_to, clock=newsroom.clock
            ) as web:
                deliveries = await survey(assignment, sources, {}, web, report)
            return [delivery.coverage for delivery in deliveries]

        return asyncio.run(ask())
