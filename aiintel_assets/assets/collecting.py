"""Asking the sources: what the store knows goes in, deliveries come out. Shared by `raw_articles` and `harvest`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count

import dagster as dg

from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.errors import NewsroomError
from aiintel_assets.models import RawArticle, SourceCoverage
from aiintel_assets.sources.catalog import Catalog, Source
from aiintel_assets.sources.collect import Assignment, Delivery, Memory, collect
from aiintel_assets.store import feed_entries, feed_pages, raw_articles, source_coverage
from aiintel_assets.web.client import WebClient

Report = Callable[[SourceCoverage], None]
Collector = Callable[[Assignment, Sequence[Source], Mapping[str, Memory], WebClient, Report], Awaitable[list[Delivery]]]


def ask_sources(
    newsroom: Newsroom, edition: str, collector: Collector, log: dg.DagsterLogManager
) -> tuple[Assignment, list[Delivery]]:
    """Ask every enabled source for the edition, as `collect` or `survey` does it; each is logged as it is done."""
    done, total = count(1), len(newsroom.catalog.enabled)

    def report(line: SourceCoverage) -> None:
        newsroom.announce(edition, f"raw_articles: {next(done)} of {total} sources")
        log.info("%s: %s, %d pages, %d failed. %s", line.source_id, line.status, line.fetched, line.failed, line.reason)

    async def ask() -> tuple[Assignment, list[Delivery]]:
        async with web_client(newsroom) as web:
            return await _deliver(newsroom, edition, collector, web, report)

    return asyncio.run(ask())


def prefetch(newsroom: Newsroom, editions: Sequence[str], *, jobs: int) -> None:
    """Collect several editions at the same time through one client, so that all keep to the same politeness.

    What is stored is what each edition's `raw_articles` would have asked for; building that asset then asks nobody. The
    first edition goes alone: what its feeds list often covers the others too. One that fails is left to its own run.
    """

    async def collect_all() -> None:
        places = asyncio.Semaphore(jobs)

        async def one(edition: str) -> None:
            async with places:
                with suppress(NewsroomError):
                    assignment, deliveries = await _deliver(newsroom, edition, collect, web, lambda _line: None)
                    store_day(newsroom, assignment, deliveries)
            newsroom.announce(edition, "raw_articles")

        async with web_client(newsroom) as web:
            await one(editions[0])
            await asyncio.gather(*(one(edition) for edition in editions[1:]))

    asyncio.run(collect_all())


def store_day(
    newsroom: Newsroom, assignment: Assignment, deliveries: Sequence[Delivery]
) -> tuple[list[RawArticle], list[SourceCoverage]]:
    """Replace the day's articles and ledger; what an earlier catalog brought and today's does not know stays."""
    read = {delivery.coverage.source_id for delivery in deliveries}
    with newsroom.store.transaction() as db:
        kept = [a for a in raw_articles.of_edition(db, assignment.edition) if a.source_id not in read]
        told = {article.source_id for article in kept}
        kept_coverage = [c for c in source_coverage.of_edition(db, assignment.edition) if c.source_id in told - read]
        # One article that several sources list is the first one's, in the order of the catalog.
        articles: dict[str, RawArticle] = {}
        for article in (*(a for delivery in deliveries for a in delivery.articles), *kept):
            articles.setdefault(article.article_id, article)
        coverage = [*(delivery.coverage for delivery in deliveries), *kept_coverage]
        for delivery in deliveries:
            feed_entries.add(db, assignment.edition, delivery.coverage.source_id, delivery.listed)
        feed_pages.keep(db, assignment.edition, assignment.fetched_pages)
        raw_articles.replace(db, assignment.edition, list(articles.values()))
        source_coverage.replace(db, assignment.edition, coverage)
    return list(articles.values()), coverage


@asynccontextmanager
async def web_client(newsroom: Newsroom) -> AsyncIterator[WebClient]:
    """The client through which this newsroom reads the web."""
    with newsroom.made_up_hosts() as connect_to:
        async with WebClient(
            newsroom.web_policy,
            hosts=newsroom.hosts,
            circuits=newsroom.circuits,
            connect_to=connect_to,
            clock=newsroom.clock,
        ) as web:
            yield web


async def _deliver(
    newsroom: Newsroom, edition: str, collector: Collector, web: WebClient, report: Report
) -> tuple[Assignment, list[Delivery]]:
    catalog = newsroom.catalog
    assignment, memories = _what_is_known(newsroom, catalog, edition)
    return assignment, await collector(assignment, catalog.enabled, memories, web, report)


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
    assignment = Assignment(
        edition, window, newsroom.clock(), newsroom.settings.route_keys, pages, newsroom.settings.source_time
    )
    return assignment, memories
