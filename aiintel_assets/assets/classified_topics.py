"""Asset `classified_topics`: the day's events, each in its section and rank, held against the last seven editions."""

import time
from collections import Counter

import dagster as dg

from aiintel_assets.assets.calls import calls_of
from aiintel_assets.assets.newsroom import Newsroom
from aiintel_assets.assets.partitions import earlier_days
from aiintel_assets.assets.stage import GROUP, OWNERS, RETRIES, StageFailedError, counted, facts, stage
from aiintel_assets.store import classified_topics, cleaned_articles


def classified_topics_asset(partitions: dg.DailyPartitionsDefinition, prompt_version: str) -> dg.AssetsDefinition:
    """The asset on the given partitions; when the prompt's version changes, the UI shows what is out of date."""

    @dg.asset(
        name="classified_topics",
        deps=[
            "cleaned_articles",
            # A day is held against the days before it, so those are built first, in the UI's backfills too.
            dg.AssetDep("classified_topics", partition_mapping=earlier_days()),
        ],
        partitions_def=partitions,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "duckdb"},
        code_version=f"1{prompt_version}",
        retry_policy=RETRIES,
        description="Articles about one event as one topic, with section, rank, importance and the reasons for them; "
        "what is off topic or was there before is left out, with its reason.",
    )
    def asset(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult:
        with stage(context, newsroom) as edition:
            started = time.monotonic()
            with newsroom.store.transaction() as db:
                articles = [a for a in cleaned_articles.of_edition(db, edition) if a.dropped_reason is None]
            result = newsroom.editor(edition).classify(articles, newsroom.desk(edition, "classified_topics"))
            with newsroom.store.transaction() as db:
                classified_topics.replace(db, edition, result.topics, result.left_out)
            if not result.topics:
                raise StageFailedError(f"none of the {len(articles)} articles is news about AI")
            table = [
                dg.TableRecord(
                    {
                        "rank": topic.rank,
                        "section": topic.section,
                        "topic": topic.title,
                        "articles": len(topic.article_ids),
                        "score": topic.score,
                        "why": "；".join(topic.reasons),
                        "why merged": "、".join(topic.anchors[:6]),
                    }
                )
                for topic in result.topics
            ]
            return dg.MaterializeResult(
                metadata=facts(
                    started,
                    topics=len(result.topics),
                    articles=sum(len(topic.article_ids) for topic in result.topics),
                    left_out=len(result.left_out),
                    drops=counted(Counter(reason.partition(":")[0] for reason in result.left_out.values())),
                    sections=dict(Counter(topic.section for topic in result.topics)),
                    follow_ups=sum(topic.follows is not None for topic in result.topics),
                    ranking=dg.MetadataValue.table(table),
                    **calls_of(newsroom, edition, "classified_topics"),
                    table="classified_topics, left_out_articles",
                )
            )

    return asset
