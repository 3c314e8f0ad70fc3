"""Trying every source without keeping anything: what `aiintel sources check` shows."""

import asyncio
from collections.abc import Callable, Sequence

from aiintel_assets.assets.collecting import web_client
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.models import SourceCoverage
from aiintel_assets.sources.catalog import Source
from aiintel_assets.sources.collect import Assignment, survey


def probe(
    newsroom: Newsroom, edition: str, sources: Sequence[Source], report: Callable[[SourceCoverage], None]
) -> list[SourceCoverage]:
    """Ask the sources for the edition as if nothing were known; no article is fetched and nothing is stored."""
    assignment = Assignment(
        edition,
        newsroom.calendar.window(edition),
        newsroom.clock(),
        newsroom.settings.route_keys,
        patience=newsroom.settings.source_time,
    )

    async def ask() -> list[SourceCoverage]:
        async with web_client(newsroom) as web:
            deliveries = await survey(assignment, sources, {}, web, report)
        return [delivery.coverage for delivery in deliveries]

    return asyncio.run(ask())
