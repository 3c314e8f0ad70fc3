"""The only place where things are wired together: settings in, Dagster definitions out."""

import dagster as dg

from aiintel_assets.assets.classified_topics import classified_topics_asset
from aiintel_assets.assets.cleaned_articles import cleaned_articles_asset
from aiintel_assets.assets.daily_insights import daily_insights_asset
from aiintel_assets.assets.harvest import harvest, hourly_harvest
from aiintel_assets.assets.newsroom import Newsroom, newsroom_of, prompt_version
from aiintel_assets.assets.partitions import daily_partitions
from aiintel_assets.assets.raw_articles import raw_articles_asset
from aiintel_assets.assets.rendered_posts import rendered_posts_asset
from aiintel_assets.assets.schedules import edition_schedule
from aiintel_assets.assets.topic_summaries import topic_summaries_asset
from aiintel_assets.settings import Settings, load_settings


def build_defs(settings: Settings, newsroom: Newsroom | None = None) -> dg.Definitions:
    """The six assets with their checks, the job of an edition and its daily schedule; and the harvest between them.

    Args:
        settings: every knob.
        newsroom: the resource the assets work with; made from the settings when not given.
    """
    newsroom = newsroom or newsroom_of(settings)
    partitions = daily_partitions(settings)
    assets = [
        raw_articles_asset(partitions),
        cleaned_articles_asset(partitions),
        classified_topics_asset(partitions, prompt_version(settings, "classify")),
        topic_summaries_asset(partitions, prompt_version(settings, "summarise")),
        daily_insights_asset(partitions, prompt_version(settings, "reflect")),
        rendered_posts_asset(partitions, newsroom.style.version),
    ]
    return dg.Definitions(
        assets=[*assets, harvest],
        schedules=[edition_schedule(assets, settings), hourly_harvest()],
        resources={"newsroom": newsroom},
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What Dagster loads; the settings are read when it does."""
    return build_defs(load_settings())
