"""Asset `raw_articles`: the window's articles with their pages, and the ledger of what each source told."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence

import dagster as dg

from aiintel_assets.assets.checks import WINDOW_IS_COVERED, window_is_covered
from aiintel_assets.assets.collecting import ask_sources, store_day
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.assets.stage import GROUP, OWNERS, RETRIES, StageFailedError, facts, stage
from aiintel_assets.edition import Calendar
from aiintel_assets.models import RawArticle, SourceCoverage
from aiintel_assets.sources.collect import collect


def raw_articles_asset(partitions: dg.DailyPartitionsDefinition) -> dg.AssetsDefinition:
    """The asset on the given partitions."""

    @dg.asset(
        name="raw_articles",
        partitions_def=partitions,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "duckdb"},
        code_version="1",
        retry_policy=RETRIES,
        check_specs=[WINDOW_IS_COVERED],
        description="Articles that the sources published within the edition's window, page by page as received, "
        "and what each source could and could not tell.",
    )
    def asset(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult:
        with stage(context, newsroom) as edition:
            started = time.monotonic()
            assignment, deliveries = ask_sources(newsroom, edition, collect, context.log)
            articles, coverage = store_day(newsroom, assignment, deliveries)
            if not articles:
                raise StageFailedError(_nothing(coverage))
            return dg.MaterializeResult(
                metadata=facts(started, **_metadata(articles, coverage, newsroom.calendar)),
                check_results=[window_is_covered(coverage)],
            )

    return asset


def _nothing(coverage: Sequence[SourceCoverage]) -> str:
    if coverage and all(line.status == "failed" and "host name not found" in line.reason for line in coverage):
        return "no source could be reached: is there a network connection?"
    told = "; ".join(f"{line.source_id}: {line.reason or 'nothing published'}" for line in coverage[:5])
    return f"no source delivered an article ({told})"


def _metadata(
    articles: Sequence[RawArticle], coverage: Sequence[SourceCoverage], calendar: Calendar
) -> Mapping[str, object]:
    statuses = Counter(line.status for line in coverage)
    table = [
        dg.TableRecord(
            {
                "source": line.source_id,
                "status": line.status,
                "route": line.route or "",
                "articles": line.entries,
                "pages": line.fetched,
                "failed": line.failed,
                "missing": calendar.missing(line.edition, line.covered),
                "reason": line.reason,
            }
        )
        for line in coverage
    ]
    return {
        "articles": len(articles),
        "pages": sum(article.packed is not None for article in articles),
        "pages_missing": sum(article.packed is None for article in articles),
        "bytes_kept": sum(len(article.packed or b"") for article in articles),
        "sources_complete": statuses["complete"],
        "sources_incomplete": len(coverage) - statuses["complete"],
        "coverage": dg.MetadataValue.table(table) if table else "none",
        "table": "raw_articles, raw_pages, source_coverage, feed_entries",
    }
