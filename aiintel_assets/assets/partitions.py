"""The daily partitions: one an edition, keyed by its publication date."""

import warnings

import dagster as dg

from aiintel_assets.demo import newsroom as demo
from aiintel_assets.editorial.memory import DAYS
from aiintel_assets.settings import DEMO_CATALOG, Settings


def daily_partitions(settings: Settings) -> dg.DailyPartitionsDefinition:
    """A partition a day in the editions' zone; today's is there from midnight, so that the schedule can ask for it.

    The made-up newsroom has the partitions of its few days: those that `aiintel demo` builds, and one to try.
    """
    if settings.catalog == DEMO_CATALOG:
        return dg.DailyPartitionsDefinition(
            start_date=demo.EDITIONS[0], end_date=demo.AFTER_THE_LAST, timezone=settings.timezone
        )
    return dg.DailyPartitionsDefinition(
        start_date=settings.first_edition.isoformat(), timezone=settings.timezone, end_offset=1
    )


def earlier_days() -> dg.TimeWindowPartitionMapping:
    """A day and the days before it that editors remember; the first days of all have fewer."""
    with warnings.catch_warnings():
        # Marked beta since 2024; without it the oldest editions could not be built.
        warnings.simplefilter("ignore", dg.BetaWarning)
        return dg.TimeWindowPartitionMapping(
            start_offset=-DAYS, end_offset=-1, allow_nonexistent_upstream_partitions=True
        )
