"""Asset `topic_summaries`: each topic's written item, every claim with the sentences it rests on."""

import time
from collections import Counter

import dagster as dg

from aiintel_assets.assets.calls import calls_of, removed_table
from aiintel_assets.assets.checks import EVIDENCE_IS_STORED, evidence_is_stored
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.assets.stage import GROUP, OWNERS, RETRIES, StageFailedError, facts, stage
from aiintel_assets.store import classified_topics, cleaned_articles, topic_summaries


def topic_summaries_asset(partitions: dg.DailyPartitionsDefinition, prompt_version: str) -> dg.AssetsDefinition:
    """The asset on the given partitions; when the prompt's version changes, the UI shows what is out of date."""

    @dg.asset(
        name="topic_summaries",
        deps=["classified_topics", "cleaned_articles"],
        partitions_def=partitions,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "duckdb"},
        code_version=f"1{prompt_version}",
        retry_policy=RETRIES,
        check_specs=[EVIDENCE_IS_STORED],
        description="核心摘要, 技術細節, 應用場景, 關鍵實體 and 重要性 of every topic; each claim names its evidence.",
    )
    def asset(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult:
        with stage(context, newsroom) as edition:
            started = time.monotonic()
            with newsroom.store.transaction() as db:
                topics = classified_topics.of_edition(db, edition)
                articles = {article.id: article for article in cleaned_articles.of_edition(db, edition)}
            if not topics:
                raise StageFailedError("there is no topic to summarise: build classified_topics first")
            summaries = newsroom.editor(edition).summarise(topics, articles, newsroom.desk(edition, "topic_summaries"))
            with newsroom.store.transaction() as db:
                topic_summaries.replace(db, edition, summaries)
            claims = [claim for s in summaries for claim in (*s.core, *s.technical, *s.applications)]
            return dg.MaterializeResult(
                check_results=[evidence_is_stored(summaries, articles)],
                metadata=facts(
                    started,
                    summaries=len(summaries),
                    claims=len(claims),
                    editors=dict(Counter(summary.editor for summary in summaries)),
                    importance=dict(Counter(summary.importance for summary in summaries)),
                    **calls_of(newsroom, edition, "topic_summaries"),
                    removed=removed_table([gone for summary in summaries for gone in summary.removed]),
                    table="topic_summaries",
                ),
            )

    return asset
