"""Asking the sources: what the store knows goes in, deliveries come out. Shared by `raw_articles` and `harvest`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import dagster as dg

from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.models import SourceCoverage
from aiintel_assets.sources.catalog import Catalog, Source
from aiintel_assets.sources.collect import Assignment, Delivery, Memory
from aiintel_assets.store import feed_entries, feed_pages, raw_articles, source_coverage
from aiintel_assets.web.client import WebClient

Report = Callable[[SourceCoverage], None]
Collector = Callable[[Assignment, Sequence[Source], Mapping[str, Memory], WebClient, Report], Awaitable[list[Delivery]]]


def ask_sources(
    newsroom: Newsroom, edition: str, collector: Collector, log: dg.DagsterLogManager
) -> tuple[Assignment, list[Delivery]]:
    """Ask every enabled source for the edition, as `collect` or `survey` does it; each is logged as it is done."""

    def report(line: SourceCoverage) -> None:
        log.info("%s: %s, %d pages, %d failed. %s", line.source_id, line.status, line.fetched, line.failed, line.reason)

    catalog = newsroom.catalog
    assignment, memories = _what_is_known(newsroom, catalog, edition)
    with newsroom.made_up_hosts() as connect_to:

        async def deliver() -> list[Delivery]:
            async with WebClient(
                newsroom.web_policy, hosts=newsroom.hosts, connect_to=connect_to, clock=newsroom.clock
            ) as web:
                return await collector(assignment, catalog.enabled, memories, web, report)

        return assignment, asyncio.run(deliver())


def _what_is_known(newsroom: Newsroom, catalog: Catalog, edition: str) -> tuple[Assignment, dict[str, Memory]]:
    """The assignment, and what the store knows of each source.

    With `refresh` only the entries count, and every source is asked again.
    """
    window = newsroom.calendar.window(edition)
    with newsroom.store.transaction() as db:
        pages = {} if newsroom.refresh else feed_pages.everything(db)
        coverage = {line.source_id: line for line in source_coverage.of_edition(db, edition)}
        articles = {article.article_id: article for article in raw_articles.of_edition(db, edition)}
        memories = {
            source.id: Memory(
                entries=tuple(feed_entries.in_window(db, source.id, window)),
                elsewhere=feed_entries.outside(db, source.id, window),
                undated=feed_entries.undated(db, source.id),
                covered=() if newsroom.refresh else tuple(source_coverage.vouched_for(db, source.id, window)),
                coverage=None if newsroom.refresh else coverage.get(source.id),
                articles={} if newsroom.refresh else articles,
            )
            for source in catalog.enabled
        }
    return Assignment(edition, window, newsroom.clock(), newsroom.settings.route_keys, pages), memories
