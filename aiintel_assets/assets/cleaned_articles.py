"""Asset `cleaned_articles`: the pages as text, and a reason for each article that goes no further."""

import time
from collections import Counter

import dagster as dg

from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.assets.stage import GROUP, OWNERS, RETRIES, StageFailedError, counted, facts, stage
from aiintel_assets.store import cleaned_articles, raw_articles
from aiintel_assets.text.clean import clean


def cleaned_articles_asset(partitions: dg.DailyPartitionsDefinition) -> dg.AssetsDefinition:
    """The asset on the given partitions."""

    @dg.asset(
        name="cleaned_articles",
        deps=["raw_articles"],
        partitions_def=partitions,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "duckdb"},
        code_version="1",
        retry_policy=RETRIES,
        description="Title, text and language of every article; duplicates, walls and empty pages carry the reason "
        "why they go no further.",
    )
    def asset(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult:
        with stage(context, newsroom) as edition:
            started = time.monotonic()
            with newsroom.store.transaction() as db:
                raw = raw_articles.of_edition(db, edition)
            articles = clean(raw)
            with newsroom.store.transaction() as db:
                cleaned_articles.replace(db, edition, articles)
            kept = [article for article in articles if article.dropped_reason is None]
            if not kept:
                raise StageFailedError(
                    f"none of the {len(articles)} articles has a text: see cleaned_articles.dropped_reason"
                )
            drops = Counter(a.dropped_reason.partition(":")[0] for a in articles if a.dropped_reason)
            return dg.MaterializeResult(
                metadata=facts(
                    started,
                    articles=len(kept),
                    dropped=len(articles) - len(kept),
                    drops=counted(drops),
                    languages=dict(Counter(article.language for article in kept)),
                    characters=sum(len(article.text) for article in kept),
                    table="cleaned_articles",
                )
            )

    return asset
