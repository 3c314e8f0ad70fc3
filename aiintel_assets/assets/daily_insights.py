"""Asset `daily_insights`: what the day amounts to as a whole."""

import time

import dagster as dg

from aiintel_assets.assets.calls import calls_of, removed_table
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.assets.partitions import earlier_days
from aiintel_assets.assets.stage import GROUP, OWNERS, RETRIES, StageFailedError, facts, stage
from aiintel_assets.store import classified_topics, cleaned_articles, daily_insights, topic_summaries


def daily_insights_asset(partitions: dg.DailyPartitionsDefinition, prompt_version: str) -> dg.AssetsDefinition:
    """The asset on the given partitions; when the prompt's version changes, the UI shows what is out of date."""

    @dg.asset(
        name="daily_insights",
        deps=[
            "topic_summaries",
            "classified_topics",
            "cleaned_articles",
            # What earlier editions watch is followed up, so those are reflected on first.
            dg.AssetDep("daily_insights", partition_mapping=earlier_days()),
        ],
        partitions_def=partitions,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "duckdb"},
        code_version=f"1{prompt_version}",
        retry_policy=RETRIES,
        description="Title, tags, 編輯洞察, 關注清單, reading list, background terms and keywords of the day.",
    )
    def asset(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult:
        with stage(context, newsroom) as edition:
            started = time.monotonic()
            with newsroom.store.transaction() as db:
                topics = classified_topics.of_edition(db, edition)
                summaries = {summary.topic_id: summary for summary in topic_summaries.of_edition(db, edition)}
                articles = {article.id: article for article in cleaned_articles.of_edition(db, edition)}
            if not summaries:
                raise StageFailedError("there is no summary to reflect on: build topic_summaries first")
            insight = newsroom.editor(edition).reflect(
                topics, summaries, articles, newsroom.desk(edition, "daily_insights")
            )
            with newsroom.store.transaction() as db:
                daily_insights.replace(db, edition, insight)
            return dg.MaterializeResult(
                metadata=facts(
                    started,
                    title=insight.title,
                    tags=list(insight.tags),
                    watch_list=dg.MetadataValue.md("\n".join(f"1. {line}" for line in insight.watch_list) or "none"),
                    keywords=list(insight.keywords),
                    followed=len(insight.followed),
                    editor=insight.editor,
                    **calls_of(newsroom, edition, "daily_insights"),
                    removed=removed_table(insight.removed),
                    table="daily_insights",
                )
            )

    return asset
